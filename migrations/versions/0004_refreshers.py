"""questions that come back"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "refresher_card",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("asked", sa.String(length=60), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("stability", sa.Double(), nullable=False),
        sa.Column("difficulty", sa.Double(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.CheckConstraint("turns >= 1", name=op.f("ck_refresher_card_turns")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_refresher_card_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "item", name=op.f("pk_refresher_card")),
    )
    op.create_table(
        "refresher_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("card", sa.String(length=60), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=60), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("module", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("believed", sa.JSON(), nullable=False),
        sa.Column("right", sa.Boolean(), nullable=False),
        sa.Column("sure", sa.String(length=10), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_refresher_answer_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refresher_answer")),
        sa.UniqueConstraint("person_id", "card", "turn", name=op.f("uq_refresher_answer_person_id_card_turn")),
    )
    op.create_index("ix_refresher_answer_person_id_given_on", "refresher_answer", ["person_id", "given_on"])
