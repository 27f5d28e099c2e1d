"""The approved store of libraries: what a package needs and lacks here, approval, and the way through to play.

Code enters here and nowhere else. A package's own copies of libraries are only compared with the store and dropped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from courses.h5p.models import H5PLibrary, H5PLibraryRequest, H5PVersion
from courses.h5p.package import Library, LibraryName, Limits, Package, Refused, closure
from courses.h5p.package.libraries import read_libraries
from courses.h5p.package.names import dependencies
from courses.h5p.storage import names_below, read, write

APPROVED = "courses.h5p.approve"
WITHDRAWN = "courses.h5p.withdraw"
ASKED = "courses.h5p.ask"
DECLINED = "courses.h5p.decline"

Stand = Literal["new", "changed", "equal"]


@dataclass(frozen=True, slots=True)
class Missing:
    """A library that a package needs and the store cannot give it.

    `why`: "unknown" - this version is not approved; "differs" - it is, but with other files than the package's.
    `approved` names the version that is approved instead, if there is one.
    """

    name: LibraryName
    why: Literal["unknown", "differs"]
    patch: int | None = None
    title: str = ""
    approved: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What approval would do to the files of a library."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shelved:
    """What is known of a library when only its dependencies matter."""

    dependencies: tuple[LibraryName, ...] = ()


@dataclass(slots=True)
class _Shelf:
    """All approved libraries, read once; of each minor version the latest patch is the one that plays."""

    rows: dict[LibraryName, H5PLibrary] = field(default_factory=dict)
    hashes: dict[tuple[LibraryName, int], str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "_Shelf":
        shelf = cls()
        for row in H5PLibrary.objects.order_by("patch"):
            name = LibraryName(row.machine_name, row.major, row.minor)
            shelf.rows[name] = row
            shelf.hashes[name, row.patch] = row.sha256
        return shelf

    def known(self) -> Mapping[LibraryName, _Shelved]:
        return {name: _Shelved(dependencies_of(row.metadata)) for name, row in self.rows.items()}


def named(text: str) -> LibraryName:
    """The name of a library that is written "H5P.Blanks 1.14"."""
    name = LibraryName.parse(text)
    assert name is not None, text  # noqa: S101  of our own rows
    return name


def dependencies_of(metadata: Mapping[str, Any]) -> tuple[LibraryName, ...]:
    """What a library.json or h5p.json needs to play; what only an editor needs is left out."""
    return dependencies(metadata.get("preloadedDependencies"), "library.json")


def missing(package: Package) -> list[Missing]:
    """What stands between the package and the player: libraries not approved, or approved with other files.

    Copies the package carries without needing them, as for an editor, are not asked about: they are dropped anyway.
    """
    shelf = _Shelf.read()
    carried = {library.name: library for library in package.libraries}
    found: list[Missing] = []
    for name in _needed(package, carried, shelf):
        library = carried.get(name)
        if library is None:
            if name not in shelf.rows:
                found.append(Missing(name, "unknown"))
            continue
        kept = shelf.hashes.get((name, library.patch))
        if kept != library.sha256:
            why: Literal["unknown", "differs"] = "unknown" if kept is None else "differs"
            found.append(Missing(name, why, library.patch, library.title, _approved(shelf, name)))
    return found


def _needed(package: Package, carried: Mapping[LibraryName, Library], shelf: _Shelf) -> Iterable[LibraryName]:
    """Everything that has to be there, in both of the places it may be; what lies behind a gap is not known."""
    known: dict[LibraryName, Any] = {**shelf.known(), **carried}
    needed: dict[LibraryName, None] = {}
    waiting = [package.main, *package.dependencies]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = None
            waiting.extend(known[name].dependencies if name in known else ())
    return needed


def _approved(shelf: _Shelf, name: LibraryName) -> str:
    row = shelf.rows.get(name)
    return f"{row.major}.{row.minor}.{row.patch}" if row else ""


def resolve(package: Package) -> list[H5PLibrary]:
    """The libraries a package plays with, from the store alone, in the order in which they are loaded.

    Raises Refused("missing-library") where the store lacks one.
    """
    return _resolve(package.main, package.dependencies, _Shelf.read())


def _resolve(main: LibraryName, needed: tuple[LibraryName, ...], shelf: _Shelf) -> list[H5PLibrary]:
    return [shelf.rows[name] for name in closure(main, needed, shelf.known())]


def stand(library: Library) -> Stand:
    """How a library of a package stands to the store: not there, there with other files, there just so."""
    kept = kept_as(library)
    if kept is None:
        return "new"
    return "equal" if kept.sha256 == library.sha256 else "changed"


def kept_as(library: Library) -> H5PLibrary | None:
    """The approved library of exactly this version."""
    name = library.name
    return H5PLibrary.objects.filter(
        machine_name=name.machine, major=name.major, minor=name.minor, patch=library.patch
    ).first()


def approved_hash(library: Library) -> str:
    """What is approved of exactly this version now; empty if nothing is."""
    kept = kept_as(library)
    return kept.sha256 if kept else ""


def changes(library: Library) -> Changes:
    """File by file, how a library differs from the approved one of the same version."""
    kept = kept_as(library)
    before = {name: read(f"{kept.folder}/{name}") for name in names_below(kept.folder)} if kept else {}
    return Changes(
        added=tuple(sorted(library.files.keys() - before.keys())),
        changed=tuple(sorted(name for name in before if library.files.get(name, before[name]) != before[name])),
        removed=tuple(sorted(before.keys() - library.files.keys())),
    )


def approve(library: Library, user: Any) -> H5PLibrary:
    """Takes a library into the store. One approved before with other files is replaced: the administrator saw both.

    Files come first and lie below their hash: ended in between, they are there without a row, which harms nobody,
    and the next approval finds them. Contents that waited for this library can be played from now on.
    """
    folder = f"libraries/{library.sha256}"
    write(folder, library.files)
    name = library.name
    with transaction.atomic():
        row, made = H5PLibrary.objects.update_or_create(
            machine_name=name.machine,
            major=name.major,
            minor=name.minor,
            patch=library.patch,
            defaults={
                "title": library.title[:255],
                "license": library.license[:80],
                "sha256": library.sha256,
                "folder": folder,
                "metadata": library.metadata,
                "approved_at": timezone.now(),
            },
        )
        H5PLibraryRequest.objects.filter(machine_name=name.machine, major=name.major, minor=name.minor).delete()
        log(row, APPROVED, user=user, data={"library": str(row), "sha256": library.sha256, "replaced": not made})
        serve_waiting()
    return row


def approve_folder(folder: Path, user: Any = None) -> list[H5PLibrary]:
    """Approves the libraries that lie unpacked in a folder, one folder each. Equal ones stay as they are.

    Raises Refused.
    """
    found = {each.name: _files_in(each) for each in sorted(folder.iterdir()) if each.is_dir()}
    libraries = read_libraries(found, Limits())
    return [approve(each, user) for each in libraries if stand(each) != "equal"]


def _files_in(folder: Path) -> dict[str, bytes]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def serve_waiting() -> None:
    """Gives their libraries to the contents that were kept before all of these were approved."""
    shelf = _Shelf.read()
    for version in H5PVersion.objects.filter(libraries=None):
        main, needed = named(version.main_library), dependencies_of(version.metadata)
        try:
            version.libraries.set(_resolve(main, needed, shelf))
        except Refused:
            continue


def withdraw(row: H5PLibrary, user: Any) -> None:
    """Ends an approval. Contents that play with it cannot be played any more, at once; its files stay, as orphans."""
    with transaction.atomic():
        for version in H5PVersion.objects.filter(libraries=row):
            version.libraries.clear()
        log(row, WITHDRAWN, user=user, data={"library": str(row), "sha256": row.sha256}, deleted=True)
        row.delete()
        # an older patch of the same library may be there
        serve_waiting()


def decline(wanted: H5PLibraryRequest, user: Any) -> None:
    """Takes a wish from the list without an approval."""
    with transaction.atomic():
        log(wanted, DECLINED, user=user, data={"library": str(wanted)}, deleted=True)
        wanted.delete()


def asked_for(wanted: Iterable[Missing]) -> bool:
    """Whether all of these are asked for already."""
    known = set(H5PLibraryRequest.objects.values_list("machine_name", "major", "minor"))
    return {(each.name.machine, each.name.major, each.name.minor) for each in wanted} <= known


def ask_for(wanted: Iterable[Missing], user: Any) -> int:
    """Notes for the administrators which libraries are wanted; how many of them nobody had asked for."""
    asked = 0
    for each in wanted:
        row, made = H5PLibraryRequest.objects.get_or_create(
            machine_name=each.name.machine, major=each.name.major, minor=each.name.minor
        )
        if made:
            asked += 1
            log(row, ASKED, user=user, data={"library": str(row)})
    return asked
