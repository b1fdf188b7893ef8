"""Browsers and sites for the stories. Each story is told twice: with scripts and without."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from lms.bootstrap import find_chromium
from lms.config import ROOT
from tests.browser.answers import AnswerKey, read_answers
from tests.browser.playing import Script, read_scenarios
from tests.browser.site import DATABASE, Site, running, running_with_clock
from tests.browser.visitor import DESK, Seen, Visitor

NOT_IN_TESTS = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch",
)  # fmt: skip
"""What the driver switches off by itself: of two such lists the browser reads the last alone."""
PARTS_OF_WINDOWS = (
    "PreloadTopChromeWebUI", "PreloadTopChromeWebUILessNavigations", "WebUIOmniboxPopup", "WebUIOmniboxFullPopup",
    "WebUIOmniboxAimPopup", "WebUITabStrip", "SidePanelPinning", "InitialWebUI", "WebUIReloadButton", "Glic", "TabHoverCardImages",
)  # fmt: skip
"""Each visitor has a window of their own; drawing its bars and panels took two thirds of what opening it costs."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own Chromium, which may run as root, calls nobody and makes no windows' parts that nobody sees."""
    quiet = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")
    unseen = ("--disable-gpu-compositing", f"--disable-features={','.join((*NOT_IN_TESTS, *PARTS_OF_WINDOWS))}")
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": ["--no-sandbox", *quiet, *unseen]}


@pytest.fixture(params=[True, False], ids=["with_scripts", "without_scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    on: bool = request.param
    return on


@pytest.fixture
def seen(run_folder: Path) -> Seen:
    """The kinds of pages that some story of this run has looked at, with scripts or without.

    The words are the same in both: a script only shows what the page brought, so one look is enough.
    """
    return Seen(run_folder / "seen")


@pytest.fixture
def arrive(browser: Browser, scripts: bool, seen: Seen) -> Iterator[Callable[[Site], Visitor]]:
    """A visitor with a browser of their own, who knows nothing from the others' visits."""
    contexts = []

    def begin(site: Site) -> Visitor:
        context = browser.new_context(viewport=DESK, java_script_enabled=scripts, reduced_motion="reduce")
        contexts.append(context)
        scanner = None
        if not scripts:
            scanner = browser.new_context(viewport=DESK, reduced_motion="reduce")
            contexts.append(scanner)
        return Visitor(site, context, scanner, seen)

    yield begin
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def demo_database(run_folder: Path) -> Path:
    """The database as the first start in a demo leaves it; made once, whichever worker is first."""
    folder = run_folder / "first-start"
    folder.mkdir(exist_ok=True)
    kept = folder / "kept.sqlite"
    with open(folder / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            with running(folder, "--no-watch"):
                pass
            shutil.copy(folder / DATABASE, kept)
    return kept


@pytest.fixture(scope="session")
def _demo_site(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("demo")
    shutil.copytree(ROOT / "courses", folder / "courses")
    with running(folder, "--watch", database=demo_database) as site:
        yield site


@pytest.fixture
def site(_demo_site: Site, demo_database: Path) -> Site:
    """The demo company on its first day, on a copy of the course files that is being watched."""
    _demo_site.reset(demo_database)
    return _demo_site


@pytest.fixture(scope="session")
def _site_with_clock(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> Iterator[Site]:
    with running_with_clock(tmp_path_factory.mktemp("clock"), database=demo_database) as site:
        yield site


@pytest.fixture
def site_with_clock(_site_with_clock: Site, demo_database: Path) -> Site:
    """The demo company on its first day, with `hours_ahead`."""
    _site_with_clock.reset(demo_database)
    _site_with_clock.hours_ahead(0)
    return _site_with_clock


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A real installation before its first person."""
    with running(tmp_path_factory.mktemp("empty"), "--no-demo") as site:
        yield site


@pytest.fixture(scope="session")
def answers() -> AnswerKey:
    """What the authors hold to be right, read from their files."""
    return read_answers(ROOT / "courses")


@pytest.fixture(scope="session")
def script() -> Script:
    """What the authors have written for each conversation."""
    return read_scenarios(ROOT / "courses")
