"""What is live, and what stands in the way of the files saved last."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from flask import Blueprint, render_template, url_for

from lms import clock
from lms.catalog import queries, shelf
from lms.catalog.content import Course, Scenario
from lms.catalog.models import FileFinding
from lms.learning import reading
from lms.people.models import Role
from lms.web.access import requires

blueprint = Blueprint("studio", __name__, template_folder="templates")


@dataclass(frozen=True, kw_only=True)
class CourseLine:
    """A course as it is live, with what the last reading of its files found."""

    title: str
    url: str
    status: str
    version: int
    revision: str
    published_at: datetime | None
    review_by: date | None
    stale: bool
    errors: int
    warnings: int


@dataclass(frozen=True, kw_only=True)
class FindingLine:
    place: str
    rule: str
    sentence: str
    mend: str
    blocks: bool


@dataclass(frozen=True, kw_only=True)
class FindingGroup:
    title: str
    findings: tuple[FindingLine, ...]


@dataclass(frozen=True, kw_only=True)
class MapLine:
    """A scenario and the way to its map."""

    title: str
    url: str
    course: str


@blueprint.get("/studio/")
@requires(Role.TRAINER)
def index() -> str:
    found = queries.findings()
    published = queries.published_at()
    by_course: dict[str, list[FileFinding]] = defaultdict(list)
    for each in found:
        by_course[each.key].append(each)
    courses = sorted(shelf.current().courses, key=lambda course: course.id)
    return render_template(
        "studio/index.html",
        courses=[_line(course, by_course[course.id], published.get(course.id)) for course in courses],
        maps=[_map(course, each) for course in courses for each in course.scenarios],
        groups=_groups(found),
        errors=sum(each.blocks for each in found),
        warnings=sum(not each.blocks for each in found),
        read_at=max((each.found_at for each in found), default=None),
    )


def _line(course: Course, found: list[FileFinding], published_at: datetime | None) -> CourseLine:
    reviews = [module.review_by for module in course.live_modules if module.review_by is not None]
    review_by = min(reviews, default=None)
    return CourseLine(
        title=reading.words().plain(course.title),
        url=url_for("learning.course", course_id=course.id),
        status=course.status,
        version=course.version,
        revision=course.revision[:8],
        published_at=published_at,
        review_by=review_by,
        stale=review_by is not None and review_by < clock.today(),
        errors=sum(each.blocks for each in found),
        warnings=sum(not each.blocks for each in found),
    )


def _map(course: Course, scenario: Scenario) -> MapLine:
    words = reading.words()
    url = url_for("studio.scenario_map", scenario_id=scenario.id)
    return MapLine(title=words.plain(scenario.title), url=url, course=words.plain(course.title))


def _groups(found: list[FileFinding]) -> list[FindingGroup]:
    """Findings by what they are about, those that block publishing first."""
    groups: dict[str, list[FindingLine]] = defaultdict(list)
    for each in found:
        groups[f"{each.kind} {each.key}" if each.key != each.kind else each.kind].append(
            FindingLine(place=each.place, rule=each.rule, sentence=each.sentence, mend=each.mend, blocks=each.blocks)
        )
    return [FindingGroup(title=title, findings=tuple(lines)) for title, lines in groups.items()]
