"""Markdown into clean HTML, and company words into its slots.

Texts are rendered once, when they are read, and filled each time they are
shown. Three fences keep code away from browsers: HTML in the source is text,
addresses are let through by a short list only, and nh3 cleans what comes out.

The parser is loaded when a text is read: a server that shows what was read before needs only `fill`.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import nh3
from markupsafe import Markup, escape

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_SIGNS = 256 * 1024
MAX_TABLE_CELLS = 1_000
MAX_BRACKETS = 5_000
MAX_LINES = 5_000
MAX_STEPS_PER_SIGN = 40
"""Rules the parser may try per sign of a text. Ordinary prose takes fewer than ten."""

EMPTY_SLOTS = {
    "promise": "[our promise]",
    "offer": "[our offer]",
    "manner": "[our manner]",
    "support_phone": "[our support phone]",
    "reply_standard": "[our reply standard]",
}
"""The slots there are, and what each reads while the company has not filled it."""

SLOT = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_TAG = re.compile(r"<[^>]*>")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DELIMITER_ROW = re.compile(r"^[\s>|:\-+*]*\|[\s|:\-]*$|^[\s>]*:?-+:?\s*\|[\s|:\-]*$")


class TooMuch(ValueError):
    """The text would take too long to read; the words say what is too much, `line` where (from 1)."""

    def __init__(self, what: str, line: int = 1) -> None:
        super().__init__(what)
        self.line = line


@dataclass(frozen=True, slots=True)
class Prose:
    """Clean HTML with its slots still open. Show it through `fill` only."""

    html: str = ""

    def __bool__(self) -> bool:
        return bool(self.html)

    def __str__(self) -> str:
        return self.plain

    @property
    def plain(self) -> str:
        """The words alone, slots still open: for records, searches and counts."""
        return entities.unescape(_TAG.sub("", self.html)).strip()


NO_PROSE = Prose()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Where a page finds a picture, and its size in pixels, so that nothing jumps."""

    address: str
    width: int
    height: int


Address = Callable[[str], str | None]
"""From what an author wrote to what a page links to; None leaves the words without a link."""


def fill(text: Prose | str, slots: Mapping[str, str | None]) -> Markup:
    """HTML for a page, with the company's words as plain text in the slots."""
    html = text.html if isinstance(text, Prose) else str(escape(text))
    if "{{" not in html:
        return Markup(html)  # noqa: S704  cleaned by nh3 when it was read, or escaped above
    return Markup(SLOT.sub(lambda slot: str(escape(_word(slot, slots))), html))  # noqa: S704


def fill_plain(text: Prose | str, slots: Mapping[str, str | None]) -> str:
    """The same as plain text, for page titles, mails and records."""
    plain = text.plain if isinstance(text, Prose) else text
    return SLOT.sub(lambda slot: _word(slot, slots), plain)


def _word(slot: re.Match[str], slots: Mapping[str, str | None]) -> str:
    name = slot.group(1)
    if name not in EMPTY_SLOTS:
        return slot.group(0)
    return (slots.get(name) or "").strip() or EMPTY_SLOTS[name]


def slots_in(text: Prose | str) -> tuple[str, ...]:
    """The names of the known slots in a text, in their order, each once."""
    source = text.html if isinstance(text, Prose) else text
    return tuple(dict.fromkeys(name for name in SLOT.findall(source) if name in EMPTY_SLOTS))


def outside_address(address: str) -> str | None:
    """Lets `https:`, `mailto:` and `tel:` through, and nothing else."""
    lowered = address.strip().lower()
    return address if lowered.startswith(("https://", "mailto:", "tel:")) else None


def parse(text: str, env: dict[str, Any] | None = None) -> list[Token]:
    """The tokens of a text. HTML and every address come as tokens, so that a check can tell them.

    Raises TooMuch before time is spent on a text that was made to be slow.
    Afterwards `env["references"]` holds the `[x]: address` lines, which give no token.
    """
    _refuse_slow_shapes(text)
    env = {} if env is None else env
    env["steps_left"] = len(text) * MAX_STEPS_PER_SIGN + 10_000
    return _parser().parse(text, env)


def render(text: str) -> Prose:
    """A text that stands alone, as clean HTML; only links out of the site are let through."""
    return prose(parse(text.encode("utf-8", "replace").decode("utf-8")))


def prose(
    tokens: Sequence[Token],
    *,
    address: Address = outside_address,
    picture: Callable[[str], Picture | None] = lambda source: None,
) -> Prose:
    """Clean HTML of some blocks. Tokens are changed on the way: render them once."""
    for token in tokens:
        if token.children:
            token.children = _settle(token.children, address, picture)
        elif token.type in ("th_open", "td_open"):
            _align_by_class(token)
    return Prose(_clean(_rendered(tokens)).strip())


