"""Evidence of independent implementations beside the check in floats, for those who ask for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from symderive.errors import ClaimError, SymderiveError
from symderive.results import Evidence, Report
from symderive.results.evidence import FAILED
from symderive.results.outcome import PRINTED, PROGRAM

if TYPE_CHECKING:
    from symderive.claims import Claim, Line
    from symderive.claims.reference import Reference


def beside(evidence: Evidence, claim: Claim, line: Line) -> Evidence:
    """The evidence with what PyTorch says, and what the implementation says that a claim names.

    PyTorch is asked about every line, where it is installed; that implementation about the left
    side of the claim, which is that of its first line.
    """
    from symderive.numeric.oracles.pytorch import installed

    if installed():
        from symderive.numeric.oracles.checking import compared_with_pytorch

        found = compared_with_pytorch(line.statement, dict(claim.numbers), evidence.seed)
        evidence = found.beside(evidence)
    named = claim.reference
    if (
        named is None
        or line.number > 1
        or line.role in (PRINTED, PROGRAM)
        or evidence.outcome == FAILED
    ):
        return evidence
    return _with_reference(evidence, claim, named, line)


def _with_reference(evidence: Evidence, claim: Claim, named: Reference, line: Line) -> Evidence:
    from symderive.numeric.oracles.references import compared_with_reference

    compared = named.of(claim.written.parameters, line.statement)
    for sizes in map(dict, named.at):
        try:
            wrong = compared_with_reference(
                named.function,
                compared.side,
                compared.variables,
                line.statement,
                sizes,
                evidence.seed,
            )
        except ClaimError:
            raise
        except SymderiveError as error:
            told = "; ".join(part for part in (evidence.detail, str(error)) if part)
            return replace(evidence, detail=told)
        if wrong:
            shown = ", ".join(f"{name} = {value}" for name, value in sizes.items())
            told = f"at {shown}: {wrong}" if shown else wrong
            return replace(evidence, outcome=FAILED, oracle=named.name, detail=told)
    asked = f"{named.name} at {len(named.at)} sizes" if len(named.at) > 1 else named.name
    oracle = " and ".join(part for part in (evidence.oracle, asked) if part)
    return replace(evidence, oracle=oracle)


def named_oracles() -> str:
    """Who can be asked for every claim: PyTorch, or nobody."""
    from symderive.numeric.oracles.pytorch import NOT_INSTALLED, installed, named

    return f"oracles: {named()}" if installed() else NOT_INSTALLED


def told_of_oracles(report: Report) -> str:
    """How much of a run was compared with other implementations, or that PyTorch is missing."""
    from symderive.numeric.oracles.pytorch import NOT_INSTALLED, installed

    lines = [line for outcome in report.outcomes for line in outcome.lines]
    checked = [line.evidence for line in lines if line.evidence is not None]
    compared = sum(bool(evidence.oracle) for evidence in checked)
    shown = f"{compared} of {len(checked)} statements that are checked in floats"
    if installed():
        return f"{named_oracles()}, compared {shown}"
    others = f"; implementations that claims name: compared {shown}"
    return NOT_INSTALLED + (others if compared else "")
