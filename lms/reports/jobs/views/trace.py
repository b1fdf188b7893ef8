"""The trace of a job: what in the courses can show each level it asks for, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, url_for

from lms import clock
from lms.catalog import job_changes, shelf
from lms.company import queries as company
from lms.jobs import queries
from lms.markdown import fill_plain
from lms.reports.jobs import trace, trace_words
from lms.reports.jobs.trace import Ways
from lms.reports.jobs.views.pages import blueprint
from lms.web.access import signed_in


@dataclass(frozen=True, kw_only=True)
class Shows:
    """One thing that can show a competency, and how far."""

    title: str
    url: str
    words: str
    questions: str = ""
    questions_url: str = ""


@dataclass(frozen=True, kw_only=True)
class RequirementLine:
    key: str
    title: str
    level: int
    sentence: str
    enough: bool
    modules: tuple[Shows, ...]
    scenarios: tuple[Shows, ...]
    items: tuple[Shows, ...]


@dataclass(frozen=True, kw_only=True)
class BackLine:
    """One module, scenario or checklist item, and the requirements it serves."""

    title: str
    url: str
    kind: str
    serves: tuple[str, ...]


@blueprint.get("/jobs/<slug:key>/trace", endpoint="trace")
@signed_in
def trace_page(key: str) -> str:
    today, slots = clock.today(), company.card().slots
    line = queries.job_line(key, today)
    levels = {
        competency: asked.level for competency, asked in queries.requirements_at(line.id, today).items()
    }
    ways = trace.ways(shelf.current(), key, levels)
    return render_template(
        "jobs/trace.html",
        key=key,
        title=line.title,
        requirements=[_requirement(each, levels[each], ways[each], slots) for each in levels],
        back=_back(levels, ways, slots),
    )


def _requirement(competency: str, level: int, ways: Ways, slots: Mapping[str, str]) -> RequirementLine:
    return RequirementLine(
        key=competency,
        title=job_changes.title_of(competency),
        level=level,
        sentence=trace_words.sentence(ways, level),
        enough=ways.highest >= level,
        modules=tuple(
            Shows(
                title=fill_plain(each.module.title, slots),
                url=url_for("learning.module", course_id=each.course.id, module_id=each.module.id),
                words=trace_words.taught(),
                questions=trace_words.questions(each),
                questions_url=url_for("learning.quiz", course_id=each.course.id, module_id=each.module.id),
            )
            for each in ways.modules
        ),
        scenarios=tuple(
            Shows(
                title=fill_plain(each.scenario.title, slots),
                url=url_for("learning.scenario", scenario_id=each.scenario.id),
                words=trace_words.played(each),
            )
            for each in ways.scenarios
        ),
        items=tuple(
            Shows(title=fill_plain(each.item.heading, slots), url="", words=trace_words.seen(each, slots))
            for each in ways.items
        ),
    )


def _back(levels: Mapping[str, int], ways: Mapping[str, Ways], slots: Mapping[str, str]) -> list[BackLine]:
    """The same the other way round, in the order of the courses."""
    lines: dict[tuple[str, str], BackLine] = {}
    for competency, found in ways.items():
        words = trace_words.served(job_changes.title_of(competency), levels[competency])
        for kind, key, title, url in _things(found, slots):
            earlier = lines.get((kind, key))
            serves = (*earlier.serves, words) if earlier else (words,)
            lines[kind, key] = BackLine(title=title, url=url, kind=trace_words.kind(kind), serves=serves)
    return [lines[each] for each in sorted(lines)]


def _things(found: Ways, slots: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    modules = [
        (
            "1-module",
            each.module.id,
            fill_plain(each.module.title, slots),
            url_for("learning.module", course_id=each.course.id, module_id=each.module.id),
        )
        for each in found.modules
    ]
    scenarios = [
        (
            "2-scenario",
            each.scenario.id,
            fill_plain(each.scenario.title, slots),
            url_for("learning.scenario", scenario_id=each.scenario.id),
        )
        for each in found.scenarios
    ]
    items = [
        ("3-item", f"{each.checklist.id} {each.item.id}", fill_plain(each.item.heading, slots), "")
        for each in found.items
    ]
    return [*modules, *scenarios, *items]
