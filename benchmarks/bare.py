"""What everything is compared with: a page of Flask and SQLAlchemy and nothing else.

GET reads one row with the ORM and shows it through a small template; POST commits one row. The
database keeps the same promise as ours: an answer that was acknowledged survives a power cut.
"""

from __future__ import annotations

import os

from flask import Flask, render_template, request
from sqlalchemy import create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Note(Base):
    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    words: Mapped[str]


app = Flask(__name__)
engine = create_engine(os.environ["BARE_DATABASE_URL"])


@event.listens_for(engine, "connect")
def _durable(connection, _record) -> None:  # type: ignore[no-untyped-def]
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")


@app.get("/")
def show() -> str:
    with Session(engine) as session:
        return render_template("bare.html", note=session.get_one(Note, 1))


@app.post("/")
def keep() -> tuple[str, int]:
    with Session(engine) as session:
        session.add(Note(title="Kept", words=request.form["words"]))
        session.commit()
    return "", 204


def prepare() -> None:
    """The table and the row that GET shows."""
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Note(id=1, title="A note", words="Hear it out, name the effect, then ask."))
        session.commit()
