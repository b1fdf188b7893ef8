"""What the impact of a change is called on pages."""

from __future__ import annotations

from lms.reports.jobs.impact import Raise, Share, Step
from lms.texts import _, later, ngettext

_VISITS = {1: later("one observation"), 2: later("two observations"), 3: later("three observations")}


def change(raised: Raise) -> str:
    if raised.before:
        return _("from %(before)s to %(after)s", before=raised.before, after=raised.after)
    return _("new, at level %(after)s", after=raised.after)


def share(each: Share, raised: Raise) -> str:
    """ "16 hold level 2", "13 hold none yet"."""
    if not each.short:
        return ngettext(
            "%(num)d already shows level %(level)s",
            "%(num)d already show level %(level)s",
            each.people,
            level=max(each.level, raised.after),
        )
    if each.level:
        return ngettext(
            "%(num)d holds level %(level)s", "%(num)d hold level %(level)s", each.people, level=each.level
        )
    return ngettext("%(num)d holds none yet", "%(num)d hold none yet", each.people)


def needs(each: Share) -> str:
    """What one of them needs to meet the level."""
    if not each.short:
        return _("nothing changes")
    return _road(each.step, each.minutes)


def look(each: Share, raised: Raise) -> str:
    """The shade of the heat map: met, or how many levels are missing."""
    return ("met", "one", "two", "three")[min(max(raised.after - each.level, 0), 3)]


def falls_short(title: str, held: int) -> str:
    if held:
        return _("%(title)s: has level %(level)s", title=title, level=held)
    return _("%(title)s: has none yet", title=title)


def hours(minutes: int) -> str:
    """ "2 hours 40 minutes", for a sum that people plan with."""
    whole, rest = divmod(minutes, 60)
    parts = [ngettext("%(num)s hour", "%(num)s hours", whole)] if whole else []
    if rest or not whole:
        parts.append(ngettext("%(num)d minute", "%(num)d minutes", rest))
    return " ".join(parts)


def _road(step: Step, minutes: int) -> str:
    if step.unknown:
        return _("nothing in the courses leads there yet")
    parts = []
    if step.modules or step.scenarios:
        parts.append(ngettext("%(num)d minute of learning", "%(num)d minutes of learning", minutes))
    if step.visits:
        parts.append(_(_VISITS[step.visits]))
    if step.improvement:
        parts.append(_("an improvement made to a touch point"))
    return ", ".join(parts)
