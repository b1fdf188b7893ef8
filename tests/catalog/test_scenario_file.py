"""Scenarios as their authors write them: what is read, and each fault at its line."""

from __future__ import annotations

import time

import pytest

from lms.catalog.check import check_files
from lms.catalog.content import Clause, Course, Effect, Scenario
from lms.catalog.things import COURSE, Thing
from tests.catalog import tiny
from tests.catalog.tiny import add, both, drop, put, swap

FILE = "developer/scenarios/unhappy-caller.md"
SYLLABUS = "developer/course.yaml"
CORE = "core/course.yaml"
_LOSS = '- ["I\'m Sam, I work on it. A lost Friday is serious. What did you see?"](#back)'
_LOSS_TAGS = "  `#name-loss` `empathy-tone +2` `promise-keeping +1` `mood +1`\n"
_BYE = '- ["Great, bye."](#loose-end)\n  `#great-bye`\n\n  The line clicks.\n'
_NOON = "`#by-noon` `promise-keeping +2`"


def scene(number: int) -> str:
    return (
        f"\n## Scene {number} {{#s{number}}}\nYou look up.\n\n- [On.](#s{number + 1})\n  `#on-{number}` `empathy-tone +1`\n\n  It goes on.\n"
        f"  > A note.\n- [Off.](#loose-end)\n  `#off-{number}`\n\n  It stops.\n  > A note.\n"
    )


def many_scenes(number: int) -> str:
    front = tiny.files()[FILE].decode().split("## ")[0]
    first = scene(0).replace("{#s0}", "{#start}")
    endings = f"\n## Well {{#s{number}}}\n`ending: good`\n\nGood.\n\n## So so {{#loose-end}}\n`ending: mixed`\n\nHm.\n"
    front = front.replace(" `shows: promise-keeping@2`", "")
    return front + first + "".join(scene(each) for each in range(1, number)) + endings


