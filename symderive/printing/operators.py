"""Operators whose notation depends on their arguments: sums over axes, e_k, I_n, parts, norms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from symderive.errors import IllFormed
from symderive.language.binding import map_children
from symderive.language.definitions import entry_of, rank_of
from symderive.language.displays import NAME as DOTTED
from symderive.language.displays import written_terms
from symderive.language.naming import NAME as NAMED
from symderive.language.naming import called
from symderive.language.terms import (
    Add,
    Apply,
    Array,
    Cases,
    Entry,
    Function,
    Mul,
    Pow,
    TensorSymbol,
    Term,
    Unknown,
    number,
)
from symderive.printing import members, pieces
from symderive.printing.pieces import Piece

if TYPE_CHECKING:
    from symderive.printing.latex import LatexPrinter

Names = tuple[str, ...]
Writer = Callable[["LatexPrinter", Apply, Names], "Piece | None"]

ENTRYWISE = (Add, Mul, Pow, Function, Unknown, Cases)
WIDEST_NUMERATOR = 8.0
# Their notation has a subscript already, so that an entry needs brackets: (e_k)_l.
SUBSCRIPTED = frozenset({"ones", "zeros", "eye", "unit", "part"})
FUNCTION_NAMES = {"sigmoid": r"\sigma", "tanh": r"\tanh", "exp": r"\exp", "log": r"\log"}
CONSTANTS = {"ones": 1, "zeros": 0}
UNFOLDED = frozenset({"sum", "max", "min"})


def plain(value: Any) -> str:
    """A parameter as it stands in a subscript."""
    if isinstance(value, tuple):
        return ",".join(plain(part) for part in value)
    return str(value).replace("_", r"\_").replace("->", r"\to{}")


def upright(name: str) -> str:
    """The name of an operator, upright, its words joined by hyphens."""
    return f"\\operatorname{{{name.replace('_', '-')}}}"


def unfolded(term: Term) -> Term | None:
    """A sum, maximum or minimum over axes written with its index, or None for anything else.

    ``exp(x).sum()`` is shown as the sum of e^{x_k} over k.
    """
    tensor, indices = (term.tensor, term.indices) if isinstance(term, Entry) else (term, ())
    if not isinstance(tensor, Apply) or tensor.name not in UNFOLDED:
        return None
    try:
        if rank_of(tensor) != len(indices):
            return None
        return entries_inward(entry_of(tensor, indices))
    except IllFormed:
        return None


def entries_inward(term: Term) -> Term:
    """The term with entries of entrywise operations taken inside: (exp x)_k becomes exp(x_k).

    The entries of a tensor of ones are 1.
    """
    if isinstance(term, Entry) and isinstance(term.tensor, (*ENTRYWISE, Array)):
        return entries_inward(entry_of(term.tensor, term.indices))
    if isinstance(term, Entry) and isinstance(term.tensor, Apply) and term.tensor.name in CONSTANTS:
        return number(CONSTANTS[term.tensor.name])
    if isinstance(term, (TensorSymbol, Apply)):
        return term
    return map_children(term, lambda child, binds: entries_inward(child))


def sizes_below(printer: LatexPrinter, sizes: Sequence[Term], bound: Names) -> str:
    """Sizes with crosses between them."""
    shown = [printer.inside(size, bound) for size in sizes]
    closed = [s if s.level >= pieces.PRODUCT else printer.brackets(s) for s in shown]
    return r" \times ".join(size.text for size in closed)


def _special_tensor(symbol: str) -> Writer:
    def write(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
        sizes = sizes_below(printer, term.arguments, bound)
        return Piece(f"{symbol}_{{{sizes}}}", pieces.ATOM, width=0.8 + 0.6 * len(term.arguments))

    return write


def _unit(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """e_k; its length is seen from what it stands beside."""
    place = printer.inside(term.arguments[0], bound)
    text = f"\\mathbf{{e}}_{{{place.text}}}"
    return Piece(text, pieces.ATOM, width=0.6 + pieces.SUBSCRIPT_SCALE * place.width)


def _norm(power: str) -> Writer:
    def write(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
        if term.parameters and len(term.parameters[0]) != rank_of(term.arguments[0]):
            return None
        inner = printer.piece(term.arguments[0], bound)
        left, right = (r"\left\lVert", r"\right\rVert") if inner.tall else (r"\lVert", r"\rVert")
        level = pieces.POWER if power else pieces.ATOM
        text = f"{left} {inner.text} {right}{power}"
        return Piece(text, level, inner.tall, width=inner.width + 1.5)

    return write


def _reshape(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """Reshape with the new shape below and the order of counting above."""
    sizes = sizes_below(printer, term.arguments[1:], bound)
    order = f"^{{\\mathrm{{{term.parameters[0]}}}}}"
    name = f"\\operatorname{{reshape}}_{{{sizes}}}{order}"
    return printer.call(name, [printer.piece(term.arguments[0], bound)], 5.5)


def _padded(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """padded(g)_k, the extension by zero."""
    call = printer.call(upright("padded"), [printer.piece(term.arguments[0], bound)], 3.0)
    below = printer.subscripts(term.arguments[1:], bound)
    return Piece(f"{call.text}_{{{below.text}}}", tall=call.tall, width=call.width + below.width)


def _part(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """X_{i,:} for the row i, X_{:,j} for the column j."""
    base = printer.at_least(term.arguments[0], pieces.ATOM, bound)
    if type(term.arguments[0]).__name__ in members.SUBSCRIPTED:
        base = printer.brackets(base)
    fixed = iter(term.arguments[1:])
    shown = [
        ":" if kept else printer.inside(next(fixed), bound).text for kept in term.parameters[0]
    ]
    width = base.width + 0.6 * len(shown)
    return Piece(f"{base.text}_{{{','.join(shown)}}}", tall=base.tall, width=width)


def _listed(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """A vector by its entries, (a, b, c); lines may end behind the commas."""
    if any(rank_of(part) for part in term.arguments):
        return None
    shown = [printer.piece(part, bound) for part in term.arguments]
    ends = [","] * (len(shown) - 1) + [""]
    segments = tuple(
        pieces.Segment(part.text + end, part.width + 0.5)
        for part, end in zip(shown, ends, strict=True)
    )
    inside = Piece(
        r",\, ".join(part.text for part in shown),
        tall=any(part.tall for part in shown),
        width=sum(segment.width for segment in segments),
        segments=segments if len(segments) > 1 else (),
    )
    return printer.brackets(inside)


def _windowed(name: str) -> Writer:
    """An operator whose arguments behind the first are the sizes of its window."""

    def write(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
        sizes = sizes_below(printer, term.arguments[1:], bound)
        inner = [printer.piece(term.arguments[0], bound)]
        return printer.call(f"{upright(name)}_{{{sizes}}}", inner, 0.5 * len(name) + 1.5)

    return write


def _derivative(operator: str) -> Writer:
    """The gradient or Hessian by the last argument: an operator in front of the function."""

    def write(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
        body = printer.at_least(term.arguments[0], pieces.POWER, bound)
        below = printer.inside(term.arguments[1], bound)
        text = operator.format(below.text) + f" {body.text}"
        width = body.width + pieces.SUBSCRIPT_SCALE * below.width + 1.2
        return Piece(text, pieces.PRODUCT, body.tall, True, width)

    return write


def _jacobian(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """df/dx as a fraction; a long function stands behind it."""
    below = printer.inside(term.arguments[1], bound)
    inner = printer.inside(term.arguments[0], bound)
    under = f"\\partial {below.text}"
    if inner.level >= pieces.POWER and inner.width <= WIDEST_NUMERATOR and not inner.tall:
        text = f"\\frac{{\\partial {inner.text}}}{{{under}}}"
        return Piece(text, pieces.PRODUCT, tall=True, width=inner.width + 1.2)
    body = printer.at_least(term.arguments[0], pieces.ATOM, bound)
    text = f"\\frac{{\\partial}}{{{under}}} {body.text}"
    return Piece(text, pieces.PRODUCT, True, True, body.width + below.width + 1.2)


def _dotted(printer: LatexPrinter, term: Apply, bound: Names) -> Piece:
    """first + second + ... + last, as it was written."""
    product = term.parameters[0] == "product"
    level = pieces.POWER if product else pieces.PRODUCT
    front, back = (
        [printer.at_least(part, level, bound) for part in stretch]
        for stretch in written_terms(term)
    )
    shown = [*front, Piece(r"\cdots", width=1.2), *back]
    sign = r" \cdot " if product else " + "
    return Piece(
        sign.join(part.text for part in shown),
        pieces.PRODUCT if product else pieces.ADD,
        any(part.tall for part in shown),
        product,
        sum(part.width for part in shown) + 1.2 * (len(shown) - 1),
        pieces.joined(shown, sign, depth=0),
    )


def _named(printer: LatexPrinter, term: Apply, bound: Names) -> Piece:
    """y(x, W, sigma): a formula by the name that its author gives it."""
    name, listed = called(term)
    shown = [
        Piece(FUNCTION_NAMES.get(part, upright(part)), width=2.0)
        if isinstance(part, str)
        else printer.piece(part, bound)
        for part in listed
    ]
    letters = printer.name(name)
    return printer.call(letters.text, shown, letters.width) if shown else letters


WRITERS: dict[str, Writer] = {
    "ones": _special_tensor(r"\mathbf{1}"),
    "zeros": _special_tensor(r"\mathbf{0}"),
    "eye": _special_tensor(r"\mathbf{I}"),
    "unit": _unit,
    "stack": _listed,
    "norm": _norm(""),
    "squared_norm": _norm("^{2}"),
    "reshape": _reshape,
    "padded": _padded,
    "part": _part,
    DOTTED: _dotted,
    NAMED: _named,
    "average_pool": _windowed("pool"),
    "max_pool": _windowed("max_pool"),
    "upsample": _windowed("upsample"),
    "gradient": _derivative(r"\nabla_{{{}}}"),
    "hessian": _derivative(r"\nabla^{{2}}_{{{}}}"),
    "jacobian": _jacobian,
}


def latex_operator(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """The operator in a notation of its own, or None where it is written as a call."""
    shown = unfolded(term)
    if shown is not None:
        return printer.piece(shown, bound)
    writer = WRITERS.get(term.name)
    return writer(printer, term, bound) if writer is not None else None
