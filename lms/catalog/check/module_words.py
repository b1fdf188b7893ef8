"""What one learner reads of a module: the parts for everyone, and those of one job."""

from collections.abc import Iterable

from lms.catalog.check.questions import lines_of
from lms.catalog.check.sample_words import filled
from lms.catalog.module_file import ModuleDraft, SectionDraft
from lms.catalog.tree import plain_words


def prose(module: ModuleDraft) -> list[str]:
    """Every paragraph and list entry of all parts, without headings."""
    return [line for section in module.sections for line in _lines(section, headings=False)]


def words_read(module: ModuleDraft) -> int:
    """How many words the job with the most to read meets, headings included."""
    common = _count(section for section in module.sections if not section.for_jobs)
    jobs = {job for section in module.sections for job in section.for_jobs}
    return common + max(
        (_count(section for section in module.sections if job in section.for_jobs) for job in jobs), default=0
    )


def _count(sections: Iterable[SectionDraft]) -> int:
    return sum(len(line.split()) for section in sections for line in _lines(section, headings=True))


def _lines(section: SectionDraft, *, headings: bool) -> list[str]:
    lines: list[str] = []
    for part in section.part.walk():
        if headings:
            lines.append(filled(plain_words(part.words)))
        lines += lines_of(part.blocks)
    return lines
