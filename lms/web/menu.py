"""The links in the header. Each package says at start what it adds; nobody lists them centrally."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask, current_app, request

from lms.texts import _
from lms.web.access import access_of
from lms.web.addresses import url_for


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A place in the header: text, page, and where it stands (small numbers first).

    `holds` are pages that belong to it under addresses of their own.
    """

    text: str
    endpoint: str
    order: int
    roles: frozenset[str] = frozenset()
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Link:
    label: str
    url: str
    current: bool


def add(app: Flask, *, text: str, endpoint: str, order: int, roles: Sequence[str] = (), holds: Sequence[str] = ()) -> None:
    """Put a link into the header of everyone with one of `roles` (none: everyone signed in)."""
    entries: list[Entry] = app.extensions.setdefault("menu", [])
    entries.append(Entry(text=text, endpoint=endpoint, order=order, roles=frozenset(roles), holds=tuple(holds)))
    entries.sort(key=lambda entry: entry.order)


def links_for(roles: frozenset[str], *, most: int = 5) -> tuple[Link, ...]:
    """The links a person with these roles sees; never one to a page that is shut to them."""
    shown = [entry for entry in current_app.extensions.get("menu", []) if _shown(entry, roles)][:most]
    urls = [url_for(entry.endpoint) for entry in shown]
    below = [url for entry, url in zip(shown, urls, strict=True) if _holds(entry, url)]
    here = max(below, key=len, default="")
    return tuple(
        Link(label=_(entry.text), url=url, current=url == here) for entry, url in zip(shown, urls, strict=True)
    )


def _holds(entry: Entry, url: str) -> bool:
    return any(_is_below(request.path, each) for each in (url, *entry.holds))


def _is_below(path: str, url: str) -> bool:
    """Is this page the one of the link, or part of what it leads to?"""
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))


def _shown(entry: Entry, roles: frozenset[str]) -> bool:
    access = access_of(entry.endpoint)
    wanted = not entry.roles or bool(entry.roles & roles)
    return wanted and access is not None and access.admits(roles)
