"""The point at which a claim fails, as data and as one readable line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from symderive.display import Displayed

Json = Any

MANY_ENTRIES = 24
_ENTRY = re.compile(r"^(?P<name>[^\[\]]+)\[(?P<indices>[-\d, ]+)\]$")


@dataclass(frozen=True, repr=False)
class Witness(Displayed):
    """Sizes, indices and values that make a claim false, and what the two sides are there.

    ``values`` names entries as ``x[1]`` or ``A[2,1]`` and scalars by themselves; all numbers are
    exact, written as text ("1/2"). ``functions`` says which function stands for an unknown one.
    ``undefined`` says what has no value there, instead of ``left`` and ``right``; ``told`` what is
    seen of a claim that compares nothing.

    >>> print(Witness(sizes={"n": 1}, values={"x[1]": "0"}, left="0", right="2"))
    n = 1, x = (0): left 0, right 2
    >>> print(Witness(sizes={"n": 2}, undefined="x[3] is outside 1..2"))
    n = 2: x[3] is outside 1..2
    """

    sizes: Mapping[str, int] = field(default_factory=dict)
    indices: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)
    left: str = ""
    right: str = ""
    undefined: str = ""
    told: str = ""

    @property
    def point(self) -> str:
        """The sizes, indices, values and functions in one line, tensors in one piece."""
        numbers = {**self.sizes, **self.indices}
        shown = [f"{name} = {value}" for name, value in numbers.items()]
        shown += [f"{name} = {value}" for name, value in gathered(self.values).items()]
        shown += [f"{name} = {value}" for name, value in self.functions.items()]
        return ", ".join(shown)

    @property
    def outcome(self) -> str:
        """What happens at the point: both sides, or what is undefined."""
        if self.undefined or self.told:
            return self.undefined or self.told
        return f"left {self.left}, right {self.right}" if self.left or self.right else ""

    def __str__(self) -> str:
        return ": ".join(part for part in (self.point, self.outcome) if part)

    def __repr__(self) -> str:
        return str(self)

    def to_json(self) -> Json:
        """The witness as JSON data."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            key: dict(value) if isinstance(value, Mapping) else value
            for key, value in found.items()
        }

    @staticmethod
    def from_json(data: Mapping[str, Json]) -> Witness:
        """The witness that :meth:`to_json` wrote."""
        return Witness(**data)


def gathered(values: Mapping[str, str]) -> dict[str, str]:
    """Entries put together into vectors ``(a, b)`` and matrices ``(a, b; c, d)``.

    A tensor of which some entries are missing is left entry by entry, and of one with many the
    zeros are told together.

    >>> gathered({"x[1]": "0", "x[2]": "1/2", "A[2,1]": "3", "t": "4"})
    {'x': '(0, 1/2)', 'A[2,1]': '3', 't': '4'}
    """
    entries: dict[str, dict[tuple[int, ...], str]] = {}
    for key, value in values.items():
        match = _ENTRY.match(key)
        if match:
            place = tuple(int(index) for index in match["indices"].split(","))
            entries.setdefault(match["name"], {})[place] = value
    shown: dict[str, str] = {}
    elsewhere: dict[str, str] = {}
    for key, value in values.items():
        match = _ENTRY.match(key)
        whole = _whole(entries[match["name"]]) if match else None
        if match and whole is not None and len(entries[match["name"]]) <= MANY_ENTRIES:
            shown[match["name"]] = whole
        elif match and value == "0" and len(entries[match["name"]]) > MANY_ENTRIES:
            elsewhere[f"{match['name']} elsewhere"] = "0"
        else:
            shown[key] = value
    return shown | elsewhere


def _whole(entries: Mapping[tuple[int, ...], str]) -> str | None:
    """The vector or matrix with these entries, None unless they fill 1..n or (1..m) x (1..n)."""
    ranks = {len(place) for place in entries}
    if ranks == {1}:
        length = max(place[0] for place in entries)
        if set(entries) == {(i,) for i in range(1, length + 1)}:
            return f"({', '.join(entries[(i,)] for i in range(1, length + 1))})"
    if ranks == {2}:
        rows = range(1, max(place[0] for place in entries) + 1)
        columns = range(1, max(place[1] for place in entries) + 1)
        if set(entries) == {(i, j) for i in rows for j in columns}:
            return f"({'; '.join(', '.join(entries[i, j] for j in columns) for i in rows)})"
    return None
