"""How members of families and recursions are written: y_{l-1}, and y[l - 1] as plain text."""

from __future__ import annotations

from symderive.language.displays import tidy
from symderive.language.members import FamilyMember, FamilySymbol, Previous, Recursion
from symderive.language.terms import Term
from symderive.printing import pieces
from symderive.printing.pieces import Piece
from symderive.printing.walk import Names, Printer, Rules

SUBSCRIPTED = ("FamilyMember", "Previous")
"""Nodes that have an index below already, so that an entry of them needs brackets."""


def whole(printer: Printer, term: FamilySymbol | Recursion, bound: Names) -> Piece:
    """A family or a recursion as such, by its name."""
    return printer.name(term.name)


def _name_and_index(term: FamilyMember | Previous) -> tuple[str, Term]:
    if isinstance(term, Previous):
        return term.name, tidy(term.index)
    assert isinstance(term.family, (FamilySymbol, Recursion))
    return term.family.name, tidy(term.index)


def latex_member(printer: Printer, term: FamilyMember | Previous, bound: Names) -> Piece:
    """A member with its index below."""
    name, index = _name_and_index(term)
    base, below = printer.name(name), printer.inside(index, bound)
    width = base.width + pieces.SUBSCRIPT_SCALE * below.width
    return Piece(f"{base.text}_{{{below.text}}}", width=width)


def text_member(printer: Printer, term: FamilyMember | Previous, bound: Names) -> Piece:
    """A member with its index in square brackets."""
    name, index = _name_and_index(term)
    return Piece(f"{name}[{printer.piece(index, bound).text}]")


TEXT_RULES: Rules = {
    "FamilySymbol": whole,
    "Recursion": whole,
    "FamilyMember": text_member,
    "Previous": text_member,
}
LATEX_RULES: Rules = {**TEXT_RULES, "FamilyMember": latex_member, "Previous": latex_member}
