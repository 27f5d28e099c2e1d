"""Bodies as HTML: one way for the learners' page and for the preview."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from courses.blocks.question_spec import spec
from courses.grading.form import ShownQuestion, shown_question


def lesson_html(page: Any) -> SafeString:
    """The body of a lesson page (or of its draft) in the page's language."""
    language = page.locale.language_code
    with override(language):
        parts = (
            (child.render({"practice_key": child.id, "lesson": page, "language": language}),) for child in page.body
        )
        return format_html_join("\n", "{}", parts)


def shown_questions(page: Any) -> list[ShownQuestion]:
    """All questions of a quiz page (or of its draft), for its preview."""
    assessed = page.mode == "assessed"
    return [shown_question(spec(child, assessed), "preview", f"v{n}") for n, child in enumerate(page.questions)]


def rich_html(text: str) -> SafeString:
    """A rich text field as readers get it, links resolved."""
    from wagtail.rich_text import expand_db_html

    return mark_safe(expand_db_html(text))  # noqa: S308  written in the CMS, where only whitelisted elements pass
