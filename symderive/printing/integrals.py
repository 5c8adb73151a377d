"""How integrals, expectations, divergences and "almost everywhere" are written."""

from __future__ import annotations

from dataclasses import replace

from symderive.language.binding import shift
from symderive.language.integrals import KL, Divergence, Everywhere, Expectation, Integral
from symderive.language.terms import Bound, Entry, Term, Unknown
from symderive.printing import pieces
from symderive.printing.pieces import Piece
from symderive.printing.walk import Names, Printer, Rules

SIGN_WIDTH, DIFFERENTIAL_WIDTH, BARS_WIDTH = 1.0, 1.6, 1.2
FUNCTION_VARIABLE = "t"
REAL_NAMES = "xyztus"


def latex_integral(printer: Printer, term: Integral, bound: Names) -> Piece:
    r"""\int body dx."""
    inner = _named(printer, term.name, bound)
    body = printer.at_least(term.body, pieces.PRODUCT, inner)
    sign = Piece(r"\int", tall=True, width=SIGN_WIDTH)
    variable = printer.name(inner[-1])
    end = f"\\,\\mathrm{{d}}{variable.text}"
    *front, last = body.parts()
    closing = replace(last, text=last.text + end, width=last.width + DIFFERENTIAL_WIDTH)
    whole = replace(
        body,
        text=body.text + end,
        width=body.width + DIFFERENTIAL_WIDTH,
        segments=(*front, closing) if front else (),
    )
    cut = pieces.joined([sign, whole], " ")
    text = f"{sign.text} {whole.text}"
    return Piece(text, pieces.PRODUCT, True, True, SIGN_WIDTH + whole.width, cut)


def latex_expectation(printer: Printer, term: Expectation, bound: Names) -> Piece:
    r"""\mathbb{E}_{z \sim q}[body]."""
    inner = _named(printer, term.name, bound)
    body = printer.between(printer.piece(term.body, inner), "[", "]")  # type: ignore[attr-defined]
    assert isinstance(term.density, Unknown)
    below = f"{printer.name(inner[-1]).text} \\sim {printer.name(term.density.name).text}"
    start = f"\\mathbb{{E}}_{{{below}}}"
    return Piece(f"{start}{body.text}", pieces.POWER, body.tall, width=body.width + 3.0)


def latex_divergence(printer: Printer, term: Divergence, bound: Names) -> Piece:
    r"""D_f(P \,\|\, Q), the function below where it has no name."""
    below = _function_of(printer, term, bound)
    label = r"\mathrm{KL}" if term.label == KL else below.text
    first, second = (_distribution(printer, side, bound) for side in (term.first, term.second))
    text = f"D_{{{label}}}({first.text} \\,\\|\\, {second.text})"
    width = first.width + second.width + 0.7 * below.width + BARS_WIDTH + 1.6
    return Piece(text, pieces.POWER, width=width)


def latex_everywhere(printer: Printer, term: Everywhere, bound: Names) -> Piece:
    """The condition for almost all x."""
    inner = _named(printer, term.name, bound)
    body = printer.piece(term.body, inner)
    variable = printer.name(inner[-1]).text
    words = r"\text{ for almost}\mathbin{}\text{all }"
    text = f"{body.text} {words} {variable} \\in \\mathbb{{R}}"
    return Piece(text, pieces.IMPLIES, body.tall, width=body.width + 9.0)


def text_integral(printer: Printer, term: Integral, bound: Names) -> Piece:
    """integral(x: body)."""
    inner = _named(printer, term.name, bound)
    return Piece(f"integral({inner[-1]}: {printer.piece(term.body, inner).text})")


def text_expectation(printer: Printer, term: Expectation, bound: Names) -> Piece:
    """E[body, z ~ q]."""
    inner = _named(printer, term.name, bound)
    assert isinstance(term.density, Unknown)
    body = printer.piece(term.body, inner)
    return Piece(f"E[{body.text}, {inner[-1]} ~ {term.density.name}]")


def text_divergence(printer: Printer, term: Divergence, bound: Names) -> Piece:
    """D_f(p || q); of a function without a name, D[t: f(t)](p || q)."""
    first, second = (_distribution(printer, side, bound) for side in (term.first, term.second))
    below = _function_of(printer, term, bound)
    label = f"_{below.text}" if _is_named(term) else f"[{FUNCTION_VARIABLE}: {below.text}]"
    label = "_KL" if term.label == KL else label
    return Piece(f"D{label}({first.text} || {second.text})")


def text_everywhere(printer: Printer, term: Everywhere, bound: Names) -> Piece:
    """The condition for almost all x."""
    inner = _named(printer, term.name, bound)
    text = f"for almost all {inner[-1]}: {printer.piece(term.body, inner).text}"
    return Piece(text, pieces.IMPLIES)


def _function_of(printer: Printer, term: Divergence, bound: Names) -> Piece:
    """The name of the function, or its value at t."""
    if _is_named(term):
        assert isinstance(term.function, Unknown)
        return printer.name(term.function.name)
    return printer.inside(term.function, _named(printer, FUNCTION_VARIABLE, bound))


def _named(printer: Printer, wanted: str, bound: Names) -> Names:
    """The names with one more for a real variable, which is called like one."""
    taken = printer.taken | frozenset(bound)
    for name in (wanted, *REAL_NAMES):
        if name not in taken:
            return (*bound, name)
    return printer.named(wanted, bound)


def _is_named(term: Divergence) -> bool:
    """Whether the function is an unknown one, which has a name."""
    function = term.function
    return isinstance(function, Unknown) and function.arguments == (Bound(0),)


def _distribution(printer: Printer, side: Term, bound: Names) -> Piece:
    """A density by its name, a vector of probabilities as what it is."""
    if isinstance(side, Unknown):
        return printer.name(side.name)
    assert isinstance(side, Entry)
    return printer.piece(shift(side.tensor, -1), bound)


TEXT_RULES: Rules = {
    Integral.__name__: text_integral,
    Expectation.__name__: text_expectation,
    Divergence.__name__: text_divergence,
    Everywhere.__name__: text_everywhere,
}
LATEX_RULES: Rules = {
    Integral.__name__: latex_integral,
    Expectation.__name__: latex_expectation,
    Divergence.__name__: latex_divergence,
    Everywhere.__name__: latex_everywhere,
}
