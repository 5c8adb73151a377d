"""How sets of reals, infima, quantifiers over the reals and probabilities are written."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from symderive.language.connections import sides_of
from symderive.language.order import (
    DISTRIBUTION,
    ForallReal,
    Infimum,
    Member,
    Probability,
    SetRelation,
    domain_conditions,
    has_derivatives,
)
from symderive.language.terms import And, Compare, Not, Term
from symderive.printing import pieces
from symderive.printing.pieces import Piece
from symderive.printing.walk import Names, Printer, Rule, Rules

LATEX_SETS = {"=": "=", "subset": r"\subseteq", "superset": r"\supseteq"}
TEXT_SETS = {"=": "=", "subset": "subset", "superset": "superset"}
PROPERTIES = {
    "nondecreasing": "non-decreasing",
    "nonincreasing": "non-increasing",
    "right_continuous": "right-continuous",
    "left_continuous": "left-continuous",
    "in_unit_interval": "with values in [0, 1]",
    "from_zero_to_one": "with limits 0 and 1",
}


def of_function(properties: tuple[str, ...]) -> str:
    """What a function is that need not be smooth; nothing for one that is.

    >>> of_function(("nondecreasing", "right_continuous"))
    'non-decreasing, right-continuous'
    """
    if has_derivatives(properties):
        return ""
    named = set(properties) - {"arbitrary"}
    first = []
    if named >= set(DISTRIBUTION):
        first, named = ["a distribution function"], named - set(DISTRIBUTION)
    rest = [PROPERTIES.get(name, name) for name in sorted(named)]
    # "with" comes last.
    rest.sort(key=lambda word: word.startswith("with"))
    return ", ".join([*first, *rest]) or "any function"


# Conditions


def conjunction(printer: Printer, term: And, bound: Names) -> Piece:
    """Two conditions that imply each other as an equivalence."""
    found = sides_of(term)
    if found is None:
        return printer.rules["And"](term, bound)
    shown = [printer.at_least(side, pieces.OR, bound) for side in (found[0], found[2])]
    return printer.connected(shown, "iff", pieces.IMPLIES)


def _quantified(latex: bool, some: bool) -> Rule:
    """For all, or for some, real numbers of a domain."""
    words = (r"\forall ", r"\exists ") if latex else ("for all ", "for some ")

    def rule(printer: Printer, term: ForallReal, bound: Names) -> Piece:
        if some and not isinstance(term.body, Not):
            inner = printer.at_least(term, pieces.ATOM, bound)
            sign = printer.connectives["not"]
            return Piece(f"{sign}{inner.text}", pieces.NOT, inner.tall, width=inner.width + 1.5)
        names = printer.named(term.name, bound)
        over = _domain(printer, term, names, latex)
        body = term.body.condition if some and isinstance(term.body, Not) else term.body
        shown = printer.piece(body, names)
        start = Piece(f"{words[some]}{over.text}", width=over.width + 1.0)
        between = r"\colon " if latex else ": "
        return Piece(
            f"{start.text}{between}{shown.text}",
            pieces.IMPLIES,
            shown.tall,
            True,
            start.width + shown.width + 1.0,
            pieces.joined([start, shown], between),
        )

    return rule


def _domain(printer: Printer, term: ForallReal, names: Names, latex: bool) -> Piece:
    """The variable with the numbers over which it runs: x in R, or x <= t."""
    conditions = domain_conditions(term)
    found = [printer.piece(condition, names) for condition in conditions]
    if len(found) != 1 or not isinstance(conditions[0], Compare):
        variable = printer.name(names[-1])
        among = r" \in \mathbb{R}" if latex else " in R"
        found.insert(0, Piece(variable.text + among, width=variable.width + 2.0))
    text = (r",\, " if latex else ", ").join(part.text for part in found)
    return Piece(text, width=sum(part.width + 0.4 for part in found))


# Sets


def _set(
    printer: Printer, body: Term, name: str, bound: Names, latex: bool, ends: Any = ()
) -> Piece:
    names = printer.named(name, bound)
    variable, inside = printer.name(names[-1]), printer.piece(body, names)
    if ends:
        low, high = (printer.piece(end, bound) for end in ends)
        sign = r" \le " if latex else " <= "
        start = f"{low.text}{sign}{variable.text}{sign}{high.text}"
        width = low.width + high.width + 3.0
    else:
        start, width = variable.text + (r" \in \mathbb{R}" if latex else ""), 2.0
    text = f"\\{{{start} : {inside.text}\\}}" if latex else f"{{{start} : {inside.text}}}"
    return Piece(text, tall=inside.tall, width=width + variable.width + inside.width + 1.6)


def _member(latex: bool) -> Rule:
    sign = r"\in" if latex else "in"

    def rule(printer: Printer, term: Member, bound: Names) -> Piece:
        left = printer.at_least(term.element, pieces.LOOSE, bound)
        right = _set(printer, term.body, term.name, bound, latex)
        return _related(left, right, sign)

    return rule


def _set_relation(latex: bool) -> Rule:
    signs = LATEX_SETS if latex else TEXT_SETS

    def rule(printer: Printer, term: SetRelation, bound: Names) -> Piece:
        left, right = (
            _set(printer, side, term.name, bound, latex, term.ends)
            for side in (term.left, term.right)
        )
        return _related(left, right, signs[term.relation])

    return rule


def _related(left: Piece, right: Piece, sign: str) -> Piece:
    second = replace(right, text=f"{sign} {right.text}", width=right.width + pieces.OPERATOR)
    return Piece(
        f"{left.text} {second.text}",
        pieces.COMPARE,
        left.tall or right.tall,
        width=left.width + second.width,
        segments=pieces.joined([left, second], " ", depth=0),
    )


def _infimum(latex: bool) -> Rule:
    def rule(printer: Printer, term: Infimum, bound: Names) -> Piece:
        inside = _set(printer, term.body, term.name, bound, latex)
        text = f"\\{term.operation} {inside.text}" if latex else f"{term.operation}{inside.text}"
        level = pieces.PRODUCT if latex else pieces.ATOM
        return Piece(text, level, inside.tall, width=inside.width + 1.5)

    return rule


def _probability(latex: bool) -> Rule:
    def rule(printer: Printer, term: Probability, bound: Names) -> Piece:
        names = printer.named(term.name, bound)
        variable, event = printer.name(names[-1]), printer.piece(term.body, names)
        low, high = (printer.piece(end, bound) for end in (term.lower, term.upper))
        if not latex:
            law = f"{variable.text} uniform on [{low.text}, {high.text}]"
            return Piece(f"P({event.text}; {law})")
        law = f"{variable.text} \\sim \\mathcal{{U}}[{low.text}, {high.text}]"
        inside = printer.brackets(event)
        width = inside.width + 1.0 + pieces.SUBSCRIPT_SCALE * (low.width + high.width + 4.0)
        return Piece(f"P_{{{law}}}{inside.text}", tall=inside.tall, width=width)

    return rule


def _rules(latex: bool) -> Rules:
    return {
        "And": conjunction,
        "ForallReal": _quantified(latex, some=False),
        "not ForallReal": _quantified(latex, some=True),
        "Member": _member(latex),
        "SetRelation": _set_relation(latex),
        "Infimum": _infimum(latex),
        "Probability": _probability(latex),
    }


TEXT_RULES, LATEX_RULES = _rules(latex=False), _rules(latex=True)
