"""The formula of every object, in LaTeX for display."""

from __future__ import annotations

from functools import singledispatch

from symderive.claims.claim import Claim
from symderive.errors import SymderiveError
from symderive.explaining import Explanation
from symderive.language.constructions import Padded
from symderive.language.declarations import UnknownFunction
from symderive.language.domains import Description
from symderive.language.families import Family
from symderive.language.functionals import UnknownFunctional
from symderive.language.members import FamilyMember, FamilySymbol
from symderive.language.naming import Named
from symderive.language.sets import Uniform
from symderive.language.terms import (
    INTEGER,
    REAL,
    Functional,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
)
from symderive.printing import latex
from symderive.printing.names import latex_name
from symderive.printing.statements import LATEX, declared
from symderive.results import Verdict, Witness
from symderive.sheets.inline import Formula, Inline
from symderive.sheets.words import STATUSES, outcome, point

# The name of a variable that has none yet.
NAMELESS = "·"
PLACEHOLDER = r"{\cdot}"


def latex_display(shown: object) -> str | None:
    """The object as LaTeX between dollars; None for what is no formula."""
    found = latex_of(shown)
    return None if found is None else f"$\\displaystyle {found}$"


def declaration(term: Term) -> str:
    r"""A formula; a variable alone with the values that it takes.

    >>> from symderive import size, vector
    >>> x = vector("x", size("n"))
    >>> print(declaration(x.term), declaration(x[1].term))
    x \in \mathbb{R}^{n} x_{1}
    """
    if isinstance(term, (Symbol, TensorSymbol)):
        return declared(term, LATEX)
    return latex(term)


@singledispatch
def latex_of(shown: object) -> str | None:
    """The formula of an object."""
    return None


@latex_of.register
def _description(shown: Description) -> str | None:
    named = shown.named(NAMELESS)
    found = declaration(named.term) if hasattr(named, "origins") else latex_of(named)
    return None if found is None else found.replace(NAMELESS, PLACEHOLDER)


@latex_of.register
def _function(shown: UnknownFunction) -> str:
    if shown.orders:
        return f"{latex_name(shown.name).text}{_orders(shown.orders)}"
    argument = Symbol("t", REAL)
    return declared(Unknown(shown.name, (argument,), (0,), shown.properties), LATEX)


def _orders(orders: tuple[int, ...]) -> str:
    if len(orders) == 1 and orders[0] <= 3:
        return "'" * orders[0]
    return f"^{{({','.join(map(str, orders))})}}"


@latex_of.register
def _functional(shown: UnknownFunctional) -> str:
    argument = TensorSymbol("a", len(shown.shape), shown.shape)
    return declared(Functional(shown.name, shown.shape, argument), LATEX)


@latex_of.register
def _family(shown: Family) -> str:
    if isinstance(shown.term, FamilySymbol):
        return declared(shown.term, LATEX)
    return latex(FamilyMember(shown.term, Symbol("l", INTEGER)))


@latex_of.register
def _named(shown: Named) -> str:
    arguments = ", ".join(latex_name(name).text for name in shown.parameters)
    return f"{latex_name(shown.name).text}({arguments})"


@latex_of.register
def _padded(shown: Padded) -> str:
    return f"\\operatorname{{padded}}({latex(shown.tensor.term)})"


@latex_of.register
def _uniform(shown: Uniform) -> str:
    return f"\\mathcal{{U}}[{shown.lower}, {shown.upper}]"


@latex_of.register
def _claim(shown: Claim) -> str | None:
    try:
        return latex(shown.written.whole)
    except SymderiveError:
        return None


@latex_of.register
def _verdict(shown: Verdict) -> str:
    word = f"\\text{{{STATUSES[shown.status]}}}"
    if isinstance(shown.statement, Statement):
        return f"{latex(shown.statement)} \\quad {word}"
    return word


@latex_of.register
def _witness(shown: Witness) -> str:
    where, what = in_math(point(shown)), in_math(outcome(shown))
    return ": \\quad ".join(part for part in (where, what) if part)


@latex_of.register
def _explanation(shown: Explanation) -> str:
    rows = [latex(p.statement.claim) for p in shown.passages if p.statement is not None]
    return " ".join([r"\begin{gathered}", r" \\ ".join(rows), r"\end{gathered}"])


def in_math(inline: Inline) -> str:
    r"""A sentence as one formula, its words as text.

    >>> from symderive.sheets.inline import Words
    >>> print(in_math((Words("at "), Formula("n = 1"))))
    \text{at }n = 1
    """
    parts = [run.latex if isinstance(run, Formula) else f"\\text{{{run.text}}}" for run in inline]
    return "".join(parts)
