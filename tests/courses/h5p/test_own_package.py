"""Our own packages: the same bytes from the same folders, and nothing that lies about in them."""

import io
import shutil
import zipfile
from pathlib import Path

from django.conf import settings

from courses.h5p.own_package import pack_folder
from courses.h5p.package import library_hash, read

H5P = Path(settings.BASE_DIR) / "fixtures" / "h5p"
LIBRARY = H5P / "library" / "SK.Selfcheck-1.1"
ACTIVITY = H5P.parent / "courses" / "phishing-erkennen" / "media" / "selbst-einschaetzen.h5p"


def test_the_package_is_one_we_accept_ourselves() -> None:
    found = read(io.BytesIO(pack_folder(ACTIVITY, [LIBRARY])))
    assert str(found.main) == "SK.Selfcheck 1.1" and found.dependencies == (found.main,)
    assert found.title == "Selbst einschätzen: eine verdächtige E-Mail" and found.language == "de"
    (library,) = found.libraries
    assert library.name.folder == LIBRARY.name
    assert library.sha256 == library_hash({file.name: file.read_bytes() for file in LIBRARY.iterdir()})


def test_the_same_folders_give_the_same_bytes(tmp_path: Path) -> None:
    activity, library = tmp_path / "elsewhere", tmp_path / "other name"
    shutil.copytree(ACTIVITY, activity)
    shutil.copytree(LIBRARY, library)
    (activity / "content" / ".DS_Store").write_bytes(b"left over")
    (library / "_drafts").mkdir()
    (library / "_drafts" / "old.js").write_text("alert(1)")
    packed = pack_folder(activity, [library])
    assert packed == pack_folder(ACTIVITY, [LIBRARY])
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = archive.namelist()
    assert names[:2] == ["h5p.json", "content/content.json"] and "SK.Selfcheck-1.1/library.json" in names


def test_without_libraries_it_is_content_only() -> None:
    assert read(io.BytesIO(pack_folder(ACTIVITY, []))).libraries == ()
