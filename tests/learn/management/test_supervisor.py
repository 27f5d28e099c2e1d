"""Web server and worker together, tried with small stand-in programs: no port, no database."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from learn.management import supervisor
from tests.machinery.processes import PATIENCE, until

# Both children write their process id into a folder and then wait for ever.
PROGRAM = """
import sys
from learn.management import supervisor
work = "import os, sys, time; open(sys.argv[1] + str(os.getpid()), 'w').close(); time.sleep(3600)"
child = [sys.executable, "-c", work]
supervisor.RESTART_PAUSE = 0.1
folder = sys.argv[1]
sys.exit(supervisor.supervise({"web": [*child, folder + "/web-"], "worker": [*child, folder + "/worker-"]}))
"""


def children(folder: Path, kind: str, at_least: int) -> list[int]:
    """The process ids of the children seen so far, waiting until there are enough."""
    assert until(lambda: len(list(folder.glob(f"{kind}-*"))) >= at_least, PATIENCE), f"no {kind}"
    found = sorted(folder.glob(f"{kind}-*"), key=lambda file: file.stat().st_mtime_ns)
    return [int(file.name.rpartition("-")[2]) for file in found]


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(*pids: int) -> bool:
    return until(lambda: not any(is_alive(pid) for pid in pids), PATIENCE)


@pytest.fixture
def running(tmp_path: Path):
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(tmp_path)], stderr=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


def test_ctrl_c_stops_both(running: subprocess.Popen[str], tmp_path: Path) -> None:
    web, worker = children(tmp_path, "web", 1)[0], children(tmp_path, "worker", 1)[0]
    running.send_signal(signal.SIGINT)
    assert running.wait(PATIENCE) == 0
    assert gone(web, worker)


def test_a_killed_worker_is_started_again(running: subprocess.Popen[str], tmp_path: Path) -> None:
    os.kill(children(tmp_path, "worker", 1)[0], signal.SIGKILL)
    assert is_alive(children(tmp_path, "worker", 2)[1])
    assert is_alive(children(tmp_path, "web", 1)[0])


def test_without_the_web_server_all_ends(running: subprocess.Popen[str], tmp_path: Path) -> None:
    web, worker = children(tmp_path, "web", 1)[0], children(tmp_path, "worker", 1)[0]
    os.kill(web, signal.SIGKILL)
    assert running.wait(PATIENCE) == 1
    assert running.stderr is not None
    assert "The web server ended (-9)." in running.stderr.read()
    assert gone(worker)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
def test_children_do_not_outlive_a_killed_supervisor(running: subprocess.Popen[str], tmp_path: Path) -> None:
    web, worker = children(tmp_path, "web", 1)[0], children(tmp_path, "worker", 1)[0]
    running.kill()
    assert gone(web, worker)


def test_a_taken_port_is_said_or_avoided(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(supervisor.PortTaken, match=f"Port {port} is in use"):
            supervisor.port_to_use(port)
        monkeypatch.setattr(supervisor, "FIRST_PORT", port)
        monkeypatch.setattr(supervisor, "LAST_PORT", port)
        with pytest.raises(supervisor.PortTaken, match="all in use"):
            supervisor.port_to_use(None)
    assert supervisor.port_to_use(port) == port
