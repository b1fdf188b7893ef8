"""The pages of reports. Those about jobs stand here too, for they show the framework and courses."""

from lms.reports.views import (
    asking,
    bench,
    cell,
    coverage,
    expiries,
    gaps,
    job_editing,
    job_publishing,
    job_sign_offs,
    job_trace,
    job_versions,
    jobs,
    leaders,
    people,
    row,
    schedules,
)
from lms.reports.views.blueprint import blueprint

__all__ = ["BLUEPRINTS", "asking", "bench", "cell", "coverage", "expiries", "gaps", "job_editing", "job_publishing", "job_sign_offs", "job_trace", "job_versions", "jobs", "leaders", "people", "row", "schedules"]

BLUEPRINTS = (blueprint, jobs.blueprint)
