"""`jobs export` and `jobs import`: byte for byte, and every fault with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from lms.jobs import versions
from tests.jobs import job_text

KEY = "receptionist"


def test_what_is_exported_is_imported_byte_for_byte(app: Flask, tmp_path: Path) -> None:
    run, file = app.test_cli_runner(), tmp_path / "any-name.md"
    changed = job_text.of(KEY, purpose="Everyone is met – by name.").replace("\n", "\r\n").encode()
    file.write_bytes(changed)
    told = run.invoke(args=["jobs", "import", str(file), "--reason", "Names matter."])
    assert told.exit_code == 0, told.output
    assert versions.newest([KEY])[KEY].note == "Names matter."
    out = tmp_path / "out.md"
    assert run.invoke(args=["jobs", "export", KEY, "--output", str(out)]).exit_code == 0
    assert out.read_bytes() == changed
    assert run.invoke(args=["jobs", "export", KEY]).stdout_bytes == changed
    assert run.invoke(args=["jobs", "import", str(out)]).exit_code == 0
    assert versions.newest([KEY])[KEY].number == 2


def test_a_new_job_comes_with_its_file(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "night-porter.md"
    file.write_text(job_text.of(KEY).replace("id: receptionist", "id: night-porter"), "utf-8")
    assert app.test_cli_runner().invoke(args=["jobs", "import", str(file)]).exit_code == 0
    assert versions.newest(["night-porter"])["night-porter"].number == 1


def test_every_fault_is_told_with_its_line_and_nothing_is_published(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "receptionist.md"
    source = job_text.of(KEY).replace("level: 2", "level: 7").replace("Guests first", "<b>Guests</b> first")
    file.write_text(source.replace("first-call", "no-such-point"), "utf-8")
    told = app.test_cli_runner().invoke(args=["jobs", "import", str(file)])
    assert told.exit_code == 1
    for place in (f"{file}:5:", f"{file}:18:"):
        assert place in told.output, told.output
    assert versions.newest([KEY])[KEY].number == 1


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00a", b"---\nid: [", b"# Only a title\n", b"a" * 300_000]
)
def test_a_file_that_is_no_job_is_refused_in_words(app: Flask, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "receptionist.md"
    file.write_bytes(content)
    told = app.test_cli_runner().invoke(args=["jobs", "import", str(file)])
    assert told.exit_code == 1
    assert str(file) in told.output


def test_a_job_that_is_not_there_is_told(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["jobs", "export", "nobody"])
    assert told.exit_code == 1
    assert "There is no job “nobody”." in told.output
