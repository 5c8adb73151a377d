"""Products written for a reader: number, brackets, symbols, entries, functions, sums, divisors."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from symderive.language.terms import (
    ONE,
    Add,
    And,
    Apply,
    Compare,
    Entry,
    Function,
    Functional,
    Iverson,
    Mul,
    Number,
    Pow,
    Reduce,
    Symbol,
    Term,
    Unknown,
)
from symderive.prover.writing import combinations, presentation
from symderive.prover.writing.combinations import Combination, Powers

CHAINED = ("<=", "<")
PLACES: dict[type[Term], int] = {
    Iverson: 0,
    Symbol: 1,
    Entry: 2,
    Unknown: 3,
    Functional: 3,
    Function: 3,
    Apply: 3,
    Pow: 4,
    Reduce: 6,
    Add: 5,
}


def product_of(coefficient: Fraction, powers: Powers) -> Term:
    """A product in the order number, brackets, symbols, entries, functions, sums, divisors."""
    powers = _exponentials_joined(powers)
    above = [(base, e) for base, e in powers.items() if e > 0]
    below = [(base, e) for base, e in powers.items() if e < 0]
    brackets = [base.condition for base, _ in above if isinstance(base, Iverson)]
    others = [(base, e) for base, e in above if not isinstance(base, Iverson)]
    factors = [_power(base, e) for base, e in sorted(others, key=_place_in_product)]
    factors = [*brackets_of(brackets), *factors]
    divisors = [_power(base, e) for base, e in sorted(below, key=_place_in_product)]
    top, bottom = coefficient, 1
    if coefficient.denominator != 1 and (factors or divisors):
        top, bottom = Fraction(coefficient.numerator), coefficient.denominator
    if top != 1 or not factors:
        factors = [Number(top), *factors]
    if bottom != 1:
        divisors = [Pow(Number(Fraction(bottom)), Number(Fraction(-1))), *divisors]
    joined = [_positive(d) for d in divisors if isinstance(d, Pow)]
    if len(joined) > 1:
        joined = [Mul(tuple(joined))]
    divisors = [Pow(divisor, Number(Fraction(-1))) for divisor in joined]
    if divisors and factors == [ONE]:
        factors = []
    whole = (*factors, *divisors)
    if len(whole) == 1:
        return whole[0]
    return Mul(whole)


def _exponentials_joined(powers: Powers) -> Powers:
    """exp(a)^c exp(b)^d = exp(c a + d b)."""
    found = {base: e for base, e in powers.items() if is_exponential(base)}
    if not found or found == {base: Fraction(1) for base in list(found)[:1]}:
        return powers
    argument: Combination = []
    for base, e in found.items():
        assert isinstance(base, Function)
        argument += [(c * e, parts) for c, parts in combinations.combination_of(base.arguments[0])]
    kept = {base: e for base, e in powers.items() if base not in found}
    return {**kept, Function("exp", (presentation.arranged(argument),)): Fraction(1)}


def is_exponential(term: Term) -> bool:
    """Whether a term is an exponential."""
    return isinstance(term, Function) and term.name == "exp"


def brackets_of(conditions: Iterable[Term]) -> list[Term]:
    """One bracket for each equality, and one for all that continue one another: a <= b <= c."""
    parts = sorted(conditions, key=lambda c: (_relation(c) != "=", combinations.shown(c)))
    found: list[Term] = []
    while parts:
        start = next((c for c in parts if not any(_continues(d, c) for d in parts)), parts[0])
        chain = [start]
        while chain:
            parts.remove(chain[-1])
            following = next((c for c in parts if _continues(chain[-1], c)), None)
            if following is None:
                break
            chain.append(following)
        found.append(Iverson(chain[0] if len(chain) == 1 else And(tuple(chain))))
    return found


def _relation(condition: Term) -> str:
    return condition.relation if isinstance(condition, Compare) else ""


def _continues(first: Term, second: Term) -> bool:
    """Whether a <= b is followed by b <= c."""
    return (
        first is not second
        and isinstance(first, Compare)
        and isinstance(second, Compare)
        and first.relation in CHAINED
        and second.relation in CHAINED
        and first.right == second.left
    )


def _positive(divisor: Pow) -> Term:
    assert isinstance(divisor.exponent, Number)
    return _power(divisor.base, -divisor.exponent.value)


def _power(base: Term, exponent: Fraction) -> Term:
    return base if exponent == 1 else Pow(base, Number(exponent))


def _place_in_product(item: tuple[Term, Fraction]) -> tuple[int, int, str]:
    base, _ = item
    integer = not (isinstance(base, Symbol) and base.is_integer)
    return PLACES.get(type(base), 4), integer, combinations.shown(base)
