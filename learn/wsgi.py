"""The server's entry."""

import os

from django.core.checks import run_checks
from django.core.management.base import SystemCheckError
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learn.settings.production")
application = get_wsgi_application()

# Commands check by themselves; a server does not.
if missing := [str(problem) for problem in run_checks(tags=["keys"]) if problem.is_serious()]:
    raise SystemCheckError("\n".join(missing))
