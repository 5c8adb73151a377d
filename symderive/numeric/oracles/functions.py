"""Oracles of the named functions: along an axis, entry by entry, and losses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symderive.numeric.oracles.operators import Arguments, Oracle, Parameters, has_no_entries

# PyTorch replaces logarithms in its binary cross entropy that are below.
LEAST_LOGARITHM = -100.0


def _along(name: str) -> Any:
    def function(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
        return getattr(torch, name)(arguments[0], dim=parameters[0])

    return function


def _has_entries(arguments: Arguments, parameters: Parameters) -> str:
    return "there are no entries" if has_no_entries(arguments) else ""


def _relu(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.relu(arguments[0])


def _softplus(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.logaddexp(arguments[0], torch.zeros_like(arguments[0]))


def _binary_cross_entropy(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    target, output = torch.broadcast_tensors(*arguments)
    return torch.nn.functional.binary_cross_entropy(output, target, reduction="none")


def _inside(arguments: Arguments, parameters: Parameters) -> str:
    """Outputs at which no logarithm is replaced."""
    _, output = arguments
    least = min(float(output.min()), float((1 - output).min()))
    if not least > 0:
        return "PyTorch takes outputs between 0 and 1"
    close = float(min(output.log().min(), (-output).log1p().min())) <= LEAST_LOGARITHM
    return f"PyTorch replaces logarithms below {LEAST_LOGARITHM:g}" if close else ""


def _entropy(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.special.entr(arguments[0]).sum()


def _kl(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    p, q = torch.broadcast_tensors(*arguments)
    return torch.nn.functional.kl_div(q.log(), p, reduction="sum")


def _cross_entropy(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return -torch.xlogy(*arguments).sum()


def _mean_squared_error(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.nn.functional.mse_loss(*torch.broadcast_tensors(*arguments))


ORACLES = {
    "softmax": Oracle("softmax", _along("softmax"), refusal=_has_entries),
    "log_softmax": Oracle("log_softmax", _along("log_softmax"), refusal=_has_entries),
    "logsumexp": Oracle("logsumexp", _along("logsumexp"), refusal=_has_entries),
    "relu": Oracle("relu", _relu),
    "softplus": Oracle(
        "logaddexp(x, 0)",
        _softplus,
        trap="functional.softplus returns x itself above its threshold of 20, which is 2e-9 off",
    ),
    "binary_cross_entropy": Oracle(
        "binary_cross_entropy",
        _binary_cross_entropy,
        refusal=_inside,
        trap="the output comes first and the target second; the mean is taken unless "
        "reduction='none'; logarithms below -100 are replaced by -100",
    ),
    "entropy": Oracle("special.entr", _entropy, trap="0 log 0 is 0 there"),
    "kl": Oracle(
        "kl_div",
        _kl,
        trap="it takes log q first and p second, and divides by the number of entries unless "
        "reduction='sum'",
    ),
    "cross_entropy": Oracle(
        "xlogy",
        _cross_entropy,
        trap="functional.cross_entropy takes logits and normalises them: it is the counterpart "
        "of the cross entropy with a softmax",
    ),
    "mean_squared_error": Oracle("mse_loss", _mean_squared_error),
}


# Elementary functions, as they occur in formulas

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": lambda torch, x: torch.exp(x),
    "log": lambda torch, x: torch.where(x > 0, torch.log(x), torch.nan),
    "tanh": lambda torch, x: torch.tanh(x),
    "erf": lambda torch, x: torch.erf(x),
    "sigmoid": lambda torch, x: torch.sigmoid(x),
    "Abs": lambda torch, x: torch.abs(x),
    "sign": lambda torch, x: torch.sign(x),
}
EXTREMES = {"Max": "maximum", "Min": "minimum"}


def elementary(torch: Any, name: str, arguments: Arguments) -> Any:
    """The value of an elementary function; the greatest or least of any number of values."""
    if name in FUNCTIONS:
        return FUNCTIONS[name](torch, *arguments)
    found = arguments[0]
    for argument in arguments[1:]:
        found = getattr(torch, EXTREMES[name])(*torch.broadcast_tensors(found, argument))
    return found
