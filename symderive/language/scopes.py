"""For which values a statement is claimed, in words."""

from __future__ import annotations

from symderive.language.binding import free_symbols, instantiate, subterms
from symderive.language.hooks import text_of
from symderive.language.terms import (
    And,
    Compare,
    Domain,
    Functional,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
    Unknown,
)

WORDS = {
    ("convex",): "convex",
    ("density",): "density",
    ("density", "positive"): "positive density",
}

Variable = Symbol | TensorSymbol

REFLECTED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "!=": "!="}
BELOW = {">": "<", ">=": "<="}


def scope(statement: Statement) -> str:
    """The free variables with their ranges, sizes first, then hypotheses that are no range.

    >>> from symderive import eq, index, size, vector
    >>> from symderive.language.reading import read_statement
    >>> n = size("n")
    >>> i = index("i", n)
    >>> x = vector("x", n)
    >>> scope(read_statement(eq(x[i] + x[i], 2 * x[i])))
    'every n >= 1, every 1 <= i <= n, every x'
    """
    conditions = list(_conjuncts(statement.given))
    # Each puts its own conditions in front, so that the first letter comes to stand first.
    variables: list[Variable] = sorted(free_symbols(statement), key=_name, reverse=True)
    for variable in variables:
        assert isinstance(variable.domain, Domain)
        if isinstance(variable, Symbol):
            own = (instantiate(c, (variable,)) for c in variable.domain.conditions)
            conditions = [*own, *conditions]
    bounds = {v: [c for c in conditions if _bounds(c, v, variables)] for v in variables}
    ordered = sorted(variables, key=lambda v: _rank(v, bounds[v]))
    told = ["every " + _range(v, bounds[v]) for v in ordered]
    told += [f"every {word} {name}" for name, word in _functions(statement)]
    of_tensors = {part.name for part in subterms(statement) if isinstance(part, Functional)}
    told += [f"every smooth {name}" for name in sorted(of_tensors)]
    ranges = [c for found in bounds.values() for c in found]
    left = [text_of(c) for c in conditions if c not in ranges]
    return " with ".join(filter(None, (", ".join(told), ", ".join(dict.fromkeys(left)))))


def _functions(statement: Statement) -> list[tuple[str, str]]:
    """The unknown functions that are declared as more than smooth, with what they are."""
    found = {
        part.name: WORDS[part.properties]
        for part in subterms(statement)
        if isinstance(part, Unknown) and part.properties in WORDS
    }
    return sorted(found.items(), key=lambda item: (item[1], item[0]))


def _conjuncts(given: tuple[Term, ...]) -> list[Term]:
    out: list[Term] = []
    for condition in given:
        out += _conjuncts(condition.conditions) if isinstance(condition, And) else [condition]
    return out


def _about(condition: Term, variable: Term) -> tuple[str, Term] | None:
    """The relation of the variable to the other side, if it stands alone on one side."""
    if not isinstance(condition, Compare):
        return None
    if condition.left == variable:
        return condition.relation, condition.right
    if condition.right == variable:
        return REFLECTED[condition.relation], condition.left
    return None


def _bounds(condition: Term, variable: Variable, variables: list[Variable]) -> bool:
    """Whether a condition is told as the range of this variable: an inequality that bounds it.

    Of two variables it is the one that is bounded from above, so that indices follow sizes.
    """
    found = _about(condition, variable)
    if found is None or found[0] == "=" or variable in free_symbols(found[1]):
        return False
    is_upper = found[0] in ("<", "<=")
    return is_upper or not any(other in variables for other in free_symbols(found[1]))


def _name(variable: Variable) -> tuple[str, str]:
    return variable.name, type(variable).__name__


def _rank(variable: Variable, bounds: list[Term]) -> tuple[int, int, str]:
    if isinstance(variable, TensorSymbol):
        return 3, 0, variable.name
    if not variable.is_integer:
        return 2, 0, variable.name
    uppers = [c for c in bounds if (_about(c, variable) or ("", c))[0] in ("<", "<=")]
    return (0 if bounds and not uppers else 1), len(uppers), variable.name


def _range(variable: Variable, bounds: list[Term]) -> str:
    lower: list[str] = []
    upper: list[str] = []
    for condition in bounds:
        found = _about(condition, variable)
        assert found is not None
        relation, other = found
        if relation == "!=":
            continue
        if relation in BELOW:
            lower.append(f"{text_of(other)} {BELOW[relation]}")
        else:
            upper.append(f"{relation} {text_of(other)}")
    if len(lower) == 1 and upper and len(bounds) == len(lower) + len(upper):
        return f"{lower[0]} {variable.name} {upper[0]}" + "".join(f", {u}" for u in upper[1:])
    texts = [text_of(c) for c in bounds]
    return ", ".join(texts) if texts else variable.name
