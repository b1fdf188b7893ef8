"""A change of job as pages show it: what is asked from that day, and what of it is held already."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for

from lms.catalog import shelf
from lms.competencies import queries as competencies
from lms.jobs import appointments
from lms.jobs import queries as jobs
from lms.jobs.appointments import Held
from lms.learning import change_of_job, queries, rules
from lms.learning.change_of_job import Difference, Need, Part
from lms.learning.reading import Words
from lms.texts import _, ngettext


@dataclass(frozen=True, kw_only=True)
class Change:
    """From this day on somebody holds these jobs, and this is the difference."""

    on: date
    job_titles: tuple[str, ...]
    difference: Difference

    @property
    def asked(self) -> int:
        return len(self.difference.parts)

    def number(self, need: str) -> int:
        return len(self.difference.of(Need(need)))


@dataclass(frozen=True, kw_only=True)
class Way:
    """What would show a competency; without an address where it is not the reader's own to do."""

    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class PartLine:
    """One competency that is missing, with what can be done about it."""

    title: str
    asks: int
    has: int
    now: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """A change in words, and what is missing."""

    on: date
    jobs: str
    sentence: str
    parts: list[PartLine]


def told(change: Change, words: Words, *, name: str = "") -> Told:
    """Of somebody else by name; without one of the reader, who can follow the ways."""
    return Told(
        on=change.on,
        jobs=", ".join(change.job_titles),
        sentence=sentence(change, name=name),
        parts=lines(change, words, own=not name),
    )


def coming(person_id: int, today: date) -> Change | None:
    """The next change that lies ahead of this person; one statement where there is none."""
    held = appointments.appointments_of(person_id)
    ahead = [each.starts_on for each in held if each.is_to_come(today)]
    return change_on(person_id, min(ahead), held) if ahead else None


def change_on(person_id: int, on: date, held: Collection[Held]) -> Change:
    """The difference between what these appointments ask for on that day and what the person can show now."""
    now_held = [each for each in held if each.holds_on(on)]
    titles = tuple(dict.fromkeys(each.job for each in now_held))
    keys, numbers = {each.job_key for each in now_held}, {each.job_id for each in now_held}
    return Change(on=on, job_titles=titles, difference=_difference(person_id, keys, numbers, on))


def lines(change: Change, words: Words, *, own: bool) -> list[PartLine]:
    """What is missing: first what can be shown at once. Only the person themselves can follow the ways."""
    framework = shelf.current().framework.competencies
    return [
        PartLine(
            title=framework[part.competency].title if part.competency in framework else part.competency,
            asks=part.required,
            has=part.held,
            now=part.need is Need.SHOW,
            ways=tuple(_ways(part, words, own=own)),
        )
        for part in change.difference.missing
    ]


def sentence(change: Change, *, name: str = "") -> str:
    """"You hold 7 of 11; show 2 now, learn 2." Of somebody else by their name."""
    show, learn = change.number(Need.SHOW), change.number(Need.LEARN)
    values = {"held": change.number(Need.HOLD), "show": show, "learn": learn, "name": name}
    if not change.asked:
        return _("This job asks for no levels yet.")
    if not show and not learn:
        if name:
            return ngettext(
                "%(name)s holds the %(num)d level asked for.", "%(name)s holds all %(num)d levels asked for.",
                change.asked, name=name,
            )  # fmt: skip
        return ngettext("You hold the %(num)d level asked for.", "You hold all %(num)d levels asked for.", change.asked)
    values["all"] = change.asked
    if not learn:
        text = (
            _("%(name)s holds %(held)s of %(all)s levels; %(show)s can be shown now.")
            if name
            else _("You hold %(held)s of %(all)s levels; show %(show)s now.")
        )
    elif not show:
        text = (
            _("%(name)s holds %(held)s of %(all)s levels; %(learn)s are to be learnt.")
            if name
            else _("You hold %(held)s of %(all)s levels; learn %(learn)s.")
        )
    else:
        text = (
            _("%(name)s holds %(held)s of %(all)s levels; %(show)s can be shown now, %(learn)s are to be learnt.")
            if name
            else _("You hold %(held)s of %(all)s levels; show %(show)s now, learn %(learn)s.")
        )
    return text % values


def _difference(person_id: int, keys: Collection[str], job_ids: Collection[int], on: date) -> Difference:
    asked = jobs.asked_by(job_ids, on)
    let_off = jobs.waived([person_id], on).get(person_id, {})
    required = {competency: each.level for competency, each in asked.items() if competency not in let_off}
    held: Mapping[str, int] = {
        competency: each.level for competency, each in competencies.levels_of_one(person_id).items()
    }
    everything = rules.courses_in_order(shelf.current().courses)
    own = rules.courses_for(everything, keys)
    others = [course for course in everything if course.live and course not in own]
    return change_of_job.difference(required, held, queries.progress_of(person_id), own=own, others=others)


def _ways(part: Part, words: Words, *, own: bool) -> list[Way]:
    ways = [
        Way(
            text=_("Take the quiz of “%(title)s”", title=words.plain(each.module.title)),
            url=url_for("learning.quiz", course_id=each.course.id, module_id=each.module.id) if own else "",
        )
        for each in part.tests
    ]
    ways += [
        Way(
            text=_("Play “%(title)s”", title=words.plain(each.title)),
            url=url_for("learning.scenario", scenario_id=each.id) if own else "",
        )
        for each in part.scenarios
    ]
    if part.required > 1:
        ways.append(Way(text=_("Be seen at work by a coach"), url=""))
    return ways
