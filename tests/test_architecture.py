"""The shape of the code, held as law: who may know whom, and which pages are open to all.

The floors are read from `lms/README.md`, so that the page people read and the law are one text.
Each test was seen to fail once on a fault planted in a copy; its docstring names the fault.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import Environment
from jinja2.meta import find_referenced_templates

from lms.web.access import Access, access_of

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "lms"
TOP = frozenset({"app", "operating", "demo", "readiness", "server", "commands", "watching"})
"""What stands beside `app` on the highest floor and may know everything."""
MAY_IMPORT_APP = frozenset({"lms/server.py", "lms/commands.py", "lms/watching.py"})
BARE_PYTHON = ("__init__.py", "__main__.py", "bootstrap.py")
SHUT_MODULES = frozenset({"views", "forms"})
"""What a package keeps to itself: nobody above may lean on its pages and forms."""
MARKS = frozenset({"public", "signed_in", "requires"})
NAMES_WITHOUT_IDEA = frozenset({"utils", "util", "common", "helpers", "helper", "misc"})
LONGEST_FILE = 500

PUBLIC_PAGES = {
    "/sign-in",
    "/sign-in/link",
    "/sign-out",
    "/link/<token>",
    "/help",
    "/accessibility",
    "/who-sees-what",
    "/healthz",
    "/readyz",
    "/reminders/<token>",
    "/verify",
    "/verify/<code>",
}


@dataclass(frozen=True)
class Import:
    """`from lms.people.queries import teams` in lms/home/team.py."""

    file: str
    line: int
    target: str

    @property
    def importer(self) -> str:
        return package_of(self.file.removesuffix(".py").replace("/", "."))

    @property
    def imported(self) -> str:
        return package_of(self.target)

    def __str__(self) -> str:
        return f"{self.file}:{self.line} imports {self.target}"


def package_of(dotted: str) -> str:
    """people, of lms.people.queries; the ground is made of single modules."""
    return dotted.split(".")[1] if "." in dotted else ""


@cache
def floors() -> dict[str, int]:
    """Package -> floor, as drawn in lms/README.md; 0 is the ground."""
    drawing = re.search(r"```\n(9 .*?)```", (CODE / "README.md").read_text("utf-8"), re.DOTALL)
    assert drawing, "lms/README.md draws no floors"
    found: dict[str, int] = {}
    lines = drawing[1].splitlines()
    for height, line in enumerate(reversed(lines)):
        names = re.match(r"\s*(?:\d|ground:)\s+([a-z_, |]+?)(?:\s{2,}|$)", line)
        assert names, line
        for name in re.findall(r"[a-z_]+", names[1]):
            found[name] = height
    return found


@cache
def imports() -> tuple[Import, ...]:
    return tuple(each for file in python_files(CODE) for each in imports_of(file))


def python_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def imports_of(file: Path) -> Iterator[Import]:
    """Every name of ours that a file imports, wherever in it the import stands."""
    name = str(file.relative_to(ROOT))
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}:{node.lineno} imports by dots"
            if (node.module or "").split(".")[0] == "lms":
                yield from (Import(name, node.lineno, f"{node.module}.{each.name}") for each in node.names)
        elif isinstance(node, ast.Import):
            yield from (Import(name, node.lineno, each.name) for each in node.names if each.name.split(".")[0] == "lms")


def listed(found: list[object]) -> str:
    return "\n" + "\n".join(map(str, found))


def test_every_package_stands_on_a_floor() -> None:
    """Seen to fail: a folder lms/journal, drawn nowhere."""
    there = {path.name for path in CODE.iterdir() if any(path.glob("*.py"))} - {"__pycache__"}
    there |= {path.stem for path in CODE.glob("*.py") if path.name not in BARE_PYTHON}
    assert there == set(floors()), "lms/README.md draws other packages than there are"


def test_imports_go_down() -> None:
    """Seen to fail: lms/people/queries.py importing lms.jobs, and lms.web importing lms.people."""
    wrong = [
        each
        for each in imports()
        if each.importer not in TOP
        and each.importer in floors()
        and each.imported not in ("", each.importer)
        and floors()[each.imported] > floors()[each.importer]
    ]
    assert not wrong, listed(wrong)


def test_packages_on_one_line_do_not_import_each_other() -> None:
    """Seen to fail: lms/quizzes/service.py importing lms.certificates."""
    wrong = [
        each
        for each in imports()
        if each.importer not in TOP
        and 0 < floors().get(each.importer, 0) == floors().get(each.imported)
        and each.importer != each.imported
    ]
    assert not wrong, listed(wrong)


def test_pages_and_underscored_names_stay_at_home() -> None:
    """Seen to fail: lms/home/views.py importing lms.learning.views.courses, and `_names` of another package."""
    wrong = [
        each
        for each in imports()
        if each.imported not in ("", each.importer) and _is_shut(each.target) and each.importer != "app"
    ]
    assert not wrong, listed(wrong)


def _is_shut(target: str) -> bool:
    inside = target.split(".")[2:]
    in_a_package = (CODE / target.split(".")[1]).is_dir() and target.split(".")[1] not in ("web", "operating", "demo")
    return any(part.startswith("_") and part != "_" for part in inside) or (
        in_a_package and bool(SHUT_MODULES.intersection(inside))
    )


def test_nothing_imports_the_app() -> None:
    """Seen to fail: lms/demo/load.py importing create_app."""
    wrong = [each for each in imports() if each.imported == "app" and each.file not in MAY_IMPORT_APP]
    assert not wrong, listed(wrong)
    assert "lms.app" in (ROOT / "wsgi.py").read_text()


def test_the_highest_floor_is_known_only_to_itself() -> None:
    """Seen to fail: lms/learning/service.py importing lms.operating.backup."""
    wrong = [each for each in imports() if each.imported in TOP and each.importer not in TOP]
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("name", BARE_PYTHON)
def test_the_first_steps_need_nothing_but_python(name: str) -> None:
    """Seen to fail: bootstrap.py importing click."""
    for node in ast.walk(ast.parse((CODE / name).read_text("utf-8"))):
        targets = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            targets = [f"lms.{each.name}" for each in node.names] if node.module == "lms" else [node.module or ""]
        for target in targets:
            known = target.split(".")[0] in sys.stdlib_module_names or target == "lms.bootstrap"
            assert known, f"lms/{name}:{node.lineno} imports {target}"  # type: ignore[attr-defined]


def test_templates_keep_to_the_floors() -> None:
    """Seen to fail: quizzes/_asked.html including learning/_words.html."""
    wrong = []
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    for path in sorted(CODE.glob("*/templates/**/*.html")):
        home = path.relative_to(CODE).parts[0]
        for name in find_referenced_templates(environment.parse(path.read_text("utf-8"))):
            other = (name or "?").split("/")[0]
            if other != home and not floors().get(other, 99) < floors()[home]:
                wrong.append(f"{path.relative_to(ROOT)} uses {name}")
    assert not wrong, listed(wrong)


def test_templates_stand_in_a_folder_of_their_package() -> None:
    """Seen to fail: lms/home/templates/index.html."""
    wrong = [
        path.relative_to(ROOT)
        for path in CODE.glob("*/templates/**/*.html")
        if path.relative_to(CODE).parts[2] != path.relative_to(CODE).parts[0]
    ]
    assert not wrong, listed(wrong)


def test_the_public_pages_are_these(installed: Flask) -> None:
    """Seen to fail: /me marked @public."""
    found = {rule.rule for rule in installed.url_map.iter_rules() if _mark(installed, rule.endpoint).public}
    assert found == PUBLIC_PAGES


def test_every_route_has_its_mark(installed: Flask) -> None:
    """Seen to fail: `@signed_in` taken from learning.me."""
    bare = [rule.rule for rule in installed.url_map.iter_rules() if _mark(installed, rule.endpoint) is NO_MARK]
    assert not bare, listed(bare)


def test_no_view_has_two_marks() -> None:
    """Seen to fail: `@public` above `@requires(Role.HR)` in company.save."""
    wrong = []
    for file in python_files(CODE):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                marks = [mark for mark in map(_decorator, node.decorator_list) if mark in MARKS]
                is_view = any(_is_route(each) for each in node.decorator_list)
                if len(marks) > 1 or (is_view and len(marks) != 1):
                    wrong.append(f"{file.relative_to(ROOT)}:{node.lineno} {node.name}: {marks}")
    assert not wrong, listed(wrong)


NO_MARK = Access(public=True, roles=frozenset({"nobody marked this"}))


def _mark(app: Flask, endpoint: str) -> Access:
    return access_of(endpoint) or NO_MARK


def _decorator(node: ast.expr) -> str:
    called = node.func if isinstance(node, ast.Call) else node
    return called.id if isinstance(called, ast.Name) else ""


def _is_route(node: ast.expr) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return isinstance(called, ast.Attribute) and called.attr in ("get", "post", "route") and (
        isinstance(called.value, ast.Name) and called.value.id == "blueprint"
    )


def test_no_module_is_a_drawer_for_everything() -> None:
    """Seen to fail: lms/web/helpers.py."""
    wrong = [
        path.relative_to(ROOT)
        for folder in ("lms", "tests", "benchmarks")
        for path in (ROOT / folder).rglob("*")
        if path.stem in NAMES_WITHOUT_IDEA and (path.is_dir() or path.suffix == ".py")
    ]
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_locks_name_no_host(lock: str) -> None:
    """Seen to fail: a first line `--index-url https://packages.example`."""
    lines = (ROOT / lock).read_text("utf-8").splitlines()
    wrong = [line for line in lines if "://" in line or re.match(r"\s*(-i|-f|--(extra-)?index|--find|--trusted)", line)]
    assert not wrong, listed(list(wrong))
    pins = [line for line in lines if re.match(r"[a-z0-9]", line, re.IGNORECASE)]
    assert pins, "the lock is empty"
    assert all("==" in line for line in pins), "a pin without its version"


def test_no_file_outgrows_the_head() -> None:
    """Seen to fail: lms/db.py with 600 lines of constants."""
    wrong = []
    for folder in ("lms", "tests", "benchmarks"):
        for path in python_files(ROOT / folder):
            lines = sum(bool(line.strip()) for line in path.read_text("utf-8").splitlines())
            if lines > LONGEST_FILE:
                wrong.append(f"{path.relative_to(ROOT)}: {lines} lines")
    assert not wrong, listed(list(wrong))


def test_the_first_steps_start_on_a_bare_python() -> None:
    """Seen to fail: lms/__init__.py importing flask. `-I -S` hides every installed package."""
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import lms, lms.bootstrap, lms.__main__"
    subprocess.run([sys.executable, "-I", "-S", "-c", program], check=True)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The whole application, on a database that nobody opens."""
    from lms.app import create_app

    folder = tmp_path_factory.mktemp("shape")
    overrides = {"DATABASE_URL": f"sqlite:///{folder / 'none.sqlite'}", "SECRET_KEY": "none", "INSTANCE": str(folder)}
    app = create_app(overrides)
    with app.app_context():
        yield app
