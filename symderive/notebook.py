"""A claim in a notebook: decided, and shown with its formulas and verdicts.

Scalars, tensors, conditions and chains show themselves; :func:`show` decides a whole claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from symderive import runner
from symderive.claims import Claim
from symderive.language.terms import Statement
from symderive.printing import latex
from symderive.printing.statements import LATEX, hypotheses, quantifiers
from symderive.reports import explanation
from symderive.results import ClaimOutcome, LineOutcome

COLOURS = {"proved": "#0d6b33", "proved_at_sizes": "#0d6b33", "undecided": "#8a6d00"}
OTHER_COLOUR = "#a81a1a"


@dataclass(frozen=True, repr=False)
class Shown:
    """A claim that was decided, in the forms that notebooks ask for."""

    claim: Claim
    outcome: ClaimOutcome

    def __repr__(self) -> str:
        return explanation(self.outcome)

    def _repr_html_(self) -> str:
        parts = [f"<p><b>{escape(self.outcome.title)}</b></p>"]
        if self.outcome.error:
            return "".join([*parts, f"<pre>{escape(self.outcome.error)}</pre>"])
        if self.outcome.lines:
            lines = self.claim.written.lines
            parts.append(f"<p>{_preamble(lines[0].statement)}</p>")
            for line, decided in zip(lines, self.outcome.lines, strict=True):
                parts.append(_row(line.statement, decided, line.reason))
        return "".join(parts)


def show(claim: Claim) -> Shown:
    """Decide a claim and show it.

    >>> from symderive import claim, eq, size
    >>> n = size("n")
    >>> @claim("C-1")
    ... def doubled():
    ...     "Twice a size."
    ...     return eq(n + n, 2*n)
    >>> print(repr(show(doubled)).splitlines()[0])
    Twice a size.
    """
    return Shown(claim, runner.decide(claim))


def _preamble(statement: Statement) -> str:
    """What is quantified over and given, formulas between dollars."""
    over = ", ".join(f"${phrase}$" for phrase in quantifiers(statement, LATEX))
    given = ", ".join(f"${phrase}$" for phrase in hypotheses(statement, LATEX))
    told = [f"For all {over}" if over else "", f"given {given}" if given else ""]
    return escape(", ".join(part for part in told if part), quote=False)


def _row(statement: Statement, decided: LineOutcome, reason: str) -> str:
    """One statement: the formula, the reason, the verdict."""
    colour = COLOURS.get(decided.verdict.status, OTHER_COLOUR)
    label = f"as printed ({decided.erratum}): " if decided.role == "printed" else ""
    formula = escape(f"$\\displaystyle {latex(statement.claim)}$", quote=False)
    why = f" <i>{escape(reason)}</i>" if reason else ""
    verdict = escape(decided.verdict.headline)
    return f'<p>{escape(label)}{formula}{why}<br><span style="color:{colour}">{verdict}</span></p>'
