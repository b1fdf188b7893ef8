"""Rules about passwords, links and sessions: values in, value out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import datetime, timedelta

IDLE = timedelta(hours=12)
IDLE_WHEN_KEPT = timedelta(days=30)
REFRESH = timedelta(minutes=10)
"""How stale the "last seen" in a cookie may grow before an answer renews it."""
LINK_LIFE = timedelta(hours=24)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200

_FAMILIAR = frozenset(
    "password passwort 1234567890 0123456789 qwertyuiop qwertzuiop letmeinnow iloveyou12 welcome123 "  # noqa: SIM905
    "password12 password123 passw0rd12 salesfit salesfit12 salesfit123 changeme12 changeme123 abcdefghij".split()
)


def session_is_over(*, last_seen: datetime, kept: bool, now: datetime) -> bool:
    """Idle for longer than 12 hours, or 30 days where "keep me signed in" was asked for."""
    return now - last_seen > (IDLE_WHEN_KEPT if kept else IDLE)


def password_problem(password: str, *, email: str, name: str) -> str | None:
    """Why this password will not do, as a key (short, long, familiar, personal), or None.

    Length and familiarity alone, as NIST SP 800-63B asks: no rules about kinds of signs.
    """
    plain = password.casefold()
    if len(password) < SHORTEST_PASSWORD:
        return "short"
    if len(password) > LONGEST_PASSWORD:
        return "long"
    if plain in _FAMILIAR or len(set(plain)) < 4:
        return "familiar"
    own = {email.casefold(), email.casefold().split("@")[0] * 2, name.casefold(), name.casefold().replace(" ", "")}
    return "personal" if plain in own else None


def normal_email(text: str) -> str:
    """One spelling for one mailbox: e-mail addresses are compared without regard to case."""
    return text.strip().casefold()


_WITHOUT_MARKS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
"""Letters that no norm of signs takes apart, as one types them on a keyboard that lacks them."""


def folded(text: str) -> str:
    """The text without case, accents and doubled spaces: how names are put in order and compared."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.translate(_WITHOUT_MARKS).split())


def words_of(text: str) -> list[str]:
    """The folded words, each once; signs between letters part them, so O'Brien is found by Brien too."""
    plain = "".join(sign if sign.isalnum() else " " for sign in folded(text))
    return list(dict.fromkeys(word[:60] for word in plain.split()))


def is_email(address: str) -> bool:
    """Does this look like an address that a mail could be sent to? No more is asked."""
    return len(address) <= 254 and re.fullmatch(r"[^@\s<>(),;:\"\\\[\]\x00-\x1f]+@[^@\s<>(),;:\"\\\[\]\x00-\x1f]+", address) is not None


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
