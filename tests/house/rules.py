"""The rules of the house as functions: each looks at a folder or a text and returns the offences it found, readable."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("learn", "courses", "certificates")
LONGEST_FILE = 400
LONGEST_FUNCTION = 50

PURE_ROOMS = (
    "courses.grading",
    "courses.competences",
    "courses.h5p.package",
    "courses.h5p.convert",
    "courses.h5p.result",
    "learn.rules",
    "certificates.badge",
    "certificates.design",
    "certificates.letters",
    "certificates.numbering",
)
FRAMEWORKS = ("django", "wagtail", "django_q", "weasyprint", "allauth", "modelcluster")

# Words of the place where this was written. Patterns are cut in two so that this file does not name itself.
WORKSHOP = re.compile(
    "|".join(
        [
            r"\b(?:this|the|first|second|third|next) " + r"issue\b",
            r"\bissue" + r"s? ?#?\d",
            r"\bshared" + r"/(?:guide|content|design|tools|hooks)",
            r"\.\./shared" + r"/",
            r"\bthe guide" + r"(?:'s)?\b(?! dog)",
            r"\b(?:house|settled|product|content-model|stack|setup|style|compliance|FORMAT|CONTRACT)" + r"\.md\b",
            r"/work" + r"/(?:main|shared)",
            r"/tmp" + r"/plan",
            r"\bbuilder" + r" H\d",
        ]
    )
)
REGISTRIES = re.compile(
    r"(?:registry\.npmjs|registry\.yarnpkg|files\.pythonhosted|pypi\.python|npmmirror|unpkg|jsdelivr|test\.pypi|pypi)"
    r"\.(?:org|com|net)"
)
TEXTS = {".py", ".md", ".html", ".txt", ".css", ".js", ".json", ".toml", ".sh", ".po", ".yaml", ".yml", ".svg", ""}
MADE = {".git", ".venv", "node_modules", "var", "build", "__pycache__", ".mypy_cache", ".ruff_cache", ".hypothesis"}
MADE |= {".pytest_cache", ".import_linter_cache"}


def files(root: Path, *parts: str, suffixes: Iterable[str] = (".py",)) -> Iterator[Path]:
    """The files below root/part with such an ending, made things apart."""
    wanted = set(suffixes)
    for part in parts or (".",):
        for folder, folders, names in os.walk(root / part):
            folders[:] = sorted(set(folders) - MADE)  # never walked through: they hold ten times as much as is ours
            yield from (file for name in sorted(names) if (file := Path(folder) / name).suffix in wanted)


def long_files(root: Path) -> list[str]:
    found = []
    for file in files(root, *PACKAGES, "tests", "scripts"):
        lines = len(file.read_text("utf-8").splitlines())
        if lines > LONGEST_FILE and "migrations" not in file.parts:
            found.append(f"{file.relative_to(root)}: {lines} lines")
    return found


def long_functions(root: Path) -> list[str]:
    found = []
    for file in files(root, *PACKAGES, "tests", "scripts"):
        if "migrations" in file.parts:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found.append(f"{file.relative_to(root)}:{node.lineno} {node.name}: {length} lines")
    return found


def impure(root: Path, room: str) -> str:
    """What goes wrong when all modules of a room are imported where no framework can be imported; empty if nothing."""
    script = f"""
import importlib, pkgutil, sys
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {FRAMEWORKS!r}:
            raise ImportError(f"{{name}} is not for a pure room")
sys.meta_path.insert(0, Wall())
sys.path.insert(0, {str(root)!r})
room = importlib.import_module({room!r})
for module in pkgutil.walk_packages(getattr(room, "__path__", ()), {room!r} + "."):
    importlib.import_module(module.name)
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    return ended.stderr.strip().splitlines()[-1] if ended.returncode else ""


def unstated(models: Iterable[type]) -> list[str]:
    """Models that do not say what personal data they hold (text, or None for none) and how long it is kept (text)."""
    found = []
    for model in models:
        stated = {name for kind in model.__mro__ if kind.__module__.startswith(PACKAGES) for name in vars(kind)}
        if "personal_data" not in stated or "retention" not in stated:
            found.append(f"{model.__module__}.{model.__name__}: states no personal_data or no retention")
        elif not isinstance(model.retention, str) or not model.retention:  # type: ignore[attr-defined]
            found.append(f"{model.__module__}.{model.__name__}: retention is empty")
    return found


