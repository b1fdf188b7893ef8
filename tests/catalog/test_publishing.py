"""What is published, what is held back, and what never changes again."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.catalog import queries, service, shelf
from lms.catalog.content import Course
from lms.catalog.models import Publication, Reading, Revision, StoredFile
from lms.catalog.things import COURSE, FRAMEWORK, JOB, Thing
from lms.db import db
from lms.jobs.models import Job, JobVersion
from tests.catalog import tiny
from tests.conftest import START

CORE = Thing(COURSE, "core")
QUIZ = "core/quizzes/10-the-first-word.md"


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    """The published tiny package, as a folder that a test may change."""
    return tiny.write(tmp_path)


def publish(folder: Path, days: int = 1) -> service.PublishReport:
    report = service.publish([str(folder)], now=START + timedelta(days=days))
    db.session.commit()
    return report


def edit(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text()
    assert old in text
    (folder / path).write_text(text.replace(old, new))


def core() -> Course:
    shelf.forget()
    found = shelf.current().course("core")
    assert found is not None
    return found


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_content_again_publishes_nothing(folder: Path) -> None:
    before = count(Publication)
    assert publish(folder).published == ()
    assert count(Publication) == before


def test_a_changed_file_makes_one_new_revision(folder: Path) -> None:
    old = core()
    edit(folder, QUIZ, "What do you say first?", "What are your first words?")
    assert publish(folder).published == (CORE,)
    assert core().revision != old.revision
    assert "first words" in core().modules[0].quiz.items[0].question.plain
    assert [each.number for each in queries.publications_of(CORE)] == [2, 1]


def test_an_old_revision_stays_as_it_was(folder: Path) -> None:
    old = core()
    edit(folder, QUIZ, "What do you say first?", "What are your first words?")
    publish(folder)
    shelf.forget()
    assert shelf.course_at("core", old.revision) == old
    assert shelf.course_at("core", "0" * 64) is None
    assert shelf.course_at("nowhere", old.revision) is None


def test_files_are_kept_byte_for_byte(folder: Path) -> None:
    windows = (folder / QUIZ).read_bytes().replace(b"\n", b"\r\n").replace(b"first?", b"first, Sam?", 1)
    (folder / QUIZ).write_bytes(b"\xef\xbb\xbf" + windows)
    publish(folder)
    row = queries.find_revision(CORE, core().revision)
    assert row is not None
    stored = queries.files_of(row.id)
    assert stored["quizzes/10-the-first-word.md"] == b"\xef\xbb\xbf" + windows
    assert set(stored) == {
        path.relative_to(folder / "core").as_posix()
        for path in (folder / "core").rglob("*")
        if path.is_file()
    }


def test_a_broken_course_never_replaces_a_published_one_and_others_publish(folder: Path) -> None:
    old = core()
    edit(folder, QUIZ, "- [x] \"I'm Sam", "- [ ] \"I'm Sam")
    edit(folder, "developer/course.yaml", "minutes: 15", "minutes: 14")
    report = publish(folder)
    assert report.published == (Thing(COURSE, "developer"),)
    assert report.held_back == (CORE,)
    assert core() == old
    assert "Q01" in {each.rule for each in queries.findings(CORE)}


def test_findings_of_the_last_reading_replace_those_before(folder: Path) -> None:
    edit(folder, QUIZ, "- [x] \"I'm Sam", "- [ ] \"I'm Sam")
    publish(folder)
    assert queries.findings(CORE)[0].place == f"{QUIZ}:2:1"
    edit(folder, QUIZ, "- [ ] \"I'm Sam", "- [x] \"I'm Sam")
    publish(folder, days=2)
    assert queries.findings() == []


def test_content_that_comes_back_is_made_newest_again(folder: Path) -> None:
    old = core()
    edit(folder, QUIZ, "What do you say first?", "What are your first words?")
    publish(folder)
    edit(folder, QUIZ, "What are your first words?", "What do you say first?")
    revisions = count(Revision)
    assert publish(folder, days=2).published == (CORE,)
    assert core() == old
    assert count(Revision) == revisions
    assert [each.number for each in queries.publications_of(CORE)] == [3, 2, 1]


def test_equal_files_are_stored_once(folder: Path) -> None:
    before = count(StoredFile)
    edit(folder, QUIZ, "What do you say first?", "What are your first words?")
    publish(folder)
    assert count(StoredFile) == before + 1


def test_a_broken_framework_stops_all_that_names_it(folder: Path) -> None:
    (folder / "competencies.yaml").write_text("groups: [\n")
    edit(folder, "developer/course.yaml", "minutes: 15", "minutes: 14")
    assert publish(folder).published == ()
    assert "empathy-tone" in shelf.current().framework.competencies


def test_a_changed_framework_is_published_by_itself(folder: Path) -> None:
    edit(folder, "competencies.yaml", "Sounds cold.", "Sounds cold or hurried.")
    assert publish(folder).published == (Thing(FRAMEWORK, FRAMEWORK),)
    assert shelf.current().framework.competencies["empathy-tone"].levels[0] == "Sounds cold or hurried."


def test_a_changed_job_gets_a_version_with_its_requirements(folder: Path) -> None:
    edit(folder, "jobs/receptionist.md", "{level: 2, weight: 4}", "{level: 3, weight: 4}")
    assert publish(folder).published == (Thing(JOB, "receptionist"),)
    versions = db.session.scalars(
        select(JobVersion).join(Job, Job.id == JobVersion.job_id).where(Job.key == "receptionist")
    ).all()
    assert [each.number for each in versions] == [1, 2]


def test_a_course_that_is_taken_out_of_the_folder_stays_published(folder: Path) -> None:
    for path in sorted((folder / "developer").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    (folder / "developer").rmdir()
    publish(folder)
    shelf.forget()
    assert shelf.current().course("developer") is not None


def test_a_void_holds_as_a_row_and_on_the_shelf_until_it_is_taken_out(folder: Path) -> None:
    edit(
        folder,
        QUIZ,
        "`objective: name-effect` `keep order`",
        "`objective: name-effect` `void: 2027-05-03, too easy`",
    )
    reason = "  > True perhaps, and she cannot act on a word of it. Ask what she sees first.\n"
    edit(folder, QUIZ, reason, reason + "\n  `void: 2027-05-04, our program says so`\n")
    publish(folder)
    shelf.forget()
    assert shelf.current().voids("core") == (("core-1-q2", ""), ("core-1-q1", "jargon-shows-expertise"))
    assert [(each.item, each.option) for each in queries.voids_of("core")] == [
        ("core-1-q1", "jargon-shows-expertise"),
        ("core-1-q2", ""),
    ]
    edit(folder, QUIZ, "\n  `void: 2027-05-04, our program says so`\n", "")
    publish(folder, days=2)
    assert [(each.item, each.option) for each in queries.voids_of("core")] == [("core-1-q2", "")]


def test_a_reading_is_made_again_from_the_stored_files(folder: Path) -> None:
    """As after an update of the readers: the stored files say the same, links into other courses too."""
    before = dict(shelf.current().values)
    for row in db.session.scalars(select(Reading)):
        row.readers = "of another version"
    db.session.commit()
    shelf.forget()
    shelf._kept.__init__()  # type: ignore[misc]
    assert dict(shelf.current().values) == before
    assert count(Reading) == len(before)
    publish(folder)
    assert set(db.session.scalars(select(Reading.readers))) == {service.readers_version()}


def test_of_two_publishers_at_once_one_publishes(app: Flask, folder: Path) -> None:
    edit(folder, QUIZ, "What do you say first?", "What are your first words?")
    db.session.commit()
    together, published = threading.Barrier(2), []

    def run() -> None:
        with app.app_context():
            together.wait()
            published.append(publish(folder).published)
            db.session.remove()

    threads = [threading.Thread(target=run, args=()) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(published) == [(), (CORE,)]
    assert [each.number for each in queries.publications_of(CORE)] == [2, 1]
    assert queries.findings() == []
