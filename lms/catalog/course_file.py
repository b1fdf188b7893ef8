"""Puts a course together: its syllabus and every file that the syllabus names."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from lms.catalog import content
from lms.catalog.aid_file import AidDraft, make_aid, read_aid
from lms.catalog.checklist_file import ChecklistDraft, make_checklist, read_checklist
from lms.catalog.files import Files, text_of
from lms.catalog.findings import Findings, Place
from lms.catalog.module_file import (
    ModuleDraft,
    make_links,
    make_objectives,
    make_sections,
    read_module,
)
from lms.catalog.notes import Notes
from lms.catalog.pages import Pages, Renderer
from lms.catalog.quiz_file import ItemDraft, QuizDraft, make_item, read_quiz
from lms.catalog.scenario_file import ScenarioDraft, make_scenario, read_scenario, too_many_scenes
from lms.catalog.syllabus_file import ModuleEntry, Syllabus, read_syllabus
from lms.catalog.tree import Document, read_document
from lms.catalog.writing import look_over

SYLLABUS = "course.yaml"
WHOLE_FOLDERS = ("scenarios", "checklists", "images")
"""Folders that belong to a course as they are; the other files are named in the syllabus."""

Draft = TypeVar("Draft")

_TRANSLATED = re.compile(r"(?P<before>.+)\.[a-z]{2,3}(-[a-z0-9]+)?(?P<ending>\.md|\.yaml)")


@dataclass(slots=True)
class ModuleReading:
    """One entry of the syllabus with the files it names; a missing one is None."""

    entry: ModuleEntry
    number: int
    module: ModuleDraft | None = None
    quiz: QuizDraft | None = None
    reserve: QuizDraft | None = None
    aid: AidDraft | None = None

    @property
    def is_whole(self) -> bool:
        return (
            self.module is not None
            and self.quiz is not None
            and (self.reserve is not None or self.entry.reserve is None)
        )

    def quizzes(self) -> Iterator[QuizDraft]:
        yield from (quiz for quiz in (self.quiz, self.reserve) if quiz is not None)


@dataclass(slots=True)
class CourseReading:
    """A course folder as read. `syllabus` is None when `course.yaml` cannot be used."""

    id: str
    syllabus: Syllabus | None = None
    modules: list[ModuleReading] = field(default_factory=list)
    check_items: QuizDraft | None = None
    scenarios: list[ScenarioDraft] = field(default_factory=list)
    checklists: list[ChecklistDraft] = field(default_factory=list)
    named: dict[str, Place] = field(default_factory=dict)
    """The files that the syllabus names, by full path, with the place that names each."""

    @property
    def file(self) -> str:
        return f"{self.id}/{SYLLABUS}"

    @property
    def is_whole(self) -> bool:
        """The syllabus and every file that it names could be read."""
        return self.syllabus is not None and all(module.is_whole for module in self.modules)

    def place(self, *path: str | int) -> Place:
        return self.syllabus.facts.place(*path) if self.syllabus else Place(self.file)

    def quizzes(self) -> Iterator[QuizDraft]:
        for module in self.modules:
            yield from module.quizzes()
        if self.check_items is not None:
            yield self.check_items

    def items(self) -> Iterator[ItemDraft]:
        for quiz in self.quizzes():
            yield from quiz.items


def original_of(path: str) -> str | None:
    """The path of the original when this is a translation's: `aids/x.de.md` stands beside `aids/x.md`."""
    found = _TRANSLATED.fullmatch(path)
    return found["before"] + found["ending"] if found else None


