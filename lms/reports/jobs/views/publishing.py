"""Before a job description is published: what changes, whom it costs what, from which day it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import job_changes, job_publishing, job_reading, shelf
from lms.competencies.rules import months_after
from lms.jobs import versions
from lms.jobs.models import WaitingFile
from lms.people.models import Role
from lms.people.session import viewer
from lms.reports.jobs import impact, impact_queries, impact_words, trace
from lms.reports.jobs.forms import GRACE_DAYS, PublishForm
from lms.reports.jobs.impact import Impact, Raise
from lms.reports.jobs.impact_queries import Pace
from lms.reports.jobs.views.desk import Desk, desk_of
from lms.reports.jobs.views.pages import blueprint
from lms.reports.jobs.views.parts import Part, part_of
from lms.texts import _, day, ngettext
from lms.web.access import requires

NAMES_AT_ONCE = 50


@dataclass(frozen=True, kw_only=True)
class ShareLine:
    """Holders with one level, what each of them needs, and how they are drawn."""

    people: int
    words: str
    needs: str
    look: str


@dataclass(frozen=True, kw_only=True)
class EffectLine:
    title: str
    change: str
    anchor: str
    shares: tuple[ShareLine, ...]
    waived: str


@dataclass(frozen=True, kw_only=True)
class ShortLine:
    name: str
    url: str
    words: str


@dataclass(frozen=True, kw_only=True)
class GraceChoice:
    value: str
    words: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Checked:
    words: str
    good: bool


@blueprint.get("/jobs/<slug:key>/publish")
@requires(Role.HR)
def publish(key: str) -> str | Response:
    desk = desk_of(key)
    if desk.draft is None:
        flash(_("There is no draft of this job. Write one, then publish it."))
        return redirect(url_for("jobs.draft", key=key))
    return _page(desk, PublishForm(data={"edition": str(desk.edition), "version": str(desk.version)}))


@blueprint.post("/jobs/<slug:key>/publish")
@requires(Role.HR)
def publish_it(key: str) -> Response:
    form, today = PublishForm(), clock.today()
    fine = form.validate()
    if not (form.says_when(today) and fine):
        desk = desk_of(key)
        return make_response(_page(desk, form), 422)
    number = job_publishing.publish_draft(
        key,
        edition=int(form.edition.data or 0),
        version=int(form.version.data or 0),
        note=form.note.data or "",
        counts_from=form.counts_from(today),
        now=clock.now(),
        by=viewer().id,
    )
    flash(
        _(
            "Version %(number)s is published. Those who hold the job are asked to read and sign it.",
            number=number,
        )
    )
    return redirect(url_for("jobs.job", key=key))


def _page(desk: Desk, form: PublishForm) -> str:
    today, here = clock.today(), shelf.current()
    raises, job_id = _raises(desk, today), desk.newest.job_id if desk.newest else 0
    ways = trace.ways(here, desk.key, [each.competency for each in raises])
    found = impact.impact(raises, impact_queries.alike(job_id, raises, today), ways, _minutes(desk.key))
    holders = found.holders if raises else impact_queries.holders(job_id, today)
    pace = impact_queries.pace(job_id, today)
    names = part_of(found.short, NAMES_AT_ONCE)
    reading = job_reading.read(desk.key, desk.source.encode())
    return render_template(
        "jobs/publish.html",
        desk=desk,
        form=form,
        holders=holders,
        impact=found,
        changes=job_changes.told(desk.comparison),
        parts=desk.comparison.parts if desk.published else (),
        effects=[_effect(each, ways) for each in found.effects],
        short=_short(job_id, raises, today, names),
        names=names.links(url_for("jobs.publish", key=desk.key)),
        hours=impact_words.hours(found.minutes),
        coaches=_coaches(found, pace, today),
        certificates=impact_queries.certificates(job_id, today),
        graces=_graces(found, pace, today),
        blocked=[f"{each.sentence} {each.mend}" for each in reading.errors],
        checked=_checked(desk, found, desk.waiting_file()),
    )


def _raises(desk: Desk, today: date) -> list[Raise]:
    """What goes up, from the level that counts today."""
    counting = versions.counting_of(desk.newest.version_id) if desk.newest else {}
    return [
        Raise(
            competency=each.competency,
            before=counting[each.competency].on(today) if each.competency in counting else 0,
            after=each.level_after,
        )
        for each in desk.comparison.raised
    ]


def _minutes(key: str) -> dict[str, int]:
    courses = trace.courses_of(shelf.current(), key)
    found = {module.id: module.minutes for course in courses for module in course.live_modules}
    return found | {each.id: each.minutes for course in courses for each in course.scenarios}


def _effect(effect: impact.Effect, ways: object) -> EffectLine:
    competency = shelf.current().framework.competencies.get(effect.raised.competency)
    return EffectLine(
        title=job_changes.title_of(effect.raised.competency),
        change=impact_words.change(effect.raised),
        anchor=competency.levels[effect.raised.after] if competency else "",
        shares=tuple(
            ShareLine(
                people=each.people,
                words=impact_words.share(each, effect.raised),
                needs=impact_words.needs(each),
                look=impact_words.look(each, effect.raised),
            )
            for each in effect.shares
        ),
        waived=ngettext("%(num)d has a waiver.", "%(num)d have a waiver.", effect.waived)
        if effect.waived
        else "",
    )


def _short(job_id: int, raises: list[Raise], today: date, names: Part) -> list[ShortLine]:
    found = impact_queries.short_ones(job_id, raises, today, first=names.offset, many=NAMES_AT_ONCE)
    return [
        ShortLine(
            name=each.name,
            url=url_for("reports.person", person_id=each.person_id),
            words=", ".join(
                impact_words.falls_short(job_changes.title_of(raised.competency), held)
                for raised, held in zip(raises, each.held, strict=True)
                if held < raised.after
            ),
        )
        for each in found
    ]


def _coaches(found: Impact, pace: Pace, today: date) -> str:
    """What it costs the coaches, and until when at the pace of the last three months."""
    if not found.visits:
        return _("No visit by a coach is needed for it.")
    visits = ngettext("%(num)d visit by a coach.", "%(num)d visits by coaches.", found.visits)
    if not pace.visits:
        unknown = _(
            "Nobody observed these people in the last three months, so we cannot say how long that takes."
        )
        return f"{visits} {unknown}"
    months = -(-found.visits * 3 // pace.visits)
    rest = _(
        "%(coaches)s made about %(number)s a month lately, so this takes until %(month)s.",
        coaches=ngettext("%(num)d coach", "%(num)d coaches", pace.coaches),
        number=max(1, round(pace.a_month)),
        month=day(months_after(today, months)),
    )
    return f"{visits} {rest}"


def _graces(found: Impact, pace: Pace, today: date) -> list[GraceChoice]:
    """Each with how much of the coaches' part can be done until then."""

    def words(days: int) -> str:
        if not days:
            return _("At once, from today")
        return _("In %(days)s days, from %(day)s", days=days, day=day(today + timedelta(days=days)))

    def note(days: int) -> str:
        if not days or not found.visits or not pace.visits:
            return ""
        left = max(0, found.visits - round(pace.a_month * days / 30))
        if not left:
            return _("time for every visit")
        return ngettext(
            "leaves %(num)d of %(all)s visits open",
            "leaves %(num)d of %(all)s visits open",
            left,
            all=found.visits,
        )

    return [GraceChoice(value=str(days), words=words(days), note=note(days)) for days in GRACE_DAYS]


def _checked(desk: Desk, found: Impact, waiting: WaitingFile | None) -> list[Checked]:
    checks = [
        Checked(words=_("Every level that goes up has a way to be shown"), good=True)
        if not found.unknown
        else Checked(
            words=_(
                "Nothing in the courses leads to: %(names)s",
                names=", ".join(
                    _(
                        "%(name)s at level %(level)s",
                        name=job_changes.title_of(each.competency),
                        level=each.after,
                    )
                    for each in found.unknown
                ),
            ),
            good=False,
        )
    ]
    if desk.moved_on and desk.newest:
        checks.append(
            Checked(
                words=_(
                    "Version %(number)s was published after this draft was begun. The comparison is with that one.",
                    number=desk.newest.number,
                ),
                good=False,
            )
        )
    if waiting is not None and waiting.source != desk.source:
        checks.append(
            Checked(words=_("The file of this job says something else, and goes on waiting"), good=False)
        )
    return checks
