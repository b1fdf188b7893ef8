"""Staff files as HR programs write them, and as people spoil them: scorecard S8, each file twice.

Meant to catch: the look at people who are here left out of the circle, `folded` e-mails not compared,
the second check before the import left out, the savepoint around it left out.
"""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import func, select

from lms import audit, tasks
from lms.admin.models import StaffImport, StaffImportPart, StaffImportRow, State
from lms.admin.staff_files import service
from lms.db import db
from lms.jobs.models import Appointment, Job
from lms.people import queries as people
from lms.people import service as people_service
from lms.people.models import Person, PersonRole, Role, Team
from lms.sheets import write_xlsx
from tests import make
from tests.conftest import MovableClock
from tests.security.rows_of import everything

HEAD = "email,name,job,leader,from"
TIDY_TABLES = ("staff_import", "figures_changed")
"""What an import leaves behind however it ends."""


def bring(content: str | bytes, *, dry_run: bool = False) -> StaffImport:
    """As the command does."""
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    return service.run_file(file, name="staff.csv", dry_run=dry_run, now=make.clock.now(), tell=lambda done, total: None)


def counts(found: StaffImport) -> tuple[int, int, int]:
    report = found.report or {}
    return report["added_number"], report["changed_number"], report["unchanged_number"]


def faults(found: StaffImport) -> list[tuple[int, str]]:
    return [(line, sentence) for line, sentence in (found.report or {})["rejected"]]


def jobs_of(email: str) -> list[tuple[str, date, date | None]]:
    found = (
        select(Job.key, Appointment.starts_on, Appointment.ends_on)
        .join(Appointment, Appointment.job_id == Job.id)
        .join(Person, Person.id == Appointment.person_id)
        .where(Person.email == email)
    )
    return [(row.key, row.starts_on, row.ends_on) for row in db.session.execute(found.order_by(Appointment.starts_on))]


@pytest.fixture
def cast(app: Flask) -> dict[str, Person]:
    return make.cast()


class TestAGoodFile:
    FILE = f"""{HEAD},team,until,roles
nora@example.com,Nora Quist,receptionist,carla@example.com,2027-06-01,Front desk,,
per@example.com,Per Holm,Software developer,nora@example.com,1.6.2027,front DESK,31.12.2027,"coach, trainer"
ana@example.com,Ana Kovács,receptionist,,2027-05-01,,,
BEN@Example.com,Ben,,-,,-,,coach
"""

    def test_everyone_is_here_with_all_that_was_said(self, cast: dict[str, Person]) -> None:
        found = bring(self.FILE)
        assert found.state == State.DONE
        assert counts(found) == (2, 2, 0)
        nora, per = people.get_by_email("nora@example.com"), people.get_by_email("per@example.com")
        assert (nora.name, nora.leader_id, per.leader_id) == ("Nora Quist", cast["carla"].id, nora.id)
        assert nora.team_id == per.team_id
        assert db.session.get_one(Team, nora.team_id).name == "Front desk"
        assert jobs_of("nora@example.com") == [("receptionist", date(2027, 6, 1), None)]
        assert jobs_of("per@example.com") == [("software-developer", date(2027, 6, 1), date(2027, 12, 31))]
        assert people.roles_of([per.id]) == {per.id: ["coach", "trainer"]}

    def test_who_was_here_is_changed_and_empty_cells_leave_what_is_there(self, cast: dict[str, Person]) -> None:
        bring(self.FILE)
        ana, ben = people.get_by_email("ana@example.com"), people.get_by_email("ben@example.com")
        assert (ana.name, ana.leader_id, ana.team_id) == ("Ana Kovács", cast["carla"].id, cast["carla"].team_id)
        assert (ben.leader_id, ben.team_id) == (None, None)
        assert people.roles_of([ben.id]) == {ben.id: ["coach"]}
        found = select(Person.id).where(people.named(["kovacs"]))
        assert db.session.scalars(found).all() == [ana.id]

    def test_the_same_file_again_changes_nothing(self, cast: dict[str, Person]) -> None:
        bring(self.FILE)
        before = everything(but=(*TIDY_TABLES, "audit_entry"))
        again = bring(self.FILE)
        assert counts(again) == (0, 0, 4)
        assert everything(but=(*TIDY_TABLES, "audit_entry")) == before

    def test_a_dry_run_says_the_same_and_changes_nothing(self, cast: dict[str, Person]) -> None:
        before = everything(but=TIDY_TABLES)
        found = bring(self.FILE, dry_run=True)
        assert counts(found) == (2, 2, 0)
        report = found.report or {}
        assert report["teams"] == ["Front desk"]
        assert report["changed"] == [[4, "Ana Kovács", ["name", "job"]], [5, "Ben", ["leader", "team", "roles"]]]
        assert everything(but=TIDY_TABLES) == before

    def test_who_did_it_and_how_many_it_was_is_kept(self, cast: dict[str, Person]) -> None:
        bring(self.FILE)
        acts = {entry.act: entry.details for entry in audit.entries()}
        assert acts["people.imported"] | {"import": 1} == {"added": 2, "changed": 2, "unchanged": 0, "import": 1}
        assert "role.given" in acts

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_as_many_programs_write_it(self, cast: dict[str, Person], separator: str, encoding: str) -> None:
        rows = [HEAD.split(","), ["zoë@example.com", "Zoë Ångström", "receptionist", "carla@example.com", "2027-06-01"]]
        text = "\r\n".join(separator.join(row) for row in rows) + "\r\n"
        assert counts(bring(text.encode(encoding))) == (1, 0, 0)
        assert people.get_by_email("zoë@example.com").name == "Zoë Ångström"
        assert counts(bring(text.encode(encoding))) == (0, 0, 1)

    def test_as_a_workbook_with_days_as_days(self, cast: dict[str, Person]) -> None:
        book = b"".join(
            write_xlsx(["E-Mail", "Name", "Job", "Leader", "From", "Shoe size"],
                       [["nora@example.com", "Nora", "receptionist", None, date(2027, 6, 1), 41]])
        )
        found = bring(book)
        assert counts(found) == (1, 0, 0)
        assert (found.report or {})["unread"] == ["Shoe size"]
        assert jobs_of("nora@example.com") == [("receptionist", date(2027, 6, 1), None)]
        assert counts(bring(book)) == (0, 0, 1)

    def test_without_a_day_a_job_begins_today_and_is_held_tomorrow(self, cast: dict[str, Person], clock: MovableClock) -> None:
        line = f"{HEAD}\nana@example.com,Ana,receptionist,,\n"
        assert counts(bring(line)) == (0, 1, 0)
        clock.move(days=1)
        assert counts(bring(line)) == (0, 0, 1)
        assert len(jobs_of("ana@example.com")) == 1

    def test_a_last_day_is_set_on_the_job_they_hold(self, cast: dict[str, Person]) -> None:
        make.appointment(cast["ana"], "receptionist", since=date(2027, 1, 1))
        db.session.commit()
        bring(f"{HEAD},until\nana@example.com,Ana,receptionist,,,2027-12-31\n")
        assert jobs_of("ana@example.com") == [("receptionist", date(2027, 1, 1), date(2027, 12, 31))]


