"""What every page about the draft of a job begins with: the draft, what is published, and their words."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from lms.catalog import job_changes
from lms.catalog.job_writing import read_text
from lms.errors import NotFound
from lms.jobs import drafts, versions
from lms.jobs.drafts import Draft
from lms.jobs.job_text import Comparison, JobText, compare
from lms.jobs.models import WaitingFile
from lms.jobs.versions import Newest
from lms.texts import _


@dataclass(frozen=True, kw_only=True)
class Desk:
    """`source` is the draft, or what is published where there is none; `text` its words."""

    key: str
    draft: Draft | None
    newest: Newest | None
    source: str
    text: JobText
    published: JobText | None

    @property
    def edition(self) -> int:
        return self.draft.edition if self.draft else 0

    @property
    def version(self) -> int:
        return self.newest.number if self.newest else 0

    @property
    def title(self) -> str:
        return self.published.title if self.published else self.text.title

    @property
    def comparison(self) -> Comparison:
        """From what is published to the draft; of a new job, all it says."""
        before = self.published or JobText(id=self.key, title=self.text.title)
        return compare(before, self.text)

    @property
    def moved_on(self) -> bool:
        """Another version was published since the draft was begun."""
        return self.draft is not None and self.draft.begun_from != self.version

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        first = [(_("Jobs"), url_for("jobs.index"))]
        return [*first, (self.title, url_for("jobs.job", key=self.key))] if self.newest else first

    def waiting_file(self) -> WaitingFile | None:
        return drafts.waiting_file(self.newest.job_id) if self.newest else None


def desk_of(key: str) -> Desk:
    """Raises NotFound where there is neither a job nor a draft."""
    draft, newest = drafts.find(key), versions.newest([key]).get(key)
    if draft is None and newest is None:
        raise NotFound(key)
    published = read_text(newest.source) if newest else None
    source = draft.source if draft else newest.source if newest else ""
    text = read_text(source) or published or job_changes.begun(key, draft.title if draft else key)
    return Desk(key=key, draft=draft, newest=newest, source=source, text=text, published=published)
