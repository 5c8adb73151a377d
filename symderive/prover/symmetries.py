"""Hypotheses on whole tensors: a symmetric matrix.

Other equations between tensors are not used, which only makes the hypotheses weaker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.language.terms import Apply, Compare, Entry, Partial, TensorSymbol, Term
from symderive.prover.unfolding import core_subterms

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

EXCHANGED = ((0, 1), (1, 0))


def assume(work: Workspace, condition: Compare, claim: Term) -> None:
    """G = G^T: the entries G[i, j] and G[j, i] are one.

    Given: the claim takes no derivative by an entry of G, which would hold the other entry fixed.
    """
    if condition.relation != "=":
        return
    for left, right in ((condition.left, condition.right), (condition.right, condition.left)):
        if isinstance(left, TensorSymbol) and left.rank == 2 and right == _transposed(right, left):
            if not _is_differentiated(claim, left):
                work.tensor_head(left).symmetries = EXCHANGED


def _transposed(term: Term, matrix: TensorSymbol) -> Term | None:
    """The term itself if it is the transpose of the matrix."""
    if isinstance(term, Apply) and term.name == "transpose" and term.arguments == (matrix,):
        return term
    return None


def _is_differentiated(claim: Term, tensor: TensorSymbol) -> bool:
    return any(
        isinstance(term, Partial)
        and isinstance(term.variable, Entry)
        and term.variable.tensor == tensor
        for term in core_subterms(claim)
    )
