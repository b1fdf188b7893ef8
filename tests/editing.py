"""An author at work: a copy of the tiny course package that may be changed and published again."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from lms import clock
from lms.catalog import service
from lms.catalog.service import PublishReport
from lms.db import db

TINY_PACKAGE = Path(__file__).parent / "courses"


@dataclass(frozen=True)
class Desk:
    """Where the files lie that the author edits."""

    folder: Path

    def replace(self, path: str, old: str, new: str) -> None:
        """Change one passage of a file; it must be there."""
        file = self.folder / path
        text = file.read_text("utf-8")
        assert old in text, f"{path} does not say {old!r}"
        file.write_text(text.replace(old, new, 1), "utf-8")

    def publish(self) -> PublishReport:
        report = service.publish([str(self.folder)], now=clock.now())
        db.session.commit()
        return report


def desk(folder: Path) -> Desk:
    shutil.copytree(TINY_PACKAGE, folder / "courses")
    return Desk(folder / "courses")
