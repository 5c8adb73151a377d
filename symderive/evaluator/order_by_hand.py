"""A counterexample to a claim about order worked out: the values of both sides, infima and all.

What is computed here explains a refutation; it is not part of one.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symderive.errors import OutsideFragment, Undefined
from symderive.evaluator.order import World, shown
from symderive.evaluator.step_functions import StepFunction, function_of
from symderive.language.binding import dangling, free_symbols, instantiate, substitute, subterms
from symderive.language.connections import sides_of
from symderive.language.order import (
    NAMED,
    ForallReal,
    Infimum,
    Probability,
    SetRelation,
    meaning,
)
from symderive.language.terms import (
    REAL,
    Add,
    And,
    Apply,
    Compare,
    Mul,
    Number,
    Pow,
    Statement,
    Symbol,
    Term,
    Unknown,
    is_condition,
)
from symderive.results.witness import Witness

VALUED = (Add, Apply, Infimum, Mul, Pow, Probability, Unknown)
Step = tuple[Term, tuple[Term, ...], str]


def steps_of(statement: Statement, witness: Witness) -> tuple[tuple[str, tuple[Step, ...]], ...]:
    """The sides of what fails, each with the terms in it, what they are written out, their values.

    Nothing where the witness does not say enough.
    """
    sides = _sides(statement.claim, witness)
    if sides is None:
        return ()
    known = {
        symbol: Fraction(witness.values[symbol.name])
        for side in sides
        for symbol in free_symbols(side)
        if isinstance(symbol, Symbol) and symbol.name in witness.values
    }
    functions = dict(_functions(witness))
    world = World(tuple(map(meaning, sides)), known, functions)
    found = []
    for name, side in zip(("left", "right"), sides, strict=True):
        try:
            steps = tuple(_steps(world, side))
        except (OutsideFragment, KeyError):
            return ()
        if steps:
            found.append((name, steps))
    return tuple(found)


def _functions(witness: Witness) -> Iterator[tuple[str, StepFunction]]:
    for shown_as, text in witness.functions.items():
        name, _, variable = shown_as.removesuffix(")").partition("(")
        yield name, function_of(text, variable)


def _sides(claim: Term, witness: Witness) -> tuple[Term, Term] | None:
    """The two sides of what fails; a variable that shows it is free in them."""
    if isinstance(claim, (ForallReal, SetRelation)) and claim.name in witness.values:
        at = (Symbol(claim.name, REAL),)
        if isinstance(claim, ForallReal):
            return _sides(instantiate(claim.body, at), witness)
        return instantiate(claim.left, at), instantiate(claim.right, at)
    connected = sides_of(claim)
    if connected is not None:
        inner = _sides(connected[2], witness) if isinstance(connected[2], SetRelation) else None
        return inner or (connected[0], connected[2])
    if isinstance(claim, Compare):
        return claim.left, claim.right
    if isinstance(claim, And) and len(claim.conditions) == 1:
        return _sides(claim.conditions[0], witness)
    return None


def _steps(world: World, side: Term) -> Iterator[Step]:
    """The terms that have a value, inner ones first, with numbers for the variables."""
    numbers: dict[Term, Term] = {s: Number(value) for s, value in world.symbols.items()}
    parts = [part for part in reversed(subterms(side)) if not dangling(part)]
    named = [p.arguments[0] for p in parts if isinstance(p, Apply) and p.name == NAMED]
    for part in dict.fromkeys(parts):
        if not isinstance(part, VALUED) or is_condition(part) or part in named:
            continue
        written = part.arguments[0] if isinstance(part, Apply) and part.name == NAMED else part
        forms = [] if written is part else [written]
        placed = substitute(written, numbers)
        forms += [placed] if placed != written else []
        try:
            value = shown(world.value(meaning(part)))
        except Undefined as error:
            value = f"undefined: {error}"
        yield part, tuple(forms), value
