"""Loaded by Orca when it starts. Writes every utterance and every event that it handles into $HEARD_LOG as JSON lines.

SIGUSR1: answers "idle" once nothing is left to do. SIGUSR2: forgets the pages seen so far, answers "reset".
"""

import json
import os
import signal
from pathlib import Path

from gi.repository import GLib
from orca import event_manager, orca_state, script_manager, settings, speech

LOG = Path(os.environ["HEARD_LOG"]).open("a", buffering=1, encoding="utf-8")  # noqa: SIM115 (as long as Orca lives)
FRESH = {
    name: value
    for name, value in vars(orca_state).items()
    if not name.startswith("_") and name not in ("device", "activeScript", "orcaOS")
}


def log(kind, text):
    LOG.write(json.dumps({"kind": kind, "text": text}, ensure_ascii=False) + "\n")


def speak(text, acss, interrupt):
    log("said", text)


def speak_character(character, acss=None):
    log("said", character)


def say_all(utterances, progress):
    for context, _acss in utterances:
        log("said", context.utterance)


handle_event = event_manager.EventManager._processObjectEvent


def watch_event(self, event):
    log("event", event.type)
    return handle_event(self, event)


def answer_idle():
    log("idle", "")
    return True


def forget():
    """A new page gets a new script: no mode, no caret, no history. Its listeners stay, else Orca would be deaf."""
    scripts = script_manager.getManager()
    scripts.setActiveScript(scripts.getDefaultScript(), "new walk")
    for cache in (scripts.appScripts, scripts.toolkitScripts, scripts.customScripts):
        cache.clear()
    vars(orca_state).update(FRESH)
    log("reset", "")
    return True


# Without a sound card the speech server would block Orca's only thread after the first sentence. The words are enough.
speech.init = lambda: None
speech._speak = speak
speech.speakCharacter = speak_character
speech.sayAll = say_all
event_manager.EventManager._processObjectEvent = watch_event
# Under load Orca drops events. A busy machine must not change what is heard.
event_manager.EventManager._inFlood = lambda self: False
settings.enableEchoByWord = False
settings.enableKeyEcho = False
# Below every other source, so they come when Orca has nothing else to do.
GLib.unix_signal_add(GLib.PRIORITY_LOW, signal.SIGUSR1, answer_idle)
GLib.unix_signal_add(GLib.PRIORITY_LOW, signal.SIGUSR2, forget)
