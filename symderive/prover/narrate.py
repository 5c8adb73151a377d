"""The log of a proof written out as steps, when somebody asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symderive.language.terms import Term
from symderive.prover.integers import (
    DIGIT,
    EXISTENTIAL,
    FREE,
    MARK,
    PLACE,
    QUOTIENT,
    SLOT,
    SUMMED,
    Form,
    kind_of,
    number_of,
)
from symderive.prover.ring import Atom, Component, Factor
from symderive.results import Step

LETTERS = {
    FREE: "n",
    SUMMED: "k",
    DIGIT: "d",
    QUOTIENT: "q",
    SLOT: "b",
    EXISTENTIAL: "e",
    PLACE: "p",
    MARK: "t",
}


def written_steps(log: Sequence[tuple[str, tuple[Any, ...]]]) -> tuple[Step, ...]:
    """The steps of a proof in the order they were taken; repetitions in a row are told once."""
    out: list[Step] = []
    for rule, details in log:
        step = Step(rule, "; ".join(filter(None, map(shown, details))))
        if not out or out[-1] != step:
            out.append(step)
    return tuple(out)


def shown(detail: Any) -> str:
    """One detail of a step as text."""
    if isinstance(detail, Form):
        return form_text(detail)
    if isinstance(detail, bool):
        return ""
    if isinstance(detail, int):
        return variable_text(detail)
    if isinstance(detail, Component):
        return f"sum over {', '.join(map(variable_text, detail.bound))}"
    if isinstance(detail, Factor):
        return f"{detail.head.name}[{', '.join(map(form_text, detail.indices))}]"
    if isinstance(detail, (list, tuple)):
        return ", ".join(map(shown, detail))
    if isinstance(detail, (Term, Atom)):
        return str(getattr(detail, "name", type(detail).__name__))
    return str(detail)


def variable_text(variable: int) -> str:
    """A variable by the letter of its kind and its number."""
    return f"{LETTERS[kind_of(variable)]}{number_of(variable)}"


def form_text(form: Form) -> str:
    """An index form as text.

    >>> from symderive.prover.integers import constant
    >>> form_text(constant(3))
    '3'
    """
    parts = []
    for monomial, c in sorted(form.terms.items(), key=lambda item: (not item[0], item[0])):
        name = "*".join(map(variable_text, monomial))
        parts.append(
            str(c) if not name else name if c == 1 else f"-{name}" if c == -1 else f"{c}*{name}"
        )
    return " + ".join(parts).replace("+ -", "- ") or "0"
