"""What a leader sees of their team on the first page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from lms import clock
from lms.reports import team as reports


@dataclass(frozen=True, kw_only=True)
class TeamLine:
    name: str
    url: str
    short: int
    title: str


def lines(leader_id: int) -> list[TeamLine]:
    """Those this person leads, with how many levels each is short."""
    return [
        TeamLine(name=each.name, url=url_for("reports.person", person_id=each.id), short=each.short, title="")
        for each in reports.shortfalls(leader_id, on=clock.today())
    ]