BAD = {
    "an e-mail twice, in another case": (
        "x@example.com,Xi,,,\nX@EXAMPLE.com,Xi,,,", [(3, "The e-mail appears twice (also line 2).")]
    ),
    "a job nobody knows": ("x@example.com,Xi,astronaut,,", [(2, "There is no job “astronaut”.")]),
    "a leader nobody knows": ("x@example.com,Xi,,boss@example.com,", [(2, "leader's e-mail boss@example.com")]),
    "leaders in a circle": (
        "x@example.com,Xi,,y@example.com,\ny@example.com,Yu,,z@example.com,\nz@example.com,Ze,,x@example.com,",
        [(2, "round in a circle")],
    ),
    "a circle through people who are here": ("carla@example.com,Carla,,ana@example.com,", [(2, "round in a circle")]),
    "a circle with one who keeps their leader": (
        "ana@example.com,Ana,,,\ncarla@example.com,Carla,,ana@example.com,", [(2, "round in a circle")]
    ),
    "nobody leads themselves": ("x@example.com,Xi,,X@example.com,", [(2, "Nobody leads themselves")]),
    "a day that is none": ("x@example.com,Xi,receptionist,,31/02", [(2, "“31/02” in from is no day")]),
    "the last of February": ("x@example.com,Xi,receptionist,,2027-02-31", [(2, "is no day")]),
    "a day of nobody's life": ("x@example.com,Xi,receptionist,,0001-01-01", [(2, "is no day")]),
    "a day without a job": ("x@example.com,Xi,,,2027-05-01", [(2, "a day but no job")]),
    "a formula as a name": ('x@example.com,"=HYPERLINK(""http://x"")",,,', [(2, "begins with “=”")]),
    "a formula as a leader": ("x@example.com,Xi,,@SUM(A1),", [(2, "begins with “@”")]),
    "no name": ("x@example.com,,,,", [(2, "The name is missing")]),
    "a name without an end": (f"x@example.com,{'x' * 121},,,", [(2, "longer than 120 signs")]),
    "no e-mail": (",Xi,,,", [(2, "The e-mail is missing")]),
    "no e-mail address": ("xi at example,Xi,,,", [(2, "“xi at example” is no e-mail address")]),
    "two faults in one line": (
        "x@example.com,Xi,astronaut,,31/02", [(2, "There is no job “astronaut”."), (2, "“31/02” in from is no day")]
    ),
    "more cells than columns": ("x@example.com,Xi,,,,one too many", [(2, "more cells than columns")]),
    "a quotation mark that never closes": ('x@example.com,"Xi,,,\ny@example.com,Yu,,,', [(2, "quotation marks")]),
}


