"""Job aids: one page each, for the moment itself, open to everyone."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request, url_for
from markupsafe import Markup

from lms.catalog import shelf
from lms.errors import NotFound
from lms.learning import aids as aid_rules, reading
from lms.learning.views.blueprint import blueprint
from lms.web.access import signed_in


@dataclass(frozen=True, kw_only=True)
class AidLine:
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
    lines = [
        AidLine(
            title=words.plain(aid.title),
            url=url_for("learning.aid", aid_id=aid.id),
            when=tuple(words.plain(each) for each in aid.when),
            course=words.plain(course.title),
        )
        for course in shelf.current().courses
        for aid in course.aids
    ]
    texts = [" ".join((line.title, *line.when)) for line in lines]
    found = [line for line, text in zip(lines, texts, strict=True) if aid_rules.fits(text, query)]
    near = aid_rules.near_word(texts, query) if query and not found else ""
    return render_template("learning/aids.html", aids=found, query=query, near=near)


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
