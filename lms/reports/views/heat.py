"""The map of coverage as its macros take it: rows of cells on a desk, lists on a phone."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for
from markupsafe import Markup

from lms.competencies.framework import Competency, Framework
from lms.reports import addresses, words
from lms.reports.coverage import Coverage, Line
from lms.reports.rules import Kind
from lms.reports.scope import Scope

SHOWN_ON_PHONES = (8, 4)
"""Cells of the first rows that a phone shows at once, the worst first; the others of them are folded
away, and further rows are links to themselves alone."""

Columns = list[tuple[str, list[Competency]]]
"""Titles of groups, each with its competencies."""


class HeatCell(NamedTuple):
    kind: str
    text: str | Markup
    label: str
    url: str


class HeatRow(NamedTuple):
    title: str
    people: str
    url: str
    cells: list[list[HeatCell]]


class HeatGroup(NamedTuple):
    title: str
    columns: list[str]


class HeatEntry(NamedTuple):
    title: str
    cell: HeatCell


class HeatList(NamedTuple):
    title: str
    people: str
    entries: list[HeatEntry]
    rest: list[HeatEntry]


class HeatLink(NamedTuple):
    title: str
    people: str
    url: str


def heat_map(found: Coverage, framework: Framework, scope: Scope) -> dict[str, object]:
    columns: Columns = [(group.title, list(group.competencies)) for group in framework.groups]
    groups = [HeatGroup(title, [each.title for each in own]) for title, own in columns]
    rows, lists, further = [], [], []
    address, query = url_for("reports.coverage"), addresses.of_coverage(found.view, order="")
    for number, line in enumerate(found.lines):
        link = "" if scope.counts_only else f"{address}/{line.key}/%s{query}"
        row_url = "" if scope.counts_only else f"{address}/{line.key}{query}"
        title = words.row_title(line)
        cells = [[_heat_cell(line, title, each.id, each.title, link) for each in own] for _group, own in columns]
        rows.append(HeatRow(title, words.row_people(line), row_url, cells))
        if scope.counts_only or number < len(SHOWN_ON_PHONES):
            lists.append(_heat_list(number, line, title, columns, cells))
        else:
            alone = address + addresses.of_coverage(found.view, **{found.view.by.value: line.key})
            further.append(HeatLink(title, words.people_in_words(line), alone))
    return {"groups": groups, "rows": rows, "lists": lists, "further": further}


def _heat_cell(line: Line, title: str, competency: str, competency_title: str, link: str) -> HeatCell:
    kind = line.kind(competency)
    if kind is Kind.UNASKED:
        return _UNASKED
    if kind is Kind.FEW:
        return _TOO_FEW
    text, said = words.cell_text(line, competency), words.cell_words(line, competency)
    if link:
        return HeatCell(
            kind.value, text, f"{title}, {words.in_sentence(competency_title)}: {said}", link % competency
        )
    shade = Markup('{}<span class="visually-hidden"> ({})</span>').format(text, said)
    return HeatCell(kind.value, shade, "", "")


_UNASKED = HeatCell(Kind.UNASKED.value, "", "", "")
_TOO_FEW = HeatCell(Kind.FEW.value, words.FEW, "", "")


def _heat_list(
    number: int, line: Line, title: str, columns: Columns, cells: list[list[HeatCell]]
) -> HeatList:
    """The row as a list for phones, the worst cells at the front; what is not asked is left out."""
    entries = [
        (line.burden_in(competency.id), HeatEntry(competency.title, cell))
        for (_title, own), row in zip(columns, cells, strict=True)
        for competency, cell in zip(own, row, strict=True)
        if cell is not _UNASKED
    ]
    if line.few:
        entries = []
    # The place of a hidden cell must tell nothing of it.
    entries.sort(key=lambda entry: (entry[1].cell is _TOO_FEW, 0 if entry[1].cell is _TOO_FEW else -entry[0]))
    worst_first = [entry for _burden, entry in entries]
    most = SHOWN_ON_PHONES[number] if number < len(SHOWN_ON_PHONES) else 0
    return HeatList(title, words.people_in_words(line), worst_first[:most], worst_first[most:])
