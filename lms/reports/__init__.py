"""What many people can do, put side by side for HR and leaders; and the pages about one person or job.

*Coverage* counts, for each job or team and each competency, how many people hold what their jobs
ask for. A *gap* is a level that is missing; "no evidence" is not a gap: nobody there has shown
anything yet. The *bench* is how many people could stand in. Reports change nothing of what they
tell; they keep what HR says a team needs, and which reports go to whom by mail.
"""

from __future__ import annotations

from flask import Flask

from lms.people.models import Role
from lms.reports import views
from lms.reports.jobs import views as job_views
from lms.texts import later
from lms.web import menu


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.register_blueprint(job_views.blueprint)
    # Before everything else: whoever has these pages works in them.
    menu.add(app, text=later("Coverage"), endpoint="reports.coverage", order=1, roles=(Role.HR, Role.EXECUTIVE))
    menu.add(app, text=later("Gaps"), endpoint="reports.gaps", order=2, roles=(Role.HR, Role.EXECUTIVE))
    menu.add(app, text=later("Jobs"), endpoint="jobs.index", order=3, roles=(Role.HR,))
    menu.add(app, text=later("People"), endpoint="reports.people", order=4, roles=(Role.HR,))
