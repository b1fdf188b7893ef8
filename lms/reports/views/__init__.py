"""The pages of reports. Those about jobs stand here too, for they show the framework and courses."""

from lms.reports.views import coverage, jobs, people
from lms.reports.views.blueprint import blueprint

__all__ = ["BLUEPRINTS", "coverage", "jobs", "people"]

BLUEPRINTS = (blueprint, jobs.blueprint)
