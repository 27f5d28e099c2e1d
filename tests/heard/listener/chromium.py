"""Chromium with a window, told what to open through its debugging pipe: no port, no test driver in the page."""

import fcntl
import json
import os
import threading
from typing import Any

from tests.heard.listener.desktop import Desktop
from tests.heard.listener.waiting import until

PATIENCE = 30.0
FLAGS = [
    "--no-sandbox",
    "--test-type",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--password-store=basic",
    "--ozone-platform=x11",
    "--force-renderer-accessibility",
    "--window-size=1200,900",
    "--window-position=0,0",
    "--remote-debugging-pipe",
]
# Chromium reads commands from file 3 and answers on file 4.
WITH_PIPES = ["bash", "-c", 'exec "${@:3}" 3<&"$1" 4>&"$2"', "bash"]
BEGINS = ("Page.frameStartedLoading", "Page.frameStartedNavigating")


class Chromium:
    """One browser for many windows. `loading` holds what is on its way, frames and requests, with its frame."""

    def __init__(self, desktop: Desktop) -> None:
        profile = desktop.folder / "profile"
        (profile / "Default").mkdir(parents=True)
        # The offer to translate would be spoken.
        (profile / "Default" / "Preferences").write_text('{"translate":{"enabled":false}}')
        ours, theirs = _pipes()
        command = [*WITH_PIPES, *map(str, theirs), "chromium", *FLAGS, "--lang=de", f"--user-data-dir={profile}"]
        desktop.run("chromium", [*command, "about:blank"], pass_fds=theirs)
        for end in theirs:
            os.close(end)
        self.source, self.sink = os.fdopen(ours[0], "rb"), ours[1]
        self.number = 0
        self.answers: dict[int, dict[str, Any]] = {}
        self.loading: dict[str, str] = {}
        self.context = self.session = ""
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        rest = b""
        while chunk := self.source.read1(65536):  # type: ignore[attr-defined]
            *messages, rest = (rest + chunk).split(b"\0")
            for message in map(json.loads, messages):
                if "id" in message:
                    self.answers[message["id"]] = message
                else:
                    self._watch(message["method"], message["params"])

    def _watch(self, event: str, data: dict[str, Any]) -> None:
        if event in BEGINS:
            self.loading[data["frameId"]] = data["frameId"]
        elif event == "Page.frameStoppedLoading":
            self.loading.pop(data["frameId"], None)
        elif event == "Page.frameDetached":  # or moved to a process of its own, which tells us nothing
            self.loading = {key: frame for key, frame in self.loading.items() if frame != data["frameId"]}
        elif event == "Network.requestWillBeSent":
            self.loading[data["requestId"]] = data.get("frameId", "")
        elif event in ("Network.loadingFinished", "Network.loadingFailed"):
            self.loading.pop(data["requestId"], None)

    def call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        self.number += 1
        number = self.number
        message = {"id": number, "method": method, "params": parameters} | ({"sessionId": session} if session else {})
        os.write(self.sink, json.dumps(message).encode() + b"\0")
        until(lambda: number in self.answers, PATIENCE, method, 0.005)
        answer = self.answers.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def open_window(self, address: str, *, script: bool = True) -> None:
        """A window that shares no cookies, storage or history with another.

        It opens at its address: an empty one would have the focus in the address bar.
        """
        self.loading.clear()
        self.context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call(
            "Target.createTarget",
            url=address if script else "data:text/html,<title>…</title>",
            newWindow=True,
            browserContextId=self.context,
        )
        self.session = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        self.call("Page.enable", self.session)
        self.call("Network.enable", self.session)
        if not script:
            self.call("Emulation.setScriptExecutionDisabled", self.session, value=True)
            self.call("Page.navigate", self.session, url=address)

    def close_window(self) -> None:
        if self.context:
            self.call("Target.disposeBrowserContext", browserContextId=self.context)
        self.context = ""

    def evaluate(self, expression: str) -> Any:
        answer = self.call("Runtime.evaluate", self.session, expression=expression, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression}: {answer['exceptionDetails']['text']}")
        return answer["result"].get("value")


def _pipes() -> tuple[tuple[int, int], tuple[int, int]]:
    """Two pipes, numbered high so that 3 and 4 are free for Chromium: our ends, its ends."""
    ends = []
    for end in (*os.pipe(), *os.pipe()):
        ends.append(fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20))
        os.close(end)
    return (ends[2], ends[1]), (ends[0], ends[3])
