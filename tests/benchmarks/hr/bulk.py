"""Rows by the hundred thousand: COPY on PostgreSQL, executemany on SQLite."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.utils import timezone

__all__ = ["insert", "moment", "restart_ids"]


def insert(model: type[Model], columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    """Write rows of a table, given by the names of the model's fields; other columns take their defaults.

    Days and uuids may be given as they are. Nothing is checked and no signal is sent.
    """
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    rest = [field for name, field in by_name.items() if name not in columns and not field.primary_key]
    rest = [field for field in rest if not field.null]
    fixed = tuple(_default(field) for field in rest)
    names = [by_name[name].column for name in columns] + [field.column for field in rest]
    quoted = ", ".join(f'"{name}"' for name in names)
    table = f'"{model._meta.db_table}"'
    full = (tuple(map(_text, row)) + fixed for row in rows)
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        with connection.connection.cursor() as cursor, cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
            for row in full:
                copy.write_row(row)
    else:
        places = ", ".join("?" for _ in names)
        connection.ensure_connection()
        connection.connection.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({places})", full)


def restart_ids(*models: type[Model]) -> None:
    """Let the sequences go on after ids that were given by hand."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM \"{table}\"))")


def moment(day: date, hour: int = 9) -> str:
    """A moment of a day as both databases read it; the hour is UTC's."""
    zone = "+00" if connection.vendor == "postgresql" else ""
    return f"{day.isoformat()} {hour:02}:00:00{zone}"


def _text(value: object) -> object:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


def _default(field: object) -> object:
    value = timezone.now() if getattr(field, "auto_now_add", False) else field.get_default()  # type: ignore[attr-defined]
    return field.get_db_prep_save(value, connection)  # type: ignore[attr-defined]
