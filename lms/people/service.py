"""The verbs about people: joining, signing in, choosing a password, leaving."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import date, datetime

from flask import current_app
from sqlalchemy import update
from sqlalchemy.orm import joinedload
from sqlalchemy.sql import select

from lms import audit
from lms.db import db, insert_once
from lms.errors import Refusal
from lms.people import passwords, queries, rules
from lms.people.models import Coaching, OneTimeLink, Person, PersonRole, PersonWord, Role, Team
from lms.texts import _
from lms.throttle import Limit, throttle

MISSES_PER_ACCOUNT = Limit("sign-in-account", "5/15minutes")
LOCK_OUTS_TOLD = Limit("sign-in-told", "1/15minutes")
MISSES_PER_ADDRESS = Limit("sign-in-address", "50/15minutes")


class EmailTaken(Refusal):
    def __init__(self, email: str) -> None:
        super().__init__(_("%(email)s already belongs to someone here. Use another e-mail.", email=email))


class NotAnEmail(Refusal):
    def __init__(self, email: str) -> None:
        super().__init__(
            _("%(email)s is not an e-mail address. Write one such as ana@example.com.", email=repr(email))
        )


class NameMissing(Refusal):
    def __init__(self) -> None:
        super().__init__(_("The name is missing, or longer than 120 signs. Write the person's name."))


def add_person(
    *,
    email: str,
    name: str,
    now: datetime,
    leader: Person | None = None,
    team: Team | None = None,
    roles: tuple[Role, ...] = (),
    is_demo: bool = False,
) -> Person:
    """Someone joins. Raises EmailTaken, NotAnEmail, NameMissing."""
    address, name = checked_email(email), checked_name(name)
    if queries.find_by_email(address):
        raise EmailTaken(address)
    person = Person(
        email=address,
        name=name,
        leader_id=leader.id if leader else None,
        team_id=team.id if team else None,
        is_demo=is_demo,
        created_at=now,
        role_rows=[PersonRole(role=role) for role in roles],
    )
    db.session.add(person)
    db.session.flush()
    insert_once(PersonWord, words_of(person.id, name))
    return person


def checked_email(email: str) -> str:
    """The address as it is stored. Raises NotAnEmail."""
    address = rules.normal_email(email)
    if not rules.is_email(address):
        raise NotAnEmail(email)
    return address


def checked_name(name: str) -> str:
    """The name with single spaces. Raises NameMissing."""
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise NameMissing
    return name


def words_of(person_id: int, name: str) -> list[dict[str, str | int]]:
    """The rows by which a person with this name is found."""
    return [{"person_id": person_id, "word": word} for word in rules.words_of(name)]


def add_team(*, key: str, name: str) -> Team:
    team = Team(key=key, name=name)
    db.session.add(team)
    db.session.flush()
    return team


def coach(*, coach: Person, person: Person) -> None:
    """`coach` looks after `person` from now on; saying it twice changes nothing."""
    insert_once(Coaching, [{"coach_id": coach.id, "person_id": person.id}])


def verified(*, email: str, password: str) -> int | None:
    """The number of the person whose e-mail and password these are, if they still work here.

    Takes as long for an unknown e-mail as for a known one, and says no more than None to either.
    """
    person_id, known = queries.hash_of(rules.normal_email(email)) or (None, None)
    db.session.rollback()  # hashing is slow on purpose; nobody should wait for our lock meanwhile
    return person_id if passwords.matches(known, password) else None


def may_try(*, email: str, address: str) -> bool:
    """Count one attempt of this account; False once it or the address it comes from had too many."""
    if not throttle().has_room(MISSES_PER_ADDRESS, address):
        return False
    return throttle().attempt(MISSES_PER_ACCOUNT, account_key(email))


def note_lock_out(*, email: str, now: datetime) -> None:
    """Keep that too many misses shut an account, once a quarter of an hour. Commits, for what follows is a refusal.

    The same is done for an e-mail that nobody has: how long it takes must not tell who works here.
    """
    key = account_key(email)
    if throttle().has_room(MISSES_PER_ACCOUNT, key) or not throttle().attempt(LOCK_OUTS_TOLD, key):
        return
    person_id, _hash = queries.hash_of(rules.normal_email(email)) or (None, None)
    audit.record("sign-in.locked", by=None, about=person_id, now=now)
    db.session.commit()


def missed(*, address: str) -> None:
    """An attempt from this address failed."""
    throttle().attempt(MISSES_PER_ADDRESS, address)


def signed_in(person_id: int, *, email: str, password: str) -> Person:
    """An attempt succeeded: forget the misses of this account, and renew an outdated hash."""
    throttle().forget(MISSES_PER_ACCOUNT, account_key(email))
    person = _with_roles(person_id)
    if person.password_hash and passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hasher.hash(password)
    return person


def make_link(person: Person, *, now: datetime, token: str = "") -> str:
    """A token that lets its holder choose this person's password, once, within 24 hours.

    With a `token` of their own the caller may ask twice and gets one link.
    """
    token = token or secrets.token_urlsafe(24)
    row = {"person_id": person.id, "token_hash": token_hash(token), "created_at": now, "expires_at": now + rules.LINK_LIFE}
    insert_once(OneTimeLink, [row])
    return token


def token_for(person_id: int, asked: str) -> str:
    """The token that belongs to one asking, known by the key of the page it came from; nobody else can work it out."""
    secret = current_app.config["SECRET_KEY"].encode()
    digest = hmac.digest(secret, f"one-time-link:{person_id}:{asked}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:24]).decode()


def choose_password(link: OneTimeLink, password: str, *, now: datetime) -> Person | None:
    """Use the link up and set the password; ends all sessions. None if the link was just used.

    The update decides, not a look before it: of two that come at once, one wins. Other links of
    this person end with it, so that a mail forgotten somewhere opens nothing.
    """
    unused = update(OneTimeLink).where(OneTimeLink.used_at.is_(None)).values(used_at=now)
    claimed = db.session.execute(unused.where(OneTimeLink.id == link.id))
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        return None
    db.session.execute(unused.where(OneTimeLink.person_id == link.person_id))
    person = _with_roles(link.person_id)
    set_password(person, password)
    throttle().forget(MISSES_PER_ACCOUNT, account_key(person.email))
    return person


def set_password(person: Person, password: str) -> None:
    """A new password ends every session that the old one began."""
    person.password_hash = passwords.hasher.hash(password)
    sign_out_everywhere(person)


def sign_out_everywhere(person: Person) -> None:
    """No cookie made before this moment is good any more."""
    person.session_epoch += 1
    db.session.flush()


def leave(person: Person, *, on: date) -> None:
    """The person no longer works here: they cannot sign in, and every session of theirs ends now."""
    person.left_on = on
    sign_out_everywhere(person)


def token_hash(token: str) -> str:
    """What is kept of a token; the token itself has 192 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def account_key(email: str) -> str:
    return hashlib.sha256(rules.normal_email(email).encode()).hexdigest()


def _with_roles(person_id: int) -> Person:
    found = select(Person).where(Person.id == person_id).options(joinedload(Person.role_rows))
    return db.session.scalars(found).unique().one()
