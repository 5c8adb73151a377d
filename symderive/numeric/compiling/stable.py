"""Terms rewritten so that floats compute them without overflow and without cancellation.

Every idiom is an identity: the new form has the value of the old one wherever that has one. An
idiom looks at a node whose parts have been rewritten already; the whole term is gone through until
nothing changes, so that what comes out is never changed again. That happens after finitely many
rounds: each idiom takes away a logarithm, a power, a difference or a function, or does to a sum of
exponentials or to a case what is not done to it twice.
"""

from __future__ import annotations

from fractions import Fraction

from symderive.language.binding import map_children, shift
from symderive.language.definitions import elementwise_parts, entry_of, shape_of
from symderive.language.limits import Limit, Tends
from symderive.language.terms import (
    MINUS_ONE,
    Add,
    Apply,
    Array,
    Bound,
    Domain,
    Entry,
    Function,
    Mul,
    Partial,
    Pow,
    Reduce,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.numeric.compiling.branches import of_cases
from symderive.numeric.compiling.differences import of_difference
from symderive.numeric.compiling.exponentials import OPENED, is_steep
from symderive.numeric.compiling.factors import Factor, factors_of
from symderive.numeric.compiling.logarithms import (
    LOGARITHMS,
    SMOOTH_LOGARITHMS,
    of_logarithm,
)
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
    return _settled(term, _Stable)


def smooth(term: Term) -> Term:
    """A term of equal value whose derivatives have stable forms: what is under a derivative.

    The derivative of log p by the rules is p'/p, where p may be 0 in floats. So logarithms of
    softmax, sigmoid and products are taken apart before; all identities hold near every point.

    >>> from symderive.language.terms import REAL
    >>> u = Symbol("u", REAL)
    >>> smooth(Function("log", (Function("exp", (u,)),))) == u
    True
    """
    return _settled(term, _Smooth)


def _settled(term: Term, rewriting: type[_Rewriting]) -> Term:
    """The term after as many rounds as change it."""
    while True:
        found = rewriting().visit(term)
        if found == term:
            return term
        term = found


class _Rewriting:
    """One round: every idiom is tried once at every node, the innermost first."""

    def __init__(self) -> None:
        self.known: dict[Term, Term] = {}

    def visit(self, term: Term) -> Term:
        """The term after this round."""
        if not is_steep(term) or isinstance(term, CLOSED):
            return term
        if isinstance(term, Apply) and term.name in DERIVATIVES:
            return term
        if term not in self.known:
            found = self.whole(term)
            if found is None:
                parts = map_children(term, lambda child, binds: self.visit(child))
                found = self.node(parts) or parts
            self.known[term] = found
        return self.known[term]

    def whole(self, term: Term) -> Term | None:
        """An idiom for a node of which the parts are seen as they were."""
        return None

    def node(self, term: Term) -> Term | None:
        """The first idiom that fits a node of which the parts have been rewritten."""
        raise AssertionError


class _Stable(_Rewriting):
    """All idioms."""

    def whole(self, term: Term) -> Term | None:
        """A product or power by its factors, before products among them are rewritten."""
        found = self.by_entries(term)
        if found is not None or not isinstance(term, (Mul, Pow)):
            return found
        rows = factors_of(term)
        if rows == [Factor(term, Fraction(1))]:
            return None
        return quotient_of([Factor(self.visit(base), c) for base, c in rows])

    def node(self, term: Term) -> Term | None:
        found = of_logarithm(term, LOGARITHMS) or of_difference(term) or of_cases(term)
        return found or _loss(term)

    def by_entries(self, term: Term) -> Term | None:
        """A tensor with sums of exponentials along some axes in it, entry by entry, if it helps."""
        if not isinstance(term, (Mul, Pow, Function, Add)) or not shape_of(term):
            return None
        if not _has_inner_sum(term):
            return None
        found = _by_formula(term)
        assert isinstance(found, Array)
        entry = self.visit(found.body)
        return None if entry == found.body else Array(found.shape, entry)


class _Smooth(_Rewriting):
    """Idioms that may stand under a derivative."""

    def node(self, term: Term) -> Term | None:
        return of_logarithm(term, SMOOTH_LOGARITHMS) or _loss(term) or _log_softmax_apart(term)


def _log_softmax_apart(term: Term) -> Term | None:
    """log softmax(x)_i = x_i - log sum_k exp(x_k), which the rules differentiate without p'/p."""
    if not isinstance(term, Apply) or term.name != "log_softmax":
        return None
    shape = shape_of(term) or ()
    axis = term.parameters[0]
    indices = tuple(Bound(place) for place in reversed(range(len(shape))))
    tensor = shift(term.arguments[0], len(shape))
    total = Apply("logsumexp", (tensor,), term.parameters)
    others = indices[:axis] + indices[axis + 1 :]
    less = Mul((MINUS_ONE, Entry(total, others) if others else total))
    return Array(shape, Add((Entry(tensor, indices), less)))


def _loss(term: Term) -> Term | None:
    """A loss of a softmax or a sigmoid by its formula, in which logarithms are stable."""
    if not isinstance(term, Apply) or term.name not in LOSSES:
        return None
    if not any(map(is_steep, term.arguments)):
        return None
    return _by_formula(term)


def _by_formula(term: Term) -> Term:
    """A scalar by its formula, a tensor by that of its entries."""
    shape = shape_of(term) or ()
    indices = tuple(Bound(place) for place in reversed(range(len(shape))))
    if not shape:
        return entry_of(term, ())
    return Array(shape, entry_of(shift(term, len(shape)), indices))


def _has_inner_sum(term: Term) -> bool:
    """Whether a sum with axes left stands among the operands, exponentials in it."""
    if isinstance(term, Apply) and term.name in OPENED:
        return bool(shape_of(term)) and is_steep(term)
    if isinstance(term, Reduce):
        return False
    return any(map(_has_inner_sum, elementwise_parts(term)))
