"""Job aids: one page each, for the moment itself, open to everyone."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request, url_for
from markupsafe import Markup

from lms.catalog import search, shelf
from lms.catalog.search import Found
from lms.errors import NotFound
from lms.learning import aids as aid_rules
from lms.learning import reading
from lms.learning.reading import Words
from lms.learning.views.blueprint import blueprint
from lms.web.access import signed_in


@dataclass(frozen=True, kw_only=True)
class Line:
    """An aid, or a module (`when` is empty then)."""

    title: str
    url: str
    when: tuple[str, ...]
    course: str


@dataclass(frozen=True, kw_only=True)
class AidPage:
    title: str
    body: Markup
    when: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ModuleLink:
    title: str
    url: str


@blueprint.get("/aids/")
@signed_in
def aids() -> str:
    words = reading.words()
    query = " ".join(request.args.get("q", "")[:100].split())
    lines = _lines(words)
    found = [lines[each] for each in search.find(query) if each in lines] if query else _all_aids(lines)
    near = ""
    if query and not found:
        near = aid_rules.near_word((" ".join((line.title, *line.when)) for line in lines.values()), query)
    return render_template("learning/aids.html", found=found, query=query, near=near)


def _lines(words: Words) -> dict[Found, Line]:
    """Everything that can be found: the aids of all courses, and the modules that are read now."""
    lines: dict[Found, Line] = {}
    for course in shelf.current().courses:
        title = words.plain(course.title)
        for module in course.modules:
            if module.aid is not None:
                lines[Found(search.AID, module.aid.id)] = Line(
                    title=words.plain(module.aid.title),
                    url=url_for("learning.aid", aid_id=module.aid.id),
                    when=tuple(words.plain(each) for each in module.aid.when),
                    course=title,
                )
            if module.live and course.live:
                lines[Found(search.MODULE, module.id)] = Line(
                    title=words.plain(module.title),
                    url=url_for("learning.module", course_id=course.id, module_id=module.id),
                    when=(),
                    course=title,
                )
    return lines


def _all_aids(lines: dict[Found, Line]) -> list[Line]:
    return [line for found, line in lines.items() if found.kind == search.AID]


@blueprint.get("/aids/<slug:aid_id>")
@signed_in
def aid(aid_id: str) -> str:
    words = reading.words()
    for course in shelf.current().courses:
        for module in course.modules:
            if module.aid is not None and module.aid.id == aid_id:
                url = url_for("learning.module", course_id=course.id, module_id=module.id)
                page = AidPage(
                    title=words.plain(module.aid.title),
                    body=words.rich(module.aid.body),
                    when=tuple(words.plain(each) for each in module.aid.when),
                )
                return render_template(
                    "learning/aid.html", aid=page, module=ModuleLink(title=words.plain(module.title), url=url)
                )
    raise NotFound(aid_id)
