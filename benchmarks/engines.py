"""One engine in one process: reads names of identities, answers with a status and the time it took.

``python -m benchmarks.engines prover`` waits for a name on each line of its input, and writes a
line of JSON for each. The engines:

prover     reading and proof by the prover alone, definedness and steps included
prove      everything that ``symderive.prove`` does, the search for a counterexample included
prototype  an earlier implementation of the same algorithm, from the folder given
sympy      SymPy: doit, expand, piecewise_fold, simplify, rewrite(exp) until the difference is 0

No engine keeps anything of an identity for the next time: the prover works in a space of its own
for each statement, the caches of the others are emptied. The cache of SymPy itself is left alone.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Decide = Callable[[str], str]
PROVER_SECONDS = 20.0


def prover() -> Decide:
    """The prover alone, from the SymPy expressions to the outcome."""
    from symderive.language.reading import read_statement
    from symderive.prover.prove import prove_statement
    from tests.identities import BY_NAME

    def decide(name: str) -> str:
        identity = BY_NAME[name]
        statement = read_statement(identity.lhs, identity.rhs, identity.given)
        return "proved" if prove_statement(statement, seconds=PROVER_SECONDS).proved else "open"

    return decide


def whole() -> Decide:
    """What a user calls."""
    from symderive import prove
    from symderive.evaluator.trial import trial_of
    from tests.identities import BY_NAME

    def decide(name: str) -> str:
        trial_of.cache_clear()
        identity = BY_NAME[name]
        return prove(identity.lhs, identity.rhs, given=list(identity.given)).status

    return decide


def prototype(folder: str) -> Decide:
    """The modules ``front`` and ``problems`` of a folder, on their own form of the identities."""
    sys.path.insert(0, folder)
    import front  # type: ignore[import-not-found]
    import problems  # type: ignore[import-not-found]

    stated = {problem[0]: problem for problem in problems.P}

    def decide(name: str) -> str:
        front.clear_caches()
        _, lhs, rhs, given, free, parameters, _ = stated[name]
        for mode in ("tanh", "exp"):
            try:
                answer = front.prove(lhs, rhs, given, free, parameters, mode=mode)[0]
            except front.Unsupported:
                answer = "unknown"
            if answer in ("proved", "disproved"):
                break
        return {"proved": "proved", "disproved": "refuted"}.get(answer, "open")

    return decide


def plain_sympy() -> Decide:
    """SymPy's own simplifiers; brackets are what SymPy has for them, Piecewise."""
    import sympy

    import symderive

    def bracket(condition: Any) -> sympy.Expr:
        return sympy.Piecewise((1, condition), (0, True))

    def greatest(body: sympy.Expr, limits: tuple[Any, Any, Any]) -> sympy.Expr:
        return sympy.Function("maximum")(body, *limits)

    # The set is written with our brackets; it gets these instead when it is imported.
    symderive.iverson, symderive.maximum = bracket, greatest  # type: ignore[assignment]
    from tests.identities import BY_NAME

    attempts: tuple[Callable[[sympy.Expr], sympy.Expr], ...] = (
        lambda e: e.doit(),
        sympy.expand,
        sympy.piecewise_fold,
        sympy.simplify,
        lambda e: sympy.simplify(e.rewrite(sympy.exp)),
    )

    def decide(name: str) -> str:
        identity = BY_NAME[name]
        difference = identity.lhs - identity.rhs
        for attempt in attempts:
            if difference == 0:
                return "proved"
            difference = attempt(difference)
        return "proved" if difference == 0 else "open"

    return decide


def answer(decide: Decide, name: str) -> dict[str, Any]:
    """The status and the seconds for one identity; an exception of the engine is an answer too."""
    gc.collect()
    gc.disable()
    start = time.perf_counter()
    try:
        status = decide(name)
    except Exception as error:  # noqa: BLE001 (what fails is shown in the table)
        status = f"error: {type(error).__name__}"
    finally:
        seconds = time.perf_counter() - start
        gc.enable()
    return {"status": status, "seconds": seconds}


def main(arguments: list[str]) -> None:
    """Answer for every name on the input."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    engine, *rest = arguments
    makers: dict[str, Callable[..., Decide]] = {
        "prover": prover,
        "prove": whole,
        "prototype": prototype,
        "sympy": plain_sympy,
    }
    decide = makers[engine](*rest)
    gc.freeze()
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(decide, line.rstrip("\n"))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
