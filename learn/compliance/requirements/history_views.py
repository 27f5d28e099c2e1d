"""Who has changed a requirement, when and why, how it read before and after, and how many people it moved."""

from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy

from learn.compliance.requirements.preview_views import TILES
from learn.compliance.requirements.screens import RuleScreen
from learn.compliance.requirements.words import Names, differences

SHOWN = 20


class RequirementHistory(RuleScreen):
    """The changes of one requirement, the newest first."""

    template_name = "learn/compliance/requirement_history.html"
    page_title = gettext_lazy("Verlauf")
    tab = "requirement_history"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        requirement = self.requirement()
        page = Paginator(requirement.changes.select_related("actor"), SHOWN).get_page(self.request.GET.get("p", "1"))
        names = Names.of(
            [part["definition"] for change in page for part in (change.before, change.after) if part.get("definition")]
        )
        entries = [
            {
                "change": change,
                "differences": differences(change.before, change.after, names),
                "numbers": [
                    (word, change.numbers.get(e.value)) for e, word in TILES.items() if change.numbers.get(e.value)
                ],
                "planned": change.since > timezone.localdate(),
            }
            for change in page
        ]
        return super().get_context_data(
            requirement=requirement, entries=entries, page=page, tabs=self.tabs(requirement), **kwargs
        )
