"""The pages of reports; those of jobs stand in `reports/jobs/`."""

from lms.reports.views import asking, bench, cell, coverage, expiries, gaps, leaders, people, row, schedules
from lms.reports.views.blueprint import blueprint

__all__ = [
    "asking",
    "bench",
    "blueprint",
    "cell",
    "coverage",
    "expiries",
    "gaps",
    "leaders",
    "people",
    "row",
    "schedules",
]
