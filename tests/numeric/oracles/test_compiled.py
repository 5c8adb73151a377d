"""Compiled functions of arrays against PyTorch, operators and derivatives alike."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from symderive import compile_numpy
from symderive.language.binding import free_symbols
from symderive.language.terms import Apply, Symbol, Term
from symderive.numeric.draws import Draw
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.oracles.derivatives import AUTOGRAD
from symderive.numeric.oracles.pytorch import NOT_INSTALLED
from symderive.numeric.oracles.reading import Reading, fitted
from tests.numeric.oracles.cases import CASES, FUNCTIONS, SIZES
from tests.numeric.oracles.derivatives import DERIVATIVES

torch: Any = pytest.importorskip("torch", reason=NOT_INSTALLED)

ALL = [
    pytest.param(write, SIZES, id=f"{name}-{place}")
    for name, cases in [*CASES.items(), *((name, [one]) for name, one in FUNCTIONS.items())]
    for place, write in enumerate(cases)
]
# A derivative by one entry is one number, for which automatic differentiation has no name.
WHOLE = [
    pytest.param(write, sizes, id=name)
    for name, (write, sizes) in DERIVATIVES.items()
    if getattr(write().term, "name", "") in AUTOGRAD
]


def drawn(term: Term, sizes: dict[str, int]) -> dict[Any, Any]:
    """Sizes and arrays for the variables of a term."""
    integers = [s for s in free_symbols(term) if isinstance(s, Symbol) and s.is_integer]
    known = {symbol: sizes[symbol.name] for symbol in integers}
    values: dict[Any, Any] = Draw((term,), known, 5).values({})
    return values


def by_pytorch(term: Term, values: dict[Any, Any]) -> Any:
    """The value of a term; of a derivative by automatic differentiation."""
    arrays = {s: torch.tensor(v) for s, v in values.items() if not isinstance(v, int)}
    read = Reading(torch, Evaluation(values), arrays)
    if isinstance(term, Apply) and term.name in AUTOGRAD:
        return AUTOGRAD[term.name](read, term.arguments)
    return read.whole(term)


@pytest.mark.parametrize(("write", "sizes"), ALL + WHOLE)
def test_a_compiled_function_gives_what_pytorch_gives(
    write: Callable[[], Any], sizes: dict[str, int]
) -> None:
    written = write()
    values = drawn(written.term, sizes)
    function = compile_numpy(written)
    named = {symbol.name: value for symbol, value in values.items()}
    ours = function(*(named[name] for name in inspect.signature(function).parameters))
    theirs = fitted(by_pytorch(written.term, values), np.shape(ours)).detach().numpy()
    assert np.shape(ours) == theirs.shape
    size = max(float(np.max(np.abs(theirs), initial=0.0)), 1e-30)
    assert np.max(np.abs(ours - theirs), initial=0.0) <= 1e-12 * size
