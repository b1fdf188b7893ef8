"""Assignments, their dates, and waivers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("appointment", sa.Column("recorded_on", sa.Date(), nullable=True))
    _waivers()
    _assignments()
    _what_was_decided()
    op.create_table(
        "reminder_pause",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_pause_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_reminder_pause")),
    )


def downgrade() -> None:
    for table in ("reminder_pause", "extension_request", "assignment_exception", "assignment", "waiver"):
        op.drop_table(table)
    with op.batch_alter_table("appointment") as table:
        table.drop_column("recorded_on")


def _waivers() -> None:
    op.create_table(
        "waiver",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("competency", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_waiver_order_of_days")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_waiver_person_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_waiver_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_waiver_ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
        sa.UniqueConstraint("person_id", "number", name=op.f("uq_waiver_person_id_number")),
    )


def _assignments() -> None:
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=60), nullable=False),
        sa.Column("competency", sa.String(length=60), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("basis", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_days", sa.Integer(), nullable=True),
        sa.Column("after_course", sa.String(length=60), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("holding", sa.String(length=140), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(case when job_id is null then 0 else 1 end) + (case when team_id is null then 0 else 1 end)"
            " + (case when person_id is null then 0 else 1 end) = 1",
            name=op.f("ck_assignment_one_target"),
        ),
        sa.CheckConstraint(
            "(basis = 'fixed' and due_on is not null and due_days is null)"
            " or (basis <> 'fixed' and due_on is null and due_days is not null)",
            name=op.f("ck_assignment_one_way_of_counting"),
        ),
        sa.CheckConstraint(
            "(basis = 'completion') = (after_course is not null)", name=op.f("ck_assignment_completion_of_a_course")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_assignment_job_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_assignment_team_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_assignment_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_assignment_ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("holding", name=op.f("uq_assignment_holding")),
    )
    op.create_index("ix_assignment_person_id", "assignment", ["person_id"])


def _what_was_decided() -> None:
    op.create_table(
        "assignment_exception",
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("choice in ('moved', 'excused', 'kept')", name=op.f("ck_assignment_exception_choice")),
        sa.CheckConstraint(
            "(choice = 'moved') = (due_on is not null)", name=op.f("ck_assignment_exception_moved_to_a_day")
        ),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_assignment_exception_assignment_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_exception_person_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_assignment_exception_by_id")),
        sa.PrimaryKeyConstraint("assignment_id", "person_id", "number", name=op.f("pk_assignment_exception")),
    )
    op.create_index("ix_assignment_exception_person_id", "assignment_exception", ["person_id"])
    op.create_table(
        "extension_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.String(length=300), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(answered_at is null) = (granted is null)", name=op.f("ck_extension_request_answered")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_extension_request_person_id")),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_extension_request_assignment_id")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_extension_request_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_request")),
        sa.UniqueConstraint(
            "person_id", "assignment_id", "number", name=op.f("uq_extension_request_person_id_assignment_id_number")
        ),
    )
    op.create_index("ix_extension_request_assignment_id", "extension_request", ["assignment_id"])
