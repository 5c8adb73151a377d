"""The operators and derivatives of a statement compared with PyTorch, at the sizes of its check.

Each is compared by itself, at the values that its arguments have there. The tolerance is that of
the check in floats. Where PyTorch has no counterpart or does not take these arguments, nothing is
compared.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symderive.errors import SymderiveError
from symderive.language.binding import dangling, free_symbols, subterms
from symderive.language.definitions import shape_of
from symderive.language.members import mentions_members
from symderive.language.terms import (
    REAL,
    Apply,
    Function,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.numeric.check import BUDGET, Check
from symderive.numeric.draws import generator
from symderive.numeric.evaluation import Evaluation
from symderive.numeric.exact import is_exact
from symderive.numeric.families import written_out
from symderive.numeric.lazy import Lazy
from symderive.numeric.measures import counted
from symderive.numeric.oracles.derivatives import (
    AUTOGRAD,
    LARGEST_MATRIX,
    whole_derivatives,
)
from symderive.numeric.oracles.differing import difference
from symderive.numeric.oracles.functions import elementary
from symderive.numeric.oracles.operators import Oracle
from symderive.numeric.oracles.pytorch import NoOracle, named, pytorch
from symderive.numeric.oracles.reading import Reading, fitted
from symderive.numeric.oracles.table import ORACLES, composition_of
from symderive.numeric.properties import in_relations
from symderive.results.evidence import FAILED, Evidence

Floats = NDArray[np.float64]

# The number of entries of an argument that is computed, and of a result that is compared.
LARGEST_ARGUMENT, LARGEST_RESULT = 1 << 22, 1 << 27
# A Jacobian with more rows is compared in one combination of them.
MOST_ROWS = 1 << 9


@dataclass
class Compared:
    """What was compared with PyTorch: names of operators, and the first that is not the same.

    ``unforeseen`` is an error that nobody expected; it stops the questions and no claim.
    """

    names: list[str] = field(default_factory=list)
    failure: str = ""
    unforeseen: str = ""

    def beside(self, evidence: Evidence) -> Evidence:
        """The evidence with what the oracles say."""
        if self.failure:
            return replace(evidence, outcome=FAILED, oracle=named(), detail=self.failure)
        if self.unforeseen:
            told = f"PyTorch was not asked about everything: {self.unforeseen}"
            evidence = replace(evidence, detail="; ".join(filter(None, (evidence.detail, told))))
        if not self.names:
            return evidence
        shown = ", ".join(dict.fromkeys(self.names))
        return replace(evidence, oracle=f"{named()} ({shown})")


def compared_with_pytorch(
    statement: Statement, sizes: Mapping[str, int], seed: int = 0, budget: float = BUDGET
) -> Compared:
    """Every operator and every derivative of a statement that PyTorch has, compared with it.

    Args:
        statement: the claim and its hypotheses.
        sizes: the values of integer variables by their names.
        seed: of the values that are drawn for real variables and tensors.
        budget: the seconds after which nothing more is compared.
    """
    found, deadline = Compared(), time.perf_counter() + budget
    with np.errstate(all="ignore"):
        try:
            layers = mentions_members(statement)
            for one in written_out(statement, sizes) if layers else [statement]:
                plain, known = counted(one, sizes)
                run = Check(in_relations(plain), known, seed).satisfying()
                if run is not None:
                    run.deadline = deadline
                    Questions(run, seed, found).ask(plain.claim)
        except (SymderiveError, MemoryError):
            pass  # There are no values at which to ask.
        except Exception as error:  # noqa: BLE001 - evidence stands beside a verdict and stops none
            found.unforeseen = f"{type(error).__name__}: {error}".rstrip(": ")
    return found


class Questions:
    """What is asked of PyTorch about one statement, at values that satisfy its hypotheses."""

    def __init__(self, run: Evaluation, seed: int, found: Compared) -> None:
        self.run, self.seed, self.found = run, seed, found
        self.torch = pytorch()

    def ask(self, claim: Term) -> None:
        """Compare everything in the claim once, until something is not the same."""
        parts = dict.fromkeys(part for part in subterms(claim) if self._has_value(part))
        derivatives = dict.fromkeys(filter(self._has_value, whole_derivatives(claim)))
        for part in parts:
            if isinstance(part, Apply):
                self._try(self._composition, part)
                self._try(self._operator, part)
            if isinstance(part, Function) and shape_of(part):
                self._try(self._function, part)
        for derivative in derivatives:
            self._try(self._derivative, derivative)

    def _try(self, question: Callable[[Any], None], term: Term) -> None:
        """Put a question, unless the time is over or an answer is known to be wrong."""
        if self.found.failure or time.perf_counter() > self.run.deadline:
            return
        # PyTorch says in a RuntimeError what it does not take.
        with suppress(SymderiveError, MemoryError, RuntimeError):
            question(term)

    def _has_value(self, term: Term) -> bool:
        """Whether every index in a term has a number: it is neither bound nor left free."""
        free = (s for s in free_symbols(term) if isinstance(s, Symbol) and s.is_integer)
        return not dangling(term) and all(symbol in self.run.sizes for symbol in free)

    def _composition(self, term: Apply) -> None:
        """Two operators, for which PyTorch has one."""
        found = composition_of(term)
        if found is None:
            return
        oracle, given = found
        target, logits = map(self._isolated, given)
        inner = term.arguments[-1]
        assert isinstance(inner, (Apply, Function))
        alone = replace(term, arguments=(target, replace(inner, arguments=(logits,))))
        self._compare(oracle.counterpart, alone, self._answer(oracle, (target, logits), ()))

    def _operator(self, term: Apply) -> None:
        """An operator at arrays."""
        oracle = ORACLES.get(term.name)
        if oracle is None:
            return
        given, count = term.arguments, oracle.tensors
        count = len(given) if count is None else count
        arguments = (*map(self._isolated, given[:count]), *given[count:])
        answer = self._answer(oracle, arguments, term.parameters)
        self._compare(term.name, replace(term, arguments=arguments), answer)

    def _function(self, term: Function) -> None:
        """An elementary function of a tensor, entry by entry."""
        arguments = tuple(map(self._isolated, term.arguments))
        alone, reading = replace(term, arguments=arguments), self._reading()
        values = [reading.whole(argument) for argument in arguments]
        self._compare(term.name, alone, lambda: elementary(self.torch, term.name, values))

    def _derivative(self, term: Apply) -> None:
        """A derivative by autograd, of the whole formula."""
        if term.name == "jacobian" and self._is_long(term):
            term = self._one_row(term)
        reading = self._reading()
        self._compare(term.name, term, lambda: AUTOGRAD[term.name](reading, term.arguments))

    def _is_long(self, term: Apply) -> bool:
        """Whether a Jacobian has many rows, each of which costs as much as the function."""
        rows, columns = self.run.shape(term)
        return rows > MOST_ROWS or rows * columns > LARGEST_MATRIX

    def _one_row(self, term: Apply) -> Apply:
        """A combination of the rows of a Jacobian with weights that are drawn."""
        function, variable = term.arguments
        sizes = shape_of(function) or ()
        weights = TensorSymbol(f"weights of {len(self.run.data)}", len(sizes), sizes)
        random = generator(self.seed, "weights of rows")
        self.run.data[weights] = random.standard_normal(self.run.shape(function))
        return Apply("vjp", (function, variable, weights))

    def _isolated(self, argument: Term) -> Term:
        """A variable that has the value of the argument; numbers stay as they are."""
        if isinstance(argument, TensorSymbol) or is_exact(argument):
            return argument
        shape = shape_of(argument)
        if shape and prod(self.run.shape(argument)) > LARGEST_ARGUMENT:
            raise NoOracle("an argument is too large to be computed")
        value = np.array(self.run.closed(argument).value, dtype=np.float64)
        if not np.all(np.isfinite(value)):
            raise NoOracle("an argument has no value")
        label = f"argument {len(self.run.data)}"
        variable = TensorSymbol(label, len(shape), shape) if shape else Symbol(label, REAL)
        self.run.data[variable] = value
        return variable

    def _reading(self) -> Reading:
        rows = self.run.data.items()
        values = {s: self._tensor(value) for s, value in rows if not isinstance(value, Lazy)}
        return Reading(self.torch, self.run, values)

    def _tensor(self, value: Any) -> Any:
        return self.torch.as_tensor(np.array(value, dtype=np.float64))

    def _answer(
        self, oracle: Oracle, arguments: tuple[Term, ...], parameters: tuple[Any, ...]
    ) -> Callable[[], Any]:
        inputs = self._reading().inputs(arguments, oracle)
        refused = oracle.refusal(inputs, parameters)
        if refused:
            raise NoOracle(refused)
        return lambda: oracle.function(self.torch, inputs, parameters)

    def _compare(self, name: str, ours: Term, answer: Callable[[], Any]) -> None:
        """Compare a value of ours with the answer of PyTorch, and take down what was seen."""
        shape = self.run.shape(ours) if shape_of(ours) else ()
        if prod(shape) > LARGEST_RESULT:
            raise NoOracle("it has too many entries")
        theirs = fitted(answer(), shape).detach().numpy()
        seen = difference(self.run, ours, theirs, self.seed)
        if seen is None:
            return
        self.found.names.append(name)
        if seen:
            self.found.failure = f"{name} is not what {named()} gives: {seen}"
