"""What was written, as terms: expressions with :func:`read`, claims with :func:`read_statement`."""

from __future__ import annotations

from typing import Any

from symderive.errors import IllFormed
from symderive.language import reading_conditions, reading_derivatives, reading_expressions
from symderive.language.binding import free_symbols, subterms
from symderive.language.defined import check_defined
from symderive.language.definitions import rank_of, shape_of
from symderive.language.reader import Reader
from symderive.language.shapes import shape_text
from symderive.language.terms import (
    UNKNOWN,
    Compare,
    Functional,
    Statement,
    TensorSymbol,
    Term,
    Truth,
    Unknown,
    is_condition,
)

# Handlers register themselves when their module is imported.
HANDLED_IN = (reading_conditions, reading_derivatives, reading_expressions)


def read(written: Any) -> Term:
    """The term of an integer, a fraction, a SymPy expression or relation, or an object of ours.

    >>> import sympy
    >>> n = sympy.Symbol("n", integer=True)
    >>> read(n + 1) == read(1 + n)
    True

    Raises:
        IllFormed: for what has no meaning at any size (a float, a Python bool, a real index).
        NotRead: for what is outside the language; the message says what to write instead.
    """
    return Reader().read(written)


def read_statement(left: Any, right: Any = None, given: Any = ()) -> Statement:
    """The statement ``left = right`` under hypotheses; with no right side, ``left`` is the claim.

    ``given`` is a list of conditions, or one condition.

    Raises:
        IllFormed: where ranks differ, a hypothesis is no condition, SymPy has evaluated the
            claim away, or one name stands for two things.
    """
    reader = Reader()
    first = reader.read(left)
    if isinstance(first, Statement):
        if right is not None:
            raise IllFormed("a statement is claimed by itself; leave out the right side")
        claim, known = first.claim, first.given
    else:
        claim, known = _claim(first, reader.read(right) if right is not None else None, left), ()
    conditions = given if isinstance(given, (list, tuple, set, frozenset)) else (given,)
    hypotheses = [*known, *(_hypothesis(reader, condition) for condition in conditions)]
    statement = Statement(claim, tuple(h for h in hypotheses if h != Truth(True)))
    check_names(reader)
    check_defined(statement)
    return statement


def _claim(left: Term, right: Term | None, written: Any) -> Term:
    if right is not None:
        return compare("=", left, right)
    if isinstance(left, Truth):
        raise IllFormed(
            f"SymPy evaluated the claim to {written} before it was seen; give both sides: "
            "prove(left, right), or eq(left, right)"
        )
    if not is_condition(left):
        raise IllFormed("a claim needs two sides: write prove(left, right), or eq(left, right)")
    return left


def compare(relation: str, left: Term, right: Term) -> Term:
    """The relation between two scalars, or the equality of two tensors of the same rank.

    Raises:
        IllFormed: where ranks differ, or tensors are compared by anything but equality.
    """
    for side in (left, right):
        if is_condition(side):
            raise IllFormed(
                "a condition stands where a number is needed; write iff(a, b) for conditions, or "
                "iverson(a)"
            )
    ranks = rank_of(left), rank_of(right)
    if ranks[0] != ranks[1]:
        raise IllFormed(
            f"ranks differ: the left side has shape {shape_text(shape_of(left))}, the right side "
            f"{shape_text(shape_of(right))}; compare tensors of the same rank, or entries x[i]"
        )
    if ranks[0] and relation != "=":
        raise IllFormed(
            f"tensors are not ordered by {relation}; write it for the entries: "
            "forall(lambda i: le(x[i], y[i]), n)"
        )
    return Compare(relation, left, right)


def _hypothesis(reader: Reader, written: Any) -> Term:
    term = reader.read(written)
    if not is_condition(term):
        raise IllFormed(
            "a hypothesis is no condition; write eq(a, b), or a relation such as n >= 1"
        )
    return term


def check_names(reader: Reader) -> None:
    """Refuse what was read where one name stands for two different things, or a binder is missing.

    Raises:
        IllFormed: naming the variable or function that has to be renamed or declared once.
    """
    functions: set[Term] = set(reader.functions)
    variables = set(reader.origins)
    for part in reader.parts:
        variables |= free_symbols(part)
        functions.update(found for found in subterms(part) if isinstance(found, UNKNOWN))
    for index in reader.real_indices:
        if index in variables:
            raise IllFormed(
                f"{index.name} is bound as an index in one place and a real variable in another; "
                f"declare the index as Symbol({index.name!r}, integer=True), or rename one"
            )
    seen: dict[tuple[type, str], Term] = {}
    for variable in variables:
        if seen.setdefault((type(variable), variable.name), variable) != variable:  # type: ignore[attr-defined]
            _refuse_name(variable)
    kinds: dict[str, tuple[Any, ...]] = {}
    for function in functions:
        name: str = function.name  # type: ignore[attr-defined]
        kind = _kind_of_function(function)
        if kinds.setdefault(name, kind) != kind:
            raise IllFormed(
                f"two different functions are called {name}: their numbers of arguments, "
                "the shapes of their arguments or their properties differ; rename one"
            )


def _kind_of_function(function: Term) -> tuple[Any, ...]:
    """What all occurrences of one unknown function have in common."""
    if isinstance(function, Functional):
        return (function.shape,)
    assert isinstance(function, Unknown)
    return len(function.arguments), function.properties


def _refuse_name(variable: Term) -> None:
    name = variable.name  # type: ignore[attr-defined]
    what = "tensors" if isinstance(variable, TensorSymbol) else "symbols"
    raise IllFormed(
        f"two different {what} are called {name}: they differ in their domains or shapes "
        f"(assumptions such as integer=True count); declare {name} once, or rename one"
    )
