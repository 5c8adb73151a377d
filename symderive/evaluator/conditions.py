"""How conditions are written as Python."""

from __future__ import annotations

from symderive.errors import IllFormed
from symderive.evaluator.factorisation import is_integral
from symderive.evaluator.scalars import bounds, spending
from symderive.evaluator.writer import Around, Writer, writes
from symderive.language.binding import shift
from symderive.language.definitions import shape_of
from symderive.language.terms import (
    ONE,
    And,
    Bound,
    Compare,
    Entry,
    Forall,
    Not,
    Or,
    Term,
    Truth,
)

OPERATORS = {"=": "==", "!=": "!=", "<=": "<=", "<": "<", ">=": ">=", ">": ">"}


@writes(Truth)
def truth(writer: Writer, term: Truth, around: Around) -> str:
    """Always, or never."""
    return str(bool(term.value))


@writes(Compare)
def compare(writer: Writer, term: Compare, around: Around) -> str:
    """A relation between scalars, or the equality of two tensors."""
    if term.relation not in OPERATORS:
        raise IllFormed(f"{term.relation!r} is not one of {', '.join(OPERATORS)}")
    entries = equality_of_entries(term)
    if entries is not None:
        return writer.condition(entries, around)
    operator = OPERATORS[term.relation]
    left, right = writer.value(term.left, around), writer.value(term.right, around)
    if is_integral(term.left) and is_integral(term.right):
        return f"({left} {operator} {right})"
    return f"(comparison({left}, {right}) {operator} 0)"


def equality_of_entries(term: Compare) -> Term | None:
    """What equality of tensors means: equal shapes, and equal entries. None between scalars."""
    shapes = sized_sides(term)
    if shapes is None:
        return None
    left, right = shapes
    rank = len(left)
    places = tuple(Bound(rank - 1 - k) for k in range(rank))
    sides = [Entry(shift(side, rank), places) for side in (term.left, term.right)]
    entries: Term = Compare("=", *sides)
    for outer, size in reversed(list(enumerate(left))):
        entries = Forall(ONE, shift(size, outer), entries)
    same = And((*[Compare("=", a, b) for a, b in zip(left, right, strict=True)], entries))
    return Not(same) if term.relation == "!=" else same


def sized_sides(term: Compare) -> tuple[tuple[Term, ...], tuple[Term, ...]] | None:
    """The shapes of two tensors that are compared; None between scalars."""
    left, right = shape_of(term.left), shape_of(term.right)
    if left == () and right == ():
        return None
    if left is None or right is None:
        raise IllFormed("tensors without a shape cannot be compared; compare their entries")
    if len(left) != len(right):
        raise IllFormed(f"ranks differ: {len(left)} on the left, {len(right)} on the right")
    if term.relation not in ("=", "!="):
        raise IllFormed(f"tensors are compared by = only, not by {term.relation}")
    return left, right


@writes(And)
def conjunction(writer: Writer, term: And, around: Around) -> str:
    """All of the conditions."""
    return writer.combined([writer.condition(c, around) for c in term.conditions] or ["True"])


@writes(Or)
def disjunction(writer: Writer, term: Or, around: Around) -> str:
    """At least one of the conditions."""
    found = [writer.condition(c, around) for c in term.conditions] or ["False"]
    return writer.combined(found, "any_of", "or")


@writes(Not)
def negation(writer: Writer, term: Not, around: Around) -> str:
    """The condition does not hold."""
    return f"(not {writer.condition(term.condition, around)})"


@writes(Forall)
def quantified(writer: Writer, term: Forall, around: Around) -> str:
    """The condition for every integer in a range."""

    def body(own: Around) -> list[str]:
        lines = bounds(writer, term, own, "quantifier")
        text = writer.condition(term.body, own.under("k"))
        values = "for k in range(first, last + 1)"
        holds = (
            f"all_of(*[lambda k=k: {text} {values}])" if writer.literal else f"all({text} {values})"
        )
        return [*lines, spending(writer, own), f"result = {holds}"]

    return writer.remembered("forall", term, around, body)
