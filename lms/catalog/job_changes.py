"""What changed between two descriptions of a job, in sentences."""

from __future__ import annotations

from lms.catalog import shelf
from lms.catalog.job_writing import read_text
from lms.jobs.description import ESSENTIAL
from lms.jobs.job_text import Comparison, JobText, LevelChange, Move, PartChange, compare
from lms.texts import _


def between(before: str, after: str) -> Comparison | None:
    """The comparison of two files; None where one of them cannot be taken apart."""
    old, new = read_text(before), read_text(after)
    return compare(old, new) if old is not None and new is not None else None


def told(comparison: Comparison) -> list[str]:
    """One sentence a change: title, levels, words, touch points, whom it serves."""
    found: list[str] = []
    if comparison.title:
        found.append(
            _(
                "The title was “%(before)s”, now it is “%(after)s”.",
                before=comparison.title[0],
                after=comparison.title[1],
            )
        )
    if comparison.status:
        found.append(
            _("The job is retired: it is offered to nobody new.")
            if comparison.status == "retired"
            else _("The job is live again.")
        )
    found += [_level(each) for each in comparison.levels]
    found += [_part(each) for each in comparison.parts]
    points = {point.id: point.title for point in shelf.current().map.touch_points}
    if comparison.touch_points.came:
        found.append(_("New touch points: %(names)s.", names=_names(comparison.touch_points.came, points)))
    if comparison.touch_points.went:
        found.append(
            _("No longer its touch points: %(names)s.", names=_names(comparison.touch_points.went, points))
        )
    jobs = {
        key: job.title
        for key in (*comparison.serves.came, *comparison.serves.went)
        if (job := shelf.current().job(key))
    }
    if comparison.serves.came:
        found.append(_("It serves now too: %(names)s.", names=_names(comparison.serves.came, jobs)))
    if comparison.serves.went:
        found.append(_("It no longer serves: %(names)s.", names=_names(comparison.serves.went, jobs)))
    return found


def title_of(competency: str) -> str:
    """Its title, or its id where the framework no longer has it."""
    found = shelf.current().framework.competencies.get(competency)
    return found.title if found else competency


def begun(key: str, title: str) -> JobText:
    """A job of which nothing but the title is written."""
    return JobText(id=key, title=title)


def _level(change: LevelChange) -> str:
    name = title_of(change.competency)
    before, after = change.level_before, change.level_after
    if change.move is Move.NEW:
        return _("%(name)s is new: level %(after)s.", name=name, after=after)
    if change.move is Move.GONE:
        return _("%(name)s is no longer asked for; it was level %(before)s.", name=name, before=before)
    if change.move is Move.RAISED:
        return _(
            "%(name)s goes up from level %(before)s to %(after)s.", name=name, before=before, after=after
        )
    if change.move is Move.LOWERED:
        return _(
            "%(name)s goes down from level %(before)s to %(after)s.", name=name, before=before, after=after
        )
    return _other(change, name)


def _other(change: LevelChange, name: str) -> str:
    assert change.before is not None
    assert change.after is not None
    if change.need_changed and change.after.need == ESSENTIAL:
        return _("%(name)s was desirable and is essential now.", name=name)
    if change.need_changed:
        return _("%(name)s was essential and is desirable now.", name=name)
    return _(
        "%(name)s has weight %(after)s; it was %(before)s.",
        name=name,
        before=change.before.weight,
        after=change.after.weight,
    )


def _part(change: PartChange) -> str:
    if change.before is None:
        return _("“%(heading)s” is new.", heading=change.heading)
    if change.after is None:
        return _("“%(heading)s” is gone.", heading=change.heading)
    return _("The words of “%(heading)s” changed.", heading=change.heading)


def _names(keys: tuple[str, ...], titles: dict[str, str]) -> str:
    return ", ".join(titles.get(key, key) for key in keys)
