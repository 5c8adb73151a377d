"""Nested sums of products, summed one variable at a time.

A sum of products over many indices, written out, costs the product of all ranges. Distributivity
lets a factor leave every sum whose variable it does not contain, so that tr(A B C D) becomes a
chain of small sums whose values are kept. The rewritten sum has the same value wherever it is
defined; where it is undefined, the sum as written decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from symderive.language.binding import abstract, free_symbols, instantiate
from symderive.language.terms import (
    INTEGER,
    ONE,
    Add,
    Bound,
    Ceiling,
    Floor,
    Function,
    Iverson,
    Mul,
    Number,
    Pow,
    Reduce,
    Symbol,
    Term,
)

TOTAL_ON_INTEGERS = {"Abs", "Max", "Min", "sign"}


def is_integral(term: Term) -> bool:
    """Whether the term is an integer by its form, and defined, whatever its variables are."""
    if isinstance(term, Number):
        return term.value.denominator == 1
    if isinstance(term, Symbol):
        return term.is_integer
    if isinstance(term, (Bound, Iverson)):
        return isinstance(term, Bound)
    if isinstance(term, Add):
        return all(map(is_integral, term.terms))
    if isinstance(term, Mul):
        return all(map(is_integral, term.factors))
    if isinstance(term, Pow):
        exponent = term.exponent
        return (
            isinstance(exponent, Number)
            and is_integral(exponent)
            and exponent.value >= 0
            and (is_integral(term.base))
        )
    if isinstance(term, (Floor, Ceiling)):
        return is_integral(term.argument) or _is_integer_over_number(term.argument)
    if isinstance(term, Function):
        return term.name in TOTAL_ON_INTEGERS and all(map(is_integral, term.arguments))
    return False


def _is_integer_over_number(term: Term) -> bool:
    """Whether the term is integers times numbers: (q - 1)/2, defined though not an integer."""
    return isinstance(term, Mul) and all(
        isinstance(factor, Number) or is_integral(factor) for factor in term.factors
    )


def flat_factors(term: Term) -> tuple[Term, ...]:
    """The factors of nested products, in the order written."""
    if not isinstance(term, Mul):
        return (term,)
    return tuple(part for factor in term.factors for part in flat_factors(factor))


@dataclass(frozen=True)
class _Sum:
    """One variable of a nested sum, by a symbol that stands for it."""

    variable: Symbol
    lower: Term
    upper: Term
    name: str


def factorised(term: Reduce) -> Term:
    """The nested sum with factors moved out of the sums they do not depend on.

    Returns the term itself where nothing can be moved.
    """
    if not (isinstance(term.body, Reduce) and term.body.operation == "sum"):
        return term
    sums, factors = _opened(term)
    if len(factors) < 2:
        return term
    free_order = all(is_integral(one.lower) and is_integral(one.upper) for one in sums)
    moved = False
    while sums:
        chosen = _cheapest(sums, factors) if free_order else sums[-1]
        sums.remove(chosen)
        inside = [f for f in factors if chosen.variable in free_symbols(f)]
        outside = [f for f in factors if chosen.variable not in free_symbols(f)]
        moved = moved or bool(outside)
        body = abstract(_product(inside), (chosen.variable,))
        factors = [*outside, Reduce("sum", chosen.lower, chosen.upper, body, chosen.name)]
    return _product(factors) if moved else term


def _opened(term: Term) -> tuple[list[_Sum], list[Term]]:
    """The sums from the outermost to the innermost, and the factors of the innermost body."""
    sums: list[_Sum] = []
    while isinstance(term, Reduce) and term.operation == "sum":
        variable = Symbol(f"{term.name} of sum {len(sums)}", INTEGER)
        sums.append(_Sum(variable, term.lower, term.upper, term.name))
        term = instantiate(term.body, (variable,))
    return sums, list(flat_factors(term))


def _cheapest(sums: list[_Sum], factors: list[Term]) -> _Sum:
    """The sum whose body, after the others have left it, depends on the fewest variables."""

    def cost(one: _Sum) -> int:
        seen = [free_symbols(f) for f in factors if one.variable in free_symbols(f)]
        return sum(any(other.variable in symbols for symbols in seen) for other in sums)

    free = [
        one
        for one in sums
        if not any(
            one.variable in free_symbols(other.lower) | free_symbols(other.upper) for other in sums
        )
    ]
    return min(reversed(free), key=cost)


def _product(factors: list[Term]) -> Term:
    if not factors:
        return ONE
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))
