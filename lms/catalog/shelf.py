"""The newest of everything that is published, ready for pages.

Kept in the process and looked after by one cheap statement a request: as long
as the last publication is the same, so is the shelf.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from flask import g

from lms.catalog import queries
from lms.catalog.content import (
    Aid,
    Check,
    Course,
    ExperienceMap,
    Misconception,
    Misconceptions,
    Module,
    Scenario,
    Value,
)
from lms.catalog.readings import from_bytes, readers_version
from lms.catalog.things import COURSE, FRAMEWORK, JOB, MAP, MISCONCEPTIONS, Thing
from lms.competencies.framework import Framework
from lms.db import db
from lms.jobs.description import JobDescription

OLD_REVISIONS_KEPT = 24


@dataclass(frozen=True)
class Shelf:
    """Look-ups into the newest revisions; what is not there is None or empty, never an error."""

    values: Mapping[Thing, Value] = field(default_factory=dict)

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """All courses, retired ones too, by id."""
        return tuple(value for value in self.values.values() if isinstance(value, Course))

    def course(self, course_id: str) -> Course | None:
        found = self.values.get(Thing(COURSE, course_id))
        return found if isinstance(found, Course) else None

    def module(self, module_id: str) -> Module | None:
        """The module of this id, of whatever course."""
        found = self._modules.get(module_id)
        return found[1] if found else None

    def course_of(self, module_id: str) -> Course | None:
        """The course a module belongs to, or the one whose check has this id."""
        found = self._modules.get(module_id)
        if found:
            return found[0]
        return next((each for each in self.courses if each.check and each.check.id == module_id), None)

    def scenario(self, scenario_id: str) -> Scenario | None:
        """The scenario of this id, of whatever course."""
        found = self._scenarios.get(scenario_id)
        return found[1] if found else None

    def course_of_scenario(self, scenario_id: str) -> Course | None:
        found = self._scenarios.get(scenario_id)
        return found[0] if found else None

    @cached_property
    def scenarios(self) -> Mapping[str, Scenario]:
        """All scenarios by id."""
        return {scenario_id: found for scenario_id, (_course, found) in self._scenarios.items()}

    @cached_property
    def _scenarios(self) -> dict[str, tuple[Course, Scenario]]:
        return {each.id: (course, each) for course in self.courses for each in course.scenarios}

    def check_of(self, course_id: str) -> Check | None:
        course = self.course(course_id)
        return course.check if course else None

    @cached_property
    def _modules(self) -> dict[str, tuple[Course, Module]]:
        return {module.id: (course, module) for course in self.courses for module in course.modules}

    @cached_property
    def framework(self) -> Framework:
        """Empty before anything is published."""
        found = self.values.get(Thing(FRAMEWORK, FRAMEWORK))
        return found if isinstance(found, Framework) else Framework.of((), revision="")

    @cached_property
    def misconceptions(self) -> Misconceptions:
        found = self.values.get(Thing(MISCONCEPTIONS, MISCONCEPTIONS))
        return found if isinstance(found, Misconceptions) else Misconceptions(groups=(), revision="")

    def misconception(self, misconception_id: str) -> Misconception | None:
        return self._misconceptions.get(misconception_id)

    @cached_property
    def _misconceptions(self) -> dict[str, Misconception]:
        return {each.id: each for each in self.misconceptions.all}

    @cached_property
    def map(self) -> ExperienceMap:
        found = self.values.get(Thing(MAP, MAP))
        return found if isinstance(found, ExperienceMap) else ExperienceMap(stages=(), revision="")

    @cached_property
    def aids(self) -> tuple[Aid, ...]:
        """The job aids of all courses, in the order of their modules; finished is not gone."""
        return tuple(aid for course in self.courses for aid in course.aids)

    def aid(self, aid_id: str) -> Aid | None:
        return next((aid for aid in self.aids if aid.id == aid_id), None)

    def module_of_aid(self, aid_id: str) -> Module | None:
        """The module that a job aid belongs to."""
        return next(
            (module for _, module in self._modules.values() if module.aid and module.aid.id == aid_id), None
        )

    def job(self, job_id: str) -> JobDescription | None:
        """A job description as the course package has it; what holds in the company is a row of `jobs`."""
        found = self.values.get(Thing(JOB, job_id))
        return found if isinstance(found, JobDescription) else None

    @cached_property
    def jobs(self) -> tuple[JobDescription, ...]:
        """All descriptions of the course package, by title."""
        found = [each for each in self.values.values() if isinstance(each, JobDescription)]
        return tuple(sorted(found, key=lambda job: job.title))

    def voids(self, course_id: str) -> tuple[tuple[str, str], ...]:
        """Pairs of item and option set aside, the option "" for a whole item; holds for every revision."""
        return self._voids.get(course_id, ())

    @cached_property
    def _voids(self) -> dict[str, tuple[tuple[str, str], ...]]:
        return {course.id: _voids_in(course) for course in self.courses}


def _voids_in(course: Course) -> tuple[tuple[str, str], ...]:
    items = [item for module in course.modules for item in (*module.quiz.items, *module.reserve)]
    items += course.check.items if course.check else ()
    whole = [(item.id, "") for item in items if item.void is not None]
    options = [(item.id, option.name) for item in items for option in item.options if option.void is not None]
    return tuple(dict.fromkeys(whole + options))


class _Kept:
    """What this process has loaded, and for which last publication of which database."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.mark: tuple[object, ...] | None = None
        self.shelf = Shelf()
        self.revisions: dict[Thing, str] = {}
        self.old: OrderedDict[tuple[Thing, str], Course] = OrderedDict()


