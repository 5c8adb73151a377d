"""Terms rewritten so that floats compute them without overflow and without cancellation.

Every idiom is an identity: the new form has the value of the old one wherever that has one. An
idiom looks at a node whose parts have been rewritten already; the whole term is gone through until
nothing changes, so that what comes out is never changed again. That happens after finitely many
rounds: each idiom takes away a logarithm, a power, a difference or a function, or it lowers a sum
of exponentials that has not been lowered.
"""

from __future__ import annotations

from symderive.language.binding import map_children, shift
from symderive.language.definitions import elementwise_parts, entry_of, shape_of
from symderive.language.limits import Limit, Tends
from symderive.language.terms import (
    Add,
    Apply,
    Array,
    Bound,
    Domain,
    Function,
    Mul,
    Partial,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.numeric.compiling.differences import of_difference
from symderive.numeric.compiling.exponentials import OPENED, is_steep
from symderive.numeric.compiling.factors import Factor, factors_of
from symderive.numeric.compiling.logarithms import of_logarithm
from symderive.numeric.compiling.quotients import quotient_of

# Functions that the language does not have, entry by entry, and how NumPy or SciPy computes them.
NUMERIC_FUNCTIONS = {
    "log1p": "np.log1p({0})",
    "expm1": "np.expm1({0})",
    "logaddexp": "np.logaddexp({0}, {1})",
    "erfc": "special.erfc({0})",
}
# Sums of p log q, of which the logarithms are stable where q is a softmax or a sigmoid.
LOSSES = {"entropy", "kl", "cross_entropy", "binary_cross_entropy"}
DERIVATIVES = {"gradient", "jacobian", "hessian", "vjp"}
# Inside of these a value at one point is not all that counts, or there is no value.
CLOSED = (Symbol, TensorSymbol, Domain, Partial, Limit, Tends)


def stable(term: Term) -> Term:
    """A term of equal value that floats compute without overflow or cancellation.

    >>> from symderive.language.terms import REAL, ONE
    >>> u = Symbol("u", REAL)
    >>> naive = Function("log", (Add((ONE, Function("exp", (u,)))),))
    >>> stable(naive) == Apply("softplus", (u,))
    True
    """
    while True:
        found = _round(term, {})
        if found == term:
            return term
        term = found


def _round(term: Term, known: dict[Term, Term]) -> Term:
    """The term with every idiom tried once at every node, the innermost first."""
    if not is_steep(term) or isinstance(term, CLOSED):
        return term
    if isinstance(term, Apply) and term.name in DERIVATIVES:
        return term
    if term not in known:
        known[term] = _product(term, known) or _others(term, known)
    return known[term]


def _product(term: Term, known: dict[Term, Term]) -> Term | None:
    """A product or power by its factors, before products among them are rewritten themselves."""
    if not isinstance(term, (Mul, Pow)):
        return None
    rows = [Factor(_round(base, known), exponent) for base, exponent in factors_of(term)]
    return quotient_of(term, rows)


def _others(term: Term, known: dict[Term, Term]) -> Term:
    """The first idiom that fits a node whose parts have been rewritten."""
    term = map_children(term, lambda child, binds: _round(child, known))
    for idiom in (of_logarithm, of_difference, _loss, _by_entries):
        found = idiom(term)
        if found is not None:
            return found
    return term


def _loss(term: Term) -> Term | None:
    """A loss of a softmax or a sigmoid by its formula, in which logarithms are stable."""
    if not isinstance(term, Apply) or term.name not in LOSSES:
        return None
    if not any(map(is_steep, term.arguments)):
        return None
    return _opened(term)


def _opened(term: Term) -> Term:
    """A scalar by its formula, a tensor by that of its entries."""
    shape = shape_of(term) or ()
    indices = tuple(Bound(place) for place in reversed(range(len(shape))))
    if not shape:
        return entry_of(term, ())
    return Array(shape, entry_of(shift(term, len(shape)), indices))


def _by_entries(term: Term) -> Term | None:
    """A tensor with sums of exponentials along some axes in it, entry by entry, if that helps."""
    if not isinstance(term, (Mul, Pow, Function, Add)) or not shape_of(term):
        return None
    if not _has_inner_sum(term):
        return None
    found = _opened(term)
    assert isinstance(found, Array)
    entry = _round(found.body, {})
    return None if entry == found.body else Array(found.shape, entry)


def _has_inner_sum(term: Term) -> bool:
    """Whether a sum with axes left stands among the operands, exponentials in it."""
    if isinstance(term, Apply) and term.name in OPENED:
        return bool(shape_of(term)) and is_steep(term)
    if isinstance(term, Reduce):
        return False
    return any(map(_has_inner_sum, elementwise_parts(term)))
