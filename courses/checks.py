"""What stops a page from being published, as plain sentences that name the question or the lesson.

Pages are taken by duck typing. Nothing here changes anything; drafts may have any fault.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.blocks.block_faults import stream_faults
from courses.blocks.practice import Questions, practice_questions
from courses.blocks.question_parts import GAP
from courses.blocks.question_spec import spec
from courses.competences import COMPETENCES
from courses.grading.spec import REVIEWED, QuestionSpec

COURSE_DEPTH = 3  # root > catalogue > course


def problems(page: Any, form: Any = None) -> list[str]:
    """Sentences for the editor; empty if the page may be published.

    `form` is the page's form, if one asks: it has checked the blocks already, and knows the parent of a new page.
    """
    kind = page._meta.model_name
    rule = {"course": _course, "module": _module, "lesson": _lesson, "quiz": _quiz}.get(kind)
    return list(rule(page, form)) if rule else []


def _course(page: Any, form: Any) -> Iterator[str]:
    if unknown := [code for code in page.competences or () if code not in COMPETENCES]:
        yield _("Unbekannte Kompetenz: %s.") % ", ".join(unknown)
    if not page.outcome_list():
        yield _("Bitte nennen Sie mindestens einen Satz unter „Das können Lernende danach“.")
    if strange := _not_on_paper(page):
        yield _(
            "Auf dem Zertifikat können wir diese Zeichen nicht drucken: %(signs)s. "
            "Bitte ersetzen Sie sie im Titel oder unter „Das können Lernende danach“."
        ) % {"signs": " ".join(strange)}
    if page.picture_id is None and page.picture_alt:
        yield _("Es gibt eine Bildbeschreibung, aber kein Bild.")
    if page.certificate_kind == "pass" and not _has_final_quiz(page):
        yield _(
            "Für ein Zertifikat nach bestandenem Quiz braucht der Kurs ein veröffentlichtes Abschluss-Quiz (Prüfung)."
        )


def _not_on_paper(page: Any) -> tuple[str, ...]:
    """Letters of title and outcomes without a font. Certificates bear the words of the German version alone."""
    if page.locale.language_code != settings.LANGUAGE_CODE:
        return ()
    unprintable: Callable[[str], tuple[str, ...]] = import_string(settings.CERTIFICATE_LETTERS)
    return unprintable("".join((page.title, *page.outcome_list())))


def _has_final_quiz(page: Any) -> bool:
    if not page.path:
        return False
    quizzes = Page.objects.child_of(page).filter(live=True, quiz__isnull=False)
    return bool(quizzes.filter(quiz__mode="assessed").exists())


def _module(page: Any, form: Any) -> Iterator[str]:
    if page.reuses_id is None:
        return
    if page.path and page.numchild:
        yield _("Dieses Modul übernimmt ein anderes und kann darum keine eigenen Lektionen haben.")
    if page.reuses_id == page.pk or page.reuses.reuses_id:
        yield _("Bitte übernehmen Sie ein Modul, das selbst kein anderes übernimmt.")


def _lesson(page: Any, form: Any) -> Iterator[str]:
    yield from _slug_in_course(page, form)
    if form is None:
        yield from _block_faults(page.body)
    yield from _double_ids(page.body)
    yield from _against_base(page, _practices(page), "body")


def _practices(lesson: Any) -> dict[str, Any]:
    return {key: _shape(spec(question)) for key, question in practice_questions(lesson.body).items()}


def _quiz(page: Any, form: Any) -> Iterator[str]:
    yield from _slug_in_course(page, form)
    if form is None:
        yield from _block_faults(page.questions)
    yield from _double_ids(page.questions)
    if any(_is_elsewhere(page, form, child.value["lesson"]) for child in page.questions):
        yield _("Unter „Hier nachlesen“ steht eine Lektion eines anderen Kurses. Bitte wählen Sie eine dieses Kurses.")
    questions = [spec(child, page.mode == "assessed") for child in page.questions]
    if page.draw and page.draw > len(questions):
        yield _("Es sollen %(draw)s Fragen gezogen werden, es gibt aber nur %(count)s.") % {
            "draw": page.draw, "count": len(questions)}  # fmt: skip
    if page.mode == "assessed":
        yield from _exam(page, questions)
    yield from _against_base(page, {question.key: _shape(question) for question in questions}, "questions")


def _is_elsewhere(page: Any, form: Any, lesson: Any) -> bool:
    course = _course_path(page, form)
    return bool(lesson and course and not lesson.path.startswith(course))


def _exam(page: Any, questions: list[QuestionSpec]) -> Iterator[str]:
    """Whoever sits an exam must be able to pass it, and nobody may draw an easier one."""
    if page.pass_mark is None or not 0 < Decimal(page.pass_mark) <= 1:
        yield _("Eine Prüfung braucht eine Bestehensgrenze über 0 und höchstens 1, zum Beispiel 0,80.")
    for child, question in zip(page.questions, questions, strict=True):
        if question.type in REVIEWED and not question.points:
            fault = _("In einer Prüfung braucht eine freie Antwort Punkte, ihre oder die der Kriterien.")
            yield f"{_name(page.questions, child)}: {fault}"
    points = [question.points for question in questions if question.is_scored and question.points > 0]
    if not points:
        yield _("Die Prüfung hat keine Frage, die Punkte gibt. So kann niemand bestehen.")
    elif page.draw and page.draw < len(questions):
        yield from _drawn(page.draw, points, len(questions) - len(points))


def _drawn(draw: int, points: list[Decimal], without: int) -> Iterator[str]:
    if draw <= without:
        yield _(
            "Es kann sein, dass nur Fragen ohne Punkte gezogen werden. Dann kann niemand bestehen. "
            "Bitte lassen Sie mehr Fragen ziehen, oder nehmen Sie Fragen ohne Punkte heraus."
        )
    if len(set(points)) > 1:
        yield _(
            "Die Fragen geben verschieden viele Punkte. Wenn Fragen gezogen werden, haben es manche dann leichter. "
            "Bitte geben Sie allen Fragen gleich viele Punkte."
        )


def _short(text: Any) -> str:
    text = " ".join(GAP.sub("…", str(text)).split())
    return text if len(text) <= 40 else f"{text[:38]} …"


def _block_faults(stream: Any) -> Iterator[str]:
    """The rules of the blocks, each fault with the name of its block."""
    for child, sentence in stream_faults(stream):
        yield f"{_name(stream, child)}: {sentence}" if child else sentence


def _name(stream: Any, child: Any) -> str:
    """What authors find a block by: questions by their number and first words."""
    alike = [each.id for each in stream if each.block_type == child.block_type]
    if child.block_type == "practice":
        text = child.value[0].value["text"] if len(child.value) else ""
        return _("Übung %(number)s („%(text)s“)") % {"number": alike.index(child.id) + 1, "text": _short(text)}
    number = [each.id for each in stream].index(child.id) + 1
    if isinstance(stream.stream_block, Questions):
        return _("Frage %(number)s („%(text)s“)") % {"number": number, "text": _short(child.value["text"])}
    return _("Block %(number)s (%(label)s)") % {"number": number, "label": child.block.label}


def _double_ids(value: Any) -> Iterator[str]:
    ids = Counter(child.id for child in value)
    for child in value:
        for inner in ("choices", "statements", "gaps", "pairs", "items", "categories"):
            bound = getattr(child.value.get(inner), "bound_blocks", ()) if isinstance(child.value, dict) else ()
            ids.update(f"{child.id}/{each.id}" for each in bound)
    if any(times > 1 for times in ids.values()):
        yield _("Zwei Blöcke haben dieselbe Kennung. Bitte löschen Sie einen davon und legen Sie ihn neu an.")


def _slug_in_course(page: Any, form: Any) -> Iterator[str]:
    """Learners' addresses leave the module out, so slugs are unique in the whole course."""
    course = _course_path(page, form)
    if not course:
        return
    others = Page.objects.filter(path__startswith=course, slug=page.slug, depth__gt=COURSE_DEPTH, module__isnull=True)
    if others.exclude(pk=page.pk).exists():
        yield _("Eine andere Lektion oder ein Quiz dieses Kurses hat schon die Adresse „%s“.") % page.slug


