"""A claim decided in this process: every statement of it, and the check in floats beside it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from symderive.claims import Claim, Line
from symderive.claims.claim import CLAIM as A_CLAIM
from symderive.claims.claim import NOTED, PRINTED, PROGRAM
from symderive.claims.loading import line_in
from symderive.decide import PROOF_SECONDS, prove
from symderive.errors import ClaimError, IllFormed, SymderiveError, located
from symderive.language.binding import free_symbols
from symderive.language.definitions import DEFINITIONS
from symderive.language.serial import to_json
from symderive.language.terms import KINDS, Bound, Compare, Statement, Symbol, Term
from symderive.printing import text
from symderive.results import ClaimOutcome, Evidence, LineOutcome, Verdict
from symderive.results.outcome import WAITING
from symderive.runner.files import shown_path
from symderive.runner.memory import Note, Statements
from symderive.runner.oracles import beside

Follow = Callable[[ClaimOutcome], None]


def decide(
    claim: Claim,
    folded: Mapping[Term, str] | None = None,
    budget: float | None = None,
    follow: Follow | None = None,
    memory: Statements | None = None,
    *,
    oracles: bool = False,
) -> ClaimOutcome:
    """Decide every statement of a claim; a wrong line does not stop the ones behind it.

    ``folded`` gives names to terms, for the statements as they are shown. ``budget`` is the time
    for each statement, in seconds, unless the claim has its own. ``follow`` is called with what is
    known so far: once the claim is written out, then after each of its lines. A statement that is
    found in the ``memory`` is not decided again. With ``oracles``, what is checked in floats is
    compared with independent implementations, too; there is no memory for that.
    """
    start = time.perf_counter()
    notes: list[Note] = []
    if memory is not None:
        memory.notes = notes
    outcome = undecided(claim)
    if claim.expect == NOTED:
        return outcome
    seconds = budget_of(claim, budget)
    try:
        written = claim.written.lines
        shown = text(claim.written.whole.claim, folded=folded)
        outcome = replace(outcome, shown=shown, lines=tuple(_waiting(w, folded) for w in written))
        for place, line in enumerate(written):
            if follow is not None:
                follow(outcome)
            found = _recalled(claim, line, outcome.lines[place], seconds, memory, notes)
            if oracles and found.evidence is not None:
                found = replace(found, evidence=beside(found.evidence, claim, line))
            lines = (*outcome.lines[:place], found, *outcome.lines[place + 1 :])
            outcome = replace(outcome, lines=lines)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - it is reported with its place
        return _failed(claim, undecided(claim), error, time.perf_counter() - start)
    known = [note for note in notes if note.known]
    taken = time.perf_counter() - start + sum(note.seconds for note in known)
    return replace(outcome, seconds=taken, cached=bool(known) and len(known) == len(written))


def budget_of(claim: Claim, budget: float | None) -> float:
    """The seconds for each statement of a claim: its own, else those asked for, else ten."""
    if claim.budget is not None:
        return claim.budget
    return PROOF_SECONDS if budget is None else budget


def undecided(claim: Claim) -> ClaimOutcome:
    """What is known of a claim before it is written out."""
    return ClaimOutcome(
        claim.name,
        shown_path(claim.file),
        claim.line,
        claim.kind,
        claim.expect,
        claim.title,
        claim.refs,
    )


def with_statements(claim: Claim, outcome: ClaimOutcome) -> ClaimOutcome:
    """An outcome that crossed processes, its statements as terms again."""
    if not outcome.lines:
        return outcome
    lines = tuple(
        replace(known, verdict=_with_statement(known.verdict, line.statement))
        for line, known in zip(claim.written.lines, outcome.lines, strict=True)
    )
    return replace(outcome, lines=lines)


def _with_statement(verdict: Verdict, statement: Statement) -> Verdict:
    return replace(verdict, statement=statement, steps=verdict.steps)


def _waiting(line: Line, folded: Mapping[Term, str] | None) -> LineOutcome:
    shown = text(line.statement.claim, folded=folded)
    verdict = Verdict("undecided", reason=WAITING)
    return LineOutcome(line.role, line.number, line.expect, verdict, shown, line.ref, line.erratum)


def _recalled(
    claim: Claim,
    line: Line,
    waiting: LineOutcome,
    budget: float,
    memory: Statements | None,
    notes: list[Note],
) -> LineOutcome:
    """A line decided, or as it was decided before; the notes say which."""
    sizes = _checked_sizes(claim, line)
    if memory is None or not _is_self_contained():
        return _decided(line, sizes, waiting, budget)
    start = time.perf_counter()
    key = memory.key(to_json(line.statement), sizes, line.by)
    found = memory.recalled(key, budget, line.expect)
    if found is not None:
        notes.append(Note(key, True, found.seconds))
        steps = found.verdict.steps
        verdict = replace(found.verdict, statement=line.statement, steps=steps)
        return replace(waiting, verdict=verdict, evidence=found.evidence)
    outcome = _decided(line, sizes, waiting, budget)
    notes.append(Note(key, False, time.perf_counter() - start))
    return outcome


def _is_self_contained() -> bool:
    """Whether all that a term names is defined by the engine, so that the term is all there is."""
    defined = [definition.entry for definition in DEFINITIONS.values()]
    return all(kind.__module__.startswith("symderive.") for kind in (*defined, *KINDS.values()))


def _checked_sizes(claim: Claim, line: Line) -> list[tuple[str, int]] | None:
    """The sizes at which a line is checked in floats; None where it is not checked."""
    checked = claim.kind == A_CLAIM and line.role not in (PRINTED, PROGRAM)
    if checked and (claim.numbers or not has_free_sizes(line.statement)):
        return list(claim.numbers)
    return None


def _decided(
    line: Line, sizes: list[tuple[str, int]] | None, waiting: LineOutcome, budget: float
) -> LineOutcome:
    verdict = prove(line.statement, budget=budget)
    if line.by:
        trust = tuple(dict.fromkeys((*verdict.trust, *line.by)))
        verdict = replace(verdict, trust=trust, steps=verdict.steps)
    evidence = None if sizes is None else checked_in_floats(line.statement, dict(sizes))
    return replace(waiting, verdict=verdict, evidence=evidence)


def has_free_sizes(statement: Statement) -> bool:
    """Whether a statement has an integer variable whose domain leaves an end open."""
    symbols = (s for s in free_symbols(statement) if isinstance(s, Symbol) and s.is_integer)
    return any(_open_ended(symbol.domain) for symbol in symbols)


def _open_ended(domain: Term) -> bool:
    """Whether no condition of a domain bounds the value from below, or none does from above."""
    value, ends = Bound(0), set()
    for condition in domain.conditions:  # type: ignore[attr-defined]
        if isinstance(condition, Compare) and value in (condition.left, condition.right):
            below = condition.relation in ("<", "<=")
            if below or condition.relation in (">", ">="):
                ends.add(below == (condition.left == value))
    return ends != {True, False}


def checked_in_floats(statement: Statement, sizes: Mapping[str, int]) -> Evidence:
    """What the check in floats sees at these sizes."""
    from symderive.numeric.check import check_statement

    return check_statement(statement, sizes)


def _failed(
    claim: Claim, outcome: ClaimOutcome, error: BaseException, seconds: float
) -> ClaimOutcome:
    """The outcome of a claim that raised; an error that is not ours is named by its type."""
    told = error if isinstance(error, SymderiveError) else _typed(error)
    line = line_in(error, claim.file, claim.line)
    complete = located(told, claim.name, shown_path(claim.file), line)
    ill_formed = isinstance(error, IllFormed)
    return replace(outcome, error=str(complete), ill_formed=ill_formed, seconds=seconds)


def _typed(error: BaseException) -> Exception:
    told = f"{type(error).__name__}: {error}".rstrip(": ")
    if isinstance(error, NameError) and error.name:
        name = error.name
        told += (
            f"; a variable of the claim is a parameter of its function, as in {name}=index(n), "
            f"{name}=vector(n) or {name}=real(); a size stands above it, {name} = size({name!r})"
        )
    return ClaimError(told)
