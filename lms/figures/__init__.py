"""How many people hold what, kept by team and jobs, so that coverage of a hundred thousand is read at once.

A *group* is everyone in a team who holds the same jobs. What the jobs ask for is not in the counts,
so publishing a job changes none of them. Whose rows changed since they were counted is *noted* by the
database; readers correct the counts for these few, and a task *folds* them in.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    from lms.figures import keeping

    keeping.init_app(app)
