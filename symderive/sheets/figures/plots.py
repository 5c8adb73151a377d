"""Curves drawn by matplotlib, the extra ``plots``: a PDF for LaTeX, an SVG for a web page.

The same figure gives the same bytes. Lines and letters of the SVG have the colour of the text
around them, so that they are seen in dark mode; its names begin with that of the figure, so that
several can stand in one page.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from symderive.sheets.figures.colours import CURVES, hexadecimal
from symderive.sheets.figures.letters import plain
from symderive.sheets.figures.model import Axes, Curve, Plot

# In inches: the width of a line of text, and of a single panel.
WIDTH, SINGLE, HEIGHT = 6.3, 4.4, 2.2
INK, FAINT = "#000000", "#77777a"
PAPER = "#fefefe"
# Line styles tell curves apart where colours do not: solid, dashed, dotted, both.
STYLES: tuple[Any, ...] = ("-", (0, (5, 1.6)), (0, (1.2, 1.4)), (0, (5, 1.4, 1.2, 1.4)))
# Labels at the end of curves stand at least so far apart, as a share of the height.
APART = 0.095
ROOM = 0.06
SETTINGS: dict[str, Any] = {
    "font.family": "serif",
    "font.serif": ["cmr10"],
    "font.size": 9.0,
    "mathtext.fontset": "cm",
    "axes.formatter.use_mathtext": True,
    "axes.unicode_minus": False,
    "axes.linewidth": 0.5,
    "axes.titlesize": 9.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.0,
    "xtick.major.width": 0.5,
    "ytick.major.width": 0.5,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "lines.linewidth": 1.2,
    "lines.solid_capstyle": "butt",
    "svg.fonttype": "path",
    "svg.hashsalt": "symderive",
}
# What programs write into files about themselves.
ANONYMOUS: dict[str, dict[str, Any]] = {
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
}
SVG = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"
_NUMBER = re.compile(r"-?\d+\.\d+")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def plots_available() -> bool:
    """Whether matplotlib is installed."""
    return importlib.util.find_spec("matplotlib") is not None


def plot_pdf(plot: Plot) -> bytes:
    """The plot as a PDF file, its letters those of the page."""
    width = SINGLE if len(plot.panels) == 1 else WIDTH
    return _saved(plot.panels, width, "pdf")


def plot_svg(plot: Plot) -> str:
    """The plot for a web page: an ``svg`` element for each panel, so that they may wrap.

    Their titles say in words what is seen.
    """
    count = len(plot.panels)
    width = SINGLE if count == 1 else WIDTH / count
    elements = []
    for number, axes in enumerate(plot.panels, 1):
        found = _saved([axes], width, "svg")
        told = f"{plot.told} Panel {number} of {count}: {plain(axes.title)}."
        name = plot.name if count == 1 else f"{plot.name}-{number}"
        elements.append(_embedded(name, told if count > 1 else plot.told, found))
    return "\n".join(elements)


def _saved(panels: Sequence[Axes], width: float, kind: str) -> bytes:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        figure = Figure(figsize=(width, HEIGHT), layout="constrained")
        places = figure.subplots(1, len(panels), squeeze=False)[0]
        for axes, place in zip(panels, places, strict=True):
            _draw(axes, place)
        stream = BytesIO()
        figure.savefig(stream, format=kind, metadata=ANONYMOUS[kind], transparent=True)
        return stream.getvalue()


def _draw(axes: Axes, place: Any) -> None:
    """One panel: bands, guides, curves, dots, and names at the ends of the curves."""
    for band in axes.bands:
        x, lower, upper = zip(*band.points, strict=True)
        place.fill_between(x, lower, upper, color=FAINT, alpha=0.18, linewidth=0)
    for guide in axes.guides:
        _line(guide, place, FAINT, 0.8, STYLES[1])
    for curve in axes.curves:
        neutral = curve.colour < 0
        style = STYLES[1] if neutral else STYLES[curve.colour % len(STYLES)]
        _line(curve, place, _colour(curve), 0.8 if neutral else 1.3, style)
    for mark in axes.marks:
        colour = hexadecimal(CURVES[mark.colour % len(CURVES)])
        inside = PAPER if mark.hollow else colour
        place.plot(
            [mark.x], [mark.y], "o", ms=4, mfc=inside, mec=colour, mew=1.0, clip_on=False, zorder=5
        )
    place.set_xlim(*axes.limits)
    place.margins(y=ROOM)
    if axes.y_limits:
        place.set_ylim(*axes.y_limits)
    if axes.x_label:
        place.set_xlabel(f"${axes.x_label}$", labelpad=1.5)
    if axes.title:
        place.set_title(f"${_known(axes.title)}$", pad=6)
    if axes.x_ticks:
        place.set_xticks([x for x, _ in axes.x_ticks], [f"${name}$" for _, name in axes.x_ticks])
    if axes.y_ticks:
        place.set_yticks([y for y, _ in axes.y_ticks], [f"${name}$" for _, name in axes.y_ticks])
    _name(axes.curves, place)


def _line(curve: Curve, place: Any, colour: str, width: float, style: Any) -> None:
    for piece in curve.pieces:
        x, y = zip(*piece, strict=True)
        place.plot(x, y, color=colour, linewidth=width, linestyle=style)


def _colour(curve: Curve) -> str:
    return hexadecimal(CURVES[curve.colour % len(CURVES)]) if curve.colour >= 0 else FAINT


def _name(curves: Sequence[Curve], place: Any) -> None:
    """Write each curve's name where it ends, names that would overlap one below the other."""
    low, high = place.get_ylim()
    ended = [(curve.pieces[-1][-1][1], curve) for curve in curves if curve.label and curve.pieces]
    heights = _apart([(y - low) / (high - low) for y, _ in ended])
    for height, (_, curve) in zip(heights, ended, strict=True):
        place.text(
            1.015,
            height,
            f"${_known(curve.label)}$",
            transform=place.transAxes,
            color=_colour(curve) if curve.colour >= 0 else INK,
            va="center",
            fontsize=8.5,
        )


