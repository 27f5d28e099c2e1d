"""What the first view of the home page costs, as production sends it: joined, hashed, compressed."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client, override_settings

LIMIT = 60_000
KERN = Path(django_settings.BASE_DIR) / "var" / "vendor" / "kern"
DRAWN = re.compile(r'<(?:link|img|use)\b[^>]*?\s(?:src|href)="(/static/[^"#]+)[^>]*>')


AS_SENT = django_settings.STORAGES | {"staticfiles": {"BACKEND": "learn.static_files.JoinedManifestStorage"}}


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not KERN.exists():
        pytest.fail("var/vendor/kern is missing; please run: make assets")
    folder = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=folder, STORAGES=AS_SENT):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


@pytest.fixture
def as_in_production(settings: Any, collected: Path) -> Path:
    settings.STATIC_ROOT, settings.STORAGES = collected, AS_SENT
    return collected


def sent(file: Path) -> int:
    """Bytes on the wire; fonts are compressed already."""
    raw = file.read_bytes()
    return len(raw) if file.suffix == ".woff2" else len(gzip.compress(raw, 6))


def first_view(page: str, root: Path) -> dict[str, int]:
    """Files a browser asks for before anybody scrolls: not those that are loaded lazily."""
    tags = [found for found in DRAWN.finditer(page) if 'loading="lazy"' not in found[0]]
    files = {found[1].removeprefix("/static/") for found in tags}
    sheets = [name for name in files if name.endswith(".css")]
    fonts = [f"vendor/kern/fonts/fira-sans-{weight}-latin.*.woff2" for weight in (400, 600)]
    found = {name: sent(root / name) for name in files if not name.endswith(".woff2")}
    for pattern in fonts:
        file = next(root.glob(pattern))
        found[file.name] = sent(file)
    css = " ".join((root / name).read_text() for name in sheets if "learn" in name)
    for name in ("unterstrich", "gewebe", "faden"):
        assert name in css
        file = next((root / "learn" / "img").glob(f"{name}.*.svg"))
        found[file.name] = sent(file)
    return found


def test_the_home_page_weighs_at_most_sixty_kilobytes(client: Client, phishing: str, as_in_production: Path) -> None:
    html = client.get("/de/").content
    parts = first_view(html.decode(), as_in_production) | {"page": len(gzip.compress(html, 6))}
    total = sum(parts.values())
    assert total <= LIMIT, "\n".join(f"{size:7} {name}" for name, size in sorted(parts.items(), key=lambda p: -p[1]))
    print(f"first view of the home page: {total} bytes in {len(parts)} requests")


def test_the_style_sheet_is_one_file(as_in_production: Path) -> None:
    joined = next((as_in_production / "learn" / "css").glob("app.*.css")).read_text()
    assert "@import" not in joined
    assert ".hero" in joined
    assert "@media print" in joined
