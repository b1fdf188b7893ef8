"""M10: an objective begins with what someone else can watch, or nobody can say that it was reached."""

from lms.catalog.check.questions import words_in
from lms.catalog.findings import quoted
from lms.catalog.package_files import PackageReading
from lms.catalog.tree import plain_words

IDS = ("M10",)

UNWATCHABLE = frozenset(
    {
        *("understand", "know", "learn", "appreciate", "realise", "realize", "grasp", "believe", "feel"),
        *("think", "remember", "recall", "see", "consider", "recognise", "recognize", "value", "respect"),
        *("care", "be", "become", "have", "get", "familiarise", "familiarize", "comprehend", "discover"),
        *("internalise", "internalize", "master", "acquire", "gain", "study", "reflect", "accept", "enjoy"),
        *("perceive", "sense", "trust", "want", "wish", "like", "deepen", "develop", "improve", "increase"),
        *("raise", "strengthen", "try", "can", "could", "should", "will", "may"),
    }
)
_LEADING = frozenset({"to", "really", "fully", "better", "always", "truly", "clearly"})


def find(reading: PackageReading) -> None:
    for course in reading.courses.values():
        for module in course.modules:
            for objective in module.module.objectives if module.module else ():
                words = [word for word in words_in(plain_words(objective.words)) if word not in _LEADING]
                if words and words[0] in UNWATCHABLE:
                    reading.findings.warn(
                        objective.place,
                        "M10",
                        f"Nobody can watch someone {quoted(words[0])}.",
                        "Begin with a deed: say, ask, note, offer, confirm, write, choose, hand over.",
                    )
