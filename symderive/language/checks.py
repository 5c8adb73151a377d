"""Checks on what tensors are built from: sizes, axes, and shapes that cannot fit."""

from __future__ import annotations

from typing import Any

from symderive.errors import IllFormed
from symderive.language.definitions import elementwise_parts, rank_of, requirements, shape_of
from symderive.language.hooks import HOOKS, text_of
from symderive.language.reader import Reader, require_integer, scalar_or_refuse
from symderive.language.scalars import NO_ORIGINS, Scalar
from symderive.language.shapes import impossible, shape_text, size_text
from symderive.language.terms import Apply, Compare, Number, Symbol, TensorSymbol, Term


def check_sizes(term: Term) -> None:
    """Refuse an operation whose sizes cannot fit at any size; other demands stay obligations.

    The shape is computed first, because that is where ranks are compared.
    """
    shape_of(term)
    for condition in requirements(term):
        if impossible(condition):
            raise IllFormed(
                f"{_operation_text(term)} has no meaning at any size: "
                f"{condition_text(condition)} never holds{_advice(term)}"
            )


def _operation_text(term: Term) -> str:
    """The operation with the shapes of its operands; as it is written where it has none."""
    shapes = [shape_text(shape_of(part)) for part in operands_of(term)]
    if not shapes:
        return text_of(term)
    what = term.name if isinstance(term, Apply) else "an operation entry by entry"
    return f"{what} of shapes {' and '.join(shapes)}"


def _advice(term: Term) -> str:
    if isinstance(term, Apply):
        return ""
    return "; shapes must agree, since nothing but scalars broadcasts"


def operands_of(term: Term) -> list[Term]:
    """The arguments of a node that have indices."""
    parts = term.arguments if isinstance(term, Apply) else elementwise_parts(term)
    return [part for part in parts if shape_of(part) != ()]


def condition_text(condition: Term) -> str:
    """A condition on sizes as messages show it."""
    if isinstance(condition, Compare):
        return f"{size_text(condition.left)} {condition.relation} {size_text(condition.right)}"
    parts = getattr(condition, "conditions", ())
    return " and ".join(map(condition_text, parts)) or type(condition).__name__


def size_of(written: Any) -> Scalar:
    """A size as a scalar: an integer, a SymPy expression, or a scalar of ours.

    Raises:
        IllFormed: for a negative number, and for what is no integer.
    """
    reader = Reader()
    term = scalar_or_refuse(reader.read(written), "as a size")
    if rank_of(term):
        raise IllFormed(f"a size is a number, not a tensor of shape {shape_text(shape_of(term))}")
    require_integer(term, "a size")
    if isinstance(term, Number) and term.value < 0:
        raise IllFormed(f"a size is at least 0, not {term.value}")
    return Scalar(term, reader.origins or NO_ORIGINS)


def axes_of(axis: Any, rank: int) -> tuple[int, ...]:
    """Axes counted from 0, in rising order; None means all.

    Raises:
        IllFormed: for an axis that the tensor does not have, or that is named twice.
    """
    if axis is None:
        return tuple(range(rank))
    found = tuple(axis_of(one, rank) for one in (axis if isinstance(axis, tuple) else (axis,)))
    if len(set(found)) != len(found):
        raise IllFormed(f"an axis is named twice in axis={axis}")
    return tuple(sorted(found))


def axis_of(axis: Any, rank: int) -> int:
    """One axis counted from 0; negative numbers count from the end."""
    if isinstance(axis, bool) or not isinstance(axis, int):
        raise IllFormed(f"axis is an integer or a tuple of integers, not {axis!r}")
    if not -rank <= axis < rank:
        raise IllFormed(f"axis {axis} of a tensor with {rank} axes: they run from 0 to {rank - 1}")
    return axis % rank


def described(term: Term) -> str:
    """A tensor or scalar as messages name it: by its name, or as the printer writes it."""
    if isinstance(term, (TensorSymbol, Symbol)):
        return term.name
    if "text" in HOOKS:
        return text_of(term)
    if isinstance(term, Apply):
        return f"{term.name}({', '.join(described(a) for a in term.arguments)})"
    return size_text(term) if rank_of(term) == 0 else "the tensor"


def whole_axis(part: slice) -> None:
    """Refuse every range but a plain colon."""
    if part != slice(None):
        raise IllFormed(
            "a range x[a:b] has two readings (from 0 or from 1); write "
            "array((b - a + 1,), lambda i: x[a + i - 1]) for the entries a..b"
        )


def counted(amount: int, one: str, many: str) -> str:
    """The amount with the noun that fits it."""
    return f"{amount} {one if amount == 1 else many}"
