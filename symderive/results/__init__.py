"""Answers as data: verdicts, witnesses, steps, evidence, outcomes of claims; JSON both ways."""

from symderive.results.evidence import Evidence
from symderive.results.outcome import ClaimOutcome, LineOutcome, Report
from symderive.results.step import Step
from symderive.results.verdict import Verdict
from symderive.results.witness import Witness

__all__ = [
    "ClaimOutcome",
    "Evidence",
    "LineOutcome",
    "Report",
    "Step",
    "Verdict",
    "Witness",
]
