"""A list of people as a file: the same rows in the same order as on its page, sent piece by piece.

It stands on the lowest floor that knows who asks, so that the lists of every package leave the house alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Response, request, stream_with_context, url_for

from lms import audit, clock
from lms.people.session import viewer
from lms.sheets import Value, csv_parts, write_xlsx
from lms.texts import _, day, ngettext, time_of_day

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, kw_only=True)
class FileLinks:
    """`mail` leads to the form that sends the list by mail, "" where that is not offered."""

    csv: str
    xlsx: str
    rows: int
    mail: str = ""


class Shown(Protocol):
    """Rows `first` to `last` of `total`, counted from 1: what one page shows of a long list."""

    @property
    def first(self) -> int: ...

    @property
    def last(self) -> int: ...

    @property
    def total(self) -> int: ...


def links(endpoint: str, query: str = "", *, rows: int, mail: str = "", **values: Any) -> FileLinks:
    """Where the page's rows can be had as files: with what its address asks for."""
    csv, xlsx = (url_for(f"{endpoint}_{kind}", **values) + query for kind in ("csv", "xlsx"))
    return FileLinks(csv=csv, xlsx=xlsx, rows=rows, mail=mail)


def made(*, rows: int, filters: str = "", pages: Shown | None = None) -> str:
    """The last line on paper: rows, filters, when and by whom; of a long list, which part this is."""
    now = clock.now()
    if pages and pages.last - pages.first + 1 < pages.total:
        shown = _("Rows %(first)s to %(last)s of %(total)s", first=pages.first, last=pages.last, total=pages.total)
    else:
        shown = ngettext("%(num)d row", "%(num)d rows", rows)
    return _(
        "%(rows)s; filters: %(filters)s; made %(day)s %(time)s by %(name)s",
        rows=shown,
        filters=filters or _("none"),
        day=day(now),
        time=time_of_day(now),
        name=viewer().name,
    )


def keep_that_people_leave(report: str, kind: str) -> None:
    """Names leave the house in a file: kept in the audit log before the first row. Call it first: it
    ends the transaction. Asking for the head of the answer alone takes nothing out."""
    if request.method == "HEAD":
        return
    details: dict[str, int | str] = {"report": report, "kind": kind}
    audit.record_while_reading("report.exported", by=viewer().id, details=details, now=clock.now())


def send(name: str, columns: Sequence[str], rows: Iterable[Sequence[Value]], *, kind: str) -> Response:
    """Memory does not grow with the rows, as long as they are made one after the other."""
    if request.method == "HEAD":
        response = Response(content_type=XLSX if kind == "xlsx" else "text/csv; charset=utf-8")
    elif kind == "xlsx":
        response = Response(write_xlsx(columns, rows, made=clock.now()), content_type=XLSX)
    else:
        pieces = (piece.encode() for piece in csv_parts(columns, rows))
        response = Response(stream_with_context(pieces), content_type="text/csv; charset=utf-8")
    file = f"{name}-{clock.today().isoformat()}.{kind}"
    response.headers["Content-Disposition"] = f"attachment; filename={file}"
    return response
