"""Units as a tree, the people of one unit, and where one person has worked, in the CMS."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.paginator import WagtailPaginator

from learn.accounts import disclosures, roles
from learn.accounts.access import scope, visible_people
from learn.accounts.asked import asked
from learn.accounts.models import Learner, Membership, User
from learn.accounts.tree import Tree
from learn.people.invitations import forget_password, may_reset
from learn.people.screen import PeopleScreen
from learn.people.units import members, tree_of
from learn.rules.roster import number_of

__all__ = ["PersonPlaces", "UnitPeople", "UnitTree"]

PAGE_LENGTH = 50


class UnitTree(PeopleScreen):
    """All units with their people and heads; POST does not exist here."""

    template_name = "learn/people/units.html"
    page_title = gettext_lazy("Organisationseinheiten")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        text = asked(self.request.GET)
        roots, hits = tree_of(self.viewer, timezone.localdate(), text)
        may_change = self.viewer.has_perm("accounts.change_department")
        return super().get_context_data(roots=roots, text=text, hits=hits, may_change=may_change, **kwargs)


class UnitPeople(PeopleScreen):
    """Who works in one unit, itself without those below."""

    template_name = "learn/people/unit.html"
    page_title = gettext_lazy("Organisationseinheit")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        tree = Tree.load()
        unit = tree.by_code.get(self.kwargs["code"])
        if unit is None or unit.id not in scope(self.viewer, today, tree):
            raise Http404
        page = WagtailPaginator(members(self.viewer, today, unit), PAGE_LENGTH).get_page(self.request.GET.get("p"))
        return super().get_context_data(
            unit=unit,
            above=[tree.units[key] for key in reversed(tree.above(unit.id)[1:])],
            below=[tree.units[key] for key in tree.children.get(unit.id, ())],
            rows=[(row, roles.leads(row.position)) for row in page.object_list],
            page_obj=page,
            elided_page_range=page.paginator.get_elided_page_range(page.number),
            total=page.paginator.count,
            may_change=self.viewer.has_perm("accounts.change_department"),
            **kwargs,
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": reverse("units"), "label": _("Organisationseinheiten")}
        return [*self.breadcrumbs_items, {"url": "", "label": _("Personen")}, here]


class PersonPlaces(PeopleScreen):
    """Where one person has worked, from when until when, and which of the positions lead."""

    template_name = "learn/people/person.html"
    page_title = gettext_lazy("Zugehörigkeiten")
    header_icon = "user"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if forget_password(self.viewer, self._person()):
            messages.success(request, _("Das Passwort ist gelöscht. Drucken Sie jetzt eine neue Code-Karte."))
        return redirect("person_places", learner=kwargs["learner"])

    def _person(self) -> User:
        person = visible_people(self.viewer, timezone.localdate()).filter(learner=self.kwargs["learner"]).first()
        if person is None:
            raise Http404
        return person

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key: UUID = self.kwargs["learner"]
        today = timezone.localdate()
        user = self._person()
        rows = Membership.objects.filter(user=user).select_related("department").order_by("-starts_on", "-pk")
        learner = Learner.objects.get(pk=key)
        disclosures.record(self.viewer, [learner.pk], _("Zugehörigkeiten"))
        return super().get_context_data(
            person=user,
            rows=[(row, roles.leads(row.position), row.ends_on is None or row.ends_on >= today) for row in rows],
            may_change=self.viewer.has_perm("accounts.change_membership"),
            number=number_of(user.email),
            may_reset=may_reset(self.viewer, user),
            **kwargs,
        )
