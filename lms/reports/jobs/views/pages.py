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
from lms.catalog import job_changes, shelf
from lms.catalog.content import Course
from lms.company import queries as company
from lms.competencies.framework import Framework
from lms.jobs import drafts, queries, sign_offs, versions
from lms.jobs.description import JobDescription
from lms.jobs.queries import Asked, JobLine
from lms.jobs.versions import Newest
from lms.markdown import fill, fill_plain
from lms.people.models import Person, Role
from lms.people.session import viewer
from lms.reports.jobs import impact_queries
from lms.reports.words import in_sentence
from lms.texts import _, ngettext
from lms.web.access import signed_in

# The templates show jobs alone and therefore stand with them.
blueprint = Blueprint("jobs", __name__, template_folder=str(Path(jobs.__file__).parent / "templates"))

IN_THE_HEAD = ("purpose", "serving")
"""Sections that have a place of their own; the others follow one another."""
HOLDERS_SHOWN = 12
"""Of all who hold a job; HR finds the others on the page of signatures."""


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
    desirable: bool = False


@dataclass(frozen=True, kw_only=True)
class ComingLine:
    """A level that counts from a day on; `now` is what is asked until then, 0 for nothing."""

    title: str
    name: str
    """The title inside a sentence."""
    now: int
    level: int
    anchor: str
    on: date


@dataclass(frozen=True, kw_only=True)
class NewVersion:
    """What a holder has not signed yet, and what changed since they signed last; `first`: never before."""

    version: int
    note: str
    changes: list[str]
    first: bool


@dataclass(frozen=True, kw_only=True)
class TeamState:
    """How the holders stand, for HR."""

    words: str
    signed: str


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
    note: str


@dataclass(frozen=True, kw_only=True)
class DraftLine:
    title: str
    url: str
    by: str
    on: date


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
    return render_template("jobs/index.html", jobs=entries, drafts=_drafts(), can_edit=viewer().has(Role.HR))


@blueprint.get("/jobs/<slug:key>")
@signed_in
def job(key: str) -> str:
    line, today = queries.job_line(key, clock.today()), clock.today()
    newest = versions.newest([key])[key]
    description, slots = shelf.current().job(key), company.card().slots
    asked, framework = queries.requirements_at(line.id, today), shelf.current().framework
    hr = viewer().has(Role.HR)
    return render_template(
        "jobs/job.html",
        key=key,
        job=JobHead(
            title=line.title,
            version=line.version,
            since=clock.day_of(line.published_at),
            people=_headcount(line),
            live=line.live,
        ),
        purpose=section(description, "purpose", slots),
        serves=section(description, "serving", slots),
        touch_points=touch_points(description),
        sections=sections(description, slots),
        asks=asks(asked, framework),
        ones=_ones(asked, framework),
        coming=_coming(newest.version_id, framework, today),
        courses=_courses(key, asked, slots),
        holders=_holders(line.id),
        history=_history(line.id),
        unsigned=_unsigned(newest, today, key),
        signed_at=sign_offs.signed_at(viewer().id, line.id),
        can_edit=hr,
        draft=drafts.find(key) if hr else None,
        waiting=drafts.waiting_file(line.id) is not None if hr else False,
        team=_team(line.id, asked, today) if hr else None,
    )


def _unsigned(newest: Newest, today: date, key: str) -> NewVersion | None:
    """For holders: the version that waits for their signature, against the one they signed last."""
    mine = next((each for each in queries.unsigned_of(viewer().id, today) if each.key == key), None)
    if mine is None:
        return None
    before = versions.versions(newest.job_id, [mine.signed]).get(mine.signed) if mine.signed else None
    comparison = job_changes.between(before.source, newest.source) if before else None
    return NewVersion(
        version=newest.number,
        note=newest.note,
        changes=job_changes.told(comparison) if comparison else [],
        first=not mine.signed,
    )


