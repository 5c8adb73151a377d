"""Euclidean digits: products of a size and an index are taken apart by division with remainder.

A flattened index r*a + b with 0 <= b < r is the pair (a, b). Two lemmas turn bilinear constraints into
affine ones, and a tensor at a flattened index becomes a tensor with one more index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from symderive.prover.context import Context, content_of
from symderive.prover.integers import DIGIT, FREE, ZERO, Form, Monomial, form_of, kind_of
from symderive.prover.presburger import AT_LEAST, EQUAL, Constraint
from symderive.prover.ring import TENSOR, Factors, GuardedTerm, Head, Ring

NEAR_ZERO = (0, -1, 1)
NEARBY = (0, 1, -1, 2, -2)
Digit = tuple[Form, int]


def products_by(form: Form) -> Iterator[tuple[Monomial, dict[Monomial, int], dict[Monomial, int]]]:
    """All ways to write a form as r*A + B with a product r of its sizes, fullest A first.

    Yields r with the terms of A and of B; B keeps the terms in r alone.
    """
    count: dict[Monomial, int] = {}
    for monomial in form.terms:
        for r in _proper_divisors(monomial):
            count[r] = count.get(r, 0) + 1
    ranked = sorted(count.items(), key=lambda item: (-item[1], len(item[0]), _kinds(item[0])))
    for r, _ in ranked:
        high: dict[Monomial, int] = {}
        low: dict[Monomial, int] = {}
        for monomial, c in form.terms.items():
            rest = quotient(monomial, r)
            if rest:
                high[rest] = c
            else:
                low[monomial] = c
        yield r, high, low


def _proper_divisors(monomial: Monomial) -> set[Monomial]:
    if len(monomial) < 2:
        return set()
    sizes = [v for v in monomial if kind_of(v) == FREE]
    return {r for k in range(1, len(monomial)) for r in combinations(sizes, k)}


def _kinds(monomial: Monomial) -> tuple[tuple[int, int], ...]:
    return tuple((kind_of(v), v) for v in monomial)


def quotient(monomial: Monomial, by: Monomial) -> Monomial | None:
    """The monomial by one of its divisors; None if it does not divide."""
    rest = list(monomial)
    for v in by:
        if v not in rest:
            return None
        rest.remove(v)
    return tuple(rest)


def is_positive(form: Form, context: Context) -> bool:
    """Whether form >= 1, where a product is positive if its factors are."""
    if context.entails(form.shifted(-1)):
        return True
    return bool(form.terms) and all(
        c > 0 and all(context.entails(form_of(v).shifted(-1)) for v in monomial)
        for monomial, c in form.terms.items()
    )


def provable(form: Form, context: Context) -> bool:
    """Whether form >= 0, for bilinear forms also by products of known constraints with sizes."""
    if context.entails(form):
        return True
    return not form.is_affine and follows_by_products(form, context)


def _below_radix(form: Form, context: Context, rho: Form) -> bool:
    """Whether form >= 0; only a radix that is a product of sizes is worth products of constraints."""
    return context.entails(form) or (not rho.is_affine and provable(form, context))


def affine_instead(kind: int, form: Form, context: Context) -> list[Constraint] | None:
    """Constraints equivalent to rho*A + B = 0 or rho*A + B >= 0 without the product by rho.

    With rho >= 1:  |B| < rho  =>  (rho*A + B = 0  <=>  A = 0 and B = 0), and
    (t-1)*rho < -B <= t*rho  =>  (rho*A + B >= 0  <=>  A >= t).
    Given: the premises, which the context entails. Fails (None) where it does not.
    Source: uniqueness of quotient and remainder.
    """
    key = (kind, form)
    if key not in context.without_products:
        context.without_products[key] = _affine_instead(kind, form, context)
    return context.without_products[key]


def _affine_instead(kind: int, form: Form, context: Context) -> list[Constraint] | None:
    for r, high, low in products_by(form):
        if not is_positive(Form({r: 1}), context):
            continue
        g = content_of(high.values())
        whole, remainder = divmod(low.pop(r, 0), g)
        if whole:
            high[()] = high.get((), 0) + whole * g
        if remainder:
            low[r] = remainder
        rho = Form({r: g})
        a = Form({m: c // g for m, c in high.items()})
        found = _without_product(kind, a, Form(low), rho, context)
        if found is not None:
            return found
    return None


def _without_product(
    kind: int, a: Form, b: Form, rho: Form, context: Context
) -> list[Constraint] | None:
    if kind == EQUAL:
        for t in NEAR_ZERO:
            rest = b - rho.scaled(t)
            below = rho.shifted(-1)
            if _below_radix(below - rest, context, rho) and _below_radix(
                below + rest, context, rho
            ):
                return [(EQUAL, a.shifted(t)), (EQUAL, rest)]
        return None
    for t in NEARBY:
        above = (-b - rho.scaled(t - 1)).shifted(-1)
        if _below_radix(rho.scaled(t) + b, context, rho) and _below_radix(above, context, rho):
            return [(AT_LEAST, a.shifted(-t))]
    return None


def linearized(term: GuardedTerm, context: Context) -> GuardedTerm | None:
    """The term with one bilinear constraint of its guard replaced by affine ones; None if none is."""
    affine = [(EQUAL, f) for f in term.equalities if f.is_affine]
    affine += [(AT_LEAST, f) for f in term.inequalities if f.is_affine]
    all_constraints = [(EQUAL, f) for f in term.equalities]
    all_constraints += [(AT_LEAST, f) for f in term.inequalities]
    from_affine = context.extended(affine)
    bilinear = [p for p, (_, form) in enumerate(all_constraints) if not form.is_affine]
    for use_all in (False, True) if len(bilinear) > 1 else (False,):
        for position in bilinear:
            kind, form = all_constraints[position]
            others = all_constraints[:position] + all_constraints[position + 1 :]
            known = context.extended(others) if use_all else from_affine
            found = affine_instead(kind, form, known)
            if found is not None:
                rest = others + found
                return GuardedTerm(
                    term.coefficient,
                    term.bound,
                    [f for k, f in rest if k == EQUAL],
                    [f for k, f in rest if k == AT_LEAST],
                    term.factors,
                )
    return None


def without_implied_products(term: GuardedTerm, context: Context) -> list[Form]:
    """The inequalities less those bilinear ones that follow from size*(affine constraint) >= 0.

    Given: sizes that are >= 0. Source: products of valid constraints are valid (Handelman, degree 2).
    """
    kept: list[Form] = []
    affine = [(EQUAL, f) for f in term.equalities if f.is_affine]
    affine += [(AT_LEAST, f) for f in term.inequalities if f.is_affine]
    known = context.extended(affine)
    for form in term.inequalities:
        if form.is_affine or not follows_by_products(form, known):
            kept.append(form)
    return kept


def follows_by_products(form: Form, known: Context) -> bool:
    """Whether form >= 0 follows from known affine constraints times sizes that are >= 0."""
    found = known.by_products.get(form)
    if found is None:
        found = known.by_products[form] = _by_products(form, known)
    return found


def _by_products(form: Form, known: Context) -> bool:
    involved = form.variables
    sizes = {
        v
        for monomial in form.terms
        if len(monomial) > 1
        for v in monomial
        if kind_of(v) == FREE and known.entails(form_of(v))
    }
    products = {
        (kind, other * form_of(size))
        for size in sizes
        for kind, other in known.constraints
        if other.is_affine and not other.variables.isdisjoint(involved)
    }
    return bool(products) and known.extended(products).entails(form)


def divided(
    form: Form, context: Context, only: Digit | None = None
) -> tuple[Digit, Form, Form] | None:
    """form = rho*A + B + offset with 0 <= B < rho: ((rho, offset), A, B), or None.

    The offset is 1 for positions that count from 1, else 0. ``only`` prescribes radix and offset.
    """
    for r, high, low in products_by(form):
        if not is_positive(Form({r: 1}), context):
            continue
        g = content_of(high.values())
        alone = low.pop(r, 0)
        if only is None:
            factors = [h for h in range(1, g + 1) if g % h == 0]
        else:
            wanted = only[0].terms.get(r, 0)
            factors = [wanted] if wanted and len(only[0].terms) == 1 and g % wanted == 0 else []
        for h in factors:
            whole, remainder = divmod(alone, h)
            a = Form({m: c // h for m, c in high.items()}).shifted(whole)
            b = Form(low) + (Form({r: remainder}) if remainder else ZERO)
            rho = Form({r: h})
            for offset in (1, 0) if only is None else (only[1],):
                for t in NEAR_ZERO:
                    rest = b.shifted(-offset) - rho.scaled(t)
                    if _below_radix(rest, context, rho) and _below_radix(
                        rho.shifted(-1) - rest, context, rho
                    ):
                        return (rho, offset), a.shifted(t), rest
    return None


def with_digits(ring: Ring, base: Head, digits: tuple[tuple[Digit, ...], ...]) -> Head:
    """The tensor with each index split by its chain of radices (least significant radix first)."""
    if not any(digits):
        return base
    key = (base.number, tuple(tuple((rho.key, o) for rho, o in chain) for chain in digits))
    head = ring.head(TENSOR, base.name, key)
    head.base = base
    head.digits = digits
    return head


def base_indices(head: Head, indices: tuple[Form, ...]) -> tuple[Form, ...]:
    """The indices of the unsplit tensor."""
    if head.base is head:
        return indices
    found = []
    at = 0
    for chain in head.digits:
        index = indices[at]
        at += 1
        for rho, offset in reversed(chain):
            index = (rho * index + indices[at]).shifted(offset)
            at += 1
        found.append(index)
    return tuple(found)


def split_factor(
    ring: Ring, head: Head, indices: tuple[Form, ...], context: Context
) -> tuple[Head, tuple[Form, ...]]:
    """x[rho*A + B] with 0 <= B < rho as the split tensor x<A, B>, at every index where this is proved."""
    if head.kind != TENSOR or all(form.is_affine for form in indices):
        return head, indices
    chains: list[tuple[Digit, ...]] = []
    split: list[Form] = []
    for index in base_indices(head, indices):
        chain: list[Digit] = []
        lower: list[Form] = []
        while not index.is_affine:
            found = divided(index, context)
            if found is None:
                break
            digit, index, rest = found
            chain.append(digit)
            lower.insert(0, rest)
        chains.append(tuple(chain))
        split += [index, *lower]
    return with_digits(ring, head.base, tuple(chains)), tuple(split)


def guard_context(term: GuardedTerm, context: Context) -> Context:
    """The context where the guard of the term holds."""
    constraints = [(EQUAL, f) for f in term.equalities]
    return context.extended(constraints + [(AT_LEAST, f) for f in term.inequalities])


def _chosen_digits(
    base: Head, places: int, terms: Iterable[GuardedTerm], context: Context
) -> tuple[tuple[Digit, ...], ...]:
    """For each index of the tensor, the chain of radices into which all its occurrences can be split."""
    occurrences = [
        (head, base_indices(head, indices), guard_context(term, context))
        for term in terms
        for head, indices, _ in term.factors
        if head.base is base
    ]
    chosen: list[tuple[Digit, ...]] = []
    for place in range(places):
        chains = {head.digits[place] for head, _, _ in occurrences if head.digits}
        ranked = sorted(
            chains, key=lambda chain: (-len(chain), [(rho.key, -offset) for rho, offset in chain])
        )
        for chain in ranked:
            if all(
                _divides_along(chain, indices[place], known) for _, indices, known in occurrences
            ):
                chosen.append(chain)
                break
        else:
            chosen.append(ranked[0] if ranked else ())
    return tuple(chosen)


def _divides_along(chain: tuple[Digit, ...], index: Form, known: Context) -> bool:
    for digit in chain:
        if index.is_affine:
            return True
        found = divided(index, known, digit)
        if found is None:
            return False
        index = found[1]
    return True


def unify_digits(
    ring: Ring, terms: list[GuardedTerm], context: Context
) -> tuple[list[GuardedTerm], bool]:
    """Bring every tensor to one way of splitting its indices; whether anything changed.

    Division with remainder is a bijection, so new digits change no value.
    """
    forms: dict[Head, set[Head]] = {}
    for term in terms:
        for head, _, _ in term.factors:
            if head.kind == TENSOR:
                forms.setdefault(head.base, set()).add(head)
    mixed = {base for base, heads in forms.items() if len(heads) > 1}
    if not mixed:
        return terms, False
    targets = {}
    for base in mixed:
        places = next(len(head.digits) for head in forms[base] if head.digits)
        targets[base] = with_digits(ring, base, _chosen_digits(base, places, terms, context))
    return [_redigited(ring, term, targets, context) for term in terms], True


def _redigited(
    ring: Ring, term: GuardedTerm, targets: dict[Head, Head], context: Context
) -> GuardedTerm:
    known = guard_context(term, context)
    bound, factors = list(term.bound), []
    equalities, inequalities = list(term.equalities), list(term.inequalities)
    for head, indices, exponent in term.factors:
        target = targets.get(head.base) if head.kind == TENSOR else None
        if target is None or head is target:
            factors.append((head, indices, exponent))
            continue
        new: list[Form] = []
        for place, index in enumerate(base_indices(head, indices)):
            lower: list[Form] = []
            for digit in target.digits[place] if target.digits else ():
                found = divided(index, known, digit)
                if found is not None:
                    _, index, rest = found
                else:
                    q, s = fresh_digits(ring)
                    bound += [v for form in (q, s) for v in form.variables]
                    rho, offset = digit
                    equalities.append(index.shifted(-offset) - rho * q - s)
                    inequalities += [s, rho.shifted(-1) - s]
                    index, rest = q, s
                lower.insert(0, rest)
            new += [index, *lower]
        factors.append((target, tuple(new), exponent))
    return GuardedTerm(term.coefficient, bound, equalities, inequalities, factors)


def fresh_digits(ring: Ring) -> tuple[Form, Form]:
    """A new quotient and remainder."""
    return form_of(ring.fresh(DIGIT)), form_of(ring.fresh(DIGIT))


def split_factors(ring: Ring, factors: Factors, context: Context) -> Factors:
    """Every factor with its flattened indices split."""
    return [(*split_factor(ring, head, indices, context), e) for head, indices, e in factors]
