"""Publishes saved course files while `run` serves, and ends with it."""

from __future__ import annotations

import os
import sys

from lms.app import create_app
from lms.catalog import watcher


def main(parent: int) -> None:
    watcher.watch(create_app(), go_on=lambda: os.getppid() == parent)


if __name__ == "__main__":
    main(int(sys.argv[1]))
