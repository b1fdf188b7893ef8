from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("coaching", __name__, template_folder="../templates")
