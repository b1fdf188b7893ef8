"""What the trace says of each way to show a level."""

from __future__ import annotations

from collections.abc import Mapping

from lms.markdown import fill_plain
from lms.reports.jobs.trace import BY_QUIZ, BY_SCENARIO, PlayedIn, SeenBy, TaughtIn, Ways
from lms.texts import _, later, ngettext

_KINDS = {"1-module": later("Module"), "2-scenario": later("Scenario"), "3-item": later("Checklist item")}


def sentence(ways: Ways, level: int) -> str:
    """Whether the asked level can be shown, and by what."""
    if not ways.highest:
        return _(
            "Nothing in the courses can show this yet. Ask the authors for a module or a checklist item."
        )
    if ways.highest < level:
        return _(
            "The courses lead to level %(highest)s; nothing shows level %(level)s yet. Ask for an item on this job's checklist.",
            highest=ways.highest,
            level=level,
        )
    if level > BY_SCENARIO or (level > BY_QUIZ and not (ways.modules and ways.scenarios)):
        return ngettext(
            "Only observations show level %(level)s: %(num)d checklist item.",
            "Only observations show level %(level)s: %(num)d checklist items.",
            len(ways.items),
            level=level,
        )
    if level > BY_QUIZ:
        return (
            _("A passed quiz and a passed scenario show it together, or one observation.")
            if ways.items
            else _("A passed quiz and a passed scenario show it together.")
        )
    return _("A passed quiz shows it.") if ways.modules else _("One observation shows it.")


def taught() -> str:
    return _("its quiz shows level 1")


def questions(each: TaughtIn) -> str:
    return ngettext("%(num)d question about it", "%(num)d questions about it", each.questions)


def played(each: PlayedIn) -> str:
    minutes = ngettext("%(num)d minute", "%(num)d minutes", each.scenario.minutes)
    return _("%(minutes)s; with a quiz it shows level 2", minutes=minutes)


def seen(each: SeenBy, slots: Mapping[str, str]) -> str:
    return _(
        "checklist “%(title)s”; observed, it shows up to level 4",
        title=fill_plain(each.checklist.title, slots),
    )


def served(title: str, level: int) -> str:
    return _("%(title)s, level %(level)s", title=title, level=level)


def kind(name: str) -> str:
    return _(_KINDS[name])
