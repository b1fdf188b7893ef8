"""Bad course files: each fault is told with its rule, file and line, and nothing ever breaks."""

import pytest

from lms.catalog.check import check_files
from lms.catalog.findings import Findings
from lms.catalog.things import MISCONCEPTIONS, Thing
from tests.catalog import tiny
from tests.catalog.tiny import add, both, drop, put, swap

COURSE = "core/course.yaml"
MODULE = "core/modules/10-the-first-word.md"
QUIZ = "core/quizzes/10-the-first-word.md"
RESERVE = "core/reserve/10-the-first-word.md"
AID = "core/aids/10-the-first-word.md"
JOB = "jobs/receptionist.md"
FRAMEWORK = "competencies.yaml"
BELIEFS = "misconceptions.yaml"
MAP = "experience-map.yaml"
PICTURE = "core/images/10-listening.png"

_ITEM = "## A caller shouts about her printer. What do you say first? {#core-1-q1}"
_RIGHT = '- [x] "I\'m Sam. On market day! What did you see?"'
_REASON = "  > A fair step, too early. She has not been heard, so she will say it all again.\n"
_SIX_OPTIONS = "".join(
    f"- [ ] Choice {n} {{misconception=fix-before-listen}}\n  > The reason of this choice, number {n}, in its own words.\n\n"
    f"  `#choice-{n}`\n"
    for n in range(4)
)

