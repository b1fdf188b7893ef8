"""Static files: joined, named by their content, packed once, and served for ever.

A page asks for `asset('salesfit.css')` and gets `/static/salesfit.<hash>.css`. The built files
lie in the instance folder, in a folder named by the hash of all that goes into them: a restart
with unchanged sources builds nothing, and a changed source can never be served under an old name.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

SOURCES = Path(__file__).parent / "static"
PREFIX = "/static/"
KEPT_BUILDS = 3
UNFINISHED = "new-"
ABANDONED_AFTER = 3600
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")

STYLES = ("tokens", "frame", "text", "controls", "learner", "scenario", "levels", "reports", "records", "jobs", "print")
"""The parts of our own style sheet, in the order in which they overrule each other."""


def init_app(app: Flask) -> None:
    """Build if needed, give templates `asset`, and put the file server in front of the app."""
    built = build(Path(app.config["INSTANCE"]) / "static")
    names: dict[str, str] = json.loads((built / "names.json").read_text("utf-8"))

    def asset(name: str) -> str:
        """The address of a built file; an unknown name is a programming error and fails loudly."""
        return PREFIX + names[name]

    shield = _shield(https=app.config["BASE_URL"].startswith("https://"))
    app.jinja_env.globals["asset"] = asset
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(built / "files"),
        prefix=PREFIX,
        immutable_file_test=_is_hashed,
        allow_all_origins=False,
        add_headers_function=lambda headers, path, url: shield(headers),
    )


def _is_hashed(path: str, url: str) -> bool:
    return bool(_HASHED.search(url))


def _shield(*, https: bool) -> Callable[[Headers], None]:
    """The file server stands in front of the app, so its answers carry their own headers."""

    def shield(headers: Headers) -> None:
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        if https:
            headers["Strict-Transport-Security"] = "max-age=31536000"

    return shield


def build(folder: Path) -> Path:
    """The folder with the built files, made now unless it is there already.

    Workers that start together may each build; renaming the finished folder into place is one
    step, so the first wins and the others throw theirs away.
    """
    sources = _sources()
    done = folder / _fingerprint(sources)
    if (done / "names.json").exists():
        return done
    folder.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=folder))
    _write(fresh, sources)
    try:
        fresh.rename(done)
    except OSError:
        if not (done / "names.json").exists():
            raise
        shutil.rmtree(fresh)
    _drop_old(folder, keep=done)
    return done


def _sources() -> dict[str, bytes]:
    """What each built file holds, by the name that templates use."""
    return {
        "salesfit.css": _style_sheet().encode(),
        "app.js": (SOURCES / "app.js").read_bytes(),
        "icons.svg": (SOURCES / "icons.svg").read_bytes(),
    }


def _style_sheet() -> str:
    """Bootstrap in a layer of its own, so that any rule of ours is the stronger one."""
    bootstrap = _read("vendor/bootstrap.min.css").removeprefix('@charset "UTF-8";')
    ours = "".join(_squeezed(_read(f"css/{name}.css")) for name in STYLES)
    return f'@charset "UTF-8";@layer bootstrap{{{bootstrap}}}\n{ours}'


def _read(name: str) -> str:
    return (SOURCES / name).read_text("utf-8")


def _squeezed(style: str) -> str:
    """Without comments and indents: the notes are for authors, not for browsers."""
    return "\n".join(line.strip() for line in _COMMENT.sub("", style).splitlines() if line.strip()) + "\n"


def _fingerprint(sources: dict[str, bytes]) -> str:
    whole = sha256()
    for name, content in sources.items():
        whole.update(name.encode() + b"\0" + content + b"\0")
    return whole.hexdigest()[:16]


def _write(folder: Path, sources: dict[str, bytes]) -> None:
    files = folder / "files"
    files.mkdir()
    names = {}
    for name, content in sources.items():
        stem, ending = name.rsplit(".", 1)
        names[name] = f"{stem}.{sha256(content).hexdigest()[:12]}.{ending}"
        (files / names[name]).write_bytes(content)
        (files / (names[name] + ".gz")).write_bytes(gzip.compress(content, 9, mtime=0))
    (folder / "names.json").write_text(json.dumps(names), "utf-8")
    folder.chmod(0o755)


def _drop_old(folder: Path, keep: Path) -> None:
    """Leave the newest builds: a worker that is about to end may still serve the one before.

    Unfinished ones may be another worker's, at work right now; they go when they are an hour old.
    """
    with contextlib.suppress(OSError):
        entries = sorted(
            (entry for entry in folder.iterdir() if entry.is_dir()), key=os.path.getmtime, reverse=True
        )
        finished = [entry for entry in entries if not entry.name.startswith(UNFINISHED) and entry != keep]
        abandoned = [
            entry
            for entry in entries
            if entry.name.startswith(UNFINISHED) and entry.stat().st_mtime < time.time() - ABANDONED_AFTER
        ]
        for old in finished[KEPT_BUILDS - 1 :] + abandoned:
            shutil.rmtree(old, ignore_errors=True)
