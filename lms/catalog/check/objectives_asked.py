"""Q17: every objective has an item, and every item an objective that is there."""

from lms.catalog.course_file import ModuleReading
from lms.catalog.findings import nearest, quoted
from lms.catalog.package_files import PackageReading
from lms.catalog.quiz_file import ItemDraft

IDS = ("Q17",)


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        all_objectives: set[str] = set()
        complete = True
        for module in course.modules:
            own = _objectives(module)
            complete = complete and module.module is not None
            all_objectives |= own
            if module.module is not None:
                for quiz in module.quizzes():
                    _items(reading, quiz.items, own, "module")
                _asked(reading, module)
        if complete and course.check_items is not None:
            _items(reading, course.check_items.items, all_objectives, "course")


def _objectives(module: ModuleReading) -> set[str]:
    if module.module is None:
        return set()
    return {each.id for each in module.module.objectives if each.id}


def _items(reading: PackageReading, items: list[ItemDraft], known: set[str], whole: str) -> None:
    for item in items:
        if item.objective and item.objective not in known:
            reading.findings.add(
                item.objective_place,
                "Q17",
                f"The {whole} has no objective {quoted(item.objective)}.",
                nearest(item.objective, known) or f"It has {', '.join(sorted(known)) or 'none'}.",
            )


def _asked(reading: PackageReading, module: ModuleReading) -> None:
    if module.quiz is None or module.module is None:
        return
    asked = {item.objective for item in module.quiz.items}
    for objective in module.module.objectives:
        if objective.id and objective.id not in asked:
            reading.findings.add(
                objective.place,
                "Q17",
                f"No item of the quiz asks for {quoted(objective.id)}.",
                f"Write one with `objective: {objective.id}`.",
            )
