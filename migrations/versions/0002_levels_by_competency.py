"""coverage reads who holds which level from an index alone"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("held_level") as table:
        table.drop_index("ix_held_level_competency_level")
        table.create_index("ix_held_level_competency_level_person_id", ["competency", "level", "person_id"])