FAULTS = {
    # files
    "empty": (put(MODULE, ""), "F06", MODULE, 1),
    "blank": (put(QUIZ, " \n\n"), "F06", QUIZ, 1),
    "not UTF-8": (put(MODULE, b"# A title\nGr\xfc\xdfe\n"), "F03", MODULE, 2),
    "UTF-16": (put(AID, "# Auf Papier".encode("utf-16")), "F03", AID, 1),
    "too large": (put(MODULE, "# Long\n" + "words \n" * 45_000), "F05", MODULE, 1),
    "five megabytes": (put(COURSE, b"a: b\n" * 1_000_000), "F05", COURSE, 1),
    "NUL": (swap(AID, "1. Greet", "1. Gr\0eet"), "F08", AID, 4),
    "control sign": (swap(JOB, "- Greeting", "- \x1b[31mGreeting"), "F08", JOB, 15),
    "endless line": (swap(MODULE, "Nod to both", "Nod " * 600), "F10", MODULE, 23),
    "picture too large": (put(PICTURE, b"\x89PNG\r\n\x1a\n" + bytes(250_000)), "P03", PICTURE, 1),
    # Markdown
    "raw HTML block": (add(AID, "\n<script>alert(1)</script>\n"), "W01", AID, 7),
    "raw HTML in a line": (swap(AID, "then listen", "then <b>listen</b>"), "W01", AID, 4),
    "comment": (swap(MODULE, "Nod to both", "<!-- nod --> both"), "W01", MODULE, 23),
    "reference link": (add(QUIZ, "\n[x]: https://example.com\n"), "W02", QUIZ, 30),
    "tab": (swap(QUIZ, "  `#effect`", "\t`#effect`"), "W03", QUIZ, 22),
    "dashes under text": (swap(AID, "1. Greet, then listen.", "Words\n---\n"), "W04", AID, 5),
    "no title": (swap(MODULE, "# The first word\n", ""), "W05", MODULE, 1),
    "title not first": (swap(MODULE, "# The first word", "\n# The first word"), "W05", MODULE, 2),
    "two titles": (swap(MODULE, "## Rules {#rules}", "# Rules {#rules}"), "W05", MODULE, 7),
    "unknown tag": (swap(QUIZ, "`keep order`", "`keep ordre`"), "W06", QUIZ, 17),
    "unknown tag of a section": (swap(MODULE, "`for: receptionist`", "`fro: x`"), "W06", MODULE, 21),
    "tag twice": (swap(QUIZ, "`objective: greet`", "`objective: greet` `objective: greet`"), "W06", QUIZ, 3),
    "tags run into text": (swap(QUIZ, "`objective: greet`\n", "`objective: greet`"), "W07", QUIZ, 3),
    "tag further down": (swap(AID, "1. Greet", "`when: later`\n\n1. Greet"), "W07", AID, 4),
    "tag swallowed by the reason": (swap(QUIZ, "at all.\n\n  `#effect`", "at all.\n  `#effect`"), "W07", QUIZ, 21),
    "void without reason": (swap(QUIZ, "`keep order`", "`void: 2027-03-02`"), "W08", QUIZ, 17),
    "void without date": (swap(QUIZ, "`keep order`", "`void: soon, it is wrong`"), "W08", QUIZ, 17),
    "lists too deep": (add(AID, "\n- a\n  - b\n    - c\n      - d\n        - e\n"), "W09", AID, 11),
    "unknown slot": (swap(AID, "{{support_phone}}", "{{support_fone}}"), "W10", AID, 5),
    "unknown slot in facts": (swap(MAP, "{{reply_standard}}", "{{standard}}"), "W10", MAP, 9),
    "slot in a link": (add(AID, "\n[Call](tel:{{support_phone}})\n"), "W11", AID, 7),
    "text before the sections": (swap(MODULE, "word\n##", "word\nHello.\n##"), "W12", MODULE, 2),
    "text below the options": (add(QUIZ, "\nMore words.\n"), "W12", QUIZ, 30),
    "too slow a table": (add(AID, "\n" + "|a" * 90 + "\n" + "|-" * 90 + "\n" + "|\n" * 90), "F11", AID, 8),
    "too many brackets": (add(AID, ("\n" + "[" * 1500) * 4), "F11", AID, 1),
    # links and pictures
    "dead link": (swap(MODULE, "../aids/10-the-first-word.md", "../aids/10-first.md"), "L01", MODULE, 32),
    "javascript link": (add(AID, "\n[Go](javascript:alert(1))\n"), "L02", AID, 7),
    "plain http": (add(AID, "\n[Go](http://example.com)\n"), "L02", AID, 7),
    "link out of the package": (add(AID, "\n[Go](../../../etc/passwd)\n"), "L03", AID, 7),
    "dead section": (swap("developer/modules/10-plain-words.md", "#rules)", "#rule)"), "L04", "developer/modules/10-plain-words.md", 24),
    "missing picture": (drop(PICTURE), "P01", MODULE, 11),
    "picture elsewhere": (swap(MODULE, "../images/10-listening.png", "https://example.com/a.png"), "P01", MODULE, 11),
    "picture without words": (swap(MODULE, "![Two people at a counter, one is listening]", "![]"), "P02", MODULE, 11),
    "no picture at all": (put(PICTURE, b"<svg onload='alert(1)'/>"), "P03", PICTURE, 1),
    "picture of another kind": (put(PICTURE, b"\xff\xd8\xff\xc0\0\x11\x08\0\x10\0\x10\x03"), "P03", PICTURE, 1),
    # ids and names
    "doubled item": (swap(QUIZ, "{#core-1-q2}", "{#core-1-q1}"), "I02", QUIZ, 16),
    "doubled item elsewhere": (swap(RESERVE, "{#core-1-q1-b}", "{#core-2-q1}"), "I02", "core/quizzes/20-your-word.md", 2),
    "doubled section": (swap(MODULE, "{#practice}", "{#rules}"), "I02", MODULE, 27),
    "doubled module": (swap(COURSE, "- id: core-2", "- id: core-1"), "I02", COURSE, 15),
    "doubled competency": (swap(FRAMEWORK, "- id: promise-keeping", "- id: empathy-tone"), "I02", FRAMEWORK, 27),
    "doubled objective": (swap(MODULE, "`#name-effect`", "`#greet`"), "I02", MODULE, 4),
    "doubled option": (swap(QUIZ, "{misconception=jargon-shows-expertise}", "{misconception=fix-before-listen}"), "I02", QUIZ, 11),
    "no id": (swap(QUIZ, " {#core-1-q2}", ""), "I03", QUIZ, 16),
    "capitals in an id": (swap(QUIZ, "{#core-1-q2}", "{#Core-1-Q2}"), "I01", QUIZ, 16),
    "endless id": (swap(AID, "{#aid-unhappy}", "{#a" + "b" * 60 + "}"), "I01", AID, 1),
    "option without name": (swap(QUIZ, "\n  `#effect`\n", ""), "I03", QUIZ, 19),
    "folder of another name": (swap(COURSE, "id: core\n", "id: kernel\n"), "I04", COURSE, 1),
    "job of another name": (swap(JOB, "id: receptionist\n", "id: reception\n"), "I04", JOB, 2),
    "unknown competency": (swap(MODULE, "`#greet` `competency: empathy-tone`", "`#greet` `competency: empathy`"), "R01", MODULE, 3),
    "unknown competency of a job": (swap(JOB, "  promise-keeping:", "  promise-keepng:"), "R01", JOB, 6),
    "level too high": (swap(COURSE, "empathy-tone@1", "empathy-tone@3"), "R02", COURSE, 12),
    "unknown level": (swap(FRAMEWORK, "          4: Rewrites our letters.", "          5: Rewrites our letters."), "Y04", FRAMEWORK, 18),
    "unknown misconception": (swap(RESERVE, "again.\" {misconception=fix-before-listen", "again.\" {misconception=fix-before-listening"), "R03", RESERVE, 7),
    "unknown job": (swap(MODULE, "`for: receptionist`", "`for: receptionists`"), "R04", MODULE, 21),
    "unknown job of the map": (swap(MAP, "owner: receptionist", "owner: porter"), "R04", MAP, 7),
    "unknown course": (swap("developer/course.yaml", "[core]", "[cores]"), "R05", "developer/course.yaml", 5),
    "unknown module": (swap(MAP, "[core-1]", "[core-9]"), "R06", MAP, 12),
    "unknown scenario": (swap(COURSE, "{plan: true}", "{scenarios: [caller]}"), "R07", COURSE, 21),
    "unknown reworded item": (swap(RESERVE, "`rewords: core-1-q1`", "`rewords: core-1-q7`"), "R08", RESERVE, 3),
    "unknown touch point": (swap(JOB, "[first-call]", "[last-call]"), "R09", JOB, 7),
    # the syllabus
    "file not there": (drop(QUIZ), "C01", COURSE, 8),
    "no syllabus": (drop("developer/course.yaml"), "C01", "developer/course.yaml", 1),
    "file nobody names": (put("core/modules/30-more.md", "# More\n"), "C02", "core/modules/30-more.md", 1),
    "translation of nothing": (put("core/aids/99-x.de.md", "# Mehr\n"), "C02", "core/aids/99-x.de.md", 1),
    "one file for two": (swap(COURSE, "quizzes/20-your-word.md", "quizzes/10-the-first-word.md"), "C03", COURSE, 17),
    "check asks too much": (swap(COURSE, "questions: 3, reserve", "questions: 9, reserve"), "C04", COURSE, 20),
    "path out of the folder": (swap(COURSE, "modules/20-your-word.md", "../../../etc/passwd"), "F04", COURSE, 16),
    "absolute path": (swap(COURSE, "modules/20-your-word.md", "/etc/passwd"), "F04", COURSE, 16),
    "no framework": (drop(FRAMEWORK), "F12", FRAMEWORK, 1),
    # YAML
    "unknown key": (swap(COURSE, "    minutes: 12", "    minuets: 12"), "Y03", COURSE, 18),
    "missing key": (swap(COURSE, "    minutes: 12\n", ""), "Y04", COURSE, 15),
    "text for a number": (swap(COURSE, "minutes: 12", 'minutes: "12"'), "Y05", COURSE, 18),
    "out of bounds": (swap(COURSE, "minutes: 12", "minutes: 61"), "Y05", COURSE, 18),
    "empty value": (swap(COURSE, "about: Two short sittings for everyone.", "about:"), "Y05", COURSE, 4),
    "no date": (swap(COURSE, "2030-09-30", "30.09.2030"), "Y05", COURSE, 14),
    "list of nothing": (put(COURSE, "- a\n- b\n"), "Y05", COURSE, 1),
    "key twice": (swap(COURSE, "title: You are", "title: A\ntitle: You are"), "Y06", COURSE, 3),
    "tab in YAML": (swap(COURSE, "    minutes: 12", "\tminutes: 12"), "Y01", COURSE, 18),
    "colon in a text": (swap(COURSE, "title: You are", "title: You: are"), "Y01", COURSE, 2),
    "slot without quotes": (swap(COURSE, "title: You are part of the sale", "title: {{promise}} is ours"), "Y02", COURSE, 2),
    "anchor": (swap(COURSE, "title: You", "title: &t You"), "Y02", COURSE, 2),
    "alias": (swap(COURSE, "[everyone]", "*jobs"), "Y02", COURSE, 4),
    "own type": (swap(COURSE, "[everyone]", "!!python/object/apply:os.system [id]"), "Y02", COURSE, 4),
    "directive": (put(COURSE, "%YAML 1.1\n---\nid: core\n"), "Y02", COURSE, 1),
    "second document": (add(BELIEFS, "---\ngroups: []\n"), "Y02", BELIEFS, 20),
    "too deep": (swap(COURSE, "[everyone]", "[" * 400), "Y02", COURSE, 4),
    "bomb": (put(MAP, "a: &a [x]\nb: &b [*a,*a]\nstages: [*b,*b]\n"), "Y02", MAP, 1),
    "everyone and others": (swap(COURSE, "[everyone]", "[everyone, receptionist]"), "Y05", COURSE, 4),
    "half a sign": (swap(COURSE, "title: You are part of the sale", 'title: "\\ud800"'), "F08", COURSE, 2),
    "escaped NUL": (swap(JOB, "title: Receptionist", 'title: "Re\\0"'), "F08", JOB, 3),
    "title of spaces": (swap(JOB, "title: Receptionist", 'title: "  "'), "Y05", JOB, 3),
    # modules
    "part missing": (swap(MODULE, "{#practice}", "{#exercise}"), "M01", MODULE, 1),
    "no poor part": (swap(MODULE, "{#poor-market}", "{#bad-market}"), "M02", MODULE, 12),
    "no example for a job": (swap("developer/modules/10-plain-words.md", "`for: software-developer`", "`for: receptionist`"), "M03", "developer/modules/10-plain-words.md", 8),
    "objective without tags": (swap(MODULE, " `#greet` `competency: empathy-tone`", ""), "M04", MODULE, 3),
    "aid nobody finds": (swap(AID, "`when: someone shouts` `when: somebody complains`\n", ""), "M06", AID, 1),
    # questions
    "no right option": (swap(QUIZ, _RIGHT, _RIGHT.replace("[x]", "[ ]")), "Q01", QUIZ, 2),
    "all right": (swap(RESERVE, '- [ ] "Turn', '- [x] "Turn'), "Q01", RESERVE, 2),
    "no reason": (swap(QUIZ, _REASON, ""), "Q02", QUIZ, 7),
    "short reason": (swap(QUIZ, _REASON, "  > Wrong.\n"), "Q02", QUIZ, 7),
    "reason not indented": (swap(QUIZ, _REASON, "\n" + _REASON.lstrip()), "Q02", QUIZ, 9),
    "one option": (put(RESERVE, "# R\n## What do you say to her first? {#core-1-q9}\n`objective: greet`\n\n- [x] Hello\n  > A greeting opens every talk, and it costs you one second.\n"), "Q03", RESERVE, 2),
    "six options": (swap(RESERVE, "- [ ] \"Turn", _SIX_OPTIONS + "- [ ] \"Turn"), "Q03", RESERVE, 2),
    "no options": (add(RESERVE, "## What next? {#core-1-q8}\n`objective: greet`\n"), "Q03", RESERVE, 16),
    "unknown objective": (swap(QUIZ, "`objective: greet`", "`objective: great`"), "Q17", QUIZ, 3),
    "no objective": (swap(QUIZ, "`objective: greet`\n", ""), "Q17", QUIZ, 2),
    "objective nobody asks for": (swap(QUIZ, "`objective: name-effect`", "`objective: greet`"), "Q17", MODULE, 4),
    "capital X": (swap(QUIZ, _RIGHT, _RIGHT.replace("[x]", "[X]")), "W13", QUIZ, 9),
    "box without a space": (swap(QUIZ, _RIGHT, _RIGHT.replace("[x] ", "[x]")), "W13", QUIZ, 9),
    "empty box": (swap(QUIZ, _RIGHT, _RIGHT.replace("[x]", "[]")), "W13", QUIZ, 9),
    "stars for hyphens": (put(RESERVE, "# R\n## What do you say to her first? {#core-1-q9}\n`objective: greet`\n\n* [x] Hello\n  > A greeting opens every talk, and it costs you one second.\n"), "W13", RESERVE, 5),
    "option on two lines": (swap(QUIZ, _RIGHT, _RIGHT + "\n  And when?"), "W13", QUIZ, 10),
    "braces of another kind": (swap(RESERVE, "again.\" {misconception=fix-before-listen}", "again.\" {belief=fix-before-listen}"), "W06", RESERVE, 7),
    "empty quiz": (put(QUIZ, "# Check yourself\n"), "Q20", QUIZ, 1),
    # jobs
    "no front matter": (swap(JOB, "---\nid: receptionist", "id: receptionist"), "J11", JOB, 1),
    "front matter without end": (swap(JOB, "---\n# Receptionist", "# Receptionist"), "J11", JOB, 1),
    "key of a job": (swap(JOB, "serves:", "servs:"), "Y03", JOB, 8),
    "level of a job": (swap(JOB, "level: 2, weight", "level: 5, weight"), "Y05", JOB, 5),
    "no purpose": (swap(JOB, "{#purpose}", "{#reason}"), "J12", JOB, 10),
    # accepted warnings
    "acceptance without reason": (swap(QUIZ, "`keep order`", "`accept: Q07`"), "A01", QUIZ, 17),
    "acceptance of an error": (both(swap(QUIZ, "`keep order`", "`accept: Q02, so be it`"), swap(QUIZ, "  > The effect shows that you have understood why they ring at all.\n", "")), "A03", QUIZ, 17),
    "acceptance of nothing": (swap(QUIZ, "`keep order`", "`accept: Q03, so be it`"), "A02", QUIZ, 17),
    "acceptance at no place": (add(COURSE, "accept: [{rule: M07, at: core-9, why: So be it}]\n"), "A01", COURSE, 25),
}  # fmt: skip


