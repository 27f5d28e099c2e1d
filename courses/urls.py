"""Media of the courses, and the frame in which H5P contents are played."""

from django.urls import URLPattern, URLResolver, path

from courses.views import player
from courses.views.media import media

_FRAME = "h5p/<str:token>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("medien/<path:name>", media, name="media"),
    path(_FRAME, player.frame, name="h5p_frame"),
    path(f"{_FRAME}inhalt/<path:name>", player.content_file, name="h5p_content_file"),
    path(f"{_FRAME}bibliotheken/<str:library>/<path:name>", player.library_file, name="h5p_library_file"),
]
