"""One run as a value: which revision is played, what was said, and where that leads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from lms.catalog import conversation
from lms.catalog.content import Ending, Reply, Scenario, Scene
from lms.catalog.conversation import Standing
from lms.scenarios import rules
from lms.scenarios.rules import Result, Script


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A stored reply."""

    step: int
    scene: str
    reply: str
    taken_at: datetime


@dataclass(frozen=True, kw_only=True)
class Play:
    """`run_id` is None until the first reply is stored: looking begins nothing."""

    person_id: int
    script: Script
    number: int
    secret: str
    run_id: int | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    ending: str | None = None
    taken: tuple[Taken, ...] = ()

    @property
    def scenario(self) -> Scenario:
        return self.script.scenario

    @property
    def finished(self) -> bool:
        return self.finished_at is not None

    @property
    def left(self) -> bool:
        """Ended by its player before it came to an ending."""
        return self.finished and self.ending is None

    @property
    def step(self) -> int:
        """The step that wants a reply; after the last reply, one more than there were."""
        return len(self.taken) + 1

    @cached_property
    def standings(self) -> Sequence[Standing]:
        """Before step 1, before step 2 and so on; the last is where the run stands now."""
        found = [conversation.begin(self.scenario)]
        for each in self.taken:
            found.append(conversation.take(self.scenario, found[-1], self.reply_at(each, found[-1])))
        return found

    @property
    def standing(self) -> Standing:
        return self.standings[-1]

    @property
    def scene(self) -> Scene | None:
        """The scene that wants a reply; None at an ending."""
        return conversation.scene_of(self.scenario, self.standing)

    @property
    def at_ending(self) -> Ending | None:
        return conversation.ending_of(self.scenario, self.standing)

    @cached_property
    def offered(self) -> tuple[Reply, ...]:
        """What may be said now, in the order of this run."""
        replies = conversation.on_offer(self.scenario, self.standing)
        return rules.in_order(replies, secret=self.secret, scene=self.standing.place)

    @property
    def result(self) -> Result:
        return rules.result(self.script, self.standing)

    def reply_at(self, taken: Taken, standing: Standing) -> Reply:
        scene = conversation.scene_of(self.scenario, standing)
        reply = scene.reply(taken.reply) if scene else None
        assert reply is not None, f"{taken.reply} was stored and is not in the scene {standing.place}"
        return reply

    def form_value(self, reply: Reply) -> str:
        return rules.form_value(reply, secret=self.secret, step=self.step)

    def name_sent(self, value: str) -> str:
        """The reply behind what a form sent; "" where the value stands for none on offer."""
        return next((reply.name for reply in self.offered if self.form_value(reply) == value), "")

    def with_taken(self, taken: Iterable[Taken]) -> Play:
        return replace(self, taken=tuple(taken))

    def and_then(self, taken: Taken) -> Play:
        """One reply further. What led here is known, so a long run is not worked out from its start again."""
        play, standing = self.with_taken((*self.taken, taken)), self.standing
        onward = conversation.take(self.scenario, standing, self.reply_at(taken, standing))
        play.__dict__["standings"] = [*self.standings, onward]  # where the cached property looks first
        return play


def lay_out(script: Script, *, person_id: int, number: int, key: str) -> Play:
    """A run that nobody has begun. `key` is the installation's own secret."""
    secret = rules.secret_of(person_id, script.scenario_id, number, key=key)
    return Play(person_id=person_id, script=script, number=number, secret=secret)
