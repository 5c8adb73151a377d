"""Curves over one variable: what is drawn, what it is called, where the counterexample lies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import sympy

from symderive.claims.pictures import Curves, Point, Shown
from symderive.errors import IllFormed
from symderive.language.terms import Compare, Entry, Number, Statement, Symbol, TensorSymbol, Term
from symderive.printing.latex import LatexPrinter
from symderive.printing.names import free_names
from symderive.results import Witness
from symderive.sheets.figures.letters import plain
from symderive.sheets.figures.matrices import point_text
from symderive.sheets.figures.model import DASHED, Axes, Band, Curve, Mark, Plot
from symderive.sheets.figures.sampling import Points, function_of, pieces_of, places_of
from symderive.sheets.figures.values import Known, rounded

LONGEST_LABEL, LONGEST_WITH_FRACTION = 34, 8
TALL = (r"\sum", r"\prod", r"\int", r"\begin")
# What is left free above and below the curves, as a share of their height.
ROOM = 0.06
# Colours of what is no function of its own, such as the edge of a band.
NEUTRAL = -1

Folded = Mapping[Term, str]


def curves_of(
    picture: Curves,
    name: str,
    folded: Folded,
    statement: Statement | None = None,
    witness: Witness | None = None,
) -> Plot:
    """The figure of a picture of curves.

    Args:
        picture: what is shown.
        name: what the figure and its files are called.
        folded: the names that a proof file gives to tensors.
        statement: what the claim says, for a picture of both sides of it.
        witness: its counterexample.

    Raises:
        IllFormed: where both sides are asked for and there are no two, or where a value is missing.
    """
    functions = picture.functions or _sides(statement)
    points = [Known.at(point) for point in picture.at]
    if not points:
        points = [Known.of(witness) if witness is not None else Known()]
    common, different = _shared(picture.at)
    panels = []
    for place, known in enumerate(points):
        drawn = _Panel(picture, known, folded)
        axes = drawn.axes(functions, None if picture.functions else witness)
        panels.append(replace(axes, title=different[place] if different else ""))
    panels = _level(panels)
    told = f"{', '.join(_told(panels[0]))} over {plain(panels[0].x_label)}."
    return Plot(name, _caption(common, picture, witness), told, tuple(panels))


def _sides(statement: Statement | None) -> tuple[Shown, ...]:
    if statement is None or not isinstance(statement.claim, Compare):
        raise IllFormed("the claim has no two sides; give curves(...) functions to draw")
    return Shown(statement.claim.left), Shown(statement.claim.right)


def _shared(points: Sequence[Point]) -> tuple[str, list[str]]:
    """The values that all points have, as prose, and those of each point that differ."""
    if len(points) < 2:
        return (point_text(points[0]) if points else ""), []
    rows = [row for row in points[0].shown if all(row in point.shown for point in points)]
    others = [Point((), tuple(r for r in p.shown if r not in rows)) for p in points]
    return point_text(Point((), tuple(rows))), [point_text(p).replace("$", "") for p in others]


def _caption(common: str, picture: Curves, witness: Witness | None) -> str:
    if picture.functions or witness is None:
        return f"At {common}." if common else ""
    name = _variable_name(picture.over)
    named = {**witness.sizes, **witness.indices, **witness.values}
    others = [f"${_entry_latex(key)} = {value}$" for key, value in named.items() if key != name]
    at = f" at {', '.join(others)}" if others else ""
    return (
        f"Both sides{at}; the dots are the counterexample." if name in named else f"Both sides{at}."
    )


def _level(panels: list[Axes]) -> list[Axes]:
    """Several panels with the same heights at the same values."""
    if len(panels) < 2:
        return panels
    drawn = [piece for axes in panels for curve in axes.curves for piece in curve.pieces]
    heights = [y for piece in drawn for _, y in piece] or [0.0]
    room = ROOM * (max(heights) - min(heights) or 1.0)
    limits = rounded(min(heights) - room), rounded(max(heights) + room)
    return [replace(axes, y_limits=limits) for axes in panels]


def _told(axes: Axes) -> list[str]:
    return [plain(curve.label) for curve in axes.curves if curve.label]


def _variable_name(variable: Term) -> str:
    """The name of the variable, an entry as ``x[1]``."""
    if isinstance(variable, Entry) and isinstance(variable.tensor, TensorSymbol):
        places = [str(i.value) for i in variable.indices if isinstance(i, Number)]
        return f"{variable.tensor.name}[{','.join(places)}]"
    assert isinstance(variable, Symbol)
    return variable.name


def _entry_latex(name: str) -> str:
    from symderive.printing.names import latex_name

    stem, _, indices = name.partition("[")
    shown = latex_name(stem).text
    return f"{shown}_{{{indices.rstrip(']')}}}" if indices else shown


class _Panel:
    """One panel: functions of one variable, all other variables having values."""

    def __init__(self, picture: Curves, known: Known, folded: Folded) -> None:
        self.picture = picture
        self.folded = dict(folded)
        self.over = _variable_name(picture.over)
        self.at = known.values.get(self.over)
        self.known = known.without(self.over)

    def axes(self, functions: Sequence[Shown], witness: Witness | None) -> Axes:
        """The panel, the counterexample marked on the curves."""
        bands, edges = self._band()
        curves: list[Curve] = []
        marks: list[Mark] = []
        names = self._names(functions)
        for colour, function in enumerate(functions):
            for place, expression in self.known.parts(function.term):
                number = colour if not place else len(curves)
                label = _indexed(names[colour], place)
                curves.append(Curve(label, self._pieces(expression), number))
                if witness is not None:
                    marks += self._marks(expression, number)
        low, high = (float(end) for end in (self.picture.low, self.picture.high))
        return Axes(
            "",
            self._printed(self.picture.over),
            (*_merged(curves), *edges),
            (low, high),
            bands,
            tuple(marks),
        )

    def _band(self) -> tuple[tuple[Band, ...], list[Curve]]:
        """The shaded band, and its two edges."""
        if not self.picture.band:
            return (), []
        expressions = [self.known.scalar(edge.term) for edge in self.picture.band]
        names = self._names(self.picture.band)
        edges = [
            Curve(name, self._pieces(expression), NEUTRAL, DASHED)
            for name, expression in zip(names, expressions, strict=True)
        ]
        lower, upper = (function_of(expression, self.over) for expression in expressions)
        points = []
        for place in places_of(self.picture.low, self.picture.high):
            low, high = lower(place), upper(place)
            if low is not None and high is not None:
                points.append((rounded(float(place)), low, high))
        return (Band(tuple(points)),), edges

    def _pieces(self, expression: sympy.Expr) -> tuple[Points, ...]:
        function = function_of(expression, self.over)
        return pieces_of(function, self.picture.low, self.picture.high)

    def _marks(self, expression: sympy.Expr, colour: int) -> Iterator[Mark]:
        """The point of the curve at the counterexample."""
        height = None if self.at is None else function_of(expression, self.over)(self.at)
        if self.at is not None and height is not None:
            yield Mark(rounded(float(self.at)), height, colour)

    def _printed(self, term: Term) -> str:
        return LatexPrinter(free_names((term,)), self.folded).piece(term).text

    def _names(self, functions: Sequence[Shown]) -> list[str]:
        """What functions are called; the two sides of a claim in words where a formula is long."""
        names = [shown.label.replace("$", "") or self._printed(shown.term) for shown in functions]
        long = [len(plain(name)) > LONGEST_LABEL or _is_tall(name) for name in names]
        unnamed = [wide and not f.label for wide, f in zip(long, functions, strict=True)]
        if not any(unnamed):
            return names
        if self.picture.functions:
            raise IllFormed("a curve with a long formula needs a name: curves(t, (0, 1), {'f': f})")
        return [r"\mathrm{left\ side}", r"\mathrm{right\ side}"]


def _is_tall(formula: str) -> bool:
    """Whether a formula needs more than a line: long fractions, signs with bounds."""
    fraction = r"\frac" in formula and len(plain(formula)) > LONGEST_WITH_FRACTION
    return fraction or any(sign in formula for sign in TALL)


def _indexed(label: str, place: tuple[int, ...]) -> str:
    """The label of an entry."""
    if not place:
        return label
    indices = ",".join(map(str, place))
    simple = label.isalpha() or (label.startswith("\\") and label[1:].isalpha())
    return f"{label}_{{{indices}}}" if simple else f"({label})_{{{indices}}}"


def _merged(curves: Sequence[Curve]) -> list[Curve]:
    """Curves that run on top of each other as one, which has the names of both."""
    found: dict[tuple[Points, ...], Curve] = {}
    for curve in curves:
        same = found.get(curve.pieces)
        if same is None:
            found[curve.pieces] = curve
        elif same.label != curve.label:
            found[curve.pieces] = replace(same, label=f"{same.label} = {curve.label}")
    return list(found.values())
