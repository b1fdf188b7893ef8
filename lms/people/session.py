"""Who is signed in: the cookie names a person and their session epoch, and when it was last seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask, Response, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from lms import clock
from lms.people import queries, rules
from lms.people.models import Person, Role

_SEEN, _KEPT = "seen", "kept"


class Viewer(UserMixin):  # type: ignore[misc]
    """The person who is looking, with the names of their roles, as one plain value.

    A value and not the row: pages ask it after the row's session has gone.
    """

    def __init__(self, *, id: int, name: str, email: str, epoch: int, roles: frozenset[str]) -> None:
        self.id = id
        self.name = name
        self.email = email
        self.epoch = epoch
        self.role_names = roles

    def get_id(self) -> str:
        return f"{self.id}:{self.epoch}"

    def has(self, *roles: Role) -> bool:
        return any(role in self.role_names for role in roles)


def begin(person: Person, *, keep: bool) -> None:
    """Sign this person in; the old session, whatever it held, is thrown away first."""
    session.clear()
    roles = frozenset(row.role for row in person.role_rows)
    login_user(
        Viewer(id=person.id, name=person.name, email=person.email, epoch=person.session_epoch, roles=roles)
    )
    session.permanent = keep
    session[_KEPT] = keep
    session[_SEEN] = int(clock.now().timestamp())


def end() -> None:
    logout_user()
    session.clear()


def viewer() -> Viewer:
    """The one who is signed in; only pages that ask for signing in may call this."""
    found = current_user._get_current_object()
    assert isinstance(found, Viewer)
    return found


def init_app(app: Flask) -> None:
    manager = LoginManager()
    manager.session_protection = None  # the epoch and the idle limit decide; addresses change on phones
    manager.user_loader(_load)
    manager.init_app(app)
    app.permanent_session_lifetime = rules.IDLE_WHEN_KEPT + timedelta(days=1)
    app.after_request(_renew)


def _load(cookie_id: str) -> Viewer | None:
    number, _, epoch = cookie_id.partition(":")
    if not (number.isdigit() and epoch.isdigit()) or _SEEN not in session:
        return None
    if rules.session_is_over(last_seen=_last_seen(), kept=bool(session.get(_KEPT)), now=clock.now()):
        return None
    known = queries.find_for_session(int(number), epoch=int(epoch))
    if known is None:
        return None
    return Viewer(id=known.id, name=known.name, email=known.email, epoch=int(epoch), roles=known.roles)


def _renew(response: Response) -> Response:
    """Move "last seen" on, but not with every answer: each renewal sends the cookie again."""
    if _SEEN in session and clock.now() - _last_seen() > rules.REFRESH and current_user.is_authenticated:
        session[_SEEN] = int(clock.now().timestamp())
    return response


def _last_seen() -> datetime:
    return datetime.fromtimestamp(session[_SEEN], UTC)
