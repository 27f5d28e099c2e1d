"""The page of one person, and why one duty stands as it does."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.accounts import disclosures
from learn.accounts.access import covering, scope
from learn.accounts.models import Learner, Membership
from learn.accounts.tree import Tree
from learn.compliance.codes import ABSENCES, EXEMPTIONS, names
from learn.compliance.models import AuditEntry, Obligation
from learn.compliance.person.access import DutyScreen, obligations_seen, person_seen
from learn.compliance.person.audit import lines
from learn.compliance.person.known import known_of
from learn.compliance.person.shown import shown
from learn.compliance.queries import audience_in_words
from learn.compliance.sentences import Told, tell
from learn.rules import deadlines
from learn.rules.deadlines import Facts
from learn.rules.roster import read_day

__all__ = ["Explained", "Person"]

#: older lines stay on record and are told on request
MOST_LINES = 200


class Person(DutyScreen):
    """All duties of one person with what was decided about them."""

    template_name = "learn/compliance/person/person.html"
    page_title = gettext_lazy("Pflichtschulungen einer Person")
    header_icon = "user"
    person: Learner

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = person_seen(self.viewer, kwargs["learner"], timezone.localdate())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        known = known_of(self.person)
        entries = AuditEntry.objects.filter(learner=self.person).select_related("actor", "requirement")
        entries = entries.order_by("-at", "-pk")[:MOST_LINES]
        disclosures.record(self.viewer, [self.person.pk], str(self.page_title))
        return super().get_context_data(
            person=self.person,
            posts=self._posts(today),
            duties=shown(known, today),
            absences=[(row, row.until is None or row.until >= today) for row in known.absences],
            codes={**EXEMPTIONS, **ABSENCES},
            audit=lines(entries, names()),
            may_decide=self.may_decide,
            today=today,
            **kwargs,
        )

    def _posts(self, today: date) -> list[tuple[Membership, str]]:
        """The memberships of today that the viewer may know of, each with its unit."""
        tree = Tree.load()
        within = scope(self.viewer, today, tree)
        rows = Membership.objects.filter(covering(today), user=self.person.user).order_by("-starts_on", "-pk")
        return [(row, str(tree.units[row.department_id])) for row in rows if row.department_id in within]


class Explained(DutyScreen):
    """Why a duty has its state and its dates, today or on any day, with what was known then."""

    template_name = "learn/compliance/person/explained.html"
    page_title = gettext_lazy("Warum dieser Stand?")
    header_icon = "help"
    obligation: Obligation

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = obligations_seen(self.viewer, timezone.localdate()).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.obligation = found
        return super().get(request, *args, **kwargs)

    def way(self) -> list[tuple[str, str]]:
        person = self.obligation.learner
        return [(str(person), reverse("duty_person", args=[person.pk]))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        asked = self.request.GET.get("tag", "").strip()
        day = read_day(asked) if asked else None
        known = known_of(self.obligation.learner, self.obligation)
        facts = known.facts.get(self.obligation.pk)
        title = str(self.page_title)
        details: dict[str, object] = {"requirement": self.obligation.requirement.key}
        if day:
            details["day"] = day.isoformat()
        disclosures.record(self.viewer, [self.obligation.learner_id], title, details)
        return super().get_context_data(
            obligation=self.obligation,
            person=self.obligation.learner,
            duty=shown(known, today)[0],
            reasons=self._reasons(today),
            asked=asked,
            day=day,
            unreadable=bool(asked) and day is None,
            readings=_readings(facts, day) if facts and day else (),
            today=today,
            **kwargs,
        )

    def _reasons(self, today: date) -> list[tuple[str, date, date | None]]:
        """Why the duty concerns this person: the entry of the audience in words, since when and until when."""
        units = {unit.code: unit.name for unit in Tree.load().units.values()}
        audience = self.obligation.requirement.definition.get("audience") or {}
        words = audience_in_words(audience, units)
        rows = self.obligation.reasons.order_by("since", "pk")
        return [
            (words[row.entry] if row.entry < len(words) else _("frühere Regel"), row.since, row.until) for row in rows
        ]


def _readings(facts: Facts, day: date) -> list[tuple[str, str, str, Told | None]]:
    """A day in two readings: heading, what it means, state, sentences. One if both say the same."""
    called = names()
    shown_day = date_format(day, "DATE_FORMAT")
    today_known = tell(deadlines.explain(facts, day), called)
    state = deadlines.status(facts, day).state.value
    then = facts.known_by(day)
    if not then.reasons:
        then_told, then_state = None, ""
    else:
        then_told, then_state = tell(deadlines.explain(then, day), called), deadlines.status(then, day).state.value
    if then_told == today_known:
        words = _("Damals war dasselbe bekannt wie heute. Deshalb sagen beide Lesarten dasselbe.")
        return [(_("Stand am %(day)s") % {"day": shown_day}, words, state, today_known)]
    return [
        (
            _("Stand am %(day)s, nach dem, was wir heute wissen") % {"day": shown_day},
            _("Auch Nachweise und Entscheidungen, die erst später eingetragen wurden, zählen mit."),
            state,
            today_known,
        ),
        (
            _("Stand am %(day)s, nach dem, was damals bekannt war") % {"day": shown_day},
            _("So stand es an diesem Tag in den Berichten. Was erst später eingetragen wurde, fehlt hier."),
            then_state,
            then_told,
        ),
    ]
