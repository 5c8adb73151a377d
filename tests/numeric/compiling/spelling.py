"""Stable forms in the language alone, for the prover, and in floats, without the compiler."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from scipy import special

from symderive.language.binding import dangling, map_children, subterms
from symderive.language.limits import Infinity
from symderive.language.terms import (
    MINUS_ONE,
    ONE,
    REAL,
    ZERO,
    Add,
    Apply,
    Cases,
    Function,
    Mul,
    Pow,
    Reduce,
    Symbol,
    Term,
)
from symderive.numeric import grids
from symderive.numeric.evaluation import array_of
from symderive.numeric.pairs import Pair

NUMERIC = {
    "log1p": np.log1p,
    "expm1": np.expm1,
    "logaddexp": np.logaddexp,
    "erfc": special.erfc,
}


def _exponential(argument: Term) -> Term:
    return Function("exp", (argument,))


def _negative(term: Term) -> Term:
    return Mul((MINUS_ONE, term))


def _meaning(term: Function) -> Term:
    """What a function that only floats have means in the language."""
    first, last = term.arguments[0], term.arguments[-1]
    return {
        "log1p": Function("log", (Add((ONE, first)),)),
        "expm1": Add((_exponential(first), MINUS_ONE)),
        "logaddexp": Function("log", (Add((_exponential(first), _exponential(last))),)),
        "erfc": Add((ONE, _negative(Function("erf", (first,))))),
    }[term.name]


def spelled(term: Term, with_sigmoid: bool = False) -> Term:
    """The term with functions that only floats have, and perhaps sigmoid, by what they mean."""
    term = map_children(term, lambda child, binds: spelled(child, with_sigmoid))
    if isinstance(term, Function) and term.name in NUMERIC:
        return _meaning(term)
    if with_sigmoid and isinstance(term, Function) and term.name == "sigmoid":
        return Pow(Add((ONE, _exponential(_negative(term.arguments[0])))), MINUS_ONE)
    return term


def with_any_tops(term: Term) -> Term:
    """The term with any real number in the place of each of its greatest exponents."""
    known: dict[Term, Symbol] = {}

    def visit(part: Term) -> Term:
        extreme = isinstance(part, Reduce) and part.operation == "max"
        extreme = extreme or (isinstance(part, Function) and part.name == "Max")
        if not dangling(part) and (extreme or isinstance(part, Cases)):
            return known.setdefault(part, Symbol(f"top{len(known)}", REAL))
        return map_children(part, lambda child, binds: visit(child))

    return visit(term)


def has_infinity(term: Term) -> bool:
    """Whether a greatest exponent counts something as -oo, which only floats do."""
    return any(isinstance(part, Infinity) for part in subterms(term))


def _without_softplus(term: Term) -> Term:
    """Softplus as NumPy computes it, under binders too."""
    term = map_children(term, lambda child, binds: _without_softplus(child))
    if isinstance(term, Apply) and term.name == "softplus":
        return Function("logaddexp", (ZERO, *term.arguments))
    return term


def in_floats(term: Term, values: Mapping[Any, Any]) -> Any:
    """The value in float64 of a stable form or of any other term; NaN where there is none."""
    with pytest.MonkeyPatch.context() as patch, np.errstate(all="ignore"):
        for name, function in NUMERIC.items():
            patch.setitem(grids.FUNCTIONS, name, function)
        patch.setitem(grids.HANDLERS, Infinity, _infinite)
        return array_of(_without_softplus(term), values)


def _infinite(run: Any, term: Infinity, environment: Any) -> Pair:
    return Pair(np.asarray(term.sign * np.inf))
