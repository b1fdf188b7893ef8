"""HR writes a job description: begins one, saves a draft as often as they like, drops it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lms import clock
from lms.catalog import job_changes, job_reading, shelf
from lms.catalog.job_reading import JobReading
from lms.catalog.job_writing import broken_parts, keeps, read_text, write
from lms.errors import NotFound
from lms.jobs import drafts, queries
from lms.jobs.drafts import Draft, DraftMoved, NameTaken
from lms.jobs.job_text import JobText, WrittenPart, compare
from lms.people.models import Role
from lms.people.session import viewer
from lms.reports.jobs.forms import FIRST_PARTS, HEADINGS, DraftForm, JobForm, NewJobForm, job_form, key_of
from lms.reports.jobs.views.desk import Desk, desk_of
from lms.reports.jobs.views.pages import blueprint
from lms.texts import _
from lms.web.access import requires

RESERVED = ("new",)
"""Words that stand in the addresses of jobs already."""


@dataclass(frozen=True, kw_only=True)
class Choice:
    value: str
    title: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class LevelChoice:
    """A competency with what one would see at each level; `level` is what the form says."""

    key: str
    title: str
    group: str
    level: int
    anchors: tuple[tuple[int, str], ...]


@dataclass(frozen=True, kw_only=True)
class Ready:
    """One thing a whole description has, and whether it is there."""

    words: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class BothParts:
    """Some words of the draft as two people wrote them."""

    heading: str
    theirs: str
    mine: str


@dataclass(frozen=True, kw_only=True)
class Conflict:
    sentence: str
    name: str
    changes: list[str]
    parts: list[BothParts]


@blueprint.get("/jobs/new")
@requires(Role.HR)
def new() -> str:
    return _new_page(NewJobForm())


@blueprint.post("/jobs/new")
@requires(Role.HR)
def begin() -> Response:
    form = NewJobForm()
    title = form.title.data or ""
    key = key_of(title)
    if form.validate() and (not key or key in RESERVED):
        form.title.errors = [_("Write a title with letters a to z in it, for its address.")]
    if form.errors:
        return make_response(_new_page(form), 422)
    try:
        drafts.begin(
            key, _beginning(key, title, form.sample.data or ""), title, by=viewer().id, now=clock.now()
        )
    except NameTaken as refused:
        form.title.errors = [refused.sentence]
        return make_response(_new_page(form), refused.status)
    return redirect(url_for("jobs.draft", key=key))


@blueprint.get("/jobs/<slug:key>/draft")
@requires(Role.HR)
def draft(key: str) -> str:
    desk = desk_of(key)
    form = job_form(shelf.current().framework, desk.text, filled=True)
    form.edition.data, form.version.data = str(desk.edition), str(desk.version)
    return _draft_page(desk, form)


@blueprint.post("/jobs/<slug:key>/draft")
@requires(Role.HR)
def save_draft(key: str) -> Response:
    """Keeps what was typed as it is, finished or not; what would not come back from a file is told."""
    desk, framework = desk_of(key), shelf.current().framework
    form = job_form(framework, desk.text, filled=False, parts=_number("parts"))
    typed = form.text(key, framework, desk.text) if form.validate() else None
    if typed is None or not _fits(form, typed):
        return make_response(_draft_page(desk, form), 422)
    source = desk.source if typed == desk.text else write(typed)
    try:
        drafts.save(
            key,
            source,
            typed.title,
            edition=int(form.edition.data or 0),
            begun_from=int(form.version.data or 0),
            by=viewer().id,
            now=clock.now(),
        )
    except DraftMoved as moved:
        return make_response(_moved_page(desk, form, typed, moved), moved.status)
    if "publish" in request.form:
        return redirect(url_for("jobs.publish", key=key))
    flash(_("The draft is saved. Nobody but HR sees it until you publish it."))
    return redirect(url_for("jobs.draft", key=key))


@blueprint.post("/jobs/<slug:key>/draft/discards")
@requires(Role.HR)
def discard_draft(key: str) -> Response:
    form = DraftForm()
    if not form.validate():
        return make_response(_draft_page(desk_of(key), _form_of(desk_of(key))), 422)
    if drafts.discard(key, edition=int(form.edition.data or 0)):
        flash(_("The draft is discarded. What is published stays as it is."))
    there = key in {each.key for each in queries.all_jobs(clock.today())}
    return redirect(url_for("jobs.job", key=key) if there else url_for("jobs.index"))


@blueprint.post("/jobs/<slug:key>/draft/files")
@requires(Role.HR)
def take_file(key: str) -> Response:
    """The draft now says what the waiting file says; it is published like any other."""
    desk, form = desk_of(key), DraftForm()
    waiting = desk.waiting_file()
    if waiting is None:
        raise NotFound(key)
    text = read_text(waiting.source)
    if not form.validate() or text is None:
        return make_response(_draft_page(desk, _form_of(desk)), 422)
    drafts.save(
        key,
        waiting.source,
        text.title,
        edition=int(form.edition.data or 0),
        begun_from=desk.version,
        by=viewer().id,
        now=clock.now(),
    )
    flash(_("The draft now says what the file says. Look at what changes, then publish it."))
    return redirect(url_for("jobs.publish", key=key))


def _new_page(form: NewJobForm) -> str:
    samples = [
        Choice(value=line.key, title=line.title)
        for line in queries.all_jobs(clock.today())
        if shelf.current().job(line.key)
    ]
    return render_template("jobs/new.html", form=form, samples=samples)


def _beginning(key: str, title: str, sample_key: str) -> str:
    """The sample under its new name, or an empty description with its headings."""
    sample = shelf.current().job(sample_key)
    copied = read_text(sample.source) if sample else None
    if copied is None:
        parts = tuple(WrittenPart(id=each, heading=_(HEADINGS[each]), text="") for each in FIRST_PARTS)
        return write(JobText(id=key, title=title, parts=parts))
    return write(
        JobText(
            id=key,
            title=title,
            requires=copied.requires,
            touch_points=copied.touch_points,
            serves=copied.serves,
            parts=copied.parts,
        )
    )


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0


def _form_of(desk: Desk) -> JobForm:
    form = job_form(shelf.current().framework, desk.text, filled=True)
    form.edition.data, form.version.data = str(desk.edition), str(desk.version)
    return form


def _fits(form: JobForm, typed: JobText) -> bool:
    """What a file cannot hold is told at its field: a line that would begin a section of its own."""
    told = _(
        "A line here begins with # or ##, or a block is not closed. It would tear the parts after it. Mend that line."
    )
    broken = broken_parts(typed)
    by_id = {part.id: at for at, part in enumerate(typed.parts[len(FIRST_PARTS) :])}
    for part_id in broken:
        name = part_id if part_id in FIRST_PARTS else f"text_{by_id[part_id]}"
        form[name].errors = [*form[name].errors, told]
    if not broken and not keeps(typed):
        form.title.errors = [
            _("The title or a heading holds signs that a file cannot keep. Write it in plain words.")
        ]
    return not form.errors


def _moved_page(desk: Desk, form: JobForm, typed: JobText, moved: DraftMoved) -> str:
    """Both versions, side by side; saving again keeps what is in the form, knowingly."""
    if moved.theirs is None:
        form.edition.data, form.version.data = "0", str(desk.version)
        return _draft_page(
            desk, form, conflict=Conflict(sentence=moved.sentence, name="", changes=[], parts=[])
        )
    form.edition.data, form.version.data = str(moved.theirs.edition), str(moved.theirs.begun_from)
    return _draft_page(desk, form, conflict=_conflict(moved.sentence, moved.theirs, typed))


def _conflict(sentence: str, theirs: Draft, typed: JobText) -> Conflict:
    saved = read_text(theirs.source) or job_changes.begun(theirs.key, theirs.title)
    comparison = compare(saved, typed)
    return Conflict(
        sentence=sentence,
        name=theirs.by,
        changes=job_changes.told(comparison),
        parts=[
            BothParts(heading=each.heading, theirs=each.before or "", mine=each.after or "")
            for each in comparison.parts
        ],
    )


def _draft_page(desk: Desk, form: JobForm, *, conflict: Conflict | None = None) -> str:
    here = shelf.current()
    waiting = desk.waiting_file()
    reading = job_reading.read(desk.key, desk.source.encode())
    file = job_changes.between(desk.newest.source, waiting.source) if waiting and desk.newest else None
    return render_template(
        "jobs/draft.html",
        desk=desk,
        form=form,
        conflict=conflict,
        levels=[
            LevelChoice(
                key=each.id,
                title=each.title,
                group=group.title,
                level=_shown_level(form, each.id),
                anchors=tuple((level, each.levels[level]) for level in range(1, 5)),
            )
            for group in here.framework.groups
            for each in group.competencies
        ],
        touch_points=[
            Choice(value=point.id, title=point.title, note=stage.title)
            for stage in here.map.stages
            for point in stage.touch_points
        ],
        jobs=[
            Choice(value=line.key, title=line.title)
            for line in queries.all_jobs(clock.today())
            if line.key != desk.key and (line.live or line.key in desk.text.serves)
        ],
        ready=_ready(desk.text),
        findings=_findings(reading),
        changes=job_changes.told(desk.comparison) if desk.draft and desk.published else [],
        file_changes=job_changes.told(file) if file is not None else None,
        file_parts=file.parts if file is not None else (),
    )


def _shown_level(form: JobForm, competency: str) -> int:
    said = form[f"level_{competency}"].data or "0"
    return int(said) if said in ("0", "1", "2", "3", "4") else 0


def _ready(text: JobText) -> list[Ready]:
    def written(part_id: str) -> bool:
        part = text.part(part_id)
        return part is not None and bool(part.text)

    return [
        Ready(words=_("Customer purpose"), done=written("purpose")),
        Ready(words=_("Whom it serves"), done=written("serving")),
        Ready(words=_("Touch points"), done=bool(text.touch_points)),
        Ready(words=_("Responsibilities"), done=written("responsible")),
        Ready(words=_("Levels it asks for"), done=bool(text.requires)),
    ]


def _findings(reading: JobReading) -> list[tuple[str, bool]]:
    """What the reader of the file says, each with its line in the file."""
    return [
        (
            _("Line %(line)s: %(sentence)s", line=each.line, sentence=f"{each.sentence} {each.mend}"),
            each.blocks,
        )
        for each in reading.findings
    ]
