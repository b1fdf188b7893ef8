"""What /readyz looks at besides the database: are its tables and its texts those of this version?"""

from __future__ import annotations

from functools import cache

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from lms.catalog import shelf
from lms.config import ROOT
from lms.db import db


def init_app(app: Flask) -> None:
    app.extensions["readiness"] = {"migrations": migrated, "content": has_content}


def migrated() -> bool:
    """Is the newest migration of this version the one the tables are at?"""
    try:
        at = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return bool(at == _newest())


def has_content() -> bool:
    try:
        return bool(shelf.current().courses)
    except SQLAlchemyError:
        db.session.rollback()
        return False


@cache
def _newest() -> str:
    """Migrations are numbered, so the file with the highest number is the newest."""
    return max(path.name.partition("_")[0] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
