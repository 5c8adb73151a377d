"""What is claimed: claims, errata, chains of lines, and the files they are kept in."""

from symderive.claims.calculation import Calculation, calc
from symderive.claims.claim import Claim, Line, Written, claim, erratum
from symderive.claims.loading import ProofFile, Section, load

__all__ = [
    "Calculation",
    "Claim",
    "Line",
    "ProofFile",
    "Section",
    "Written",
    "calc",
    "claim",
    "erratum",
    "load",
]
