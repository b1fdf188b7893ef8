"""What a published course says, as frozen values.

Titles are plain text and may hold slots; headings, questions, options and
everything longer are `Prose`, rendered and sanitised when the file was read.
Both go through `lms.markdown.fill` on their way to a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from lms.competencies.framework import Framework
from lms.jobs.description import JobDescription
from lms.markdown import NO_PROSE, Prose

EVERYONE = "everyone"
"""In `Course.for_jobs`: the course is for all jobs."""

RIGHT = "right"
"""The name of a lone right option."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A competency and the level that a module leads to, or prepares for."""

    competency: str
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Void:
    """An item or option set aside: it leaves every score, of every revision."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What a learner will do; `id` is unique in the course."""

    id: str
    text: Prose
    competency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A `##` or `###` part of a module.

    `kind` is one of `KINDS` (told by the beginning of the id), or "free".
    `coach` holds the quote of a poor, good or half-done part: the turning
    point or the model answer, which a page may fold away. Other quotes stay
    in `body`. `for_jobs` empty means everyone; a part below a lens has the
    jobs of the lens.
    """

    id: str
    kind: str
    heading: Prose
    level: int
    for_jobs: tuple[str, ...] = ()
    body: Prose = NO_PROSE
    coach: Prose | None = None
    subsections: tuple["Section", ...] = ()

    @property
    def anchor(self) -> str:
        """The id of the part on a page, apart from ids that pages give themselves."""
        return f"part-{self.id}"

    @property
    def is_lens(self) -> bool:
        return bool(self.for_jobs)

    def part(self, kind: str) -> "Section | None":
        """The first subsection of this kind: `example.part("poor")`."""
        return next((part for part in self.subsections if part.kind == kind), None)


KINDS = ("objectives", "opener", "rules", "example", "half-done", "practice", "plan")
"""Each stands at least once in a module."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One of the links that end a module. `kind`: aid, quiz, scenario, module, or "" for others."""

    text: Prose
    address: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """`name` says for ever which option was chosen; wording and order may change."""

    name: str
    text: Prose
    right: bool
    reason: Prose
    misconception: str | None = None
    void: Void | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question. `rewords` names the item it stands in for after a miss."""

    id: str
    question: Prose
    objective: str
    options: tuple[Option, ...]
    situation: Prose = NO_PROSE
    closing: Prose = NO_PROSE
    keep_order: bool = False
    rewords: str | None = None
    void: Void | None = None

    @property
    def multiple(self) -> bool:
        """Several options are right, and exactly these are to be chosen."""
        return sum(option.right for option in self.options) > 1

    @property
    def right_names(self) -> frozenset[str]:
        return frozenset(option.name for option in self.options if option.right)

    @property
    def offered(self) -> tuple[Option, ...]:
        """The options that may still be chosen: those not set aside."""
        return tuple(option for option in self.options if option.void is None)

    def option(self, name: str) -> Option | None:
        return next((option for option in self.options if option.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """All that a module's quiz asks. `id` is the module's id."""

    id: str
    title: str
    items: tuple[Item, ...]

    def item(self, item_id: str) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The check at the end of a course: `questions` of its items are asked.

    `items` are those of its own reserve file and the new situations of the modules' reserves:
    a rewording would ask again what the module's quiz has asked.
    """

    id: str
    title: str
    questions: int
    pass_percent: int
    after_hours: int
    items: tuple[Item, ...]

    def item(self, item_id: str) -> Item | None:
        return next((item for item in self.items if item.id == item_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """A job aid: one printable page, found by `when`."""

    id: str
    title: str
    when: tuple[str, ...]
    body: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One sitting of a course.

    `shows` is where the module leads: its quiz alone gives level 1.
    `links` are the links that end the file, apart from the plan's text.
    """

    id: str
    title: str
    minutes: int
    pass_percent: int
    shows: tuple[Shown, ...]
    prepares: tuple[Shown, ...]
    review_by: date | None
    status: str
    objectives: tuple[Objective, ...]
    sections: tuple[Section, ...]
    quiz: Quiz
    aid: Aid | None = None
    scenarios: tuple[str, ...] = ()
    reserve: tuple[Item, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def live(self) -> bool:
        return self.status == "live"

    @property
    def plan(self) -> Section | None:
        """The part whose text prompts the plan "When ..., I will ..., by ..."."""
        return next((part for part in self.sections if part.kind == "plan"), None)

    def objective(self, objective_id: str) -> Objective | None:
        return next((each for each in self.objectives if each.id == objective_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoNeeds:
    """What completes a course besides its modules and its check."""

    scenarios: tuple[str, ...] = ()
    plan: bool = True
    observation_level: int = 0
    sample_ratings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What renews a certificate: how many of each."""

    questions: int = 0
    scenario_runs: int = 0
    observations: int = 0
    observations_given: int = 0
    sample_ratings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateTerms:
    current_for_months: int
    renewal: Renewal = Renewal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One part of a condition.

    `kind` is took, seen, mood or score; `of` the reply, scene or competency it asks about ("" for
    the mood). `sign` and `number` belong to mood and score. `wanted` is False after "not".
    """

    kind: str
    of: str = ""
    sign: str = ""
    number: int = 0
    wanted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Holds when all its clauses do; one without clauses always holds."""

    clauses: tuple[Clause, ...] = ()


ALWAYS = Condition()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph of a scene or of what follows a reply. `speaker` is whose words it is, or ""."""

    text: Prose
    speaker: str = ""
    condition: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a reply shows of a competency: harmful (-1), neutral, sound, or strong (+2)."""

    competency: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One thing to say or do. `name` says for ever which it was; `to` is the scene it leads to."""

    name: str
    text: Prose
    to: str
    effects: tuple[Effect, ...] = ()
    mood: int = 0
    condition: Condition = ALWAYS
    happens: tuple[Passage, ...] = ()
    note: Prose = NO_PROSE

    @property
    def points(self) -> int:
        return sum(effect.points for effect in self.effects)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A moment of a conversation. `channel` is "" where it stays that of the scenario.

    Who does not fit `condition` goes to the scene `otherwise` at once.
    """

    id: str
    heading: Prose
    replies: tuple[Reply, ...]
    passages: tuple[Passage, ...] = ()
    channel: str = ""
    condition: Condition = ALWAYS
    otherwise: str = ""

    def reply(self, name: str) -> Reply | None:
        return next((reply for reply in self.replies if reply.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """Where a conversation stops. `kind`: good, mixed or hard."""

    id: str
    heading: Prose
    kind: str
    passages: tuple[Passage, ...] = ()
    condition: Condition = ALWAYS
    otherwise: str = ""


START = "start"
"""The scene in which play begins."""


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A conversation that answers back. `for_jobs` empty means everyone."""

    id: str
    title: str
    channel: str
    minutes: int
    mood: int
    pass_percent: int
    evidence_percent: int
    you: str
    with_: tuple[str, ...]
    shows: tuple[Shown, ...]
    for_jobs: tuple[str, ...]
    scenes: tuple[Scene, ...]
    endings: tuple[Ending, ...]

    @property
    def places(self) -> tuple[Scene | Ending, ...]:
        return (*self.scenes, *self.endings)

    def place(self, place_id: str) -> Scene | Ending | None:
        return self._places.get(place_id)

    def scene(self, scene_id: str) -> Scene | None:
        found = self._places.get(scene_id)
        return found if isinstance(found, Scene) else None

    def ending(self, ending_id: str) -> Ending | None:
        found = self._places.get(ending_id)
        return found if isinstance(found, Ending) else None

    @cached_property
    def _places(self) -> dict[str, Scene | Ending]:
        """Looked up for every step of every road that the check walks."""
        return {each.id: each for each in self.places}


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course in one revision. Modules stand in the order of reading."""

    id: str
    title: str
    about: str
    language: str
    version: int
    status: str
    for_jobs: tuple[str, ...]
    requires_courses: tuple[str, ...]
    modules: tuple[Module, ...]
    check: Check | None
    also_needs: AlsoNeeds
    certificate: CertificateTerms | None
    revision: str
    scenarios: tuple[Scenario, ...] = ()
    checklists: tuple["Checklist", ...] = ()

    @property
    def live(self) -> bool:
        """Retired courses take no one new."""
        return self.status == "live"

    @property
    def for_everyone(self) -> bool:
        return EVERYONE in self.for_jobs

    @property
    def live_modules(self) -> tuple[Module, ...]:
        return tuple(module for module in self.modules if module.live)

    @property
    def minutes(self) -> int:
        """All live modules together, quizzes included."""
        return sum(module.minutes for module in self.live_modules)

    @property
    def aids(self) -> tuple[Aid, ...]:
        return tuple(module.aid for module in self.modules if module.aid is not None)

    def module(self, module_id: str) -> Module | None:
        return next((module for module in self.modules if module.id == module_id), None)

    def scenario(self, scenario_id: str) -> Scenario | None:
        return next((each for each in self.scenarios if each.id == scenario_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconception:
    """What someone who chooses a wrong option believes, and what helps instead."""

    id: str
    belief: str
    instead: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MisconceptionGroup:
    id: str
    title: str
    misconceptions: tuple[Misconception, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconceptions:
    """The library of beliefs behind wrong options."""

    groups: tuple[MisconceptionGroup, ...]
    revision: str

    @property
    def all(self) -> tuple[Misconception, ...]:
        return tuple(each for group in self.groups for each in group.misconceptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class TouchPoint:
    """A moment in which a customer meets us. `owner` is a job, or "anyone"."""

    id: str
    title: str
    owner: str
    standard: str
    if_fails: str
    helpers: tuple[str, ...] = ()
    feedback: bool = False
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    id: str
    title: str
    touch_points: tuple[TouchPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperienceMap:
    """The customer's road, as the course package draws it."""

    stages: tuple[Stage, ...]
    revision: str

    @property
    def touch_points(self) -> tuple[TouchPoint, ...]:
        return tuple(point for stage in self.stages for point in stage.touch_points)


Value = Course | Framework | Misconceptions | ExperienceMap | JobDescription
"""What a thing is when it was read; see `lms.catalog.things`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One thing a coach watches for. `anchors` says what 0, 2 and 4 look like; 1 and 3 lie between."""

    id: str
    heading: Prose
    competency: str
    anchors: Mapping[int, Prose]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCase:
    """A case that coaches rate before their first visit. `reference` gives the level by item."""

    id: str
    heading: Prose
    reference: Mapping[str, int]
    text: Prose
    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """What a coach watches for in one job."""

    id: str
    title: str
    job: str
    items: tuple[ChecklistItem, ...]
    samples: tuple[SampleCase, ...] = ()

    def item(self, item_id: str) -> ChecklistItem | None:
        return next((item for item in self.items if item.id == item_id), None)
