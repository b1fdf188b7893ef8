"""Every command but `test` and `bench`, inside the environment that `python3 -m lms` made.

Exit code 0: done; 1: refused, with the reasons; 2: wrong use.
"""

from __future__ import annotations

import gc
import sys

import click
from flask.cli import ScriptInfo

from lms.errors import ConfigurationError, NotFound, Refusal

NEEDS_TABLES = frozenset({"audit", "certificates", "demo", "evidence", "figures", "jobs", "people"})


def main(arguments: list[str]) -> int:
    """Run one command; what it refuses is printed as its sentence."""
    try:
        return _run(arguments)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except click.Abort:
        return 1
    except (Refusal, ConfigurationError, NotFound) as problem:
        print(problem, file=sys.stderr)
        return 1


def _run(arguments: list[str]) -> int:
    """Load no more of the application than the command needs: checking courses needs no database."""
    if arguments[:2] == ["courses", "check"]:
        from lms.catalog.checking import command as check

        gc.disable()  # all that is read is held to the end, so looking for garbage took a quarter of the time
        return _done(check.main(arguments[2:], prog_name="python3 -m lms courses check", standalone_mode=False))
    from lms import server

    if arguments[:1] == ["run"]:
        return _done(
            server.command.main(arguments[1:], prog_name="python3 -m lms run", standalone_mode=False)
        )
    from lms.app import create_app
    from lms.db import db
    from lms.operating import database

    app = create_app()
    with app.app_context():
        if NEEDS_TABLES.intersection(arguments[:1]) and "--help" not in arguments:
            database.must_be_current()
        info = ScriptInfo(create_app=lambda: app)
        result = _commands(app.cli).main(arguments, prog_name="python3 -m lms", obj=info, standalone_mode=False)
        db.session.commit()
        return _done(result)


def _done(result: object) -> int:
    return result if isinstance(result, int) else 0


def _commands(group: click.Group) -> click.Group:
    """The commands of the packages and of this floor; those of the framework stay hidden."""
    from lms import server
    from lms.operating import backup_group, database_group, demo_group, people_add, people_import

    own = click.Group("lms", help="Salesfit. `run` serves it, `test` tests it; both set up what they need.")
    for name, command in group.commands.items():
        if name not in ("run", "shell", "routes", "db"):
            own.add_command(command, name)
    people = own.commands["people"]
    assert isinstance(people, click.Group)
    people.add_command(people_add)
    people.add_command(people_import)
    for command in (database_group, backup_group, demo_group, server.command):
        own.add_command(command)
    return own


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
