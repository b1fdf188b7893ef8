"""`python3 -m lms run`: everything up to date, then the site.

The process becomes the web server at the end; what watches the course files, and the worker, are children
that end with it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import click
from flask import Flask

from lms.app import create_app
from lms.catalog import service as catalog
from lms.clock import now
from lms.config import ROOT
from lms.db import db
from lms.demo import load as demo
from lms.errors import Refusal
from lms.operating import database
from lms.people import queries as people
from lms.texts import _


@click.command("run", help="Set up what is missing and serve the site.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--demo/--no-demo", "with_demo", default=True, help="Fill an empty database with the demo company.")
@click.option("--watch/--no-watch", default=None, help="Publish saved course files; on in a demo.")
@click.option("--worker/--no-worker", "with_worker", default=True, help="Start a worker for mails and what is due.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
def command(host: str, port: int, with_demo: bool, watch: bool | None, with_worker: bool, workers: int, threads: int) -> int:
    _must_be_free(host, port)
    app = create_app()
    if workers > 1 and not app.config["REDIS_URL"]:
        raise Refusal(
            _("With more than one worker, limits on sign-in need a shared place. Set LMS_REDIS_URL, or use one worker.")
        )
    with app.app_context():
        _prepare()
        is_demo = _demo_company(with_demo)
        db.session.commit()
        print(_("Salesfit serves http://%(host)s:%(port)s", host=host, port=port), flush=True)
        if is_demo:
            print(demo.who_can_sign_in(app), flush=True)
        db.session.remove()
        db.engine.dispose()
    if is_demo if watch is None else watch:
        _start_watcher(app)
    if with_worker:
        _start_worker()
    _become_server(host, port, workers, threads)
    return 0


def _prepare() -> None:
    """Tables and texts as this version has them; a broken course is told of and stops nothing."""
    copied = database.upgrade()
    if copied:
        print(_("Copied the database to %(path)s before updating it.", path=copied), flush=True)
    report = catalog.publish_configured(now=now())
    db.session.commit()
    for finding in report.findings:
        if finding.blocks:
            print(finding, file=sys.stderr, flush=True)


def _demo_company(wanted: bool) -> bool:
    """Is this the demo company, perhaps made just now?"""
    if not wanted:
        if people.has_demo_people():
            raise Refusal(
                _("This database holds the demo company. For a real one, set LMS_DATABASE_URL to an empty database.")
            )
        return False
    if people.is_empty():
        demo.load_company(now=now())
    if not people.has_demo_people():
        return False
    demo.keep_password()
    return True


def _must_be_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise Refusal(
                _("Nothing can be served at %(host)s:%(port)s (%(why)s). Choose another --port.",
                  host=host, port=port, why=problem.strerror)
            ) from None


def _start_watcher(app: Flask) -> None:
    subprocess.Popen([sys.executable, "-m", "lms.watching", str(os.getpid())], cwd=ROOT)


def _start_worker() -> None:
    """With a lower rank than the site: what people wait for goes first."""
    worker = [sys.executable, "-m", "lms.commands", "worker", "--parent", str(os.getpid())]
    subprocess.Popen(worker, cwd=ROOT, env=MEMORY | os.environ, preexec_fn=lambda: os.nice(5))


MEMORY = {"MALLOC_ARENA_MAX": "2"}
"""Two heaps for all threads: one for each would keep several megabytes that the others could use."""


def _become_server(host: str, port: int, workers: int, threads: int) -> None:
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    sys.stdout.flush()
    os.environ["LMS_WORKERS"] = str(workers)
    os.environ.update(MEMORY | os.environ)
    os.execv(sys.executable, gunicorn("wsgi:app", bind=bind, workers=workers, threads=threads))  # noqa: S606  no shell is wanted


def gunicorn(app: str, *, bind: str, workers: int, threads: int) -> list[str]:
    """The command that serves `app`; the benchmarks serve what they compare with by the same one."""
    command = [
        *(sys.executable, "-m", "gunicorn", "--bind", bind),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)),
        *("--timeout", "60", "--graceful-timeout", "20", "--keep-alive", "5", "--no-control-socket"),
        *("--log-level", "warning", "--chdir", str(ROOT)),
    ]
    if Path("/dev/shm").is_dir():  # noqa: S108  the heartbeat file must not wait for a slow disk
        command += ["--worker-tmp-dir", "/dev/shm"]  # noqa: S108
    return [*command, app]
