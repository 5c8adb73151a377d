"""What the prover alone can say of a statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from symderive.language.terms import Term

if TYPE_CHECKING:
    from symderive.prover.workspace import Failure


@dataclass
class Outcome:
    """What the prover alone can say; ``point`` is where weights differ, as a hint for a witness.

    ``cut_short``: more time might help.
    """

    proved: bool
    how: str = ""
    reason: str = ""
    failures: list[Failure] = field(default_factory=list)
    point: dict[Term, int] = field(default_factory=dict)
    steps: list[tuple[Any, ...]] = field(default_factory=list)
    trust: tuple[str, ...] = ()
    seconds: float = 0.0
    vacuous: bool = False
    cut_short: bool = False
