"""Recursions: y[0] is a start, and y[l] a step from y[l-1], for a symbolic number of layers.

``y = recursion("y", lambda l, before: sigma(w[l]*before), x, L)`` defines y[0], .., y[L]; with
``downward=True`` a recursion starts at L and goes down. Nothing is unfolded here.

``jacobian(y[L], w[l])`` differentiates y[L] as the recursion defines it, so also through the layers
between. A derivative by a value y[l] of the recursion itself is that of the recursion started anew
at l: y[l] is a free tensor, every later member follows from it, and earlier members and whatever
does not depend on y[l] are constants. It is taken at the value that y[l] has.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from symderive.errors import IllFormed
from symderive.language.binders import active, check_shadowing, parameter_names
from symderive.language.binding import abstract, free_symbols, instantiate, map_children, shift
from symderive.language.checks import size_of
from symderive.language.definitions import rank_of, shape_of
from symderive.language.domains import is_name
from symderive.language.families import Family, index_of
from symderive.language.members import FamilyMember, Previous, Recursion
from symderive.language.reader import Reader, require_integer, scalar_or_refuse
from symderive.language.scalars import NO_ORIGINS, Scalar
from symderive.language.shapes import shape_text
from symderive.language.tensors import wrapped
from symderive.language.terms import MINUS_ONE, ONE, Add, Bound, Symbol, Term

ARGUMENTS = 4
PARAMETERS = 2

_WITHIN: ContextVar[bool] = ContextVar("whether a step is being built", default=False)


def recursion(
    *arguments: Any, downward: bool = False, first: Any = None, shape: Any = None
) -> Family:
    """Define a family by recursion: ``recursion("y", step, start, L)``.

    The index runs from 0 to L, downward from L to 1, or to ``first``. ``step`` takes the index and
    the member before (downward: after) it. The members have the shape of the start, with the sizes
    of every family in it taken at their own index; ``shape=lambda l: ...`` says otherwise. That a
    step has this shape is an obligation.

    Raises:
        IllFormed: without a name, a step, a start and a last index, and for a step whose rank
            is not that of the start.
    """
    if not is_name(arguments) or len(arguments) != ARGUMENTS or not callable(arguments[1]):
        raise IllFormed(
            'a recursion is written recursion("y", lambda l, before: ..., start, L): its name, the '
            "step, the start, and the last index"
        )
    name, step, written, end = arguments
    reader = Reader()
    last = reader.read(end)
    lowest = reader.read((1 if downward else 0) if first is None else first)
    for bound in (last, lowest):
        require_integer(bound, f"a bound of the index of {name}")
    start = scalar_or_refuse(reader.read(written), "as the start of a recursion")
    origin = last if downward else lowest
    sizes = _sizes(start, origin) if shape is None else _given_sizes(shape, reader)
    index = index_of(step)
    body = _step(name, step, index, sizes, downward, reader)
    if rank_of(body) != len(sizes):
        raise IllFormed(
            f"a step of {name} has the shape {shape_text(shape_of(body))} and its start "
            f"{shape_text(shape_of(start))}: members of a recursion have one rank"
        )
    made = Recursion(
        name, lowest, last, sizes, start, abstract(body, (index,)), downward, index.name
    )
    if any(variable.name == name for variable in free_symbols(made)):
        raise IllFormed(f"a variable in the recursion is called {name} too; rename one")
    return Family(made, reader.origins or NO_ORIGINS)


def _step(
    name: str,
    step: Callable[..., Any],
    index: Symbol,
    sizes: tuple[Term, ...],
    downward: bool,
    reader: Reader,
) -> Term:
    """The step at the fresh index, from the member before it."""
    names = parameter_names(step)
    if len(names) != PARAMETERS:
        raise IllFormed(
            f"a step takes the index and the member from which it goes on: write lambda l, before:"
            f" ..., not {len(names)} parameters"
        )
    place = Add((index, ONE if downward else MINUS_ONE))
    before = Previous(place, tuple(instantiate(size, (place,)) for size in sizes), name)
    if _WITHIN.get():
        raise IllFormed(f"the recursion {name} stands in a step of another; define it outside")
    token = _WITHIN.set(True)
    try:
        with active((index.name,)):
            found = step(Scalar(index), wrapped(before))
    finally:
        _WITHIN.reset(token)
    term = scalar_or_refuse(reader.read(found), "as a step of a recursion")
    check_shadowing((index.name,), term, (index,))
    return term


def _sizes(start: Term, origin: Term) -> tuple[Term, ...]:
    """The shape of the start with the members of families taken at Bound(0) instead."""
    shape = shape_of(start)
    if shape is None:
        raise IllFormed("the start of a recursion needs its sizes; declare it with vector(n)")
    return tuple(_at_bound(size, origin, 0) for size in shape)


def _at_bound(term: Term, origin: Term, depth: int) -> Term:
    if isinstance(term, FamilyMember) and term.index == shift(origin, depth):
        return FamilyMember(shift(term.family, 1, depth), Bound(depth))
    if isinstance(term, Bound):
        return Bound(term.index + 1) if term.index >= depth else term
    return map_children(term, lambda child, binds: _at_bound(child, origin, depth + binds))


def _given_sizes(shape: Any, reader: Reader) -> tuple[Term, ...]:
    """The sizes that a function of the index gives."""
    if not callable(shape):
        raise IllFormed("shape= is a function of the index: shape=lambda l: n[l]")
    index = index_of(shape)
    with active((index.name,)):
        found = shape(Scalar(index))
    row = found if isinstance(found, (tuple, list)) else (found,)
    return tuple(abstract(reader.read(size_of(size)), (index,)) for size in row)


def member_before(recursion: Recursion, index: Term) -> Term:
    """The index of the member from which the step to an index goes on."""
    return Add((index, ONE if recursion.downward else MINUS_ONE))


def step_at(recursion: Recursion, index: Term, before: Term) -> Term:
    """The step to the member at an index, from the member before it."""
    return _put_in(instantiate(recursion.step, (index,)), before, 0)


def _put_in(term: Term, before: Term, depth: int) -> Term:
    """The term with another one for the member before; steps of other recursions keep their own."""
    if isinstance(term, Previous):
        return shift(before, depth)
    if isinstance(term, Recursion):
        return term
    return map_children(term, lambda child, binds: _put_in(child, before, depth + binds))
