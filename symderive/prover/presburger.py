"""Integer sets, by ISL: the only module that imports islpy.

A constraint is a pair (kind, form): ``EQUAL`` says form = 0, ``AT_LEAST`` says form >= 0. Products
of variables are further dimensions of their own, which only enlarges the sets: what is found empty
or entailed is so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import islpy as isl

from symderive.prover.integers import Form, Monomial, monomials

EQUAL, AT_LEAST = 0, 1
MAX_OPERATIONS = 4_000_000
# A single call cannot be stopped by the clock; so many of its operations take one to three seconds.
OPERATIONS_A_SECOND = 1_000_000
LEAST_SECONDS = 0.2
TooManyOperations = isl.Error
Constraint = tuple[int, Form]

_CONTEXT = isl.DEFAULT_CONTEXT
_TYPE = isl.dim_type
_VALUES: dict[int, isl.Val] = {}
_SPACES: dict[int, isl.Space] = {}


def limit_operations(seconds: float) -> None:
    """Let ISL work about so long from now on, and raise TooManyOperations after that."""
    operations = int(OPERATIONS_A_SECOND * max(seconds, LEAST_SECONDS))
    _CONTEXT.reset_operations()
    _CONTEXT.set_max_operations(min(operations, MAX_OPERATIONS))


def _python(value: isl.Val) -> int:
    """A value of ISL as a number; one that was cut short by the limit has no text."""
    try:
        number: int = value.to_python()
    except TypeError as error:
        raise TooManyOperations("the limit of operations was reached") from error
    return number


def _value(integer: int) -> isl.Val:
    found = _VALUES.get(integer)
    if found is None:
        found = isl.Val(integer)
        if abs(integer) < 1000:
            _VALUES[integer] = found
    return found


def _space(dimensions: int) -> isl.Space:
    found = _SPACES.get(dimensions)
    if found is None:
        found = isl.Space.set_alloc(_CONTEXT, 0, dimensions)
        _SPACES[dimensions] = found
    return found


def _matrix(forms: Sequence[Form], place: dict[Monomial, int], columns: int) -> isl.Mat:
    matrix = isl.Mat.alloc(_CONTEXT, 0, columns).insert_zero_rows(0, len(forms))
    for row, form in enumerate(forms):
        for monomial, c in form.terms.items():
            column = place[monomial] if monomial else columns - 1
            matrix = matrix.set_element_val(row, column, _value(c))
    return matrix


def basic_set(
    order: Sequence[Monomial], equalities: Sequence[Form], inequalities: Sequence[Form]
) -> isl.BasicSet:
    """The set of integer points over the monomials of ``order``."""
    place = {monomial: k for k, monomial in enumerate(order)}
    columns = len(order) + 1
    return isl.BasicSet.from_constraint_matrices(
        _space(len(order)),
        _matrix(equalities, place, columns),
        _matrix(inequalities, place, columns),
        _TYPE.set,
        _TYPE.div,
        _TYPE.param,
        _TYPE.cst,
    )


def split(constraints: Iterable[Constraint]) -> tuple[list[Form], list[Form]]:
    """Equalities and inequalities apart."""
    equalities: list[Form] = []
    inequalities: list[Form] = []
    for kind, form in constraints:
        (equalities if kind == EQUAL else inequalities).append(form)
    return equalities, inequalities


def is_empty(constraints: Iterable[Constraint]) -> bool:
    """Whether no integer point satisfies the constraints (exact when they are affine)."""
    equalities, inequalities = split(constraints)
    order = sorted(monomials(equalities + inequalities))
    return bool(basic_set(order, equalities, inequalities).is_empty())


def sample(
    constraints: Iterable[Constraint], bound: int | None = None
) -> dict[Monomial, int] | None:
    """An integer point of the set, within +-bound if one is given; None where there is none."""
    equalities, inequalities = split(constraints)
    order = sorted(monomials(equalities + inequalities))
    found = basic_set(order, equalities, inequalities)
    if bound is not None:
        for k in range(len(order)):
            found = found.lower_bound_val(_TYPE.set, k, _value(-bound))
            found = found.upper_bound_val(_TYPE.set, k, _value(bound))
    if found.is_empty():
        return None
    return point_of(found, order)


def point_of(found: isl.BasicSet, order: Sequence[Monomial]) -> dict[Monomial, int]:
    """Some integer point of a set that is not empty."""
    point = found.sample_point()
    return {
        monomial: _python(point.get_coordinate_val(_TYPE.set, k))
        for k, monomial in enumerate(order)
    }


class Prepared:
    """A set that is asked for points one inequality at a time."""

    def __init__(self, equalities: Sequence[Form], inequalities: Sequence[Form]) -> None:
        self.monomials = monomials([*equalities, *inequalities])
        self._order = sorted(self.monomials)
        self._place = {monomial: k for k, monomial in enumerate(self._order)}
        self._set = basic_set(self._order, equalities, inequalities)
        self._space = isl.LocalSpace.from_space(_space(len(self._order)))

    def point_with(self, form: Form) -> dict[Monomial, int] | None:
        """A point of the set at which form >= 0; None if there is none.

        Given: no monomials in the form but those of the set.
        """
        constraint = isl.Constraint.alloc_inequality(self._space)
        for monomial, c in form.terms.items():
            if monomial:
                place = self._place[monomial]
                constraint = constraint.set_coefficient_val(_TYPE.set, place, _value(c))
            else:
                constraint = constraint.set_constant_val(_value(c))
        found = self._set.add_constraint(constraint)
        return None if found.is_empty() else point_of(found, self._order)


def _rows(matrix: isl.Mat, order: Sequence[Monomial]) -> list[Form]:
    forms = []
    last = len(order)
    for row in range(matrix.rows()):
        terms: dict[Monomial, int] = {}
        for column in range(last + 1):
            c = _python(matrix.get_element_val(row, column))
            if c:
                terms[order[column] if column < last else ()] = c
        forms.append(Form(terms))
    return forms


def constraints_of(basic: isl.BasicSet, order: Sequence[Monomial]) -> tuple[list[Form], list[Form]]:
    """Equalities and inequalities of a basic set without existential dimensions."""
    arguments = (_TYPE.set, _TYPE.div, _TYPE.param, _TYPE.cst)
    return (
        _rows(basic.equalities_matrix(*arguments), order),
        _rows(basic.inequalities_matrix(*arguments), order),
    )


def gist(
    guard: tuple[Sequence[Form], Sequence[Form]], known: tuple[Sequence[Form], Sequence[Form]]
) -> tuple[list[Form], list[Form]] | bool | None:
    """The guard simplified where ``known`` holds; None if empty, False if ISL needs existentials.

    ``known => (gist <=> guard)``. Implicit equalities become explicit.
    """
    order = sorted(monomials([*guard[0], *guard[1], *known[0], *known[1]]))
    wanted = basic_set(order, guard[0], guard[1])
    context = basic_set(order, known[0], known[1])
    if wanted.intersect(context).is_empty():
        return None
    simplified = wanted.gist(context)
    if simplified.dim(_TYPE.div):
        return False
    return constraints_of(simplified, order)


def projected(
    order: Sequence[Monomial],
    hidden: Sequence[Monomial],
    equalities: Sequence[Form],
    inequalities: Sequence[Form],
) -> isl.Set:
    """The set over ``order`` of the points that some value of the hidden dimensions completes."""
    basic = basic_set([*order, *hidden], equalities, inequalities)
    found = isl.Set.from_basic_set(basic)
    return found.project_out(_TYPE.set, len(order), len(hidden)) if hidden else found


def is_single_valued(
    order: Sequence[Monomial],
    hidden: Sequence[Monomial],
    equalities: Sequence[Form],
    inequalities: Sequence[Form],
) -> bool:
    """Whether each point over ``order`` has at most one completion by the hidden dimensions."""
    if not hidden:
        return True
    return bool(_as_map(order, hidden, equalities, inequalities).is_single_valued())


def _as_map(
    order: Sequence[Monomial],
    hidden: Sequence[Monomial],
    equalities: Sequence[Form],
    inequalities: Sequence[Form],
) -> isl.Map:
    basic = basic_set([*order, *hidden], equalities, inequalities)
    everything = isl.Map.universe(isl.Space.alloc(_CONTEXT, 0, 0, len(order) + len(hidden)))
    whole = everything.intersect_range(isl.Set.from_basic_set(basic))
    return whole.move_dims(_TYPE.in_, 0, _TYPE.out, 0, len(order))


def disjoint_union(sets: Sequence[isl.Set]) -> isl.Set | None:
    """The union of sets that are pairwise disjoint, else None."""
    union = sets[0]
    for other in sets[1:]:
        if not union.intersect(other).is_empty():
            return None
        union = union.union(other)
    return union


def as_conjunction(
    union: isl.Set, order: Sequence[Monomial], known: tuple[Sequence[Form], Sequence[Form]]
) -> tuple[list[Form], list[Form]] | None:
    """The union as one conjunction where ``known`` holds, if it is one."""
    union = union.coalesce()
    pieces = union.get_basic_sets()
    if len(pieces) == 1 and not pieces[0].dim(_TYPE.div):
        chosen = pieces[0]
    else:
        for hull in (union.simple_hull(), union.polyhedral_hull()):
            if not hull.dim(_TYPE.div) and isl.Set.from_basic_set(hull).is_subset(union):
                chosen = hull
                break
        else:
            return None
    chosen = chosen.remove_redundancies().gist(basic_set(order, known[0], known[1]))
    return None if chosen.dim(_TYPE.div) else constraints_of(chosen, order)


class Weight:
    """A piecewise quasi-polynomial over integer points: a sum of polynomials on sets."""

    def __init__(self, order: Sequence[Monomial]) -> None:
        self.order = list(order)
        self.total: isl.PwQPolynomial | None = None

    def add(
        self,
        coefficient: int,
        polynomial: Sequence[tuple[Form, int]],
        hidden: Sequence[Monomial],
        equalities: Sequence[Form],
        inequalities: Sequence[Form],
    ) -> bool:
        """Add coefficient * prod form^power on the set; False if the hidden ones are not unique."""
        if hidden and not is_single_valued(self.order, hidden, equalities, inequalities):
            return False
        for domain, values in self._pieces(polynomial, hidden, equalities, inequalities):
            space = domain.get_space()
            weight = isl.QPolynomial.val_on_domain(space, _value(coefficient))
            for form, power in polynomial:
                factor = self._polynomial(form, space, hidden, values)
                for _ in range(power):
                    weight = weight.mul(factor)
            piece = isl.PwQPolynomial.from_qpolynomial(weight).intersect_domain(domain)
            self.total = piece if self.total is None else self.total.add(piece)
        return True

    def _pieces(
        self,
        polynomial: Sequence[tuple[Form, int]],
        hidden: Sequence[Monomial],
        equalities: Sequence[Form],
        inequalities: Sequence[Form],
    ) -> list[tuple[isl.Set, isl.MultiAff | None]]:
        if not hidden:
            return [(isl.Set.from_basic_set(basic_set(self.order, equalities, inequalities)), None)]
        relation = _as_map(self.order, hidden, equalities, inequalities)
        hidden_set = set(hidden)
        if not any(m in hidden_set for form, _ in polynomial for m in form.terms):
            return [(relation.domain(), None)]
        pieces: list[tuple[isl.Set, isl.MultiAff | None]] = []
        isl.PwMultiAff.from_map(relation).foreach_piece(lambda s, a: pieces.append((s, a)))
        return pieces

    def _polynomial(
        self,
        form: Form,
        space: isl.Space,
        hidden: Sequence[Monomial],
        values: isl.MultiAff | None,
    ) -> isl.QPolynomial:
        total = isl.QPolynomial.val_on_domain(space, _value(0))
        for monomial, c in form.terms.items():
            if not monomial:
                one = isl.QPolynomial.val_on_domain(space, _value(1))
            elif monomial in self.order:
                one = isl.QPolynomial.var_on_domain(space, _TYPE.set, self.order.index(monomial))
            else:
                assert values is not None
                one = isl.QPolynomial.from_aff(values.get_aff(list(hidden).index(monomial)))
            total = total.add(one.mul(isl.QPolynomial.val_on_domain(space, _value(c))))
        return total

    def leave_out_equal(self, a: Monomial, b: Monomial) -> None:
        """Forget the points at which two dimensions are equal."""
        if self.total is not None:
            diagonal = basic_set(self.order, [Form({a: 1, b: -1})], [])
            self.total = self.total.subtract_domain(isl.Set.from_basic_set(diagonal))

    def is_zero(self) -> bool:
        """Whether the weight vanishes at every integer point."""
        if self.total is None or self.total.is_zero():
            return True
        return not self._nonzero_pieces()

    def _nonzero_pieces(self) -> list[isl.Set]:
        bad: list[isl.Set] = []

        def look(domain: isl.Set, weight: isl.QPolynomial) -> None:
            if weight.is_zero() or domain.is_empty():
                return
            if not weight.gist(domain).is_zero():
                bad.append(domain)

        assert self.total is not None
        self.total.foreach_piece(look)
        return bad

    def points(self, bounds: Sequence[int], per_piece: int) -> list[dict[Monomial, int]]:
        """Small points at which the weight is not zero, a few for each piece."""
        if self.total is None:
            return []
        found = []
        for piece in self._nonzero_pieces():
            for bound in [*bounds, None]:
                domain = piece
                if bound is not None:
                    for k in range(len(self.order)):
                        domain = domain.lower_bound_val(_TYPE.set, k, _value(-bound))
                        domain = domain.upper_bound_val(_TYPE.set, k, _value(bound))
                hit = None
                for _ in range(per_piece):
                    if domain.is_empty():
                        break
                    point = domain.sample_point()
                    if _python(self.total.eval(point)):
                        hit = point
                        break
                    domain = domain.subtract(isl.Set.from_point(point))
                if hit is not None:
                    found.append(
                        {
                            m: _python(hit.get_coordinate_val(_TYPE.set, k))
                            for k, m in enumerate(self.order)
                        }
                    )
                    break
        return found

    def at(self, values: dict[Monomial, int]) -> object:
        """The weight at a point, as an exact number that is false exactly at zero."""
        if self.total is None:
            return 0
        point = isl.Point.zero(self.total.get_domain_space())
        for k, monomial in enumerate(self.order):
            point = point.set_coordinate_val(_TYPE.set, k, _value(values[monomial]))
        return _python(self.total.eval(point))
