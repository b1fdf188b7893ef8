"""What tables and acts are called on pages for admins."""

from __future__ import annotations

from collections.abc import Mapping

from lms.texts import _, later, ngettext

_KINDS = {
    later("Answers, tries and runs"): ("attempt", "answer", "scenario_run", "reply_taken", "refresher_answer", "refresher_card"),
    later("Evidence and levels"): ("evidence", "evidence_set_aside", "held_level", "prior_learning"),
    later("Visits, disputes and comments"): ("visit", "visit_rating", "visit_comment", "dispute", "calibration"),
    later("Courses and modules completed"): ("module_completion", "course_completion"),
    later("Jobs held, sign-offs and waivers"): ("appointment", "job_sign_off", "waiver"),
    later("Assignments, plans and requests"): ("assignment", "plan", "extension_request", "assignment_exception"),
    later("Role passports"): ("passport", "passport_withdrawal"),
}
_OTHER = later("Other records")


def rows_in_words(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """What goes, in the words of the trade, with how many records it is."""
    by_table = {table: kind for kind, tables in _KINDS.items() for table in tables}
    sums: dict[str, int] = {}
    for table, number in counts.items():
        kind = by_table.get(table, _OTHER)
        sums[kind] = sums.get(kind, 0) + number
    order = [*_KINDS, _OTHER]
    return [
        (_(kind), ngettext("%(num)d record", "%(num)d records", sums[kind])) for kind in order if kind in sums
    ]


_ACTS = {
    "person.added": later("added"),
    "person.named": later("changed the name of"),
    "person.given.e-mail": later("changed the e-mail of"),
    "person.moved": later("changed the team of"),
    "person.given.leader": later("changed the leader of"),
    "person.given.hours": later("changed the working hours of"),
    "person.left": later("noted the leaving of"),
    "person.returned": later("brought back"),
    "person.erased": later("erased the data of"),
    "people.imported": later("imported a staff file"),
    "role.given": later("gave a role to"),
    "role.taken": later("took a role from"),
    "coach.given": later("gave a coach to"),
    "coach.taken": later("took a coach from"),
    "leave.given": later("noted leave of"),
    "leave.taken": later("took back leave of"),
    "link.made": later("made a one-time link for"),
    "team.added": later("added a team"),
    "team.renamed": later("renamed a team"),
    "certificate.renamed": later("corrected the name on certificates of"),
    "setting.changed": later("changed a setting"),
}


def act_in_words(act: str) -> str:
    """What was done, in words; of an act another package keeps, its own short name."""
    return _(_ACTS[act]) if act in _ACTS else act.replace(".", " ").replace("_", " ").replace("-", " ")
