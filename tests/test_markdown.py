"""S4: hostile Markdown gives nothing that runs, no exception, and no wait; slots hold plain text."""

import contextlib
import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.markdown import EMPTY_SLOTS, Prose, TooMuch, fill, fill_plain, render, slots_in

ALLOWED = {
    *("p", "br", "hr", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "a", "img"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"),
}

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>@import url(https://evil.example)</style>",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java&#115;cript:alert(1)>)",
    "[x](&#106;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example/a)",
    "[x](\\\\evil.example)",
    "[x](http://evil.example)",
    "[x](file:///etc/passwd)",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/track.png)",
    '![x" onerror="alert(1)](y.png)',
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://ok.example "\\" onmouseover=\\"alert(1)")',
    "`<script>alert(1)</script>`",
    '```html" onclick="alert(1)\n<script>\n```',
    "# <script>alert(1)</script>",
    "| <script> | [x](javascript:1) |\n|:-|-:|\n| <b onclick=x>y</b> | z |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\ud800 lone \udfff",
    "\0 <scr\0ipt>alert(1)</scr\0ipt>",
    "{{promise}} <b>{{offer}}</b>",
    "[{{promise}}](https://example.com/{{offer}})",
]

SLOW = [
    "[" * 10_000,
    "![" * 5_000,
    "[a](" * 4_000,
    "*" * 20_000,
    "**a " * 20_000,
    "_a*" * 20_000,
    "".join("`" * length + " " for length in range(1, 400)),
    ">" * 20_000,
    "> " * 5_000 + "a",
    "\n".join("  " * depth + "- a" for depth in range(400)),
    "<" * 50_000,
    "<!--" * 20_000,
    "<a " * 20_000,
    '<a b="' * 10_000,
    "&" * 60_000,
    "|a" * 300 + "|\n" + "|-" * 300 + "|\n" + "|x\n" * 600,
    "a|b\n-|-\n" + "c|d\n" * 40_000,
    "".join(f"[{number}]: /x\n" for number in range(4_900)),
    "- a\n" * 20_000,
    "![a" * 3_000 + "](b)" * 3_000,
    "x" * 10_000_000,
]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


def assert_nothing_runs(html: str) -> None:
    parser = _Tags()
    parser.feed(html)
    for tag, attributes in parser.found:
        assert tag in ALLOWED, tag
        for name, value in attributes:
            assert not name.startswith("on"), name
            assert name in {"href", "title", "src", "alt", "width", "height", "loading", "start", "class"}
            if name in ("href", "src"):
                assert re.match(r"https://|mailto:|tel:", value or ""), value


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_gives_nothing_that_runs(text: str) -> None:
    prose = render(text)
    assert_nothing_runs(prose.html)
    assert_nothing_runs(
        str(fill(prose, {"promise": "<script>alert(1)</script>", "offer": '"><img src=x onerror=1>'}))
    )


@pytest.mark.parametrize("text", SLOW, ids=lambda text: repr(text[:12]))
def test_text_made_to_be_slow_is_refused_or_done_within_a_second(text: str) -> None:
    begun, html = time.process_time(), ""
    with contextlib.suppress(TooMuch):
        html = render(text).html
    assert time.process_time() - begun < 1
    assert_nothing_runs(html)


def test_a_refusal_says_what_is_too_much_and_where() -> None:
    with pytest.raises(TooMuch, match="more than 1,000 cells") as refused:
        render("Words\n\n" + "|a" * 40 + "\n" + "|-" * 40 + "\n" + "|x\n" * 40)
    assert refused.value.line == 4


@given(
    st.text(alphabet=st.sampled_from("ab <>[]()!`*_{}#|-:/&;\"'\\\n\tjavscript=on\0\ud800é"), max_size=300)
)
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_out(text: str) -> None:
    assert_nothing_runs(str(fill(render(text), {"promise": text.replace("\ud800", "")})))


def test_ordinary_prose_keeps_its_shape() -> None:
    html = render(
        "Say *this* and **that**.\n\n- one\n- two\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n"
        "[Write](mailto:a@example.com), [ring](tel:+44) or [read](https://example.com/?a=1&b=2)."
    ).html
    assert "<em>this</em>" in html
    assert "<li>one</li>" in html
    assert '<td class="text-end">2</td>' in html
    assert '<a href="https://example.com/?a=1&amp;b=2">read</a>' in html
    assert "style=" not in html


def test_a_link_that_is_not_let_through_leaves_its_words() -> None:
    assert render("Go [*there*](javascript:alert(1)) now.").html == "<p>Go <em>there</em> now.</p>"


def test_slots_are_filled_with_plain_text() -> None:
    prose = render("We promise: {{promise}}. Ring {{ support_phone }}.")
    assert fill(prose, {"promise": "labels & <b>care</b>", "support_phone": "0800 1"}) == (
        "<p>We promise: labels &amp; &lt;b&gt;care&lt;/b&gt;. Ring 0800 1.</p>"
    )


@pytest.mark.parametrize("value", [None, "", "  "])
@pytest.mark.parametrize("slot", EMPTY_SLOTS)
def test_an_empty_slot_reads_as_itself_in_brackets(slot: str, value: str | None) -> None:
    assert fill(render(f"{{{{{slot}}}}}"), {slot: value}) == f"<p>{EMPTY_SLOTS[slot]}</p>"
    assert fill_plain(f"A {{{{{slot}}}}}", {}) == f"A {EMPTY_SLOTS[slot]}"


def test_a_value_that_looks_like_a_slot_is_not_filled_again() -> None:
    assert fill("{{promise}}", {"promise": "{{offer}}", "offer": "no"}) == "{{offer}}"


def test_plain_titles_are_escaped_on_their_way_to_a_page() -> None:
    assert fill("Tea & <i>{{promise}}</i>", {"promise": "<b>"}) == "Tea &amp; &lt;i&gt;&lt;b&gt;&lt;/i&gt;"


def test_plain_words_and_slot_names_of_a_text() -> None:
    prose = render("Ring **{{support_phone}}** &amp; {{promise}}, {{support_phone}}. {{what}}")
    assert prose.plain == "Ring {{support_phone}} & {{promise}}, {{support_phone}}. {{what}}"
    assert slots_in(prose) == ("support_phone", "promise")
    assert not Prose()
