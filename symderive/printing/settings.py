"""Which settings of an operator are shown: axes, strides, modes, unless they are the usual ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from symderive.errors import IllFormed
from symderive.language.definitions import rank_of
from symderive.language.terms import ONE, ZERO, Apply, Term

Value = tuple[Term, ...] | str


@dataclass(frozen=True)
class Call:
    """An operator as a call: the arguments shown in brackets, and its settings by name."""

    arguments: tuple[Term, ...]
    settings: tuple[tuple[str, Value], ...] = ()


STRIDED = (("stride", ONE), ("padding", ZERO), ("dilation", ONE))
# Operators whose arguments behind the first two are settings, one a pooled or convolved axis.
WINDOWS: dict[str, tuple[tuple[str, Term], ...]] = {
    "correlate": STRIDED,
    "conv_transpose": STRIDED,
    "conv": (("groups", ONE), *STRIDED),
    "conv_transpose_layer": (("groups", ONE), *STRIDED),
}
USUAL_MODE = {"correlate": "valid", "convolve": "full"}
LAST_AXIS = frozenset({"softmax", "log_softmax", "logsumexp"})
ALL_AXES = frozenset(
    {"sum", "product", "max", "min", "mean", "variance", "norm", "squared_norm", "flip"}
)


def call_of(term: Apply) -> Call:
    """The call of an operator, settings that have their usual value left out."""
    if term.name in WINDOWS:
        return _windowed(term)
    if term.name in USUAL_MODE:
        return Call(term.arguments, _mode(term))
    parameters = list(term.parameters)
    settings: list[tuple[str, Value]] = []
    if parameters and term.name in LAST_AXIS:
        axis = parameters.pop(0)
        if axis != _rank(term) - 1:
            settings.append(("axis", str(axis)))
    elif parameters and term.name in ALL_AXES:
        axes = parameters.pop(0)
        if len(axes) != _rank(term):
            settings.append(("axis", _plain(axes)))
        if parameters == [0]:
            parameters.pop()
    elif parameters and term.name == "concatenate":
        axis = parameters.pop(0)
        if axis != 0:
            settings.append(("axis", str(axis)))
    settings += [("", _plain(value)) for value in parameters]
    return Call(term.arguments, tuple(settings))


def _mode(term: Apply) -> tuple[tuple[str, Value], ...]:
    usual = USUAL_MODE.get(term.name)
    return tuple(("mode", _plain(mode)) for mode in term.parameters if mode != usual)


def _windowed(term: Apply) -> Call:
    rows = WINDOWS[term.name]
    shown, rest = term.arguments[:2], list(term.arguments[2:])
    settings: list[tuple[str, Value]] = list(_mode(term))
    if rows[0][0] == "groups":
        groups = rest.pop(0)
        settings += [("groups", (groups,))] if groups != ONE else []
        rows = rows[1:]
    axes = len(rest) // len(rows)
    for place, (name, usual) in enumerate(rows):
        values = tuple(rest[place * axes : (place + 1) * axes])
        if any(value != usual for value in values):
            settings.append((name, _once(values)))
    return Call(shown, tuple(settings))


def _once(values: Sequence[Term]) -> tuple[Term, ...]:
    """One value where all axes have the same."""
    return (values[0],) if len(set(values)) == 1 else tuple(values)


def _rank(term: Apply) -> int:
    """The rank of the first argument, -1 where it has none."""
    try:
        return rank_of(term.arguments[0])
    except (IllFormed, AssertionError):
        return -1


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(_plain(part) for part in value)
    return str(value)