def test_the_tiny_package_has_no_findings() -> None:
    assert [str(each) for each in check_files(tiny.files()).findings] == []


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_at_its_line(name: str) -> None:
    change, rule, file, line = FAULTS[name]
    found = check_files(tiny.changed(change)).findings
    told = [(each.rule, each.file, each.line) for each in found]
    assert (rule, file, line) in told, "\n".join(map(str, found))
    for each in found:
        assert each.line >= 1
        assert each.column >= 1
        assert each.mend
        assert "\n" not in str(each)


def test_enough_faults_are_tried() -> None:
    assert len(FAULTS) >= 60


def test_all_problems_of_all_files_are_told_in_one_run() -> None:
    package = tiny.changed(
        both(
            swap(MODULE, "`#greet` `competency: empathy-tone`", "`#greet`"),
            swap(JOB, "level: 2, weight", "level: 5, weight"),
            swap("developer/aids/10-plain-words.md", "`when: I must explain something technical`\n", ""),
            put(MAP, "stages: &x []\n"),
        )
    )
    assert {each.file for each in check_files(package).findings if each.blocks} == {
        MODULE,
        JOB,
        "developer/aids/10-plain-words.md",
        MAP,
    }


def test_the_place_is_exact_to_the_column() -> None:
    package = tiny.changed(swap(COURSE, "[empathy-tone@1]", "[empathy-tone@1, empaty-tone@1]"))
    found = [each for each in check_files(package).findings if each.rule == "R01"]
    assert [str(each) for each in found] == [
        'core/course.yaml:12:29: R01: There is no competency "empaty-tone". Did you mean "empathy-tone"?'
    ]


