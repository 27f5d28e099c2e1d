"""The dry run on the screen: what the change says, whom it moves, and the button that applies it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.compliance.models import Requirement
from learn.compliance.requirements import drafts
from learn.compliance.requirements.models import Action, ForeseenMove, RequirementDraft, Stage
from learn.compliance.requirements.screens import RuleScreen
from learn.compliance.requirements.words import Names, differences
from learn.compliance.sentences import state_name
from learn.queue import Job
from learn.rules.deadlines import Effect, State

SHOWN = 50
SECONDS = 3
JOBS = ("learn.jobs.foresee_requirement", "learn.jobs.apply_requirement")

TILES: Mapping[Effect, Promise] = {
    Effect.GAINS: gettext_lazy("bekommen die Pflicht"),
    Effect.LOSES: gettext_lazy("verlieren die Pflicht"),
    Effect.OVERDUE: gettext_lazy("werden überfällig"),
    Effect.DATE: gettext_lazy("haben eine andere Frist"),
    Effect.STATE: gettext_lazy("haben einen anderen Stand"),
    Effect.SPAN: gettext_lazy("haben nur einen anderen Zeitraum"),
}
#: the same of one person
KINDS: Mapping[Effect, Promise] = {
    Effect.GAINS: gettext_lazy("bekommt die Pflicht"),
    Effect.LOSES: gettext_lazy("verliert die Pflicht"),
    Effect.OVERDUE: gettext_lazy("wird überfällig"),
    Effect.DATE: gettext_lazy("andere Frist"),
    Effect.STATE: gettext_lazy("anderer Stand"),
    Effect.SPAN: gettext_lazy("anderer Zeitraum"),
}


class RequirementPreview(RuleScreen):
    """GET shows what would happen; POST applies it, counts again, or throws the draft away."""

    template_name = "learn/compliance/requirement_preview.html"
    page_title = gettext_lazy("Vorschau")

    def draft(self) -> RequirementDraft:
        """The draft; applied or thrown away, it is gone."""
        found = RequirementDraft.objects.select_related("requirement", "author").filter(pk=self.kwargs["draft"]).first()
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = RequirementDraft.objects.filter(pk=self.kwargs["draft"]).exists()
        if not found:
            messages.info(request, _("Diesen Entwurf gibt es nicht mehr. Er ist übernommen oder verworfen."))
            return redirect("requirements")
        return self._shown(self.draft())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = self.draft()
        today = timezone.localdate()
        if "verwerfen" in request.POST:
            draft.delete()
            messages.info(request, _("Der Entwurf ist verworfen. Nichts ist geändert."))
            return redirect("requirements")
        if "nochmal" in request.POST:
            drafts.keep(draft, today)
            return redirect("requirement_preview", draft=draft.pk)
        if draft.stage != Stage.READY:
            return redirect("requirement_preview", draft=draft.pk)
        why = request.POST.get("grund", "")
        try:
            done = drafts.ask(draft, request.user, why, today)  # type: ignore[arg-type]
        except drafts.NotApplied as refused:
            if refused.code == "why":
                return self._shown(draft, status=422, why_error=refused.sentence)
            if refused.code == "numbers":
                messages.warning(request, str(refused.sentence))
                return redirect("requirement_preview", draft=draft.pk)
            messages.error(request, str(refused.sentence))
            return redirect(_back_to_form(draft))
        if done:
            messages.success(request, _("Die Änderung ist übernommen."))
            return redirect("requirements")
        return redirect("requirement_preview", draft=draft.pk)

    def _shown(self, draft: RequirementDraft, status: int = 200, **more: Any) -> HttpResponse:
        wanted = self.request.GET.get("art", "")
        chosen = wanted if wanted in set(Effect) else ""
        requirement = draft.requirement
        context = self.get_context_data(
            draft=draft,
            requirement=requirement,
            waiting=draft.stage != Stage.READY,
            stuck=draft.stage != Stage.READY and _given_up(draft),
            stale=requirement is not None and requirement.revision != draft.revision,
            tiles=_tiles(draft, chosen),
            nobody=not draft.numbers.get("moved"),
            empty=draft.stage == Stage.READY and not draft.numbers.get("after") and draft.action != Action.END,
            changes=_changes(draft),
            page=_page(draft, chosen, self.request.GET.get("p", "1")),
            address="?" + urlencode({"art": chosen}) + "&" if chosen else "?",
            form_address=_back_to_form(draft),
            why=self.request.POST.get("grund", draft.why),
            **more,
        )
        response = self.render_to_response(context, status=status)
        if context["waiting"] and not context["stuck"]:
            response["Refresh"] = f"{SECONDS}; url={self.request.path}"
        return response


def _tiles(draft: RequirementDraft, chosen: str) -> list[dict[str, Any]]:
    """One tile an effect; `earlier` where somebody saw another number before."""
    return [
        {
            "kind": effect.value,
            "word": word,
            "number": draft.numbers.get(effect.value, 0),
            "earlier": draft.earlier.get(effect.value, 0)
            if draft.earlier and draft.earlier.get(effect.value, 0) != draft.numbers.get(effect.value, 0)
            else None,
            "here": effect.value == chosen,
        }
        for effect, word in TILES.items()
    ]


def _changes(draft: RequirementDraft) -> list[Any]:
    """How the rule would read, line by line, where it differs."""
    requirement = draft.requirement
    before = _whole(requirement) if requirement is not None else {}
    begins = draft.since if requirement is None else _begins(requirement, draft)
    ends = draft.ends_on if draft.action == Action.END else (requirement.ends_on if requirement else None)
    after = {
        "title": draft.title,
        "reason": draft.reason,
        "definition": draft.definition,
        "starts_on": begins,
        "ends_on": ends,
    }
    names = Names.of([part["definition"] for part in (before, after) if part])
    return differences(before, after, names)


def _begins(requirement: Requirement, draft: RequirementDraft) -> Any:
    running = requirement.starts_on <= timezone.localdate() or draft.action == Action.END
    return requirement.starts_on if running else draft.since


def _whole(requirement: Requirement) -> dict[str, Any]:
    return {
        "title": requirement.title,
        "reason": requirement.reason,
        "definition": drafts.latest_with_keys(requirement).definition,
        "starts_on": requirement.starts_on,
        "ends_on": requirement.ends_on,
    }


def _page(draft: RequirementDraft, chosen: str, number: str) -> Any:
    """One page of people, in two queries."""
    moves = ForeseenMove.objects.filter(draft=draft).select_related("learner__user")
    if chosen:
        moves = moves.filter(effects__contains=f",{chosen},")
    page = Paginator(moves, SHOWN).get_page(number)
    page.object_list = [_line(move) for move in page.object_list]  # type: ignore[misc]
    return page


def _line(move: ForeseenMove) -> dict[str, Any]:
    user = move.learner.user
    kinds = [word for effect, word in KINDS.items() if f",{effect.value}," in move.effects]
    spans = (("opens", _("Beginn %(day)s")), ("grace", _("Nachfrist bis %(day)s")))
    notes: dict[str, list[str]] = {"before": [], "after": []}
    for name, words in spans:
        days = {side: getattr(move, f"{name}_{side}") for side in notes}
        if f",{Effect.SPAN.value}," in move.effects and days["before"] != days["after"]:
            for side, day in days.items():
                notes[side] += [words % {"day": date_format(day, "SHORT_DATE_FORMAT")}] if day else []
    return {
        "name": f"{user.last_name}, {user.first_name}" if user is not None else "",
        "unit": move.unit,
        "before": _state(move.state_before),
        "after": _state(move.state_after),
        "due_before": move.due_before if move.state_before != State.WITHDRAWN else None,
        "due_after": move.due_after if move.state_after != State.WITHDRAWN else None,
        "valid_before": move.valid_before,
        "valid_after": move.valid_after,
        "notes_before": notes["before"],
        "notes_after": notes["after"],
        "kinds": kinds,
        "late": f",{Effect.OVERDUE.value}," in move.effects,
    }


def _state(value: str) -> str:
    return state_name(State(value)) if value else _("keine Pflicht")


def _given_up(draft: RequirementDraft) -> bool:
    """Whether the queue has given up on the draft."""
    return Job.objects.filter(
        name__in=JOBS, args=[str(draft.pk)], given_up_at__isnull=False, created_at__gte=draft.made_at
    ).exists()


def _back_to_form(draft: RequirementDraft) -> str:
    requirement = draft.requirement
    if draft.action == Action.END and requirement is not None:
        return reverse("requirement_end", args=[requirement.key])
    if requirement is None:
        return f"{reverse('requirement_add')}?entwurf={draft.pk}"
    return f"{reverse('requirement_edit', args=[requirement.key])}?entwurf={draft.pk}"
