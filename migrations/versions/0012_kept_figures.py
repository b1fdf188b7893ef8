"""Figures kept for coverage, and earlier learning.

Whose figures changed is noted by triggers: a page that reads kept figures must know of every change,
also of those made by one statement for many, and by whoever writes such a statement next year. On
SQLite a migration that copies one of the watched tables (batch mode) loses its triggers and makes
them again: see `WATCHED`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WATCHED = {
    "held_level": ("person_id", ("person_id", "competency", "level", "current_until")),
    "appointment": ("person_id", ("person_id", "job_id", "starts_on", "ends_on")),
    "person": ("id", ("id", "team_id", "left_on")),
}
"""For each table: the column that says who, and those on which the kept counts depend."""


def upgrade() -> None:
    _figures()
    _earlier_learning()
    for table, (who, columns) in WATCHED.items():
        _watch(table, who, columns)
    op.execute("INSERT INTO figures_changed (person_id) SELECT id FROM person")


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for table in WATCHED:
        for act in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER figures_{table}_{act}" + ("" if sqlite else f" ON {table}"))
            if not sqlite:
                op.execute(f"DROP FUNCTION figures_{table}_{act}()")
    for table in (
        "prior_learning_review",
        "prior_learning_paper",
        "prior_learning_claim",
        "prior_learning",
        "person_figures",
        "kept_count",
        "figures_state",
        "figures_changed",
    ):
        op.drop_table(table)


def _watch(table: str, who: str, columns: tuple[str, ...]) -> None:
    """Three triggers a table; a changed row is noted for whom it was about before and is about now."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    note = "INSERT INTO figures_changed (person_id)"
    notes = {
        "insert": f"{note} SELECT NEW.{who};",
        "update": f"{note} SELECT OLD.{who} UNION SELECT NEW.{who};",
        "delete": f"{note} SELECT OLD.{who};",
    }
    for act, statement in notes.items():
        differs = " OR ".join(
            f"OLD.{name} IS {'NOT' if sqlite else 'DISTINCT FROM'} NEW.{name}" for name in columns
        )
        when = f"WHEN ({differs})" if act == "update" else ""
        trigger = f"CREATE TRIGGER figures_{table}_{act} AFTER {act} ON {table} FOR EACH ROW {when}"
        if sqlite:
            op.execute(f"{trigger} BEGIN {statement} END")
            continue
        op.execute(
            f"CREATE FUNCTION figures_{table}_{act}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN {statement} RETURN NULL; END $$"
        )
        op.execute(f"{trigger} EXECUTE FUNCTION figures_{table}_{act}()")


def _figures() -> None:
    op.create_table(
        "figures_changed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figures_changed")),
    )
    op.create_table(
        "figures_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("competencies", sa.JSON(), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figures_state")),
    )
    op.create_table(
        "kept_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("every_team", sa.Boolean(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("jobs", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_count")),
        sa.UniqueConstraint("every_team", "team_id", "jobs", name=op.f("uq_kept_count_every_team_team_id_jobs")),
    )
    op.create_table(
        "person_figures",
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kept_count_id", sa.Integer(), nullable=False),
        sa.Column("packed", sa.Text(), nullable=False),
        sa.Column("changes_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_figures")),
    )
    op.create_index("ix_person_figures_changes_on", "person_figures", ["changes_on"])


def _earlier_learning() -> None:
    op.create_table(
        "prior_learning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("learned_on", sa.Date(), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_prior_learning_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prior_learning")),
        sa.UniqueConstraint("person_id", "fingerprint", name=op.f("uq_prior_learning_person_id_fingerprint")),
    )
    op.create_table(
        "prior_learning_claim",
        sa.Column("prior_learning_id", sa.Integer(), nullable=False),
        sa.Column("competency", sa.String(length=60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.CheckConstraint("level between 1 and 2", name=op.f("ck_prior_learning_claim_level")),
        _goes_with_it("prior_learning_claim"),
        sa.PrimaryKeyConstraint("prior_learning_id", "competency", name=op.f("pk_prior_learning_claim")),
    )
    op.create_table(
        "prior_learning_paper",
        sa.Column("prior_learning_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("mimetype", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _goes_with_it("prior_learning_paper"),
        sa.PrimaryKeyConstraint("prior_learning_id", name=op.f("pk_prior_learning_paper")),
    )
    op.create_table(
        "prior_learning_review",
        sa.Column("prior_learning_id", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["person.id"], name=op.f("fk_prior_learning_review_reviewed_by_id")
        ),
        _goes_with_it("prior_learning_review"),
        sa.PrimaryKeyConstraint("prior_learning_id", name=op.f("pk_prior_learning_review")),
    )


def _goes_with_it(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["prior_learning_id"],
        ["prior_learning.id"],
        name=op.f(f"fk_{table}_prior_learning_id"),
        ondelete="CASCADE",
    )
