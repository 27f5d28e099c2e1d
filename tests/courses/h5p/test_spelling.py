"""Names that could be taken for another library's."""

import pytest

from courses.h5p.package.spelling import KNOWN, meant, skeleton


def test_known_names_are_not_taken_for_each_other() -> None:
    assert len({skeleton(each) for each in KNOWN}) == len(KNOWN)
    assert not any(meant(each) for each in KNOWN)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("H5P.Multichoice", "H5P.MultiChoice"),
        ("H5P.\u0421olumn", "H5P.Column"),
        ("H5P.rnemoryGame", "H5P.MemoryGame"),
        ("h5p.Andere", "H5P."),
        ("H5Peditor.Andere", "H5PEditor."),
        ("H5PEditor.Andere", ""),
        ("H5P.Andere", ""),
        ("Krefeld.MultiChoice", ""),
        ("FontAwesome", ""),
    ],
)
def test_what_a_name_could_be_taken_for(name: str, known: str) -> None:
    assert meant(name) == known