def _coming(version_id: int, framework: Framework, today: date) -> list[ComingLine]:
    found = [
        ComingLine(
            title=job_changes.title_of(key),
            name=in_sentence(job_changes.title_of(key)),
            now=each.level_before,
            level=each.level,
            anchor=framework.competencies[key].levels[each.level] if key in framework.competencies else "",
            on=each.counts_from,
        )
        for key, each in versions.counting_of(version_id).items()
        if each.counts_from is not None and each.counts_from > today
    ]
    return sorted(found, key=lambda line: (line.on, line.title))


def _team(job_id: int, asked: Mapping[str, Asked], today: date) -> TeamState:
    """How many meet every level, where the widest gap is, and how many signed."""
    found = impact_queries.standing(job_id, {key: each.level for key, each in asked.items()}, today)
    signed = sign_offs.counts(job_id, today)
    short = {key: found.holders - found.met.get(key, 0) for key in asked}
    widest = max(short, key=lambda key: short[key], default="")
    words = (
        ngettext("%(num)d meets every level.", "%(num)d meet every level.", found.meet_all)
        if found.meet_all
        else _("Nobody meets every level yet.")
    )
    if widest and short[widest]:
        gap = _(
            "The widest gap is %(name)s: %(short)s of %(all)s.",
            name=in_sentence(job_changes.title_of(widest)),
            short=short[widest],
            all=found.holders,
        )
        words = f"{words} {gap}"
    return TeamState(
        words=words if found.holders else "",
        signed=_("%(signed)s of %(all)s have signed this version", signed=signed.signed, all=signed.holders),
    )


def _drafts() -> list[DraftLine]:
    if not viewer().has(Role.HR):
        return []
    return [
        DraftLine(
            title=each.title,
            url=url_for("jobs.draft", key=each.key),
            by=each.by,
            on=clock.day_of(each.changed_at),
        )
        for each in drafts.all_drafts()
    ]


def _headcount(line: JobLine) -> int | None:
    """How many hold the job is for HR; in reports for others small groups are hidden, and so here."""
    return line.people if viewer().has(Role.HR) else None


def section(description: JobDescription | None, section_id: str, slots: Mapping[str, str]) -> Markup | str:
    part = description.section(section_id) if description else None
    return fill(part.body, slots) if part else ""


def _purpose(description: JobDescription | None, slots: Mapping[str, str]) -> str:
    """The purpose as plain words, for the list."""
    part = description.section("purpose") if description else None
    return fill_plain(part.body, slots) if part else ""


def sections(description: JobDescription | None, slots: Mapping[str, str]) -> list[SectionText]:
    if description is None:
        return []
    return [
        SectionText(heading=fill(part.heading, slots), body=fill(part.body, slots))
        for part in description.sections
        if part.id not in IN_THE_HEAD
    ]


def touch_points(description: JobDescription | None) -> list[str]:
    titles = {point.id: point.title for point in shelf.current().map.touch_points}
    return [titles[each] for each in description.touch_points if each in titles] if description else []


def asks(asked: Mapping[str, Asked], framework: Framework) -> list[AskedLine]:
    """Levels 2 and more, the highest first, each with what one would see."""
    known = [
        (framework.competencies[key], each) for key, each in asked.items() if key in framework.competencies
    ]
    return [
        AskedLine(
            title=competency.title,
            level=each.level,
            anchor=competency.levels[each.level],
            weight=each.weight,
            desirable=not each.essential,
        )
        for competency, each in sorted(known, key=lambda pair: (-pair[1].level, -pair[1].weight))
        if each.level > 1
    ]


def _ones(asked: Mapping[str, Asked], framework: Framework) -> str:
    titles = [
        in_sentence(competency.title)
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
    """Who holds the job: the first of them for HR, their own people for leaders; None for everyone else."""
    everyone = viewer().has(Role.HR)
    visible = true() if everyone else Person.leader_id == viewer().id
    found = queries.holders(job_id, clock.today(), visible=visible, many=HOLDERS_SHOWN if everyone else None)
    if not found and not everyone:
        return None
    return [
        HolderLine(name=each.name, url=url_for("reports.person", person_id=each.person_id)) for each in found
    ]


def _history(job_id: int) -> list[HistoryLine]:
    return [
        HistoryLine(version=each.number, on=clock.day_of(each.published_at), by=each.by or "", note=each.note)
        for each in versions.history(job_id)
    ]
