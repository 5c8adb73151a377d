"""What normal forms leave open, decided by comparing weight functions.

Reopened and eliminated, a polynomial is a sum of terms; those with the same multiset of heads are
compared as functions of the slots: with which coefficient each choice of indices occurs. The sum
vanishes for all generic tensors exactly if every such weight does, symmetrised over equal heads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import permutations, product
from math import factorial, gcd, prod
from typing import TYPE_CHECKING, Any

from symderive.errors import OutsideFragment
from symderive.prover import elimination, merging, piecewise, powers, reciprocals, splitting
from symderive.prover.context import Context
from symderive.prover.integers import SLOT, Form, Monomial, Variable, form_of, monomials, variable
from symderive.prover.presburger import Weight
from symderive.prover.ring import (
    INTEGER,
    TENSOR,
    Factor,
    GuardedTerm,
    Head,
    Polynomial,
)
from symderive.prover.writing import opening

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

MAX_PERMUTATIONS = 48
MAX_ROWS = 240
MAX_ORBIT = 720
FIRST_SLOT = 100
VANISHING_AT_ZERO = ("abs", "tanh", "erf")
POINT_BOUNDS = (20, 200)
POINTS_PER_PIECE = 12
PIECES_LOOKED_AT = 4
DIGIT_ROUNDS = 4


@dataclass(frozen=True)
class Decision:
    """``zero``: True proved, False refuted (with sizes in ``point``), None not decided."""

    zero: bool | None
    how: str
    point: dict[Variable, int] = field(default_factory=dict)


@dataclass
class Row:
    """One term of a group: its factors in the order of the heads, and its integer values."""

    term: GuardedTerm
    factors: list[tuple[Head, Any, tuple[Form, ...]]]
    values: list[tuple[Form, int]]


GroupKey = tuple[tuple[int, Any], ...]


def is_zero(work: Workspace, polynomial: Polynomial, context: Context) -> Decision:
    """Whether a polynomial vanishes for all sizes in the context and all tensors.

    Normal forms first, then cross-multiplication, then weights.
    """
    if not polynomial:
        return Decision(True, "normal form")
    polynomial = merging.merged(work, polynomial, context)
    if polynomial:
        polynomial = reciprocals.cleared(work, polynomial, context)
    if not polynomial:
        return Decision(True, "normal form after cross-multiplication")
    polynomial = piecewise.reduced(work, polynomial, context)
    terms = powers.joined(work, opened(work, polynomial, context))
    for _ in range(DIGIT_ROUNDS):
        terms, changed = splitting.unify_digits(work, terms, context)
        if not changed:
            break
        terms = [t for term in terms for t in elimination.eliminate(work, term, context)]
    return _decide_groups(work, grouped(terms), context)


def _decide_groups(
    work: Workspace, groups: dict[GroupKey, list[Row]], context: Context
) -> Decision:
    hard: list[tuple[list[Row], list[Order]]] = []
    for key, rows in groups.items():
        work.tick()
        orders = slot_orders(rows[0], key)
        weight = _weight(work, rows, orders[:1] or [_identity(rows[0])], context)
        if weight.is_zero():
            continue
        point = _distinguishing_point(weight, orders) if orders else None
        if point is not None:
            generic = all(head.kind == TENSOR for head, _, _ in rows[0].factors)
            return Decision(False if generic else None, "weights differ", point)
        hard.append((rows, orders))
    for rows, orders in hard:
        if not orders or len(orders) > MAX_PERMUTATIONS or len(orders) * len(rows) > MAX_ROWS:
            return Decision(None, "too many equal factors to compare")
        if not _weight(work, rows, orders, context).is_zero():
            return Decision(None, "symmetrised weights differ")
    work.record("weights", len(groups))
    return Decision(True, "weights")


def opened(work: Workspace, polynomial: Polynomial, context: Context) -> list[GuardedTerm]:
    """The polynomial as guarded terms, every component reopened."""
    out: list[GuardedTerm] = []
    for monomial, c in polynomial.items():
        term, divisors = opening.prenex(work, monomial, c)
        if divisors:
            raise OutsideFragment("a sum with an exponent that is not a natural number")
        out += elimination.eliminate(work, term, context)
    return out


def grouped(terms: Sequence[GuardedTerm]) -> dict[GroupKey, list[Row]]:
    """The terms by their multiset of heads with exponents; natural powers count as repetition."""
    groups: dict[GroupKey, list[Row]] = {}
    for term in terms:
        factors: list[tuple[Head, Any, tuple[Form, ...]]] = []
        values: list[tuple[Form, int]] = []
        for head, indices, e in term.factors:
            if head.kind == INTEGER and e > 0:
                values.append((indices[0], int(e)))
            elif e == int(e) and e > 0 and indices:
                factors += [(head, 1, indices)] * int(e)
            else:
                factors.append((head, e, indices))
        factors.sort(key=lambda f: (f[0].number, f[1], tuple(form.key for form in f[2])))
        key = tuple((head.number, e) for head, e, _ in factors)
        groups.setdefault(key, []).append(Row(term, factors, values))
    return groups


def _classes(key: GroupKey) -> list[list[int]]:
    classes: dict[tuple[int, Any], list[int]] = {}
    for position, label in enumerate(key):
        classes.setdefault(label, []).append(position)
    return list(classes.values())


Order = tuple[int, ...]


def _identity(row: Row) -> Order:
    return tuple(range(sum(len(indices) for _, _, indices in row.factors)))


def slot_orders(row: Row, key: GroupKey) -> list[Order]:
    """The permutations of slots that exchange equal heads, or use a symmetry of one head.

    An empty list if there are too many.
    """
    sizes = [len(indices) for _, _, indices in row.factors]
    starts = [sum(sizes[:k]) for k in range(len(sizes))]
    inner = [
        head.symmetries or (tuple(range(n)),)
        for (head, _, _), n in zip(row.factors, sizes, strict=True)
    ]
    classes = _classes(key)
    if prod(factorial(len(c)) for c in classes) * prod(map(len, inner)) > MAX_ORBIT:
        return []
    orders: list[Order] = []
    for chosen in product(*[permutations(c) for c in classes]):
        image = list(range(len(key)))
        for positions, images in zip(classes, chosen, strict=True):
            for position, target in zip(positions, images, strict=True):
                image[position] = target
        orders += [
            tuple(
                starts[image[position]] + k
                for position in range(len(key))
                for k in symmetry[position]
            )
            for symmetry in product(*inner)
        ]
    return orders


def _slot_variable(k: int) -> Variable:
    return variable(SLOT, FIRST_SLOT + k)


def _slot(k: int) -> Form:
    return form_of(_slot_variable(k))


def _solved(term: GuardedTerm, indices: list[Form], order: Order) -> dict[Variable, Form]:
    """Bound variables in terms of slots, where an index gives them directly."""
    bound = set(term.bound)
    values: dict[Variable, Form] = {}
    for index, slot in zip(indices, order, strict=True):
        form = index.substituted(values)
        inner = [v for v in form.variables if v in bound]
        if len(inner) == 1 and form.solvable_for(inner[0]) and form.is_affine:
            v = inner[0]
            value = (_slot(slot) - form.without(v)).scaled(form.coefficient(v))
            values = {w: f.substituted({v: value}) for w, f in values.items()}
            values[v] = value
    return values


def _weight(work: Workspace, rows: list[Row], orders: Sequence[Order], context: Context) -> Weight:
    """The sum over rows and orders of coefficient * values * [the slots are met]."""
    prepared = []
    present: set[Monomial] = set()
    denominator = 1
    slots = len(orders[0])
    for row in rows:
        q = int(row.term.coefficient.q)
        denominator = denominator * q // gcd(denominator, q)
        indices = [index for _, _, found in row.factors for index in found]
        for order in orders:
            solved = _solved(row.term, indices, order)
            equalities = [f.substituted(solved) for f in row.term.equalities]
            equalities += [
                index.substituted(solved) - _slot(slot)
                for index, slot in zip(indices, order, strict=True)
            ]
            equalities = [f for f in equalities if f.terms]
            inequalities = [f.substituted(solved) for f in row.term.inequalities]
            values = [(f.substituted(solved), e) for f, e in row.values]
            hidden = sorted((v,) for v in row.term.bound if v not in solved)
            inner = {v for (v,) in hidden}
            found = monomials([*equalities, *inequalities, *(f for f, _ in values)])
            if any(len(m) > 1 and not inner.isdisjoint(m) for m in found):
                raise OutsideFragment("a product of a size and an index that could not be split")
            present |= {m for m in found if m not in set(hidden)}
            prepared.append((row.term.coefficient, values, hidden, equalities, inequalities))
    # What follows is found before any of it is added, so that all rows are asked alike.
    guards = [entry[4] for entry in prepared]
    for guard, implied in [(guard, _times_sizes(guard, present, context)) for guard in guards]:
        guard.extend(implied)
        present |= monomials(implied)
    known = context.relevant(present)
    known[1].extend(_times_sizes(known[1], present, context))
    present |= monomials([*known[0], *known[1]])
    present |= {(_slot_variable(k),) for k in range(slots)}
    weight = Weight(sorted(present))
    for coefficient, values, hidden, equalities, inequalities in prepared:
        work.check_time()
        scale = int((coefficient * denominator).p)
        unique = weight.add(
            scale, values, hidden, [*equalities, *known[0]], [*inequalities, *known[1]]
        )
        if not unique:
            raise OutsideFragment("a sum over indices that occur in no factor")
    for a, b in _vanishing_pairs(rows[0]):
        weight.leave_out_equal((_slot_variable(a),), (_slot_variable(b),))
    return weight


def _times_sizes(inequalities: list[Form], present: set[Monomial], context: Context) -> list[Form]:
    """s f >= 0 for inequalities f >= 0 and sizes s >= 0, where all products in it are present.

    Products are variables of their own to ISL; this says that s i <= s m where i <= m.
    """
    products = {m for m in present if len(m) > 1}
    sizes = sorted({v for m in products for v in m if context.entails(form_of(v))})
    found = [f * form_of(v) for f in inequalities if f.is_affine for v in sizes]
    return [g for g in found if all(m in products for m in g.terms if len(m) > 1)]


def _vanishing_pairs(row: Row) -> list[tuple[int, int]]:
    """Slots at whose coincidence a factor is 0: |x_i - x_j| and tanh(x_i - x_j) at i = j."""
    found = []
    at = 0
    for head, e, indices in row.factors:
        if head.name in VANISHING_AT_ZERO and e > 0 and len(indices) == 2 and _is_difference(head):
            found.append((at, at + 1))
        at += len(indices)
    return found


def _is_difference(head: Head) -> bool:
    """Whether the argument is c f[i] - c f[j]."""
    if head.body is None or len(head.body) != 2:
        return False
    (one, c), (two, d) = head.body.items()
    if c != -d or len(one) != 1 or len(two) != 1:
        return False
    ((a, e),), ((b, f),) = one, two
    return isinstance(a, Factor) and isinstance(b, Factor) and a.head is b.head and e == f


def _distinguishing_point(weight: Weight, orders: Sequence[Order]) -> dict[Variable, int] | None:
    """A point whose whole orbit under the orders of slots has a weight that is not 0."""
    for point in weight.points(POINT_BOUNDS, POINTS_PER_PIECE)[:PIECES_LOOKED_AT]:
        if not _is_consistent(point):
            continue
        total: Any = 0
        for order in orders:
            moved = dict(point)
            for here, there in enumerate(order):
                moved[(_slot_variable(here),)] = point[(_slot_variable(there),)]
            total += weight.at(moved)
        if total:
            return {m[0]: c for m, c in point.items() if len(m) == 1}
    return None


def _is_consistent(point: dict[Monomial, int]) -> bool:
    """Whether products at the point are the products of their factors."""
    for monomial, value in point.items():
        if len(monomial) > 1:
            parts = [point.get((v,)) for v in monomial]
            if None in parts or prod(p for p in parts if p is not None) != value:
                return False
    return True
