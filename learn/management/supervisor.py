"""Runs the web server and the queue worker together until Ctrl-C: the second half of `manage.py demo`.

Needs no Django, so that the process that waits stays small. Also started by itself:
`python -m learn.management.supervisor --port 8000 --announce var/demo.txt`.
"""

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

RESTART_PAUSE = 2  # seconds before a worker that ended is started again
PATIENCE = 10  # seconds for a process to stop by itself
FIRST_PORT, LAST_PORT = 8000, 8019
PR_SET_PDEATHSIG = 1


class PortTaken(ValueError):
    """No port to listen on; the text says what to do."""


def port_to_use(wanted: int | None) -> int:
    """`wanted` if it is free, else an error; without a wish the first free one of FIRST_PORT..LAST_PORT."""
    if wanted:
        if not is_free(wanted):
            raise PortTaken(f"Port {wanted} is in use. Stop what runs there or choose another: make demo PORT=8100")
        return wanted
    for port in range(FIRST_PORT, LAST_PORT + 1):
        if is_free(port):
            return port
    raise PortTaken(f"Ports {FIRST_PORT} to {LAST_PORT} are all in use. Choose one: make demo PORT=8100")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def web_server(port: int) -> list[str]:
    options = ["--workers", "1", "--threads", "4", "--preload", "--log-level", "warning", "--no-control-socket"]
    return [sys.executable, "-m", "gunicorn", "learn.wsgi", "--bind", f"127.0.0.1:{port}", *options]


def queue_worker() -> list[str]:
    return [sys.executable, "manage.py", "qcluster"]


def supervise(commands: dict[str, list[str]], on_tick: Callable[[], None] = lambda: None) -> int:
    """Runs `web` and `worker` until a signal comes or the web server ends; a worker that ends is started again.

    Returns the exit code: 0 after a signal, 1 if the web server ended by itself.
    """
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _: stopping.append(received))
    running = {name: start(command) for name, command in commands.items()}
    try:
        while not stopping and running["web"].poll() is None:
            time.sleep(0.2)
            on_tick()
            if running["worker"].poll() is not None and not stopping:
                print(f"The worker ended ({running['worker'].returncode}); starting it again.", file=sys.stderr)
                time.sleep(RESTART_PAUSE)
                end_group(running["worker"])
                running["worker"] = start(commands["worker"])
        if not stopping:
            print(f"The web server ended ({running['web'].returncode}).", file=sys.stderr)
            return 1
        return 0
    finally:
        for process in running.values():
            stop(process)


def start(command: list[str]) -> subprocess.Popen[bytes]:
    """A child in a session of its own: Ctrl-C reaches the supervisor only, which then asks it to stop."""
    return subprocess.Popen(command, start_new_session=True, preexec_fn=_end_with_parent)  # noqa: PLW1509 one thread only


def _end_with_parent() -> None:
    """Linux: if the supervisor is killed outright, its children get SIGTERM instead of living on."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            pass
    end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Ends what a killed parent left behind."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def announcer(port: int, text: str) -> Callable[[], None]:
    """Prints `text` once, as soon as the web server takes connections."""
    waiting = [text]

    def tick() -> None:
        if waiting and answers(port):
            print(waiting.pop(), flush=True)

    return tick


def main() -> int:
    options = argparse.ArgumentParser(description="Runs the web server and the queue worker together.")
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--announce", type=Path, required=True, help="a text file to print when the site answers")
    given = options.parse_args()
    commands = {"web": web_server(given.port), "worker": queue_worker()}
    return supervise(commands, announcer(given.port, given.announce.read_text("utf-8")))


if __name__ == "__main__":
    sys.exit(main())
