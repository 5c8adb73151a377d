"""Sheets of proof files that are written for a test."""

from __future__ import annotations

from pathlib import Path

from symderive import decide, runner
from symderive.claims import load
from symderive.sheets import REVIEW, Document, document_of, laid_out
from symderive.sheets.blocks import Block


def made(path: Path, text: str) -> Document:
    """The sheet of a proof file with this text, every claim decided."""
    path.write_text(text, encoding="utf-8")
    file = load(path)
    outcomes = {claim.name: runner.decide(claim, file.folded) for claim in file.claims}
    return document_of(file, outcomes, decide.worked_out)


def blocks_of(path: Path, text: str, style: str = REVIEW) -> tuple[Block, ...]:
    """The blocks of that sheet."""
    return laid_out(made(path, text), style)