class CourseReader:
    """Reads one course folder out of the files of a package."""

    def __init__(self, course: str, files: Files, findings: Findings) -> None:
        self._course, self._files, self._findings = course, files, findings
        self.notes: dict[str, Notes] = {}

    def read(self) -> CourseReading:
        reading = CourseReading(self._course)
        text = self._text(reading.file)
        if text is not None:
            reading.syllabus = read_syllabus(text, self._notes(reading.file))
        if reading.syllabus is None:
            return reading
        for number, entry in enumerate(reading.syllabus.entries.modules):
            reading.modules.append(self._module(reading, entry, number))
        check = reading.syllabus.entries.check
        if check is not None and check.reserve is not None:
            place = reading.place("check", "reserve")
            reading.check_items = self._named(reading, check.reserve, place, read_quiz)
        self._read_others(reading)
        return reading

    def _module(self, reading: CourseReading, entry: ModuleEntry, number: int) -> ModuleReading:
        def read(key: str, reader: Callable[[Document, Notes], Draft | None]) -> Draft | None:
            path: str | None = getattr(entry, key)
            if path is None:
                return None
            return self._named(reading, path, reading.place("modules", number, key), reader)

        return ModuleReading(
            entry=entry,
            number=number,
            module=read("file", read_module),
            quiz=read("quiz", read_quiz),
            reserve=read("reserve", read_quiz),
            aid=read("aid", read_aid),
        )

    def _named(
        self,
        reading: CourseReading,
        path: str,
        place: Place,
        reader: Callable[[Document, Notes], Draft | None],
    ) -> Draft | None:
        """Reads a file that the syllabus names, unless it is named already or is not there."""
        full = f"{self._course}/{path}"
        if full in reading.named:
            self._findings.add(
                place,
                "C03",
                f"The file {path} is named in line {reading.named[full].line} already.",
                "Give each part a file of its own.",
            )
            return None
        reading.named[full] = place
        if full not in self._files:
            return None
        document = self._document(full)
        return reader(document, self._notes(full)) if document else None

    def _read_others(self, reading: CourseReading) -> None:
        """Scenarios, checklists and translations: they must be texts; translations also clean ones."""
        for path in self._files:
            folder, _, within = path.partition("/")
            if folder != self._course or not path.endswith((".md", ".yaml")) or path in self.notes:
                continue
            if original_of(path) in (*reading.named, reading.file) and path.endswith(".md"):
                document = self._document(path)
                if document is not None:
                    look_over(document, self._notes(path))
            elif within.startswith("checklists/") and original_of(path) is None:
                self._read_checklist(reading, path)
            elif within.startswith(WHOLE_FOLDERS) or original_of(path) == reading.file:
                text = self._text(path)
                if text is not None and within.startswith("scenarios/") and path.endswith(".md"):
                    self._read_scenario(reading, path, text)

    def _read_checklist(self, reading: CourseReading, path: str) -> None:
        document = self._document(path)
        draft = read_checklist(document, self._notes(path)) if document is not None else None
        if draft is not None:
            reading.checklists.append(draft)

    def _read_scenario(self, reading: CourseReading, path: str, text: str) -> None:
        if original_of(path) in self._files or too_many_scenes(path, text, self._findings):
            return
        document = read_document(path, text, self._findings)
        draft = read_scenario(document, self._notes(path)) if document is not None else None
        if draft is not None:
            reading.scenarios.append(draft)

    def _document(self, path: str) -> Document | None:
        text = self._text(path)
        return read_document(path, text, self._findings) if text is not None else None

    def _text(self, path: str) -> str | None:
        content = self._files.get(path)
        self._notes(path)
        return text_of(path, content, self._findings) if content is not None else None

    def _notes(self, path: str) -> Notes:
        return self.notes.setdefault(path, Notes(path, self._findings, self._course))


def files_of_course(reading: CourseReading, files: Files) -> dict[str, bytes]:
    """What makes a revision of the course, by path within its folder."""
    kept: dict[str, bytes] = {}
    for path, content_ in files.items():
        folder, _, within = path.partition("/")
        if folder == reading.id and (_belongs(path, within, reading) or _belongs_translated(path, reading)):
            kept[within] = content_
    return kept


def _belongs(path: str, within: str, reading: CourseReading) -> bool:
    return path == reading.file or path in reading.named or within.split("/")[0] in WHOLE_FOLDERS


