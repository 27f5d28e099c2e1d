"""The Django app `certificates`: what was proven."""

import sys

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from certificates import checks  # noqa: F401  registers them

        if sys.argv[1:2] == ["qcluster"]:
            # Read once in the queue's first process: its workers are forked from it, so each new one prints at once.
            import weasyprint  # noqa: F401
