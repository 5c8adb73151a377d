"""What is done in a worker process, as plain data in both directions.

A job names a file and a claim, its result is the JSON data of a :class:`ClaimOutcome`. Nothing
here knows about processes: any ``concurrent.futures.Executor`` can be given these functions.
``tell`` reports on the way: how many seconds the next stretch may take, and what is known so far.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from symderive.errors import ClaimError
from symderive.results import ClaimOutcome
from symderive.runner.cache import Cache
from symderive.runner.engine import engine_digest
from symderive.runner.files import listed, occurs
from symderive.runner.memory import Statements
from symderive.runner.sources import made_of, watched

if TYPE_CHECKING:
    from symderive.claims import ProofFile

Json = Any
Tell = Callable[[float | None, Json], None]

# A statement may take its budget twice: as it stands, and under a condition that it lacks.
TIMES_THE_BUDGET = 2
MANY_STATEMENTS = 20
# What asking oracles may take more for a claim, in seconds: PyTorch is imported, too.
ASKING = 120


@dataclass(frozen=True)
class Limits:
    """Where a job is stopped from outside, in seconds.

    A proof file has ``importing`` to import. A claim has twice its budget for each statement, and
    ``margin``: for the writing out before, which counts as one statement, and for what does not
    look at the clock. An executor may be silent for ``silence``, or for as long as a claim with
    many statements may take.

    >>> Limits().of_claim(budget=10, statements=1)
    30
    """

    importing: float = 60
    margin: float = 10
    silence: float = 600

    def of_claim(self, budget: float, statements: int) -> float:
        """The seconds after which the worker of a claim is stopped."""
        return TIMES_THE_BUDGET * budget * statements + self.margin

    def silence_of(self, budget: float | None) -> float:
        """The seconds after which nobody waits any longer for an executor that says nothing."""
        return max(self.silence, self.of_claim(budget or 0, MANY_STATEMENTS))


@dataclass(frozen=True)
class Job:
    """One claim to decide; ``steps`` says whether the steps of its proof are wanted.

    ``cache`` is the folder in which its statements may be looked up, empty if they must not be.
    ``oracles``: independent implementations are asked as well, and nothing is looked up.
    """

    file: str
    name: str
    budget: float | None = None
    steps: bool = True
    limits: Limits = Limits()
    cache: str = ""
    oracles: bool = False


def silent(seconds: float | None, known: Json) -> None:
    """Tell nobody."""


def claims_of(file: str, select: str, tell: Tell = silent) -> Json:
    """The claims of a proof file that contain the text, as outcomes yet to be decided.

    What cannot be imported comes back as ``failure``, with file and line.
    """
    try:
        found = _claims_with_texts(file)
    except ClaimError as error:
        return {"failure": str(error)}
    return {"claims": [outcome for outcome, texts in found if occurs(select, *texts)]}


def claims_to_remember(file: str, select: str, tell: Tell = silent) -> Json:
    """The same, with what :class:`Records` needs as ``memory``: all claims, selected or not."""
    here = engine()
    with watched(file):
        try:
            found = _claims_with_texts(file)
        except ClaimError as error:
            return {"failure": str(error)}
        memory = {"engine": here, "made_of": made_of(loaded(file).digest), "claims": found}
    selected = [outcome for outcome, texts in found if occurs(select, *texts)]
    return {"claims": selected, "memory": memory}


def _claims_with_texts(file: str) -> list[tuple[Json, tuple[str, ...]]]:
    """The claims of a proof file, each with the texts in which what selects it may occur."""
    from symderive.runner.deciding import undecided

    claims = loaded(file).claims
    # What is not written as a plain function is known by its claim alone.
    texts = {claim.name: (claim.title, *claim.refs) for claim in listed(Path(file))}
    named = [(c, (c.name, c.title, *c.refs, *texts.get(c.name, ()))) for c in claims]
    return [(undecided(claim).to_json(), words) for claim, words in named]


def decide_job(job: Job, tell: Tell = silent) -> Json:
    """Decide one claim of a proof file."""
    if not job.cache or job.oracles:
        return _decided(job, tell, None)
    memory = Statements(Cache(job.cache), engine())
    with watched(job.file, job.cache):
        return _decided(job, tell, memory)


def _decided(job: Job, tell: Tell, memory: Statements | None) -> Json:
    from symderive.decide import PROOF_SECONDS
    from symderive.runner.deciding import budget_of, decide

    file = loaded(job.file)
    claim = file.claim(job.name)
    budget = budget_of(claim, job.budget)
    limits = job.limits
    if job.oracles:
        limits = replace(limits, margin=limits.margin + ASKING)
    tell(limits.of_claim(budget, 1), None)
    written = False

    def follow(outcome: ClaimOutcome) -> None:
        nonlocal written
        seconds = None if written else limits.of_claim(budget, len(outcome.lines))
        written = True
        tell(seconds, _bare(outcome).to_json())

    outcome = decide(claim, file.folded, job.budget, follow, memory, oracles=job.oracles)
    if memory is None:
        return (outcome if job.steps else _bare(outcome)).to_json()
    told = {
        "engine": memory.engine,
        "made_of": made_of(file.digest),
        "notes": [note.to_json() for note in memory.notes],
        "budget": budget,
        "own": claim.budget,
        "default": PROOF_SECONDS,
        "damaged": memory.cache.damaged,
    }
    return outcome.to_json() | {"memory": told}


@cache
def engine() -> str:
    """The digest of the engine, as it was when this process was first asked for it."""
    return engine_digest()


def _bare(outcome: ClaimOutcome) -> ClaimOutcome:
    """The outcome without steps, which take time to write down."""
    lines = (replace(line, verdict=replace(line.verdict, steps=())) for line in outcome.lines)
    return replace(outcome, lines=tuple(lines))


@cache
def loaded(file: str) -> ProofFile:
    """A proof file, imported once in each process.

    Raises:
        ClaimError: where it does not import.
    """
    from symderive.claims import load
    from symderive.claims.loading import line_in

    try:
        return load(Path(file))
    except SystemExit as error:
        message = f"{file}:{line_in(error, file)}: SystemExit: {error}"
        raise ClaimError(message) from error
