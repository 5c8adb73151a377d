"""Decides the claims of proof files in worker processes, and says what became of each.

A file that does not import, a claim that raises and a worker that dies are reported with file and
line; the rest goes on. What the same engine has decided before may come from a cache. Importing
this package imports nothing heavy: that happens in the workers, of which none is started for what
is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symderive.runner.files import shown_path
from symderive.runner.jobs import Limits
from symderive.runner.run import Progress, available_processors, run

if TYPE_CHECKING:
    from symderive.runner.deciding import decide, with_statements

__all__ = [
    "Limits",
    "Progress",
    "available_processors",
    "decide",
    "run",
    "shown_path",
    "with_statements",
]


def __getattr__(name: str) -> Any:
    """Load what decides in this process when it is first used."""
    if name in ("decide", "with_statements"):
        from symderive.runner import deciding

        return getattr(deciding, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
