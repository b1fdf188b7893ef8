"""What is published by itself: each course, each job, the framework, the misconceptions, the map."""

from dataclasses import dataclass

COURSE = "course"
FRAMEWORK = "framework"
MISCONCEPTIONS = "misconceptions"
MAP = "map"
JOB = "job"
THING_KINDS = (COURSE, FRAMEWORK, MISCONCEPTIONS, MAP, JOB)


@dataclass(frozen=True, slots=True, order=True)
class Thing:
    """`key` is a course's or job's id; of the others there is one, and the key repeats the kind."""

    kind: str
    key: str
