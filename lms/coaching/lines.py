"""Values that pages about visits show, here and in `learning`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from lms.catalog import shelf
from lms.coaching import disputes, queries, sheet
from lms.coaching.models import Dispute, Visit, VisitComment, VisitRating
from lms.coaching.sheet import Item
from lms.company import queries as company
from lms.competencies.framework import LEVELS
from lms.markdown import fill, fill_plain
from lms.people import queries as people
from lms.texts import _, later

CHANNEL_WORDS = {
    "here": later("face to face"),
    "phone": later("on the phone"),
    "mail": later("by mail or letter"),
    "chat": later("by chat"),
    "video": later("by video"),
    "meeting": later("in a meeting"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelOption:
    """A level one may choose, with what it looks like."""

    value: str
    text: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLine:
    """What was seen of one item; `evidence_id` 0 where nothing is left to question."""

    title: str
    competency: str
    level: int
    anchor: Markup | str
    seen: str
    evidence_id: int
    dispute: DisputeLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeLine:
    """How a questioned level stands: under review, or settled by whom and why."""

    id: int
    reason: str
    due_on: date
    asked: str
    settled_at: datetime | None
    settled_by: str
    stands: bool
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitLine:
    """A shared visit, as the two it is between read it."""

    id: int
    situation: str
    channel: str
    touch_point: str
    while_helping: bool
    by: str
    of: str
    on: date
    seen: tuple[SeenLine, ...]
    own_view: str
    strength: str
    next_step: str
    next_on: date | None
    comments: tuple[VisitComment, ...]


def level_options(item: Item) -> list[LevelOption]:
    """The five levels with what each looks like, in the company's words."""
    slots = company.card().slots
    return [LevelOption(value=str(level), text=fill(item.anchors[level], slots)) for level in LEVELS]


def heading_of(item: Item) -> str:
    return fill_plain(item.heading, company.card().slots)


def competency_title(competency: str) -> str:
    """Its title, or its id where the framework no longer has it."""
    found = shelf.current().framework.competencies.get(competency)
    return found.title if found else competency


def visit_lines(visits: Sequence[Visit]) -> list[VisitLine]:
    """These shared visits with all that belongs to them; as many statements for ten as for one."""
    numbers = [visit.id for visit in visits]
    ratings, comments = queries.ratings_of(numbers), queries.comments_on(numbers)
    evidence = queries.evidence_from(visits)
    about = disputes.about(evidence.values())
    asked = disputes.names_in(about.values())
    questioned = {number: _dispute_line(each, asked) for number, each in about.items()}
    names = people.by_ids({number for visit in visits for number in (visit.observer_id, visit.person_id)})
    return [
        VisitLine(
            id=visit.id,
            situation=visit.situation,
            channel=channel_words(visit.channel),
            touch_point=sheet.touch_point_title(visit.touch_point),
            while_helping=visit.while_helping,
            by=names[visit.observer_id].name,
            of=names[visit.person_id].name,
            on=visit.seen_on,
            seen=_seen_lines(visit, ratings[visit.id], evidence, questioned),
            own_view=visit.own_view,
            strength=visit.strength,
            next_step=visit.next_step,
            next_on=visit.next_on,
            comments=tuple(comments[visit.id]),
        )
        for visit in visits
    ]


def channel_words(channel: str) -> str:
    return _(CHANNEL_WORDS[channel]) if channel in CHANNEL_WORDS else channel


def _seen_lines(
    visit: Visit,
    ratings: Mapping[str, VisitRating],
    evidence: Mapping[tuple[str, str], int],
    questioned: Mapping[int, DisputeLine],
) -> tuple[SeenLine, ...]:
    """The items that were seen, in the order of the visit, each with the evidence it gave."""
    items = {item.id: item for item in sheet.items_of(visit)}
    seen, again = [], dict[str, int]()
    for rating in (ratings[item] for item in visit.items if item in ratings):
        if rating.level is None:
            continue
        turn = again[rating.competency] = again.get(rating.competency, -1) + 1
        number = evidence.get((queries.source_of(visit, turn), rating.competency), 0)
        item = items.get(rating.item)
        seen.append(
            SeenLine(
                title=rating.title,
                competency=competency_title(rating.competency),
                level=rating.level,
                anchor=level_options(item)[rating.level].text if item else "",
                seen=rating.seen,
                evidence_id=number,
                dispute=questioned.get(number),
            )
        )
    return tuple(seen)


def dispute_line(dispute: Dispute) -> DisputeLine:
    return _dispute_line(dispute, disputes.names_in([dispute]))


def _dispute_line(dispute: Dispute, names: dict[int, str]) -> DisputeLine:
    return DisputeLine(
        id=dispute.id,
        reason=dispute.reason,
        due_on=dispute.due_on,
        asked=names.get(dispute.asked_id or 0, ""),
        settled_at=dispute.settled_at,
        settled_by=names.get(dispute.settled_by_id or 0, ""),
        stands=dispute.verdict == disputes.Outcome.STANDS,
        because=dispute.because,
    )
