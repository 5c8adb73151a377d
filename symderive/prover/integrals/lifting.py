"""Sums over 1..n with vectors of probabilities, as integrals over a measure.

A claim about every measure holds for the one that counts the points 1..n, where densities are
vectors of probabilities and every integral exists. So a finite claim is proved as the claim about
integrals of which it is an instance.
"""

from __future__ import annotations

from symderive.errors import OutsideFragment
from symderive.language.binding import free_symbols, map_children, subterms
from symderive.language.definitions import entry_of
from symderive.language.integrals import (
    DENSITY,
    STRICTLY_POSITIVE,
    Everywhere,
    Integral,
    written_out,
)
from symderive.language.terms import (
    ONE,
    UNKNOWN,
    Apply,
    Bound,
    Domain,
    Entry,
    Forall,
    Partial,
    Reduce,
    Statement,
    TensorSymbol,
    Term,
    Unknown,
)

SIMPLEX, CLOSED = "simplex", "closed"
FOLDED = ("kl", "entropy", "cross_entropy")


def lifted(statement: Statement) -> Statement | None:
    """The claim about integrals of which this one is an instance; None where there is none."""
    vectors = [v for v in free_symbols(statement) if isinstance(v, TensorSymbol) and _adds_up(v)]
    shapes = {v.shape for v in vectors}
    if len(shapes) != 1:
        return None
    names = {part.name for part in subterms(statement) if isinstance(part, UNKNOWN)}
    if names & {v.name for v in free_symbols(statement)}:
        return None
    shape = next(iter(shapes))
    assert shape is not None
    try:
        found = _lifted(_opened(written_out(statement)), shape[0], ())
    except OutsideFragment:
        return None
    assert isinstance(found, Statement)
    has_integral = any(isinstance(part, Integral) for part in subterms(found))
    return found if has_integral else None


def _adds_up(vector: TensorSymbol) -> bool:
    assert isinstance(vector.domain, Domain)
    return SIMPLEX in vector.domain.properties and len(vector.shape or ()) == 1


def _opened(term: Term) -> Term:
    """The term with divergences and entropies by their formulas."""
    if isinstance(term, Apply) and term.name in FOLDED:
        return _opened(entry_of(term, ()))
    if isinstance(term, Entry) and not isinstance(term.tensor, TensorSymbol):
        return _opened(entry_of(term.tensor, term.indices))
    return map_children(term, lambda child, binds: _opened(child))


def _lifted(term: Term, size: Term, points: tuple[bool, ...]) -> Term:
    """The term; ``points`` says of the variables bound around it, outermost first, which are."""
    if isinstance(term, Entry) and isinstance(term.tensor, TensorSymbol):
        place = term.indices[0]
        if term.tensor.shape == (size,) and _is_point(place, points):
            return Unknown(term.tensor.name, (place,), (0,), _properties(term.tensor))
        if isinstance(term.tensor.domain, Domain) and SIMPLEX in term.tensor.domain.properties:
            raise OutsideFragment("a probability outside of a sum")
    if _is_point(term, points) or isinstance(term, (Partial, TensorSymbol)):
        raise OutsideFragment("an index or a tensor outside of its entries, or a derivative")
    binder = isinstance(term, (Reduce, Forall)) and (term.lower, term.upper) == (ONE, size)
    is_sum = isinstance(term, Reduce) and term.operation == "sum"
    real = binder and (is_sum or isinstance(term, Forall))

    def inner(child: Term, binds: int) -> Term:
        return _lifted(child, size, (*points, *(real for _ in range(binds))))

    found = map_children(term, inner)
    if real and isinstance(found, Reduce):
        return Integral(found.body, found.name)
    if real and isinstance(found, Forall):
        return Everywhere(found.body, found.name)
    return found


def _is_point(term: Term, points: tuple[bool, ...]) -> bool:
    return isinstance(term, Bound) and term.index < len(points) and points[-1 - term.index]


def _properties(vector: TensorSymbol) -> tuple[str, ...]:
    """What is known of the entries: those of a vector of probabilities, or any real numbers."""
    assert isinstance(vector.domain, Domain)
    if SIMPLEX in vector.domain.properties:
        closed = CLOSED in vector.domain.properties
        return (DENSITY,) if closed else (DENSITY, STRICTLY_POSITIVE)
    if vector.domain.conditions or vector.domain.properties:
        raise OutsideFragment("a vector with bounds beside probabilities")
    return ()
