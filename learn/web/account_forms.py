"""allauth's forms in plain German, with one hint a field."""

import re
from typing import Any

from allauth.account import forms as allauth
from django.forms import Field
from django.utils.translation import gettext_lazy as _

from learn.rules.roster import log_in_of

#: what personnel offices write: at least one digit, no sign of an address
_NUMBER = re.compile(r"(?=.*\d)[\w./ -]{1,20}")
_MISSING = {
    "login": _("Geben Sie Ihre E-Mail-Adresse ein."),
    "email": _("Geben Sie Ihre E-Mail-Adresse ein."),
    "password": _("Geben Sie Ihr Passwort ein."),
    "oldpassword": _("Geben Sie Ihr jetziges Passwort ein."),
    "password1": _("Denken Sie sich ein Passwort aus und geben Sie es ein."),
    "password2": _("Geben Sie das neue Passwort noch einmal ein."),
    "code": _("Geben Sie den Code aus der E-Mail ein."),
}
PASSWORD_RULE = _("Mindestens 10 Zeichen. Gut zu merken und sicher sind vier zufällige Wörter.")


class _Plain:
    """Says for each empty field what to do, instead of "this field is required" everywhere."""

    fields: dict[str, Field]

    def say_what_is_missing(self) -> None:
        for name, sentence in _MISSING.items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = sentence
        for name in ("login", "email"):
            if name in self.fields:
                self.fields[name].error_messages["invalid"] = _(
                    "Geben Sie eine E-Mail-Adresse ein wie name@beispiel.de."
                )


class LoginForm(_Plain, allauth.LoginForm):
    """E-mail address, or the personnel number of whoever has none, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = kwargs.get("data") or {}
        if _NUMBER.fullmatch(given.get("login", "").strip()):
            kwargs["data"] = given.copy()
            kwargs["data"]["login"] = log_in_of(given["login"].strip())
        super().__init__(*args, **kwargs)
        self.say_what_is_missing()
        self.fields["login"].label = _("E-Mail-Adresse")
        self.fields["password"].label = _("Passwort")
        self.fields["password"].help_text = ""  # the link to a new password stands below the button
        if "remember" in self.fields:
            self.fields["remember"].label = _("Angemeldet bleiben (nur auf dem eigenen Gerät)")


class SignupForm(_Plain, allauth.SignupForm):
    """E-mail address, a password, and if one likes the name for the certificate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say_what_is_missing()
        self.fields["email"].label = _("E-Mail-Adresse")
        self.fields["email"].help_text = _("Wir nutzen sie nur für Ihr Konto.")
        self.fields["password1"].label = _("Passwort")
        self.fields["password1"].help_text = PASSWORD_RULE
        self.order_fields(["email", "password1", "certificate_name"])


class ResetPasswordForm(_Plain, allauth.ResetPasswordForm):
    """The address to which a code is sent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say_what_is_missing()
        self.fields["email"].label = _("E-Mail-Adresse")


class ResetPasswordKeyForm(_Plain, allauth.ResetPasswordKeyForm):
    """The new password after the code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say_what_is_missing()
        self.fields["password1"].label = _("Neues Passwort")
        self.fields["password1"].help_text = PASSWORD_RULE
        self.fields["password2"].label = _("Neues Passwort noch einmal")


class ChangePasswordForm(_Plain, allauth.ChangePasswordForm):
    """The old password and a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say_what_is_missing()
        self.fields["oldpassword"].label = _("Jetziges Passwort")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("Neues Passwort")
        self.fields["password1"].help_text = PASSWORD_RULE
        self.fields["password2"].label = _("Neues Passwort noch einmal")


class ReauthenticateForm(_Plain, allauth.ReauthenticateForm):
    """The password once more before something important."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say_what_is_missing()
        self.fields["password"].label = _("Passwort")
        self.fields["password"].help_text = ""


class ConfirmCodeForm(_Plain, allauth.ConfirmEmailVerificationCodeForm):
    """The code of the mail that confirms an address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say_what_is_missing()
        self.fields["code"].label = _("Code aus der E-Mail")


class ConfirmResetCodeForm(_Plain, allauth.ConfirmPasswordResetCodeForm):
    """The code of the mail that leads to a new password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.say_what_is_missing()
        self.fields["code"].label = _("Code aus der E-Mail")
