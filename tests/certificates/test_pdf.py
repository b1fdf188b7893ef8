"""The paper, read back with other people's software: pypdf, pikepdf, PDFium and a reader of QR codes."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
import zxingcpp
from flask import Flask

from lms.certificates import pdf
from lms.certificates.printed import Level, Printed

ADDRESS = "https://learn.example.com/verify/K7QM4TXR9HWB2DNP"
ANA = Printed(
    name="Ana Lindqvist",
    course_title="Core course for everyone",
    version=3,
    completed_on="12 March 2027",
    learning_time="1 hour 42 minutes",
    assessed="Six modules with a quiz each. A check of 12 new situations, passed with 11.",
    levels=tuple(
        Level(title=f"Competency {n}", number=1 + n % 4, words=f"level {1 + n % 4}") for n in range(14)
    ),
    issuer_name="Larkmoor Systems",
    issuer_contact="people@larkmoor.example",
    code="K7QM4TXR9HWB2DNP",
    grouped_code="K7QM 4TXR 9HWB 2DNP",
    verify_url=ADDRESS,
    verify_place="learn.example.com/verify",
    current_until="12 March 2028",
    withdrawn_on="",
)
NO_LETTERS = "The name is written in letters that this file cannot show."


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Path]:
    """The folder of an installation, with an app that only knows where it is."""
    app = Flask("paper")
    app.config["INSTANCE"] = str(tmp_path)
    with app.app_context():
        yield tmp_path


def text_of(made: bytes) -> str:
    (page,) = pypdf.PdfReader(io.BytesIO(made)).pages
    return page.extract_text().replace("\u00a0", " ")


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def test_every_field_of_the_policy_is_on_the_page(instance: Path) -> None:
    text = in_one_line(text_of(pdf.as_pdf(ANA)))
    fields = [ANA.name, ANA.course_title, "Version 3", ANA.completed_on, ANA.learning_time, ANA.assessed]
    fields += [ANA.issuer_name, ANA.issuer_contact, ANA.grouped_code, ANA.verify_place, ANA.current_until]
    fields += [f"{level.title}" for level in ANA.levels] + [
        "level 4",
        "has completed and passed",
        "Current until",
    ]
    assert [field for field in fields if field not in text] == []
    assert "certified" not in text.lower()
    assert "licensed" not in text.lower()


def test_it_is_a_tagged_pdf_that_claims_the_standard(instance: Path) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.as_pdf(ANA)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Certificate of completion: Core course for everyone, Ana Lindqvist"
    assert reader.metadata.author == "Larkmoor Systems"
    width, height = reader.pages[0].mediabox.width, reader.pages[0].mediabox.height
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (210, 297)


def test_its_structure_has_headings_a_list_and_a_named_picture(instance: Path) -> None:
    with pikepdf.open(io.BytesIO(pdf.as_pdf(ANA))) as document:
        assert document.check_pdf_syntax() == []
        with document.open_metadata() as about:
            assert str(about["pdfuaid:part"]) == "1"
        elements = list(structure(document.Root.StructTreeRoot))
        kinds = [str(element.S) for element in elements]
        assert kinds.count("/H1") == 1
        assert kinds.count("/H2") == 2
        assert kinds.count("/LI") == 14
        (figure,) = (element for element in elements if element.S == "/Figure")
        assert str(figure.Alt) == ADDRESS
        for font in fonts(document):
            assert "/FontFile2" in font or "/FontFile3" in font


def structure(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            if "/S" in child:
                yield child
            yield from structure(child)


def fonts(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    found = [each for each in document.objects if isinstance(each, pikepdf.Dictionary)]
    descriptors = [each for each in found if each.get("/Type") == "/FontDescriptor"]
    assert descriptors
    yield from descriptors


def test_a_phone_reads_the_address_of_the_check(instance: Path) -> None:
    with pypdfium2.PdfDocument(pdf.as_pdf(ANA)) as document:
        picture = document[0].render(scale=2).to_pil()
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == ADDRESS
    corners = found.position
    assert round((corners.top_right.x - corners.top_left.x) / 2 / 72 * 25.4) == 30


@pytest.mark.parametrize(
    "name",
    [
        "Ana Lindqvist",
        "Zoë Nuñez-Ångström",
        "Nguyễn Thị Ánh Tuyết",
        "Łukasz Żółć",
        "Δημήτρης Παπαδόπουλος",
        "Наталья Щербакова",
        "Їжакевич Ґалаґан",
        "محمد عبد الرحمن",
        "علی‌رضا حسینی",
        "عمر الخيام",
    ],
)
def test_names_in_our_scripts_are_read_back_as_they_were_given(instance: Path, name: str) -> None:
    assert name in text_of(pdf.as_pdf(replace(ANA, name=name)))


@pytest.mark.parametrize("name", ["عمر Smith", "Smith عمر", "عمر John Smith 3"])
def test_a_name_in_two_directions_keeps_all_its_words(instance: Path, name: str) -> None:
    text = text_of(pdf.as_pdf(replace(ANA, name=name)))
    assert all(word in text for word in name.split())
    assert NO_LETTERS not in in_one_line(text)


def test_arabic_names_stand_right_to_left(instance: Path) -> None:
    """PDFium puts words into reading order by where they stand on the page."""
    with pypdfium2.PdfDocument(pdf.as_pdf(replace(ANA, name="محمد عبد الرحمن"))) as document:
        assert "محمد عبد الرحمن" in document[0].get_textpage().get_text_range()


@pytest.mark.parametrize("name", ["王小明", "דוד כהן", "Ana 😀", "สมชาย", "  ", "", "\x00\x1b"])
def test_a_name_without_letters_here_becomes_a_sentence_and_never_boxes(instance: Path, name: str) -> None:
    made = pdf.as_pdf(replace(ANA, name=name))
    text = in_one_line(text_of(made))
    assert NO_LETTERS in text
    assert ANA.grouped_code in text
    with pikepdf.open(io.BytesIO(made)) as document, document.open_metadata() as about:
        assert str(about["pdfuaid:part"]) == "1"


def test_other_texts_without_letters_point_to_the_page(instance: Path) -> None:
    text = in_one_line(text_of(pdf.as_pdf(replace(ANA, course_title="课程", issuer_name="公司"))))
    assert ANA.name in text
    assert text.count("[see the check page]") == 3  # the title, and the issuer at the head and the foot


def test_an_installation_can_bring_its_own_letters(instance: Path) -> None:
    shutil.copytree(Path(__file__).parent / "fonts", instance / "fonts")
    assert "דוד כהן" in text_of(pdf.as_pdf(replace(ANA, name="דוד כהן")))


LONG = {
    "words": {"name": "Wolfeschlegelsteinhausen " * 4 + "zu Bergerdorff und X"},
    "one word": {"name": "x" * 120},
    "wide letters": {"name": "Щ" * 120},
    "from the right": {"name": ("محمد " * 24).strip()},
    "all at once": {
        "name": "Maximiliana " * 10,
        "course_title": "y" * 200,
        "issuer_name": "W" * 120,
        "issuer_contact": "p" * 200,
        "assessed": "Quizzes and a check of new situations. " * 30,
    },
}


@pytest.mark.parametrize("fields", LONG.values(), ids=LONG.keys())
def test_long_texts_fit_on_one_page_between_its_margins(instance: Path, fields: dict[str, str]) -> None:
    with pypdfium2.PdfDocument(pdf.as_pdf(replace(ANA, **fields))) as document:
        assert len(document) == 1
        page = document[0]
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        width, height = page.get_size()
        margin = 20 / 25.4 * 72 - 2
        assert min(left for left, _, _, _ in boxes) >= margin
        assert max(right for _, _, right, _ in boxes) <= width - margin
        assert min(bottom for _, bottom, _, _ in boxes) >= 0
        assert max(top for _, _, _, top in boxes) <= height


HOSTILE = [
    '#panic("x")',
    '#read("/etc/passwd")',
    "*bold* _x_ $ x $ `raw`",
    '"] }) // <label> @ref',
    "\\u{1F600} \\",
    "= Heading",
    "https://evil.example/[x](y)",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_data_and_never_source(instance: Path, words: str) -> None:
    text = in_one_line(text_of(pdf.as_pdf(replace(ANA, name=words, assessed=words, issuer_name=words))))
    assert text.count(words) >= 3


def test_a_withdrawn_certificate_says_so_on_paper(instance: Path) -> None:
    text = in_one_line(text_of(pdf.as_pdf(replace(ANA, withdrawn_on="3 May 2027"))))
    assert "Withdrawn on 3 May 2027" in text
    assert "Current until" not in text


def test_a_course_without_levels_has_no_empty_heading(instance: Path) -> None:
    assert "Levels evidenced" not in text_of(pdf.as_pdf(replace(ANA, levels=())))
