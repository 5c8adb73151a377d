"""What an oracle is: the counterpart of one operator, and where it may be asked.

A function of an oracle gets PyTorch itself, so that nothing but one module imports it; then the
arguments, tensors in float64 and sizes as integers, and the parameters of the operator.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Arguments = Sequence[Any]
Parameters = tuple[Any, ...]
Implementation = Callable[[Any, Arguments, Parameters], Any]
Refusal = Callable[[Arguments, Parameters], str]


def _takes_all(arguments: Arguments, parameters: Parameters) -> str:
    return ""


@dataclass(frozen=True)
class Oracle:
    """One operator of PyTorch.

    ``counterpart`` is what PyTorch calls it. The first ``tensors`` arguments are tensors (None: all
    of them), the others sizes. ``refusal`` says why PyTorch cannot be asked with these arguments,
    and nothing where it can. ``trap`` is what one has to know to ask rightly.
    """

    counterpart: str
    function: Implementation
    tensors: int | None = None
    refusal: Refusal = _takes_all
    trap: str = ""


def has_no_entries(arguments: Arguments) -> bool:
    """Whether a tensor among the arguments is empty, which many operators of PyTorch refuse."""
    return any(0 in getattr(argument, "shape", ()) for argument in arguments)
