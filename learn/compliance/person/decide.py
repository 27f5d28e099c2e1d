"""One decision about one person: a form, then its effect, then it is written."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

import certificates.api
from certificates.api import Credential
from learn.accounts import disclosures
from learn.accounts.models import Learner
from learn.compliance.allowed import NotPossible
from learn.compliance.effects import Effect, effect
from learn.compliance.models import Absence, Evidence, Exemption, Obligation
from learn.compliance.person.access import DECIDE, DutyScreen, person_seen
from learn.compliance.person.actions import ACTIONS, Action, Subject
from learn.compliance.person.known import known_of
from learn.compliance.sentences import refusal
from learn.rules.deadlines import FactError, Kind

__all__ = ["Decide"]


class Decide(DutyScreen):
    """Nothing is written before the effect has been shown; going back keeps what was filled in."""

    template_name = "learn/compliance/person/decide.html"
    needs = DECIDE
    action: Action
    subject: Subject

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today = timezone.localdate()

    def _open(self) -> None:
        """Find the person and what it is about. Raises Http404."""
        person = person_seen(self.viewer, self.kwargs["learner"], self.today)
        action = ACTIONS.get(self.kwargs["action"])
        subject = _subject(person, action, self.kwargs["pk"]) if action else None
        if action is None or subject is None:
            raise Http404
        self.action, self.subject = action, subject

    def get_page_title(self) -> str:
        return str(self.action.title)

    def way(self) -> list[tuple[str, str]]:
        return [(str(self.subject.learner), self._person_page())]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._open()
        return self._page(self.action.form(initial={"since": self.today}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self._open()
        form = self.action.form(request.POST)
        if not form.is_valid() or "back" in request.POST:
            return self._page(form)
        try:
            effects = self._effects(form.cleaned_data)
            if "confirm" not in request.POST:
                return self._page(form, effects)
            given = {"actor": self.viewer, "why": form.cleaned_data["why"], "today": self.today}
            self.action.write(self.subject, form.cleaned_data, given)
        except NotPossible as refused:
            form.add_error(None, str(refused.sentence))
            return self._page(form)
        messages.success(request, str(self.action.done))
        return redirect(self._person_page())

    def _person_page(self) -> str:
        return reverse("duty_person", args=[self.subject.learner.pk])

    def _effects(self, data: Mapping[str, Any]) -> list[tuple[Obligation, Effect]]:
        """Every duty it concerns, before and after. Raises NotPossible.

        A decision that is there already, as when a form is sent twice, has no effect and is not refused.
        """
        known = known_of(self.subject.learner, self.subject.obligation)
        since = data.get(self.action.begins) if self.action.begins else None
        found = []
        for obligation in known.obligations:
            facts = known.facts.get(obligation.pk)
            if facts is None:
                continue
            try:
                if "confirm" not in self.request.POST:
                    self.action.check(self.subject, facts, data, self.today)
                changed = self.action.changed(self.subject, data, self.today)
                found.append((obligation, effect(facts, changed, self.today, since)))
            except FactError as error:
                raise NotPossible(refusal(error.code)) from None
        return found

    def _certificate(self) -> Credential | None:
        """The certificate of the sitting behind a proof: it is withdrawn on its own screen, never from here."""
        proof = self.subject.row
        if not isinstance(proof, Evidence) or proof.kind != Kind.COMPLETION:
            return None
        with suppress(ValueError):
            return next(iter(certificates.api.of_awards([UUID(proof.key)]).values()), None)
        return None

    def _page(self, form: Any, effects: Any = None) -> HttpResponse:
        disclosures.record(self.viewer, [self.subject.learner.pk], self.get_page_title())
        context = self.get_context_data(
            form=form,
            effects=effects,
            action=self.action,
            subject=self.subject,
            certificate=self._certificate(),
            person=self.subject.learner,
            person_page=self._person_page(),
            today=self.today,
        )
        return self.render_to_response(context, status=422 if form.errors else 200)


def _subject(person: Learner, action: Action, pk: int) -> Subject | None:
    """What the number names, among this person's own rows."""
    if action.about is Learner:
        return Subject(person) if pk == 0 else None
    if action.about is Absence:
        absence = Absence.objects.filter(learner=person, pk=pk).first()
        return Subject(person, row=absence) if absence else None
    obligations = Obligation.objects.filter(learner=person).select_related("requirement")
    if action.about is Obligation:
        found = obligations.filter(pk=pk).first()
        return Subject(person, found) if found else None
    model = Exemption if action.about is Exemption else Evidence
    row = model.objects.filter(learner=person, pk=pk).first()
    duty = obligations.filter(requirement=row.requirement_id).first() if row else None
    return Subject(person, duty, row) if duty else None
