"""Hashing passwords with argon2id, by OWASP's figures: 19 MiB, two passes, one lane."""

from __future__ import annotations

import secrets
from base64 import b64encode
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def matches(password_hash: str | None, password: str) -> bool:
    """Does the password fit? Takes the same time where there is no hash to compare with."""
    try:
        fits = hasher.verify(password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return fits and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Was it made with other figures than today's, so that it should be made again?"""
    return hasher.check_needs_rehash(password_hash)


@cache
def _nobody() -> str:
    """A hash that no password has, with today's figures; made up, so that even the first use takes no longer."""
    salt, tag = (b64encode(secrets.token_bytes(size)).rstrip(b"=").decode() for size in (16, 32))
    figures = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${figures}${salt}${tag}"
