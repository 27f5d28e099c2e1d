"""The site in a real browser: the system's Chromium, driven by Playwright. One browser a process, a context a page."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.contrib.staticfiles.views import serve
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60_000  # milliseconds for anything the browser waits for; two cores may be busy

NewPage = Callable[..., Page]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--renew-aria", action="store_true", help="write the reviewed trees of tests/browser/test_aria.py anew"
    )


def _static_file(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
    """A browser keeps style sheets and fonts, as it does in production: two dozen requests fewer a page."""
    response: HttpResponseBase = serve(request, handler.file_path(request.path), insecure=True)
    response["Cache-Control"] = "max-age=3600"
    return response


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("No Chromium found. Please run: apt-get install chromium")
    # Playwright's loop runs in this thread, and Django takes that for an async context.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as driver:
        patch.setattr(StaticFilesHandler, "serve", _static_file)
        chromium = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def large_text_browser(browser: Browser) -> Iterator[Browser]:
    """The same browser as a person has it who has set the size of text to 200 %."""
    large = browser.browser_type.launch(
        executable_path=shutil.which("chromium"), args=[*FLAGS, "--blink-settings=defaultFontSize=32"]
    )
    yield large
    large.close()


@pytest.fixture
def live_site(live_server: LiveServer) -> str:
    """The address of the running site, without a slash at the end."""
    return str(live_server.url)


@pytest.fixture
def new_page(browser: Browser, live_site: str) -> Iterator[NewPage]:
    """`new_page(js=False, width=320)` opens an empty page; relative addresses go to the running site.

    `other` is another browser than the usual one.
    Further options are those of Playwright's `new_context` (color_scheme, forced_colors, storage_state ...).
    """
    opened: list[BrowserContext] = []

    def open_page(
        *, js: bool = True, width: int = 1280, height: int = 800, other: Browser | None = None, **options: Any
    ) -> Page:
        context = (other or browser).new_context(
            base_url=live_site,
            java_script_enabled=js,
            viewport={"width": width, "height": height},
            locale="de-DE",
            **options,
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()
