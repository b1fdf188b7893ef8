"""The catalogue, and one course."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask import render_template, url_for

from lms import clock
from lms.catalog import shelf
from lms.catalog.content import Course, Module
from lms.certificates import queries as certificates
from lms.competencies import queries as competencies
from lms.competencies.rules import Held
from lms.jobs.queries import Duties
from lms.learning import my_dues, queries, reading, rules
from lms.learning.lines import SEGMENT_OF_STATE, course_line, title_of_step, url_of_step
from lms.learning.reading import Words
from lms.learning.rules import Progress, State, Step
from lms.learning.views.blueprint import blueprint
from lms.people.models import Role
from lms.people.session import viewer
from lms.texts import _, day, ngettext, time_of_day
from lms.web.access import signed_in

WORD_OF_STATE = {State.PASSED: "passed", State.STARTED: "started", State.NOT_STARTED: "open"}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A module, or what comes after the modules, in the list of a course."""

    title: str
    url: str
    minutes: int
    about: object = ""
    note: str = ""
    state: str = ""
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    title: str
    level: int
    asks: int
    has: int


@blueprint.get("/courses/")
@signed_in
def courses() -> str:
    words, progress = reading.words(), queries.progress_of(viewer().id)
    everything = rules.courses_in_order(shelf.current().courses)
    due = my_dues.of(viewer().id, words)
    mine = my_dues.courses_of(reading.my_duties(), due)
    others = [course for course in everything if course.live and course not in mine]
    return render_template(
        "learning/courses.html",
        mine=[replace(course_line(course, progress, words), due=due.get(course.id)) for course in mine],
        others=[course_line(course, progress, words) for course in others],
    )


@blueprint.get("/courses/<slug:course_id>")
@signed_in
def course(course_id: str) -> str:
    found, words = reading.get_course(course_id), reading.words()
    progress, duties = queries.progress_of(viewer().id), reading.my_duties()
    held = competencies.levels_of_one(viewer().id)
    asked = reading.asked_now(duties, reading.my_waivers())
    steps = _steps(found, asked, held, progress)
    return render_template(
        "learning/course.html",
        course=course_line(found, progress, words),
        due=my_dues.of(viewer().id, words).get(found.id),
        modules=[_module(found, module, progress, words) for module in found.modules],
        step=_next(steps, words),
        then=_then(found, progress, words),
        passed=len(found.live_modules) - len(rules.missing_modules(found, progress)),
        states=[SEGMENT_OF_STATE[progress.state_of(module.id)] for module in found.live_modules],
        shows=_shows(found, duties, held),
        rule=_certificate_rule(found),
        certificate_url=certificate_url(found.id) if found.id in progress.completed_courses else "",
    )


@dataclass(frozen=True, kw_only=True)
class NextLine:
    text: str
    url: str
    minutes_left: int


def _steps(course: Course, asked: Mapping[str, int], held: Mapping[str, Held], progress: Progress) -> tuple[Step, ...]:
    levels = {competency: each.level for competency, each in held.items()}
    return rules.steps([course], rules.gaps(asked, levels), progress, shelf.current().scenarios)


def _next(steps: tuple[Step, ...], words: Words) -> NextLine | None:
    for step in steps:
        if step.opens_at is None or step.opens_at <= clock.now():
            title = words.plain(title_of_step(step))
            begun = step.state is State.STARTED
            text = _("Continue: %(title)s", title=title) if begun else _("Start: %(title)s", title=title)
            minutes = 0 if begun else step.module.minutes if step.module else step.scenario.minutes if step.scenario else 0
            return NextLine(text=text, url=url_of_step(step), minutes_left=minutes)
    return None


def _module(course: Course, module: Module, progress: Progress, words: Words) -> Entry:
    passed_at = progress.passed.get(module.id)
    state = WORD_OF_STATE[progress.state_of(module.id)] if module.live else "withdrawn"
    return Entry(
        title=words.plain(module.title),
        url=url_for("learning.module", course_id=course.id, module_id=module.id),
        minutes=module.minutes,
        about=words.rich(module.objectives[0].text) if module.objectives else "",
        state=state,
        on=clock.day_of(passed_at) if passed_at else None,
    )


