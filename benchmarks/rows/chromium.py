"""A module page in a real browser: what travels the first time, and what the second."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks import company
from benchmarks.bench import Bench
from benchmarks.table import Result
from lms.bootstrap import find_chromium


@dataclass
class Traffic:
    """What came over the wire; what the browser still had is not in it."""

    size: int = 0
    asked: set[str] = field(default_factory=set)

    def listen(self, page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._came)
        session.on("Network.loadingFinished", self._finished)

    def _came(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        if answer["url"].startswith("http") and not answer.get("fromDiskCache") and event["requestId"] not in self.asked:
            self.asked.add(event["requestId"])

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.asked:
            self.size += int(event["encodedDataLength"])


def measure(bench: Bench) -> list[Result]:
    """Signed in in one context, so that the module page is the first page of another with an empty cache."""
    address = f"http://127.0.0.1:{bench.ours.port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        context = browser.new_context()
        door = context.new_page()
        door.goto(f"{address}/sign-in")
        door.fill("input[name=email]", company.BEN)
        door.fill("input[name=password]", company.PASSWORD)
        door.press("input[name=password]", "Enter")
        door.wait_for_url(f"{address}/")
        fresh = browser.new_context(storage_state=context.storage_state())
        cold = _visit(fresh.new_page(), address + company.MODULE)
        warm = _visit(fresh.new_page(), address + company.MODULE)
        browser.close()
    return [*_results("cold", cold, (90, 60), (6, 4)), *_results("warm", warm, (10, 10), (2, 2))]


def _visit(page: Page, address: str) -> Traffic:
    traffic = Traffic()
    traffic.listen(page)
    page.goto(address, wait_until="networkidle")
    page.close()
    return traffic


def _results(when: str, traffic: Traffic, size: tuple[int, int], requests: tuple[int, int]) -> list[Result]:
    what = f"module page in Chromium, {when}"
    return [
        Result(
            row=f"bytes-{when}", what=f"{what}: bytes", value=round(traffic.size / 1024, 1), unit="KiB",
            must=size[0], aim=size[1],
        ),
        Result(
            row=f"requests-{when}", what=f"{what}: requests", value=len(traffic.asked), unit="",
            must=requests[0], aim=requests[1],
        ),
    ]  # fmt: skip
