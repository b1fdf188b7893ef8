"""`people import`, as an operator types it."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from lms.errors import Refusal
from lms.operating import people_import
from lms.people import queries as people
from tests import make

GOOD = "email,name,job,leader,from\nnora@example.com,Nora,receptionist,carla@example.com,2027-06-01\n"


def run(tmp_path: Path, content: str, *options: str) -> None:
    file = tmp_path / "staff.csv"
    file.write_text(content)
    people_import.main([str(file), *options], standalone_mode=False)


def test_it_says_what_it_did(app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make.cast()
    run(tmp_path, GOOD)
    assert capsys.readouterr().out == "1 added, 0 changed, 0 as they were.\n"
    assert people.find_by_email("nora@example.com") is not None
    run(tmp_path, GOOD)
    assert capsys.readouterr().out == "0 added, 0 changed, 1 as they were.\n"


def test_a_dry_run_only_says_it(app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make.cast()
    run(tmp_path, GOOD + "ana@example.com,Ana Kovács,,,\n", "--dry-run")
    told = capsys.readouterr().out
    assert "Line 3: Ana Kovács, name" in told
    assert "Would be: 1 added, 1 changed, 0 as they were. Nothing was changed." in told
    assert people.find_by_email("nora@example.com") is None


def test_what_is_wrong_is_told_by_line_and_nothing_changes(
    app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make.cast()
    with pytest.raises(Refusal, match=r"The file has 1 fault\. Nothing was changed\."):
        run(tmp_path, GOOD + "x@example.com,Xi,astronaut,,\n")
    assert "Line 3: There is no job “astronaut”." in capsys.readouterr().out
    assert people.find_by_email("nora@example.com") is None
