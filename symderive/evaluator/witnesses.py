"""A counterexample as the data that is shown, saved and checked again."""

from __future__ import annotations

from symderive.evaluator.interpret import Assignment
from symderive.evaluator.judge import Outcome
from symderive.evaluator.trial import Trial
from symderive.evaluator.writer import FunctionalKey
from symderive.results.witness import Witness


def witness_of(trial: Trial, assignment: Assignment, outcome: Outcome) -> Witness:
    """The witness for an outcome at an assignment; entries never looked at are not in it."""
    values = {s.name: str(assignment.symbols[s]) for s in trial.source.reals}
    for tensor, store in assignment.tensors.items():
        for place in sorted(store):
            values[f"{tensor.name}[{','.join(map(str, place))}]"] = str(store[place])
    return Witness(
        sizes={s.name: assignment.symbols[s] for s in trial.space.sizes},
        indices={s.name: assignment.symbols[s] for s in trial.space.indices} | outcome.indices,
        values=values,
        functions=_functions(assignment),
        left=outcome.left,
        right=outcome.right,
        undefined=outcome.undefined,
        told=outcome.told,
    )


def _functions(assignment: Assignment) -> dict[str, str]:
    """The functions that stand for unknown ones, those of tensors with the name t of theirs."""
    return {
        f"{key.name}(t)" if isinstance(key, FunctionalKey) else key[0]: str(store.function)
        for key, store in assignment.functions.items()
    }
