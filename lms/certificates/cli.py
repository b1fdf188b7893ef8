"""`certificates withdraw`: taking a certificate back without a browser."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import AppGroup

from lms import clock
from lms.certificates import queries, rules, service
from lms.certificates.models import Certificate
from lms.db import db
from lms.errors import Refusal
from lms.texts import _

group = AppGroup("certificates", help="Certificates of completion.")


def init_app(app: Flask) -> None:
    app.cli.add_command(group)


class NoSuchCertificate(Refusal):
    def __init__(self, code: str) -> None:
        super().__init__(
            _("No certificate has the code %(code)s. Check the 16 letters and numbers.", code=code)
        )


@group.command("withdraw")
@click.argument("code")
@click.option("--reason", default="", help="Why it is taken back, in one sentence; the holder reads it.")
def withdraw(code: str, reason: str) -> None:
    """Withdraw the certificate with this CODE; the public check says so from now on."""
    if not reason.strip():
        raise click.UsageError(
            _('Say why it is taken back: add --reason "one sentence that the holder reads".')
        )
    certificate = _find(code)
    service.withdraw(certificate, reason, by=None, now=clock.now())
    db.session.commit()
    click.echo(_("The certificate %(code)s is withdrawn.", code=rules.grouped(certificate.code)))


def _find(text: str) -> Certificate:
    code = rules.read_code(text)
    found = queries.find_by_code(code) if code else None
    if found is None:
        raise NoSuchCertificate(text)
    return found