_kept = _Kept()


def current() -> Shelf:
    """The shelf of this request: the same from its beginning to its end."""
    if "shelf" not in g:
        g.shelf = _newest()
    shelf: Shelf = g.shelf
    return shelf


def forget() -> None:
    """After publishing: the rest of this request asks anew."""
    g.pop("shelf", None)


def course_at(course_id: str, revision: str) -> Course | None:
    """The course in this revision, newest or old; None when it was never published."""
    newest = current().course(course_id)
    if newest is not None and newest.revision == revision:
        return newest
    key = (Thing(COURSE, course_id), revision)
    with _kept.lock:
        if key in _kept.old:
            _kept.old.move_to_end(key)
            return _kept.old[key]
    row = queries.find_revision(*key)
    found = _load({key[0]: (row.id, revision)}).get(key[0]) if row is not None else None
    if not isinstance(found, Course):
        return None
    with _kept.lock:
        _kept.old[key] = found
        while len(_kept.old) > OLD_REVISIONS_KEPT:
            _kept.old.popitem(last=False)
    return found


def _newest() -> Shelf:
    last = queries.last_publication()
    if last is None:
        return Shelf()
    mark = (str(db.engine.url), *last)
    with _kept.lock:
        if mark != _kept.mark:
            _refresh()
            _kept.mark = mark
        return _kept.shelf


def _refresh() -> None:
    """Loads what is not on the shelf yet; what is still the newest stays as it is."""
    newest = queries.newest()
    stays = {
        thing: _kept.shelf.values[thing]
        for thing, row in newest.items()
        if _kept.revisions.get(thing) == row.revision and thing in _kept.shelf.values
    }
    loaded = _load(
        {thing: (row.revision_id, row.revision) for thing, row in newest.items() if thing not in stays}
    )
    values = {
        thing: value for thing in newest if (value := stays.get(thing) or loaded.get(thing)) is not None
    }
    _kept.shelf = Shelf(values)
    _kept.revisions = {thing: newest[thing].revision for thing in values}


def _load(wanted: Mapping[Thing, tuple[int, str]]) -> dict[Thing, Value]:
    kept = queries.readings([revision_id for revision_id, _ in wanted.values()], readers_version())
    loaded: dict[Thing, Value] = {}
    for thing, (revision_id, revision) in wanted.items():
        value = from_bytes(thing.kind, kept[revision_id]) if revision_id in kept else None
        value = value or _read_again(thing, revision_id, revision)
        if value is not None:
            loaded[thing] = value
    return loaded


def _read_again(thing: Thing, revision_id: int, revision: str) -> Value | None:
    """From the stored files, by the same readers; only here, so that a start need not load them."""
    from lms.catalog.stored import read_stored

    return read_stored(thing, revision_id, revision)
