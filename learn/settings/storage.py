"""Where files lie: in folders, or in a bucket as soon as one is named."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

Stores = dict[str, dict[str, Any]]
MEDIA_BUCKET, BUCKET = "courses.bucket.MediaBucket", "courses.bucket.Bucket"
FOLDER = "django.core.files.storage.FileSystemStorage"


def stores(var: Path, static_files: str, s3: Mapping[str, str]) -> Stores:
    """STORAGES. `s3` has bucket, endpoint, region, key and secret; without a bucket the files lie below `var`.

    Media lie below a name of their own in the bucket, so that the address of a media file reaches no other file.
    """
    if not s3.get("bucket"):
        media: dict[str, Any] = {"BACKEND": FOLDER}
        h5p: dict[str, Any] = {"BACKEND": FOLDER, "OPTIONS": {"location": var / "h5p"}}
    else:
        given = {
            "bucket_name": s3["bucket"],
            "endpoint_url": s3.get("endpoint") or None,
            "region_name": s3.get("region") or None,
            "access_key": s3.get("key") or None,
            "secret_key": s3.get("secret") or None,
        }
        media = {"BACKEND": MEDIA_BUCKET, "OPTIONS": given | {"location": "media"}}
        h5p = {"BACKEND": BUCKET, "OPTIONS": given | {"location": "h5p"}}
    return {"default": media, "h5p": h5p, "staticfiles": {"BACKEND": static_files}}
