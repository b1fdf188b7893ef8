"""My page: what I can show, by what, who looked, and all of it to take away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, jsonify, render_template, url_for

from lms import audit, clock
from lms.catalog import shelf
from lms.certificates import lines as certificates
from lms.competencies import queries as competencies
from lms.competencies.framework import Competency
from lms.competencies.models import Kind
from lms.competencies.queries import Piece
from lms.competencies.rules import Held
from lms.jobs.queries import Duties
from lms.learning import account_of_me, queries, reading
from lms.learning.lines import PlanLine
from lms.learning.views.blueprint import blueprint
from lms.people import queries as people
from lms.people.session import viewer
from lms.texts import _, day, later
from lms.web.access import signed_in

KIND_WORDS = {
    Kind.QUIZ: later("Quiz “%(title)s”, %(day)s"),
    Kind.SCENARIO: later("Scenario “%(title)s”, %(day)s"),
    Kind.OBSERVATION: later("Observation “%(title)s”, %(day)s"),
    Kind.REFRESHER: later("Refresher “%(title)s”, %(day)s"),
    Kind.IMPROVEMENT: later("Improvement “%(title)s”, %(day)s"),
    Kind.PRIOR_LEARNING: later("Earlier learning “%(title)s”, %(day)s"),
}


@dataclass(frozen=True, kw_only=True)
class LevelLine:
    title: str
    asks: int
    has: int
    due: bool
    source: str
    source_url: str
    until: date | None
    hint: str


@dataclass(frozen=True, kw_only=True)
class GroupLine:
    title: str
    levels: tuple[LevelLine, ...]


@dataclass(frozen=True, kw_only=True)
class ObservationLine:
    title: str
    by: str
    on: date
    words: str


@dataclass(frozen=True, kw_only=True)
class ViewLine:
    name: str
    role: str
    on: date


@blueprint.get("/me")
@signed_in
def me() -> str:
    mine = viewer()
    duties, held = reading.my_duties(), competencies.levels_of_one(mine.id)
    evidence = competencies.evidence_of(mine.id)
    groups = _groups(duties, held, evidence)
    asked = [line for group in groups for line in group.levels if line.asks]
    return render_template(
        "learning/me.html",
        name=mine.name,
        job_titles=", ".join(job.title for job in duties.jobs),
        held=sum(line.has >= line.asks for line in asked),
        asked=len(asked),
        due=sum(line.due for line in asked),
        groups=groups,
        certificates=certificates.lines_of(mine.id),
        plans=[
            PlanLine(
                situation=each.situation,
                act=each.act,
                by=each.by_day,
                kept_url=url_for("learning.kept", plan_id=each.id),
            )
            for each in queries.progress_of(mine.id).open_plans
        ],
        observations=_observations(evidence),
        views=_views(mine.id),
    )


@blueprint.get("/me/export")
@signed_in
def export() -> Response:
    response = jsonify(account_of_me.all_about(viewer().id))
    response.headers["Content-Disposition"] = "attachment; filename=salesfit-about-me.json"
    return response


def _groups(duties: Duties, held: Mapping[str, Held], evidence: Sequence[Piece]) -> tuple[GroupLine, ...]:
    newest: dict[str, Piece] = {}
    for piece in evidence:
        if piece.counts:
            newest.setdefault(piece.competency, piece)
    return tuple(
        GroupLine(
            title=group.title,
            levels=tuple(
                _line(competency, duties.levels.get(competency.id, 0), held.get(competency.id), newest.get(competency.id))
                for competency in group.competencies
            ),
        )
        for group in shelf.current().framework.groups
    )


def _line(competency: Competency, asks: int, held: Held | None, newest: Piece | None) -> LevelLine:
    has = held.level if held else 0
    due = held is not None and clock.today() > held.current_until
    source = _(KIND_WORDS[Kind(newest.kind)], title=newest.title, day=day(newest.shown_on)) if newest else ""
    url = url_for("reports.evidence", person_id=newest.person_id, evidence_id=newest.id) if newest else ""
    return LevelLine(
        title=competency.title,
        asks=asks,
        has=has,
        due=due,
        source=source,
        source_url=url,
        until=held.current_until if held else None,
        hint=_hint(asks, has),
    )


def _hint(asks: int, has: int) -> str:
    """What shows the missing level, in words; nothing where nothing is missing."""
    if has >= asks:
        return ""
    if has == 0:
        return _("A module's quiz shows level 1.")
    if asks == 2:
        return _("A scenario, or one observation at work, shows level 2.")
    return _("Observations at work show level %(level)s.", level=asks)


def _observations(evidence: Sequence[Piece]) -> list[ObservationLine]:
    seen = [piece for piece in evidence if piece.kind == Kind.OBSERVATION and piece.counts]
    names = people.by_ids({piece.observer_id for piece in seen if piece.observer_id is not None})
    framework = shelf.current().framework
    return [
        ObservationLine(
            title=piece.title,
            by=names[piece.observer_id].name if piece.observer_id in names else _("a coach"),
            on=piece.shown_on,
            words=_(
                "%(competency)s: level %(level)s",
                competency=framework.competencies[piece.competency].title,
                level=piece.level,
            ),
        )
        for piece in seen
        if piece.competency in framework.competencies
    ]


def _views(person_id: int) -> list[ViewLine]:
    views = audit.views_of(person_id)
    names = people.by_ids({view.viewer_id for view in views})
    roles = people.roles_of(names)
    words = {"hr": _("HR"), "coach": _("coach"), "admin": _("admin"), "executive": _("executive"), "trainer": _("trainer")}
    return [
        ViewLine(
            name=names[view.viewer_id].name,
            role=next((words[role] for role in roles.get(view.viewer_id, ())), _("leader")),
            on=view.viewed_on,
        )
        for view in views
        if view.viewer_id in names
    ]
