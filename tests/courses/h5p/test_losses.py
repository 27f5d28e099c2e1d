"""What people read about losses: each has a sentence, and equal ones stand in one line."""

from courses.h5p.convert import LOSSES, Loss
from courses.h5p.losses import loss_sentences

DETAIL = {"name": "H5P.X", "title": "T", "most": "100", "percent": "60"}


def test_each_kind_of_loss_has_a_sentence_of_plain_words() -> None:
    for kind in LOSSES:
        (sentence,) = loss_sentences([Loss(kind, "", DETAIL)])
        assert sentence.endswith(".") and not set("[]%{}") & set(sentence.replace("60 %", "")), sentence


def test_one_line_for_the_same_loss() -> None:
    losses = [Loss("tip", "1"), Loss("media", "2"), Loss("tip", "3"), Loss("tip", "3"), Loss("timer")]
    assert loss_sentences(losses) == [
        "In 2 Fragen (1, 3): Tipps und Hilfen fallen weg.",
        "Frage 2: Bilder, Töne und Filme neben der Frage fallen weg. Fügen Sie sie in der Lektion ein.",
        "Es geht nicht mehr von selbst weiter: ohne Zeitdruck und ohne Töne.",
    ]
    assert loss_sentences(losses[:3], questions=False)[0] == "In 2 Teilen (1, 3): Tipps und Hilfen fallen weg."
    many = [Loss("tip", str(number)) for number in range(1, 51)]
    assert loss_sentences(many) == ["In 50 Fragen: Tipps und Hilfen fallen weg."]


def test_libraries_are_told_by_their_titles() -> None:
    name = {"name": "H5P.X"}
    losses = [Loss("unsupported-titled", "", name | {"title": "Mein 100 % Film"}), Loss("unsupported", "", name)]
    told = loss_sentences(losses, kind={"H5P.X": "Video"}.__getitem__)
    assert [each.partition(" können")[0] for each in told] == ["„Mein 100 % Film“ (Video)", "„Video“"]
