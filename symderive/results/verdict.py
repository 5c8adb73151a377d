"""What was decided about a statement, and everything a reader needs to judge it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from fractions import Fraction
from typing import Any

from symderive.display import Displayed
from symderive.results.step import Step
from symderive.results.witness import Witness

Json = Any

PROVED, PROVED_AT_SIZES = "proved", "proved_at_sizes"
REFUTED, UNDECIDED = "refuted", "undecided"
STATUSES = (PROVED, PROVED_AT_SIZES, REFUTED, UNDECIDED)

Steps = tuple[Step, ...]


class LazySteps:
    """A field that holds steps, or a function that writes them when they are first asked for.

    Proving records little; turning that record into formulas waits until somebody reads it.
    """

    def __set_name__(self, owner: type, name: str) -> None:
        self.slot = f"_{name}"

    def __get__(self, instance: object | None, owner: type | None = None) -> Steps:
        if instance is None:
            return ()
        found = instance.__dict__[self.slot]
        if callable(found):
            found = instance.__dict__[self.slot] = tuple(found())
        steps: Steps = found
        return steps

    def __set__(self, instance: object, value: Steps | Callable[[], Steps]) -> None:
        instance.__dict__[self.slot] = value if callable(value) else tuple(value)


@dataclass(frozen=True, repr=False)
class Verdict(Displayed):
    """The answer to a statement; true as a bool only if the statement is proved.

    ``scope`` says for which values it holds ("every n >= 1, every x"), or at which sizes.
    ``conditions`` are the hypotheses, ``trust`` the cited lemmas and facts taken from elsewhere.
    ``repaired`` offers further hypotheses, each with the verdict under it.
    ``steps`` may be given as a function that returns them.
    ``statement`` is the term decided, or its JSON data; it does not count for equality.

    >>> print(Verdict("proved", scope="every n >= 1, every x"))
    Proved for every n >= 1, every x
    >>> bool(Verdict("undecided", reason="sin is not read"))
    False
    """

    status: str
    scope: str = ""
    conditions: tuple[str, ...] = ()
    witness: Witness | None = None
    reason: str = ""
    trust: tuple[str, ...] = ()
    steps: LazySteps = LazySteps()
    repaired: tuple[tuple[str, Verdict], ...] = ()
    seconds: float = field(default=0.0, compare=False)
    seed: int = 0
    statement: Any = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"no status {self.status!r}; known are {', '.join(STATUSES)}")
        if self.status == REFUTED and self.witness is None:
            raise ValueError("a refuted verdict needs its witness")
        if self.status == UNDECIDED and not self.reason:
            raise ValueError("an undecided verdict needs its reason")

    def __bool__(self) -> bool:
        """Whether the statement is proved for all values of its domain."""
        return self.status == PROVED

    @property
    def headline(self) -> str:
        """The verdict in one line, repairs left out."""
        if self.status == PROVED:
            return f"Proved for {self.scope}" if self.scope else "Proved"
        if self.status == PROVED_AT_SIZES:
            return f"Proved at {self.scope}" if self.scope else "Proved at the listed sizes"
        if self.status == REFUTED:
            return _refuted(self.witness)
        return f"Undecided: {self.reason}"

    def __str__(self) -> str:
        offered = [
            f"  under {condition}: {verdict.headline}" for condition, verdict in self.repaired
        ]
        return "\n".join([self.headline, *offered])

    def __repr__(self) -> str:
        return str(self)

    def to_json(self) -> Json:
        """The verdict as JSON data; steps given as a function are written out."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        found["conditions"], found["trust"] = list(self.conditions), list(self.trust)
        found["witness"] = None if self.witness is None else self.witness.to_json()
        found["steps"] = [step.to_json() for step in self.steps]
        found["repaired"] = [[text, verdict.to_json()] for text, verdict in self.repaired]
        found["statement"] = _data(self.statement)
        return found

    @staticmethod
    def from_json(data: Mapping[str, Json]) -> Verdict:
        """The verdict that :meth:`to_json` wrote; its statement stays JSON data."""
        found = dict(data)
        found["conditions"], found["trust"] = tuple(data["conditions"]), tuple(data["trust"])
        witness = data["witness"]
        found["witness"] = None if witness is None else Witness.from_json(witness)
        found["steps"] = tuple(Step.from_json(step) for step in data["steps"])
        found["repaired"] = tuple(
            (text, Verdict.from_json(inner)) for text, inner in data["repaired"]
        )
        return Verdict(**found)


def _refuted(witness: Witness | None) -> str:
    assert witness is not None
    if not witness.point:
        return f"Refuted: {witness.outcome}" if witness.outcome else "Refuted"
    return f"Refuted at {witness}"


def _data(value: Any) -> Json:
    """A term as JSON data, in the form that terms themselves are written in."""
    if is_dataclass(value) and not isinstance(value, type):
        parts = {f.name: _data(getattr(value, f.name)) for f in fields(value)}
        return {type(value).__name__: parts}
    if isinstance(value, tuple):
        return [_data(item) for item in value]
    return str(value) if isinstance(value, Fraction) else value