def _belongs_translated(path: str, reading: CourseReading) -> bool:
    original = original_of(path)
    return original is not None and (original == reading.file or original in reading.named)


def make_course(reading: CourseReading, files: Files, pages: Pages, *, revision: str) -> content.Course:
    """The course as a value. Only for a reading without errors."""
    assert reading.syllabus is not None
    entries = reading.syllabus.entries
    modules = tuple(_made_module(module, files, pages) for module in reading.modules)
    return content.Course(
        id=entries.id,
        title=entries.title,
        about=entries.about,
        language=entries.language,
        version=entries.version,
        status=entries.status,
        for_jobs=tuple(entries.for_jobs),
        requires_courses=tuple(entries.requires_courses),
        modules=modules,
        check=_made_check(reading, modules, files, pages),
        also_needs=content.AlsoNeeds(
            scenarios=tuple(entries.also_needs.scenarios),
            plan=entries.also_needs.plan,
            observation_level=entries.also_needs.observation_level,
            sample_ratings=entries.also_needs.sample_ratings,
        ),
        certificate=_made_terms(reading),
        revision=revision,
        scenarios=tuple(
            make_scenario(draft, Renderer(draft.document.file, pages, files)) for draft in reading.scenarios
        ),
        checklists=tuple(
            make_checklist(draft, Renderer(draft.document.file, pages, files)) for draft in reading.checklists
        ),
    )


def _made_terms(reading: CourseReading) -> content.CertificateTerms | None:
    assert reading.syllabus is not None
    terms = reading.syllabus.entries.certificate
    if terms is None:
        return None
    return content.CertificateTerms(
        current_for_months=terms.current_for_months,
        renewal=content.Renewal(**terms.renewal.model_dump()),
    )


def _made_module(reading: ModuleReading, files: Files, pages: Pages) -> content.Module:
    entry, draft, quiz = reading.entry, reading.module, reading.quiz
    assert draft is not None
    assert quiz is not None
    render = Renderer(draft.document.file, pages, files)
    return content.Module(
        id=entry.id,
        title=draft.title,
        minutes=entry.minutes,
        pass_percent=entry.pass_percent,
        shows=_shown(entry.shows),
        prepares=_shown(entry.prepares),
        review_by=entry.review_by,
        status=entry.status,
        objectives=make_objectives(draft, render),
        sections=make_sections(draft, render),
        quiz=content.Quiz(id=entry.id, title=quiz.title, items=_made_items(quiz, files, pages)),
        aid=_made_aid(reading.aid, files, pages),
        scenarios=tuple(entry.scenarios),
        reserve=_made_items(reading.reserve, files, pages),
        links=make_links(draft, render),
    )


def _shown(pairs: list[tuple[str, int]]) -> tuple[content.Shown, ...]:
    return tuple(content.Shown(competency=name, level=level) for name, level in pairs)


def _made_items(draft: QuizDraft | None, files: Files, pages: Pages) -> tuple[content.Item, ...]:
    if draft is None:
        return ()
    render = Renderer(draft.document.file, pages, files)
    return tuple(make_item(item, render) for item in draft.items)


def _made_aid(draft: AidDraft | None, files: Files, pages: Pages) -> content.Aid | None:
    if draft is None:
        return None
    return make_aid(draft, Renderer(draft.document.file, pages, files))


def _made_check(
    reading: CourseReading, modules: tuple[content.Module, ...], files: Files, pages: Pages
) -> content.Check | None:
    assert reading.syllabus is not None
    entry = reading.syllabus.entries.check
    if entry is None:
        return None
    own = _made_items(reading.check_items, files, pages)
    title = reading.check_items.title if reading.check_items else reading.syllabus.entries.title
    return content.Check(
        id=entry.id,
        title=title,
        questions=entry.questions,
        pass_percent=entry.pass_percent,
        after_hours=entry.after_hours,
        items=own + tuple(item for module in modules for item in module.reserve if item.rewords is None),
    )
