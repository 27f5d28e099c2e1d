"""Takes the main screens from a running demo at 1280 and 320 pixels into docs/screens, as small PNGs.

make demo        # in another window
make screens     # (PORT=8001 if the demo runs there)
"""

import argparse
import io
import re
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "screens"
COURSE = "phishing-erkennen"
PASSWORD = re.compile(r"password (\S+)")
HEIGHTS = {1280: 800, 320: 640}
COLOURS = 96
LONGEST = 2.2  # a picture is at most so many windows high


def save(page: Page, name: str, width: int) -> None:
    """One picture, its colours reduced: a tenth of the bytes, no difference to the eye."""
    page.evaluate("document.fonts.ready")
    height = min(page.evaluate("document.documentElement.scrollHeight"), int(HEIGHTS[width] * LONGEST))
    picture = page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    target = FOLDER / f"{name}-{width}.png"
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"{target.relative_to(ROOT)}  {target.stat().st_size // 1024} kB")


def sign_in(context: BrowserContext, email: str, password: str) -> Page:
    page = context.new_page()
    page.goto("/konto/login/")
    page.fill("input[type=email], input[name=login]", email)
    page.fill("input[type=password]", password)
    page.click("main button[type=submit], main form button")
    page.wait_for_load_state()
    return page


def first_link(page: Page, pattern: str) -> str:
    """The address of the first link that fits; an error that names the page if there is none."""
    links: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")
    found = next((link for link in links if re.search(pattern, link)), None)
    if found is None:
        raise SystemExit(f"{page.url}: no link like {pattern}")
    return found


def public_screens(context: BrowserContext, width: int) -> None:
    page = context.new_page()
    page.goto("/de/")
    save(page, "start", width)
    page.goto(f"/de/kurse/{COURSE}/")
    save(page, "kurs", width)
    page.goto(first_link(page, rf"/kurse/{COURSE}/(?!abschluss)[^/]+/$"))
    save(page, "lektion", width)


def learner_screens(context: BrowserContext, password: str, width: int) -> None:
    """The citizen of the demo: a begun quiz, its result, the list of courses, the certificate and its check."""
    page = sign_in(context, "buergerin@example.org", password)
    page.goto("/de/lernen/")
    save(page, "mein-lernen", width)
    certificate = first_link(page, r"/zertifikat/[^/]+/$")
    page.goto(certificate)
    save(page, "zertifikat", width)
    page.goto(certificate.replace("/zertifikat/", "/pruefen/"))
    save(page, "pruefen", width)
    page.goto(f"/de/kurse/{COURSE}/")
    quiz = first_link(page, rf"/kurse/{COURSE}/(?:[^/]*)(?:quiz|test|abschluss)[^/]*/$")
    page.goto(f"{quiz}frage/1/")
    save(page, "frage", width)
    answer_all(page, quiz)
    save(page, "ergebnis", width)


def answer_all(page: Page, quiz: str) -> None:
    """Answers every question with its first choice and hands in."""
    for number in range(1, 40):
        if page.goto(f"{quiz}frage/{number}/").status >= 400:  # type: ignore[union-attr]
            break
        for group in page.query_selector_all("main fieldset, main form"):
            radio = group.query_selector("input[type=radio]")
            if radio:
                radio.check(force=True)
        for box in page.query_selector_all("main input[type=text], main input[type=number], main textarea"):
            box.fill("1")
        for box in page.query_selector_all("main select"):
            box.select_option(index=1)
        checks = page.query_selector_all("main input[type=checkbox]")
        if checks:
            checks[0].check(force=True)
        page.click("main form button:not([type=button])")
        page.wait_for_load_state()
    page.goto(f"{quiz}ergebnis/")
    hand_in = page.query_selector("main form[method=post] button")
    if hand_in:
        hand_in.click()
        page.wait_for_load_state()


def staff_screens(browser: Browser, base: str, password: str, width: int) -> None:
    context = new_context(browser, base, width)
    page = sign_in(context, "trainer@example.org", password)
    page.goto("/cms/pages/search/?q=Was+ist+Phishing")
    page.goto(first_link(page, r"/cms/pages/\d+/edit/"))
    save(page, "cms-lektion", width)
    context = new_context(browser, base, width)
    page = sign_in(context, "personal@example.org", password)
    page.goto("/cms/berichte/abschluesse/")
    save(page, "cms-bericht", width)
    for address, name in (
        ("/cms/pflichten/", "pflichten"),
        ("/cms/pflichten/matrix/", "matrix"),
        ("/cms/pflichten/zyklen/", "zyklen"),
        ("/cms/berichte/ueberfaellig/", "ueberfaellig"),
        ("/cms/personen/einheiten/", "einheiten"),
    ):
        page.goto(address)
        save(page, f"cms-{name}", width)
    page.goto("/cms/pflichten/liste/?stand=overdue")
    page.goto(first_link(page, r"/pflichten/person/"))
    save(page, "cms-person", width)
    page.goto(first_link(page, r"/pflichten/erklaert/"))
    save(page, "cms-warum", width)
    page.goto("/cms/pflichten/regeln/")
    page.goto(first_link(page, r"/pflichten/regeln/[^/]+/aendern/$"))
    save(page, "cms-regel", width)


def new_context(browser: Browser, base: str, width: int) -> BrowserContext:
    size = {"width": width, "height": HEIGHTS[width]}
    return browser.new_context(base_url=base, viewport=size, locale="de-DE", reduced_motion="reduce")  # type: ignore[arg-type]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8000)
    base = f"http://localhost:{options.parse_args().port}"
    found = PASSWORD.search((ROOT / "var" / "demo.txt").read_text("utf-8"))
    if found is None:
        raise SystemExit("var/demo.txt names no password: is the demo running?")
    FOLDER.mkdir(parents=True, exist_ok=True)
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for width in HEIGHTS:
            public_screens(new_context(browser, base, width), width)
            learner_screens(new_context(browser, base, width), found[1], width)
            staff_screens(browser, base, found[1], width)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
