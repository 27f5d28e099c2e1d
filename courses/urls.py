"""Media of the courses."""

from django.urls import URLPattern, URLResolver, path

from courses.views.media import media

urlpatterns: list[URLPattern | URLResolver] = [path("medien/<path:name>", media, name="media")]
