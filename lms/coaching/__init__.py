"""Seeing people at work and helping them with what was seen.

A *visit* is what one observer saw of one person on one day; once shared it is evidence, and
cannot be changed. A *calibration* is a round of sample cases that a coach rates before the first
visit and once a year. The *reference* is how the authors rate these cases. A *dispute* is the
owner's doubt about a piece of evidence; a second visit settles it.
"""

from __future__ import annotations

from flask import Flask

from lms.coaching import views


def init_app(app: Flask) -> None:
    views.init_app(app)
