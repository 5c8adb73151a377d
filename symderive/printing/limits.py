"""How limits are written: arrows with what moves above them, and limits as operators."""

from __future__ import annotations

from symderive.language.limits import ABOVE, BELOW, Infinity, Limit, Tends
from symderive.language.terms import Term
from symderive.printing import pieces
from symderive.printing.pieces import Piece
from symderive.printing.walk import Names, Printer, Rules

LATEX_SIDES = {ABOVE: "^{+}", BELOW: "^{-}"}
TEXT_SIDES = {ABOVE: " from above", BELOW: " from below"}
SIDE_WIDTH, ARROW_WIDTH = 0.5, 1.3


def latex_infinity(printer: Printer, term: Infinity, bound: Names) -> Piece:
    r"""\infty with its sign."""
    level = pieces.ATOM if term.sign > 0 else pieces.SIGNED
    return Piece(r"\infty" if term.sign > 0 else r"-\infty", level, width=1.0)


def text_infinity(printer: Printer, term: Infinity, bound: Names) -> Piece:
    """Two letters o, as SymPy has it."""
    level = pieces.ATOM if term.sign > 0 else pieces.SIGNED
    return Piece("oo" if term.sign > 0 else "-oo", level)


def _moving(printer: Printer, term: Limit | Tends, bound: Names) -> Piece:
    r"""t \to a, with the side from which t comes."""
    variable = printer.name(printer.named(term.name, bound)[-1])
    target = printer.piece(term.target, bound)
    side = LATEX_SIDES.get(term.side, "")
    end = target if target.level >= pieces.POWER or not side else printer.brackets(target)
    width = variable.width + end.width + ARROW_WIDTH + (SIDE_WIDTH if side else 0.0)
    return Piece(f"{variable.text} \\to {end.text}{side}", width=width)


def arrow(printer: Printer, term: Tends, bound: Names = ()) -> Piece:
    """The arrow between what tends to a limit and the limit, with what moves above it."""
    above = _moving(printer, term, bound)
    width = ARROW_WIDTH + pieces.SUBSCRIPT_SCALE * above.width
    return Piece(f"\\xrightarrow{{{above.text}}}", width=width)


def latex_tends(printer: Printer, term: Tends, bound: Names) -> Piece:
    """What tends to a limit, the arrow, and the limit."""
    body = printer.at_least(term.body, pieces.LOOSE, printer.named(term.name, bound))
    value = printer.at_least(term.limit, pieces.LOOSE, bound)
    sign = arrow(printer, term, bound)
    right = printer.prefixed(value, f"{sign.text} {value.text}", sign.text)
    width = body.width + value.width + sign.width
    cut = pieces.joined([body, right], " ", depth=0)
    return Piece(f"{body.text} {right.text}", pieces.COMPARE, True, width=width, segments=cut)


def latex_limit(printer: Printer, term: Limit, bound: Names) -> Piece:
    r"""\lim with what moves below it."""
    below = _moving(printer, term, bound)
    body = printer.at_least(term.body, pieces.PRODUCT, printer.named(term.name, bound))
    width = max(1.7, pieces.SUBSCRIPT_SCALE * below.width) + 0.2
    start = Piece(f"\\lim_{{{below.text}}}", tall=True, width=width)
    cut = pieces.joined([start, body], " ")
    text = f"{start.text} {body.text}"
    return Piece(text, pieces.PRODUCT, True, True, width + body.width, cut)


def text_tends(printer: Printer, term: Tends, bound: Names) -> Piece:
    """What tends to a limit -> the limit as t -> a."""
    inner = printer.named(term.name, bound)
    body = printer.at_least(term.body, pieces.LOOSE, inner)
    value = printer.at_least(term.limit, pieces.LOOSE, bound)
    text = f"{body.text} -> {value.text} as {_told(printer, term, inner[-1], bound)}"
    return Piece(text, pieces.NOT)


def text_limit(printer: Printer, term: Limit, bound: Names) -> Piece:
    """limit(t -> a, body)."""
    inner = printer.named(term.name, bound)
    body = printer.piece(term.body, inner)
    return Piece(f"limit({_told(printer, term, inner[-1], bound)}, {body.text})")


def _told(printer: Printer, term: Limit | Tends, name: str, bound: Names) -> str:
    target: Term = term.target
    shown = printer.at_least(target, pieces.LOOSE, bound).text
    return f"{name} -> {shown}{TEXT_SIDES.get(term.side, '')}"


TEXT_RULES: Rules = {"Infinity": text_infinity, "Limit": text_limit, "Tends": text_tends}
LATEX_RULES: Rules = {"Infinity": latex_infinity, "Limit": latex_limit, "Tends": latex_tends}
