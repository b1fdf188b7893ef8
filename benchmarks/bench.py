"""What the rows share: the company, its server and the bare one beside it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from benchmarks import company
from benchmarks.clients import Client
from benchmarks.company import Taker
from benchmarks.rounds import ROUNDS
from benchmarks.serving import Server, serving

CHECKS_A_ROUND = 4
TAKERS = CHECKS_A_ROUND * ROUNDS + 2
"""One for each check of the rounds, one to warm up, and the last for counting statements."""


@dataclass(frozen=True)
class Bench:
    """Both servers are up; `app` is the same application in this process, for counting and preparing."""

    app: Flask
    ours: Server
    bare: Server
    takers: list[Taker]
    environ: Mapping[str, str]

    def visitor(self, email: str = company.BEN) -> Client:
        """Somebody of the company, signed in."""
        client = Client(self.ours.port)
        client.sign_in(email, company.PASSWORD)
        return client

    def bare_visitor(self) -> Client:
        return Client(self.bare.port)


@contextmanager
def standing() -> Iterator[Bench]:
    """Everything made and served from a temporary folder, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="salesfit-bench-") as name:
        folder = Path(name)
        environ = {**company.settings(folder), "BARE_DATABASE_URL": f"sqlite:///{folder / 'bare.sqlite'}"}
        for variable in [variable for variable in os.environ if variable.startswith("LMS_")]:
            del os.environ[variable]
        os.environ.update(environ)
        # Only now: both applications read the environment when they are loaded.
        from benchmarks import bare
        from lms.app import create_app

        app = create_app()
        bare.prepare()
        takers = company.make(app, takers=TAKERS)
        with (
            serving("wsgi:app", environ, first_page="/sign-in") as ours,
            serving("benchmarks.bare:app", environ, first_page="/") as theirs,
        ):
            yield Bench(app, ours, theirs, takers, environ)
