"""The sizes at which a statement is checked, where they are not all given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from symderive.errors import SymderiveError
from symderive.language.binding import abstract, free_symbols
from symderive.language.terms import Statement, Symbol, TensorSymbol, Term
from symderive.numeric.axes import fitting, ranges_from
from symderive.numeric.draws import generator
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.grids import truth
from symderive.numeric.hypotheses import domains_of

MOST_TRIES = 200


class NotApplicable(SymderiveError):
    """The statement cannot be checked at these sizes."""


def sizes_of_tensors(
    statement: Statement, integers: Sequence[Symbol], known: Mapping[Term, int], seed: int
) -> dict[Term, int]:
    """A number for every size of a tensor that has none yet.

    Args:
        statement: what is checked.
        integers: its integer variables.
        known: the sizes that are given.
        seed: of the numbers that are drawn.

    Raises:
        NotApplicable: where no numbers were found that the hypotheses allow.
    """
    shaped = [t for t in free_symbols(statement) if isinstance(t, TensorSymbol)]
    shapes = frozenset().union(*(free_symbols(tensor) for tensor in shaped))
    missing = tuple(s for s in integers if s in shapes and s not in known)
    if not missing:
        return {}
    sized = set(missing) | set(known)
    conditions = [
        abstract(condition, missing)
        for condition in (*domains_of(integers), *statement.given)
        if free_symbols(condition) <= sized
    ]
    run = Evaluation(known)
    ranges = ranges_from(conditions, len(missing), run)
    random = generator(seed, "sizes")
    for _ in range(MOST_TRIES):
        chosen = [int(random.integers(low, max(low, high) + 1)) for low, high in ranges]
        point = fitting(tuple(np.asarray(value) for value in chosen), conditions, run)
        if all(bool(np.all(truth(run, condition, point))) for condition in conditions):
            return {s: int(v) for s, v in zip(missing, point, strict=True)}
    raise NotApplicable(f"no number was found for the size {missing[0].name}")
