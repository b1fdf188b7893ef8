"""The square that a phone reads: the address of the public check."""

from __future__ import annotations

import segno

QUIET = 2
"""Empty modules drawn around the square on screens; the white around it gives the rest."""


def as_svg(address: str, *, border: int = QUIET) -> str:
    """A drawing without a size of its own; who places it gives it a text alternative."""
    code = segno.make(address, error="m", micro=False)
    drawing: str = code.svg_inline(
        border=border, omitsize=True, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return drawing
