"""Sign-in and sign-up by allauth: a guest's progress comes along, mails go through the outbox."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from learn.accounts.models import Learner, User
from learn.enrolments.completions import clean_name
from learn.enrolments.errors import NameNotUsable
from learn.post.outbox import write
from learn.privacy.join import join_guest
from learn.web.learner import guest_of
from learn.web.readers import is_guest


class AccountAdapter(DefaultAccountAdapter):
    """What this site does differently from allauth."""

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponseBase:
        """After the last step of a log-in (code, second factor): what the guest has learnt belongs to the account."""
        response: HttpResponseBase = super().post_login(request, user, **kwargs)
        join_guest(user, guest_of(request))
        if is_guest(request):
            response.delete_cookie(settings.GUEST_COOKIE, samesite="Lax")
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox: a slow mail server holds nobody up and tells nobody which accounts exist."""
        facts = {"request": allauth_context.request, "email": email, **context}
        facts |= {"town": settings.TOWN, "site_url": settings.SITE_URL}
        message = self.render_mail(template_prefix, email, facts)
        kind = template_prefix.rsplit("/", 1)[-1][:40]
        write(kind, email, message.subject, str(message.body), key=f"konto:{uuid.uuid4()}")


class SignupDetails(forms.Form):
    """What the sign-up asks besides e-mail address and password."""

    certificate_name = forms.CharField(
        label=_("Ihr Name für das Zertifikat"),
        help_text=_("So steht er später auf dem Zertifikat. Sie können ihn auch später angeben."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_certificate_name(self) -> str:
        """The same rule as wherever else the name is given."""
        given: str = self.cleaned_data["certificate_name"]
        try:
            return clean_name(given) if given else ""
        except NameNotUsable as error:
            raise forms.ValidationError(str(error.sentence)) from error

    def signup(self, request: HttpRequest, user: User) -> None:
        """The name waits with the account until the address is confirmed."""
        name = self.cleaned_data["certificate_name"]
        Learner.objects.get_or_create(user=user, defaults={"certificate_name": name})
