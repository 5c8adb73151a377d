"""Cases that real numbers tell apart, as products: numbers that depend on the case, and the rest.

The derivative of max(u, 0) is one of two numbers times that of u. With that number in front, the
brackets and matrices in the derivative of u are those of a product like any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from symderive.language.terms import ONE, ZERO, Add, Cases, Mul, Symbol, Term
from symderive.numeric.compiling.brackets import about_integers
from symderive.numeric.compiling.sizes import replaced
from symderive.numeric.compiling.sums import Product, products_of
from symderive.numeric.compiling.zeros import is_risky

if TYPE_CHECKING:
    from symderive.numeric.compiling.lowering import Lowering


def weighted(run: Lowering, term: Cases, inside: frozenset[Symbol]) -> list[Product] | None:
    """The products whose sum the cases are; None where nothing can stand outside of the cases.

    What varies along the axes of the conditions alone stays inside, and so does what may have no
    value where its case is not the one: outside it would be multiplied by 0.
    """
    if about_integers(term):
        return None
    apart = frozenset().union(*map(run.spans.axes_of, term.conditions))
    inner: dict[Product, list[list[Term]]] = {}
    for place, value in enumerate(term.values):
        for product in products_of(run, value, inside):
            if ZERO in product.factors:
                continue
            kept = [f for f in product.factors if run.spans.axes_of(f) <= apart or is_risky(f)]
            rest = tuple(factor for factor in product.factors if factor not in kept)
            outer = Product(product.binders, rest, product.conditions)
            outer, own = _as_known(run, inner, outer, _product(kept))
            inner.setdefault(outer, [[] for _ in term.values])[place].append(own)
    if not any(map(any, inner)):
        return None
    return [
        outer._replace(factors=(Cases(tuple(map(_sum, values)), term.conditions), *outer.factors))
        for outer, values in inner.items()
    ]


def _as_known(
    run: Lowering, inner: Iterable[Product], outer: Product, own: Term
) -> tuple[Product, Term]:
    """A product and what is inside, by the summation variables of an equal one."""
    spans = run.spans.spans
    for known in inner:
        pairs = list(zip(outer.binders, known.binders, strict=False))
        if len(outer.binders) != len(known.binders):
            continue
        if any(
            (spans[a].lower, spans[a].upper) != (spans[b].lower, spans[b].upper) for a, b in pairs
        ):
            continue
        renamed, there = outer, own
        for mine, other in pairs:
            renamed = Product(
                (),
                tuple(replaced(factor, mine, other) for factor in renamed.factors),
                tuple(replaced(condition, mine, other) for condition in renamed.conditions),
            )
            there = replaced(there, mine, other)
        if renamed._replace(binders=known.binders) == known:
            return known, there
    return outer, own


def _product(factors: list[Term]) -> Term:
    return ONE if not factors else factors[0] if len(factors) == 1 else Mul(tuple(factors))


def _sum(terms: list[Term]) -> Term:
    return ZERO if not terms else terms[0] if len(terms) == 1 else Add(tuple(terms))