def test_line_ends_and_byte_order_mark_change_neither_findings_nor_revision() -> None:
    def on_windows(package: tiny.Files) -> None:
        for path, content in package.items():
            if path.endswith((".md", ".yaml")):
                package[path] = b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")

    plain, windows = check_files(tiny.files()), check_files(tiny.changed(on_windows))
    assert windows.findings == ()
    assert {thing: made.revision for thing, made in windows.made.items()} == {
        thing: made.revision for thing, made in plain.made.items()
    }


def test_an_accepted_warning_is_left_out() -> None:
    five = _SIX_OPTIONS.split("- [ ] Choice 3")[0]
    change = swap(RESERVE, '- [ ] "Turn', five + '- [ ] "Turn')
    assert [each.rule for each in check_files(tiny.changed(change)).findings] == ["Q03"]
    accepted = both(change, swap(RESERVE, "`rewords: core-1-q1`", "`rewords: core-1-q1` `accept: Q03, five ways`"))
    assert check_files(tiny.changed(accepted)).findings == ()


def test_a_broken_framework_holds_back_all_that_names_it_without_calling_its_names_unknown() -> None:
    report = check_files(tiny.changed(put(FRAMEWORK, "groups: [\n")))
    assert {each.file for each in report.findings} == {FRAMEWORK}
    assert set(report.made) == {Thing(MISCONCEPTIONS, MISCONCEPTIONS)}


@pytest.mark.parametrize("seed", range(40))
def test_cut_and_stirred_files_break_nothing(seed: int) -> None:
    """Every file cut short, doubled or stirred in turn: findings perhaps, exceptions never."""
    import random

    stir = random.Random(seed)
    package = tiny.files()
    for path in package:
        content = package[path]
        at = stir.randrange(len(content))
        package[path] = stir.choice(
            [
                content[:at],
                content[at:] + content[:at],
                content[:at] + bytes(stir.randrange(256) for _ in range(8)) + content[at:],
                content.replace(b"- ", b"  - ", stir.randrange(4)),
                content.replace(b"`", b"", stir.randrange(6)),
                content.replace(b"{", b"{{", stir.randrange(4)),
                content.replace(b"> ", b"", stir.randrange(4)),
            ]
        )
    check_files(package, Findings())
