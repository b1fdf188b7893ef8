"""The words of the interface: all in one catalogue, none glued from pieces, and a translation is really used."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import Environment, nodes

from lms import texts
from lms.people.models import Role
from tests import make
from tests.learning.sitting import SignIn

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "lms" / "locale" / "salesfit.pot"
SAYING = {"_", "ngettext", "later"}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "later": None}
METHODS = [("lms/**.py", "python"), ("lms/**/templates/**.html", "jinja2")]


def python_files() -> list[Path]:
    return [path for path in sorted((ROOT / "lms").rglob("*.py")) if "__pycache__" not in path.parts]


def said(file: Path) -> Iterator[tuple[ast.Call, ast.AST]]:
    """The calls in which a text is said, each with what it stands in."""
    tree = ast.parse(file.read_text("utf-8"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYING:
            yield node, parents[node]


def place(file: Path, node: ast.AST) -> str:
    return f"{file.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"


def test_no_sentence_is_glued_from_pieces() -> None:
    """Other languages have other orders. Seen to fail: `_("You have ") + number`, and `f"{words}, {_(more)}"`."""
    wrong = [
        place(file, call)
        for file in python_files()
        for call, around in said(file)
        if isinstance(around, ast.FormattedValue)
        or (isinstance(around, ast.BinOp) and isinstance(around.op, ast.Add | ast.Mod))
    ]
    assert not wrong


def test_what_is_said_can_be_found_by_who_translates() -> None:
    """A text put together before it is looked up is in no catalogue. Seen to fail: `_(f"Hello {name}")`."""
    wrong = []
    for file in python_files():
        for call, _around in said(file):
            name = call.func.id  # type: ignore[attr-defined]
            for text in call.args[: 2 if name == "ngettext" else 1]:
                is_text = isinstance(text, ast.Constant) and isinstance(text.value, str)
                looked_up = name == "_" and isinstance(text, ast.Subscript | ast.Attribute | ast.Name)
                if not is_text and not looked_up:
                    wrong.append(place(file, text))
    assert not wrong


def test_pages_glue_none_either() -> None:
    """Seen to fail: `{{ _("by") ~ day }}`."""
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    wrong = []
    for file in sorted((ROOT / "lms").glob("*/templates/**/*.html")):
        tree = environment.parse(file.read_text("utf-8"))
        for joined in (*tree.find_all(nodes.Concat), *tree.find_all(nodes.Add)):
            if any(isinstance(piece, nodes.Call) and _says(piece) for piece in joined.iter_child_nodes()):
                wrong.append(f"{file.relative_to(ROOT)}:{joined.lineno}")
    assert not wrong


def _says(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name in SAYING


def extracted() -> set[object]:
    found = extract_from_dir(ROOT, METHODS, keywords=KEYWORDS, options_map={})
    return {message for _file, _line, message, _comments, _context in found}


def test_the_catalogue_holds_what_the_code_says() -> None:
    """When this fails, gather the texts anew: the command stands in lms/README.md."""
    with CATALOGUE.open("rb") as file:
        kept = {message.id for message in read_po(file) if message.id}
    now = extracted()
    assert not now - kept, "texts that are not in the catalogue"
    assert not kept - now, "texts in the catalogue that nothing says any more"


def test_the_command_stands_where_it_is_looked_for() -> None:
    assert "babel.messages.frontend extract -F pyproject.toml" in (ROOT / "lms/README.md").read_text("utf-8")


@pytest.fixture
def pseudo() -> Iterator[None]:
    """A language in which every text stands between ⟦ and ⟧, made from the catalogue."""
    catalogue = Catalog(locale="en")
    with CATALOGUE.open("rb") as file:
        for message in read_po(file):
            if message.id:
                one, many = message.id if isinstance(message.id, tuple) else (message.id, "")
                forms = (f"⟦{one}⟧", f"⟦{many}⟧") if many else f"⟦{one}⟧"
                catalogue.add(message.id, forms, flags=message.flags)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    texts.use(GNUTranslations(compiled))
    yield
    texts.use(texts.read_catalogue())


@pytest.mark.usefixtures("pseudo")
def test_a_translation_is_used_on_pages_and_in_sentences(app: Flask, sign_in: SignIn) -> None:
    make.person("Ana", job="receptionist")
    henry = sign_in(make.person("Henry", roles=(Role.HR,)))
    page = henry.get("/reports/coverage").text
    assert "⟦Coverage⟧" in page  # the menu: a text that is looked up when it is shown
    assert re.search(r"⟦\d+ jobs?⟧", page)  # a plural, said in Python
    assert "⟦Help⟧" in page
    assert henry.post("/company", data={"promise": "x" * 200, "edition": "0"}).status_code == 422


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("address", ["/", "/aids/", "/refresher", "/courses/", "/courses/core", "/me", "/account", "/company"])
def test_no_words_of_a_page_stand_outside_the_catalogue(app: Flask, sign_in: SignIn, address: str) -> None:
    """All that stands in headings of the frame and the page is translated, unless it is a course's or a person's own."""
    page = sign_in(make.person("Ana")).get(address).text
    buttons = re.findall(r'<button class="btn[^>]*>(?:<svg.*?</svg>)?(.*?)</button>', page, re.DOTALL)
    assert all("⟦" in each for each in buttons), buttons
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert title is not None
    assert "⟦" in title[1]


def test_without_a_catalogue_each_text_is_its_own(client: FlaskClient) -> None:
    assert "⟦" not in client.get("/sign-in").text
