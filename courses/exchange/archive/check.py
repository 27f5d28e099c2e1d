"""Everything that can be wrong with an archive, found before anything is written."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from courses.blocks.question import QUESTION_BLOCKS
from courses.blocks.question_faults import question_faults
from courses.blocks.question_spec import block_spec
from courses.exchange.archive import schema
from courses.exchange.archive.markup import faults as text_faults
from courses.exchange.archive.media import PICTURES, variant
from courses.exchange.archive.read import Archive, Place, Source
from courses.exchange.archive.svg import BadDrawing, sanitised
from courses.exchange.archive.to_blocks import Blocks
from courses.h5p.package import Refused, read
from courses.h5p.refusals import sentence

_ANY = UUID(int=0)
Placed = tuple[Place, Any]


def check_archive(archive: Archive) -> list[str]:
    """Sentences with file and line; empty if the archive may be loaded."""
    for stem, source in archive.sources.items():
        if source.faults:
            continue
        for place, message in schema.COURSE(source.data, ()):
            source.fault(place, message)
        if not source.faults:
            _check_course(source, stem, archive.media)
    whole = [source for source in archive.sources.values() if not source.faults]
    for source in whole[1:]:
        if source.data["key"] != whole[0].data["key"]:
            source.fault(("key",), _("Alle Sprachfassungen eines Kurses haben denselben Schlüssel."))
    return [fault for source in archive.sources.values() for fault in source.faults]


def _check_course(source: Source, stem: str, media: Mapping[str, bytes]) -> None:
    data = source.data
    if stem != data["lang"]:
        source.fault(("lang",), _("Die Datei heißt %(file)s, die Sprache ist aber „%(lang)s“.") % {
            "file": source.name, "lang": data["lang"]})  # fmt: skip
    kind, final = data["certificate"]["kind"], data.get("final_quiz")
    if kind == "pass" and not final:
        source.fault(("certificate",), _("Für „pass“ braucht der Kurs ein „final_quiz“."))
    if kind != "pass" and final:
        source.fault(("final_quiz",), _("Ein „final_quiz“ gibt es nur bei „pass“."))
    modules: list[Placed] = [(("modules", n), module) for n, module in enumerate(data["modules"])]
    lessons: list[Placed] = [
        ((*at, "lessons", n), lesson) for at, module in modules for n, lesson in enumerate(module.get("lessons") or [])
    ]
    quizzes: list[Placed] = [((*at, "quiz"), module["quiz"]) for at, module in modules if module.get("quiz")]
    if final:
        quizzes.append((("final_quiz",), final))
    for at, module in modules:
        if not module.get("reuses") and not module.get("lessons"):
            source.fault(at, _("Das Modul hat keine Lektion."))
        if module.get("reuses") and (module.get("lessons") or module.get("quiz")):
            source.fault((*at, "reuses"), _("Ein Modul, das ein anderes übernimmt, hat keine eigenen Lektionen."))
    _unique(source, modules)
    _unique(source, lessons + quizzes)
    _unique(source, [(at, {"key": each.get("slug") or each["key"]}) for at, each in lessons + quizzes])
    for at, lesson in lessons:
        _check_lesson(source, at, lesson, media)
    named = {str(lesson["key"]) for _at, lesson in lessons}
    for at, quiz in quizzes:
        _check_quiz(source, at, quiz, media, named)
    if data.get("picture"):
        _file(source, ("picture", "file"), data["picture"]["file"], media, PICTURES)


def _unique(source: Source, placed: list[Placed]) -> None:
    seen: dict[str, Place] = {}
    for place, thing in placed:
        key = str(thing["key"])
        if key in seen:
            source.fault((*place, "key"), _("Der Schlüssel „%(key)s“ ist schon vergeben (Zeile %(line)s).") % {
                "key": key, "line": source.at((*seen[key], "key"))})  # fmt: skip
        else:
            seen[key] = place


def _check_lesson(source: Source, at: Place, lesson: Any, media: Mapping[str, bytes]) -> None:
    practices: list[Placed] = []
    for number, block in enumerate(lesson["blocks"]):
        name = next(each for each in block if each != "id")
        place, value = (*at, "blocks", number, name), block[name]
        for where, text in _texts(name, value, place):
            for message in text_faults(text):
                source.fault(where, message)
        if name == "image":
            _file(source, (*place, "file"), value["file"], media, PICTURES)
            if not value.get("alt") and not value.get("decorative"):
                source.fault(place, _("Das Bild braucht eine Beschreibung („alt“) oder „decorative: true“."))
        if name == "activity":
            _check_activity(source, place, value, media)
        if name == "download":
            _file(source, (*place, "file"), value["file"], media, ())
        if name == "practice":
            practices.append((place, value))
            _check_question(source, (*place, "question"), value["question"], media)
            if value["question"].get("lesson"):
                source.fault((*place, "question", "lesson"), _("„lesson“ ist nur in einem Quiz möglich."))
    _unique(source, practices)


def _check_activity(source: Source, place: Place, value: Any, media: Mapping[str, bytes]) -> None:
    name = variant(value["file"], source.data["lang"], media)
    if name not in media:
        source.fault((*place, "file"), _("Die Datei media/%s fehlt.") % name)
    else:
        try:
            read(BytesIO(media[name]))
        except Refused as refused:
            source.fault((*place, "file"), f"media/{name}: {sentence(refused)}")
    if value.get("question"):
        _check_question(source, (*place, "question"), value["question"], media)
    if not value.get("question") and not value.get("text"):
        source.fault(place, _("Die Aufgabe braucht eine Fassung für alle: „question“ oder „text“."))


def _texts(name: str, value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if name == "text":
        yield place, value
    elif name in ("callout", "glossary") or (name == "activity" and value.get("text")):
        yield (*place, "text"), value["text"]
    elif name == "steps":
        yield from (((*place, "items", n, "text"), step["text"]) for n, step in enumerate(value["items"]))


def _check_quiz(source: Source, at: Place, quiz: Any, media: Mapping[str, bytes], lessons: set[str]) -> None:
    questions: list[Placed] = [((*at, "questions", n), question) for n, question in enumerate(quiz["questions"])]
    _unique(source, questions)
    for place, question in questions:
        _check_question(source, place, question, media)
        if question.get("lesson") and str(question["lesson"]) not in lessons:
            source.fault((*place, "lesson"), _("Die Lektion „%s“ gibt es in diesem Kurs nicht.") % question["lesson"])
    if quiz["mode"] == "assessed" and not quiz.get("pass_mark"):
        source.fault(at, _("Eine Prüfung braucht „pass_mark“."))
    if (quiz.get("draw") or 0) > len(questions):
        source.fault((*at, "draw"), _("Es gibt nur %s Fragen.") % len(questions))


class _NoMedia:
    """Stands in for files while a question is only looked at."""

    def picture(self, name: str) -> Any:
        return None

    def document(self, name: str, title: str) -> Any:
        return None

    def activity(self, name: str) -> Any:
        return None


def _check_question(source: Source, place: Place, question: Any, media: Mapping[str, bytes]) -> None:
    for part in ("choices", "statements", "gaps"):
        keyed = [each for each in question.get(part) or () if isinstance(each, dict)]
        _unique(source, [((*place, part, n), each) for n, each in enumerate(keyed)])
    if question["type"] == "image":
        for n, choice in enumerate(question["choices"]):
            _file(source, (*place, "choices", n, "file"), choice["file"], media, PICTURES)
    if not _fits(source, place, question):
        return
    raw = Blocks(source.data["lang"], _NoMedia()).question(_ANY, question)
    block = QUESTION_BLOCKS[raw["type"]]()
    block.set_name(raw["type"])
    for message in question_faults(block_spec(block, block.to_python(raw["value"]))):
        source.fault(place, message)


def _fits(source: Source, place: Place, question: Any) -> bool:
    """What would be lost on the way into blocks: a right answer or a group that is not there."""
    before = len(source.faults)
    for n, gap in enumerate(question.get("gaps") or ()):
        if question["type"] == "gaps_choice" and gap["correct"] not in gap["choices"]:
            source.fault((*place, "gaps", n, "correct"), _("„%s“ steht nicht unter den „choices“.") % gap["correct"])
    for n, item in enumerate(question["items"] if question["type"] == "sort" else ()):
        if item["category"] not in question["categories"]:
            source.fault((*place, "items", n, "category"), _("Die Gruppe „%s“ gibt es nicht.") % item["category"])
    if question["type"] in ("single", "image"):
        right = [n for n, choice in enumerate(question["choices"]) if choice.get("correct")]
        if len(right) > 1:
            source.fault((*place, "choices", right[1]), _("Hier ist nur eine Antwort richtig."))
    return len(source.faults) == before


def _file(source: Source, place: Place, name: str, media: Mapping[str, bytes], kinds: tuple[str, ...]) -> None:
    name = variant(name, source.data["lang"], media)
    if name not in media:
        source.fault(place, _("Die Datei media/%s fehlt.") % name)
    elif kinds and PurePosixPath(name).suffix.lower() not in kinds:
        source.fault(place, _("media/%s ist kein Bild, das gezeigt werden kann.") % name)
    elif name.lower().endswith(".svg"):
        try:
            sanitised(media[name])
        except BadDrawing as error:
            source.fault(place, f"media/{name}: {error}")
