"""The search for counterexamples to statements about families: few layers first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol, TypeVar

from symderive.errors import IllFormed
from symderive.evaluator.families import (
    CHANGE,
    Layers,
    at_layers,
    integer_families,
    is_bounded,
    layer_choices,
)
from symderive.evaluator.trial import now
from symderive.language.terms import Statement
from symderive.results.witness import Witness


class Found(Protocol):
    """What a search without families tells."""

    @property
    def witness(self) -> Witness | None:
        """The counterexample, if there is one."""

    @property
    def tried(self) -> int:
        """The number of points."""

    @property
    def satisfiable(self) -> bool:
        """Whether a point inside the hypotheses was met."""


Result = TypeVar("Result", bound=Found)


def over_layers(
    statement: Statement,
    search: Callable[[Statement, float], Result],
    nothing: Result,
    seconds: float,
    most: int,
) -> Result:
    """The least counterexample at the smallest number of layers at which one is found."""
    started, begun = now(), None
    seen: list[Result] = []
    hits: list[Result] = []
    for layers in layer_choices(statement, most):
        number = sum(v for s, v in layers.items() if not is_bounded(s))
        if hits and number != begun:
            break
        left = seconds - (now() - started)
        if left <= 0:
            break
        begun = number
        try:
            plain = at_layers(statement, layers)
        except IllFormed:
            continue
        found = search(plain, left)
        if found.witness is not None:
            witness = told(found.witness, layers, statement)
            hits.append(replace(found, witness=witness))  # type: ignore[type-var]
        seen.append(found)
    best = min(hits, key=_size, default=None)
    return replace(  # type: ignore[type-var]
        best or nothing,
        tried=sum(found.tried for found in seen),
        satisfiable=any(found.satisfiable for found in seen),
        seconds=now() - started,
    )


def told(witness: Witness, layers: Layers, statement: Statement) -> Witness:
    """The witness with the number of layers, the sizes layer by layer, and the indices."""
    numbers = {s.name: v for s, v in layers.items() if not is_bounded(s)}
    places = {s.name: v for s, v in layers.items() if is_bounded(s)}
    members = {**witness.sizes, **witness.indices}
    names = [f.name for f in integer_families(statement)]
    ordered = [f"{name}_{k}" for k in range(len(members)) for name in names]
    sizes = {name: members.pop(name) for name in ordered if name in members}
    return replace(
        witness,
        sizes=numbers | {k: v for k, v in witness.sizes.items() if k in members} | sizes,
        indices=places | {k: v for k, v in witness.indices.items() if k in members},
        values={k: v for k, v in witness.values.items() if not k.startswith(CHANGE)},
    )


def _size(found: Found) -> tuple[int, list[int], list[int]]:
    assert found.witness is not None
    sizes = list(found.witness.sizes.values())
    return sum(sizes), sizes, list(found.witness.indices.values())
