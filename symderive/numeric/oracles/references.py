"""The implementation that a claim names, asked at drawn values and compared with its left side."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.errors import ClaimError
from symderive.language.terms import Statement, Symbol, Term
from symderive.numeric.check import BUDGET, Check
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.lazy import Lazy
from symderive.numeric.oracles.differing import difference
from symderive.numeric.oracles.pytorch import NoOracle, in_float64, installed
from symderive.numeric.properties import in_relations

Floats = NDArray[np.float64]


def compared_with_reference(
    function: Callable[..., Any],
    side: Term,
    variables: Sequence[tuple[str, Term]],
    statement: Statement,
    sizes: Mapping[str, int],
    seed: int = 0,
    budget: float = BUDGET,
) -> str:
    """Where an implementation gives something else than a side of a statement; empty if nowhere.

    Args:
        function: of arrays in float64, real numbers and sizes, by name.
        side: the term that it gives; what is written under index variables, as one tensor.
        variables: what it takes: its names for the variables of the statement.
        statement: the claim and its hypotheses.
        sizes: the values of integer variables by their names.
        seed: of the values that are drawn.
        budget: the seconds that our side may take.

    Raises:
        ClaimError: where it raises, or gives something that is no array in float64.
        NoOracle: where it needs a package that is not installed, or nothing can be said.
        SymderiveError: where no values are found.
    """
    name = function.__name__
    with np.errstate(all="ignore"):
        check = Check(in_relations(statement), sizes, seed)
        run = check.satisfying()
        if run is None:
            raise NoOracle(f"no values were found at which to ask {name}")
        theirs = _asked(function, {label: _given(run, term) for label, term in variables})
        run.deadline = time.perf_counter() + budget
        seen = difference(run, side, theirs, seed)
    if seen is None:
        raise NoOracle(f"{name} cannot be compared, for want of values or of accuracy")
    return f"{name} gives something else than the left side: {seen}" if seen else ""


def _given(run: Evaluation, term: Term) -> Any:
    """The value of a variable, which the function may change as it likes."""
    if isinstance(term, Symbol) and term.is_integer:
        return run.sizes[term]
    value = run.data[term]
    if isinstance(value, Lazy):
        raise NoOracle("an array has an entry at every integer")
    return float(value) if isinstance(term, Symbol) else np.array(value, dtype=np.float64)


def _asked(function: Callable[..., Any], given: Mapping[str, Any]) -> Floats:
    """What the function gives; PyTorch, where it is used, computes in float64."""
    name = function.__name__
    try:
        with in_float64() if installed() else nullcontext():
            found = function(**given)
    except ImportError as error:
        raise NoOracle(f"{name} was not asked: {error}") from error
    except Exception as error:
        raise ClaimError(f"the oracle {name} raised {type(error).__name__}: {error}") from error
    if hasattr(found, "detach"):
        found = found.detach().numpy()
    found = np.asarray(found)
    if found.dtype not in (np.float64, np.int64):
        raise ClaimError(
            f"the oracle {name} gives {found.dtype} and not float64, in which it is compared"
        )
    return found.astype(np.float64, copy=False)
