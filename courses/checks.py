"""What stops a page from being published, as plain sentences that name the question or the lesson.

Pages are taken by duck typing. Nothing here changes anything; drafts may have any fault.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.blocks.question_parts import GAP
from courses.blocks.question_spec import spec
from courses.competences import COMPETENCES
from courses.grading.spec import QuestionSpec

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
    if page.picture_id is None and page.picture_alt:
        yield _("Es gibt eine Bildbeschreibung, aber kein Bild.")
    if page.certificate_kind == "pass" and not _has_final_quiz(page):
        yield _(
            "Für ein Zertifikat nach bestandenem Quiz braucht der Kurs ein veröffentlichtes Abschluss-Quiz (Prüfung)."
        )


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
    practices = [child for child in page.body if child.block_type == "practice" and len(child.value)]
    for number, child in enumerate(practices, start=1):
        question = spec(child.value[0])
        name = _("Übung %(number)s („%(text)s“)") % {"number": number, "text": _short(question)}
        yield from (f"{name}: {fault}" for fault in question_faults(question))
    yield from _against_base(page, {child.id: _shape(spec(child.value[0])) for child in practices}, "body")


def _quiz(page: Any, form: Any) -> Iterator[str]:
    yield from _slug_in_course(page, form)
    if form is None:
        yield from _block_faults(page.questions)
    yield from _double_ids(page.questions)
    questions = [spec(child, page.mode == "assessed") for child in page.questions]
    for number, question in enumerate(questions, start=1):
        name = _("Frage %(number)s („%(text)s“)") % {"number": number, "text": _short(question)}
        yield from (f"{name}: {fault}" for fault in question_faults(question))
        if question.type == "open" and page.mode == "assessed" and not question.points:
            yield f"{name}: " + _("In einer Prüfung braucht eine freie Antwort Punkte, ihre oder die der Kriterien.")
    if any(_is_elsewhere(page, form, child.value["lesson"]) for child in page.questions):
        yield _("Unter „Hier nachlesen“ steht eine Lektion eines anderen Kurses. Bitte wählen Sie eine dieses Kurses.")
    scored = [question for question in questions if question.is_scored]
    if page.draw and page.draw > len(questions):
        yield _("Es sollen %(draw)s Fragen gezogen werden, es gibt aber nur %(count)s.") % {
            "draw": page.draw, "count": len(questions)}  # fmt: skip
    if page.mode == "assessed":
        yield from _reachable(page, scored)
    yield from _against_base(page, {question.key: _shape(question) for question in questions}, "questions")


def _is_elsewhere(page: Any, form: Any, lesson: Any) -> bool:
    course = _course_path(page, form)
    return bool(lesson and course and not lesson.path.startswith(course))


def _reachable(page: Any, scored: list[QuestionSpec]) -> Iterator[str]:
    if page.pass_mark is None or not 0 < Decimal(page.pass_mark) <= 1:
        yield _("Eine Prüfung braucht eine Bestehensgrenze über 0 und höchstens 1, zum Beispiel 0,80.")
    if sum((question.points for question in scored), Decimal(0)) <= 0:
        yield _("Die Prüfung hat keine Frage, die Punkte gibt. So kann niemand bestehen.")


def question_faults(question: QuestionSpec) -> list[str]:
    """What is wrong with one question by itself: no right answer, two equal answers, gaps that do not fit."""
    if not str(question.public["text"]).strip():
        return [_("Der Text der Frage fehlt.")]
    return list(_FAULTS.get(question.type, _none)(question))


def _none(question: QuestionSpec) -> Iterator[str]:
    return iter(())


def _equal(texts: Iterable[Any], what: str) -> Iterator[str]:
    counts = Counter(str(text).strip().casefold() for text in texts)
    for text, times in counts.items():
        if times > 1:
            yield _("%(what)s „%(text)s“ steht %(times)s-mal da.") % {"what": what, "text": text[:60], "times": times}


def _single(question: QuestionSpec) -> Iterator[str]:
    choices = question.public["choices"]
    if not question.solution["correct"]:
        yield _("Es ist keine richtige Antwort angegeben.")
    yield from _equal((choice.get("text") or choice.get("alt") for choice in choices), _("Die Antwort"))


def _multiple(question: QuestionSpec) -> Iterator[str]:
    right, choices = question.solution["correct"], question.public["choices"]
    if not right:
        yield _("Es ist keine richtige Antwort angegeben.")
    elif len(right) == len(choices):
        yield _("Alle Antworten sind richtig. Mindestens eine muss falsch sein.")
    yield from _equal((choice["text"] for choice in choices), _("Die Antwort"))


def _statements(question: QuestionSpec) -> Iterator[str]:
    yield from _equal((each["text"] for each in question.public["statements"]), _("Die Aussage"))


def _survey(question: QuestionSpec) -> Iterator[str]:
    yield from _equal((each["text"] for each in question.public["choices"]), _("Die Antwort"))


def _gaps(question: QuestionSpec) -> Iterator[str]:
    marks = Counter(GAP.findall(question.public["text"]))
    keys = Counter(gap["key"] for gap in question.public["gaps"])
    if marks != keys:
        yield _(
            "Die Lücken im Text und die Liste der Lücken passen nicht zusammen. Jede Lücke steht einmal im Text: [[1]]."
        )
    for gap in question.public["gaps"]:
        if question.type == "gaps" and not question.solution["accept"].get(gap["key"]):
            yield _("Für die Lücke „%s“ ist keine richtige Antwort angegeben.") % gap["label"]
        if question.type == "gaps_choice":
            if not question.solution["correct"].get(gap["key"]):
                yield _("Für die Lücke „%s“ ist keine richtige Antwort angegeben.") % gap["label"]
            yield from _equal((choice["text"] for choice in gap["choices"]), _("Die Auswahl"))


def _accept(question: QuestionSpec) -> Iterator[str]:
    if not question.solution["accept"]:
        yield _("Es ist keine richtige Antwort angegeben.")


def _number(question: QuestionSpec) -> Iterator[str]:
    if question.solution["correct"] in ("", "None"):
        yield _("Die richtige Zahl fehlt.")


def _match(question: QuestionSpec) -> Iterator[str]:
    yield from _equal((each["text"] for each in question.public["left"]), _("Links:"))
    yield from _equal((each["text"] for each in question.public["right"]), _("Rechts:"))


def _order(question: QuestionSpec) -> Iterator[str]:
    yield from _equal((each["text"] for each in question.public["items"]), _("Der Schritt"))


def _sort(question: QuestionSpec) -> Iterator[str]:
    yield from _equal((each["text"] for each in question.public["categories"]), _("Die Gruppe"))
    yield from _equal((each["text"] for each in question.public["items"]), _("Der Begriff"))
    if len(question.public["items"]) < 2:
        yield _("Zum Sortieren braucht es mindestens zwei Begriffe.")


def _mark(question: QuestionSpec) -> Iterator[str]:
    if not question.solution["correct"]:
        yield _("Im Satz ist nichts markiert. Richtige Stellen stehen in doppelten eckigen Klammern.")


_FAULTS = {
    "single": _single,
    "image": _single,
    "multiple": _multiple,
    "statements": _statements,
    "survey": _survey,
    "gaps": _gaps,
    "gaps_choice": _gaps,
    "short": _accept,
    "number": _number,
    "match": _match,
    "order": _order,
    "sort": _sort,
    "mark": _mark,
}


def _short(question: QuestionSpec) -> str:
    text = " ".join(GAP.sub("…", str(question.public["text"])).split())
    return text if len(text) <= 40 else f"{text[:38]} …"


def _block_faults(value: Any) -> Iterator[str]:
    """The rules of the blocks: model validation does not run them, only forms do."""
    try:
        value.stream_block.clean(value)
    except ValidationError as error:
        yield from _told(error, value)


def _told(error: Any, value: Any) -> Iterator[str]:
    inner = getattr(error, "block_errors", None)
    if isinstance(inner, dict) and inner and all(isinstance(place, int) for place in inner):
        for place, each in inner.items():
            block = value[place].block if hasattr(value, "stream_block") and place < len(value) else None
            label = getattr(block, "label", "") or ""
            name = _("Block %(number)s (%(label)s)") % {"number": place + 1, "label": label}
            yield f"{name}: " + " ".join(dict.fromkeys(_flat(each)))
    non_block = getattr(error, "non_block_errors", None)
    if non_block:
        yield from (str(message) for each in non_block for message in getattr(each, "messages", [each]))
    elif not inner:
        yield from error.messages


def _flat(error: Any) -> Iterator[str]:
    """All sentences of a nested block error, each with its field."""
    inner = getattr(error, "block_errors", None)
    if not inner:
        if error is not None:
            yield from (str(message) for message in error.messages)
        return
    named = inner.items() if isinstance(inner, dict) else enumerate(inner)
    for name, each in named:
        if each is not None:
            for message in _flat(each):
                yield f"{name}: {message}" if isinstance(name, str) else message


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
    blocks = getattr(base, field)
    if field == "body":
        blocks = [child for child in blocks if child.block_type == "practice" and len(child.value)]
        theirs = {child.id: _shape(spec(child.value[0])) for child in blocks}
    else:
        theirs = {child.id: _shape(spec(child)) for child in blocks}
    if set(mine) != set(theirs):
        yield _("Die Fragen sind nicht dieselben wie in der deutschen Fassung (%(mine)s statt %(theirs)s).") % {
            "mine": len(mine), "theirs": len(theirs)}  # fmt: skip
    elif changed := [key for key, shape in mine.items() if theirs[key] != shape]:
        number = list(mine).index(changed[0]) + 1
        yield (
            _("Frage %s hat andere Antworten als die deutsche Fassung. Bitte nichts hinzufügen oder weglassen.")
            % number
        )
