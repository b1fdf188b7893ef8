"""Visits and what was seen, calibration of observers, disputes, improvements, practice pairs, shared plans."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _visits()
    _disputes()
    _calibration()
    _improvements_and_pairs()
    with op.batch_alter_table("plan") as table:
        table.add_column(sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("plan") as table:
        table.alter_column("shared", server_default=None)


def _visits() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observer_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("checklist", sa.String(length=60), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("situation", sa.String(length=200), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("touch_point", sa.String(length=60), nullable=True),
        sa.Column("while_helping", sa.Boolean(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("own_view", sa.String(length=2000), nullable=False),
        sa.Column("strength", sa.String(length=1000), nullable=False),
        sa.Column("next_step", sa.String(length=500), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("observer_id <> person_id", name=op.f("ck_visit_not_oneself")),
        sa.ForeignKeyConstraint(["observer_id"], ["person.id"], name=op.f("fk_visit_observer_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("observer_id", "person_id", "number", name=op.f("uq_visit_observer_id_person_id_number")),
    )
    op.create_index("ix_visit_person_id_seen_on", "visit", ["person_id", "seen_on"])
    op.create_table(
        "visit_rating",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=80), nullable=False),
        sa.Column("competency", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("seen", sa.String(length=2000), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level between 0 and 4", name=op.f("ck_visit_rating_level")),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_visit_rating_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visit_id", "item", name=op.f("pk_visit_rating")),
    )
    op.create_table(
        "visit_comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visit.id"], name=op.f("fk_visit_comment_visit_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_comment")),
        sa.UniqueConstraint("visit_id", "number", name=op.f("uq_visit_comment_visit_id_number")),
    )


def _disputes() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("competency", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("verdict", sa.String(length=10), nullable=True),
        sa.Column("because", sa.String(length=500), nullable=False),
        sa.CheckConstraint("verdict in ('stands', 'set-aside')", name=op.f("ck_dispute_verdict")),
        sa.ForeignKeyConstraint(["asked_id"], ["person.id"], name=op.f("fk_dispute_asked_id")),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_dispute_evidence_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dispute_person_id")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_dispute_settled_by_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_dispute_visit_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("evidence_id", "number", name=op.f("uq_dispute_evidence_id_number")),
    )
    op.create_index("ix_dispute_asked_id", "dispute", ["asked_id"])
    op.create_index("ix_dispute_person_id", "dispute", ["person_id"])


def _calibration() -> None:
    op.create_table(
        "calibration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("coach_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("checklist", sa.String(length=60), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_calibration_coach_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration")),
        sa.UniqueConstraint("coach_id", "number", name=op.f("uq_calibration_coach_id_number")),
    )
    op.create_table(
        "sample_rating",
        sa.Column("calibration_id", sa.Integer(), nullable=False),
        sa.Column("sample", sa.String(length=60), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("reference", sa.JSON(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["calibration_id"], ["calibration.id"], name=op.f("fk_sample_rating_calibration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("calibration_id", "sample", name=op.f("pk_sample_rating")),
    )


def _improvements_and_pairs() -> None:
    op.create_table(
        "improvement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("competency", sa.String(length=60), nullable=False),
        sa.Column("touch_point", sa.String(length=60), nullable=False),
        sa.Column("what", sa.String(length=500), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_improvement_answered_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_improvement_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement")),
        sa.UniqueConstraint(
            "person_id", "competency", "touch_point", "made_on", name=op.f("uq_improvement_person_id_competency_touch_point_made_on")
        ),
    )
    op.create_table(
        "practice_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=60), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_practice_pair_order_of_people")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_practice_pair_made_by_id")),
        sa.ForeignKeyConstraint(["one_id"], ["person.id"], name=op.f("fk_practice_pair_one_id")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_practice_pair_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_pair")),
        sa.UniqueConstraint("one_id", "other_id", "module", name=op.f("uq_practice_pair_one_id_other_id_module")),
    )
    op.create_index("ix_practice_pair_other_id", "practice_pair", ["other_id"])


def downgrade() -> None:
    with op.batch_alter_table("plan") as table:
        table.drop_column("shared")
    for table_name in (
        "practice_pair",
        "improvement",
        "sample_rating",
        "calibration",
        "dispute",
        "visit_comment",
        "visit_rating",
        "visit",
    ):
        op.drop_table(table_name)
