"""`courses map`: a scenario as a picture, with how often each reply was taken."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask

from lms.catalog import shelf
from lms.company import queries as company
from lms.errors import NotFound
from lms.scenarios import drawing, queries
from lms.scenarios.rules import Script
from lms.texts import _


def init_app(app: Flask) -> None:
    group = app.cli.commands["courses"]
    assert isinstance(group, click.Group)
    group.add_command(draw_map)


@click.command("map")
@click.argument("scenario")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the picture to this file.")
def draw_map(scenario: str, output: Path | None) -> None:
    """Draw the published SCENARIO as SVG: scenes, replies, endings, and how often each reply was taken."""
    found, course = shelf.current().scenario(scenario), shelf.current().course_of_scenario(scenario)
    if found is None or course is None:
        raise NotFound(_("There is no scenario “%(name)s” among the published ones.", name=scenario))
    script = Script(course.id, course.revision, found.id, found)
    drawn = drawing.draw(script, counts=queries.times_taken(scenario), slots=company.card().slots)
    if output is None:
        click.echo(drawn.alone())
        return
    output.write_text(drawn.alone(), "utf-8")
    click.echo(_("The map is in %(file)s.", file=output))
