"""Leave, part-time, finding people by name, staff files, and what is left of people once they are erased."""

from __future__ import annotations

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

BY_SIGN = sa.String(length=120).with_variant(sa.String(length=120, collation="C"), "postgresql")
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
AT_ONCE = 1000


def upgrade() -> None:
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("sort_name", BY_SIGN, nullable=False, server_default=""))
        table.add_column(sa.Column("erased_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("works_percent", sa.Integer(), nullable=False, server_default="100"))
        table.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        table.create_check_constraint(op.f("ck_person_works_percent"), "works_percent between 1 and 100")
        table.create_index("ix_person_sort_name_id", ["sort_name", "id"])
    op.create_table(
        "person_word",
        sa.Column("word", BY_SIGN, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_word_person_id")),
        sa.PrimaryKeyConstraint("word", "person_id", name=op.f("pk_person_word")),
    )
    op.create_index("ix_person_word_person_id", "person_word", ["person_id"])
    _find_those_who_are_here()
    with op.batch_alter_table("person") as table:
        for column in ("sort_name", "works_percent", "edition"):
            table.alter_column(column, server_default=None)
    op.create_table(
        "leave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_leave_order_of_days")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_leave_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leave")),
        sa.UniqueConstraint("person_id", "starts_on", name=op.f("uq_leave_person_id_starts_on")),
    )
    with op.batch_alter_table("certificate") as table:
        table.add_column(sa.Column("name_hash", sa.String(length=200), nullable=True))
    _settings_and_staff_files()


def _settings_and_staff_files() -> None:
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_setting_changed_by_id")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "staff_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("rows_read", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state in ('waiting', 'ready', 'agreed', 'done', 'refused')", name=op.f("ck_staff_import_state")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_staff_import_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_import")),
        sa.UniqueConstraint("key", name=op.f("uq_staff_import_key")),
    )
    op.create_table(
        "staff_import_part",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["staff_import.id"], name=op.f("fk_staff_import_part_import_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_staff_import_part")),
    )
    op.create_table(
        "staff_import_row",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sort_name", sa.String(length=120), nullable=False),
        sa.Column("leader", sa.String(length=254), nullable=False),
        sa.Column("team", sa.String(length=120), nullable=False),
        sa.Column("roles", sa.String(length=120), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["staff_import.id"], name=op.f("fk_staff_import_row_import_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_staff_import_row_job_id")),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_staff_import_row")),
    )
    op.create_index("ix_staff_import_row_import_id_email", "staff_import_row", ["import_id", "email"])


def _find_those_who_are_here() -> None:
    """Those who joined before are put in order and found by name as well."""
    person = sa.table("person", sa.column("id"), sa.column("name"), sa.column("sort_name"))
    words = sa.table("person_word", sa.column("word"), sa.column("person_id"))
    connection, last = op.get_bind(), 0
    batch = sa.select(person.c.id, person.c.name).order_by(person.c.id).limit(AT_ONCE)
    while rows := connection.execute(batch.where(person.c.id > last)).all():
        change = sa.update(person).where(person.c.id == sa.bindparam("number"))
        folded = [{"number": row.id, "folded": _folded(row.name)[:120]} for row in rows]
        connection.execute(change.values(sort_name=sa.bindparam("folded")), folded)
        found = [{"person_id": row.id, "word": word} for row in rows for word in _words(row.name)]
        if found:
            connection.execute(sa.insert(words), found)
        last = rows[-1].id


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.translate(PLAIN).split())


def _words(name: str) -> list[str]:
    plain = "".join(sign if sign.isalnum() else " " for sign in _folded(name))
    return list(dict.fromkeys(word[:60] for word in plain.split()))


def downgrade() -> None:
    for table in ("staff_import_row", "staff_import_part", "staff_import", "setting", "leave", "person_word"):
        op.drop_table(table)
    with op.batch_alter_table("certificate") as changed:
        changed.drop_column("name_hash")
    with op.batch_alter_table("person") as changed:
        changed.drop_index("ix_person_sort_name_id")
        changed.drop_constraint(op.f("ck_person_works_percent"), type_="check")
        for column in ("sort_name", "erased_on", "works_percent", "edition"):
            changed.drop_column(column)
