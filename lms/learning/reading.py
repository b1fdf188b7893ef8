"""What the pages of learning ask first: who is reading, of which jobs, with which words of the company."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from lms import clock
from lms.catalog import shelf
from lms.catalog.content import Course, Module
from lms.company import queries as company
from lms.errors import NotFound
from lms.jobs import queries as jobs
from lms.jobs.queries import Duties, Waived
from lms.markdown import Prose, fill, fill_plain
from lms.people.session import viewer


@dataclass(frozen=True, kw_only=True)
class Words:
    """Course texts with the company's words in their slots."""

    slots: Mapping[str, str]

    def rich(self, text: Prose | str) -> Markup:
        return fill(text, self.slots)

    def plain(self, text: Prose | str) -> str:
        return fill_plain(text, self.slots)


def words() -> Words:
    return Words(slots=company.card().slots)


def my_duties() -> Duties:
    """The jobs the reader holds today, and what these ask for."""
    return jobs.duties_of(viewer().id, clock.today())


def my_waivers() -> Mapping[str, Waived]:
    """By competency, what is not asked of the reader for a while."""
    return jobs.waived([viewer().id], clock.today()).get(viewer().id, {})


def asked_now(duties: Duties, let_off: Collection[str]) -> dict[str, int]:
    """The levels that count today: what is waived is neither met nor a gap."""
    return {competency: level for competency, level in duties.levels.items() if competency not in let_off}


def get_course(course_id: str) -> Course:
    """Raises NotFound."""
    course = shelf.current().course(course_id)
    if course is None:
        raise NotFound(course_id)
    return course


def get_module(course: Course, module_id: str) -> Module:
    """Raises NotFound."""
    module = course.module(module_id)
    if module is None:
        raise NotFound(module_id)
    return module


def needed_to_pass(questions: int, percent: int) -> int:
    """How many right answers reach the percentage: the next whole number up."""
    return -(-questions * percent // 100)
