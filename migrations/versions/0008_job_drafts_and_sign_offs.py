"""Drafts, sign-offs, where a version came from, levels that count from a day, and files that wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("job_version") as table:
        table.add_column(sa.Column("origin", sa.String(length=10), nullable=False, server_default="file"))
        table.add_column(sa.Column("note", sa.String(length=500), nullable=False, server_default=""))
        table.create_check_constraint(op.f("ck_job_version_origin"), "origin in ('file', 'browser')")
    with op.batch_alter_table("requirement") as table:
        table.add_column(sa.Column("counts_from", sa.Date(), nullable=True))
        table.add_column(sa.Column("level_before", sa.Integer(), nullable=False, server_default="0"))
        table.create_check_constraint(op.f("ck_requirement_level_before"), "level_before between 0 and 4")
    for table_name, columns in (("job_version", ("origin", "note")), ("requirement", ("level_before",))):
        with op.batch_alter_table(table_name) as table:
            for column in columns:
                table.alter_column(column, server_default=None)
    op.create_table(
        "job_draft",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("begun_from", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_job_draft_changed_by_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_job_draft")),
    )
    op.create_table(
        "job_sign_off",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("job_version_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_job_sign_off_person_id")),
        sa.ForeignKeyConstraint(
            ["job_version_id"], ["job_version.id"], name=op.f("fk_job_sign_off_job_version_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "job_version_id", name=op.f("pk_job_sign_off")),
    )
    op.create_index("ix_job_sign_off_job_version_id", "job_sign_off", ["job_version_id"])
    op.create_table(
        "waiting_file",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_waiting_file_job_id")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_waiting_file")),
    )


def downgrade() -> None:
    for table_name in ("waiting_file", "job_sign_off", "job_draft"):
        op.drop_table(table_name)
    with op.batch_alter_table("requirement") as table:
        table.drop_constraint(op.f("ck_requirement_level_before"), type_="check")
        table.drop_column("level_before")
        table.drop_column("counts_from")
    with op.batch_alter_table("job_version") as table:
        table.drop_constraint(op.f("ck_job_version_origin"), type_="check")
        table.drop_column("note")
        table.drop_column("origin")
