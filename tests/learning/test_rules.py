"""What to learn next, when a check opens and what completes a course, as plain rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lms.catalog.content import AlsoNeeds, Check, Course, Module, Quiz, Shown
from lms.learning import rules
from lms.learning.rules import NOTHING_DONE, Gap, Progress, State
from tests.scenarios.small import ending, reply, scenario, scene

NOW = datetime(2027, 5, 3, 9, 0, tzinfo=UTC)
COMPETENCIES = ("empathy", "promises", "plain")


def module(key: str, *shows: str, status: str = "live") -> Module:
    return Module(
        id=key, title=key, minutes=10, pass_percent=80, shows=tuple(Shown(competency=each, level=2) for each in shows),
        prepares=(), review_by=None, status=status, objectives=(), sections=(), quiz=Quiz(id=key, title=key, items=()),
    )  # fmt: skip


def course(key: str = "core", *modules: Module, requires: tuple[str, ...] = (), jobs: tuple[str, ...] = ("everyone",)) -> Course:
    return Course(
        id=key, title=key, about="", language="en", version=1, status="live", for_jobs=jobs, requires_courses=requires,
        modules=modules, also_needs=AlsoNeeds(plan=True), certificate=None, revision="r",
        check=Check(id=f"{key}-check", title=key, questions=3, pass_percent=80, after_hours=24, items=()),
    )  # fmt: skip


def done(*passed: str, planned: tuple[str, ...] = (), courses: tuple[str, ...] = (), at: datetime = NOW) -> Progress:
    return Progress(
        passed=dict.fromkeys(passed, at), under_way=(), completed_courses=dict.fromkeys(courses, at), planned_courses=planned
    )


@given(st.dictionaries(st.sampled_from(COMPETENCIES), st.integers(1, 4)), st.dictionaries(st.sampled_from(COMPETENCIES), st.integers(0, 4)))
def test_a_gap_is_what_is_asked_and_not_held(required: dict[str, int], held: dict[str, int]) -> None:
    found = {gap.competency: gap for gap in rules.gaps(required, held)}
    assert set(found) == {each for each, level in required.items() if held.get(each, 0) < level}
    assert all(gap.held < gap.required for gap in found.values())


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=30)), min_size=2, max_size=2), st.none() | st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_check_opens_a_day_after_the_last_module_and_the_last_try(
    passed: list[timedelta], tried: timedelta | None
) -> None:
    core = course("core", module("a"), module("b"))
    progress = replace(done(), passed={"a": NOW + passed[0], "b": NOW + passed[1]})
    last_try = NOW + tried if tried is not None else None
    opens = rules.check_opens_at(core, progress, last_try=last_try)
    assert opens == max(each for each in (NOW + passed[0], NOW + passed[1], last_try) if each) + timedelta(hours=24)


def test_it_does_not_while_modules_are_missing_but_minds_no_withdrawn_one() -> None:
    core = course("core", module("a"), module("b", status="withdrawn"))
    assert rules.check_opens_at(core, NOTHING_DONE, last_try=None) is None
    assert rules.check_opens_at(core, done("a"), last_try=None) == NOW + timedelta(hours=24)


@given(st.sets(st.sampled_from(["a", "b", "core-check"])), st.booleans(), st.booleans())
def test_complete_is_all_modules_the_check_a_plan_and_what_it_builds_on(
    passed: set[str], planned: bool, before: bool
) -> None:
    core = course("core", module("a"), module("b"), requires=("basics",))
    progress = done(*passed, planned=("core",) if planned else (), courses=("basics",) if before else ())
    assert rules.is_complete(core, progress) is (len(passed) == 3 and planned and before)


def test_scenarios_complete_a_course_when_each_was_passed() -> None:
    core = replace(course("core", module("a")), also_needs=AlsoNeeds(plan=True, scenarios=("caller", "promise")))
    progress = done("a", "core-check", planned=("core",))
    assert not rules.is_complete(core, progress)
    assert not rules.is_complete(core, replace(progress, passed_scenarios={"caller": NOW}, playing=("promise",)))
    assert rules.is_complete(core, replace(progress, passed_scenarios={"caller": NOW, "promise": NOW}))


@given(st.sampled_from(COMPETENCIES), st.integers(0, 4))
def test_an_observation_counts_at_its_level_in_what_the_course_shows(competency: str, level: int) -> None:
    core = replace(course("core", module("a", "empathy", "promises")), also_needs=AlsoNeeds(plan=False, observation_level=2))
    seen = replace(done("a", "core-check"), observed={competency: level})
    assert rules.is_complete(core, seen) is (competency != "plain" and level >= 2)


def test_what_cannot_be_shown_yet_keeps_a_course_open() -> None:
    core = replace(course("core", module("a")), also_needs=AlsoNeeds(plan=True, sample_ratings=3))
    assert not rules.is_complete(core, done("a", "core-check", planned=("core",)))


class TestScenariosInThePlan:
    CALLER = scenario(scene("start", reply("a", "end"), reply("b", "end")), ending("end"), shows=("empathy",))

    def steps(self, progress: Progress, *gaps: Gap, asked: tuple[str, ...] = ()) -> list[str]:
        linking = replace(module("a", "empathy"), scenarios=("talk",))
        core = replace(course("core", linking), also_needs=AlsoNeeds(plan=False, scenarios=asked))
        return [step.kind for step in rules.steps([core], gaps, progress, {"talk": self.CALLER})]

    def test_one_the_course_asks_for_stands_before_the_check(self) -> None:
        assert self.steps(done(), asked=("talk",)) == ["module"]
        assert self.steps(done("a"), asked=("talk",)) == ["scenario", "check"]
        assert self.steps(replace(done("a"), passed_scenarios={"talk": NOW}), asked=("talk",)) == ["check"]

    def test_one_that_closes_a_gap_counts_even_after_the_course(self) -> None:
        gap = Gap(competency="empathy", required=2, held=1)
        assert self.steps(done("a"), gap) == ["scenario", "check"]
        assert self.steps(done("a", courses=("core",)), gap) == ["scenario"]
        assert self.steps(done("a", courses=("core",)), asked=("talk",)) == []
        assert self.steps(done("a"), Gap(competency="empathy", required=1, held=0)) == ["check"]

    def test_one_that_was_begun_comes_first(self) -> None:
        assert self.steps(replace(done("a"), playing=("talk",)), asked=("talk",)) == ["scenario", "check"]


class TestThePlanOfAPerson:
    def test_what_closes_a_gap_comes_first_and_what_was_begun_before_all(self) -> None:
        core = course("core", module("a", "empathy"), module("b", "promises"), module("c", "plain"))
        gaps = (Gap(competency="promises", required=2, held=0), Gap(competency="plain", required=1, held=0))
        assert [step.module.id for step in rules.steps([core], gaps, done()) if step.module] == ["b", "c", "a"]
        begun = replace(done(), under_way=("a",))
        steps = rules.steps([core], gaps, begun)
        assert [step.module.id for step in steps if step.module] == ["a", "b", "c"]
        assert steps[0].state is State.STARTED

    @given(st.permutations(["a", "b", "core-check", "plan"]))
    def test_it_names_nothing_done_and_ends_with_the_course(self, order: list[str]) -> None:
        core, passed, planned = course("core", module("a"), module("b")), [], ()
        for thing in order:
            steps = rules.steps([core], (), done(*passed, planned=planned))
            named = {step.module.id if step.module else step.kind for step in steps}
            assert named.isdisjoint(passed)
            assert named
            if thing == "plan":
                planned = ("core",)
            else:
                passed.append(thing)
        assert rules.steps([core], (), done(*passed, planned=planned)) == ()

    def test_a_completed_course_asks_for_nothing_new(self) -> None:
        core = course("core", module("a"), module("new"))
        assert rules.steps([core], (), done("a", courses=("core",))) == ()

    def test_courses_come_after_those_they_build_on_and_only_for_these_jobs(self) -> None:
        role = course("developer", module("d"), requires=("core",), jobs=("software-developer",))
        other = course("bookkeeper", module("k"), requires=("core",), jobs=("bookkeeper",))
        found = rules.courses_for([role, other, course("core", module("a"))], ["software-developer"])
        assert [each.id for each in found] == ["core", "developer"]
        assert [each.id for each in rules.courses_for([role, course("core")], [])] == ["core"]
