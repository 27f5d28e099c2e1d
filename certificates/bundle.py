"""Packing many certificates into one ZIP, step by step, so that a killed worker loses nothing but the last step."""

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import IO

from django.utils.translation import gettext as _

from certificates.models import Bundle, Certificate
from certificates.vault import Vault

MISSING = "Nicht-enthalten.txt"
_UNSAFE = re.compile(r"[^\w .,-]+")
EPOCH = (2026, 1, 1, 0, 0, 0)  # the same file whenever it is packed


def write(bundle: Bundle) -> tuple[str, int]:
    """Writes the ZIP of everything that is printed; its name in the vault and its size in bytes."""
    name = f"bundles/{bundle.key}.zip"
    rows = Certificate.objects.filter(pk__in=bundle.wanted, erased_on=None).order_by(
        "holder_name", "course_title", "pk"
    )
    missing = dict(bundle.missing)

    def fill(file: IO[bytes]) -> None:
        with zipfile.ZipFile(file, "w") as packed:
            used: Counter[str] = Counter()
            for row in rows.iterator():
                data = Vault().read(row.file_name) if row.file_name else None
                if data is None:
                    missing.setdefault(str(row.pk), "")
                else:
                    packed.writestr(zipfile.ZipInfo(_file_name(row, used), EPOCH), data)
            if lost := [row for row in rows if str(row.pk) in missing]:
                packed.writestr(zipfile.ZipInfo(MISSING, EPOCH), _list(lost).encode("utf-8-sig"))

    return name, Vault().put_by(name, fill)


def print_missing(bundle: Bundle, print_one: Callable[[int], None], until: Callable[[], bool]) -> bool:
    """Prints what has no file yet; False if `until` said stop before the end. What fails is noted on the row."""
    waiting = Certificate.objects.filter(pk__in=bundle.wanted, erased_on=None, file_name="").order_by("pk")
    bundle.done = len(bundle.wanted) - waiting.count()
    for pk in _not_in(waiting.values_list("pk", flat=True), bundle.missing):
        if until():
            return False
        try:
            print_one(pk)
        except Exception as error:  # noqa: BLE001  whatever it is, the others shall be packed
            bundle.missing[str(pk)] = f"{type(error).__name__}"
        else:
            if not Certificate.objects.filter(pk=pk).exclude(file_name="").exists():
                bundle.missing[str(pk)] = "paused"
        bundle.done += 1
        # Only starts that bring nothing count: a worker may be killed often, and the bundle still comes to its end.
        Bundle.objects.filter(pk=bundle.pk).update(done=bundle.done, missing=bundle.missing, starts=0)
    return True


def remove_old(before: datetime) -> int:
    """Deletes bundles made before a moment, with their files; returns how many."""
    return remove(Bundle.objects.filter(created_at__lt=before))


def remove(bundles: Iterable[Bundle]) -> int:
    """Deletes bundles with their files; returns how many."""
    number = 0
    for bundle in bundles:
        number += 1
        if bundle.file_name:
            Vault().delete(bundle.file_name)
        bundle.delete()
    return number


def _not_in(keys: Iterable[int], missing: dict[str, str]) -> list[int]:
    return [key for key in keys if str(key) not in missing]


def _file_name(row: Certificate, used: Counter[str]) -> str:
    plain = _UNSAFE.sub("", f"{row.holder_name} - {row.course_title}").strip(" .")[:100]
    used[plain] += 1
    return f"{plain}{f' ({used[plain]})' if used[plain] > 1 else ''}.pdf"


def _list(rows: Iterable[Certificate]) -> str:
    lines = [_("Diese Zertifikate konnten nicht gedruckt werden. Sie gelten trotzdem."), ""]
    lines += [f"{row.holder_name} – {row.course_title}" for row in rows]
    return "\r\n".join(lines) + "\r\n"
