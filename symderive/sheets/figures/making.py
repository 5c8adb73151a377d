"""The figure of a claim, made from what its proof file asks for and from what was decided."""

from __future__ import annotations

from collections.abc import Mapping

from symderive.claims import Claim
from symderive.claims.pictures import Cells, Curves, Picture, Staircase
from symderive.errors import ClaimError, SymderiveError
from symderive.language.terms import Statement, Term
from symderive.results import ClaimOutcome, Witness
from symderive.sheets.figures.graphs import curves_of
from symderive.sheets.figures.matrices import matrices_of
from symderive.sheets.figures.model import Figure
from symderive.sheets.figures.steps import steps_of


def figure_of(
    claim: Claim,
    outcome: ClaimOutcome | None = None,
    folded: Mapping[Term, str] | None = None,
    sheet: str = "",
) -> Figure | None:
    """The figure of a claim; None where it asks for none, or lacks the counterexample to show.

    Args:
        claim: the claim.
        outcome: what became of it; its counterexample is where both sides are drawn.
        folded: the names that the proof file gives to tensors.
        sheet: the name of the sheet, with which those of the figure's files begin.

    Raises:
        ClaimError: where the picture cannot be drawn, with the claim's file and line.
    """
    if claim.picture is None:
        return None
    name = "-".join(part for part in (sheet, claim.name) if part).replace("_", "-")
    try:
        picture = claim.pictured
        assert picture is not None
        return _figure(picture, name, folded or {}, _statement(claim), witness_of(outcome))
    except SymderiveError as error:
        place = f"{claim.file}:{claim.line}"
        raise ClaimError(f"{place}: the picture of {claim.name}: {error}") from error


def _figure(
    picture: Picture,
    name: str,
    folded: Mapping[Term, str],
    statement: Statement | None,
    witness: Witness | None,
) -> Figure | None:
    """The figure; None for both sides of a claim without a counterexample to show."""
    if isinstance(picture, Curves) and not picture.functions and not picture.at and not witness:
        return None
    if isinstance(picture, Cells):
        return matrices_of(picture, name, folded)
    if isinstance(picture, Staircase):
        return steps_of(picture, name)
    return curves_of(picture, name, folded, statement, witness)


def _statement(claim: Claim) -> Statement | None:
    """What a claim in one piece says; None for one that has no meaning at any size."""
    try:
        return claim.written.whole
    except SymderiveError:
        return None


def witness_of(outcome: ClaimOutcome | None) -> Witness | None:
    """The first counterexample of an outcome."""
    lines = outcome.lines if outcome is not None else ()
    found = (line.verdict.witness for line in lines)
    return next((witness for witness in found if witness is not None), None)
