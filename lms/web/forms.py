"""The base of all forms: texts are trimmed, and control signs never get in."""

from __future__ import annotations

import re
from typing import Any

from flask_wtf import FlaskForm

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def tidy(value: Any) -> Any:
    """Trim, and drop control signs and marks that turn the direction of other people's text."""
    return _CONTROL.sub("", value).strip() if isinstance(value, str) else value


class Form(FlaskForm):  # type: ignore[misc]
    """A form with its token; the request's token is checked before any view runs."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Any:
            filters = list(unbound_field.kwargs.pop("filters", []))
            takes_filters = unbound_field.field_class.__name__ in ("StringField", "TextAreaField", "EmailField")
            if takes_filters and tidy not in filters:
                filters.append(tidy)
            if filters:
                unbound_field.kwargs["filters"] = filters
            return super().bind_field(form, unbound_field, options)
