"""Operators whose notation depends on their arguments: sums over axes, e_k, I_n, parts, norms."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from symderive.language.binding import free_symbols, subterms
from symderive.language.definitions import rank_of
from symderive.language.displays import NAME as DOTTED
from symderive.language.displays import written_terms
from symderive.language.naming import NAME as NAMED
from symderive.language.naming import called
from symderive.language.terms import Apply
from symderive.printing import matrices, members, pieces
from symderive.printing.names import function_name
from symderive.printing.pieces import Piece
from symderive.printing.settings import Call, call_of
from symderive.printing.unfolding import unfolded

if TYPE_CHECKING:
    from symderive.printing.latex import LatexPrinter

Names = tuple[str, ...]
Writer = Callable[["LatexPrinter", Apply, Names], "Piece | None"]

WIDEST_NUMERATOR = 8.0
# Their notation has a subscript already, so that an entry needs brackets: (e_k)_l.
# Matrices that are written out, but not below an index.
WRITTEN_OUT = frozenset({"correlation_matrix", "hankel", "concatenate", "stack"})
SUBSCRIPTED = frozenset({"ones", "zeros", "eye", "unit", "part"})
FUNCTION_NAMES = {
    "sigmoid": r"\sigma",
    "tanh": r"\tanh",
    "exp": r"\exp",
    "log": r"\log",
    "relu": r"\operatorname{ReLU}",
}


# What is seen of each as one where an operator works along an axis of a matrix.
AXES = ("columns", "rows")


def plain(value: Any) -> str:
    """A parameter as it stands in a subscript."""
    if isinstance(value, tuple):
        return ",".join(plain(part) for part in value)
    return str(value).replace("_", r"\_").replace("->", r"\to{}")


def upright(name: str) -> str:
    """The name of an operator, upright; a hyphen between its words would be a minus in MathML."""
    words = name.replace("_", r"\,")
    return f"\\operatorname{{{words}}}"


def settings_below(printer: LatexPrinter, term: Apply, call: Call, bound: Names) -> str:
    """Settings below the name of an operator."""
    shown = []
    for name, value in call.settings:
        if name == "axis" and rank_of(term.arguments[0]) == len(AXES):
            shown.append(f"\\mathrm{{{AXES[int(str(value))]}}}")
        elif isinstance(value, str):
            told = f"{name} {plain(value)}".strip() if name != "mode" else value
            shown.append(f"\\mathrm{{{told.replace(' ', '~')}}}")
        else:
            listed = ",".join(printer.inside(part, bound).text for part in value)
            shown.append(f"\\mathrm{{{name}}}\\,{listed}")
    return ",\\,".join(shown)


def _special_tensor(symbol: str) -> Writer:
    def write(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
        sizes = matrices.crossed(printer, term.arguments, bound)
        width = 0.8 + pieces.SUBSCRIPT_SCALE * sizes.width
        return Piece(f"{symbol}_{{{sizes.text}}}", pieces.ATOM, width=width)

    return write


def _identity(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """I_n, bold where another matrix is called I."""
    symbol = r"\mathbf{I}" if "I" in printer.taken else "I"
    return _special_tensor(symbol)(printer, term, bound)


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
    sizes = matrices.crossed(printer, term.arguments[1:], bound)
    order = f"^{{\\mathrm{{{term.parameters[0]}}}}}"
    name = f"\\operatorname{{reshape}}_{{{sizes.text}}}{order}"
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


def _windowed(name: str) -> Writer:
    """An operator whose arguments behind the first are sizes: of its window, of its result."""

    def write(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
        sizes = matrices.crossed(printer, term.arguments[1:], bound)
        inner = [printer.piece(term.arguments[0], bound)]
        width = 0.5 * len(name) + pieces.SUBSCRIPT_SCALE * sizes.width
        return printer.call(f"{upright(name)}_{{{sizes.text}}}", inner, width)

    return write


def _starred(symbol: str) -> Writer:
    """x * w, the mode below the sign unless it is the usual one; None where there are strides."""

    def write(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
        call = call_of(term)
        if any(name != "mode" for name, _ in call.settings):
            return None
        sides = [printer.at_least(part, pieces.POWER, bound) for part in call.arguments]
        mode = "".join(f"_{{\\mathrm{{{value}}}}}" for _, value in call.settings)
        sign = f"{symbol}{mode}"
        width = 1.4 + 1.3 * bool(mode)
        right = printer.prefixed(sides[1], f"{sign} {sides[1].text}", sign)
        return Piece(
            f"{sides[0].text} {right.text}",
            pieces.PRODUCT,
            any(side.tall for side in sides),
            width=sum(side.width for side in sides) + width,
            segments=pieces.joined([sides[0], right], " ", depth=1),
        )

    return write


def _outer(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """u v^T for vectors."""
    if any(rank_of(part) != 1 for part in term.arguments):
        return None
    column, row = term.arguments
    return printer.piece(Apply("matmul", (column, Apply("transpose", (row,)))), bound)


def _log_softmax(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """Log softmax(x), two names with one argument."""
    call = call_of(term)
    found = printer.piece(Apply("softmax", term.arguments, term.parameters), bound)
    if call.settings:
        return None
    return Piece(f"\\log {found.text}", pieces.POWER, found.tall, width=found.width + 1.7)


def _pullback(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """The gradient of <v, f(x)> by x, where v does not depend on x."""
    function, variable, weights = term.arguments
    shared = free_symbols(variable) & free_symbols(weights)
    if variable in subterms(weights) or not all(matrices.is_whole(symbol) for symbol in shared):
        return None
    paired = Apply("inner", (weights, function))
    return printer.piece(Apply("gradient", (paired, variable)), bound)


def _derivative(operator: str) -> Writer:
    """The gradient or Hessian by the last argument: an operator in front of the function."""

    def write(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
        body = printer.at_least(term.arguments[0], pieces.POWER, bound)
        below = printer.inside(term.arguments[1], bound)
        width = pieces.SUBSCRIPT_SCALE * below.width + 1.2
        start = Piece(operator.format(below.text), width=width)
        text, cut = f"{start.text} {body.text}", pieces.joined([start, body], " ")
        return Piece(text, pieces.PRODUCT, body.tall, True, width + body.width, cut)

    return write


def _jacobian(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """df/dx as a fraction; a long function stands behind it."""
    below = printer.inside(term.arguments[1], bound)
    inner = printer.inside(term.arguments[0], bound)
    under = f"\\partial {below.text}"
    if inner.level >= pieces.POWER and inner.width <= WIDEST_NUMERATOR and not inner.tall:
        text = f"\\frac{{\\partial {inner.text}}}{{{under}}}"
        return Piece(text, pieces.POWER, tall=True, width=inner.width + 1.2)
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
    values = [part for part in listed if not isinstance(part, str)]
    inner = iter(printer.arguments(values, bound) if len(listed) == 1 else [])
    shown = [
        Piece(FUNCTION_NAMES.get(part, upright(part)), width=2.0)
        if isinstance(part, str)
        else next(inner, None) or printer.piece(part, bound)
        for part in listed
    ]
    if not shown:
        return printer.name(name)
    letters = function_name(name)
    return printer.call(letters.text, shown, letters.width)


WRITERS: dict[str, Writer] = {
    "ones": _special_tensor(r"\mathbf{1}"),
    "zeros": _special_tensor(r"\mathbf{0}"),
    "eye": _identity,
    "unit": _unit,
    "stack": matrices.stacked,
    "concatenate": matrices.blocks,
    "correlation_matrix": matrices.band,
    "hankel": matrices.hankel,
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
    "vjp": _pullback,
    "outer": _outer,
    "log_softmax": _log_softmax,
    "correlate": _starred(r"\star"),
    "convolve": _starred("*"),
}


# Where their matrix is too wide to be written out, and where a formula stands in a line of text.
SIZED = {"correlation_matrix": _windowed("Toeplitz"), "hankel": _windowed("Hankel")}


def latex_operator(printer: LatexPrinter, term: Apply, bound: Names) -> Piece | None:
    """The operator in a notation of its own, or None where it is written as a call."""
    shown = unfolded(term)
    if shown is not None:
        return printer.piece(shown, bound)
    writer = WRITERS.get(term.name)
    found = writer(printer, term, bound) if writer is not None else None
    sized = SIZED.get(term.name)
    return sized(printer, term, bound) if found is None and sized is not None else found