def line(children: Sequence[Token], *, address: Address = outside_address) -> Prose:
    """Clean HTML of what stands in one line: a question, an option, a heading."""
    settled = _settle(children, address, lambda source: None)
    return Prose(_clean(_inline_html(settled)).strip())


def _inline_html(children: Sequence[Token]) -> str:
    from markdown_it.token import Token

    return _rendered([Token("inline", "", 0, children=list(children))])


def _rendered(tokens: Sequence[Token]) -> str:
    return str(_parser().renderer.render(tokens, _parser().options, {}))


def _settle(
    children: Sequence[Token], address: Address, picture: Callable[[str], Picture | None]
) -> list[Token]:
    """Links and pictures with the addresses of the site; those not let through leave their words."""
    settled: list[Token] = []
    kept_links: list[bool] = []
    for token in children:
        if token.type == "link_open":
            target = address(str(token.attrGet("href") or ""))
            kept_links.append(target is not None)
            if target is None:
                continue
            token.attrSet("href", target)
        elif token.type == "link_close" and not (kept_links.pop() if kept_links else True):
            continue
        elif token.type == "image":
            token = _settled_picture(token, picture)
        settled.append(token)
    return settled


def _settled_picture(token: Token, picture: Callable[[str], Picture | None]) -> Token:
    from markdown_it.token import Token

    found = picture(str(token.attrGet("src") or ""))
    if found is None:
        return Token("text", "", 0, content=token.content)
    token.attrSet("src", found.address)
    token.attrSet("width", str(found.width))
    token.attrSet("height", str(found.height))
    token.attrSet("loading", "lazy")
    return token


def _align_by_class(token: Token) -> None:
    """The policy of our pages forbids styles in the text, so columns are aligned by class."""
    style = str(token.attrs.pop("style", ""))
    if style.endswith("right"):
        token.attrSet("class", "text-end")
    elif style.endswith("center"):
        token.attrSet("class", "text-center")


def _refuse_slow_shapes(text: str) -> None:
    if len(text) > MAX_SIGNS:
        raise TooMuch(f"the text has {len(text):,} signs, more than {MAX_SIGNS:,}")
    if text.count("\n") >= MAX_LINES:
        raise TooMuch(f"the text has more than {MAX_LINES:,} lines", MAX_LINES + 1)
    if text.count("[") > MAX_BRACKETS:
        raise TooMuch(f"the text opens more than {MAX_BRACKETS:,} square brackets")
    if "|" not in text:
        return
    lines = text.split("\n")
    for number, row in enumerate(lines):
        if "|" in row and "-" in row and _DELIMITER_ROW.match(row):
            columns = row.count("|") + 1
            rows = next(
                (i for i, below in enumerate(lines[number:]) if not below.strip()),
                len(lines) - number,
            )
            if columns * rows > MAX_TABLE_CELLS:
                raise TooMuch(f"the table has more than {MAX_TABLE_CELLS:,} cells", number + 1)


def _count_step(state, *_) -> bool:  # type: ignore[no-untyped-def]
    """A rule that never applies and counts how often the parser asks it."""
    left = state.env.get("steps_left")
    if left is not None:
        if left <= 0:
            raise TooMuch("the signs are nested or repeated in a way that takes too long to read")
        state.env["steps_left"] = left - 1
    return False


def _html_as_text(self, tokens, idx, options, env) -> str:  # type: ignore[no-untyped-def]
    from markdown_it.common.utils import escapeHtml

    return escapeHtml(tokens[idx].content)


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark", {"html": True}).enable("table").use(front_matter_plugin)
    parser.inline.ruler.before("text", "count_step", _count_step)
    parser.block.ruler.before("table", "count_step", _count_step)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.add_render_rule("html_block", _html_as_text)
    parser.add_render_rule("html_inline", _html_as_text)
    parser.add_render_rule("front_matter", lambda *_: "")
    return parser


_CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "a", "img"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={
        "a": {"href", "title"},
        "img": {"src", "alt", "title", "width", "height", "loading"},
        "ol": {"start"},
    },
    allowed_classes={"th": {"text-end", "text-center"}, "td": {"text-end", "text-center"}},
    url_schemes={"https", "mailto", "tel"},
    link_rel=None,
)


def _clean(html: str) -> str:
    return _CLEANER.clean(html) if "<" in html else html