FAULTS = {
    # the facts under the title
    "no channel": (swap(FILE, "`channel: phone` ", ""), "S06", 1),
    "unknown channel": (swap(FILE, "`channel: phone`", "`channel: phnoe`"), "S06", 2),
    "unknown channel of a scene": (swap(FILE, "`channel: chat`", "`channel: fax`"), "S06", 21),
    "no person": (swap(FILE, " `with: Ms Okoro, who runs a salon`", ""), "S06", 1),
    "minutes in words": (swap(FILE, "`minutes: 6`", "`minutes: six`"), "S06", 2),
    "mood out of bounds": (swap(FILE, "`mood: 0`", "`mood: 6`"), "S06", 2),
    "percent out of bounds": (swap(FILE, "`pass_percent: 60`", "`pass_percent: 160`"), "S06", 2),
    "nothing shown": (swap(FILE, "`shows: empathy-tone@2` `shows: promise-keeping@2`", ""), "S06", 1),
    "level too high": (swap(FILE, "empathy-tone@2", "empathy-tone@3"), "S06", 4),
    "shown twice": (swap(FILE, "promise-keeping@2", "empathy-tone@2"), "W06", 4),
    "unknown competency shown": (swap(FILE, "promise-keeping@2", "promise-keepin@2"), "R01", 4),
    "unknown job": (swap(FILE, "`mood: 0`", "`mood: 0` `for: receptionists`"), "R04", 2),
    "unknown tag": (swap(FILE, "`mood: 0`", "`moood: 0`"), "W06", 2),
    "no id": (swap(FILE, " {#unhappy-caller}", ""), "I03", 1),
    "id taken": (put("core/scenarios/other.md", tiny.files()[FILE].decode()), "I02", 1),
    "text before the scenes": (swap(FILE, "## An unknown", "Hello.\n\n## An unknown"), "W12", 6),
    "unknown kind of ending": (swap(FILE, "`ending: hard`", "`ending: bad`"), "S06", 73),
    # scenes
    "no start": (swap(FILE, "{#start}", "{#begin}"), "S11", 1),
    "scene twice": (swap(FILE, "{#cold}", "{#back}"), "I02", 41),
    "scene without id": (swap(FILE, " {#cold}", ""), "I03", 20),
    "deeper heading": (swap(FILE, "## A flat voice", "### A flat voice"), "W05", 20),
    "one reply": (both(swap(FILE, _BYE, ""), swap(FILE, "  > She handed you something, and it fell to the floor.\n", ""), swap(FILE, '- ["Shall I show you the quick way to save?"](#solved)\n  `#show-her` `if: mood >= 1 and not took wrong-desk` `empathy-tone +1`\n\n  She laughs. "Go on, then."\n  > Only someone who feels heard wants a lesson.\n', "")), "S10", 41),
    "no replies": (add(FILE, "\n## Nothing {#nothing}\nYou wait.\n"), "S02", 77),
    "ending with replies": (swap(FILE, "{#cold}\n`channel: chat`", "{#cold}\n`ending: hard`"), "S02", 20),
    "every reply has a condition": (both(swap(FILE, _NOON, f"{_NOON} `if: mood >= 1`"), swap(FILE, "`#great-bye`", "`#great-bye` `if: mood < 1`")), "S02", 41),
    "if without else": (swap(FILE, " `else: loose-end`", ""), "S08", 63),
    "else without if": (swap(FILE, " `if: mood >= 0`", ""), "S08", 63),
    "else to nowhere": (swap(FILE, "`else: loose-end`", "`else: loose`"), "S11", 63),
    "tags run into text": (swap(FILE, "`ending: hard`\n\n", "`ending: hard`\n"), "W07", 73),
    "tags below the text": (add(FILE, "\n`ending: hard`\n"), "W07", 77),
    "text below the replies": (swap(FILE, "## A flat voice", "And so on.\n\n## A flat voice"), "S07", 20),
    "a scene of many words": (swap(FILE, "Her day is safe, and", "Well. " * 250 + "And"), "S12", 62),
    # replies
    "reply without a link": (swap(FILE, '["Great, bye."](#loose-end)', '"Great, bye."'), "S07", 56),
    "reply to nowhere": (swap(FILE, "(#loose-end)", "(#lose-end)"), "S11", 56),
    "reply without words": (swap(FILE, '["Great, bye."]', "[]"), "S07", 56),
    "reply without a name": (swap(FILE, "`#great-bye`\n", "`empathy-tone +1`\n"), "I03", 56),
    "name taken": (swap(FILE, "`#great-bye`", "`#by-noon`"), "I02", 56),
    "words beside the link": (swap(FILE, "(#loose-end)\n", "(#loose-end) You smile.\n"), "W07", 56),
    "numbers for hyphens": (swap(FILE, "- [You put the phone", "1. [You put the phone"), "S07", 35),
    "no consequence": (swap(FILE, "  The line clicks.\n", ""), "S04", 56),
    "no coach note": (swap(FILE, "  > She handed you something, and it fell to the floor.\n", ""), "S04", 56),
    "consequence runs into tags": (swap(FILE, "`#great-bye`\n\n", "`#great-bye`\n"), "W07", 58),
    "consequence not indented": (swap(FILE, "\n  The line clicks.", "\nThe line clicks."), "S07", 60),
    "text below the note": (swap(FILE, "  > To her it was an answer.\n", "  > To her it was an answer.\n\n  And more.\n"), "S07", 41),
    "tags within the note": (swap(FILE, "  > To her it was an answer.", "  > To her it was an answer.\n  `#never`"), "W07", 40),
    "slot in an address": (swap(FILE, "(#loose-end)", "({{offer}})"), "W11", 56),
    # effects and conditions
    "a dash": (swap(FILE, "`#wrong-desk` `empathy-tone -1`", "`#wrong-desk` `empathy-tone −1`"), "S09", 15),
    "too many points": (swap(FILE, "`empathy-tone +2` `promise-keeping +1`", "`empathy-tone +3` `promise-keeping +1`"), "S09", 10),
    "too much mood": (swap(FILE, "`promise-keeping +1` `mood +1`", "`promise-keeping +1` `mood +4`"), "S09", 10),
    "effect on what is not shown": (swap(FILE, "`promise-keeping +1` `mood +1`", "`plain-language +1` `mood +1`"), "S09", 10),
    "two effects on one": (swap(FILE, "`promise-keeping +1` `mood +1`", "`empathy-tone +1` `mood +1`"), "W06", 10),
    "condition on an unknown reply": (swap(FILE, "not took wrong-desk", "not took wrong-dsk"), "S11", 52),
    "paragraph about an unknown reply": (swap(FILE, "`if: took wrong-desk` She", "`if: took wrong` She"), "S11", 42),
    "condition on an unknown scene": (swap(FILE, "`if: took wrong-desk` She", "`if: seen heat` She"), "S11", 42),
    "condition on an unknown score": (swap(FILE, "`if: took wrong-desk` She", "`if: score plain-language > 1` She"), "S11", 42),
    "joined with or": (swap(FILE, "mood >= 1 and not", "mood >= 1 or not"), "S08", 52),
    "unknown word": (swap(FILE, "`if: took wrong-desk` She", "`if: tok wrong-desk` She"), "S08", 42),
    "two equals": (swap(FILE, "mood >= 1 and", "mood == 1 and"), "S08", 52),
    # roads
    "scene nobody comes to": (swap(FILE, "(#cold)\n  `#wrong-desk`", "(#back)\n  `#wrong-desk`"), "S01", 20),
    "ending nobody comes to": (swap(FILE, "(#line-dead)", "(#loose-end)"), "S01", 72),
    "condition that never holds": (swap(FILE, "`ending: good` `if: mood >= 0`", "`ending: good` `if: mood >= 5`"), "S01", 62),
    "no good ending": (swap(FILE, "`ending: good`", "`ending: mixed`"), "S03", 1),
    "circle without exit": (both(swap(FILE, "(#line-dead)", "(#cold)"), swap(FILE, '["You deserve an answer. I\'m Sam; please tell me."](#back)', '["You deserve an answer. I\'m Sam; please tell me."](#cold)')), "S05", 20),
    "ring of conditions": (both(swap(FILE, "{#loose-end}\n`ending: mixed`", "{#loose-end}\n`ending: mixed` `if: mood >= 4` `else: solved`"), swap(FILE, "`if: mood >= 0`", "`if: mood >= 4`")), "S05", 41),
    "shown by nothing": (both(swap(FILE, _NOON, "`#by-noon` `empathy-tone +2`"), swap(FILE, " `promise-keeping +1` `mood", " `mood")), "S13", 1),
    # files and names around it
    "500 scenes": (put(FILE, many_scenes(498)), "S10", 1407),
    "a scene of 100 kB": (swap(FILE, "Her day is safe, and", ("Words and words. " * 110 + "\n") * 55 + "and"), "S12", 62),
    "not UTF-8": (put(FILE, b"# It\xff {#unhappy-caller}\n"), "F03", 1),
    "jargon in a good reply": (swap(FILE, '"I\'ll pass that on. By noon', '"The cache on our server is old. By noon'), "J01", 46),
    "unknown scenario of a module": (swap(SYLLABUS, "[unhappy-caller]", "[unhappy-callr]"), "R07", SYLLABUS, 11),
    "unknown scenario to complete": (swap(CORE, "{plan: true}", "{scenarios: [caller]}"), "R07", CORE, 21),
    "scenario taken away": (drop(FILE), "R07", SYLLABUS, 11),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_at_its_line(name: str) -> None:
    change, rule, *place = FAULTS[name]
    file, line = place if len(place) == 2 else (FILE, place[0])
    package = tiny.changed(change)
    found = check_files(package).findings
    told = [(each.rule, each.file, each.line) for each in found]
    assert (rule, file, line) in told, "\n".join(map(str, found))
    for each in found:
        assert each.mend
        assert "\n" not in str(each)


def read(change: tiny.Change | None = None) -> Scenario:
    report = check_files(tiny.changed(change) if change else tiny.files())
    assert not [each for each in report.findings if each.file == FILE], report.findings
    course = report.made[Thing(COURSE, "developer")].value
    assert isinstance(course, Course)
    return course.scenarios[0]


class TestWhatIsRead:
    def test_the_facts(self) -> None:
        found = read()
        assert (found.id, found.title, found.channel, found.minutes) == ("unhappy-caller", "It has eaten my Friday", "phone", 6)
        assert (found.you, found.with_) == ("Sam, who builds the booking program", ("Ms Okoro, who runs a salon",))
        assert [each.id for each in found.scenes] == ["start", "cold", "back"]
        assert [(each.id, each.kind) for each in found.endings] == [("solved", "good"), ("loose-end", "mixed"), ("line-dead", "hard")]

    def test_a_reply_with_all_its_parts(self) -> None:
        reply = read().scenes[0].replies[0]
        assert reply.text.plain.startswith('"I\'m Sam, I work on it.')
        assert (reply.name, reply.to, reply.mood) == ("name-loss", "back", 1)
        assert reply.effects == (Effect(competency="empathy-tone", points=2), Effect(competency="promise-keeping", points=1))
        assert reply.happens[0].text.plain == "She breathes out and tells you, quickly, from the start."
        assert reply.note.plain.startswith("Your name, the loss")

    def test_conditions_and_speakers(self) -> None:
        back = read().scenes[2]
        assert back.passages[0].condition.clauses == (Clause(kind="took", of="wrong-desk"),)
        assert back.passages[0].text.plain == "She is still short with you."
        assert (back.passages[1].speaker, back.passages[1].text.plain[:10]) == ("Ms Okoro", '"There it ')
        assert back.replies[1].condition.clauses == (
            Clause(kind="mood", sign=">=", number=1),
            Clause(kind="took", of="wrong-desk", wanted=False),
        )

    def test_a_channel_of_its_own_and_a_detour(self) -> None:
        found = read()
        assert [each.channel for each in found.scenes] == ["", "chat", ""]
        assert found.endings[0].otherwise == "loose-end"

    def test_links_lead_to_pages(self) -> None:
        assert 'href="/courses/core/core-2"' in read().endings[1].passages[0].text.html

    def test_slots_stay_open(self) -> None:
        assert "{{support_phone}}" in read().scenes[0].replies[1].text.html

    def test_jargon_in_a_poor_reply_is_the_point(self) -> None:
        read(swap(FILE, "Where did you get my number?", "The cache on our server is old."))

    def test_a_hundred_scenes_are_read_at_once(self) -> None:
        begun = time.perf_counter()
        report = check_files(tiny.changed(put(FILE, many_scenes(98))))
        assert not [each for each in report.findings if each.file == FILE], report.findings[:3]
        assert time.perf_counter() - begun < 3


def test_a_broken_scenario_holds_back_its_course_alone() -> None:
    report = check_files(tiny.changed(swap(FILE, "(#loose-end)", "(#lose-end)")))
    assert Thing(COURSE, "developer") not in report.made
    assert Thing(COURSE, "core") in report.made


def test_a_warning_is_accepted_in_its_scene() -> None:
    change = swap(FILE, '"I\'ll pass that on. By noon', '"The cache on our server is old. By noon')
    accepted = swap(FILE, "{#back}\n", "{#back}\n`accept: J01, she is an engineer`\n\n")
    assert [each.rule for each in check_files(tiny.changed(both(change, accepted))).findings] == []
