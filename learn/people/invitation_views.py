"""Inviting people who cannot sign in yet: who waits, what would go out, mails by a job, cards to print."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.paginator import WagtailPaginator

from learn.accounts import disclosures
from learn.accounts.access import scope
from learn.accounts.models import Department, Invitation, Learner, Membership, User
from learn.accounts.tree import Tree
from learn.people.invitations import CARDS_AT_ONCE, MAILS_A_JOB, make_cards, waiting
from learn.people.screen import PeopleScreen
from learn.queue import queue
from learn.rules.roster import number_of, without_mail

__all__ = ["Invitations"]

PAGE_LENGTH = 50
NAMED = 20


class Invitations(PeopleScreen):
    """People without a password, by unit. POST shows what would be done (`step` is not "go"), then does it."""

    template_name = "learn/people/invitations.html"
    page_title = gettext_lazy("Einladungen")
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tree = Tree.load()
        code = self.request.GET.get("einheit", "")
        people = _with_last(_in_unit(waiting(self.viewer, timezone.localdate()), tree, code))
        page = WagtailPaginator(people, PAGE_LENGTH).get_page(self.request.GET.get("p"))
        units = scope(self.viewer, timezone.localdate(), tree)
        shown = frozenset(tree.units) if units.everyone else units.units
        return super().get_context_data(
            page_obj=page,
            elided_page_range=page.paginator.get_elided_page_range(page.number),
            rows=_rows(page.object_list, tree),
            total=page.paginator.count,
            invited=people.filter(open_until__isnull=False).count(),
            options=[(unit.code, f"{'– ' * depth}{unit}", unit.code == code) for depth, unit in tree.in_order(shown)],
            code=code,
            cards=CARDS_AT_ONCE,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        people = self._chosen()
        card = request.POST.get("how") == "card"
        if not people:
            messages.error(request, _("Bitte wählen Sie mindestens eine Person aus, die noch kein Passwort hat."))
            return redirect(self._address())
        if request.POST.get("step") != "go":
            return self._preview(people, card=card)
        return self._print(people) if card else self._mail(people)

    def _chosen(self) -> list[User]:
        """Those ticked, or everybody of the unit; only who may be invited, in the order of the list."""
        people = waiting(self.viewer, timezone.localdate())
        if self.request.POST.get("all"):
            people = _in_unit(people, Tree.load(), self.request.POST.get("einheit", ""))
        else:
            ticked = [int(pk) for pk in self.request.POST.getlist("user") if pk.isdecimal() and len(pk) < 10]
            people = people.filter(pk__in=ticked)
        return list(people.order_by("last_name", "first_name", "pk"))

    def _preview(self, people: list[User], *, card: bool) -> HttpResponse:
        today = timezone.localdate()
        told = Invitation.objects.filter(kind=Invitation.Kind.MAIL, made_on=today).values_list("user_id", flat=True)
        unreached = [] if card else [user for user in people if without_mail(user.email)]
        done = set(told) | {user.pk for user in unreached}
        ready = people[:CARDS_AT_ONCE] if card else [user for user in people if user.pk not in done]
        context = super().get_context_data(
            people=ready,
            named=ready[:NAMED],
            more=max(0, len(ready) - NAMED),
            skipped=len(people) - len(ready) - len(unreached),
            unreached=len(unreached),
            card=card,
            everybody=bool(self.request.POST.get("all")),
            code=self.request.POST.get("einheit", ""),
            cards=CARDS_AT_ONCE,
        )
        return render(self.request, "learn/people/invitations_preview.html", context)

    def _mail(self, people: Sequence[User]) -> HttpResponse:
        keys = [user.pk for user in people]
        for start in range(0, len(keys), MAILS_A_JOB):
            queue("learn.jobs.invite", self.viewer.pk, *keys[start : start + MAILS_A_JOB])
        said = ngettext("%(n)d Einladung geht jetzt hinaus.", "%(n)d Einladungen gehen jetzt hinaus.", len(keys))
        messages.success(self.request, said % {"n": len(keys)})
        return redirect(self._address())

    def _print(self, people: Sequence[User]) -> HttpResponse:
        people = people[:CARDS_AT_ONCE]
        cards = make_cards(self.viewer, people, timezone.now())
        learners = Learner.objects.filter(user__in=people).values_list("pk", flat=True)
        disclosures.record(self.viewer, learners, _("Code-Karten"))
        sheets = [cards[start : start + 8] for start in range(0, len(cards), 8)]
        return render(
            self.request,
            "learn/people/cards.html",
            {"sheets": sheets, "back": self._address(), "address": _typed(reverse("account_access_code"))},
        )

    def _address(self) -> str:
        code = self.request.POST.get("einheit", "")
        known = Department.objects.filter(code=code).exists()
        return reverse("invitations") + (f"?einheit={code}" if known else "")


def _in_unit(people: QuerySet[User], tree: Tree, code: str) -> QuerySet[User]:
    """Those of a unit and all below; all for "", nobody for a unit that is not there."""
    if not code:
        return people
    unit = tree.by_code.get(code)
    return people.filter(
        Q(
            membership_id__in=Membership.objects.filter(department__in=tree.below([unit.id] if unit else [])).values(
                "pk"
            )
        )
    )


def _with_last(people: QuerySet[User]) -> QuerySet[Any]:
    """With the end of the last invitation, and of the one that is still open."""
    own = Invitation.objects.filter(user=OuterRef("pk"), used_at__isnull=True).order_by("-expires_at")
    still = own.filter(expires_at__gt=timezone.now())
    return people.annotate(
        last_until=Subquery(own.values("expires_at")[:1]),
        open_until=Subquery(still.values("expires_at")[:1]),
        open_kind=Subquery(still.values("kind")[:1]),
    ).order_by("last_name", "first_name", "pk")


def _rows(people: Sequence[Any], tree: Tree) -> list[dict[str, Any]]:
    places = dict(
        Membership.objects.filter(pk__in=[user.membership_id for user in people]).values_list("pk", "department_id")
    )
    kinds = dict(Invitation.Kind.choices)
    return [
        {
            "user": user,
            "number": number_of(user.email),
            "unit": tree.units[places[user.membership_id]],
            "kind": kinds.get(user.open_kind, ""),
        }
        for user in people
    ]


def _typed(path: str) -> str:
    """An address of this site as people type it."""
    return settings.SITE_URL.split("://", 1)[-1].rstrip("/") + path
