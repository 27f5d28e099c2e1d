"""Media of the courses."""

from django.urls import URLPattern, URLResolver, path

from courses import views

urlpatterns: list[URLPattern | URLResolver] = [path("medien/<path:name>", views.media, name="media")]
