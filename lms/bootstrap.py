"""Setting up the environment of Salesfit on a machine that has nothing but Python.

Standard library only. The environment lives in `.venv` beside this package; a stamp inside it
says which lock and which Python it was made for, so the second start has nothing to do.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OLDEST_PYTHON = (3, 11)


class CannotSetUp(Exception):
    """The machine lacks something; the message is the sentence and the line to type."""


def make_environment(*, development: bool) -> None:
    """Make `.venv` match the lock; does nothing when its stamp already says so."""
    if sys.version_info < OLDEST_PYTHON:
        raise CannotSetUp(f"Salesfit needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    lock = ROOT / ("requirements-dev.txt" if development else "requirements.txt")
    if _is_made(lock, development=development):
        return
    with _one_at_a_time():  # the site and its worker start together after an update
        if not _is_made(lock, development=development):
            _make(lock, development=development)


def _is_made(lock: Path, *, development: bool) -> bool:
    stamp = _stamp(development=development)
    return stamp.exists() and stamp.read_text() == _fingerprint(lock) and python().exists()


def _stamp(*, development: bool) -> Path:
    return ENVIRONMENT / ("development.stamp" if development else "runtime.stamp")


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _make(lock: Path, *, development: bool) -> None:
    _need_ensurepip()
    print(f"Setting up ({lock.name}) in .venv; this happens once.", file=sys.stderr, flush=True)
    if not _made_by_this_python():
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        (ENVIRONMENT / "python.stamp").write_text(sys.version)
    _install(lock)
    _stamp(development=development).write_text(_fingerprint(lock))
    if development:  # the development lock holds every pin of the runtime lock
        (ENVIRONMENT / "runtime.stamp").write_text(_fingerprint(ROOT / "requirements.txt"))


def python() -> Path:
    """The interpreter inside the environment."""
    return ENVIRONMENT / "bin" / "python"


def hand_over(*arguments: str) -> int:
    """Replace this process by the environment's Python; does not return."""
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(python(), [str(python()), *arguments])  # noqa: S606  our own interpreter, and no shell is wanted


def find_chromium() -> str:
    """The path of a Chromium, installed by apt if we may; raises CannotSetUp with the line to type."""
    found = _chromium_on_path()
    if found:
        return found
    _apt_install("chromium")
    found = _chromium_on_path()
    if not found:
        raise CannotSetUp(
            "The tests need a Chromium browser. Please run this once:\n"
            "    sudo apt-get install -y --no-install-recommends chromium"
        )
    return found


def _fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()


def _made_by_this_python() -> bool:
    stamp = ENVIRONMENT / "python.stamp"
    return stamp.exists() and stamp.read_text() == sys.version and python().exists()


def _need_ensurepip() -> None:
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        _apt_install("python3-venv")
        probe = subprocess.run([sys.executable, "-c", "import ensurepip"], check=False, capture_output=True)
        if probe.returncode:
            raise CannotSetUp(
                "Python's venv module is incomplete here. Please run this once:\n"
                "    sudo apt-get install -y python3-venv"
            ) from None


def _install(lock: Path) -> None:
    command = [
        *(str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"),
        *("--require-hashes", "--only-binary", ":all:", "-r", str(lock)),
    ]
    if subprocess.run(command, check=False).returncode:
        raise CannotSetUp(
            f"The packages of {lock.name} could not be installed (see above). "
            "Check that this machine reaches its Python package index, then run the same command again."
        )


def _chromium_on_path() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _apt_install(package: str) -> None:
    """Try apt as root or by sudo without a password; silence means it could not be done."""
    if not shutil.which("apt-get"):
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and not shutil.which("sudo"):
        return
    print(f"Installing {package} with apt-get; this happens once.", file=sys.stderr, flush=True)
    update = [*prefix, "apt-get", "update", "-qq"]
    subprocess.run(update, stdout=subprocess.DEVNULL, check=False)
    install = [*prefix, "apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    unattended = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(install, env=unattended, stdout=subprocess.DEVNULL, check=False)
