"""What a page gets to see of the tiny package."""

from datetime import date

import pytest

from lms.catalog.check import check_files
from lms.catalog.content import Course
from lms.catalog.things import COURSE, JOB, Thing
from lms.jobs.description import DESIRABLE, JobDescription
from lms.markdown import fill
from tests.catalog import tiny


@pytest.fixture(scope="module")
def core() -> Course:
    value = check_files(tiny.files()).made[Thing(COURSE, "core")].value
    assert isinstance(value, Course)
    return value


def test_the_syllabus(core: Course) -> None:
    module = core.modules[0]
    assert core.for_everyone
    assert core.minutes == 22
    assert core.certificate is not None
    assert core.certificate.renewal.questions == 3
    assert (module.id, module.minutes, module.pass_percent) == ("core-1", 10, 80)
    assert [(each.competency, each.level) for each in (*module.shows, *module.prepares)] == [
        ("empathy-tone", 1),
        ("empathy-tone", 3),
    ]
    assert module.review_by == date(2030, 9, 30)


def test_objectives_lose_their_tags(core: Course) -> None:
    assert [(each.id, each.competency, str(each.text)) for each in core.modules[0].objectives] == [
        ("greet", "empathy-tone", "Greet with your name and hear the person out."),
        ("name-effect", "empathy-tone", "Name what it did to the person."),
    ]


def test_an_example_has_poor_and_good_with_their_turning_points(core: Course) -> None:
    example = next(part for part in core.modules[0].sections if part.kind == "example")
    poor, good = example.part("poor"), example.part("good")
    assert poor is not None
    assert good is not None
    assert poor.body.html == '<p>"You must have used it wrongly."</p>'
    assert good.coach is not None
    assert good.coach.plain.startswith('The turn is "that cost you sales".')
    assert example.body.plain == "Ms Okoro rings on market day."


def test_a_lens_a_half_done_example_and_the_links_at_the_end(core: Course) -> None:
    parts = {part.id: part for part in core.modules[0].sections}
    assert parts["lens-desk"].for_jobs == ("receptionist",)
    assert parts["lens-desk"].is_lens
    assert parts["half-done"].coach is not None
    assert "new roll" not in parts["half-done"].body.plain
    assert parts["plan"].body.plain == "When someone is unhappy with …, I will …, by …"
    assert [(link.kind, link.address, str(link.text)) for link in core.modules[0].links] == [
        ("aid", "/aids/aid-unhappy", "Keep a page"),
        ("quiz", "/courses/core/core-1/quiz", "Check yourself"),
    ]


def test_a_link_into_another_course_leads_to_its_part() -> None:
    value = check_files(tiny.files()).made[Thing(COURSE, "developer")].value
    assert isinstance(value, Course)
    assert [link.address for link in value.modules[0].links] == [
        "/aids/aid-plain-words",
        "/courses/core/core-1#part-rules",
    ]


def test_a_picture_has_its_size_and_an_address_for_ever(core: Course) -> None:
    html = next(part for part in core.modules[0].sections if part.id == "rules").body.html
    assert '<img src="/courses/core/images/10-listening.png?of=' in html
    assert 'width="64" height="40" loading="lazy"' in html
    assert 'alt="Two people at a counter, one is listening"' in html


def test_items_and_the_names_of_their_options(core: Course) -> None:
    single, multiple = core.modules[0].quiz.items
    assert [option.name for option in single.options] == ["fix-before-listen", "right", "jargon-shows-expertise"]
    assert not single.multiple
    assert single.situation.plain.startswith("It is market day")
    assert single.closing.plain == "Hear it out, name the effect, then ask."
    assert str(single.options[1].text) == '"I\'m Sam. On market day! What did you see?"'
    assert multiple.multiple
    assert multiple.keep_order
    assert multiple.right_names == {"effect", "open-question"}
    assert [option.misconception for option in multiple.options] == [None, None, "promise-anything"]


def test_a_check_draws_from_its_own_file_and_the_reserves(core: Course) -> None:
    assert core.check is not None
    assert [item.id for item in core.check.items] == ["core-check-q1", "core-check-q2", "core-1-r1"]
    assert core.modules[0].reserve[0].rewords == "core-1-q1"


def test_slots_stay_open_until_a_page_is_shown(core: Course) -> None:
    aid = core.modules[0].aid
    assert aid is not None
    assert "{{support_phone}}" in aid.body.html
    assert "0800 <1" not in fill(aid.body, {"support_phone": "0800 <1"})
    assert "0800 &lt;1" in fill(aid.body, {"support_phone": "0800 <1"})


def test_a_job_description() -> None:
    files = tiny.files()
    value = check_files(files).made[Thing(JOB, "receptionist")].value
    assert isinstance(value, JobDescription)
    assert [(each.competency, each.level, each.need, each.weight) for each in value.requires] == [
        ("empathy-tone", 2, "essential", 4),
        ("promise-keeping", 1, DESIRABLE, 1),
    ]
    assert [part.id for part in value.sections] == ["purpose", "responsible", "serving"]
    assert value.source.encode() == files["jobs/receptionist.md"]
