"""Functions whose argument shrinks when indices coincide: F(x_i - x_j) at i = j is F(0).

A derived head keeps one place for each index; where two of them are equal its argument may have
fewer terms, and the function is read anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.prover import functionals, functions, normalize, piecewise, roots
from symderive.prover.context import Context
from symderive.prover.integers import Form
from symderive.prover.radix import guard_context
from symderive.prover.ring import FUNCTION, INDICATOR, GuardedTerm, Head, Polynomial

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

RANGE_FUNCTIONS = ("max", "product")


def evaluated(work: Workspace, term: GuardedTerm, context: Context) -> Polynomial | None:
    """The product of the factors with shrunken functions read anew; None if none shrinks."""
    if not any(_coincide(head, indices) for head, indices, _ in term.factors):
        return None
    inside = guard_context(term, context)
    value: Polynomial = {frozenset(): term.coefficient}
    changed = False
    for head, indices, e in term.factors:
        found = _read_anew(work, head, indices, inside) if _coincide(head, indices) else None
        if found is None or e != int(e) or e < 0:
            found = work.atom(work.factor(head, indices), e)
        else:
            changed = True
            found = work.power(found, int(e))
        value = work.multiply(value, found)
    return value if changed else None


def _coincide(head: Head, indices: tuple[Form, ...]) -> bool:
    return (
        head.kind in (FUNCTION, INDICATOR)
        and head.name not in RANGE_FUNCTIONS
        and len(set(indices)) < len(indices)
    )


def _read_anew(
    work: Workspace, head: Head, indices: tuple[Form, ...], context: Context
) -> Polynomial | None:
    assert head.body is not None
    body = normalize.instantiated(work, head, indices, context)
    if len(body) >= len(head.body):
        return None
    work.record("coinciding indices", str(head.name))
    if head.kind == INDICATOR:
        return piecewise.indicator(work, head.name, body, context)
    if head.name == piecewise.ABSOLUTE:
        return piecewise.absolute(work, body, context)
    if head.name == "tanh":
        return functions.tanh(work, body, context)
    if head.name == "erf":
        return functions.error_function(work, body, context)
    if head.name == "log":
        return functions.logarithm(work, body, context)
    if isinstance(head.name, functions.Root):
        return roots.of_nonnegative(work, body, head.name.degree, context)
    if isinstance(head.name, functionals.Name):
        return functionals.read_anew(work, head, body, context)
    return functions.function(work, head.name, body, context)
