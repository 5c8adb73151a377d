"""How entries of tensors, named operators and derivatives are written as Python."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from symderive.errors import IllFormed
from symderive.evaluator.writer import Around, Perturbation, Writer, variables_of, writes
from symderive.language.binding import children, shift
from symderive.language.definitions import definition_of, entry_of, requirements, shape_of
from symderive.language.terms import (
    Apply,
    Array,
    Bound,
    Compare,
    Entry,
    Functional,
    Partial,
    Symbol,
    TensorSymbol,
    Term,
)


@writes(Entry)
def entry(writer: Writer, term: Entry, around: Around) -> str:
    """An entry: of a free tensor by looking it up, of an expression by its index formula."""
    tensor = term.tensor
    what = f"the index of {title(tensor)}"
    indices = [writer.integer(index, around, what) for index in term.indices]
    if not isinstance(tensor, TensorSymbol):
        return _element(writer, tensor, indices, around)
    store = _store(writer, tensor)
    place = f"({', '.join(indices)},)"
    moved = [one for one in around.scope if one.variable == tensor]
    if not moved:
        return f"{store}[{place}]"
    targets = [f"({one.depth}, ({', '.join(one.place)},), {one.direction})" for one in moved]
    return f"seeded({store}, {place}, ({', '.join(targets)},))"


@writes(Apply)
def scalar_application(writer: Writer, term: Apply, around: Around) -> str:
    """A named function or operator whose value is a scalar."""
    return _element(writer, term, [], around)


def _store(writer: Writer, tensor: TensorSymbol) -> str:
    return writer.tensors.setdefault(tensor, f"t{len(writer.tensors)}")


def _element(writer: Writer, tensor: Term, indices: Sequence[str], around: Around) -> str:
    """The entry of a tensor that is an expression, as a function of its indices."""
    rank = len(indices)
    places = [f"i{k}" for k in range(rank)]

    def body(own: Around) -> list[str]:
        inside = _check_call(writer, tensor, places, own)
        unfolded = entry_of(shift(tensor, rank), tuple(Bound(rank - 1 - k) for k in range(rank)))
        return [inside, f"result = {writer.value(unfolded, own.under(*places))}"]

    return writer.remembered("entry", tensor, around, body, places, indices)


def check(writer: Writer, tensor: Term, indices: Sequence[Term], around: Around) -> str:
    """Whether the tensor has such an entry: True, or an error that says why not."""
    what = f"the index of {title(tensor)}"
    places = [writer.integer(index, around, what) for index in indices]
    return _check_call(writer, tensor, places, around)


def _check_call(writer: Writer, tensor: Term, indices: Sequence[str], around: Around) -> str:
    name = title(tensor)
    places = [f"i{k}" for k in range(len(indices))]

    def body(own: Around) -> list[str]:
        own = own.still()
        lines = _requirements(writer, tensor, own)
        shape = shape_of(tensor)
        if shape and places:
            sizes = [writer.integer(size, own, f"the length of {name}") for size in shape]
            lines.append(f"inside(({', '.join(places)},), ({', '.join(sizes)},), {name!r})")
        return [*lines, "result = True"]

    return writer.remembered("check", tensor, around.still(), body, places, indices)


def _requirements(writer: Writer, term: Term, around: Around) -> list[str]:
    """What a tensor and the tensors of which it is made require, whether it has entries or not.

    What stands under binders has its meaning index by index.
    """
    lines = [
        f"required({writer.condition(one, around)}, {_told(term)!r}, {_sides(writer, one, around)})"
        for one in requirements(term)
    ]
    if not isinstance(term, (Entry, Compare)):
        for part, binds in children(term):
            if not binds and _requires_something(part):

                def body(own: Around, part: Term = part) -> list[str]:
                    return [*_requirements(writer, part, own), "result = True"]

                lines.append(writer.remembered("needs", part, around.still(), body))
    return lines


@lru_cache(maxsize=4096)
def _requires_something(term: Term) -> bool:
    """Whether a term or a tensor of which it is made has a requirement."""
    if requirements(term):
        return True
    if isinstance(term, (Entry, Compare)):
        return False
    return any(not binds and _requires_something(part) for part, binds in children(term))


def _told(tensor: Term) -> str:
    """What is said of a requirement that fails, with gaps for its sides and its relation."""
    gaps = "{left}", "{relation}", "{right}"
    if isinstance(tensor, Apply):
        return definition_of(tensor).told(*gaps)
    if isinstance(tensor, Functional):
        told = f"the argument of {tensor.name} has another shape than declared"
        return f"{told}: {' '.join(gaps)} does not hold"
    return f"an operation entry by entry needs equal sizes, and here {gaps[0]} is not {gaps[2]}"


def _sides(writer: Writer, condition: Term, around: Around) -> str:
    """What is compared in a requirement, for the message."""
    if not isinstance(condition, Compare):
        return "'the stated', 'relation of', 'sizes'"
    left, right = writer.value(condition.left, around), writer.value(condition.right, around)
    return f"{left}, {condition.relation!r}, {right}"


def title(tensor: Term) -> str:
    """What a tensor is called in a message."""
    if isinstance(tensor, (TensorSymbol, Apply, Functional)):
        return tensor.name
    if isinstance(tensor, Array) and isinstance(tensor.body, Functional) and tensor.body.indices:
        return f"{tensor.body.name}.{'grad' if len(tensor.body.rows) == 1 else 'hessian'}"
    return "an array" if isinstance(tensor, Array) else "an expression"


@writes(Partial)
def partial(writer: Writer, term: Partial, around: Around) -> str:
    """A partial derivative: the body on a variable that is moved."""
    writer.derivatives = True
    variable = term.variable
    moved = variable.tensor if isinstance(variable, Entry) else variable
    if not isinstance(moved, (Symbol, TensorSymbol)) or (
        isinstance(moved, Symbol) and moved.is_integer
    ):
        raise IllFormed("a derivative is by a real symbol or by an entry of a tensor symbol")

    def body(own: Around) -> list[str]:
        here = Perturbation(moved, 1 + max((one.depth for one in own.scope), default=0))
        lines = []
        if isinstance(variable, Entry) and isinstance(moved, TensorSymbol):
            what = f"the index of {moved.name}"
            indices = [writer.integer(index, own, what) for index in variable.indices]
            lines = [f"{slot} = {i}" for slot, i in zip(here.place, indices, strict=True)]
            lines.append(f"{_store(writer, moved)}[{', '.join(here.place)},]")
        if moved not in variables_of(term.body):
            return [*lines, f"result = zero_of({writer.value(term.body, own)})"]
        along = writer.value(term.body, Around(own.names, (*own.scope, here)))
        return [*lines, f"result = partial({here.depth}, lambda {here.direction}: {along})"]

    return writer.remembered("partial", term, around, body)
