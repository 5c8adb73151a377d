"""A statement checked in floats at large sizes: evidence beside a verdict, never a verdict.

Both sides are computed at drawn values that satisfy the hypotheses, at all values of the index
variables where these are few enough, and compared within what rounding can explain.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

import numpy as np

from symderive.errors import SymderiveError, Undefined
from symderive.language.binding import abstract, dangling, free_symbols
from symderive.language.members import mentions_members
from symderive.language.terms import Statement, Symbol, Term
from symderive.numeric.choosing import NotApplicable, sizes_of_tensors
from symderive.numeric.comparing import Comparison
from symderive.numeric.defining import define
from symderive.numeric.directions import along_directions
from symderive.numeric.draws import Draw, generator
from symderive.numeric.evaluation import Evaluation, Knowledge
from symderive.numeric.families import evidence_over_layers
from symderive.numeric.grids import truth
from symderive.numeric.hypotheses import (
    Relation,
    about_integers,
    domains_of,
    has_limits,
    holds_at,
    relations,
)
from symderive.numeric.inverses import inverse_to_each_other
from symderive.numeric.judging import Tally
from symderive.numeric.lazy import Lazy
from symderive.numeric.many import at_many_numbers
from symderive.numeric.measures import counted
from symderive.numeric.order import evidence_on_order
from symderive.numeric.properties import in_relations
from symderive.numeric.rows import Directions
from symderive.numeric.summary import Seen, summed_up
from symderive.results.evidence import FAILED, NOT_APPLICABLE, PASSED, Evidence

# Values are drawn anew until so many points are compared, or so many seconds were computed.
ENOUGH_POINTS, MOST_DRAWS, ENOUGH_SECONDS = 400, 24, 0.1
# The seconds after which a check is given up.
BUDGET = 60.0


def check_statement(
    statement: Statement, sizes: Mapping[str, int], seed: int = 0, budget: float = BUDGET
) -> Evidence:
    """What float64 says about a statement at concrete sizes; never an error.

    The arguments are those of :func:`evidence_of`. What that raises is told as the reason why the
    check is not applicable.
    """
    begin = time.perf_counter()
    try:
        return evidence_of(statement, sizes, seed, budget)
    except Exception as error:  # noqa: BLE001 - evidence stands beside a verdict and stops none
        told = f"{type(error).__name__}: {error}".rstrip(": ")
        seconds = time.perf_counter() - begin
        return Evidence(NOT_APPLICABLE, dict(sizes), detail=told, seed=seed, seconds=seconds)


def evidence_of(
    statement: Statement, sizes: Mapping[str, int], seed: int = 0, budget: float = BUDGET
) -> Evidence:
    """What float64 says about a statement at concrete sizes; what is unforeseen is raised.

    Args:
        statement: the claim and its hypotheses.
        sizes: the values of integer variables by their names; the others run over their ranges.
        seed: of the values that are drawn for real variables, tensors and functions.
        budget: the seconds after which the check is given up.
    """
    begin = time.perf_counter()
    known = evidence_on_order(statement, sizes, seed)
    if known is not None:
        return known
    if mentions_members(statement):
        return evidence_over_layers(
            statement, sizes, lambda plain, known: evidence_of(plain, known, seed, budget)
        )
    check: Check | None = None
    tally = Tally()
    with np.errstate(all="ignore"):
        try:
            if has_limits(statement):
                raise NotApplicable("a limit is not seen in floats")
            statement, sizes = counted(statement, sizes)
            statement = in_relations(statement)
            check = Check(statement, sizes, seed)
            check.deadline = begin + budget
            outcome, tally, detail = check.run()
            if outcome == PASSED:
                outcome, tally, detail = check.at_many_numbers() or (outcome, tally, detail)
        except Undefined as refusal:
            outcome, detail = FAILED, str(refusal)
        except (SymderiveError, MemoryError) as refusal:
            outcome, detail = NOT_APPLICABLE, str(refusal)
    compared = tally.equations and tally.points > 0
    return Evidence(
        outcome,
        check.numbers() if check else dict(sizes),
        tally.points,
        tally.error if compared else None,
        detail=detail,
        seed=seed,
        seconds=time.perf_counter() - begin,
        ratio=tally.ratio if compared else None,
        power=tally.powers.median(),
        finding=tally.finding,
        directions=str(check.directions or "") if check else "",
    )


class Check:
    """One statement at concrete sizes."""

    def __init__(self, statement: Statement, sizes: Mapping[str, int], seed: int) -> None:
        """Split the free integers into sizes and index variables."""
        self.statement, self.seed = statement, seed
        self.deadline = inf
        self._known: Knowledge | None = None
        symbols = free_symbols(statement)
        integers = sorted(
            (s for s in symbols if isinstance(s, Symbol) and s.is_integer), key=lambda s: s.name
        )
        self.sizes: dict[Term, int] = {s: int(sizes[s.name]) for s in integers if s.name in sizes}
        self.sizes |= sizes_of_tensors(statement, integers, self.sizes, seed)
        self.indices = tuple(s for s in integers if s not in self.sizes)
        self.draw = Draw((statement.claim, *statement.given), self.sizes, seed)
        conditions = (*domains_of(integers), *statement.given)
        self.hypotheses = tuple(abstract(c, self.indices) for c in conditions)
        self.claim = abstract(statement.claim, self.indices)
        self.comparison = Comparison(seed)
        self.tally = self.comparison.tally
        self.directed = True
        self.directions: Directions | None = None

    def run(self) -> tuple[str, Tally, str]:
        """The outcome, what was seen, and what there is to say about it.

        Where there are few points, values are drawn again.
        """
        begin = time.thread_time()
        names = tuple(symbol.name for symbol in self.indices)
        parts = relations(self.claim, names, self.hypotheses)
        found = [Seen(relation.premised) for relation in parts]
        first: list[tuple[Evaluation, Relation]] = []
        for again in range(MOST_DRAWS):
            known: dict[tuple[Term, ...], tuple[Evaluation, bytes | None] | None] = {}
            for relation, seen in zip(parts, found, strict=True):
                given = tuple(c for c in relation.given if not about_integers(c))
                if given not in known:
                    known[given] = self._found(relation, given, again)
                drawn = known[given]
                if drawn is not None:
                    self._look(drawn, relation, seen)
                    first += [] if again else [(drawn[0], relation)]
                if self.tally.failures:
                    return FAILED, self.tally, self.tally.worst
            enough = self.tally.points >= ENOUGH_POINTS or not self.draw.variables
            late = time.thread_time() - begin > ENOUGH_SECONDS
            if enough or late or not any(seen.draws for seen in found):
                break
        if self.directed:
            self.directions = along_directions(first, self.seed)
        if self.directions is not None and self.directions.outcome == FAILED:
            return FAILED, self.tally, f"along a direction, {self.directions.worst}"
        outcome, detail = summed_up(self.tally, found)
        return outcome, self.tally, detail

    def at_many_numbers(self) -> tuple[str, Tally, str] | None:
        """The same at a million values of every number; None where that is no other statement."""
        statement = at_many_numbers(self.statement)
        if statement == self.statement:
            return None
        many = Check(statement, {}, self.seed)
        many.deadline, many.directed = self.deadline, False
        try:
            return many.run()
        except NotApplicable:
            return None

    def _look(self, drawn: tuple[Evaluation, bytes | None], relation: Relation, seen: Seen) -> None:
        """Compare one relation at the values drawn, and take down how much was seen of it."""
        run, special = drawn
        points, undecided, beyond = self.tally.points, self.tally.undecided, self.tally.beyond
        self.comparison.compare(run, relation)
        seen.draws += 1
        seen.points += self.tally.points - points
        seen.undecided += self.tally.undecided - undecided
        seen.beyond += self.tally.beyond - beyond
        if special is not None:
            seen.special.append(special)

    def _evaluation(self, values: Mapping[Any, Any]) -> Evaluation:
        run = Evaluation(values, tracked=True)
        run.deadline = self.deadline
        if self._known is not None:
            run.recall(self._known)
        self._known = run.knowledge()
        return run

    def numbers(self) -> dict[str, int]:
        """The sizes by their names."""
        return {str(getattr(symbol, "name", symbol)): n for symbol, n in self.sizes.items()}

    def satisfying(self) -> Evaluation | None:
        """Values of the free variables that satisfy all hypotheses; None where none are found."""
        names = tuple(symbol.name for symbol in self.indices)
        given = tuple(c for c in self.hypotheses if not about_integers(c))
        drawn = self._found(Relation(self.claim, names, self.hypotheses), given, 0)
        return None if drawn is None else drawn[0]

    def _found(
        self, relation: Relation, given: Sequence[Term], again: int
    ) -> tuple[Evaluation, bytes | None] | None:
        """Values that satisfy the hypotheses of a relation; None where none are found.

        The second is what the variables were set to where they had to be of a special kind.
        """
        self._refuse_wrong_sizes()
        for moulds in self.draw.attempts(given, again):
            values = self.draw.values(moulds, again)
            inverse_to_each_other(values, given, generator(self.seed, f"inverses {again}"))
            define(values, given, self._evaluation)
            if not given or self._satisfied(values, relation, given):
                kept = [values[variable] for variable in moulds]
                plain = not kept or any(isinstance(value, Lazy) for value in kept)
                special = None if plain else b" ".join(np.asarray(v).tobytes() for v in kept)
                return self._evaluation(values), special
        self.comparison.look_into_premises(self._evaluation(self.draw.values({}, again)), given)
        return None

    def _refuse_wrong_sizes(self) -> None:
        run = Evaluation(self.sizes)
        for condition in self.hypotheses:
            closed = not dangling(condition) and about_integers(condition)
            if closed and not bool(np.all(truth(run, condition, ()))):
                raise NotApplicable("the hypotheses do not hold at these sizes")

    def _satisfied(self, values: dict[Any, Any], relation: Relation, given: Sequence[Term]) -> bool:
        run = self._evaluation(values)
        for condition in given:
            if not dangling(condition) and not bool(np.all(holds_at(run, condition, ()))):
                return False
        return any(bool(np.any(relevant)) for _, relevant in self.comparison.places(run, relation))
