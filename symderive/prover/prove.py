"""Statements proved for all sizes: hypotheses into a context, both sides into polynomials."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from symderive.errors import BudgetExceeded, IllFormed, OutsideFragment
from symderive.language.binding import free_symbols, instantiate, shift
from symderive.language.definitions import rank_of, requirements, shape_of
from symderive.language.terms import (
    And,
    Bound,
    Compare,
    Domain,
    Entry,
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
from symderive.prover import (
    cases,
    cells,
    conditions,
    digits,
    obligations,
    presburger,
    signs,
    symmetries,
    weights,
)
from symderive.prover.place import Place
from symderive.prover.ring import Polynomial, add
from symderive.prover.unfolding import core_subterms
from symderive.prover.workspace import Failure, Workspace

MODES = ((True, True), (False, False))
REWRITTEN = ("tanh", "abs", ">", "=")
SIMPLEX = "simplex"


class Contradiction(OutsideFragment):
    """No integers satisfy the hypotheses."""


@dataclass
class Outcome:
    """What the prover alone can say; ``point`` is where weights differ, as a hint for a witness."""

    proved: bool
    how: str = ""
    reason: str = ""
    failures: list[Failure] = field(default_factory=list)
    point: dict[Term, int] = field(default_factory=dict)
    steps: list[tuple[Any, ...]] = field(default_factory=list)
    trust: tuple[str, ...] = ()
    seconds: float = 0.0
    vacuous: bool = False


def prove_statement(statement: Statement, seconds: float = 10.0) -> Outcome:
    """Try to prove a statement for every size and value in its domain, definedness included."""
    start = time.monotonic()
    outcome = _decided(cases.without_multiples(statement), start + seconds)
    outcome.seconds = time.monotonic() - start
    return outcome


def _decided(statement: Statement, deadline: float) -> Outcome:
    """The parts of a conjunction, the entries of a tensor, or a relation between scalars."""
    claim = statement.claim
    if isinstance(claim, And):
        parts = [Statement(part, statement.given) for part in claim.conditions]
        return _all_parts(parts, deadline, "each part", _decided)
    if isinstance(claim, Compare) and (rank_of(claim.left) or rank_of(claim.right)):
        return _entrywise(statement, claim, deadline)
    outcome = _in_modes(statement, deadline)
    if outcome.proved or outcome.vacuous:
        return outcome
    for parts in cases.distinctions(statement):
        found = _all_parts(parts, deadline, "case distinction", _in_modes)
        if found.proved:
            return found
    return outcome


def _all_parts(
    parts: list[Statement],
    deadline: float,
    how: str,
    decide: Callable[[Statement, float], Outcome],
) -> Outcome:
    """The proof that consists of a proof of every part; the first failure where one is missing.

    A part without values holds vacuously, as long as another one has some.
    """
    real = 0
    steps: list[tuple[Any, ...]] = [(how, (str(len(parts)),))]
    found = Outcome(False, reason="nothing to prove")
    for part in parts:
        if time.monotonic() > deadline:
            return Outcome(False, reason="the time allowed for the proof is used up")
        found = decide(part, deadline)
        if not found.proved and not found.vacuous:
            return found
        real += found.proved
        steps += found.steps
    return Outcome(True, how=how, steps=steps, trust=("ISL",)) if real else found


def _in_modes(statement: Statement, deadline: float) -> Outcome:
    outcome = Outcome(False, reason="nothing was tried")
    for as_tanh, as_absolute in MODES:
        work = Workspace(max(deadline - time.monotonic(), 0.0), as_tanh, as_absolute)
        found = _attempt(work, statement)
        if found.proved or as_tanh or not outcome.point:
            outcome = found
        if found.proved or not _may_help(work):
            break
    return outcome


def _entrywise(statement: Statement, claim: Compare, deadline: float) -> Outcome:
    """Tensors: shapes first, then the entries at arbitrary indices in range."""
    left, right = shape_of(claim.left), shape_of(claim.right)
    if claim.relation != "=" or left is None or right is None or len(left) != len(right):
        raise IllFormed("tensors are compared by =, with shapes of the same rank")
    work = Workspace(max(deadline - time.monotonic(), 0.0))
    try:
        place = hypotheses(work, statement, shapes_only=True)
        for condition in (*requirements(claim.left), *requirements(claim.right)):
            obligations.holds(work, condition, place)
        for a, b in zip(left, right, strict=True):
            if a != b:
                obligations.holds(work, Compare("=", a, b), place)
    except OutsideFragment as error:
        return _undecided(work, error)
    if work.failures:
        return Outcome(False, reason=work.failures[0].text, failures=work.failures)
    names = tuple(
        _index_symbol(cases.unused_name(f"entry {k + 1}", statement), size)
        for k, size in enumerate(left)
    )
    entries = Compare("=", Entry(claim.left, names), Entry(claim.right, names))
    found = _decided(Statement(entries, statement.given), deadline)
    if found.vacuous:
        return Outcome(True, how="no entries", trust=("ISL",))
    return found


def _undecided(work: Workspace, error: OutsideFragment) -> Outcome:
    for _, _, repair in work.deferred:
        work.fail("a denominator that may be zero", repair)
    return Outcome(
        False,
        reason=str(error),
        failures=work.failures,
        steps=work.steps,
        vacuous=isinstance(error, Contradiction),
    )


def _may_help(work: Workspace) -> bool:
    """Whether the other forms of tanh and of absolute values can make a difference."""
    return any(head.name in REWRITTEN for head in work.heads())


def _attempt(work: Workspace, statement: Statement) -> Outcome:
    presburger.limit_operations()
    try:
        place = hypotheses(work, statement)
        decision = _decide(work, statement.claim, place)
    except OutsideFragment as error:
        return _undecided(work, error)
    except presburger.TooManyOperations:
        return Outcome(False, reason="the sets of indices are too complicated", steps=work.steps)
    except (BudgetExceeded, RecursionError) as error:
        return Outcome(False, reason=str(error) or "the terms are nested too deeply")
    obligations.settle_deferred(work)
    point = {work.names[v]: c for v, c in decision.point.items() if v in work.names}
    if decision.zero is not True:
        return Outcome(
            False, reason=decision.how, failures=work.failures, point=point, steps=work.steps
        )
    if work.failures:
        reason = work.failures[0].text
        return Outcome(False, reason=reason, failures=work.failures, steps=work.steps)
    work.record("both sides agree", decision.how)
    # The first step says in which workspace the variables of the others have their names.
    steps = [("workspace", (work,)), *work.steps]
    return Outcome(True, how=decision.how, steps=steps, trust=("ISL",))


def _decide(work: Workspace, claim: Term, place: Place) -> weights.Decision:
    if not isinstance(claim, Compare):
        raise OutsideFragment(f"a claim that is {type(claim).__name__}")
    if claim.relation != "=":
        return _decide_order(work, claim, place)
    difference = conditions.real_difference(work, claim, place)
    difference = with_hypotheses(work, difference)
    decision = weights.is_zero(work, difference, place.context)
    if decision.zero is not True and not work.as_absolute:
        if cells.vanishes(work, difference, place.context):
            return weights.Decision(True, "sign cells")
    return decision


def _decide_order(work: Workspace, claim: Compare, place: Place) -> weights.Decision:
    """A relation other than equality: on integers by ISL, else by the sign of the difference."""
    if conditions.is_index_term(claim.left) and conditions.is_index_term(claim.right):
        entailed = obligations.is_entailed(work, claim, place)
        return weights.Decision(True if entailed else None, "integer arithmetic")
    difference = conditions.real_difference(work, claim, place)
    possible = signs.of_polynomial(work, difference, place.context)
    wanted = conditions.FACT_SIGNS[claim.relation]
    return weights.Decision(True if not possible & ~wanted else None, "signs of the terms")


def _index_symbol(name: str, size: Term) -> Symbol:
    value = Bound(0)
    above = Compare("<=", number(1), value)
    return Symbol(name, Domain("integer", (above, Compare("<=", value, shift(size, 1)))))


def hypotheses(work: Workspace, statement: Statement, shapes_only: bool = False) -> Place:
    """The place where the domains of the free variables and the given conditions hold.

    With ``shapes_only`` the claim, which may be one of tensors, is not looked into.

    Raises OutsideFragment where they contradict one another, because everything would follow.
    """
    given, claim = list(statement.given), statement.claim
    symbols = sorted(
        {s for term in (claim, *given) for s in _reachable_symbols(term)}, key=lambda s: s.name
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
    for condition in _conjuncts(given):
        is_integer = isinstance(condition, Compare) and all(
            map(conditions.is_index_term, (condition.left, condition.right))
        )
        (integer_conditions if is_integer else real_conditions).append(condition)
    looked_at = Truth(True) if shapes_only else claim
    place = _integer_place(work, looked_at, integer_conditions)
    real_conditions += [_sums_to_one(s) for s in symbols if SIMPLEX in s.domain.properties]
    for condition in real_conditions:
        if isinstance(condition, Compare) and rank_of(condition.left):
            symmetries.assume(work, condition, claim)
            continue
        place, found = conditions.assumed(work, condition, place)
        work.known_signs += found
    # Definedness of the hypotheses is not an obligation: where they are undefined they do not hold.
    work.failures.clear()
    work.deferred.clear()
    work.nonzero.clear()
    work.lasting_facts = len(work.known_signs)
    return place


def _reachable_symbols(term: Term) -> set[Any]:
    return set(free_symbols(term))


def _conjuncts(given: list[Term]) -> list[Term]:
    out: list[Term] = []
    for condition in given:
        out += _conjuncts(list(condition.conditions)) if isinstance(condition, And) else [condition]
    return out


def _sums_to_one(symbol: TensorSymbol) -> Term:
    assert symbol.shape is not None
    entry = Entry(symbol, (Bound(0),))
    return Compare("=", Reduce("sum", number(1), symbol.shape[0], entry), number(1))


def _entry_sign(domain: Domain) -> int:
    """The sign that comparisons of the value with numbers say."""
    flipped = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
    sign = signs.ANY
    for condition in domain.conditions:
        if not isinstance(condition, Compare):
            continue
        relation, left, right = condition.relation, condition.left, condition.right
        if isinstance(right, Bound) and isinstance(left, Number):
            relation, left, right = flipped[relation], right, left
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
