"""What the check in floats at large sizes has seen: evidence beside a verdict, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from symderive.display import Displayed

Json = Any

PASSED, FAILED = "passed", "failed"
UNINFORMATIVE, NOT_APPLICABLE = "uninformative", "not applicable"
OUTCOMES = (PASSED, FAILED, UNINFORMATIVE, NOT_APPLICABLE)


@dataclass(frozen=True, repr=False)
class Evidence(Displayed):
    """The outcome of a check in floats: at which sizes, over how many points, how far apart.

    ``error`` is the largest difference of two sides relative to the size of the terms they are
    computed from, ``ratio`` the same difference relative to the tolerance, which is what rounding
    can explain. ``power`` is the share that the tolerance has of the values at half of the points
    or more: what is wrong by less than that is not seen. A ``finding`` says where the formula
    leaves the range of float64. ``directions`` says what was seen of derivatives that differences
    along a direction gave, without any rule. ``oracle`` names an independent implementation that
    was compared as well.

    >>> print(Evidence("passed", {"n": 300}, points=5, ratio=0.04, power=5e-14))
    passed at n = 300, 5 points, error/tolerance 0.04, tolerance/value 5.0e-14
    """

    outcome: str
    sizes: Mapping[str, int] = field(default_factory=dict)
    points: int = 0
    error: float | None = None
    oracle: str = ""
    detail: str = ""
    seed: int = 0
    seconds: float = 0.0
    ratio: float | None = None
    power: float | None = None
    finding: str = ""
    directions: str = ""

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise ValueError(f"no outcome {self.outcome!r}; known are {', '.join(OUTCOMES)}")

    def __bool__(self) -> bool:
        """Whether the check passed."""
        return self.outcome == PASSED

    def __str__(self) -> str:
        sizes = ", ".join(f"{name} = {value}" for name, value in self.sizes.items())
        parts = [f"{self.outcome} at {sizes}" if sizes else self.outcome]
        if self.points:
            parts.append(f"{self.points} point{'s' if self.points > 1 else ''}")
        if self.error is not None:
            parts.append(f"largest relative difference {self.error:.1e}")
        if self.ratio is not None:
            parts.append(f"error/tolerance {self.ratio:.2g}")
        if self.power:
            parts.append(f"tolerance/value {self.power:.1e}")
        if self.seed:
            parts.append(f"seed {self.seed}")
        if self.oracle:
            parts.append(f"compared with {self.oracle}")
        told = "; ".join(filter(None, (self.detail, self.finding, self.directions)))
        return ", ".join(parts) + (f": {told}" if told else "")

    def __repr__(self) -> str:
        return str(self)

    def to_json(self) -> Json:
        """The evidence as JSON data."""
        return {**{f.name: getattr(self, f.name) for f in fields(self)}, "sizes": dict(self.sizes)}

    @staticmethod
    def from_json(data: Mapping[str, Json]) -> Evidence:
        """The evidence that :meth:`to_json` wrote."""
        return Evidence(**data)
