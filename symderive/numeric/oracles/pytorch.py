"""The one place that imports PyTorch, and only when a function here is called."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any

from symderive.errors import SymderiveError

NOT_INSTALLED = "PyTorch is not installed: no oracles"


class NoOracle(SymderiveError):
    """PyTorch has no counterpart to something, or does not take it at these sizes or values."""


def installed() -> bool:
    """Whether PyTorch is there; this does not import it, which takes seconds."""
    return find_spec("torch") is not None


def named() -> str:
    """PyTorch with its version, the kind of build left out."""
    try:
        return f"PyTorch {version('torch').partition('+')[0]}"
    except PackageNotFoundError:
        return "PyTorch"


@cache
def pytorch() -> Any:
    """The module."""
    import torch

    return torch


@contextmanager
def in_float64() -> Iterator[None]:
    """What PyTorch makes here without being told a type has float64, not its usual float32."""
    torch = pytorch()
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)