def unlisted(models: Iterable[Any], listed: set[str]) -> list[str]:
    """Models with personal data that neither export nor erasure knows of."""
    return [
        f"{model._meta.label}: not in the inventory of learn.privacy"
        for model in models
        if getattr(model, "personal_data", None) and model._meta.label not in listed
    ]


def open_rooms(entries: Iterable[str], closed: Iterable[str], doors: set[str]) -> list[str]:
    """Rooms of a package that learn could enter though they are no door."""
    return sorted(set(entries) - set(closed) - doors)


def listeners(root: Path) -> list[str]:
    """Signal receivers outside learn/receivers.py, the one place that listens."""
    found = []
    for file in files(root, *PACKAGES):
        place = file.relative_to(root).as_posix()
        if place == "learn/receivers.py":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            decorators = node.decorator_list if isinstance(node, ast.FunctionDef | ast.ClassDef) else []
            for decorator in decorators:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if name_of(called) == "receiver":
                    found.append(f"{place}:{node.lineno} listens")
    return found


def rules_in_save(models: Iterable[type]) -> list[str]:
    """Models with a save(), delete() or full_clean() of their own: what they would do, bulk writes would not do."""
    return [
        f"{model.__module__}.{model.__name__}.{method}"
        for model in models
        for method in ("save", "delete", "full_clean")
        if method in vars(model)
    ]


def dull_migrations(root: Path) -> list[str]:
    return [
        str(file.relative_to(root))
        for file in files(root, *PACKAGES)
        if file.parent.name == "migrations" and file.name != "__init__.py" and not telling(file.stem)
    ]


def telling(name: str) -> bool:
    return bool(re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+", name)) and "_auto_" not in name and "_alter_" not in name


def unknown_jobs(root: Path, known: set[str]) -> list[str]:
    """Calls of queue() whose first argument is no literal name of a job."""
    found = []
    for file in files(root, *PACKAGES):
        place = file.relative_to(root).as_posix()
        if place == "learn/queue.py":
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and name_of(node.func) == "queue" and node.args:
                first = node.args[0]
                if not isinstance(first, ast.Constant) or first.value not in known:
                    found.append(f"{place}:{node.lineno} queues {ast.unparse(first)}")
    return found


def workshop_words(root: Path) -> list[str]:
    return texts_with(root, WORKSHOP, skip=("tests/house/", "LICENSE"))


def registry_addresses(root: Path) -> list[str]:
    return texts_with(root, REGISTRIES, skip=("tests/house/",))


def texts_with(root: Path, pattern: re.Pattern[str], skip: tuple[str, ...]) -> list[str]:
    found = []
    for file in files(root, suffixes=TEXTS):
        place = file.relative_to(root).as_posix()
        if place.startswith(skip):
            continue
        try:
            lines = file.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [
            f"{place}:{number} {line.strip()[:100]}" for number, line in enumerate(lines, 1) if pattern.search(line)
        ]
    return found


def blind_reports(source: str) -> list[str]:
    """Public functions of a report's queries that read rows, or act for a viewer, and do not ask visible_people."""
    found = []
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        reads = any(isinstance(inner, ast.Attribute) and inner.attr == "objects" for inner in ast.walk(node))
        for_viewer = any(argument.arg == "viewer" for argument in node.args.args)
        asks = any(isinstance(n, ast.Call) and name_of(n.func) == "visible_people" for n in ast.walk(node))
        if (reads or for_viewer) and not asks:
            found.append(f"{node.name} does not begin with visible_people")
    return found


OWN_OF_REPORTS = {"ReportRun", "ReportDefinition"}


def reading_beside_queries(root: Path) -> list[str]:
    """Modules of the reports, queries apart, that read rows themselves; the room's own rows are no one's records."""
    return [
        f"{file.relative_to(root)}:{node.lineno} reads rows"
        for file in files(root, "learn/reports")
        if not file.name.startswith("queries")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "objects" and name_of(node.value) not in OWN_OF_REPORTS
    ]


def speechless(root: Path) -> list[str]:
    """Modules without a docstring; empty __init__ files and migrations apart."""
    found = []
    for file in files(root, *PACKAGES, "scripts", "tests"):
        text = file.read_text("utf-8")
        if "migrations" in file.parts or (file.name == "__init__.py" and not text.strip()):
            continue
        if not ast.get_docstring(ast.parse(text)):
            found.append(str(file.relative_to(root)))
    return found


def name_of(node: ast.expr) -> str:
    """`queue` of both `queue(…)` and `learn.queue.queue(…)`."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
