"""Courses as authors write them: read from files, checked, published as immutable revisions.

A *revision* of a course, job, map or of the framework is named by the hash of
its files. A *publication* makes one the newest. The *shelf* holds the newest of
everything for the pages. A *finding* is one problem at its line.

The way of a file: `files` takes it in, `tree` and `yaml_file` find its parts
with their lines, a reader (`module_file`, `quiz_file`, ...) makes a draft of it,
`check` looks across all drafts, and `content` is what a page gets to see.
"""

from __future__ import annotations

from flask import Flask

from lms.catalog import cli, jobs_cli, views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    cli.init_app(app)
    jobs_cli.init_app(app)
