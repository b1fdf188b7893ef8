"""Starting a server as `python3 -m lms run` does, and reading what its processes used."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from lms.config import ROOT
from lms.server import MEMORY, gunicorn

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A gunicorn master with its worker."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu(self) -> float:
        """Seconds of processor time, user and system, that master and worker have used so far."""
        return sum(_cpu_of(pid) for pid in (self.process.pid, *self.workers()))

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]


@contextmanager
def serving(app: str, environ: Mapping[str, str], *, first_page: str, expect: int = 200) -> Iterator[Server]:
    """The app behind one worker with eight threads, ready when its first page was answered."""
    port = _free_port()
    command = gunicorn(app, bind=f"127.0.0.1:{port}", workers=1, threads=8)
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **MEMORY, **environ})
    try:
        _wait_for(process, port, first_page, expect)
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(30)


def _cpu_of(pid: int) -> float:
    """To the nanosecond where the kernel counts it for each thread, else in hundredths of a second."""
    threads = list(Path(f"/proc/{pid}/task").glob("*/schedstat"))
    if threads:
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _wait_for(process: subprocess.Popen[bytes], port: int, page: str, expect: int) -> None:
    """Until the page is there; a first look every hundredth of a second costs the server nothing."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode} before its first page")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
            connection.request("GET", page)
            answer = connection.getresponse()
            answer.read()
            connection.close()
        except ConnectionError:
            time.sleep(0.01)
            continue
        if answer.status != expect:
            raise RuntimeError(f"{page} answered {answer.status} instead of {expect}")
        return
    raise RuntimeError(f"no page within {START_SECONDS} seconds")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
