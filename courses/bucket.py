"""Files in an S3 bucket: private, under our own addresses, read in pieces."""

from collections.abc import Callable, Mapping
from typing import IO, Any, cast

from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

_LONGEST_KEY = 1024  # bytes; servers answer longer ones with an error of another kind
_ABSENT = {"404", "NoSuchKey", "NotFound"}
#: what is larger is laid on the disk while it is read as a whole, as for making a picture smaller
_IN_MEMORY = 2 * 1024 * 1024


class Bucket(S3Storage):  # type: ignore[misc]
    """The bucket is never read by browsers: the site's own views hand its files out.

    What must hold for every bucket stands here, so that no setting can open one.
    """

    def get_default_settings(self) -> dict[str, Any]:
        fixed = {
            "default_acl": None,  # that of the bucket, which is private
            "file_overwrite": False,
            "querystring_auth": False,
            "custom_domain": None,
            "gzip": False,
            "max_memory_size": _IN_MEMORY,
            "client_config": Config(
                signature_version="s3v4",
                # a web process must not hang on a dead bucket; the defaults are a minute and five tries
                connect_timeout=5,
                read_timeout=10,
                retries={"total_max_attempts": 2, "mode": "standard"},
                # servers other than Amazon's do not all know the newer check sums
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        }
        return cast(dict[str, Any], super().get_default_settings()) | fixed

    def url(
        self,
        name: str,
        parameters: Mapping[str, str] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        raise ValueError("a file in the bucket has no address of its own")

    def kept(self, name: str) -> "Kept":
        """The file, without its bytes yet. Raises FileNotFoundError."""
        try:
            key = self._normalize_name(name)
        except SuspiciousOperation as error:
            raise FileNotFoundError(name) from error
        if len(key.encode()) > _LONGEST_KEY:
            raise FileNotFoundError(name)
        thing = self.bucket.Object(key)
        _or_not_found(thing.load, name)
        return Kept(thing, name)


class MediaBucket(Bucket):
    """Pictures and documents: their address is that of `courses.views.media`."""

    def url(
        self,
        name: str,
        parameters: Mapping[str, str] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        return f"{settings.MEDIA_URL}{filepath_to_uri(name)}"


class Kept:
    """A file in the bucket: what is known of it, and its bytes as they arrive."""

    def __init__(self, thing: Any, name: str) -> None:
        self._thing, self._name = thing, name
        self.modified = int(thing.last_modified.timestamp())
        self.size = int(thing.content_length)

    def open(self) -> IO[bytes]:
        """The stream from the bucket; nothing is kept of it here. Raises FileNotFoundError."""
        return cast(IO[bytes], _or_not_found(self._thing.get, self._name)["Body"])


def _or_not_found(ask: Callable[[], Any], name: str) -> Any:
    try:
        return ask()
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in _ABSENT:
            raise FileNotFoundError(name) from error
        raise
