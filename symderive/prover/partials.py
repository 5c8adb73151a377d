"""Partial derivatives in a statement: what is differentiated, by what, and where."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from symderive.errors import OutsideFragment
from symderive.language.definitions import shape_of
from symderive.language.terms import Entry, Partial, Symbol, TensorSymbol, Term
from symderive.prover import differentiate, obligations, translate
from symderive.prover.place import Place
from symderive.prover.ring import Polynomial, add

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace


def partial(work: Workspace, term: Partial, place: Place) -> Polynomial:
    """The derivative by a real symbol or by an entry of a free tensor, whose index is in range."""
    variable = term.variable
    work.record("derivative", term)
    if isinstance(variable, Symbol):
        if variable.is_integer:
            raise OutsideFragment(f"a derivative by the integer {variable.name}")
        by = differentiate.Variable(work.tensor_head(variable), ())
    else:
        assert isinstance(variable, Entry)
        if not isinstance(variable.tensor, TensorSymbol):
            raise OutsideFragment("a derivative by an entry of something that is not a free tensor")
        obligations.in_range(work, shape_of(variable.tensor), variable.indices, place)
        return _by_entry(work, term.body, variable, place)
    with _open_facts(work):
        body = translate.value(work, term.body, place)
        return differentiate.derivative(work, body, by, place.context)


def _by_entry(work: Workspace, term: Term, variable: Entry, place: Place) -> Polynomial:
    """The derivative by an entry of a tensor; quotients in its index are summed over."""
    out: Polynomial = {}
    with _open_facts(work):
        body = translate.value(work, term, place)
        for piece, indices in translate.joint_pieces(work, variable.indices, place):
            by = differentiate.Variable(work.tensor_head(variable.tensor), indices)
            inside = place.assuming(piece.constraints)
            found = differentiate.derivative(work, body, by, inside.context)
            out = add(out, translate.guarded(work, piece, found, place))
    return out


@contextmanager
def _open_facts(work: Workspace) -> Iterator[None]:
    """A place under a derivative, where only what holds on open sets decides signs."""
    work.open_facts_only += 1
    try:
        yield
    finally:
        work.open_facts_only -= 1
