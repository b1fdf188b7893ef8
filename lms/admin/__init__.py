"""What admins look after: people and their roles, staff files, leave, leaving, what is erased and when.

An *import* is a staff file on its way in: its parts wait in the database until a task has read them,
then only its report stays. A *setting* is a figure an admin changed; without a row the default holds.
"""

from __future__ import annotations

from lms.admin import models

__all__ = ["models"]