class TestBadFiles:
    @pytest.mark.parametrize("name", BAD)
    def test_each_line_is_named_and_nothing_changes(self, cast: dict[str, Person], name: str) -> None:
        lines, expected = BAD[name]
        self._twice(f"{HEAD}\n{lines}\n", expected)

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            ("email,name,job,from\nx@example.com,Xi,,\n", [(1, "The first line lacks leader.")]),
            ("email;name\n", [(1, "lacks job, leader, from")]),
            (f"{HEAD},email\n", [(1, "the column email twice")]),
            (f"{HEAD}\n", [(1, "no line below the names")]),
            ("", [(0, "The file is empty")]),
            (f"{HEAD}\nx@example.com,Zoë,,,\n".encode("latin-1"), [(2, "not in UTF-8")]),
            (f"{HEAD},until\nx@example.com,Xi,receptionist,,2027-06-01,2027-05-01\n", [(2, "until is before the day from")]),
            (f"{HEAD},until\nx@example.com,Xi,receptionist,,,2027-05-01\n", [(2, "The day until has passed")]),
            (f"{HEAD},roles\nx@example.com,Xi,,,,king\n", [(2, "There is no role “king”")]),
            (f"{HEAD},roles\nadam@example.com,Adam,,,,-\n", [(0, "This is the last admin")]),
            (b"\xff\xfe" + f"{HEAD}\nx@example.com,Xi,,,\n".encode("utf-16-le")[:-3], [(2, "not in UTF-8")]),
        ],
    )
    def test_and_so_is_a_file_as_a_whole(self, cast: dict[str, Person], content: Any, expected: list[tuple[int, str]]) -> None:
        self._twice(content, expected)

    def _twice(self, content: str | bytes, expected: list[tuple[int, str]]) -> None:
        before = everything(but=TIDY_TABLES)
        for _ in range(2):
            found = bring(content)
            assert found.state == State.REFUSED
            told = faults(found)
            assert [line for line, _sentence in told] == [line for line, _words in expected], told
            for (_line, sentence), (_same, words) in zip(told, expected, strict=True):
                assert words in sentence
            assert everything(but=TIDY_TABLES) == before

    def test_all_faults_are_told_at_once(self, cast: dict[str, Person]) -> None:
        lines = [
            "x@example.com,Xi,astronaut,,",
            "y@example.com,Yu,,nobody@example.com,",
            "ana@example.com,Ana,,,",
            "ANA@example.com,Ana,,,",
            "v@example.com,=1+1,,,",
            "u@example.com,Ulf,receptionist,,31/02",
            "good@example.com,Good,,u@example.com,",
        ]
        assert [line for line, _ in faults(bring("\n".join([HEAD, *lines])))] == [2, 3, 5, 6, 7]

    def test_who_left_is_not_brought_back_by_a_file(self, cast: dict[str, Person]) -> None:
        people_service.leave(cast["ben"], on=date(2027, 4, 30))
        db.session.commit()
        [(line, sentence)] = faults(bring(f"{HEAD}\nben@example.com,Ben,,,\n"))
        assert (line, "left on 30 April 2027" in sentence) == (2, True)
        [(line, sentence)] = faults(bring(f"{HEAD}\nx@example.com,Xi,,ben@example.com,\n"))
        assert (line, "Nobody here" in sentence) == (2, True)

    def test_a_job_is_not_held_twice_at_once(self, cast: dict[str, Person]) -> None:
        make.appointment(cast["ana"], "receptionist", since=date(2027, 1, 1))
        db.session.commit()
        [(line, sentence)] = faults(bring(f"{HEAD}\nana@example.com,Ana,receptionist,,2027-06-01\n"))
        assert (line, "held already, from 1 January 2027" in sentence) == (2, True)

    def test_a_formula_in_a_workbook(self, cast: dict[str, Person]) -> None:
        book = openpyxl.Workbook()
        book.active.append(HEAD.split(","))
        book.active.append(["x@example.com", '=CONCAT("Xi")', None, None, None])
        out = io.BytesIO()
        book.save(out)
        self._twice(out.getvalue(), [(2, "begins with “=”")])

    def test_very_many_faults_are_counted_and_the_first_are_told(self, cast: dict[str, Person]) -> None:
        found = bring("\n".join([HEAD, *(f"x{number}@example.com,,,," for number in range(500))]))
        assert (found.report or {})["rejected_number"] == 500
        assert [line for line, _ in faults(found)] == list(range(2, 202))

    def test_what_may_not_be_kept_is_not(self, cast: dict[str, Person]) -> None:
        bring(f"{HEAD}\nx@example.com,,,,\n")
        bring(TestAGoodFile.FILE, dry_run=True)
        assert db.session.scalar(select(func.count()).select_from(StaffImportRow)) == 0


