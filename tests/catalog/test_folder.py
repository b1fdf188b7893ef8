"""Folders may hold anything: nothing leads out of them, nothing waits, and nothing is left behind."""

import os
import resource
import time
from pathlib import Path

import pytest

from lms.catalog.check import check
from lms.catalog.findings import Finding
from tests.catalog import tiny


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    package = tmp_path / "courses"
    package.mkdir()
    return tiny.write(package)


def told(folder: Path) -> set[tuple[str, str]]:
    return {(each.rule, each.file) for each in check(folder).findings}


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret words {#aid-secret}\n")
    aid = folder / "core/aids/10-the-first-word.md"
    aid.unlink()
    aid.symlink_to(secret)
    report = check(folder)
    assert ("F02", "core/aids/10-the-first-word.md") in {(each.rule, each.file) for each in report.findings}
    assert not any("Secret" in str(each) for each in report.findings)


def test_a_linked_folder_is_not_followed(folder: Path) -> None:
    (folder / "core/scenarios").symlink_to("/etc", target_is_directory=True)
    assert ("F02", "core/scenarios") in told(folder)


def test_a_pipe_does_not_make_the_check_wait(folder: Path) -> None:
    os.mkfifo(folder / "core/modules/30-pipe.md")
    begun = time.monotonic()
    assert ("F02", "core/modules/30-pipe.md") in told(folder)
    assert time.monotonic() - begun < 2


def test_names_with_other_signs_are_told(folder: Path) -> None:
    (folder / "core/modules/30 über.md").write_text("# x")
    (folder / "core/modules").joinpath(os.fsdecode(b"\xff.md")).write_text("# x")
    (folder / "core" / "AIDS").mkdir()
    rules = [each for each in check(folder).findings if each.rule == "F04"]
    assert len(rules) == 3
    for each in rules:
        str(each).encode()


def test_five_megabytes_are_told_before_they_are_read(folder: Path) -> None:
    (folder / "core/course.yaml").write_bytes(b"- [x]\n" * 900_000)
    begun = time.process_time()
    assert ("F05", "core/course.yaml") in told(folder)
    assert time.process_time() - begun < 1


def test_too_many_files_and_too_many_bytes_are_told(folder: Path) -> None:
    for number in range(501):
        (folder / f"core/images/{number}.png").write_bytes(b"")
    images = folder / "developer/images"
    images.mkdir()
    for number in range(120):
        (images / f"{number}.png").write_bytes(bytes(190_000))
    found = [each for each in check(folder).findings if each.rule == "F09"]
    assert {each.file for each in found} == {"core/course.yaml", "developer/course.yaml"}


def test_what_editors_and_systems_leave_behind_is_passed_over(folder: Path) -> None:
    for name in (".DS_Store", ".course.yaml.swp", "course.yaml~", "#course.yaml#", "README.md"):
        (folder / "core" / name).write_text("x")
    assert check(folder).findings == ()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    found = check(tmp_path / "nowhere").findings
    assert ("F01", ".") in {(each.rule, each.file) for each in found}


def test_a_package_may_lie_in_several_folders(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "more"
    other.mkdir()
    (folder / "developer").rename(other / "developer")
    report = check(folder, other)
    assert report.findings == ()
    (other / "competencies.yaml").write_text("groups: []\n")
    assert ("F13", "competencies.yaml") in {(each.rule, each.file) for each in check(folder, other).findings}


def test_everything_wrong_at_once_is_told_quickly_in_little_memory_and_leaves_nothing(folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    os.mkfifo(folder / "core/images/pipe.png")
    (folder / "core/images/loop").symlink_to(folder, target_is_directory=True)
    deep = folder / "core/images/a"
    for _ in range(30):
        deep = deep / "a"
    deep.mkdir(parents=True)
    (folder / "misconceptions.yaml").write_text("a: &a [x,x]\n" + "b: [*a,*a]\n" * 9_000)
    (folder / "core/modules/10-the-first-word.md").write_text("# x\n" + "[" * 1_900 + "\n" + "> " * 900)
    (folder / "experience-map.yaml").write_bytes(b"\x00" * 200_000)
    (folder / "core/quizzes/20-your-word.md").write_text("- " * 900 + "\n" + "|a" * 900 + "\n" + "|-" * 900)
    begun, memory = time.process_time(), _megabytes()
    found: tuple[Finding, ...] = check(folder).findings
    assert time.process_time() - begun < 10
    assert _megabytes() - memory < 512
    assert len({each.file for each in found if each.blocks}) >= 5
    made = {path for path in folder.rglob("*") if "images/a" not in path.as_posix()}
    assert made - set(before) == {folder / "core/images/pipe.png", folder / "core/images/loop"}


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
