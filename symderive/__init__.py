"""Identities on indexed tensors, proved for all sizes or refuted with a counterexample.

The public names are loaded on use, so that ``import symderive`` costs next to nothing.
"""

from __future__ import annotations

# To import typing for it would take longer than everything else here.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__version__ = "0.1.0"

_HOMES = {
    "claims": "calc claim erratum",
    "claims.pictures": "cells curves staircase",
    "decide": "derive prove refute",
    "explaining": "explain",
    "errors": "IllFormed InternalError NotRead SymderiveError",
    "language.calculus": "diff grad hessian jacobian vjp",
    "language.constructions": (
        "array concatenate diag diagonal einsum eye flip inner kron lower_triangle norm ones outer"
        " pad padded squared_norm stack trace transpose unit upper_triangle vec zeros"
    ),
    "language.convexity": "concave convex",
    "language.definiteness": (
        "negative_definite negative_semidefinite positive_definite positive_semidefinite"
    ),
    "language.declarations": "function matrix simplex tensor vector",
    "language.domains": "index real size",
    "language.families": "size_family tensor_family",
    "language.functions": (
        "absolute binary_cross_entropy cross_entropy entropy erf exp greater_of kl lesser_of log"
        " log_softmax logsumexp mean_squared_error relu sigmoid sign softmax softplus sqrt tanh"
    ),
    "language.integrals": ("density everywhere expectation f_divergence integral kl_divergence"),
    "language.limits": "limit oo tends_to",
    "language.naming": "define",
    "language.operators": (
        "average_pool conv conv_transpose conv_transpose_layer convolve correlate"
        " correlation_matrix hankel max_pool upsample"
    ),
    "language.progressions": "progression",
    "language.recursions": "recursion",
    "language.scalars": "num",
    "language.shape_claims": "has_shape",
    "language.sets": "infimum member probability same_set subset superset supremum uniform",
    "language.statements": ("all_of any_of eq exists forall ge gt iff implies le lt ne negation"),
    "language.sums": "cases delta iverson maximum mean minimum product total",
    "language.tensors": "Tensor",
    "numeric.compiling.program": "compile_numpy",
    "results": "Evidence Step Verdict Witness",
}
_MODULES = {name: module for module, names in _HOMES.items() for name in names.split()}

__all__ = sorted(_MODULES)  # noqa: PLE0605 - the names are those of the table above


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    import importlib

    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"symderive has no public name {name!r}")
    _fill_hooks()
    value = getattr(importlib.import_module(f"symderive.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *__all__})


def _fill_hooks() -> None:
    """Give the methods of language objects what they need from other parts."""
    from symderive.display import DISPLAYS, HTML, LATEX
    from symderive.language.hooks import HOOKS, set_hook

    if not HOOKS:
        set_hook("text", _text)
        set_hook("latex", _latex)
        set_hook("numpy", _numpy)
        set_hook("declaration", _declaration)
        DISPLAYS.update({LATEX: _latex_display, HTML: _html_display})


def _text(term: Any) -> str:
    from symderive.printing import text

    return text(term)


def _latex(term: Any) -> str:
    from symderive.printing import latex

    return latex(term)


def _numpy(term: Any, values: Any) -> Any:
    from symderive.numeric.evaluation import array_of

    return array_of(term, values)


def _declaration(term: Any) -> str:
    from symderive.notebook.formulas import declaration

    return declaration(term)


def _latex_display(shown: Any) -> str | None:
    from symderive.notebook import latex_display

    return latex_display(shown)


def _html_display(shown: Any) -> str | None:
    from symderive.notebook import html_display

    return html_display(shown)
