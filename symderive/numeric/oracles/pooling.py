"""Oracles of pooling and upsampling."""

from __future__ import annotations

from typing import Any

from symderive.numeric.oracles.operators import (
    Arguments,
    Implementation,
    Oracle,
    Parameters,
    has_no_entries,
)

MOST_AXES = 3


def _pooled(kind: str) -> Implementation:
    """Pooling over windows that do not overlap; axes in front of the pooled ones are one batch."""

    def pool(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
        value, *windows = arguments
        axes = len(windows)
        batch, sizes = value.shape[: value.ndim - axes], value.shape[value.ndim - axes :]
        function = getattr(torch.nn.functional, f"{kind}_pool{axes}d")
        found = function(value.reshape(-1, 1, *sizes), tuple(windows))
        return found.reshape(*batch, *found.shape[2:])

    return pool


def _pool_refusal(arguments: Arguments, parameters: Parameters) -> str:
    value, *windows = arguments
    if len(windows) > MOST_AXES:
        return f"PyTorch pools over {MOST_AXES} axes at most"
    sizes = value.shape[value.ndim - len(windows) :]
    if has_no_entries(arguments) or any(n < r for n, r in zip(sizes, windows, strict=True)):
        return "PyTorch pools to one entry at least"
    return ""


def _upsample(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    value, *factors = arguments
    for place, factor in enumerate(factors):
        value = torch.repeat_interleave(value, factor, dim=value.ndim - len(factors) + place)
    return value


ORACLES = {
    "average_pool": Oracle("avg_pool", _pooled("avg"), 1, _pool_refusal),
    "max_pool": Oracle(
        "max_pool",
        _pooled("max"),
        1,
        _pool_refusal,
        "where two entries of a window are the greatest, autograd picks the first (amax shares "
        "evenly), and there is no derivative",
    ),
    "upsample": Oracle(
        "repeat_interleave",
        _upsample,
        1,
        trap="nn.Upsample(mode='nearest') computes places of the input with rounding: in float32, "
        "and for one row in one channel in float64 too, it reads wrong ones at some whole factors, "
        "of which 41 is the least",
    ),
}
