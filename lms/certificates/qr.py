"""The square that a phone reads: the address of the public check."""

from __future__ import annotations

import segno


def as_svg(address: str) -> str:
    """A drawing without a size or a margin of its own: who places it keeps white around it, and names it."""
    code = segno.make(address, error="m", micro=False)
    drawing: str = code.svg_inline(border=0, omitsize=True, dark="#000", svgclass=None, lineclass=None)
    return drawing
