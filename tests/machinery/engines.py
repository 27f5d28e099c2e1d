"""What the test machinery does with whole databases: files on SQLite, CREATE DATABASE … TEMPLATE on PostgreSQL."""

import shutil
from pathlib import Path
from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper


class Engine(Protocol):
    def exists(self, name: str) -> bool: ...
    def create(self, name: str) -> None: ...
    def copy(self, source: str, target: str) -> None: ...
    def rename(self, old: str, new: str) -> None: ...
    def drop(self, name: str) -> None: ...
    def remove_all(self, prefix: str) -> None: ...
    def point_at(self, name: str) -> None: ...


def engine_of(connection: BaseDatabaseWrapper, folder: Path) -> Engine:
    return SQLiteFiles(connection, folder) if connection.vendor == "sqlite" else PostgresServer(connection)


class SQLiteFiles:
    def __init__(self, connection: BaseDatabaseWrapper, folder: Path) -> None:
        self.connection, self.folder = connection, folder

    def file(self, name: str) -> Path:
        return self.folder / f"{name}.sqlite3"

    def exists(self, name: str) -> bool:
        return self.file(name).exists()

    def create(self, name: str) -> None:
        self.drop(name)

    def copy(self, source: str, target: str) -> None:
        self.drop(target)
        shutil.copyfile(self.file(source), self.file(target))

    def rename(self, old: str, new: str) -> None:
        self.file(old).rename(self.file(new))

    def drop(self, name: str) -> None:
        self.connection.close()
        for ending in ("", "-wal", "-shm"):
            self.file(name).with_name(self.file(name).name + ending).unlink(missing_ok=True)

    def remove_all(self, prefix: str) -> None:
        for file in self.folder.glob(f"{prefix}*.sqlite3"):
            file.unlink()

    def point_at(self, name: str) -> None:
        self.connection.close()
        self.connection.settings_dict["NAME"] = str(self.file(name))


class PostgresServer:
    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.keeper = connection.settings_dict["NAME"]  # the database that TEST_POSTGRES_URL names; never written to

    def run(self, sql: str, *values: str) -> list[tuple[str]]:
        self.point_at(self.keeper)
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            rows = cursor.fetchall() if cursor.description else []
        self.connection.close()
        return rows

    def exists(self, name: str) -> bool:
        return bool(self.run("SELECT datname FROM pg_database WHERE datname = %s", name))

    def create(self, name: str) -> None:
        self.drop(name)
        self.run(f'CREATE DATABASE "{name}" TEMPLATE template0')

    def copy(self, source: str, target: str) -> None:
        self.drop(target)
        self.run(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')

    def rename(self, old: str, new: str) -> None:
        self.run(f'ALTER DATABASE "{old}" RENAME TO "{new}"')

    def drop(self, name: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def remove_all(self, prefix: str) -> None:
        for (name,) in self.run("SELECT datname FROM pg_database WHERE datname LIKE %s", prefix + "%"):
            self.drop(name)

    def point_at(self, name: str) -> None:
        self.connection.close()
        self.connection.settings_dict["NAME"] = name
