"""Two kinds of reader: those of the company (`holder`) and strangers with a code (`public`)."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("certificates", __name__, template_folder="../templates")

from lms.certificates.views import holder, passports, public  # noqa: E402, F401  they hang their pages into it
