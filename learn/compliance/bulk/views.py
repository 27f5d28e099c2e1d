"""The screen for many at once: choose, fill in, look at the effect, confirm, read what was done."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learn.accounts import disclosures
from learn.accounts.access import scope
from learn.accounts.tree import Tree
from learn.compliance import orders
from learn.compliance.allowed import NotPossible
from learn.compliance.bulk.apply import write
from learn.compliance.bulk.plan import BULK, REMIND, Plan, plan
from learn.compliance.bulk.selection import MOST, Choice, chosen
from learn.compliance.models import Obligation
from learn.compliance.person.access import DutyScreen
from learn.compliance.queries import requirements_in_force
from learn.compliance.sentences import state_name
from learn.rules.deadlines import State

__all__ = ["DutyBulk"]

#: so many are shown with their dates; of the others the names
SHOWN = 200


class DutyBulk(DutyScreen):
    """Everybody who may see people may remind them; only the personnel office decides."""

    template_name = "learn/compliance/bulk/bulk.html"
    page_title = gettext_lazy("Sammelaktion")
    header_icon = "tasks"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._choose(Choice.of(request.GET))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = timezone.localdate()
        choice, action = Choice.of(request.POST), request.POST.get("action", "")
        if action not in BULK:
            return self._choose(choice, _("Bitte wählen Sie, was geschehen soll."))
        if action != REMIND and not self.may_decide:
            raise PermissionDenied
        query = chosen(self.viewer, choice, today)
        total = query.count() if choice.everybody else len(choice.ids)
        if total > MOST:
            return self._choose(choice, _("Das sind mehr als 20.000 Pflichten. Bitte grenzen Sie die Auswahl ein."))
        obligations = list(query)
        if not obligations:
            return self._choose(choice, _("In dieser Auswahl ist niemand."))
        return self._step(action, obligations, today)

    def _step(self, action: str, obligations: list[Obligation], today: date) -> HttpResponse:
        """The form, its effect, or what was done."""
        sent = self.request.POST
        context: dict[str, Any] = {"obligations": obligations, "selection": ",".join(str(o.pk) for o in obligations)}
        filled = "filled" in sent or action == REMIND  # nothing is asked for a reminder
        form = BULK[action].form(sent if filled else None, initial={"since": today})
        if "back" in sent and action == REMIND:
            return self._choose(Choice())
        if not filled or not form.is_valid() or "back" in sent:
            return self._page("form", action, form, **context)
        try:
            if "confirm" in sent and len(obligations) > orders.LARGE:
                filled_in = {name: sent.get(name, "") for name in form.fields}
                order = orders.ask(self.viewer, action, filled_in, [obligation.pk for obligation in obligations])
                return redirect("duty_order", order.pk)
            if "confirm" in sent:
                done = write(action, form.cleaned_data, obligations, self.viewer, today)
                return self._page("done", action, form, plan=done, **context)
            effects = plan(action, form.cleaned_data, obligations, today)
        except NotPossible as refused:
            form.add_error(None, str(refused.sentence))
            return self._page("form", action, form, **context)
        return self._page("preview", action, form, plan=effects, **context)

    def _page(self, step: str, action: str, form: Any, **context: Any) -> HttpResponse:
        found: Plan | None = context.get("plan")
        people = {obligation.learner_id for obligation in context["obligations"]}
        title = f"{self.page_title}: {BULK[action].title}"
        disclosures.record(self.viewer, people, title)
        page = self.get_context_data(
            step=step,
            action=action,
            bulk=BULK[action],
            form=form,
            number=len(context["obligations"]),
            people=len(people),
            shown=found.reached[:SHOWN] if found else (),
            further=found.reached[SHOWN:] if found else (),
            today=timezone.localdate(),
            **context,
        )
        return self.render_to_response(page, status=422 if form.errors else 200)

    def _choose(self, choice: Choice, refused: str = "") -> HttpResponse:
        today = timezone.localdate()
        tree = Tree.load()
        within = scope(self.viewer, today, tree)
        units = frozenset(tree.units) if within.everyone else within.units
        actions = [(name, bulk.title) for name, bulk in BULK.items() if name == REMIND or self.may_decide]
        selects = [
            (
                "einheit",
                _("Organisationseinheit und alle darunter"),
                [(unit.code, f"{'– ' * depth}{unit}") for depth, unit in tree.in_order(units)],
                choice.einheit,
            ),
            (
                "pflicht",
                _("Pflichtschulung"),
                [(requirement.key, requirement.title) for requirement in requirements_in_force(today)],
                choice.pflicht,
            ),
            ("stand", _("Stand"), [(state.value, state_name(state)) for state in State], choice.stand),
        ]
        page = self.get_context_data(
            step="choose",
            selects=selects,
            actions=actions,
            chosen_action=self.request.POST.get("action", ""),
            refused=refused,
        )
        return self.render_to_response(page, status=422 if refused else 200)
