"""What a statement assumes: domains and given conditions, as a place and as signs of values.

A hypothesis that cannot be used is left out, which only makes the claim stronger.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from symderive.errors import OutsideFragment
from symderive.language.binding import dangling, free_symbols, instantiate, shift, subterms
from symderive.language.definitions import rank_of, shape_of
from symderive.language.shapes import known_at_most
from symderive.language.terms import (
    ONE,
    ZERO,
    And,
    Bound,
    Compare,
    Domain,
    Entry,
    Forall,
    Functional,
    Iverson,
    Number,
    Reduce,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Truth,
    number,
)
from symderive.prover import conditions, digits, obligations, signs, symmetries, unlike
from symderive.prover.place import Place
from symderive.prover.ring import Polynomial, add
from symderive.prover.unfolding import core_subterms
from symderive.prover.workspace import Workspace

SIMPLEX = "simplex"
REFLECTED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}


class Contradiction(OutsideFragment):
    """No integers satisfy the hypotheses."""


def hypotheses(work: Workspace, statement: Statement, shapes_only: bool = False) -> Place:
    """The place where the domains of the free variables and the given conditions hold.

    With ``shapes_only`` the claim, which may be one of tensors, is not looked into.

    Raises OutsideFragment where they contradict one another, because everything would follow.
    """
    given, claim = list(statement.given), statement.claim
    symbols = sorted(
        {s for term in (claim, *given) for s in free_symbols(term)}, key=lambda s: s.name
    )
    for symbol in symbols:
        if isinstance(symbol, Symbol) and symbol.is_integer:
            work.integer_variable(symbol)
    integer_conditions: list[Term] = []
    real_conditions: list[Term] = []
    for symbol in symbols:
        domain = symbol.domain
        assert isinstance(domain, Domain)
        if isinstance(symbol, Symbol) and symbol.is_integer:
            integer_conditions += [instantiate(c, (symbol,)) for c in domain.conditions]
        elif domain.conditions:
            work.tensor_signs[symbol] = _entry_sign(domain)
            if isinstance(symbol, Symbol):
                real_conditions += _further_bounds(symbol, domain)
    for condition in _conjuncts(given):
        is_integer = isinstance(condition, Compare) and all(
            map(conditions.is_index_term, (condition.left, condition.right))
        )
        (integer_conditions if is_integer else real_conditions).append(condition)
    integer_conditions += _lengths(statement)
    looked_at = Truth(True) if shapes_only else claim
    place = _integer_place(work, looked_at, integer_conditions)
    simplexes = [s for s in symbols if isinstance(s, TensorSymbol) and _is_simplex(s)]
    real_conditions += [_sums_to_one(s) for s in simplexes]
    instances = [
        instance
        for condition in (*real_conditions, *_by_entries(real_conditions))
        if isinstance(condition, Forall)
        for instance in _instances(work, condition, symbols, place)
    ]
    for condition in (*real_conditions, *instances):
        place = _with_real_condition(work, condition, looked_at, place)
    # Definedness of the hypotheses is not an obligation: where they are undefined they do not hold.
    work.failures.clear()
    work.deferred.clear()
    work.nonzero.clear()
    work.lasting_facts = len(work.known_signs)
    return place


def _lengths(statement: Statement) -> list[Term]:
    """0 <= size for the sizes of declared tensors: there is no tensor of negative length."""
    sizes = [
        size
        for term in subterms(statement)
        if isinstance(term, (TensorSymbol, Functional))
        for size in term.shape or ()
        if not dangling(size) and not known_at_most(ZERO, size)
    ]
    return [Compare(">=", size, ZERO) for size in dict.fromkeys(sizes)]


def _with_real_condition(work: Workspace, condition: Term, claim: Term, place: Place) -> Place:
    """The place where a condition on real values holds too; one that is not read is not used."""
    if isinstance(condition, Compare) and rank_of(condition.left):
        symmetries.assume(work, condition, claim)
        return place
    if isinstance(condition, Forall):
        work.universal.append(condition)
        _assume_for_all(work, condition)
        unlike.assume(work, condition, place)
        return place
    try:
        place, found = conditions.assumed(work, condition, place)
    except OutsideFragment:
        return place
    work.known_signs += found
    return place


def _instances(
    work: Workspace, condition: Forall, symbols: list[Symbol | TensorSymbol], place: Place
) -> Iterator[Term]:
    """P(j) for the free indices j of which it is known that they lie in the range of "every k"."""
    for symbol in symbols:
        if isinstance(symbol, Symbol) and symbol.is_integer:
            lower, upper = condition.lower, condition.upper
            try:
                inside = all(
                    obligations.is_entailed(work, Compare("<=", low, high), place)
                    for low, high in ((lower, symbol), (symbol, upper))
                    if conditions.is_index_term(low) and conditions.is_index_term(high)
                )
            except OutsideFragment:
                continue
            if inside and conditions.is_index_term(lower) and conditions.is_index_term(upper):
                instance = instantiate(condition.body, (symbol,))
                if isinstance(instance, Forall):
                    yield from _instances(work, instance, symbols, place)
                else:
                    yield instance


def _by_entries(found: list[Term]) -> Iterator[Term]:
    """Equations between computed tensors, as equations between entries for every index.

    Those that give a whole tensor are put into the claim instead.
    """
    for condition in found:
        if not isinstance(condition, Compare) or condition.relation != "=":
            continue
        sides = (condition.left, condition.right)
        shape = shape_of(condition.left)
        if not shape or any(isinstance(side, TensorSymbol) for side in sides):
            continue
        places = tuple(Bound(len(shape) - 1 - axis) for axis in range(len(shape)))
        left, right = (Entry(shift(side, len(shape)), places) for side in sides)
        body: Term = Compare("=", left, right)
        for axis in reversed(range(len(shape))):
            body = Forall(ONE, shift(shape[axis], axis), body, f"{axis + 1}")
        yield body


def _assume_for_all(work: Workspace, condition: Forall) -> None:
    """T[k] > c for every k of a vector T: what its domain would say."""
    body = condition.body
    if not isinstance(body, Compare):
        return
    for relation, left, right in (
        (body.relation, body.left, body.right),
        (REFLECTED[body.relation], body.right, body.left),
    ):
        if not (isinstance(left, Entry) and isinstance(left.tensor, TensorSymbol)):
            continue
        tensor = left.tensor
        everywhere = tensor.shape is not None and (condition.lower, condition.upper) == (
            number(1),
            tensor.shape[0],
        )
        if everywhere and left.indices == (Bound(0),) and isinstance(right, Number):
            told = Domain("real", (Compare(relation, Bound(0), right),))
            work.tensor_signs[tensor] = work.tensor_signs.get(tensor, signs.ANY) & _entry_sign(told)


def _conjuncts(given: list[Term]) -> list[Term]:
    out: list[Term] = []
    for condition in given:
        out += _conjuncts(list(condition.conditions)) if isinstance(condition, And) else [condition]
    return out


def _is_simplex(symbol: TensorSymbol) -> bool:
    assert isinstance(symbol.domain, Domain)
    return SIMPLEX in symbol.domain.properties


def _sums_to_one(symbol: TensorSymbol) -> Term:
    assert symbol.shape is not None
    entry = Entry(symbol, (Bound(0),))
    return Compare("=", Reduce("sum", number(1), symbol.shape[0], entry), number(1))


def _further_bounds(symbol: Symbol, domain: Domain) -> Iterator[Term]:
    """What a declaration says of a real number besides its sign."""
    for condition in domain.conditions:
        if not (isinstance(condition, Compare) and ZERO in (condition.left, condition.right)):
            yield instantiate(condition, (symbol,))


def _entry_sign(domain: Domain) -> int:
    """The sign that comparisons of the value with numbers say."""
    sign = signs.ANY
    for condition in domain.conditions:
        if not isinstance(condition, Compare):
            continue
        relation, left, right = condition.relation, condition.left, condition.right
        if isinstance(right, Bound) and isinstance(left, Number):
            relation, left, right = REFLECTED[relation], right, left
        if not (isinstance(left, Bound) and isinstance(right, Number)):
            continue
        if right.value == 0:
            sign &= conditions.FACT_SIGNS[relation]
        elif right.value > 0 and relation in (">", ">=", "="):
            sign &= signs.POSITIVE
        elif right.value < 0 and relation in ("<", "<=", "="):
            sign &= signs.NEGATIVE
    return sign or signs.ANY


def _integer_place(work: Workspace, claim: Term, found: list[Term]) -> Place:
    """The context of the hypotheses on integers; symbols divided by sizes get digits."""
    place = _assume_all(work, found, Place((), work.root))
    place = digits.split_free(work, claim, place)
    return _rooted(work, claim, place)


def _assume_all(work: Workspace, found: list[Term], place: Place) -> Place:
    # Conditions that bound others' divisors come first, so that divisions are by known signs.
    for condition in sorted(found, key=digits.has_division):
        place, _ = conditions.assumed(work, condition, place)
    return place


def _rooted(work: Workspace, claim: Term, place: Place) -> Place:
    constraints = digits.linearized(work, place.context.constraints)
    sizes = frozenset(
        v
        for symbol in _size_symbols(claim)
        if symbol in work.variables
        for v in work.variables[symbol].variables
    )
    work.set_root(constraints, sizes)
    if work.root.is_empty():
        raise Contradiction("hypotheses that contradict one another")
    return Place((), work.root, place.alternatives)


def _size_symbols(claim: Term) -> set[Term]:
    """The integer symbols that bound sums or arrays and are no index."""
    sizes: set[Term] = set()
    used: set[Term] = set()
    for term in core_subterms(claim):
        if isinstance(term, Reduce):
            sizes |= free_symbols(term.lower) | free_symbols(term.upper)
        elif isinstance(term, TensorSymbol):
            for size in term.shape or ():
                sizes |= free_symbols(size)
        elif isinstance(term, Functional):
            sizes = sizes.union(*map(free_symbols, term.shape))
            used = used.union(*map(free_symbols, term.indices))
        elif isinstance(term, Entry):
            for index in term.indices:
                used |= free_symbols(index)
        elif isinstance(term, Iverson):
            used |= free_symbols(term.condition)
    return sizes - used


def with_hypotheses(work: Workspace, polynomial: Polynomial) -> Polynomial:
    """The polynomial where given equations hold: an atom that stands alone in one is replaced."""
    for equation, sign in work.known_signs:
        if sign != signs.ZERO:
            continue
        found = _solvable_atom(equation)
        if found is None:
            continue
        atom, c = found
        rest = {m: -k / c for m, k in equation.items() if m != frozenset([(atom, 1)])}
        out: Polynomial = {}
        for monomial, k in polynomial.items():
            powers = dict(monomial)
            e = powers.pop(atom, 0)
            if e < 0 or e != int(e):
                out = add(out, {monomial: k})
                continue
            kept = {frozenset(powers.items()): k}
            out = add(out, work.multiply(kept, work.power(rest, int(e))))
        polynomial = out
    return polynomial


def _solvable_atom(equation: Polynomial) -> tuple[Any, Any] | None:
    """The largest atom that occurs in the equation once, alone and to the first power."""
    count: dict[Any, int] = {}
    for monomial in equation:
        for atom, _ in monomial:
            count[atom] = count.get(atom, 0) + 1
    best = None
    for monomial, c in equation.items():
        if len(monomial) == 1:
            ((atom, e),) = monomial
            if (
                e == 1
                and count[atom] == 1
                and (best is None or len(repr(atom)) > len(repr(best[0])))
            ):
                best = (atom, c)
    return best
