"""Bodies as HTML: one way for the learners' page and for the preview."""

from dataclasses import dataclass, fields
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override

from courses.blocks.block_faults import block_faults
from courses.blocks.question_spec import spec
from courses.grading.form import ShownQuestion, shown_question
from courses.grading.review import Review
from courses.grading.solution import FOR_AUTHORS, solution
from courses.grading.spec import QuestionSpec
from courses.grading.words import Words


def lesson_html(page: Any, preview: bool = False) -> SafeString:
    """The body of a lesson page (or of its draft) in the page's language. In a preview nothing can be sent."""
    language = page.locale.language_code
    with override(language):
        parts = (
            (child.render({"practice_key": child.id, "lesson": page, "language": language, "preview": preview}),)
            for child in page.body
        )
        return format_html_join("\n", "{}", parts)


def shown_questions(page: Any) -> list[ShownQuestion]:
    """All questions of a quiz page (or of its draft), for its preview."""
    assessed = page.mode == "assessed"
    return [shown_question(spec(child, assessed), "preview", f"v{n}") for n, child in enumerate(page.questions)]


@dataclass(frozen=True, slots=True)
class Solved:
    """A question for its author: as it is shown, what is right, and what it still lacks to be published."""

    shown: ShownQuestion
    spec: QuestionSpec
    review: Review
    faults: list[str]


def solved_questions(page: Any) -> list[Solved]:
    """All questions of a quiz page (or of its draft) with their solutions."""
    german = {field.name: getattr(FOR_AUTHORS, field.name) for field in fields(Words)}
    words = Words(**{name: gettext(text) if text else "" for name, text in german.items()})
    solved = []
    for child, shown in zip(page.questions, shown_questions(page), strict=True):
        question = spec(child, page.mode == "assessed")
        solved.append(Solved(shown, question, solution(question, words), block_faults(child)))
    return solved


def rich_html(text: str) -> SafeString:
    """A rich text field as readers get it, links resolved."""
    from wagtail.rich_text import expand_db_html

    return mark_safe(expand_db_html(text))  # noqa: S308  written in the CMS, where only whitelisted elements pass
