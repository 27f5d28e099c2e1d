"""Finds a PostgreSQL server for the tests: a named one, one that runs on this machine, or a throw-away one."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

FOLDER = Path(__file__).resolve().parents[1] / "build" / "postgres"
# libpq's own defaults first (socket, this user), then the usual administrator by socket and by port.
USUAL_PLACES = (
    "postgresql:///postgres",
    "postgresql://postgres@/postgres?host=/var/run/postgresql",
    "postgresql://postgres@127.0.0.1:5432/postgres",
)


@contextmanager
def server() -> Iterator[str | None]:
    """The address of a server where databases may be created, or None."""
    if named := os.environ.get("TEST_POSTGRES_URL"):
        yield named
        return
    running = next((url for url in USUAL_PLACES if may_create(url)), None)
    binaries = find_binaries()
    if running or binaries is None:
        yield running
        return
    try:
        FOLDER.parent.mkdir(exist_ok=True)
        cluster = throw_away(binaries)
        url = cluster.__enter__()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"A throw-away PostgreSQL cluster could not be started: {error}")
        yield None
        return
    try:
        yield url
    finally:
        cluster.__exit__(None, None, None)


@contextmanager
def wanted() -> Iterator[str | None]:
    """As `server`, and says so when there is none; with REQUIRE_POSTGRES that ends the run."""
    with server() as url:
        if url is None:
            if os.environ.get("REQUIRE_POSTGRES", "") not in {"", "0"}:
                sys.exit("No PostgreSQL server was found, and REQUIRE_POSTGRES is set. Name one by TEST_POSTGRES_URL.")
            print("PostgreSQL not tried: no server found. Name one by TEST_POSTGRES_URL.", flush=True)
        yield url


def environment(url: str | None) -> dict[str, str]:
    """For a process that is to work on this server, or on SQLite."""
    other = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return other | {"DATABASE_URL": url} if url else other


def may_create(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
    except psycopg.OperationalError:
        return False
    return row == (True,)


def find_binaries() -> Path | None:
    """Where initdb and pg_ctl are; Debian keeps them off the PATH."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    newest_last = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return newest_last[-1].parent if newest_last else None


@contextmanager
def throw_away(binaries: Path) -> Iterator[str]:
    """A cluster in build/postgres that speaks through a socket only and is removed afterwards."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    account = server_account()
    if account:
        shutil.chown(FOLDER, account)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, user=account, stdout=subprocess.DEVNULL, cwd=FOLDER)

    data, options = str(FOLDER / "data"), f"-c listen_addresses='' -c unix_socket_directories={FOLDER} -c fsync=off"
    run(str(binaries / "initdb"), "--auth=trust", "--username=postgres", "--encoding=UTF8", "--pgdata", data)
    run(str(binaries / "pg_ctl"), "-D", data, "-o", options, "-l", str(FOLDER / "log"), "-w", "start")
    try:
        yield f"postgresql://postgres@/postgres?host={FOLDER}"
    finally:
        run(str(binaries / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(FOLDER)


def server_account() -> str | None:
    """PostgreSQL refuses to run as root: an account that may, or None if we are not root."""
    if os.getuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
