"""One step of a derivation, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symderive.display import Displayed

Json = Any


@dataclass(frozen=True, repr=False)
class Step(Displayed):
    """A rule that was applied: its name, what the formula became, and what the rule needed.

    >>> print(Step("delta elimination", "w[i]", "1 <= i <= n"))
    delta elimination: w[i]  (1 <= i <= n)
    """

    rule: str
    formula: str = ""
    detail: str = ""

    def __str__(self) -> str:
        shown = f"{self.rule}: {self.formula}" if self.formula else self.rule
        return f"{shown}  ({self.detail})" if self.detail else shown

    def __repr__(self) -> str:
        return str(self)

    def to_json(self) -> Json:
        """The step as JSON data."""
        return {"rule": self.rule, "formula": self.formula, "detail": self.detail}

    @staticmethod
    def from_json(data: Mapping[str, Json]) -> Step:
        """The step that :meth:`to_json` wrote."""
        return Step(str(data["rule"]), str(data.get("formula", "")), str(data.get("detail", "")))
