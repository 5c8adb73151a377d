"""Case distinctions over statements: every case must be proved.

A symbol divided by a constant is taken by residues, n = c*n' + s; a sum whose range may be empty is
taken as empty or not; integers that differ are taken in both orders.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import lcm, prod

from symderive.language.binding import (
    children,
    dangling,
    free_symbols,
    instantiate,
    substitute,
)
from symderive.language.terms import (
    INTEGER,
    Add,
    Bound,
    Ceiling,
    Compare,
    Domain,
    Floor,
    Mod,
    Mul,
    Number,
    Reduce,
    Statement,
    Symbol,
    Term,
    number,
)
from symderive.prover.conditions import is_index_term
from symderive.prover.digits import has_division
from symderive.prover.unfolding import core_subterms

MAX_MODULUS = 6
MAX_CASES = 16
MAX_RANGES = 3


def distinctions(statement: Statement) -> Iterator[list[Statement]]:
    """Ways to split a statement into cases that together cover it."""
    orders = by_order(statement)
    if len(orders) > 1:
        yield orders
    residues = by_residues(statement)
    if len(residues) > 1:
        yield residues
    ranges = by_ranges(statement)
    if len(ranges) > 1:
        yield ranges


def by_order(statement: Statement) -> list[Statement]:
    """One statement for each choice of which is less, of integers that are said to differ."""
    choices: list[tuple[Term, ...]] = []
    for condition in statement.given:
        parts: tuple[Term, ...] = (condition,)
        if isinstance(condition, Compare) and condition.relation == "!=":
            left, right = condition.left, condition.right
            if is_index_term(left) and is_index_term(right):
                parts = Compare("<", left, right), Compare(">", left, right)
        choices.append(parts)
    if prod(map(len, choices)) > MAX_CASES:
        return [statement]
    return [Statement(statement.claim, given) for given in product(*choices)]


def by_residues(statement: Statement) -> list[Statement]:
    """One statement for each choice of remainders of the symbols that are divided by constants."""
    moduli: dict[Symbol, int] = {}
    for term in core_subterms(statement.claim) if has_division(statement.claim) else ():
        c = _constant_divisor(term)
        if c is None or c > MAX_MODULUS:
            continue
        for symbol in free_symbols(term):
            if isinstance(symbol, Symbol) and symbol.is_integer:
                moduli[symbol] = lcm(moduli.get(symbol, 1), c)
    count = 1
    for c in moduli.values():
        count *= c
    if not moduli or count > MAX_CASES:
        return [statement]
    symbols = sorted(moduli, key=lambda s: s.name)
    return [
        _with_residues(statement, symbols, moduli, residues)
        for residues in product(*[range(moduli[s]) for s in symbols])
    ]


def without_multiples(statement: Statement) -> Statement:
    """The statement with c*m' for every symbol m that is said to be a multiple of c."""
    for symbol in sorted(free_symbols(statement), key=lambda s: s.name):
        if not isinstance(symbol, Symbol) or not symbol.is_integer:
            continue
        assert isinstance(symbol.domain, Domain)
        known = [*(instantiate(c, (symbol,)) for c in symbol.domain.conditions), *statement.given]
        moduli = [c for c in (_declared_divisor(k, symbol) for k in known) if c]
        if moduli:
            c = lcm(*moduli)
            statement = _with_residues(statement, [symbol], {symbol: c}, (0,))
    return statement


def _declared_divisor(condition: Term, symbol: Symbol) -> int | None:
    """The constant c of a condition symbol mod c = 0."""
    if not isinstance(condition, Compare) or condition.relation != "=":
        return None
    for left, right in ((condition.left, condition.right), (condition.right, condition.left)):
        if isinstance(left, Mod) and left.argument == symbol and right == number(0):
            return _constant_divisor(left)
    return None


def _constant_divisor(term: Term) -> int | None:
    """The constant by which a floor, ceiling or remainder divides."""
    if isinstance(term, Mod):
        modulus = term.modulus
        if isinstance(modulus, Number) and modulus.value.denominator == 1:
            return abs(modulus.value.numerator) or None
        return None
    if not isinstance(term, (Floor, Ceiling)):
        return None
    found = 1
    for part in _outside_divisions(term.argument):
        if isinstance(part, Number):
            found = lcm(found, part.value.denominator)
    for part in _outside_divisions(term.argument):
        base, exponent = getattr(part, "base", None), getattr(part, "exponent", None)
        if isinstance(base, Number) and exponent == number(-1):
            found = lcm(found, abs(base.value.numerator))
    return found if found > 1 else None


def _outside_divisions(term: Term) -> Iterator[Term]:
    yield term
    if not isinstance(term, (Floor, Ceiling, Mod)):
        for child, _ in children(term):
            yield from _outside_divisions(child)


def _with_residues(
    statement: Statement,
    symbols: list[Symbol],
    moduli: dict[Symbol, int],
    residues: tuple[int, ...],
) -> Statement:
    values: dict[Term, Term] = {}
    conditions: list[Term] = []
    for symbol, residue in zip(symbols, residues, strict=True):
        name = unused_name(f"{symbol.name} div {moduli[symbol]}", statement)
        quotient = Symbol(name, INTEGER)
        value: Term = Mul((number(moduli[symbol]), quotient))
        if residue:
            value = Add((value, number(residue)))
        values[symbol] = value
        assert isinstance(symbol.domain, Domain)
        conditions += [instantiate(c, (value,)) for c in symbol.domain.conditions]
    given = tuple(substitute(c, values) for c in (*statement.given, *conditions))
    return Statement(substitute(statement.claim, values), given)


def unused_name(name: str, statement: Statement) -> str:
    """The name, or one like it, that no variable of the statement has."""
    taken = {symbol.name for symbol in free_symbols(statement)}
    while name in taken:
        name += "'"
    return name


def by_ranges(statement: Statement) -> list[Statement]:
    """One statement for each choice of which sums over closed ranges are empty."""
    ranges: list[tuple[Term, Term]] = []
    for term in core_subterms(statement.claim):
        if isinstance(term, Reduce) and not dangling(term.lower) and not dangling(term.upper):
            if (term.lower, term.upper) not in ranges and not isinstance(term.upper, Bound):
                ranges.append((term.lower, term.upper))
    if not ranges or len(ranges) > MAX_RANGES:
        return [statement]
    return [
        Statement(
            statement.claim,
            (
                *statement.given,
                *(
                    Compare(relation, upper, lower)
                    for relation, (lower, upper) in zip(relations, ranges, strict=True)
                ),
            ),
        )
        for relations in product((">=", "<"), repeat=len(ranges))
    ]


def simplified_number(term: Term) -> int | None:
    """The value of an integer expression in numbers only; None where it is not one."""
    if isinstance(term, Number):
        return term.value.numerator if term.value.denominator == 1 else None
    if isinstance(term, (Add, Mul)):
        parts = [simplified_number(child) for child, _ in children(term)]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        return sum(known) if isinstance(term, Add) else prod(known)
    return None
