"""A module has each of its parts, and an example for every job of the course."""

from lms.catalog.content import EVERYONE, KINDS
from lms.catalog.course_file import CourseReading
from lms.catalog.module_file import ModuleDraft, SectionDraft
from lms.catalog.package_files import PackageReading

IDS = ("M01", "M02", "M03", "M05")


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for module in course.modules:
            if module.module is not None:
                _kinds(reading, module.module)
                _examples(reading, module.module)
                _jobs(reading, course, module.module)


def _kinds(reading: PackageReading, module: ModuleDraft) -> None:
    kinds = {section.kind for section in module.sections}
    for kind in KINDS:
        if kind not in kinds:
            reading.findings.add(
                module.document.place(1),
                "M01",
                f"The module has no section of the kind {kind}.",
                f"Write one; its heading ends with {{#{kind}}}.",
            )
    for section in module.sections:
        if section.kind == "objectives" and not module.objectives:
            reading.findings.add(
                section.part.place,
                "M05",
                "The section lists no objectives.",
                "Write one a line, like - Offer two ways on. `#two-ways` `competency: bad-news`",
            )


def _examples(reading: PackageReading, module: ModuleDraft) -> None:
    for section in module.sections:
        if section.kind == "example":
            for kind in ("poor", "good"):
                _one(reading, section, kind)


def _one(reading: PackageReading, example: SectionDraft, kind: str) -> None:
    found = [part for part in example.parts if part.kind == kind]
    if len(found) != 1:
        reading.findings.add(
            (found[1] if found else example).part.place,
            "M02",
            f"The example has {'no' if not found else 'more than one'} part of the kind {kind}.",
            f"Write one ### heading that ends with {{#{kind}-name}}.",
        )


def _jobs(reading: PackageReading, course: CourseReading, module: ModuleDraft) -> None:
    examples = [section for section in module.sections if section.kind == "example"]
    if course.syllabus is None or not examples or any(not each.for_jobs for each in examples):
        return
    covered = {job for each in examples for job in each.for_jobs}
    for job in course.syllabus.entries.for_jobs:
        if job != EVERYONE and job not in covered:
            reading.findings.add(
                examples[0].part.place,
                "M03",
                f"No example is meant for the job {job}.",
                f"Write one, or leave `for:` out of an example. Its tag is `for: {job}`.",
            )
