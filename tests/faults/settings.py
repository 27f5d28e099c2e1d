"""Settings of the real worker that the tests kill: the test's own database, folder and mail server, a quick queue."""

import json
import os
from pathlib import Path

from learn.rules import workdays
from learn.settings.test import *  # noqa: F403
from learn.settings.test import DATABASES, Q_CLUSTER

_given = json.loads(os.environ["FAULTS"])
DATABASES["default"].update(_given["database"])
CERTIFICATE_ROOT = Path(_given["folder"])
if "keys" in _given:
    CERTIFICATE_KEYS = Path(_given["keys"])
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", _given["port"]
Q_CLUSTER = Q_CLUSTER | {"sync": False, "workers": 2, "timeout": 20, "retry": 25, "poll": 0.2}
# Reminders are sent on working days only; the worker must have something to be killed at on any day.
workdays.SATURDAY, workdays.holidays = 7, lambda _year: frozenset()  # type: ignore[assignment]
