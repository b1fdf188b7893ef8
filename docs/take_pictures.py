"""Takes the pictures of the README from a running demo: `.venv/bin/python docs/take_pictures.py`.

Needs the test environment (`python3 -m lms test` makes it). Each picture is 1280 pixels wide and
has few enough colours to stay under 150 kB.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from lms.bootstrap import find_chromium  # noqa: E402
from tests.browser.site import PASSWORD, Site, running  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
LARGEST = 150_000


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), "--no-watch") as site, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])

        def signed_in(name: str) -> Page:
            page = browser.new_page(
                base_url=site.address, viewport={"width": 1280, "height": 800}, reduced_motion="reduce"
            )
            page.goto("/sign-in")
            page.get_by_label("E-mail").fill(f"{name}@larkmoor.example")
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            return page

        keep(signed_in("bea"), "home")
        keep(answered_question(signed_in("ben")), "question")
        keep(opened(signed_in("henry"), "/reports/coverage"), "coverage")
        keep(opened(signed_in("ana"), f"/certificates/{certificate_of(site, 'ana')}"), "certificate")
        browser.close()


def answered_question(page: Page) -> Page:
    page.goto("/courses/core/core-1/quiz/1")
    page.locator('input[name="choice"]').first.check()
    page.get_by_role("button", name="Check answer").click()
    page.get_by_text("Answer saved").wait_for()
    page.evaluate("scrollTo(0, 0); document.activeElement.blur()")
    return page


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    return page


def certificate_of(site: Site, name: str) -> str:
    rows = site.ask("SELECT code FROM certificate WHERE person_id = ?", str(site.person(name)))
    return str(rows[0][0])


def keep(page: Page, name: str) -> None:
    """The whole page, but of a long one no more than a reader takes in at once."""
    page.wait_for_load_state("networkidle")
    height = min(int(page.evaluate("document.documentElement.scrollHeight")), 1080)
    page.set_viewport_size({"width": 1280, "height": height})
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    file = PICTURES / f"{name}.png"
    picture.quantize(colors=128, dither=Image.Dither.NONE).save(file, optimize=True)
    size = file.stat().st_size
    assert size < LARGEST, f"{file} has {size} bytes"
    print(f"{file.relative_to(ROOT)}: {picture.width} x {picture.height}, {size // 1000} kB")
    page.close()


if __name__ == "__main__":
    main()
