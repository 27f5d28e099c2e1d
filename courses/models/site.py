"""The stamp of everything that is published."""

from django.db import models


class SiteStamp(models.Model):
    """One row: a value that changes whenever something published changes."""

    personal_data = None
    retention = "one row, for ever"

    value = models.CharField(max_length=32)

    class Meta:
        verbose_name = "stamp"
