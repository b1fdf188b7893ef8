"""How to get no more mails of a kind, told to mail programs in a header (RFC 8058), so that one click does it.

The kind of a mail is the first part of its key. Whoever writes such mails says where their way out leads; it must
take a bare POST from anyone who has the address, and ask for no signing in.
"""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Any

from lms.mail.models import Mail

HEADER = "List-Unsubscribe"


class Lines(EmailPolicy):
    """Headers as servers want them, with the address of the way out in one piece: Python would fold a long one by
    encoding it, and no mail program reads an address out of that."""

    def fold(self, name: str, value: Any) -> str:
        return f"{name}: {value}{self.linesep}" if name == HEADER else super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii") if name == HEADER else super().fold_binary(name, value)


LINES = Lines(linesep=SMTP.linesep)
WayOut = Callable[[int], str]
"""From the number of a person to an address."""
_ways: dict[str, WayOut] = {}


def way_out(kind: str) -> Callable[[WayOut], WayOut]:
    """`@way_out("reminder")`: the address by which somebody gets no more mails whose key begins with `reminder:`."""

    def register(function: WayOut) -> WayOut:
        _ways[kind] = function
        return function

    return register


def add_to(message: EmailMessage, mail: Mail) -> None:
    way = _ways.get(mail.key.partition(":")[0])
    if way is None or mail.person_id is None:
        return
    message[HEADER] = f"<{way(mail.person_id)}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
