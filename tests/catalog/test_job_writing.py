"""What the browser writes is a file of the course format, and comes back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.catalog.job_writing import broken_parts, keeps, read_text, write
from lms.jobs.description import Required
from lms.jobs.job_text import JobText, WrittenPart

SHIPPED = sorted((Path(__file__).parents[2] / "courses" / "jobs").glob("*.md"))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_job_is_written_byte_for_byte(file: Path) -> None:
    source = file.read_text("utf-8")
    text = read_text(source)
    assert text is not None
    assert write(text) == source


def job(text: str, heading: str = "Responsible for", title: str = "Receptionist") -> JobText:
    return JobText(
        id="receptionist",
        title=title,
        requires=(Required(competency="promise-keeping", level=3),),
        parts=(
            WrittenPart(id="purpose", heading="Customer purpose", text="Met and heard."),
            WrittenPart(id="responsible", heading=heading, text=text),
            WrittenPart(id="serving", heading="Whom you serve", text="Guests."),
        ),
    )


@pytest.mark.parametrize(
    "text", ["# Mine", "## Mine {#mine}", "```\nnever closed", "a line\n---", "a line\n==="]
)
def test_what_would_tear_the_file_apart_is_told_at_its_part(text: str) -> None:
    assert not keeps(job(text))
    assert broken_parts(job(text)) == ("responsible",)


@pytest.mark.parametrize(
    "text",
    ["", "- one\n- two", "### A heading below", "<b>no</b>", "{{promise}}", "`accept: M07 why`", "a\n\n\nb"],
)
def test_other_words_come_back_as_they_were(text: str) -> None:
    assert read_text(write(job(text))) == job(text)


@pytest.mark.parametrize(
    "title", ["Night porter", "Yes", "null", "A: b # c", '"Quoted"', "Ärztin – Nacht", "{x}"]
)
def test_a_title_is_a_title_whatever_yaml_makes_of_it(title: str) -> None:
    found = read_text(write(job("- Greeting", title=title)))
    assert found is not None
    assert found.title == title


@given(text=st.text(st.characters(exclude_categories=("Cs",)), max_size=80).map(str.strip))
def test_whatever_is_typed_is_kept_or_told(text: str) -> None:
    """Nothing is lost in silence: either the file says just this, or the editor refuses it."""
    typed = job(text)
    if not broken_parts(typed):
        found = read_text(write(typed))
        assert found is not None
        assert [part.text for part in found.parts] == [part.text for part in typed.parts]
