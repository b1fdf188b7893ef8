"""U01 to U03: what nothing uses."""

from tests.catalog.check.test_evidence import LINKED, SCENARIO
from tests.catalog.check.told import told_at
from tests.catalog.tiny import add, both, drop, put

BELIEFS, FRAMEWORK = "misconceptions.yaml", "competencies.yaml"
BELIEF = "      - {id: not-my-job, belief: Others do that., instead: For a guest you are the firm.}\n"
COMPETENCY = (
    "      - {id: value-story, title: Value, means: Tells it., levels: {0: a, 1: b, 2: c, 3: d, 4: e}}\n"
)


def test_an_unused_misconception_is_warned_of() -> None:
    assert told_at(add(BELIEFS, BELIEF), "U01") == [(BELIEFS, 20, "warning")]
    accepted = "accept: [{rule: U01, at: not-my-job, why: The next course asks for it}]\n"
    assert told_at(add(BELIEFS, BELIEF + accepted), "U01") == []


def test_an_unused_competency_is_warned_of() -> None:
    assert [each[0] for each in told_at(add(FRAMEWORK, COMPETENCY), "U02")] == [FRAMEWORK]


def test_an_unused_scenario_is_warned_of() -> None:
    alone = put("core/scenarios/market-day.md", SCENARIO)
    assert told_at(alone, "U03") == [("core/scenarios/market-day.md", 1, "warning")]
    assert told_at(LINKED, "U03") == []


def test_while_a_file_cannot_be_read_nothing_is_called_unused() -> None:
    assert told_at(both(add(BELIEFS, BELIEF), drop("core/quizzes/20-your-word.md")), "U01") == []
