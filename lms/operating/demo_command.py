from __future__ import annotations

import click

from lms import clock
from lms.db import db
from lms.demo import load


@click.group("demo", help="The demo company.")
def demo_group() -> None:
    pass


@demo_group.command("load")
@click.option("--people", default=load.FIRST_CROWD, show_default=True, type=click.IntRange(0, 200_000))
@click.option("--seed", default=load.FIRST_SEED, show_default=True, type=click.IntRange(0, 10**6))
def load_command(people: int, seed: int) -> None:
    """Add the cast of Larkmoor Systems and PEOPLE more, the same for the same SEED."""
    load.load_company(now=clock.now(), people=people, seed=seed)
    db.session.commit()
    click.echo(f"Larkmoor Systems is here, with {people} more people of seed {seed}.")
