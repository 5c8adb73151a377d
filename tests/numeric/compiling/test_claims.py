"""Sides of the claims in proofs/, compiled, against the values on which the check compares them."""

import inspect
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from symderive import compile_numpy
from symderive.claims import load
from symderive.claims.claim import NOTED
from symderive.errors import ClaimError, IllFormed, SymderiveError
from symderive.language.binding import abstract, free_symbols, subterms
from symderive.language.definitions import shape_of
from symderive.language.terms import (
    And,
    Array,
    Bound,
    Compare,
    Or,
    Proposition,
    Statement,
    Symbol,
    Term,
)
from symderive.numeric.check import Check
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.lazy import Lazy

PROOFS = sorted((Path(__file__).resolve().parents[3] / "proofs").glob("*.py"))
# Every so many-th line of a file; all of them take minutes.
EVERY = 5
LARGEST_SIZE, MOST_ENTRIES = 8, 200_000
ACCURACY = 1e-9
# So many sides of the large files are compared at least.
FEWEST = {"average_pooling": 10, "softmax": 20, "convolution_1d": 5}


def equations(claim: Term) -> Iterator[Compare]:
    """The relations that a claim consists of."""
    if isinstance(claim, (And, Or)):
        for part in claim.conditions:
            yield from equations(part)
    elif isinstance(claim, Compare):
        yield claim


def last_value(index: Symbol) -> Term | None:
    """Up to where an index runs."""
    for condition in index.domain.conditions:  # type: ignore[attr-defined]
        if isinstance(condition, Compare) and condition.relation == "<=":
            if condition.left == Bound(0):
                return condition.right
    return None


def with_all_indices(side: Term, run: Evaluation) -> Term | None:
    """A side as one array over its free indices; None where these have no last value."""
    indices = sorted(
        (s for s in free_symbols(side) if isinstance(s, Symbol) and s.is_integer),
        key=lambda s: s.name,
    )
    free = tuple(s for s in indices if s not in run.sizes)
    ends = tuple(map(last_value, free))
    if not free:
        return side
    if None in ends or shape_of(side):
        return None
    return Array(ends, abstract(side, free), tuple(s.name for s in free))  # type: ignore[arg-type]


def satisfying(statement: Statement, sizes: dict[str, int]) -> Evaluation | None:
    """Values that satisfy the hypotheses; None where there are none at these sizes."""
    if any(isinstance(part, Proposition) for part in subterms(statement)):
        return None
    try:
        return Check(statement, sizes, 0).satisfying()
    except SymderiveError:
        return None


def sides(path: Path) -> Iterator[tuple[str, Term, Evaluation]]:
    """Some sides of the claims of a file, with values for what is free in them."""
    count = 0
    for claim in load(path).claims:
        try:
            lines = () if claim.expect == NOTED else claim.written.lines
        except (ClaimError, SymderiveError):
            continue
        for line in lines:
            count += 1
            if count % EVERY:
                continue
            sizes = {name: min(value, LARGEST_SIZE) for name, value in claim.numbers}
            run = satisfying(line.statement, sizes)
            for relation in equations(line.statement.claim) if run else ():
                for side in (relation.left, relation.right):
                    assert run is not None
                    whole = with_all_indices(side, run)
                    if whole is not None:
                        yield f"{claim.name}, line {line.number}", whole, run


def arguments(compiled: object, run: Evaluation) -> dict[str, object] | None:
    """The values by the names of the parameters; None where one is a function or has no end."""
    known = {getattr(key, "name", key): value for key, value in (run.sizes | run.data).items()}
    names = inspect.signature(compiled).parameters  # type: ignore[arg-type]
    if any(name not in known or isinstance(known[name], Lazy) for name in names):
        return None
    return {name: known[name] for name in names}


@pytest.mark.parametrize("path", PROOFS, ids=lambda path: path.stem)
def test_compiled_sides_are_those_of_the_check(path: Path) -> None:
    assert compared(path) >= FEWEST.get(path.stem, 0)


def compared(path: Path) -> int:
    """How many sides of a file were compiled and compared."""
    seen = 0
    for name, side, run in sides(path):
        try:
            if shape_of(side) and run.entries(side) > MOST_ENTRIES:
                continue
            wanted = run.closed(side)
            compiled = compile_numpy(side)
        except (IllFormed, SymderiveError):
            continue
        values = arguments(compiled, run)
        defined = ~np.isnan(wanted.value)
        if values is None or not np.all(defined):
            continue
        with np.errstate(all="ignore"):
            found = compiled(**values)
        assert np.shape(found) == np.shape(wanted.value), name
        scale = np.abs(wanted.value) if wanted.scale is None else wanted.scale
        apart = np.abs(found - wanted.value)
        close = (apart <= ACCURACY * scale + 1e-12) | (found == wanted.value)
        assert np.all(close), f"{name}:\n{compiled.source}"  # type: ignore[attr-defined]
        seen += 1
    return seen
