"""Joining two accounts of one person: find both, see what moves, confirm by typing the address that goes."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.accounts import disclosures
from learn.accounts.asked import asked
from learn.accounts.models import Learner, User
from learn.accounts.roles import ADMINISTER
from learn.people.invitations import FORGOTTEN
from learn.people.screen import PeopleScreen
from learn.privacy.join import MERGED, merge_people, what_moves

__all__ = ["SAID", "MergePeople"]

SHOWN = 20
SAID = {
    MERGED: (gettext_lazy("Konten zusammengeführt"), gettext_lazy("Konto %(gone)s ist in %(stays)s aufgegangen")),
    FORGOTTEN: (gettext_lazy("Passwort gelöscht"), gettext_lazy("Passwort gelöscht, damit es eine neue Karte gibt")),
}


class MergePeople(PeopleScreen):
    """GET with `q` finds accounts, with `weg` and `bleibt` shows what would happen. POST does it."""

    template_name = "learn/people/merge.html"
    page_title = gettext_lazy("Konten zusammenführen")
    header_icon = "group"
    permission = ADMINISTER

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = asked(self.request.GET)
        gone, stays = self._given("weg"), self._given("bleibt")
        context: dict[str, Any] = {"text": text, "wrong": _problem(gone, stays, self.viewer)}
        if gone and stays and not context["wrong"]:
            learners = Learner.objects.filter(user__in=(gone, stays)).values_list("pk", flat=True)
            disclosures.record(self.viewer, learners, _("Konten zusammenführen"))
            context |= {"gone": gone, "stays": stays, "moves": what_moves(gone), "kept": what_moves(stays)}
        elif text:
            found = list(_found(text)[: SHOWN + 1])
            context |= {"rows": [_row(user) for user in found[:SHOWN]], "more": len(found) > SHOWN, "shown": SHOWN}
        return super().get_context_data(**context, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        gone, stays = self._given("weg"), self._given("bleibt")
        if gone is None or stays is None or _problem(gone, stays, self.viewer):
            messages.error(request, _("Eines der Konten gibt es nicht mehr. Bitte suchen Sie neu."))
            return redirect("merge_people")
        typed = request.POST.get("bestaetigung", "").strip().lower()
        if typed != gone.email:
            wrong = _("Bitte tippen Sie genau die Adresse ab, die verschwindet: %s") % gone.email
            return self.render_to_response(self.get_context_data(typed=typed[:254], refused=wrong), status=422)
        if merge_people(gone, stays, self.viewer):
            messages.success(request, _("Die Konten sind zusammengeführt. Die Anmeldung mit %s bleibt.") % stays.email)
        return redirect("merge_people")

    def _given(self, name: str) -> User | None:
        given = self.request.GET.get(name, "")
        return User.objects.filter(pk=int(given)).first() if given.isdecimal() and len(given) < 10 else None


def _problem(gone: User | None, stays: User | None, viewer: User) -> str:
    if gone is None or stays is None:
        return ""
    if gone == stays:
        return _("Das ist zweimal dasselbe Konto. Bitte wählen Sie zwei verschiedene.")
    if gone == viewer:
        return _("Mit diesem Konto arbeiten Sie gerade. Bitte wählen Sie es als das Konto, das bleibt.")
    return ""


def _found(text: str) -> Any:
    found = User.objects.all()
    for word in text.split()[:5]:
        found = found.filter(
            Q(email__icontains=word)
            | Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(memberships__personnel_no=word)
        )
    return found.prefetch_related("memberships__department").distinct().order_by("last_name", "first_name", "pk")


def _row(user: User) -> dict[str, Any]:
    """An account with its numbers and where it belongs today."""
    today = timezone.localdate()
    rows = sorted(user.memberships.all(), key=lambda row: row.starts_on)
    current = [row for row in rows if row.starts_on <= today and (row.ends_on is None or row.ends_on >= today)]
    return {
        "user": user,
        "numbers": ", ".join(dict.fromkeys(row.personnel_no for row in rows)),
        "unit": current[-1].department if current else None,
    }
