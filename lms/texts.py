"""The words of the interface, through one catalogue, and dates and times as we write them.

English is the language of the originals, so the catalogue is empty for now and every text is
its own translation.
"""

from __future__ import annotations

import gettext as _gettext
from datetime import date, datetime
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel.dates import format_date
from flask import Flask
from markupsafe import Markup

from lms import clock
from lms.config import ROOT

LOCALE = "en_GB"
FOLDER = ROOT / "lms" / "locale"


def read_catalogue(folder: Path = FOLDER) -> NullTranslations:
    """The translations in a folder of catalogues, or none, which leaves every text as it is."""
    return _gettext.translation("salesfit", folder, languages=["en"], fallback=True)


_catalogue = read_catalogue()


def use(catalogue: NullTranslations) -> None:
    """Speak by this catalogue from now on, in Python and on pages."""
    global _catalogue
    _catalogue = catalogue
    _translated.cache_clear()


def later(text: str) -> str:
    """Marks a text of a table for the catalogue; whoever shows it translates it, with `_`."""
    return text


def _(text: str, **values: Any) -> str:
    """The text in the reader's language, with its named values filled in."""
    translated = _catalogue.gettext(text)
    return translated % values if values else translated


def ngettext(one: str, many: str, number: int, **values: Any) -> str:
    """The form of the text that goes with `number`, which is also the value `num`."""
    return _catalogue.ngettext(one, many, number) % {"num": number, **values}


@lru_cache(maxsize=4096)
def _written(day: date) -> str:
    return format_date(day, "d MMMM y", locale=LOCALE)


def day(moment: date | datetime) -> str:
    """3 May 2027; a moment is written as its day where the company is."""
    return _written(clock.day_of(moment) if isinstance(moment, datetime) else moment)


def weekday(day: date) -> str:
    """Thursday."""
    return format_date(day, "EEEE", locale=LOCALE)


def day_near(day: date, *, today: date) -> str:
    """Thursday, where that is within a week, or 3 June 2027."""
    return weekday(day) if 0 < (day - today).days < 7 else _written(day)


def time_of_day(moment: datetime) -> str:
    """14:32, where the company is."""
    return moment.astimezone(clock.zone()).strftime("%H:%M")


@lru_cache(maxsize=4096)
def _translated(text: str) -> Markup:
    return Markup(_catalogue.gettext(text))  # noqa: S704  our own words; values are escaped when they come in


def _marked(text: str, **values: Any) -> Markup:
    """`_` for templates. A page asks it some thirty times, mostly for the same words as the page before."""
    translated = _translated(text)
    return translated % values if values else translated


def init_app(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: _catalogue.gettext(text),
        lambda one, many, number: _catalogue.ngettext(one, many, number),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = _marked
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["clock"] = time_of_day
