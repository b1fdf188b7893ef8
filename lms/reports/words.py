"""Sentences and labels that several reports say."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

from lms.catalog import shelf
from lms.company import queries as company
from lms.competencies.models import Kind as EvidenceKind
from lms.learning.due_queries import Due
from lms.markdown import fill_plain
from lms.reports.coverage import Coverage, Line
from lms.reports.next_steps.rules import NextStep, Way
from lms.reports.rules import FEWEST_SHOWN, Cell, Kind, Show
from lms.texts import _, day, later, ngettext

FEW = f"<{FEWEST_SHOWN}"
NOTHING = "–"

_SHORT_BY = {
    Kind.ONE: later("most short by one level"),
    Kind.TWO: later("most short by two levels"),
    Kind.THREE: later("most short by three levels or more"),
}
_TYPICALLY = {
    1: later("typically one level"),
    2: later("typically two levels"),
    3: later("typically three levels"),
    4: later("typically four levels"),
}
_KINDS = {
    EvidenceKind.QUIZ: later("Quiz"),
    EvidenceKind.SCENARIO: later("Scenario"),
    EvidenceKind.OBSERVATION: later("Observation"),
    EvidenceKind.REFRESHER: later("Refresher"),
    EvidenceKind.IMPROVEMENT: later("Improvement"),
    EvidenceKind.PRIOR_LEARNING: later("Earlier learning"),
}


def in_sentence(title: str) -> str:
    """A title inside a sentence: "Bad news" becomes "bad news", "PR" stays."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def evidence_kind(kind: str) -> str:
    return _(_KINDS[EvidenceKind(kind)])


def cell_text(line: Line, competency: str) -> str:
    cell, kind = line.cell(competency), line.kind(competency)
    if kind is Kind.UNASKED:
        return ""
    if kind is Kind.FEW:
        return FEW
    if kind is Kind.NOTHING:
        return NOTHING
    if line.show is Show.FRESHNESS:
        return f"{cell.current}/{cell.met}"
    if line.show is Show.BENCH:
        return f"{cell.met}/{line.needed}" if line.need_is_set else str(cell.met)
    return f"{cell.met}/{cell.asked}"


def cell_words(line: Line, competency: str) -> str:
    """What the number and the shade say; it holds the visible text, so that it can be spoken to."""
    cell, kind = line.cell(competency), line.kind(competency)
    if line.show is Show.FRESHNESS:
        if kind is Kind.NOTHING:
            return _("– nobody meets it yet, asked of %(asked)s", asked=cell.asked)
        return _("%(current)s/%(met)s who meet it are current", current=cell.current, met=cell.met)
    if kind is Kind.NOTHING:
        return _("– no evidence yet, asked of %(asked)s", asked=cell.asked)
    if line.show is Show.BENCH:
        return _bench_words(line, cell)
    if cell.level:
        words = _("%(met)s/%(asked)s meet level %(level)s", met=cell.met, asked=cell.asked, level=cell.level)
    else:
        words = _("%(met)s/%(asked)s meet what is asked", met=cell.met, asked=cell.asked)
    return words if kind is Kind.MET else _("%(words)s, %(short)s", words=words, short=_(_SHORT_BY[kind]))


def _bench_words(line: Line, cell: Cell) -> str:
    what = _("level %(level)s", level=cell.level) if cell.level else _("what is asked")
    if line.need_is_set:
        return _("%(people)s/%(needed)s people needed hold %(what)s", people=cell.met, needed=line.needed, what=what)
    return ngettext("%(num)d person alone holds %(what)s", "%(num)d people hold %(what)s", cell.met, what=what)


def row_title(line: Line) -> str:
    """Rows of teams may be of people who are in none."""
    return line.title or _("Without a team")


def row_people(line: Line) -> str:
    return FEW if line.few else str(line.people)


def people_in_words(line: Line) -> str:
    if line.few:
        return _("under 5, not shown")
    return ngettext("%(num)d person", "%(num)d people", line.people)


