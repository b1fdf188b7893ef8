"""Two who write one draft both keep their words.

Seen to fail: the edition left out of the update in drafts.save, `insert_once` turned into an insert.
"""

from __future__ import annotations

import pytest
from flask import Flask

from lms import clock
from lms.db import db
from lms.jobs import drafts
from lms.jobs.drafts import DraftMoved, NameTaken
from tests import make
from tests.at_once import at_once

KEY = "receptionist"


def save(words: str, *, by: int, edition: int) -> None:
    drafts.save(KEY, words, "Receptionist", edition=edition, begun_from=1, by=by, now=clock.now())
    db.session.commit()


def test_it_is_saved_as_often_as_one_likes(app: Flask) -> None:
    henry = make.person("Henry")
    for edition, words in enumerate(("one", "two", "three")):
        save(words, by=henry.id, edition=edition)
    found = drafts.find(KEY)
    assert found is not None
    assert (found.source, found.edition, found.by) == ("three", 3, "Henry")


def test_the_second_of_two_is_shown_what_the_first_saved(app: Flask) -> None:
    henry, hanna = make.person("Henry"), make.person("Hanna")
    save("one", by=henry.id, edition=0)
    save("hers", by=hanna.id, edition=1)
    with pytest.raises(DraftMoved, match="Hanna saved this draft") as refused:
        save("his", by=henry.id, edition=1)
    assert refused.value.theirs is not None
    assert refused.value.theirs.source == "hers"
    save("both", by=henry.id, edition=refused.value.theirs.edition)


def test_two_first_saves_at_once_are_one_draft(app: Flask) -> None:
    henry, hanna = make.person("Henry"), make.person("Hanna")

    def first(words: str, by: int):  # type: ignore[no-untyped-def]
        def run() -> str:
            try:
                save(words, by=by, edition=0)
            except DraftMoved as moved:
                db.session.rollback()
                return moved.theirs.source if moved.theirs else ""
            return "saved"

        return run

    answers = at_once(app, first("his", henry.id), first("hers", hanna.id))
    assert sorted(answers) in (["hers", "saved"], ["his", "saved"])


def test_the_same_words_again_are_one_save(app: Flask) -> None:
    henry = make.person("Henry")
    save("one", by=henry.id, edition=0)
    save("one", by=henry.id, edition=0)
    found = drafts.find(KEY)
    assert found is not None
    assert found.edition == 1


def test_who_discards_an_older_edition_is_told(app: Flask) -> None:
    henry, hanna = make.person("Henry"), make.person("Hanna")
    save("one", by=henry.id, edition=0)
    save("two", by=hanna.id, edition=1)
    with pytest.raises(DraftMoved):
        drafts.discard(KEY, edition=1)
    assert drafts.discard(KEY, edition=2)
    assert not drafts.discard(KEY, edition=2)


def test_a_new_job_takes_a_name_that_is_free(app: Flask) -> None:
    henry, hanna = make.person("Henry"), make.person("Hanna")
    drafts.begin("porter", "words", "Porter", by=henry.id, now=clock.now())
    drafts.begin("porter", "words", "Porter", by=henry.id, now=clock.now())
    for key in ("porter", KEY):
        with pytest.raises(NameTaken, match="Choose another title"):
            drafts.begin(key, "words", "Porter", by=hanna.id, now=clock.now())
