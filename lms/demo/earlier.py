"""What people of the demo company learned before they came: one paper waits for Henry."""

from __future__ import annotations

from datetime import datetime, timedelta

from lms.clock import day_of
from lms.competencies.prior_learning import service
from lms.people import queries as people

_PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
"""An empty sheet."""


def hand_in(domain: str, *, now: datetime) -> None:
    """Bea shows what she did before; asked again, it is the same paper."""
    bea = people.get_by_email(f"bea@{domain}")
    service.hand_in(
        bea.id,
        title="Evening course: letters about money",
        place="Harbour college",
        learned_on=day_of(now - timedelta(days=300)),
        claims={"plain-language": 2, "bad-news": 1},
        file_name="harbour-college.pdf",
        content=_PAPER,
        now=now - timedelta(days=3),
    )
