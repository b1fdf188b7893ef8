"""What goes into a role passport: the jobs with their versions, and each level with the kinds of evidence for it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import select

from lms.catalog import shelf
from lms.competencies import queries as competencies
from lms.competencies import rules
from lms.competencies.queries import Piece
from lms.competencies.rules import Held
from lms.db import db
from lms.jobs import queries as jobs
from lms.jobs.models import Job, JobVersion

Line = dict[str, object]


def contents(person_id: int, today: date) -> tuple[list[Line], list[Line]]:
    """Jobs and levels as they are today, ready to be kept; five statements."""
    duties = jobs.duties_of(person_id, today)
    versions = _versions([job.id for job in duties.jobs])
    held = competencies.levels_of_one(person_id)
    waived = jobs.waived([person_id], today).get(person_id, {})
    pieces: dict[str, list[Piece]] = defaultdict(list)
    for piece in competencies.evidence_of(person_id):
        if piece.counts:
            pieces[piece.competency].append(piece)
    lines = [
        _line(
            competency.title,
            duties.levels.get(competency.id, 0),
            held.get(competency.id),
            pieces[competency.id],
            waived[competency.id].until if competency.id in waived else None,
            person_id,
        )
        for competency in shelf.current().framework.competencies.values()
        if competency.id in duties.levels or competency.id in held
    ]
    return [{"title": job.title, "version": versions[job.id]} for job in duties.jobs], lines


def _line(
    title: str, asks: int, held: Held | None, pieces: list[Piece], waived_until: date | None, person_id: int
) -> Line:
    counted = rules.held((piece.shown for piece in pieces), of=person_id)
    carried_by = sorted(counted.carried_by, key=lambda each: each.on) if counted else []
    return {
        "title": title,
        "asks": asks,
        "has": held.level if held else 0,
        "since": held.since.isoformat() if held else None,
        "until": held.current_until.isoformat() if held else None,
        "one_observer": held is not None and held.one_observer,
        "waived_until": waived_until.isoformat() if waived_until and asks else None,
        "shown_by": [[each.kind, each.on.isoformat()] for each in carried_by],
    }


def _versions(job_ids: list[int]) -> dict[int, int]:
    found = select(Job.id, JobVersion.number).join(JobVersion, JobVersion.id == Job.version_id)
    return {job: number for job, number in db.session.execute(found.where(Job.id.in_(job_ids)))}
