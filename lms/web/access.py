"""Who may open a page: every view carries exactly one mark, and one without any is shut.

`@public` opens a page to everyone, `@signed_in` to all who signed in, `@requires(...)` to
those with one of the roles. What rows one may see is not decided here but by looking them up
through the viewer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """What a page asks of its viewer; no roles and not public means: signed in."""

    public: bool = False
    roles: frozenset[str] = frozenset()

    def admits(self, roles: frozenset[str]) -> bool:
        return not self.roles or bool(self.roles & roles)


def public(view: View) -> View:
    """Anyone may open this page."""
    return _mark(view, Access(public=True))


def signed_in(view: View) -> View:
    """Everyone who signed in may open this page."""
    return _mark(view, Access())


def requires(*roles: str) -> Callable[[View], View]:
    """Only people with one of these roles may open this page."""
    return lambda view: _mark(view, Access(roles=frozenset(roles)))


def access_of(endpoint: str) -> Access | None:
    """The mark of a view, or None where somebody forgot it."""
    found = getattr(current_app.view_functions.get(endpoint), "_access", None)
    return found if isinstance(found, Access) else None


def guard() -> Response | None:
    """Run before each request: send strangers to sign in, and turn away who may not enter."""
    if request.endpoint is None:
        return None
    access = access_of(request.endpoint)
    if access is None:
        abort(403)
    if access.public:
        return None
    if not current_user.is_authenticated:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("people.sign_in", next=back))
    if not access.admits(current_user.role_names):
        abort(403)
    return None


def _mark(view: View, access: Access) -> View:
    view._access = access  # type: ignore[attr-defined]
    return view
