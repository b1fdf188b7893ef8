"""Reports by mail, and how many people a team needs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team_need",
        sa.Column("team_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("people between 1 and 999", name=op.f("ck_team_need_people")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_need_team_id_team")),
        sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_team_need_set_by_id_person")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team_need")),
    )
    op.create_table(
        "report_schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("report", sa.String(length=20), nullable=False),
        sa.Column("filters", sa.String(length=300), nullable=False),
        sa.Column("every", sa.String(length=10), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("last_period", sa.String(length=10), nullable=False),
        sa.Column("last_sent_on", sa.Date(), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("stopped_why", sa.String(length=20), nullable=False),
        sa.CheckConstraint("every in ('week', 'month')", name=op.f("ck_report_schedule_every")),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["person.id"], name=op.f("fk_report_schedule_recipient_id_person")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_report_schedule_made_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedule")),
        sa.UniqueConstraint(
            "recipient_id",
            "report",
            "filters",
            "every",
            name=op.f("uq_report_schedule_recipient_id_report_filters_every"),
        ),
    )


def downgrade() -> None:
    op.drop_table("report_schedule")
    op.drop_table("team_need")