def _course_path(page: Any, form: Any) -> str:
    """Where the page's course stands in the tree; "" outside a course."""
    place = page.path or getattr(getattr(form, "parent_page", None), "path", "")
    course = str(place[: Page.steplen * COURSE_DEPTH])
    return course if len(course) == Page.steplen * COURSE_DEPTH else ""


def _shape(question: QuestionSpec) -> tuple[str, frozenset[str]]:
    """Type and keys of the parts: what must be equal in all languages."""
    keys: set[str] = set()
    for name in ("choices", "statements", "gaps", "left", "right", "items", "categories"):
        for each in question.public.get(name, ()):
            keys.add(each["key"])
            keys.update(inner["key"] for inner in each.get("choices", ()))
    return question.type, frozenset(keys)


def _against_base(page: Any, mine: dict[str, Any], field: str) -> Iterator[str]:
    """A language version has the questions and choices of the German one: progress and answers count across both."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return
    model = type(page)
    base = model.objects.filter(
        translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE, live=True
    ).first()
    if base is None:
        return
    theirs = _practices(base) if field == "body" else {child.id: _shape(spec(child)) for child in base.questions}
    if set(mine) != set(theirs):
        yield _("Die Fragen sind nicht dieselben wie in der deutschen Fassung (%(mine)s statt %(theirs)s).") % {
            "mine": len(mine), "theirs": len(theirs)}  # fmt: skip
    elif changed := [key for key, shape in mine.items() if theirs[key] != shape]:
        number = list(mine).index(changed[0]) + 1
        yield (
            _("Frage %s hat andere Antworten als die deutsche Fassung. Bitte nichts hinzufügen oder weglassen.")
            % number
        )
