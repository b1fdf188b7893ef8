"""runs of scenarios, and each reply as it was taken"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "scenario_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scenario", sa.String(length=60), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.String(length=60), nullable=True),
        sa.Column("ending_kind", sa.String(length=10), nullable=True),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("best", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_scenario_run_number")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scenario_run_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_run")),
        sa.UniqueConstraint("person_id", "scenario", "number", name=op.f("uq_scenario_run_person_id_scenario_number")),
    )
    op.create_index("ix_scenario_run_scenario_number", "scenario_run", ["scenario", "number"])
    op.create_table(
        "reply_taken",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("scene", sa.String(length=60), nullable=False),
        sa.Column("reply", sa.String(length=60), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("step >= 1", name=op.f("ck_reply_taken_step")),
        sa.ForeignKeyConstraint(["run_id"], ["scenario_run.id"], name=op.f("fk_reply_taken_run_id")),
        sa.PrimaryKeyConstraint("run_id", "step", name=op.f("pk_reply_taken")),
    )
