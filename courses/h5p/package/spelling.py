"""Names of libraries that could be taken for another: other letters, other case, a sign more or less."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from courses.h5p.package.refused import Refused

_NAMES = """
Accordion AdvancedBlanks AdvancedText Agamotto ARScavenger AppearIn ArithmeticQuiz Audio AudioRecorder Blanks
BranchingQuestion BranchingScenario CKEditor Chart Collage Column Components Cornell CoursePresentation
Crossword Dialogcards Dictation DocumentExportPage DocumentationTool DragNBar DragNDrop DragNResize
DragQuestion DragText Essay ExportPage ExportableTextArea FacebookPageFeed FindTheWords Flashcards FontIcons
FreeTextQuestion GameMap GoToQuestion GoalsAssessmentPage GoalsPage GuessTheAnswer IFrameEmbed IVHotspot
Image ImageHotspotQuestion ImageHotspots ImageJuxtaposition ImageMultipleHotspotQuestion ImagePair
ImageSequencing ImageSlide ImageSlider ImpressPresentation InfoWall InteractiveBook InteractiveVideo JoubelUI
KewArCode Link MarkTheWords MaterialDesignIcons MathDisplay MemoryGame MultiChoice MultiMediaChoice Nil
OpenEndedQuestion PersonalityQuiz Question QuestionSet Questionnaire Row RowColumn Shape SimpleMultiChoice
SingleChoiceSet SortParagraphs SoundJS SpeakTheWords SpeakTheWordsSet StandardPage StructureStrip Summary
Table Text TextInputField TextUtilities ThreeImage ThreeJS Timeline Timer Tooltip Transition TrueFalse
TwitterUserFeed Video
"""
#: libraries of H5P's own makers, as they spell them
KNOWN = tuple(f"H5P.{name}" for name in _NAMES.split())
_PREFIXES = ("H5P", "H5PEditor")
# Letters of Cyrillic and Greek, then of ASCII, that look like another (Unicode TS 39, confusables).
_LIKE = (
    "\u0430\u0432\u0435\u0456\u0458\u043a\u043c\u04bb\u043d\u043e\u0440\u0441\u0455\u0442\u0443\u0445"
    "\u03b1\u03b2\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c70135i|"
)
_ALIKE = str.maketrans(_LIKE, "abeljkmhhopcstyxabelknoptyxolesll")


def skeleton(name: str) -> str:
    """What the eye keeps of a name: two names with one skeleton can be taken for each other."""
    seen = "".join(each for each in unicodedata.normalize("NFKD", name) if each.isalnum() or each == "|")
    return seen.casefold().translate(_ALIKE).replace("rn", "m").replace("vv", "w")


def meant(name: str) -> str:
    """The known name this one could be taken for; empty if there is none, or if it is that very name."""
    known = _BY_SKELETON.get(skeleton(name), "")
    if known:
        return known if known != name else ""
    prefix, dot, _rest = name.partition(".")
    looks_like = _BY_SKELETON_OF_PREFIX.get(skeleton(prefix), "") if dot else ""
    return f"{looks_like}." if looks_like and looks_like != prefix else ""


def check(names: Iterable[tuple[str, str]]) -> None:
    """Pairs of a library's name and the file that writes it. Raises Refused for one that could be taken for another."""
    seen: dict[str, str] = {}
    for name, file in dict.fromkeys(names):
        other = meant(name) or seen.setdefault(skeleton(name), name)
        if other != name:
            raise Refused("library-like", file, name=name[:100], known=other)


def mentioned(content: Any) -> Iterator[str]:
    """The names of libraries that a content asks for, at whatever depth."""
    waiting = [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            written = value.get("library")
            if isinstance(written, str) and " " in written[:300]:
                yield written[:300].rpartition(" ")[0]
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


_BY_SKELETON = {skeleton(each): each for each in KNOWN}
_BY_SKELETON_OF_PREFIX = {skeleton(each): each for each in _PREFIXES}