def _then(course: Course, progress: Progress, words: Words) -> list[Entry]:
    """The scenarios, the check, the plan, and what is shown at work."""
    entries = [_scenario(each, progress, words) for each in course.also_needs.scenarios]
    if course.check is not None:
        passed_at = progress.passed.get(course.check.id)
        entries.append(
            Entry(
                title=_("The check: %(number)s new situations", number=course.check.questions),
                url=url_for("learning.quiz", course_id=course.id, module_id=course.check.id),
                minutes=course.check.questions,
                note="" if passed_at else _when_check_opens(rules.check_opens_at(course, progress, last_try=None)),
                state="passed" if passed_at else "",
                on=clock.day_of(passed_at) if passed_at else None,
            )
        )
    if course.also_needs.plan:
        done = course.id in progress.planned_courses
        note = _("written") if done else _("One is enough. You write it at the end of any module.")
        entries.append(Entry(title=_("One plan: when …, I will …, by …"), url="", minutes=0, note=note))
    return entries + _at_work(course, progress)


def _scenario(scenario_id: str, progress: Progress, words: Words) -> Entry:
    """A scenario that completes the course; one that is not published any more keeps its line."""
    found, passed_at = shelf.current().scenario(scenario_id), progress.passed_scenarios.get(scenario_id)
    return Entry(
        title=_("The scenario “%(title)s”", title=words.plain(found.title) if found else scenario_id),
        url=url_for("learning.scenario", scenario_id=scenario_id) if found else "",
        minutes=found.minutes if found else 0,
        note=_("A talk that answers back: you decide what to say.") if found else _("It is being revised."),
        state=WORD_OF_STATE[progress.state_of_scenario(scenario_id)],
        on=clock.day_of(passed_at) if passed_at else None,
    )


def _at_work(course: Course, progress: Progress) -> list[Entry]:
    """What nobody can show on a page: an observation, and rated samples."""
    also, entries = course.also_needs, list[Entry]()
    if also.observation_level:
        done = rules.was_observed(course, progress)
        note = _("seen at work") if done else _("A coach sees you at work and notes what you do.")
        title = _("One observation at level %(level)s", level=also.observation_level)
        entries.append(Entry(title=title, url="", minutes=0, note=note))
    if also.sample_ratings:
        title = ngettext("%(num)d sample visit to rate", "%(num)d sample visits to rate", also.sample_ratings)
        note = _("rated") if progress.calibrated else _("You rate what happened, then see how its authors rate it.")
        page = url_for("coaching.calibration") if Role.COACH in viewer().role_names else ""
        entries.append(Entry(title=title, url=page, minutes=0, note=note))
    return entries


def _when_check_opens(opens_at: datetime | None) -> str:
    if opens_at is None:
        return _("Opens a day after your last module.")
    if opens_at <= clock.now():
        return _("Open now.")
    return _("Opens on %(day)s at %(time)s.", day=day(opens_at), time=time_of_day(opens_at))


def _shows(course: Course, duties: Duties, held: Mapping[str, Held]) -> list[ShownLine]:
    best: dict[str, int] = {}
    for module in course.live_modules:
        for each in module.shows:
            best[each.competency] = max(best.get(each.competency, 0), each.level)
    framework = shelf.current().framework
    return [
        ShownLine(
            title=framework.competencies[competency].title,
            level=level,
            asks=duties.levels.get(competency, 0),
            has=held[competency].level if competency in held else 0,
        )
        for competency, level in best.items()
    ]


def _certificate_rule(course: Course) -> str:
    if course.certificate is None:
        return ""
    months = course.certificate.current_for_months
    played, also = len(course.also_needs.scenarios), course.also_needs
    if also.observation_level or also.sample_ratings:
        return _("All that stands in these lists. It stays current for %(months)s months.", months=months)
    if course.requires_courses and played:
        return ngettext(
            "All modules, the scenario, the check, one plan, and the core course before it. It stays current for %(months)s months.",
            "All modules, the %(num)d scenarios, the check, one plan, and the core course before it. It stays current for %(months)s months.",
            played,
            months=months,
        )
    if course.requires_courses:
        return _(
            "All modules, the check, one plan, and the core course before it. It stays current for %(months)s months.",
            months=months,
        )
    if played:
        return ngettext(
            "All modules, the scenario, the check and one plan. It stays current for %(months)s months.",
            "All modules, the %(num)d scenarios, the check and one plan. It stays current for %(months)s months.",
            played,
            months=months,
        )
    return _("All modules, the check and one plan. It stays current for %(months)s months.", months=months)


def certificate_url(course_id: str) -> str:
    """The reader's certificate of a course, or nothing."""
    for certificate in certificates.certificates_of(viewer().id):
        if certificate.course == course_id:
            return url_for("certificates.page", code=certificate.code)
    return ""
