"""The pages of reports. Those about jobs stand here too, for they show the framework and courses."""

from lms.reports.views import asking, bench, cell, coverage, expiries, gaps, jobs, leaders, people, row
from lms.reports.views.blueprint import blueprint

__all__ = ["BLUEPRINTS", "asking", "bench", "cell", "coverage", "expiries", "gaps", "jobs", "leaders", "people", "row"]

BLUEPRINTS = (blueprint, jobs.blueprint)
