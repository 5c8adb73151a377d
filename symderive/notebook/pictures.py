"""Pictures as they stand on a sheet; curves need matplotlib, and without it there is text alone."""

from __future__ import annotations

from zlib import crc32

from symderive.claims.pictures import Cells, Curves, Picture, Staircase
from symderive.sheets.figures import Plot, picture_svg, plot_svg, plots_available
from symderive.sheets.figures.graphs import curves_of
from symderive.sheets.figures.matrices import matrices_of
from symderive.sheets.figures.steps import steps_of


def picture(shown: Picture) -> str | None:
    """A picture as SVG; None for curves of a claim that is not at hand."""
    # Two pictures of one page may not share names of parts.
    name = f"picture-{crc32(repr(shown).encode()):08x}"
    if isinstance(shown, Cells):
        return picture_svg(matrices_of(shown, name, {}))
    if not plots_available() or (isinstance(shown, Curves) and not shown.functions):
        return None
    plot: Plot = (
        steps_of(shown, name) if isinstance(shown, Staircase) else curves_of(shown, name, {})
    )
    return plot_svg(plot)
