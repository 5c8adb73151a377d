"""Oracles of linear algebra, reductions and rearrangements."""

from __future__ import annotations

from typing import Any

from symderive.numeric.oracles.operators import Arguments, Oracle, Parameters, has_no_entries


def _matmul(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    """A vector on the left is a column, and meets a row only."""
    left, right = arguments
    return torch.outer(left, right[0]) if left.ndim == 1 else torch.matmul(left, right)


def _outer(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.tensordot(arguments[0], arguments[1], dims=0)


def _inner(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.tensordot(arguments[0], arguments[1], dims=arguments[0].ndim)


def _kron(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.kron(*arguments)


def _einsum(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.einsum(parameters[0].replace(" ", ""), *arguments)


def _transpose(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    value = arguments[0]
    if parameters:
        return value.permute(parameters[0])
    return value[None] if value.ndim == 1 else value.T


def _trace(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.trace(arguments[0])


def _diag(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.diag(arguments[0])


def _triangle(name: str) -> Any:
    def triangle(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
        return getattr(torch, name)(arguments[0])

    return triangle


# Over axes


def _over(name: str, **options: Any) -> Any:
    def reduction(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
        return getattr(torch, name)(arguments[0], dim=tuple(parameters[0]), **options)

    return reduction


def _variance(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    axes, correction = tuple(parameters[0]), parameters[1]
    return torch.var(arguments[0], dim=axes, correction=correction)


def _norm(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.linalg.vector_norm(arguments[0], dim=tuple(parameters[0]))


def _squared_norm(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.sum(torch.square(arguments[0]), dim=tuple(parameters[0]))


def _reduces(arguments: Arguments, parameters: Parameters) -> str:
    if has_no_entries(arguments):
        return "there are no entries"
    return "" if parameters[0] else "PyTorch takes no axes for all of them"


# Entries that change places


def _in_one_column(value: Any) -> Any:
    """All entries, the first index fastest."""
    return value.permute(tuple(reversed(range(value.ndim)))).reshape(-1)


def _vec(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return _in_one_column(arguments[0])


def _reshape(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    value, *sizes = arguments
    if parameters[0] == "C":
        return value.reshape(sizes)
    return _in_one_column(value).reshape(sizes[::-1]).permute(tuple(reversed(range(len(sizes)))))


def _flip(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.flip(arguments[0], tuple(parameters[0]))


def _pad(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    value, before, after = arguments
    return torch.nn.functional.pad(value, (before, after) * value.ndim)


def _stack(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.stack(tuple(arguments))


def _concatenate(torch: Any, arguments: Arguments, parameters: Parameters) -> Any:
    return torch.cat(tuple(arguments), dim=parameters[0])


ORACLES = {
    "matmul": Oracle("matmul", _matmul),
    "outer": Oracle("tensordot", _outer),
    "inner": Oracle("tensordot", _inner),
    "kron": Oracle("kron", _kron),
    "einsum": Oracle("einsum", _einsum),
    "transpose": Oracle("permute", _transpose),
    "trace": Oracle("trace", _trace),
    "diag": Oracle("diag", _diag),
    "diagonal": Oracle("diag", _diag),
    "lower_triangle": Oracle("tril", _triangle("tril")),
    "upper_triangle": Oracle("triu", _triangle("triu")),
    "sum": Oracle("sum", _over("sum"), refusal=_reduces),
    "mean": Oracle("mean", _over("mean"), refusal=_reduces),
    "max": Oracle("amax", _over("amax"), refusal=_reduces),
    "min": Oracle("amin", _over("amin"), refusal=_reduces),
    "variance": Oracle(
        "var",
        _variance,
        refusal=_reduces,
        trap="it divides by N - 1 unless told otherwise, and NumPy by N",
    ),
    "norm": Oracle("linalg.vector_norm", _norm, refusal=_reduces),
    "squared_norm": Oracle("square and sum", _squared_norm, refusal=_reduces),
    "vec": Oracle(
        "reshape", _vec, trap="it stacks rows, vec stacks columns: axes are reversed before"
    ),
    "reshape": Oracle(
        "reshape",
        _reshape,
        1,
        trap="it knows row-major order only: axes are reversed before and after",
    ),
    "flip": Oracle("flip", _flip),
    "pad": Oracle("pad", _pad, 1, trap="it counts axes from the last"),
    "stack": Oracle("stack", _stack),
    "concatenate": Oracle("cat", _concatenate),
}
