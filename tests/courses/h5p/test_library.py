"""The approved store: what a package lacks, approval, and what plays with what."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from courses.h5p import library
from courses.h5p.contents import keep
from courses.h5p.models import H5PLibrary, H5PLibraryRequest
from courses.h5p.package import LibraryName, Package, Refused, read
from courses.h5p.storage import store
from tests.factories import h5p, people
from tests.machinery.h5p import files_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("h5p_store")]


def full(**changes: Any) -> Package:
    return read(BytesIO(h5p.full(**changes)))


def approve_all(package: Package) -> list[H5PLibrary]:
    return [library.approve(each, None) for each in package.libraries]


def names(found: list[library.Missing]) -> dict[str, str]:
    return {str(each.name): each.why for each in found}


def test_nothing_is_approved_at_first() -> None:
    assert names(library.missing(full())) == {h5p.MULTICHOICE: "unknown", h5p.HELPER: "unknown"}


def test_of_content_alone_all_it_names_is_missing() -> None:
    found = library.missing(h5p.package(needs=[h5p.HELPER]))
    assert names(found) == {h5p.MULTICHOICE: "unknown", h5p.HELPER: "unknown"}
    assert {each.patch for each in found} == {None}


def test_equal_copies_are_no_obstacle() -> None:
    approve_all(full())
    assert library.missing(full()) == []
    assert library.missing(h5p.package()) == []


def test_another_script_under_the_same_version_differs() -> None:
    approve_all(full())
    found = library.missing(full(script="fetch('/konto/')"))
    assert names(found) == {h5p.MULTICHOICE: "differs"}
    assert (found[0].patch, found[0].approved) == (5, "1.16.5")


def test_another_patch_is_unknown_and_says_what_is_approved() -> None:
    approve_all(full())
    found = library.missing(full(patch=6))
    assert names(found) == {h5p.MULTICHOICE: "unknown"}
    assert (found[0].patch, found[0].approved) == (6, "1.16.5")


def test_what_an_approved_library_needs_is_asked_for_too() -> None:
    by_name = {each.name.machine: each for each in full().libraries}
    library.approve(by_name["H5P.MultiChoice"], None)
    assert names(library.missing(h5p.package())) == {h5p.HELPER: "unknown"}


def test_libraries_of_an_editor_are_neither_needed_nor_missed() -> None:
    approve_all(full())
    both = [h5p.library(h5p.MULTICHOICE, needs=[h5p.HELPER]), h5p.library(h5p.HELPER, runnable=False)]
    editor = h5p.library("H5PEditor.RangeList 1.0", runnable=False)
    needs = [h5p.HELPER, "H5PEditor.RangeList 1.0"]
    assert library.missing(read(BytesIO(h5p.packed(needs=needs, libraries=[*both, editor])))) == []


def test_resolve_gives_the_order_of_loading() -> None:
    approve_all(full())
    assert [row.machine_name for row in library.resolve(h5p.package())] == ["H5P.JoubelUI", "H5P.MultiChoice"]


def test_resolve_takes_the_latest_patch() -> None:
    approve_all(full())
    approve_all(full(patch=7))
    assert [row.patch for row in library.resolve(h5p.package())] == [5, 7]


def test_resolve_refuses_what_the_store_lacks() -> None:
    with pytest.raises(Refused) as raised:
        library.resolve(h5p.package())
    assert raised.value.reason == "missing-library"
    assert raised.value.library == LibraryName("H5P.MultiChoice", 1, 16)


def test_approval_writes_files_row_and_log(h5p_store: Path) -> None:
    user = people.user()
    made = full().libraries[0]
    row = library.approve(made, user)
    assert store().open(f"{row.folder}/main.js").read() == made.files["main.js"]
    assert files_in(h5p_store) == {f"{row.folder}/{name}" for name in made.files}
    assert (row.sha256, row.license, row.metadata["machineName"]) == (made.sha256, "MIT", row.machine_name)
    entry = ModelLogEntry.objects.get(action=library.APPROVED)
    assert (entry.user, entry.data["sha256"]) == (user, made.sha256)


def test_a_changed_library_replaces_the_approved_one() -> None:
    approve_all(full())
    old = H5PLibrary.objects.get(machine_name="H5P.MultiChoice")
    changed = next(each for each in full(script="var neu;").libraries if each.name.machine == old.machine_name)
    assert library.stand(changed) == "changed"
    assert library.changes(changed) == library.Changes(changed=("main.js",))
    row = library.approve(changed, None)
    assert (row.pk, row.sha256) == (old.pk, changed.sha256)
    assert library.stand(changed) == "equal"
    assert library.changes(changed) == library.Changes()


def test_approving_twice_changes_nothing(h5p_store: Path) -> None:
    approve_all(full())
    before = files_in(h5p_store)
    approve_all(full())
    assert (files_in(h5p_store), H5PLibrary.objects.count()) == (before, 2)


def test_the_rest_of_an_ended_writing_is_written_anew(h5p_store: Path) -> None:
    made = full().libraries[0]
    torn = h5p_store / "libraries" / made.sha256 / "main.js"
    torn.parent.mkdir(parents=True)
    torn.write_bytes(made.files["main.js"][:3])
    row = library.approve(made, None)
    assert store().open(f"{row.folder}/main.js").read() == made.files["main.js"]


def test_a_content_that_waited_can_be_played_after_the_approval() -> None:
    version = keep(h5p.package(), title="Wartet", user=None)
    assert not version.libraries.exists()
    helper, choice = sorted(full().libraries, key=lambda each: str(each.name))
    library.approve(choice, None)
    assert not version.libraries.exists()
    library.approve(helper, None)
    assert version.libraries.count() == 2


def test_a_withdrawn_approval_stops_what_plays_with_it() -> None:
    approve_all(full())
    version = keep(h5p.package(), title="Spielt", user=None)
    assert version.libraries.count() == 2
    library.withdraw(H5PLibrary.objects.get(machine_name="H5P.JoubelUI"), people.user())
    assert not version.libraries.exists()
    assert ModelLogEntry.objects.get(action=library.WITHDRAWN).data["library"] == "H5P.JoubelUI 1.3.5"


def test_after_a_withdrawal_an_older_patch_plays() -> None:
    approve_all(full())
    approve_all(full(patch=7))
    version = keep(h5p.package(), title="Spielt", user=None)
    library.withdraw(H5PLibrary.objects.get(patch=7), None)
    assert sorted(version.libraries.values_list("patch", flat=True)) == [5, 5]


def test_a_wish_is_noted_once_and_met_by_the_approval() -> None:
    user, package = people.user(), full()
    assert library.ask_for(library.missing(package), user) == 2
    assert library.ask_for(library.missing(package), people.user()) == 0
    approve_all(package)
    assert not H5PLibraryRequest.objects.exists()


def test_a_wish_can_be_declined() -> None:
    library.ask_for(library.missing(h5p.package()), people.user())
    library.decline(H5PLibraryRequest.objects.get(), people.user())
    assert not H5PLibraryRequest.objects.exists()
    assert ModelLogEntry.objects.filter(action=library.DECLINED).count() == 1
