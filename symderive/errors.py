"""Every way in which things can go wrong, and the one place where messages are completed.

Inner code raises a short error; the border (a claim, a proof file, the command line) calls
:func:`located`, which adds the claim, the file and the line.
"""

from __future__ import annotations


class SymderiveError(Exception):
    """The base of every error that symderive raises on purpose."""


class IllFormed(SymderiveError):
    """What was written has no meaning at any size: a float, an unbound index, ranks that differ."""


class NotRead(IllFormed):
    """A SymPy expression outside the language; the message says what to write instead."""


class OutsideFragment(SymderiveError):
    """A term that the prover does not handle; the answer becomes Undecided with this reason."""


class NotDerived(SymderiveError):
    """No closed form of an expression could be proved; the message says what is missing."""


class Undefined(SymderiveError):
    """The evaluator met a term without a value: a zero denominator, an index out of range."""


class BudgetExceeded(SymderiveError):
    """The time or cost allowed for a claim has been used up."""


class InternalError(SymderiveError):
    """Prover and evaluator disagree, or an invariant of the engine broke: a defect to report."""


class ClaimError(SymderiveError):
    """A claim that could not be built or decided; the message names the claim, file and line."""


def located(error: Exception, claim: str, file: str, line: int) -> ClaimError:
    """The same error, completed with the claim, the file and the line it belongs to.

    >>> print(located(IllFormed("rank 1 against rank 2"), "adjoint", "proofs/pool.py", 12))
    rank 1 against rank 2
      in claim adjoint (proofs/pool.py:12)
    """
    return ClaimError(f"{error}\n  in claim {claim} ({file}:{line})")
