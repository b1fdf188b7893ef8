"""`courses check` and `courses publish`: all findings, a last line with counts, and an exit code."""

from pathlib import Path

import pytest
from flask import Flask

from lms.catalog import shelf
from tests.catalog import tiny


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    return tiny.write(tmp_path)


def run(app: Flask, *arguments: str) -> tuple[int, list[str]]:
    result = app.test_cli_runner().invoke(args=["courses", *arguments])
    return result.exit_code, result.output.splitlines()


def break_core(folder: Path) -> None:
    file = folder / "core/course.yaml"
    file.write_text(file.read_text().replace("minutes: 12", "minutes: 61"))


def test_a_clean_folder(app: Flask, folder: Path) -> None:
    assert run(app, "check", str(folder)) == (0, ["0 errors, 0 warnings, 0 hints"])


def test_the_configured_folders_without_an_argument(app: Flask) -> None:
    assert run(app, "check") == (0, ["0 errors, 0 warnings, 0 hints"])


def test_a_finding_names_file_line_and_column_as_one_types_it(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_core(folder)
    monkeypatch.chdir(folder.parent)
    code, lines = run(app, "check", folder.name)
    assert code == 1
    assert lines[0] == f'{folder.name}/core/course.yaml:18:14: Y05: "minutes" must be 60 or less. Change the number.'
    assert lines[-1].endswith("errors, 0 warnings, 0 hints")


def test_one_course_alone_is_held_against_its_package(app: Flask, folder: Path) -> None:
    break_core(folder)
    code, lines = run(app, "check", str(folder / "core"))
    assert code == 1
    assert lines[-1] == "1 error, 0 warnings, 0 hints"


def test_a_folder_that_is_not_there_is_wrong_use(app: Flask, folder: Path) -> None:
    assert run(app, "check", str(folder / "nowhere"))[0] == 2
    assert run(app, "publish", str(folder / "nowhere"))[0] == 2


def test_publishing_tells_what_is_new_and_what_is_broken(app: Flask, folder: Path) -> None:
    assert run(app, "publish", str(folder)) == (0, ["0 errors, 0 warnings, 0 hints", "Nothing new was published."])
    file = folder / "developer/course.yaml"
    file.write_text(file.read_text().replace("minutes: 15", "minutes: 14"))
    quiz = folder / "core/quizzes/20-your-word.md"
    quiz.write_text(quiz.read_text().replace("- [x]", "- [ ]"))
    code, lines = run(app, "publish", str(folder))
    assert code == 1
    assert "Published: course developer" in lines
    shelf.forget()
    assert shelf.current().module("developer-1").minutes == 14  # type: ignore[union-attr]
