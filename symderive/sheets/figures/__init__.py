"""Pictures on sheets: figures as data, and what writes them as LaTeX, SVG and files."""

from symderive.sheets.figures.making import figure_of
from symderive.sheets.figures.model import Figure, Matrices, Plot
from symderive.sheets.figures.plots import plot_pdf, plot_svg, plots_available
from symderive.sheets.figures.svg import picture_svg
from symderive.sheets.figures.tex import picture_tex

__all__ = [
    "Figure",
    "Matrices",
    "Plot",
    "figure_of",
    "picture_svg",
    "picture_tex",
    "plot_pdf",
    "plot_svg",
    "plots_available",
]
