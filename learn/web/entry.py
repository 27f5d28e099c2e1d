"""The first way in for people whom the personnel office invited: by the link of a mail or the code of a card."""

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from learn.accounts.models import Invitation, User
from learn.people import invitations
from learn.rules.roster import number_of
from learn.web.account_forms import PASSWORD_RULE

__all__ = ["access_code", "first_password", "invitation"]

_KEY = "invitation"
#: one sentence for wrong, used, old and blocked: it tells nobody which codes or accounts there are
_NO_USE = gettext_lazy(
    "Dieser Zugang gilt nicht oder nicht mehr. Bitte prüfen Sie Ihre Eingabe, oder fragen Sie Ihre Personalstelle."
)
_RATE = "access_code"


class CodeForm(forms.Form):
    """The code of a card."""

    code = forms.CharField(
        label=gettext_lazy("Zugangscode"),
        help_text=gettext_lazy("16 Zeichen von Ihrer Karte. Groß oder klein und die Striche sind gleich."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Geben Sie den Code von Ihrer Karte ein.")},
    )


class PasswordForm(forms.Form):
    """The first password of an account."""

    password = forms.CharField(
        label=gettext_lazy("Neues Passwort"),
        help_text=PASSWORD_RULE,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Denken Sie sich ein Passwort aus und geben Sie es ein.")},
    )

    def __init__(self, user: User, data: dict[str, str] | None = None) -> None:
        super().__init__(data)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


@never_cache
@require_http_methods(["GET", "POST"])
def access_code(request: HttpRequest) -> HttpResponse:
    """Type in the code of a card."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if (limited := ratelimit.consume_or_429(request, action=_RATE)) is not None:
            return limited
        if form.is_valid():
            if _found(form.cleaned_data["code"]):
                return _on(request, form.cleaned_data["code"])
            form.add_error("code", ValidationError(_NO_USE))
    return _page(request, "account/access_code.html", form)


@never_cache
@require_http_methods(["GET"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail. It only leads on, so that a program that looks at links uses nothing up."""
    if (limited := ratelimit.consume_or_429(request, action=_RATE)) is not None:
        return limited
    if _found(token):
        return _on(request, token)
    return render(request, "account/no_invitation.html", {"sentence": _NO_USE}, status=404)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def first_password(request: HttpRequest) -> HttpResponse:
    """Choose the first password; then the account is open."""
    found = _found(request.session.get(_KEY, ""))
    if found is None:
        return redirect("account_access_code")
    form = PasswordForm(found.user, request.POST.dict() if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        del request.session[_KEY]
        if not invitations.use(found, form.cleaned_data["password"], timezone.now()):
            return redirect("account_access_code")
        messages.success(request, _("Ihr Passwort ist gespeichert. Melden Sie sich jetzt damit an."))
        return redirect("account_login")
    return _page(request, "account/first_password.html", form, person=found.user, number=number_of(found.user.email))


def _found(code: str) -> Invitation | None:
    return invitations.find(code, timezone.now())


def _on(request: HttpRequest, code: str) -> HttpResponse:
    """The code leaves the address, where it would stand in the history of the browser and in logs."""
    request.session[_KEY] = code
    return redirect("account_first_password")


def _page(request: HttpRequest, template: str, form: forms.Form, **context: object) -> HttpResponse:
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)
