"""Each level against what is asked, and how it came about: the same lines on one's own page and for others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from lms.catalog import shelf
from lms.competencies import rules
from lms.competencies.framework import Competency
from lms.competencies.models import Kind
from lms.competencies.queries import Piece
from lms.competencies.rules import Held, Shown
from lms.jobs.queries import Waived
from lms.texts import _, day, later, ngettext

KIND_WORDS = {
    Kind.QUIZ: later("quiz"),
    Kind.SCENARIO: later("scenario"),
    Kind.OBSERVATION: later("observation"),
    Kind.REFRESHER: later("refresher"),
    Kind.IMPROVEMENT: later("improvement"),
    Kind.PRIOR_LEARNING: later("earlier learning"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CarrierLine:
    """A piece of evidence that carries a level."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelLine:
    """One competency. `waived_until` is the last day on which it is not asked; `needs` says what is
    missing for the next level, where more is asked than held."""

    title: str
    asks: int
    has: int
    due: bool
    since: date | None
    until: date | None
    one_observer: bool
    carriers: tuple[CarrierLine, ...]
    waived_until: date | None
    needs: str

    @property
    def counts(self) -> bool:
        """Is it one of those that the job asks for today?"""
        return bool(self.asks) and self.waived_until is None

    @property
    def is_met(self) -> bool:
        return self.has >= self.asks


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    title: str
    levels: tuple[LevelLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """All competencies in their groups; of those that are asked, how many are held and how many due."""

    groups: tuple[GroupLine, ...]

    @property
    def _asked(self) -> list[LevelLine]:
        return [line for group in self.groups for line in group.levels if line.counts]

    @property
    def asked(self) -> int:
        return len(self._asked)

    @property
    def held(self) -> int:
        return sum(line.is_met for line in self._asked)

    @property
    def due(self) -> int:
        return sum(line.due for line in self._asked)


def levels(
    asks: Mapping[str, int],
    held: Mapping[str, Held],
    evidence: Sequence[Piece],
    *,
    waived: Mapping[str, Waived],
    reader: int,
    today: date,
) -> Levels:
    """Asks the database nothing. `reader` is who will see it: what an observation was called stays
    between the person and who observed them."""
    pieces: dict[str, list[Piece]] = defaultdict(list)
    for piece in evidence:
        if piece.counts:
            pieces[piece.competency].append(piece)

    def line(competency: Competency) -> LevelLine:
        let_off = waived.get(competency.id)
        return _line(
            competency,
            asks.get(competency.id, 0),
            held.get(competency.id),
            pieces[competency.id],
            waived_until=let_off.until if let_off else None,
            reader=reader,
            today=today,
        )

    framework = shelf.current().framework
    return Levels(
        groups=tuple(
            GroupLine(title=group.title, levels=tuple(map(line, group.competencies))) for group in framework.groups
        )
    )


def called(piece: Piece, *, reader: int) -> str:
    """Scenario “Unhappy caller”: the kind, and the title where this reader may know it."""
    kind, title = _(KIND_WORDS[Kind(piece.kind)]), title_seen(piece, reader=reader)
    return _("%(kind)s “%(title)s”", kind=kind, title=title) if title else kind


def title_seen(piece: Piece, *, reader: int) -> str:
    """What the source is called; of an observation that is between the person and who observed them."""
    theirs = reader in (piece.person_id, piece.observer_id)
    return piece.title if theirs or piece.kind != Kind.OBSERVATION else ""


def _line(
    competency: Competency,
    asks: int,
    held: Held | None,
    pieces: Sequence[Piece],
    *,
    waived_until: date | None,
    reader: int,
    today: date,
) -> LevelLine:
    has = held.level if held else 0
    shown = {piece.shown: piece for piece in pieces}
    carried_by = _carried_by(shown, pieces)
    return LevelLine(
        title=competency.title,
        asks=asks,
        has=has,
        due=held is not None and not held.is_fresh(today),
        since=held.since if held else None,
        until=held.current_until if held else None,
        one_observer=held is not None and held.one_observer,
        carriers=tuple(_carrier(shown[each], reader) for each in carried_by),
        waived_until=waived_until if asks else None,
        needs=needs_for(has + 1, shown, pieces) if has < asks and waived_until is None else "",
    )


def _carried_by(shown: Mapping[Shown, Piece], pieces: Sequence[Piece]) -> tuple[Shown, ...]:
    counted = rules.held(shown, of=pieces[0].person_id) if pieces else None
    return tuple(sorted(counted.carried_by, key=lambda each: each.on)) if counted else ()


def _carrier(piece: Piece, reader: int) -> CarrierLine:
    return CarrierLine(
        text=_("%(what)s, %(day)s", what=called(piece, reader=reader), day=day(piece.shown_on)),
        url=url_for("reports.evidence", person_id=piece.person_id, evidence_id=piece.id),
    )


def needs_for(level: int, shown: Mapping[Shown, Piece], pieces: Sequence[Piece]) -> str:
    """What is still missing for this level, in words."""
    still = rules.missing_for(level, shown, of=pieces[0].person_id if pieces else None)
    if level == 1:
        return _("A module's quiz shows level 1.")
    if level == 2:
        return _("A scenario, or one observation at work, shows level 2.")
    parts = _observations(level, still.observations)
    if still.while_helping and still.observations <= 1:
        parts.append(_("one of the observations must be while helping a colleague"))
    elif still.while_helping:
        parts.append(_("one of them while helping a colleague"))
    if still.improvement:
        parts.append(_("an improvement of a touch point that the leader confirms"))
    return _("Missing for level %(level)s: %(parts)s.", level=level, parts=", ".join(parts))


def _observations(level: int, still: int) -> list[str]:
    if not still:
        return []
    what = _("level 4") if level == 4 else _("level %(level)s or more", level=level)
    if still == rules.OBSERVATIONS_FOR[level]:
        return [
            ngettext(
                "%(num)d observation at %(what)s",
                "%(num)d observations at %(what)s, on different days and at different touch points",
                still,
                what=what,
            )
        ]
    return [
        ngettext(
            "%(num)d more observation at %(what)s, on another day and at another touch point",
            "%(num)d more observations at %(what)s, on other days and at other touch points",
            still,
            what=what,
        )
    ]
