"""Someone at a browser, who on each new kind of page also looks for faults that stories do not tell.

Those are: a wrong status, words on the console, something the content-security policy had to stop,
a page that must be moved sideways at 320 pixels, and whatever axe-core finds in light and in dark.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, Route, ViewportSize

from tests.browser.site import PASSWORD, Site

DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 320, "height": 640}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_SCAN = """
tags => axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false}).then(
  found => found.violations.map(each => `${each.id}: ` + each.nodes.map(node => node.target.join(" ")).join(", ")))
"""
_SCAN_COLOURS = """
() => axe.run(document, {runOnly: {type: "rule", values: ["color-contrast", "link-in-text-block"]}, preload: false}).then(
  found => found.violations.map(each => `${each.id}: ` + each.nodes.map(node => node.target.join(" ")).join(", ")))
"""


class Seen:
    """Which kinds of pages were looked at: by any worker of this run, each noted as an empty file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def is_new(self, name: str) -> bool:
        """Whether nobody said this before; asking says it."""
        try:
            (self._folder / sha256(name.encode()).hexdigest()).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


class Visitor:
    """`page` is theirs to click in; `seen` knows the kinds of pages that need no second look.

    What a page holds depends on who reads it, so each person's pages are looked at for themselves.
    """

    def __init__(self, site: Site, context: BrowserContext, scanner: BrowserContext | None, seen: Seen) -> None:
        self.site = site
        self.page = context.new_page()
        self._context = context
        self._scanner = scanner
        self._copy: Page | None = None
        self._words = ""
        self._seen = seen
        self._statuses: dict[str, int] = {}
        self._problems: list[str] = []
        self._watch(self.page)

    def visit(self, address: str, *, status: int = 200, kind: str = "") -> Page:
        """Open a page by its address and look at it."""
        self.page.goto(self.site.address + address)
        return self.look(status=status, kind=kind)

    def look(self, *, status: int = 200, kind: str = "") -> Page:
        """Look at the page that has just come up. `kind` tells two states of one address apart."""
        self.page.wait_for_load_state()
        found = self._statuses.get(self._path())
        assert found == status, f"{self._path()} answered {found}"
        name = f"{self._reader()} on {_pattern(self._path())} {kind}"
        if self._seen.is_new(name):
            problems = [*self._sideways(), *self._scanned()]
            assert not problems, f"{name}: {problems}"
        assert not self._problems, f"{name}: {self._problems}"
        return self.page

    def press(self, words: str, *, status: int = 200, kind: str = "") -> Page:
        """Click the button or link with these words, and look at where it leads."""
        target = self.page.get_by_role("button", name=words, exact=True)
        if not target.count():
            target = self.page.get_by_role("link", name=words, exact=True)
        target.first.click()
        return self.look(status=status, kind=kind)

    def sign_in(self, name: str, *, password: str = PASSWORD, to: str = "/") -> Page:
        page = self.visit(to, kind="signed out")
        page.get_by_label("E-mail").fill(f"{name}@larkmoor.example")
        page.get_by_label("Password", exact=True).fill(password)
        return self.press("Sign in")

    def fetch(self, address: str) -> tuple[int, str]:
        """Status and text of a page, as this visitor but without drawing it."""
        answer = self._context.request.get(self.site.address + address, max_redirects=0)
        return answer.status, answer.text()

    def download(self, address: str) -> bytes:
        answer = self._context.request.get(self.site.address + address)
        assert answer.status == 200, f"{address} answered {answer.status}"
        return answer.body()

    def send(self, address: str, fields: dict[str, str | list[str]]) -> int:
        """Send a form without drawing a page; the status of the answer."""
        answer = self._context.request.post(
            self.site.address + address,
            data=urlencode(fields, doseq=True),
            headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": self.site.address},
            max_redirects=0,
        )
        return answer.status

    def leave(self) -> None:
        """Close the browser."""
        self._context.close()

    def _watch(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._problems.append(f"script: {error}"))
        page.on("response", self._answered)
        page.on("requestfailed", self._failed)

    def _heard(self, message: ConsoleMessage) -> None:
        about_status = message.text.startswith("Failed to load resource")  # judged by the response itself
        if message.type in ("error", "warning") and not about_status:
            self._problems.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.request.resource_type == "document":
            self._statuses[response.url.removeprefix(self.site.address).split("#")[0]] = response.status
        elif response.status >= 400:
            self._problems.append(f"{response.url} answered {response.status}")

    def _failed(self, request: Request) -> None:
        if request.resource_type != "document":
            self._problems.append(f"{request.url}: {request.failure}")

    def _reader(self) -> str:
        """The name in the header; nobody's where nobody is signed in."""
        account = self.page.locator("ul.account a").first
        return account.inner_text() if account.count() else ""

    def _path(self) -> str:
        return self.page.url.removeprefix(self.site.address).split("#")[0]

    def _sideways(self) -> Collection[str]:
        own = self.page.viewport_size or DESK
        self.page.set_viewport_size(PHONE)
        width = self.page.evaluate("document.documentElement.scrollWidth")
        self.page.set_viewport_size(own)
        return [f"{width} pixels wide on a phone"] if width > PHONE["width"] else []

    def _scanned(self) -> list[str]:
        page = self._for_scanning()
        page.evaluate(_axe())
        found: list[str] = page.evaluate(_SCAN, TAGS)
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += (f"in dark, {each}" for each in page.evaluate(_SCAN_COLOURS))
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        return found

    def _for_scanning(self) -> Page:
        """The page itself, or where scripts are off the same words in a browser where axe can run."""
        if self._scanner is None:
            return self.page
        if self._copy is None:
            self._copy = self._scanner.new_page()
            self._copy.route("**/*", self._answer_with_words)
        self._words = self.page.content()
        self._copy.set_viewport_size(self.page.viewport_size or DESK)
        self._copy.goto(self.page.url.split("#")[0])
        return self._copy

    def _answer_with_words(self, route: Route) -> None:
        if route.request.resource_type == "document":
            route.fulfill(body=self._words, content_type="text/html; charset=utf-8")
        elif route.request.resource_type == "script":
            route.abort()
        else:
            route.continue_()


@cache
def _axe() -> str:
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text()


def _pattern(path: str) -> str:
    """Addresses that differ in numbers, codes or tries lead to the same kind of page."""
    plain = re.sub(r"\?.*", "", path)
    plain = re.sub(r"/(link|verify|certificates)/[^/]+", r"/\1/...", plain)
    plain = re.sub(r"^/courses/[a-z]+(/[a-z]+-[a-z0-9]+)?", lambda found: "/courses/." + ("/." if found[1] else ""), plain)
    plain = re.sub(r"^/jobs/[^/]+", "/jobs/.", plain)
    return re.sub(r"\d+", "n", plain)

