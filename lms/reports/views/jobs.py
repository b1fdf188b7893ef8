"""Job descriptions, from purpose to levels. They stand here, for they show what is above `jobs`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Blueprint, render_template, url_for
from markupsafe import Markup
from sqlalchemy import true

from lms import clock, jobs
from lms.catalog import shelf
from lms.catalog.content import Course
from lms.company import queries as company
from lms.competencies.framework import Framework
from lms.jobs import queries, versions
from lms.jobs.description import JobDescription
from lms.jobs.queries import Asked, JobLine
from lms.markdown import fill, fill_plain
from lms.people.models import Person, Role
from lms.people.session import viewer
from lms.reports import words
from lms.texts import _
from lms.web.access import signed_in

# The templates show jobs alone and therefore stand with them.
blueprint = Blueprint("jobs", __name__, template_folder=str(Path(jobs.__file__).parent / "templates"))

IN_THE_HEAD = ("purpose", "serving")
"""Sections that have a place of their own; the others follow one another."""


@dataclass(frozen=True, kw_only=True)
class JobEntry:
    title: str
    url: str
    purpose: str
    people: int | None
    mine: bool


@dataclass(frozen=True, kw_only=True)
class JobHead:
    title: str
    version: int
    since: date
    people: int | None
    live: bool


@dataclass(frozen=True, kw_only=True)
class SectionText:
    heading: Markup
    body: Markup


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    title: str
    level: int
    anchor: str
    weight: int


@dataclass(frozen=True, kw_only=True)
class HolderLine:
    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class CourseLine:
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class HistoryLine:
    version: int
    on: date
    by: str


@blueprint.get("/jobs/")
@signed_in
def index() -> str:
    today, slots = clock.today(), company.card().slots
    mine = {held.key for held in queries.jobs_of(viewer().id, today)}
    entries = [
        JobEntry(
            title=line.title,
            url=url_for("jobs.job", key=line.key),
            purpose=_purpose(shelf.current().job(line.key), slots),
            people=_headcount(line),
            mine=line.key in mine,
        )
        for line in queries.all_jobs(today)
        if line.live or line.key in mine or viewer().has(Role.HR)
    ]
    return render_template("jobs/index.html", jobs=entries)


@blueprint.get("/jobs/<slug:key>")
@signed_in
def job(key: str) -> str:
    line = queries.job_line(key, clock.today())
    description, slots = shelf.current().job(key), company.card().slots
    asked = queries.requirements_at(line.id, clock.today())
    return render_template(
        "jobs/job.html",
        job=JobHead(
            title=line.title,
            version=line.version,
            since=clock.day_of(line.published_at),
            people=_headcount(line),
            live=line.live,
        ),
        purpose=_section(description, "purpose", slots),
        serves=_section(description, "serving", slots),
        touch_points=_touch_points(description),
        sections=_sections(description, slots),
        asks=_asks(asked, shelf.current().framework),
        ones=_ones(asked, shelf.current().framework),
        courses=_courses(key, asked, slots),
        holders=_holders(line.id),
        history=_history(line.id),
    )


def _headcount(line: JobLine) -> int | None:
    """How many hold the job is for HR; in reports for others small groups are hidden, and so here."""
    return line.people if viewer().has(Role.HR) else None


def _section(description: JobDescription | None, section_id: str, slots: Mapping[str, str]) -> Markup | str:
    part = description.section(section_id) if description else None
    return fill(part.body, slots) if part else ""


def _purpose(description: JobDescription | None, slots: Mapping[str, str]) -> str:
    """The purpose as plain words, for the list."""
    part = description.section("purpose") if description else None
    return fill_plain(part.body, slots) if part else ""


def _sections(description: JobDescription | None, slots: Mapping[str, str]) -> list[SectionText]:
    if description is None:
        return []
    return [
        SectionText(heading=fill(part.heading, slots), body=fill(part.body, slots))
        for part in description.sections
        if part.id not in IN_THE_HEAD
    ]


def _touch_points(description: JobDescription | None) -> list[str]:
    titles = {point.id: point.title for point in shelf.current().map.touch_points}
    return [titles[each] for each in description.touch_points if each in titles] if description else []


def _asks(asked: Mapping[str, Asked], framework: Framework) -> list[AskedLine]:
    """Levels 2 and more, the highest first, each with what one would see."""
    known = [
        (framework.competencies[key], each) for key, each in asked.items() if key in framework.competencies
    ]
    return [
        AskedLine(
            title=competency.title, level=each.level, anchor=competency.levels[each.level], weight=each.weight
        )
        for competency, each in sorted(known, key=lambda pair: (-pair[1].level, -pair[1].weight))
        if each.level > 1
    ]


def _ones(asked: Mapping[str, Asked], framework: Framework) -> str:
    titles = [
        words.in_sentence(competency.title)
        for competency in framework.competencies.values()
        if competency.id in asked and asked[competency.id].level == 1
    ]
    return _("Level 1 in %(titles)s.", titles=", ".join(titles)) if titles else ""


def _courses(key: str, asked: Mapping[str, Asked], slots: Mapping[str, str]) -> list[CourseLine]:
    """Courses for holders of this job that lead to something it asks for."""
    return [
        CourseLine(title=fill_plain(course.title, slots), url=_course_url(course))
        for course in shelf.current().courses
        if course.live and (course.for_everyone or key in course.for_jobs) and _leads_to(course, asked)
    ]


def _leads_to(course: Course, asked: Mapping[str, Asked]) -> bool:
    return any(shown.competency in asked for module in course.live_modules for shown in module.shows)


def _course_url(course: Course) -> str:
    return url_for("learning.course", course_id=course.id)


def _holders(job_id: int) -> list[HolderLine] | None:
    """Who holds the job: all of them for HR, their own people for leaders; None for everyone else."""
    everyone = viewer().has(Role.HR)
    visible = true() if everyone else Person.leader_id == viewer().id
    found = queries.holders(job_id, clock.today(), visible=visible)
    if not found and not everyone:
        return None
    return [
        HolderLine(name=each.name, url=url_for("reports.person", person_id=each.person_id)) for each in found
    ]


def _history(job_id: int) -> list[HistoryLine]:
    return [
        HistoryLine(version=each.number, on=clock.day_of(each.published_at), by=each.by or "")
        for each in versions.history(job_id)
    ]
