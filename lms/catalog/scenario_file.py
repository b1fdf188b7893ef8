"""Reads a scenario: a scene is a `##` heading, a reply a list entry that begins with a link to a scene."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lms.catalog.conditions import Asked, read_condition
from lms.catalog.content import ALWAYS, START, Condition, Ending, Passage, Scenario, Scene, Shown
from lms.catalog.findings import Findings, Place, nearest, quoted
from lms.catalog.notes import Notes
from lms.catalog.pages import Renderer
from lms.catalog.passages import PassageDraft, make_passages, read_passages
from lms.catalog.replies import ReplyDraft, holds_replies, make_reply, read_replies
from lms.catalog.schema import is_id
from lms.catalog.tags import Tags, checked_id, part_id
from lms.catalog.tree import Block, Document, Part, is_tags, plain_words
from lms.catalog.writing import look_over, tell_loose_text, title_of, title_part
from lms.markdown import Prose

MOST_SCENES = 100
"""Endings included."""

CHANNELS = ("phone", "desk", "mail", "chat", "meeting", "post")
KINDS = ("good", "mixed", "hard")
_FRONT_TAGS = (
    *("channel", "minutes", "mood", "pass_percent", "evidence_percent"),
    *("you", "with", "shows", "for", "accept", "translates"),
)
_SCENE_TAGS = ("channel", "if", "else", "ending", "accept")
_SCENE_LINE = re.compile(r"## ")


@dataclass(slots=True)
class SceneDraft:
    """A scene, or an ending where `kind` is one; `place` is its heading."""

    id: str | None
    place: Place
    part: Part
    channel: str = ""
    kind: str = ""
    condition: Condition = ALWAYS
    otherwise: str = ""
    otherwise_place: Place | None = None
    passages: list[PassageDraft] = field(default_factory=list)
    replies: list[ReplyDraft] = field(default_factory=list)


@dataclass(slots=True)
class Front:
    """The facts under the title."""

    channel: str = ""
    minutes: int = 1
    mood: int = 0
    pass_percent: int = 60
    evidence_percent: int = 70
    you: str = ""
    with_: tuple[str, ...] = ()
    shows: tuple[Shown, ...] = ()
    for_jobs: tuple[str, ...] = ()


@dataclass(slots=True)
class ScenarioDraft:
    """A scenario as its file says it, not yet rendered."""

    document: Document
    id: str | None
    place: Place
    title: str
    front: Front
    scenes: list[SceneDraft]
    asked: Asked

    def bare(self) -> Scenario:
        """The scenario without its words: enough to walk through it."""
        return _made(self, None)

    def scene(self, scene_id: str) -> SceneDraft | None:
        return next((scene for scene in self.scenes if scene.id == scene_id), None)


def too_many_scenes(file: str, text: str, findings: Findings) -> bool:
    """Told before the file is parsed: who writes 500 scenes need not wait for it."""
    lines = [number for number, line in enumerate(text.split("\n"), 1) if _SCENE_LINE.match(line)]
    if len(lines) <= MOST_SCENES:
        return False
    findings.add(
        Place(file, lines[MOST_SCENES]),
        "S10",
        f"The scenario has {len(lines)} scenes; {MOST_SCENES} are the most.",
        "Make two conversations of it.",
    )
    return True


def read_scenario(document: Document, notes: Notes) -> ScenarioDraft | None:
    look_over(document, notes)
    top = title_part(document, notes)
    if top is None:
        return None
    name = part_id(top, notes, "The scenario")
    front = _front(top, notes)
    notes.give("scenario", name, top.id_place)
    tell_loose_text(document, top, "a scene", notes)
    asked = Asked()
    scenes = [_scene(document, part, front, asked, notes) for part in top.parts if part.level == 2]
    for part in top.parts:
        for deeper in part.walk()[0 if part.level > 2 else 1 :]:
            notes.findings.add(
                deeper.place, "W05", f"The heading {quoted(deeper.heading)} is no scene.", "A scene has one heading, ##."
            )
    draft = ScenarioDraft(document, name, top.place, title_of(top), front, scenes, asked)
    _hold_names(draft, notes)
    return draft


def _front(top: Part, notes: Notes) -> Front:
    tags = Tags(top.tags, _FRONT_TAGS, notes, repeat=("with", "shows", "for", "accept"))
    tags.accept(1, top.last_line)
    for key in ("channel", "minutes", "you", "with", "shows"):
        if tags.one(key) is None:
            notes.findings.add(
                top.place,
                "S06",
                f"The scenario has no `{key}`.",
                f"Write `{key}: ...` under its heading, with an empty line after the tags.",
            )
    front = Front(
        channel=_channel(tags, notes),
        minutes=_number(tags, "minutes", 1, 60, 1, notes),
        mood=_number(tags, "mood", -5, 5, 0, notes),
        pass_percent=_number(tags, "pass_percent", 1, 100, 60, notes),
        evidence_percent=_number(tags, "evidence_percent", 1, 100, 70, notes),
        you=_words(tags, "you", notes),
        with_=tuple(tag.value for tag in tags.all("with") if tag.value),
        shows=_shows(tags, notes),
        for_jobs=tuple(name for tag in tags.all("for") if (name := checked_id(tag.value, tag.place, notes))),
    )
    for tag in tags.all("for"):
        notes.use("job", tag.value if is_id(tag.value) else None, tag.place)
    return front


def _channel(tags: Tags, notes: Notes) -> str:
    tag = tags.one("channel")
    if tag is None or tag.value in CHANNELS:
        return tag.value if tag else ""
    notes.findings.add(
        tag.place,
        "S06",
        f"There is no channel {quoted(tag.value)}.",
        nearest(tag.value, CHANNELS) or f"There are {', '.join(CHANNELS)}.",
    )
    return ""


def _words(tags: Tags, key: str, notes: Notes) -> str:
    tag = tags.one(key)
    if tag is not None and not tag.value:
        notes.findings.add(tag.place, "S06", f"The tag `{key}` says nothing.", "Write it, or take it out.")
    return tag.value if tag else ""


def _number(tags: Tags, key: str, least: int, most: int, usual: int, notes: Notes) -> int:
    tag = tags.one(key)
    if tag is None:
        return usual
    if re.fullmatch(r"-?\d{1,3}", tag.value) and least <= int(tag.value) <= most:
        return int(tag.value)
    notes.findings.add(
        tag.place, "S06", f"{quoted(tag.value)} is no number for `{key}`.", f"Write one from {least} to {most}."
    )
    return usual


def _shows(tags: Tags, notes: Notes) -> tuple[Shown, ...]:
    found: list[Shown] = []
    for tag in tags.all("shows"):
        name, sign, level = tag.value.partition("@")
        if not sign or not is_id(name) or level not in ("1", "2"):
            notes.findings.add(
                tag.place,
                "S06",
                f"{quoted(tag.value)} names no competency with its level.",
                "Write it like `shows: active-listening@2`; a scenario shows level 2 at most.",
            )
        elif any(each.competency == name for each in found):
            notes.findings.add(tag.place, "W06", f"The tag {quoted(tag.text)} stands here twice.", "Keep one.")
        else:
            notes.use("competency", name, tag.place)
            found.append(Shown(competency=name, level=int(level)))
    return tuple(found)


def _scene(document: Document, part: Part, front: Front, asked: Asked, notes: Notes) -> SceneDraft:
    name = part_id(part, notes, "The scene")
    notes.give("scene", name, part.id_place, within=document.file)
    tags = Tags(part.tags, _SCENE_TAGS, notes, repeat=("accept",))
    tags.accept(part.place.line, part.last_line)
    scene = SceneDraft(id=name, place=part.place, part=part, channel=_channel(tags, notes))
    _read_kind(tags, scene, notes)
    _read_detour(tags, scene, asked, notes)
    _read_blocks(document, scene, front, asked, notes)
    return scene


def _read_kind(tags: Tags, scene: SceneDraft, notes: Notes) -> None:
    tag = tags.one("ending")
    if tag is None:
        return
    scene.kind = tag.value if tag.value in KINDS else KINDS[1]
    if tag.value not in KINDS:
        notes.findings.add(
            tag.place,
            "S06",
            f"There is no ending {quoted(tag.value)}.",
            nearest(tag.value, KINDS) or f"An ending is {', '.join(KINDS)}.",
        )


def _read_detour(tags: Tags, scene: SceneDraft, asked: Asked, notes: Notes) -> None:
    """`if: ...` with `else: scene`: who does not fit goes there at once."""
    condition, otherwise = tags.one("if"), tags.one("else")
    if (condition is None) is not (otherwise is None):
        there, missing = (condition, "else: scene") if condition else (otherwise, "if: ...")
        assert there is not None
        notes.findings.add(
            there.place,
            "S08",
            f"The tag {quoted(there.text)} stands without `{missing}`.",
            "Under a heading the two go together: who does not fit goes to the other scene.",
        )
        return
    if condition is not None:
        scene.condition = read_condition(condition, asked, notes)
        name, scene.otherwise_place = tags.id_of("else")
        scene.otherwise = name or ""


def _read_blocks(document: Document, scene: SceneDraft, front: Front, asked: Asked, notes: Notes) -> None:
    """What is told, then the replies; text below them stands where no page shows it."""
    blocks = scene.part.blocks
    first = _list_of_replies(scene, blocks)
    told = blocks if first is None else blocks[:first]
    scene.passages = read_passages(document, told, asked, notes, known=_SCENE_TAGS)
    if first is None:
        return
    competencies = [each.competency for each in front.shows]
    for block in blocks[first:]:
        if block.kind.endswith("_list"):
            scene.replies += read_replies(document, block, competencies, asked, notes)
        elif not is_tags(block):
            notes.findings.add(
                document.place(block.line),
                "S07",
                "Text stands below the replies, where no page shows it.",
                "What follows a reply is indented by two spaces, below an empty line; what is told before goes above.",
            )


def _list_of_replies(scene: SceneDraft, blocks: list[Block]) -> int | None:
    """The list whose entries are links; in a scene without any its last list, so that each entry is told."""
    found = next((number for number, block in enumerate(blocks) if holds_replies(block)), None)
    if found is None and not scene.kind:
        lists = [number for number, block in enumerate(blocks) if block.kind.endswith("_list")]
        return lists[-1] if lists else None
    return found


def _hold_names(draft: ScenarioDraft, notes: Notes) -> None:
    """Names that the file uses must be its own: scenes, replies, and the competencies it shows."""
    scenes = {scene.id for scene in draft.scenes if scene.id}
    replies = {reply.name for scene in draft.scenes for reply in scene.replies if reply.name}
    shows = {each.competency for each in draft.front.shows}
    for name, place in draft.asked.took:
        _hold(name, replies, "reply", place, notes)
    for name, place in draft.asked.seen:
        _hold(name, scenes, "scene", place, notes)
    for name, place in draft.asked.score:
        _hold(name, shows, "competency in `shows`", place, notes)
    for scene in draft.scenes:
        if scene.otherwise and scene.otherwise_place:
            _hold(scene.otherwise, scenes, "scene", scene.otherwise_place, notes)
        for reply in scene.replies:
            if reply.to:
                _hold(reply.to, scenes, "scene", reply.to_place, notes)
    if START not in scenes:
        notes.findings.add(
            draft.place, "S11", "The scenario has no scene to begin with.", "Give the first one the id {#start}."
        )


def _hold(name: str, known: Iterable[str], what: str, place: Place, notes: Notes) -> None:
    known = sorted(known)
    if name not in known:
        notes.findings.add(
            place,
            "S11",
            f"This scenario has no {what} {quoted(name)}.",
            nearest(name, known) or f"It has {', '.join(known[:8]) or 'none'}.",
        )


def make_scenario(draft: ScenarioDraft, render: Renderer) -> Scenario:
    return _made(draft, render)


def _made(draft: ScenarioDraft, render: Renderer | None) -> Scenario:
    front = draft.front
    return Scenario(
        id=draft.id or "",
        title=draft.title,
        channel=front.channel,
        minutes=front.minutes,
        mood=front.mood,
        pass_percent=front.pass_percent,
        evidence_percent=front.evidence_percent,
        you=front.you,
        with_=front.with_,
        shows=front.shows,
        for_jobs=front.for_jobs,
        scenes=tuple(_made_scene(scene, render) for scene in draft.scenes if not scene.kind),
        endings=tuple(_made_ending(scene, render) for scene in draft.scenes if scene.kind),
    )


def _made_scene(draft: SceneDraft, render: Renderer | None) -> Scene:
    return Scene(
        id=draft.id or "",
        heading=_heading(draft, render),
        replies=tuple(make_reply(reply, render) for reply in draft.replies),
        passages=_told(draft, render),
        channel=draft.channel,
        condition=draft.condition,
        otherwise=draft.otherwise,
    )


def _made_ending(draft: SceneDraft, render: Renderer | None) -> Ending:
    return Ending(
        id=draft.id or "",
        heading=_heading(draft, render),
        kind=draft.kind,
        passages=_told(draft, render),
        condition=draft.condition,
        otherwise=draft.otherwise,
    )


def _heading(draft: SceneDraft, render: Renderer | None) -> Prose:
    return render.line(draft.part.words) if render else Prose(plain_words(draft.part.words))


def _told(draft: SceneDraft, render: Renderer | None) -> tuple[Passage, ...]:
    return make_passages(draft.passages, render) if render else ()