class TestInTheBrowser:
    """Through the verbs of the pages: sent, looked through, agreed to."""

    def send(self, content: str, *, key: str = "a" * 20) -> StaffImport:
        adam = people.get_by_email("adam@example.com")
        number = service.receive(io.BytesIO(content.encode()), name="staff.csv", key=key, by=adam.id, now=make.clock.now())
        db.session.commit()
        return db.session.get_one(StaffImport, number)

    def agree(self, found: StaffImport, who: str = "adam@example.com") -> None:
        service.agree(found.id, by=people.get_by_email(who).id, now=make.clock.now())
        db.session.commit()

    def test_a_small_file_waits_for_a_yes_at_once(self, cast: dict[str, Person]) -> None:
        found = self.send(TestAGoodFile.FILE)
        assert found.state == State.READY
        assert people.find_by_email("nora@example.com") is None
        self.agree(found)
        assert found.state == State.DONE
        assert people.find_by_email("nora@example.com") is not None

    def test_two_admins_who_agree_agree_to_one_import(self, cast: dict[str, Person]) -> None:
        found = self.send(TestAGoodFile.FILE)
        self.agree(found)
        before = everything()
        self.agree(found, "henry@example.com")
        assert everything() == before

    def test_what_changed_meanwhile_is_looked_at_once_more(self, cast: dict[str, Person]) -> None:
        found = self.send(f"{HEAD}\nnora@example.com,Nora,,carla@example.com,\n")
        people_service.leave(cast["carla"], on=date(2027, 5, 3))
        db.session.commit()
        self.agree(found)
        assert found.state == State.REFUSED
        assert "Nobody here" in faults(found)[0][1]
        assert people.find_by_email("nora@example.com") is None

    def test_a_large_file_is_a_task_and_is_kept_until_it_was_read(self, cast: dict[str, Person]) -> None:
        lines = "".join(f"p{number}@example.com,Person Number {number},receptionist,,2027-05-01\n" for number in range(1_500))
        found = self.send(f"{HEAD}\n{lines}")
        assert (found.state, found.rows_read) == (State.WAITING, 0)
        assert db.session.scalar(select(func.count()).select_from(StaffImportPart)) == 1
        tasks.run_due(make.clock.now())
        assert (found.state, found.rows_read) == (State.READY, 1_501)
        assert db.session.scalar(select(func.count()).select_from(StaffImportPart)) == 0
        self.agree(found)
        assert found.state == State.AGREED
        tasks.run_due(make.clock.now())
        assert found.state == State.DONE
        assert people.find_by_email("p1499@example.com") is not None
        assert db.session.scalar(select(func.count()).select_from(PersonRole).where(PersonRole.role == Role.ADMIN)) == 1

    def test_too_large_a_file_says_how_large(self, cast: dict[str, Person], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(service, "LARGEST", 10)
        with pytest.raises(service.FileTooLarge, match="1 MB"):
            self.send(TestAGoodFile.FILE)


@pytest.mark.parametrize("installation", ["sqlite"], indirect=True, scope="session")
def test_memory_does_not_grow_with_the_file(app: Flask) -> None:
    def peak(lines: int) -> int:
        tracemalloc.start()
        file = _Endless(f"q{lines}", lines)
        service.run_file(file, name="big.csv", dry_run=True, now=make.clock.now(), tell=lambda done, total: None)  # type: ignore[arg-type]
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(1_000)
    few = peak(6_000)
    assert peak(18_000) < 1.3 * few + 500_000


class _Endless(io.RawIOBase):
    """A file of so many lines that nobody ever holds as a whole."""

    def __init__(self, name: str, lines: int) -> None:
        self._name, self._lines = name, lines
        self.seek(0)

    def seek(self, place: int, whence: int = 0) -> int:
        self._rest, self._held = self._write(), b""
        return 0

    def _write(self) -> Iterator[bytes]:
        yield f"{HEAD}\n".encode()
        for number in range(self._lines):
            yield f"{self._name}{number}@example.com,Somebody Else,receptionist,,2027-05-01\n".encode()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while len(self._held) < len(buffer) and (line := next(self._rest, b"")):
            self._held += line
        part, self._held = self._held[: len(buffer)], self._held[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


