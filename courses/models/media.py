"""Pictures of the courses."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CourseImage(AbstractImage):
    """A picture; `source_name` is its file name in the course archive it came from."""

    personal_data = None
    retention = "as long as a page uses it"

    source_name = models.CharField(_("Dateiname im Archiv"), max_length=200, blank=True, editable=False)

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = _("Bild")
        verbose_name_plural = _("Bilder")


class CourseRendition(AbstractRendition):
    """A picture in one size."""

    personal_data = None
    retention = "as its picture"

    image = models.ForeignKey(CourseImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_size")
        ]
