"""Tensors at flattened indices: x[r*a + b] with 0 <= b < r is x<a, b>, with one more index.

All occurrences of a tensor are brought to one way of splitting its indices; division with remainder
is a bijection, so this changes no value.
"""

from __future__ import annotations

from collections.abc import Iterable

from flint import fmpq

from symderive.errors import OutsideFragment
from symderive.prover.context import Context, content_of
from symderive.prover.integers import DIGIT, ONE, ZERO, Form, constant, form_of
from symderive.prover.radix import below_radix, guard_context, is_positive, products_by
from symderive.prover.ring import TENSOR, Factors, GuardedTerm, Head, Ring

NEAR_ZERO = (0, -1, 1)
Digit = tuple[Form, int]


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
                    if below_radix(rest, context, rho) and below_radix(
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
    """x[rho*A + B] with 0 <= B < rho as x<A, B>, at every index where this is proved."""
    if head.kind != TENSOR or all(form.is_affine for form in indices):
        return head, indices
    chains: list[tuple[Digit, ...]] = []
    split: list[Form] = []
    for index in base_indices(head, indices):
        chain: list[Digit] = []
        digits = [index]
        while not digits[0].is_affine:
            found = divided(digits[0], context)
            if found is None:
                break
            chain.append(found[0])
            digits[:1] = found[1:]
        chains.append(tuple(chain))
        split += digits
    return with_digits(ring, head.base, tuple(chains)), tuple(split)


def _chosen_digits(
    base: Head, places: int, terms: Iterable[GuardedTerm], context: Context
) -> tuple[tuple[Digit, ...], ...]:
    """For each index of the tensor, a chain of radices into which all occurrences can be split."""
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
                (len(chain) > 1 and head.digits and _is_product(head.digits[place], chain))
                or _divides_along(chain, indices[place], known)
                for head, indices, known in occurrences
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


def _is_product(single: tuple[Digit, ...], chain: tuple[Digit, ...]) -> bool:
    """Whether one radix is the product of a chain of radices, with the same offset in all."""
    if len(single) != 1:
        return False
    rho, offset = ONE, ZERO
    for radix, o in chain:
        offset = offset + rho.scaled(o)
        rho = rho * radix
    return single[0][0] == rho and offset == constant(single[0][1])


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
            chain = target.digits[place] if target.digits else ()
            if len(chain) > 1 and head.digits and _is_product(head.digits[place], chain):
                # The lower digit is taken apart by all radices but the last, which it is below.
                at = sum(len(c) + 1 for c in head.digits[:place])
                zero_based = tuple((rho, 0) for rho, _ in chain[:-1])
                lower, extra = _digits_of(ring, indices[at + 1], zero_based, known)
                lower.insert(0, indices[at])
            else:
                lower, extra = _digits_of(ring, index, chain, known)
            new += lower
            bound += extra.bound
            equalities += extra.equalities
            inequalities += extra.inequalities
        factors.append((target, tuple(new), exponent))
    return GuardedTerm(term.coefficient, bound, equalities, inequalities, factors)


def _digits_of(
    ring: Ring, index: Form, chain: tuple[Digit, ...], known: Context
) -> tuple[list[Form], GuardedTerm]:
    """The digits of an index, most significant first, and what new ones add to a guard."""
    added = GuardedTerm(fmpq(1), [], [], [], [])
    lower: list[Form] = []
    for rho, offset in chain:
        found = divided(index, known, (rho, offset))
        if found is not None:
            _, index, rest = found
        else:
            if not is_positive(rho, known):
                raise OutsideFragment("digits by a radix that may be zero")
            q, s = fresh_digits(ring)
            added.bound += [*q.variables, *s.variables]
            added.equalities.append(index.shifted(-offset) - rho * q - s)
            added.inequalities += [s, rho.shifted(-1) - s]
            index, rest = q, s
        lower.insert(0, rest)
    return [index, *lower], added


def fresh_digits(ring: Ring) -> tuple[Form, Form]:
    """A new quotient and remainder."""
    return form_of(ring.fresh(DIGIT)), form_of(ring.fresh(DIGIT))


def split_factors(ring: Ring, factors: Factors, context: Context) -> Factors:
    """Every factor with its flattened indices split."""
    return [(*split_factor(ring, head, indices, context), e) for head, indices, e in factors]
