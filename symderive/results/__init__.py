"""Answers as data: verdicts, witnesses, steps and numerical evidence, JSON both ways."""

from symderive.results.evidence import Evidence
from symderive.results.step import Step
from symderive.results.verdict import Verdict
from symderive.results.witness import Witness

__all__ = ["Evidence", "Step", "Verdict", "Witness"]
