"""The pictures of courses. Their pages belong to floors above."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from lms.catalog import queries
from lms.catalog.pictures import picture_facts
from lms.web.access import signed_in

blueprint = Blueprint("catalog", __name__)


@blueprint.get("/courses/<course>/images/<name>")
@signed_in
def picture(course: str, name: str) -> Response:
    """A picture by its name and, in `of`, the beginning of its hash: what was sent once never changes."""
    wanted = request.args.get("of", "")
    found = queries.find_picture(course, name, wanted) if len(wanted) <= 64 else None
    facts = picture_facts(found[1]) if found else None
    if found is None or facts is None:
        abort(404)
    response = Response(found[1], mimetype=facts.kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = (
        "private, max-age=31536000, immutable" if len(wanted) >= 16 else "private, no-cache"
    )
    response.set_etag(found[0])
    response.make_conditional(request)
    return response
