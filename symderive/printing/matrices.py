r"""Tensors by their entries: families with ranges, rows with dots, blocks, vectors in brackets.

A matrix of symbolic size is written with dots where a few of its entries say it all: where each
index of an entry moves along rows alone or along columns alone, and the entries are short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from symderive.errors import IllFormed
from symderive.language.binding import children, instantiate
from symderive.language.definitions import entry_of, rank_of, shape_of
from symderive.language.members import FamilyMember, Previous
from symderive.language.terms import (
    ONE,
    Add,
    Apply,
    Array,
    Bound,
    Ceiling,
    Compare,
    Entry,
    Floor,
    Function,
    Iverson,
    Mul,
    Number,
    Pow,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
    number,
)
from symderive.printing import pieces
from symderive.printing.derivatives import whole_derivative
from symderive.printing.pieces import Piece, Segment
from symderive.printing.ranges import side_by_side
from symderive.printing.unfolding import as_family, collected, entries_inward

if TYPE_CHECKING:
    from symderive.printing.latex import LatexPrinter

Names = tuple[str, ...]

# In em: how wide an entry may be, and a whole matrix, to be written with dots.
WIDEST_ENTRY, WIDEST_MATRIX, GAP = 7.0, 28.0, 1.2
# A side of a number of rows up to this one is written out.
LONGEST_SIDE = 3
ACROSS, DOWN, ASLANT = Piece(r"\cdots", width=1.2), Piece(r"\vdots"), Piece(r"\ddots")
BAND_SIZE = 2
SIMPLE = (Add, Mul, Pow, Function, Unknown)
NAMED_TENSORS = (TensorSymbol, FamilyMember, Previous)
WHOLE = (Floor, Ceiling, Bound)
MATRIX = 2


def matrix(rows: Sequence[Sequence[Piece]], below: Piece | None = None) -> Piece:
    """A matrix of pieces, with its shape below where that is not seen from it."""
    body = r" \\ ".join(" & ".join(cell.text for cell in row) for row in rows)
    text = f"\\begin{{pmatrix}} {body} \\end{{pmatrix}}"
    columns = zip(*rows, strict=True)
    width = sum(max(cell.width for cell in column) + GAP for column in columns) + 1.0
    if below is None:
        return Piece(text, pieces.ATOM, tall=True, width=width)
    width += pieces.SUBSCRIPT_SCALE * below.width
    return Piece(f"{text}_{{{below.text}}}", pieces.POWER, tall=True, width=width)


# Families


def family(printer: LatexPrinter, term: Array, bound: Names) -> Piece:
    r"""The entry in brackets with the ranges of its indices: (x_{i} y_{j})_{i,j=1}^{m,n}."""
    inner = printer.all_named(term.names, len(term.shape), bound)
    body = _of_family(printer, term.body, inner)
    square = body.text.startswith(("(", r"\left("))
    body = printer.between(body, "[", "]") if square else printer.brackets(body)
    variables = [printer.name(name) for name in inner[len(bound) :]]
    sizes = [printer.inside(size, bound) for size in dict.fromkeys(term.shape)]
    if len(sizes) > 1:
        sizes = [printer.inside(size, bound) for size in term.shape]
    below = ",".join(part.text for part in variables)
    above = ",\\,".join(part.text for part in sizes)
    lower = sum(part.width + 0.3 for part in variables) + 1.5
    width = pieces.SUBSCRIPT_SCALE * max(lower, sum(part.width + 0.5 for part in sizes))
    found = pieces.extended(body, f"_{{{below}=1}}^{{{above}}}", width)
    return replace(found, level=pieces.POWER, open_right=False)


def _of_family(printer: LatexPrinter, body: Term, bound: Names) -> Piece:
    """The entry; a bracket that compares whole numbers as a Kronecker delta for each pair."""
    if isinstance(body, Iverson) and "delta" not in printer.taken:
        pairs = [_compared(part) for part in side_by_side(body.condition)]
        if all(pairs):
            return printer.beside([_delta(printer, pair, bound) for pair in pairs])
    return printer.piece(body, bound)


def _compared(condition: Term) -> tuple[Term, ...]:
    """The sides of an equality of whole numbers, nothing of anything else."""
    if not isinstance(condition, Compare) or condition.relation != "=":
        return ()
    sides = condition.left, condition.right
    return sides if all(map(is_whole, sides)) else ()


def _delta(printer: LatexPrinter, sides: tuple[Term, ...], bound: Names) -> Piece:
    below = printer.subscripts(sides, bound)
    return Piece(f"\\delta_{{{below.text}}}", width=0.5 + below.width)


def is_whole(term: Term) -> bool:
    """Whether a term is a whole number, as seen from its parts: p - 2 i, or p/r rounded up."""
    if isinstance(term, WHOLE):
        return True
    if isinstance(term, Number):
        return term.value.denominator == 1
    if isinstance(term, Symbol):
        return term.is_integer
    return isinstance(term, (Add, Mul)) and all(is_whole(child) for child, _ in children(term))


# Dots


def dotted(printer: LatexPrinter, term: Array, bound: Names) -> Piece | None:
    """A matrix with dots, or None where the family says more."""
    if len(term.shape) != MATRIX or not _is_simple(term.body) or whole_derivative(term):
        return None
    return _sampled(printer, term, bound)


def _sampled(printer: LatexPrinter, term: Array, bound: Names) -> Piece | None:
    """The first rows and columns of a matrix, and the last ones behind dots."""
    rows, columns = (_places(size) for size in term.shape)
    if rows is None or columns is None:
        return None
    shown: list[list[Piece]] = []
    for row in rows:
        if row is None:
            shown.append([DOWN if column else ASLANT for column in columns])
            continue
        shown.append(
            [
                _entry(printer, term.body, (row, column), bound) if column else ACROSS
                for column in columns
            ]
        )
    found = matrix(shown)
    narrow = all(cell.width <= WIDEST_ENTRY and not cell.tall for row in shown for cell in row)
    return found if narrow and found.width <= WIDEST_MATRIX else None


def _places(size: Term) -> list[Term | None] | None:
    """The places that are written, None for the dots; None for no places at all."""
    if isinstance(size, Number):
        if size.value < 1:
            return None
        if size.value <= LONGEST_SIDE:
            return [number(place) for place in range(1, int(size.value) + 1)]
    return [ONE, number(2), None, size]


def _entry(printer: LatexPrinter, body: Term, places: tuple[Term, ...], bound: Names) -> Piece:
    return printer.piece(collected(instantiate(body, places)), bound)


def _is_simple(body: Term) -> bool:
    """Whether the entries along a row and along a column show what an array is."""
    if isinstance(body, Entry):
        moving = [{part.index for part in _bounds(index)} for index in body.indices]
        return isinstance(body.tensor, NAMED_TENSORS) and all(len(places) <= 1 for places in moving)
    if isinstance(body, (Number, Symbol)):
        return True
    return isinstance(body, SIMPLE) and all(_is_simple(child) for child, _ in children(body))


def _bounds(term: Term) -> list[Bound]:
    if isinstance(term, Symbol):
        return []
    own = [term] if isinstance(term, Bound) else []
    return own + [part for child, _ in children(term) for part in _bounds(child)]


# Matrices of a correlation


def band(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """The kernel in every row, moved on by one place from row to row."""
    kernel = term.arguments[0]
    size = _sizes(kernel)[0]
    if printer.inline or (isinstance(size, Number) and size.value < BAND_SIZE):
        return None
    first, last = (
        printer.piece(collected(entries_inward(entry_of(kernel, (place,)))), bound)
        for place in (ONE, size)
    )
    if max(first.width, last.width) > WIDEST_ENTRY or first.tall or last.tall:
        return None
    blank, zero = Piece(""), Piece("0", width=0.5)
    between = [] if size == number(BAND_SIZE) else [ACROSS]
    aslant = [ASLANT, *(blank for _ in between), ASLANT]
    rows = [
        [first, *between, last, blank, zero],
        [blank, *aslant, blank],
        [zero, blank, first, *between, last],
    ]
    return matrix(rows, crossed(printer, _sizes(term), bound))


def crossed(printer: LatexPrinter, sizes: Sequence[Term], bound: Names) -> Piece:
    """Sizes with crosses between them."""
    shown = [printer.inside(size, bound) for size in sizes]
    closed = [s if s.level >= pieces.PRODUCT else printer.brackets(s) for s in shown]
    text = r" \times ".join(size.text for size in closed)
    return Piece(text, width=sum(size.width + 1.2 for size in closed) - 0.8)


def hankel(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """The entries of the tensor along the diagonals from the lower left to the upper right."""
    if printer.inline:
        return None
    found = as_family(term)
    return _sampled(printer, found, bound) if found is not None else None


def _sizes(term: Term) -> tuple[Term, ...]:
    shape = shape_of(term)
    assert shape is not None
    return shape


# Vectors and blocks


def is_listed(term: Term) -> bool:
    """Whether a tensor is a vector of which each entry is given."""
    stack = isinstance(term, Apply) and term.name == "stack"
    return stack and not any(map(_rank, _parts(term)))


def listed(printer: LatexPrinter, term: Apply, bound: Names) -> Piece:
    """The entries of a vector with commas, without brackets; lines may end behind the commas."""
    shown = [printer.piece(part, bound) for part in term.arguments]
    ends = [","] * (len(shown) - 1) + [""]
    segments = tuple(
        Segment(part.text + end, part.width + 0.5) for part, end in zip(shown, ends, strict=True)
    )
    return Piece(
        r",\, ".join(part.text for part in shown),
        tall=any(part.tall for part in shown),
        width=sum(segment.width for segment in segments),
        segments=segments if len(segments) > 1 else (),
    )


def stacked(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """A vector by its entries, (a, b, c); a matrix by its rows."""
    if is_listed(term):
        return printer.brackets(listed(printer, term, bound))
    if printer.inline or any(_rank(part) != 1 for part in term.arguments):
        return None
    if all(map(is_listed, term.arguments)):
        return matrix([[printer.piece(e, bound) for e in _parts(row)] for row in term.arguments])
    rows = [Apply("transpose", (part,)) for part in term.arguments]
    return matrix([[printer.piece(row, bound)] for row in rows])


def blocks(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """Vectors one below the other, matrices as blocks of one."""
    axis, rank = term.parameters[0], _rank(term)
    if printer.inline or not 1 <= rank <= MATRIX:
        return None
    across = [_beside(part) for part in term.arguments] if axis == 0 and rank > 1 else []
    if across and len({len(row) for row in across}) == 1:
        rows = across
    elif axis == 0:
        rows = [(part,) for part in term.arguments]
    else:
        rows = [term.arguments]
    return matrix([[printer.piece(part, bound) for part in row] for row in rows])


def _beside(term: Term) -> tuple[Term, ...]:
    """The blocks of one row of blocks."""
    side_by_side = (
        isinstance(term, Apply) and term.name == "concatenate" and term.parameters[0] == 1
    )
    return _parts(term) if side_by_side else (term,)


def _parts(term: Term) -> tuple[Term, ...]:
    assert isinstance(term, Apply)
    return term.arguments


def _rank(term: Term) -> int:
    try:
        return rank_of(term)
    except IllFormed:
        return -1
