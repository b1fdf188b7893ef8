"""E01, E02, E03, U04: what jobs require, what leads there, and what checklists watch."""

from tests.catalog.check.told import COURSE, RECEPTIONIST, told_at
from tests.catalog.tiny import add, both, drop, put, swap

JOB = "jobs/receptionist.md"
SCENARIO = """# Market day {#market-day}
`channel: phone` `minutes: 3` `you: Sam, at the desk` `with: Ms Okoro, who runs a salon`
`shows: empathy-tone@2`

## The phone rings {#start}
**Ms Okoro:** "It has eaten my Friday."
- ["A lost Friday is serious. What did you see?"](#heard)
  `#name-loss` `empathy-tone +2`

  She breathes out and tells you.
  > The loss is named, so she can begin.
- ["Ring the other number, please."](#lost)
  `#wrong-desk` `empathy-tone -1`

  She puts the phone down.
  > For her there is no wrong desk.

## Heard {#heard}
`ending: good`

She has what she needs.

## Lost {#lost}
`ending: hard`

She rings another firm.
"""
LINKED = both(
    put("core/scenarios/market-day.md", SCENARIO),
    swap(COURSE, "    minutes: 10\n", "    scenarios: [market-day]\n    minutes: 10\n"),
)


def test_a_requirement_that_no_module_shows_is_an_error_of_the_job() -> None:
    change = swap(JOB, "  promise-keeping: {", "  plain-language: {")
    assert told_at(change, "E01") == [(JOB, 6, "error")]


def test_a_course_for_other_jobs_does_not_count_nor_does_a_withdrawn_module() -> None:
    withdrawn = swap(COURSE, "    minutes: 10\n", "    minutes: 10\n    status: withdrawn\n")
    assert (JOB, 5, "error") in told_at(withdrawn, "E01")
    for_leaders = swap(COURSE, "for_jobs: [everyone]", "for_jobs: [team-leader, software-developer]")
    assert {line for file, line, _ in told_at(for_leaders, "E01") if file == JOB} == {5, 6}


def test_level_2_needs_a_checklist_or_a_scenario() -> None:
    assert told_at(drop(RECEPTIONIST), "E02") == [(JOB, 5, "error")]
    assert told_at(both(drop(RECEPTIONIST), LINKED), "E02") == []


def test_a_scenario_that_no_module_links_leads_nowhere() -> None:
    alone = both(drop(RECEPTIONIST), put("core/scenarios/market-day.md", SCENARIO))
    assert told_at(alone, "E02") == [(JOB, 5, "error")]


def test_level_1_needs_neither() -> None:
    assert told_at(both(drop(RECEPTIONIST), swap(JOB, "level: 2, weight", "level: 1, weight")), "E02") == []


def test_a_checklist_has_an_item_for_all_from_level_2_on() -> None:
    raised = swap(JOB, "promise-keeping: {level: 1", "promise-keeping: {level: 2")
    assert told_at(raised, "E03") == [(RECEPTIONIST, 1, "error")]
    other = "\n## Dates {#dates}\n`competency: promise-keeping`\n\n- 0: None.\n- 2: Who, what, when.\n- 4: In sight of all.\n"
    assert told_at(both(raised, add(RECEPTIONIST, other)), "E03") == []


def test_an_item_that_the_job_does_not_require_is_warned_of() -> None:
    assert told_at(swap(JOB, "  empathy-tone: {", "  plain-language: {"), "U04") == [
        (RECEPTIONIST, 4, "warning")
    ]


def test_a_checklist_of_a_retired_job_is_warned_of() -> None:
    assert told_at(swap(JOB, "title: Receptionist", "title: Receptionist\nstatus: retired"), "U04") == [
        (RECEPTIONIST, 2, "warning")
    ]
