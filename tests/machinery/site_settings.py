"""Production's settings for a real web server in tests: the test's own database and folders, nothing else changed."""

import json
import os
from pathlib import Path

from learn.settings.production import *  # noqa: F403
from learn.settings.production import CACHES, DATABASES, MIDDLEWARE

_given = json.loads(os.environ["SITE"])
_folder = Path(_given["folder"])
DATABASES["default"]["NAME"] = _given["database"]
CACHES["pages"]["LOCATION"] = _folder / "pages"
STATIC_ROOT = _folder / "static"
CERTIFICATE_ROOT = _folder / "certificates"
REPORT_ROOT = _folder / "reports"
CERTIFICATE_KEYS = _folder / "certificate-keys"
CERTIFICATE_KEYS_NEEDED = False  # no test of a server signs badges
EMAIL_FILE_PATH = _folder / "mail"
MEDIA_ROOT = Path(_given["media"])
MIDDLEWARE = [*_given["middleware"], *MIDDLEWARE]
