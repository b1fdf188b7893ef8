"""How this installation is set up, and what of its work went wrong. Nothing here is a secret."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lms import clock, mail, tasks
from lms.admin.views.blueprint import blueprint
from lms.people.models import Role
from lms.texts import _
from lms.web.access import requires


@blueprint.get("/installation", endpoint="installation")
@requires(Role.ADMIN)
def installation() -> str:
    return render_template(
        "admin/installation.html",
        standing=tasks.standing(clock.now()),
        failures=tasks.failures(),
        mails=mail.troubled(),
        settings=_settings(),
        now=clock.now(),
    )


@blueprint.post("/installation/tasks/<int:task_id>/again", endpoint="task_again")
@requires(Role.ADMIN)
def task_again(task_id: int) -> Response:
    tasks.try_again(task_id, now=clock.now())
    flash(_("It is tried again."))
    return redirect(url_for("admin.installation"))


@blueprint.post("/installation/mails/<int:mail_id>/again", endpoint="mail_again")
@requires(Role.ADMIN)
def mail_again(mail_id: int) -> Response:
    mail.try_again(mail_id, now=clock.now())
    flash(_("It is sent again."))
    return redirect(url_for("admin.installation"))


def _settings() -> list[tuple[str, str]]:
    """Of addresses that may hold a password the place alone; secrets are there or not."""
    config = current_app.config
    yes, no = _("set"), _("not set")
    return [
        ("LMS_BASE_URL", config["BASE_URL"]),
        ("LMS_TIMEZONE", config["TIMEZONE"]),
        ("LMS_DATABASE_URL", _place(config["DATABASE_URL"])),
        ("LMS_REDIS_URL", _place(config["REDIS_URL"]) or no),
        ("LMS_QUEUE_URL", _place(config["QUEUE_URL"]) or no),
        ("LMS_MAIL_URL", _place(config["MAIL_URL"]) or no),
        ("LMS_MAIL_FROM", config["MAIL_FROM"] or no),
        ("LMS_PROXIES", str(config["PROXIES"])),
        ("LMS_OIDC_ISSUER", config["OIDC_ISSUER"] or no),
        ("LMS_OIDC_CLIENT_SECRET", yes if config["OIDC_CLIENT_SECRET"] else no),
        ("LMS_SCIM_TOKEN", yes if config["SCIM_TOKEN"] else no),
        ("LMS_LOG", config["LOG"]),
    ]


def _place(url: str) -> str:
    """The kind of service and its host; of a file its name."""
    parts = urlsplit(url)
    place = parts.hostname or parts.path.rpartition("/")[2]
    return f"{parts.scheme}, {place}" if url else ""
