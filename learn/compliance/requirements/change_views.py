"""Writing a rule: a new one, a change, a copy, an end. Everything ends in a draft and its preview."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.compliance.models import Requirement
from learn.compliance.requirements import drafts
from learn.compliance.requirements.choices import Offer
from learn.compliance.requirements.fields import Days, named_people
from learn.compliance.requirements.forms import GROUPS, Groups, RequirementForm
from learn.compliance.requirements.models import Action, RequirementDraft
from learn.compliance.requirements.screens import RuleScreen
from learn.compliance.requirements.sides import same_rule
from learn.compliance.requirements.words import Names, differences
from learn.compliance.requirements.written import definition_of, form_data
from learn.compliance.sentences import refusal
from learn.compliance.versions import Version
from learn.rules.audience import entries
from learn.rules.deadlines import RuleError, read_rule

EMPTY: dict[str, Any] = {
    "audience": {"any_of": [{}]},
    "due": {"new": {"anchor": "assignment", "days": 42}, "repeat": {"days": 0}},
    "minimum_time_days": 14,
    "expiry": {"rule": "previous_valid_until", "months": 24},
    "lead_days": 60,
    "grace_days": 30,
    "early_credit": {"accept": "by_rule", "max_age_days": 90},
    "reminders": {"before_due_days": [28, 7], "after_due_days": [3, 14], "escalate_after_days": 14},
}


class EditRequirement(RuleScreen):
    """The form over the newest rule of a requirement, or over a draft of it (`?entwurf=`)."""

    template_name = "learn/compliance/requirement_form.html"
    page_title = gettext_lazy("Pflichtschulung ändern")
    tab = "requirement_edit"
    action = Action.CHANGE

    def source(self) -> tuple[dict[str, Any], Mapping[str, Any], date]:
        """Title and reason, definition, first day: what the form starts from."""
        requirement = self.requirement()
        draft = self.draft(requirement)
        if draft is not None:
            return (
                {"title": draft.title, "reason": draft.reason, "revision": draft.revision},
                draft.definition,
                draft.since,
            )
        version = drafts.latest_with_keys(requirement)
        running = requirement.starts_on <= timezone.localdate()
        since = drafts.earliest(requirement, timezone.localdate()) if running else requirement.starts_on
        texts: dict[str, Any] = {
            "title": requirement.title,
            "reason": requirement.reason,
            "revision": requirement.revision,
        }
        return texts, version.definition, since

    def draft(self, requirement: Requirement | None) -> RequirementDraft | None:
        """The draft that is worked on again."""
        given = self.request.GET.get("entwurf")
        if not given:
            return None
        try:
            wanted = UUID(given)
        except ValueError:
            raise Http404 from None
        found = RequirementDraft.objects.filter(pk=wanted, requirement=requirement, action=self.action).first()
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        texts, definition, since = self.source()
        fields, groups = form_data(definition)
        offer = _offer(fields, groups)
        form = RequirementForm(initial={**fields, **texts, "since": since}, offer=offer)
        formset = Groups(initial=groups, prefix=GROUPS, form_kwargs={"offer": offer})
        return self.shown(form, formset, seen=texts["revision"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = timezone.localdate()
        requirement = self.requirement() if self.action == Action.CHANGE else None
        _texts, old, _since = self.source()
        fields, groups = form_data(old)
        offer = _offer(fields, groups)
        data = request.POST.copy()
        adds = "mehr" in data
        if adds:
            data[f"{GROUPS}-TOTAL_FORMS"] = str(_number(data.get(f"{GROUPS}-TOTAL_FORMS")) + 1)
        formset = Groups(data, prefix=GROUPS, form_kwargs={"offer": offer})
        running = requirement is not None and requirement.starts_on <= today
        starts_on = requirement.starts_on if requirement is not None and running else None
        form = RequirementForm(data, offer=offer, groups=formset, starts_on=starts_on)
        seen = _number(data.get("revision"))
        if adds:
            return self.shown(form, formset, seen=seen, quiet=True)
        if not (form.is_valid() & formset.is_valid()):
            return self.shown(form, formset, seen=seen, status=422)
        draft = self.written(form, formset, old, requirement)
        draft.revision = seen
        if not _readable(draft, form) or not _in_time(draft, requirement, form, today):
            return self.shown(form, formset, seen=seen, status=422)
        if requirement is not None and seen != requirement.revision:
            return self.shown(form, formset, seen=seen, status=409)
        drafts.keep(draft, today)
        return redirect("requirement_preview", draft=draft.pk)

    def written(
        self, form: RequirementForm, formset: Any, old: Mapping[str, Any], requirement: Requirement | None
    ) -> RequirementDraft:
        """The draft as the form says it; a draft worked on again stays the same."""
        data = form.cleaned_data
        draft = self.draft(requirement) or RequirementDraft(requirement=requirement, action=self.action)
        known = entries(old["audience"])
        groups = [g | {"number": g["number"] if g["number"] in known else None} for g in formset.chosen]
        own = {key: slug for slug, key in ((old.get("courses") or {}).get("keys") or {}).items()}
        draft.definition = definition_of(data, groups, {**own, **form.offer.slugs}, old)
        draft.title, draft.reason, draft.since = data["title"], data["reason"], data["since"]
        draft.author = self.request.user  # type: ignore[assignment]
        draft.made_at = timezone.now()
        return draft

    def shown(
        self, form: RequirementForm, formset: Any, *, seen: int, status: int = 200, quiet: bool = False
    ) -> HttpResponse:
        """The form, with what somebody else has changed since, if so. Whoever saves again knows of it."""
        requirement = self.requirement() if self.action == Action.CHANGE else None
        clash = _clash(requirement, seen) if requirement is not None else None
        context = self.get_context_data(
            form=form,
            groups=formset,
            quiet=quiet,
            clash=clash,
            revision=requirement.revision if requirement is not None else 0,
            requirement=requirement,
            running=requirement is not None and requirement.starts_on <= timezone.localdate(),
            ended=requirement is not None and requirement.ends_on is not None,
            named=_named(form, "named"),
            excepted=_named(form, "except_people"),
            faulty=[] if quiet or not form.is_bound else _faulty(form, formset),
            tabs=self.tabs(requirement),
        )
        return self.render_to_response(context, status=status)


class NewRequirement(EditRequirement):
    """The same form, with values many towns begin with."""

    page_title = gettext_lazy("Neue Pflichtschulung")
    tab = ""
    action = Action.ADD

    def source(self) -> tuple[dict[str, Any], Mapping[str, Any], date]:
        draft = self.draft(None)
        if draft is not None:
            return {"title": draft.title, "reason": draft.reason, "revision": 0}, draft.definition, draft.since
        return {"revision": 0}, EMPTY, timezone.localdate()


class CopyRequirement(NewRequirement):
    """The form of a new one, filled with the rule of another."""

    page_title = gettext_lazy("Pflichtschulung kopieren")
    tab = "requirement_copy"

    def source(self) -> tuple[dict[str, Any], Mapping[str, Any], date]:
        requirement = self.requirement()
        version = drafts.latest_with_keys(requirement)
        title = _("%(title)s (Kopie)") % {"title": requirement.title}
        texts: dict[str, Any] = {"title": title[:200], "reason": requirement.reason, "revision": 0}
        return texts, version.definition, timezone.localdate()


class EndForm(forms.Form):
    """The last day of a requirement."""

    ends_on = Days(
        label=gettext_lazy("Letzter Tag der Pflicht"),
        required=False,
        help_text=gettext_lazy("Am Tag danach entfällt die Pflicht für alle. Was war, bleibt in den Berichten."),
    )
    endless = forms.BooleanField(label=gettext_lazy("Die Pflicht soll doch kein Ende haben"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "ends_on" in data and not data.get("endless"):
            if data["ends_on"] is None:
                self.add_error("ends_on", _("Bitte geben Sie den letzten Tag an."))
            elif data["ends_on"] < timezone.localdate():
                self.add_error("ends_on", _("Dieser Tag ist vorbei. Bitte wählen Sie heute oder einen späteren Tag."))
        return data


class EndRequirement(RuleScreen):
    """Letting a requirement end on a day, or taking a planned end back."""

    template_name = "learn/compliance/requirement_end.html"
    page_title = gettext_lazy("Pflichtschulung beenden")
    tab = "requirement_end"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        requirement = self.requirement()
        return self._shown(EndForm(initial={"ends_on": requirement.ends_on}), requirement)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        requirement = self.requirement()
        today = timezone.localdate()
        form = EndForm(request.POST)
        if _over(requirement, today) or not form.is_valid():
            return self._shown(form, requirement, status=422)
        version = drafts.latest_with_keys(requirement)
        draft = RequirementDraft(
            requirement=requirement,
            author=request.user,  # type: ignore[misc]
            revision=_number(request.POST.get("revision")),
            action=Action.END,
            title=requirement.title,
            reason=requirement.reason,
            since=version.since,
            ends_on=None if form.cleaned_data["endless"] else form.cleaned_data["ends_on"],
            definition=version.definition,
        )
        drafts.keep(draft, today)
        return redirect("requirement_preview", draft=draft.pk)

    def _shown(self, form: EndForm, requirement: Requirement, status: int = 200) -> HttpResponse:
        context = self.get_context_data(
            form=form,
            requirement=requirement,
            over=_over(requirement, timezone.localdate()),
            tabs=self.tabs(requirement),
        )
        return self.render_to_response(context, status=status)


def _over(requirement: Requirement, today: date) -> bool:
    return requirement.ends_on is not None and requirement.ends_on < today


def _offer(fields: dict[str, Any], groups: list[dict[str, Any]]) -> Offer:
    units = [*fields["except_units"], *(code for group in groups for code in group["units"])]
    roles = [name for group in groups for name in group["roles"]]
    return Offer.now([*fields["courses"], *fields["repeat_courses"]], dict.fromkeys(units), roles)


def _readable(draft: RequirementDraft, form: RequirementForm) -> bool:
    """A last look by the rules themselves; what they refuse stands above the form."""
    try:
        read_rule(draft.definition, draft.since)
    except RuleError as error:
        form.add_error(None, refusal(error.code))
        return False
    return True


def _in_time(draft: RequirementDraft, requirement: Requirement | None, form: RequirementForm, today: date) -> bool:
    if requirement is None:
        return True
    if _over(requirement, today):
        form.add_error(None, _("Diese Pflicht ist beendet. Legen Sie eine neue an, zum Beispiel als Kopie."))
        return False
    newest = drafts.latest_with_keys(requirement)
    changed = not same_rule(Version(newest.since, newest.definition), draft)
    sentence = drafts.too_early(requirement, draft.since, today) if changed else ""
    if sentence:
        form.add_error("since", str(sentence))
    return not sentence


def _clash(requirement: Requirement, seen: int) -> dict[str, Any] | None:
    """Who has changed the requirement since somebody opened it, and how it reads now."""
    later = list(requirement.changes.filter(revision__gt=seen).select_related("actor").order_by("revision"))
    if not later or seen >= requirement.revision:
        return None
    first, last = later[0].before, later[-1].after
    names = Names.of([part["definition"] for part in (first, last) if part])
    return {"changes": later, "differences": differences(first, last, names)}


def _named(form: RequirementForm, field: str) -> list[str]:
    """The people a field names, as lines to be read beside it."""
    value = form.cleaned_data.get(field) if form.is_bound and hasattr(form, "cleaned_data") else form.initial.get(field)
    return list(named_people(value).values()) if isinstance(value, list) else []


def _faulty(form: RequirementForm, formset: Any) -> list[tuple[str, str, list[str]]]:
    """Place, label and sentences of everything that is wrong, in the order of the form."""
    found = [("feld-gruppen", str(_("Für wen")), form.audience_errors)] if form.audience_errors else []
    others = [error for error in form.non_field_errors() if error not in form.audience_errors]
    others += formset.non_form_errors()
    if others:
        found.append(("feld-title", str(_("Regel")), [str(error) for error in others]))
    for group in formset.forms:
        found += [(f"feld-{f.html_name}", str(f.label), [str(e) for e in f.errors]) for f in group if f.errors]
    found += [(f"feld-{f.html_name}", str(f.label), [str(e) for e in f.errors]) for f in form if f.errors]
    return found


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0