def answer(coverage: Coverage, titles: dict[str, str], today: date) -> str:
    """The first sentences: how much was looked at, and where the biggest gap is."""
    rows = len(coverage.lines)
    by_team = coverage.view.by == "team"
    parts = [] if coverage.people is None else [ngettext("%(num)d person", "%(num)d people", coverage.people)]
    parts.append(
        ngettext("%(num)d team", "%(num)d teams", rows)
        if by_team
        else ngettext("%(num)d job", "%(num)d jobs", rows)
    )
    looked_at = _("%(what)s, %(day)s.", what=", ".join(parts), day=day(today))
    return f"{looked_at} {_biggest_gap(coverage, titles)}"


def _biggest_gap(coverage: Coverage, titles: dict[str, str]) -> str:
    found = coverage.biggest_gap()
    if found is None and coverage.view.show is Show.FRESHNESS:
        return _("Nothing shown here is due for a refresh.")
    if found is None and coverage.view.show is Show.BENCH:
        return _("No bench shown here is too thin.")
    if found is None:
        if any(line.kind(each) is Kind.MET for line in coverage.lines for each in line.cells):
            return _("Everyone who has shown anything holds what is asked.")
        return _("Nobody shown here has any evidence yet.")
    line, competency, cell = found
    if coverage.view.show is Show.FRESHNESS:
        return _(
            "Most is due: %(row)s and %(competency)s, %(people)s to refresh.",
            row=in_sentence(row_title(line)),
            competency=in_sentence(titles[competency]),
            people=ngettext("%(num)d person", "%(num)d people", cell.due),
        )
    if coverage.view.show is Show.BENCH:
        return _(
            "The thinnest bench: %(row)s and %(competency)s, held by %(people)s.",
            row=in_sentence(row_title(line)),
            competency=in_sentence(titles[competency]),
            people=ngettext("%(num)d person", "%(num)d people", cell.met) if cell.met else _("nobody"),
        )
    return _(
        "The biggest gap: %(row)s and %(competency)s, %(people)s, %(typically)s.",
        row=in_sentence(row_title(line)),
        competency=in_sentence(titles[competency]),
        people=ngettext("%(num)d person", "%(num)d people", cell.short),
        typically=_(_TYPICALLY[cell.median_gap]),
    )


_STEPS = {
    Way.MODULE: later("Module: %(title)s"),
    Way.SCENARIO: later("Scenario: %(title)s"),
    Way.OBSERVATION: later("Observation"),
    Way.LEADING: later("Observation while helping others, and an improvement"),
}


def step(next_step: NextStep) -> str:
    return _(_STEPS[next_step.way], title=filled(next_step.title)) if next_step.title else _(_STEPS[next_step.way])


def competency_title(competency: str) -> str:
    """Its title, or its id where the framework no longer has it."""
    found = shelf.current().framework.competencies.get(competency)
    return found.title if found else competency


def age(newest: date | None, today: date) -> str:
    """How old the newest evidence is, in whole months; "" without any."""
    if newest is None:
        return ""
    months = (today.year - newest.year) * 12 + today.month - newest.month - (today.day < newest.day)
    return ngettext("%(num)d month", "%(num)d months", months) if months > 0 else _("this month")


def planned(due: Due | None) -> str:
    """By which day a course is asked for it, or "" where none is."""
    if due is None:
        return ""
    return day(due.due_on) if due.due_on else _("assigned")


def yes_no(is_so: bool) -> str:
    """In files, where nobody translates: the words a filter reads."""
    return "yes" if is_so else "no"


def filled(title: str) -> str:
    """A title of the course package with the company's words in its slots."""
    return fill_plain(title, company.card().slots) if "{{" in title else title


def duration(minutes: int) -> str:
    """3 h 40, or 25 minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(num)d minute", "%(num)d minutes", rest)
    return _("%(hours)s h %(minutes)02d", hours=hours, minutes=rest) if rest else _("%(hours)s h", hours=hours)


def how_often(every: str) -> str:
    return _("each month") if every == "month" else _("each week")


def filters(query: str) -> str:
    """The filters of an address as files name them: "job=receptionist team=service"."""
    return " ".join(f"{name}={value}" for name, value in parse_qsl(query))
