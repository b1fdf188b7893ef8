"""All groups counted anew from the packed levels of everybody, to hold the kept counts against.

Levels of many people leave the database as one text and are counted by NumPy, which costs about as
much as the database needs to look at every level once. NumPy is loaded when this is asked for: no
page needs it.
"""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, Text, bindparam, cast, func, select

from lms.db import rows_of
from lms.figures.models import FiguresState, KeptCount, PersonFigures
from lms.figures.packing import LEVELS, Counts, Key

if TYPE_CHECKING:
    import numpy as np

AT_ONCE = 50_000
CODES = 2 * LEVELS + 1


def recount() -> dict[tuple[bool, Key], Counts]:
    """Every group and, with True before them, the sums over all teams. Memory does not grow with people."""
    import numpy as np

    keys = {number: (team, jobs) for number, team, jobs in rows_of(_GROUPS)}
    width = len(json.loads(rows_of(_ORDER).scalar() or "[]"))
    if not keys:
        return {}
    place_of = np.zeros(max(keys) + 1, dtype=np.int64)
    place_of[list(keys)] = np.arange(len(keys))
    seen = np.zeros((len(keys), width, CODES), dtype=np.int64)
    sizes = np.zeros(len(keys), dtype=np.int64)
    last = 0
    while True:
        groups, texts, newest = rows_of(_SOME, after=last, most=AT_ONCE).one()
        if newest is None:
            break
        last = newest
        here = place_of[np.fromstring(groups, dtype=np.int64, sep=",")]
        codes = np.frombuffer(texts.encode(), dtype=np.uint8).reshape(len(here), width) - ord("0")
        sizes += np.bincount(here, minlength=len(keys))
        seen += _histogram(here, codes, len(keys))
    return _with_sums(list(keys.values()), sizes, _as_numbers(seen))


def _with_sums(
    keys: list[Key], sizes: np.ndarray[Any, Any], numbers: np.ndarray[Any, Any]
) -> dict[tuple[bool, Key], Counts]:
    found: dict[tuple[bool, Key], Counts] = {}
    by_jobs: dict[str, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        by_jobs[key[1]].append(place)
        if sizes[place]:
            found[False, key] = _counts(sizes[place], numbers[place])
    for jobs, places in by_jobs.items():
        if people := sizes[places].sum():
            found[True, (0, jobs)] = _counts(people, numbers[places].sum(axis=0))
    return found


def _counts(people: Any, numbers: np.ndarray[Any, Any]) -> Counts:
    return Counts(int(people), array("I", numbers.ravel().tolist()))


def _as_numbers(seen: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """For each level those who hold it, and of them those who are current."""
    import numpy as np

    current, due = seen[:, :, 1 : LEVELS + 1], seen[:, :, LEVELS + 1 :]
    return np.stack([current + due, current], axis=3)


def _histogram(groups: np.ndarray[Any, Any], codes: np.ndarray[Any, Any], how_many: int) -> np.ndarray[Any, Any]:
    """How many of each group have which code in each competency."""
    import numpy as np

    width = codes.shape[1]
    cells = (groups[:, None] * width + np.arange(width)) * CODES + codes
    return np.bincount(cells.ravel(), minlength=how_many * width * CODES).reshape(how_many, width, CODES)


_GROUPS = select(KeptCount.id, KeptCount.team_id, KeptCount.jobs).where(KeptCount.every_team.is_(False))
_ORDER = select(cast(FiguresState.competencies, Text))
_next = (
    select(PersonFigures.person_id, PersonFigures.kept_count_id, PersonFigures.packed)
    .where(PersonFigures.person_id > bindparam("after"))
    .order_by(PersonFigures.person_id)
    .limit(bindparam("most"))
    .subquery()
)
_SOME = select(
    func.aggregate_strings(cast(_next.c.kept_count_id, String), ","),
    func.aggregate_strings(_next.c.packed, ""),
    func.max(_next.c.person_id),
)
