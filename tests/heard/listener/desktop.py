"""A desktop of its own without a screen: session bus, display, window manager, home. All of it goes when it is left."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

SCREEN = "1280x1024x24"


class Desktop:
    """`run` starts a program on it; `busy` tells whether any of them wants the processor."""

    def __init__(self, language: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="heard-"))
        self.processes: list[subprocess.Popen[bytes]] = []
        foreign = ("DBUS_", "AT_SPI_", "XDG_", "WAYLAND_")
        self.environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)} | {
            "LANG": language,
            "LC_ALL": language,
            "LANGUAGE": language.partition("_")[0],
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "GSETTINGS_BACKEND": "memory",
            "NO_AT_BRIDGE": "0",
            "ACCESSIBILITY_ENABLED": "1",
            "GTK_MODULES": "gail:atk-bridge",
        }

    def start(self) -> None:
        bus = self.run("bus", ["dbus-daemon", "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE)
        assert bus.stdout is not None
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        self.environment["DISPLAY"] = ":" + self._display()
        # Without a window manager no window gets the focus.
        self.run("openbox", ["openbox"])
        for switch in ("IsEnabled", "ScreenReaderEnabled"):
            self._switch_on(switch)

    def _display(self) -> str:
        """Xvfb picks a free display and tells its number."""
        read, write = os.pipe()
        xvfb = ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp"]
        self.run("xvfb", xvfb, pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as pipe:
            return pipe.readline().strip()

    def _switch_on(self, switch: str) -> None:
        """Programs tell a screen reader about themselves only where these are on before they start."""
        method = ["--object-path", "/org/a11y/bus", "--method", "org.freedesktop.DBus.Properties.Set"]
        call = ["gdbus", "call", "--session", "--dest", "org.a11y.Bus", *method, "org.a11y.Status", switch, "<true>"]
        subprocess.run(call, env=self.environment, capture_output=True, check=True)

    def run(self, name: str, command: Sequence[str], **more: Any) -> subprocess.Popen[bytes]:
        """Starts a program in a session of its own; what it prints stands in `folder/NAME.log`."""
        with (self.folder / f"{name}.log").open("wb") as log:
            options: dict[str, Any] = {"stdout": log, "stderr": log, "start_new_session": True, **more}
            process = subprocess.Popen(command, env=self.environment, **options)
        self.processes.append(process)
        return process

    def press(self, *arguments: str) -> None:
        """Real key presses: those that a browser is told by a test driver never reach a screen reader."""
        subprocess.run(["xdotool", *arguments], env=self.environment, check=True)

    def busy(self) -> bool:
        """Whether a thread of any program here is running or waits for the processor."""
        sessions = {process.pid for process in self.processes}
        return any(_session(stat) in sessions and _runnable(stat.parent) for stat in Path("/proc").glob("[0-9]*/stat"))

    def stop(self) -> None:
        for process in reversed(self.processes):
            _signal(process, signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
            if process.stdout:
                process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _session(stat: Path) -> int:
    """The session of a process: sixth field of its line, fourth after the name in brackets, which may hold blanks."""
    return int(_fields(stat)[3])


def _runnable(process: Path) -> bool:
    return any(_fields(thread)[0] == "R" for thread in process.glob("task/[0-9]*/stat"))


def _fields(stat: Path) -> list[str]:
    try:
        return stat.read_text(errors="replace").rpartition(")")[2].split()
    except OSError:  # it has ended in between
        return ["Z", "0", "0", "-1"]
