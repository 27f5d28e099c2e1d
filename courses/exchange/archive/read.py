"""Reading an archive: files with limits, YAML with the line of every value."""

import stat
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

import yaml
from django.utils.translation import gettext as _

from courses.exchange.archive.report import ArchiveRefused
from courses.h5p.own_package import pack_folder

MAX_FILES = 500
MAX_TOTAL = 200 * 1024 * 1024
MAX_FILE = 20 * 1024 * 1024
MAX_YAML = 2 * 1024 * 1024
# What Python's zipfile raises for damaged data, an unknown way of packing, and a password. It never gives out more
# bytes than an entry states, so the limits below may trust the stated sizes.
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)
MAX_RATIO = 200  # a zip that grows more than this is a bomb, not a course
MAX_DEPTH = 30
MEDIA = "media"
Place = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Source:
    """One YAML file as plain data, with the line of every place in it (counted from 1)."""

    name: str
    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def at(self, place: Place) -> int:
        """The line of a place, or of the nearest one above it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, message: str) -> None:
        self.faults.append(_("%(file)s, Zeile %(line)s: %(message)s") % {
            "file": self.name, "line": self.at(place), "message": message})  # fmt: skip


@dataclass
class Archive:
    """What was found: one source a language, and the media by name."""

    sources: dict[str, Source]
    media: Mapping[str, bytes]


def read_archive(path: Path) -> Archive:
    """Read a folder or a zip file. Raises ArchiveRefused if it cannot be read; other faults stay in the sources."""
    if path.is_dir():
        files = _read_folder(path)
    elif zipfile.is_zipfile(path):
        try:
            files = _read_zip(path)
        except _BROKEN_ZIP as error:
            message = _("%s: Die ZIP-Datei ist beschädigt oder mit einem Passwort geschützt. Bitte packen Sie sie neu.")
            raise ArchiveRefused([message % path.name]) from error
    else:
        raise ArchiveRefused([_("%s ist weder ein Ordner noch eine ZIP-Datei.") % path.name])
    sources = {
        PurePosixPath(name).stem: _parse(name, content)
        for name, content in sorted(files.items())
        if "/" not in name and name.endswith((".yaml", ".yml"))
    }
    if not sources:
        raise ArchiveRefused([_("%s: Es gibt keine YAML-Datei (zum Beispiel de.yaml).") % path.name])
    media = {name.split("/", 1)[1]: content for name, content in files.items() if name.startswith(MEDIA + "/")}
    return Archive(sources, media)


def _read_folder(path: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    total = 0
    for file in sorted([*path.glob("*.y*ml"), *path.glob(f"{MEDIA}/*")]):
        if file.is_symlink() or not (file.is_file() or _is_unpacked(file)):
            continue
        content = pack_folder(file, []) if file.is_dir() else file.read_bytes()
        total += len(content)
        _limit(path.name, len(found) + 1, len(content), total)
        found[file.relative_to(path).as_posix()] = content
    return found


def _is_unpacked(path: Path) -> bool:
    """An H5P content may lie in a folder of its name, so that people can read it and follow its changes."""
    return path.suffix == ".h5p" and (path / "h5p.json").is_file()


def _read_zip(path: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    total = 0
    with zipfile.ZipFile(path) as packed:
        entries = [entry for entry in packed.infolist() if not entry.is_dir()]
        top = {entry.filename.split("/", 1)[0] for entry in entries if "/" in entry.filename}
        inside = any("/" not in entry.filename for entry in entries) or len(top) != 1
        prefix = "" if inside else f"{top.pop()}/"
        for entry in entries:
            name = entry.filename.removeprefix(prefix)
            _safe_name(path.name, entry, name)
            total += entry.file_size
            _limit(path.name, len(found) + 1, entry.file_size, total)
            if entry.file_size > MAX_RATIO * max(entry.compress_size, 100):
                raise ArchiveRefused([_("%s: Eine Datei ist verdächtig stark gepackt.") % path.name])
            with packed.open(entry) as stream:
                content = stream.read(MAX_FILE + 1)
            if len(content) > MAX_FILE:
                raise ArchiveRefused([_("%(zip)s: %(file)s ist zu groß.") % {"zip": path.name, "file": name}])
            found[name] = content
    return found


def _safe_name(archive: str, entry: zipfile.ZipInfo, name: str) -> None:
    parts = PurePosixPath(name).parts
    link = stat.S_ISLNK(entry.external_attr >> 16)
    if link or name.startswith("/") or "\\" in name or ".." in parts or len(parts) > 2 or not name.isprintable():
        raise ArchiveRefused([_("%(zip)s: Der Dateiname %(file)r ist nicht erlaubt.") % {"zip": archive, "file": name}])


def _limit(archive: str, count: int, size: int, total: int) -> None:
    if count > MAX_FILES or size > MAX_FILE or total > MAX_TOTAL:
        raise ArchiveRefused([_("%s: Zu viele oder zu große Dateien.") % archive])


def _parse(name: str, content: bytes) -> Source:
    source = Source(name)
    if len(content) > MAX_YAML:
        source.fault((), _("Die Datei ist zu groß."))
        return source
    try:
        loader = _Loader(content.decode("utf-8-sig"))
        try:
            node = loader.get_single_node()
            if node is not None:
                source.data = _Walk(source, loader).value(node, ())
        finally:
            loader.dispose()
    except UnicodeDecodeError:
        source.fault((), _("Die Datei ist nicht in UTF-8 geschrieben."))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        source.lines[()] = mark.line + 1 if mark else 1
        source.fault((), _("Das ist kein gültiges YAML: %s") % (error.problem or error.context))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        source.fault((), _("Das ist kein gültiges YAML: %s") % str(error).splitlines()[0])
    return source


class _Walk:
    """YAML nodes to plain data, remembering lines; one value never stands for two places."""

    def __init__(self, source: Source, loader: Any) -> None:
        self.source, self.loader, self.seen = source, loader, set[int]()

    def value(self, node: Any, place: Place) -> Any:
        self.source.lines[place] = node.start_mark.line + 1
        if id(node) in self.seen:
            self.source.fault(place, _("Verweise (&, *) sind nicht erlaubt. Bitte schreiben Sie den Inhalt aus."))
            return None
        self.seen.add(id(node))
        if len(place) > MAX_DEPTH:
            self.source.fault(place, _("Zu tief verschachtelt."))
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(each, (*place, number)) for number, each in enumerate(node.value)]
        made = self.loader.construct_object(node)
        if made is not None and not isinstance(made, str | int | float | bool):
            # dates and the like: people meant the text
            made = node.value
        return made

    def _mapping(self, node: Any, place: Place) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            here = (*place, key)
            if key in found or not key:
                self.source.lines[here] = key_node.start_mark.line + 1
                self.source.fault(
                    here, _("Das Feld „%s“ steht zweimal da.") % key if key else _("Ein Feld hat keinen Namen.")
                )
                continue
            found[key] = self.value(value_node, here)
            # people look for the field's name, not for where its value begins
            self.source.lines[here] = key_node.start_mark.line + 1
        return found