def _apart(heights: Sequence[float]) -> list[float]:
    """Heights near the given ones, in the same order, no two of them too close."""
    order = sorted(range(len(heights)), key=lambda place: (heights[place], -place))
    groups: list[tuple[float, list[int]]] = []
    for place in order:
        groups.append((_inside(heights[place], 1), [place]))
        while len(groups) > 1 and _reach(groups[-2], 1) + APART > _reach(groups[-1], -1) + 1e-9:
            (first, below), (second, above) = groups[-2:]
            total = len(below) + len(above)
            middle = (first * len(below) + second * len(above)) / total
            groups[-2:] = [(_inside(middle, total), below + above)]
    found = [0.0] * len(heights)
    for middle, members in groups:
        for number, place in enumerate(members):
            found[place] = middle + (number - (len(members) - 1) / 2) * APART
    return found


def _inside(middle: float, members: int) -> float:
    """The middle of a group, moved so that no name stands below or above the axes."""
    half = (members - 1) / 2 * APART
    return max(min(middle, 1.0 - half), min(0.03 + half, 0.5))


def _reach(group: tuple[float, list[int]], side: int) -> float:
    """Where the outermost name of a group stands."""
    return group[0] + side * (len(group[1]) - 1) / 2 * APART


def _known(latex: str) -> str:
    """The formula in the commands that matplotlib knows."""
    latex = re.sub(r"\\[td]frac", r"\\frac", latex).replace(r"\top", r"\mathsf{T}")
    return latex.replace(" = ", r"\,=\,")


def _embedded(name: str, told: str, found: bytes) -> str:
    """The SVG of matplotlib without what belongs to a file, and with names of its own."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(found)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in {f"{{{SVG}}}metadata", f"{{{SVG}}}style"}:
                parent.remove(child)
    for element in root.iter():
        _plain_attributes(element, name)
    width, height = (
        f"{float(root.get(side, '0').removesuffix('pt')) * 1.5:.0f}" for side in ("width", "height")
    )
    root.attrib.update(
        {
            "class": "picture",
            "role": "img",
            "width": width,
            "height": height,
            "fill": "currentColor",
            "stroke-linejoin": "round",
            "stroke-linecap": "butt",
        }
    )
    root.attrib.pop("version", None)
    title = ET.Element(f"{{{SVG}}}title")
    title.text = told
    root.insert(0, title)
    return ET.tostring(root, encoding="unicode")


def _shorter(path: str) -> str:
    """A path with two decimals, hundredths of a point, and no more spaces than it needs."""
    rounded = _NUMBER.sub(lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), path)
    return re.sub(r"\s+(?=[A-Za-z-])|(?<=[A-Za-z])\s+", "", rounded).strip()


def _plain_attributes(element: ET.Element, name: str) -> None:
    """Styles as attributes, black as the colour of the text, ids that begin with the figure's."""
    for declaration in filter(None, element.attrib.pop("style", "").split(";")):
        key, _, value = declaration.partition(":")
        element.set(key.strip(), value.strip())
    for key in ("fill", "stroke"):
        paint = element.get(key)
        if paint == INK:
            element.set(key, "currentColor")
        elif paint == PAPER:
            element.set(key, "Canvas")
    if "id" in element.attrib:
        element.set("id", f"{name}-{element.attrib['id']}")
    if "d" in element.attrib and not element.get("transform"):
        element.set("d", _shorter(element.attrib["d"]))
    link: str = element.attrib.pop(LINK, "")
    if link:
        element.set("href", f"#{name}-{link[1:]}")
    for key, found in element.attrib.items():
        element.set(key, _REFERENCE.sub(rf"url(#{name}-\1)", found))
