"""Guards as limits of sums: lo <= b <= up where a guard says so, brackets for what is left of it.

Limits need only contain the range that the guard describes, because the constraints that they do
not express stay as brackets: a sum over more indices gains nothing but zeros.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from symderive.language.formulas import floor_of, negative, over, plus, times
from symderive.language.terms import ONE, Ceiling, Compare, Mul, Pow, Term, number
from symderive.prover.integers import Form, Monomial, Variable, constant
from symderive.prover.ring import Factors

Names = Mapping[Variable, Term]

MAX_COMBINED = 120


@dataclass(frozen=True)
class Limits:
    """The ends of a range as forms over positive integers: ceil(lower[0]/lower[1]) and so on.

    ``used`` are the constraints of the guard that the limits express.
    """

    lower: tuple[Form, int]
    upper: tuple[Form, int]
    used: frozenset[Form]


def form_term(form: Form, names: Names) -> Term:
    """An index form as a term; numbers stand last.

    >>> from symderive.prover.integers import FREE, form_of, variable
    >>> from symderive.language.terms import INTEGER, Add, Symbol
    >>> v, n = variable(FREE, 1), Symbol("n", INTEGER)
    >>> form_term(form_of(v).shifted(-1), {v: n}) == Add((n, number(-1)))
    True
    """
    rows = sorted(form.terms.items(), key=lambda item: (not item[0], item[1] < 0, item[0]))
    return plus(*[_monomial_term(monomial, c, names) for monomial, c in rows])


def _monomial_term(monomial: Monomial, c: int, names: Names) -> Term:
    factors: list[Term] = []
    for v in dict.fromkeys(monomial):
        count = monomial.count(v)
        factors.append(names[v] if count == 1 else Pow(names[v], number(count)))
    product = times(*factors) if factors else ONE
    if c == -1 and factors:
        return negative(product)
    return times(number(c), *_factors_of(product)) if factors else number(c)


def _factors_of(term: Term) -> tuple[Term, ...]:
    return term.factors if isinstance(term, Mul) else (term,)


def inequality(form: Form, names: Names) -> Term:
    """form >= 0 without minus signs: 1 <= i, i <= n, i < j.

    >>> from symderive.prover.integers import FREE, form_of, variable
    >>> from symderive.language.terms import INTEGER, Symbol
    >>> v, i = variable(FREE, 1), Symbol("i", INTEGER)
    >>> inequality(form_of(v).shifted(-1), {v: i}) == Compare("<=", ONE, i)
    True
    """
    larger = Form({m: c for m, c in form.terms.items() if c > 0 and m})
    smaller = Form({m: -c for m, c in form.terms.items() if c < 0 and m})
    c = form.constant_term
    if c == -1 and larger.terms and smaller.terms:
        return Compare("<", form_term(smaller, names), form_term(larger, names))
    if c > 0:
        larger = larger.shifted(c)
    else:
        smaller = smaller.shifted(-c)
    return Compare("<=", form_term(smaller, names), form_term(larger, names))


def equality(form: Form, names: Names) -> Term:
    """form = 0 without minus signs."""
    left = Form({m: c for m, c in form.terms.items() if c > 0})
    right = Form({m: -c for m, c in form.terms.items() if c < 0})
    if not left.terms or (left.value is not None and right.value is None):
        left, right = right, left
    return Compare("=", form_term(left, names), form_term(right, names))


def conditions_of(
    equalities: Iterable[Form], inequalities: Iterable[Form], names: Names
) -> list[Term]:
    """The conditions of a guard."""
    found = [equality(form, names) for form in equalities]
    return found + [inequality(form, names) for form in inequalities]


def lower_end(limits: Limits, names: Names) -> Term:
    """The least value that the limits allow."""
    form, by = limits.lower
    return form_term(form, names) if by == 1 else Ceiling(over(form_term(form, names), number(by)))


def upper_end(limits: Limits, names: Names) -> Term:
    """The greatest value that the limits allow."""
    form, by = limits.upper
    return form_term(form, names) if by == 1 else floor_of(over(form_term(form, names), number(by)))


def without_equalities(
    bound: list[Variable], equalities: list[Form], inequalities: list[Form], factors: Factors
) -> tuple[list[Variable], list[Form], list[Form], Factors]:
    """The sum with equalities solved for bound variables that stand alone in them."""
    while True:
        found = _solvable(bound, equalities, factors)
        if found is None:
            return bound, equalities, inequalities, factors
        v, solved = found
        values = {v: solved.without(v).scaled(-solved.coefficient(v))}
        bound = [w for w in bound if w != v]
        equalities = [f.substituted(values) for f in equalities if f is not solved]
        inequalities = [f.substituted(values) for f in inequalities]
        factors = [(h, tuple(f.substituted(values) for f in i), e) for h, i, e in factors]


def _solvable(
    bound: list[Variable], equalities: list[Form], factors: Factors
) -> tuple[Variable, Form] | None:
    """A variable that an equality gives, best one that stands in few factors."""
    options = [
        (sum(v in f.variables for _, i, _ in factors for f in i), len(form.terms), k, v, form)
        for form in equalities
        for k, v in enumerate(bound)
        if form.solvable_for(v)
    ]
    if not options:
        return None
    best = min(options, key=lambda option: option[:3])
    return best[3], best[4]


def quotient_of(
    v: Variable, inequalities: Sequence[Form], inner: frozenset[Variable]
) -> tuple[Form, Form, frozenset[Form]] | None:
    """The numerator and the divisor if v = floor(numerator/divisor) by two of the inequalities.

    That is so for a pair e - r v >= 0 and r v - e + r - 1 >= 0. ``inner`` are variables that are
    not known yet and must not stand in the numerator.
    """
    with_it = [form for form in inequalities if v in form.variables]
    for form in with_it:
        rest, radix = _coefficient_form(form, v)
        radix = -radix
        if radix.value == 1 or v in rest.variables or not rest.variables.isdisjoint(inner):
            continue
        for other in with_it:
            if other + form == radix.shifted(-1) and (radix.value is None or radix.value > 1):
                return rest, radix, frozenset([form, other])
    return None


def _coefficient_form(form: Form, v: Variable) -> tuple[Form, Form]:
    """form = rest + coefficient * v."""
    rest: dict[Monomial, int] = {}
    coefficient: dict[Monomial, int] = {}
    for monomial, c in form.terms.items():
        if v in monomial:
            others = list(monomial)
            others.remove(v)
            coefficient[tuple(others)] = c
        else:
            rest[monomial] = c
    return Form(rest), Form(coefficient)


def quotient_term(numerator: Form, divisor: Form, names: Names) -> Term:
    """floor(numerator/divisor)."""
    return floor_of(over(form_term(numerator, names), form_term(divisor, names)))


def limits_of(
    v: Variable,
    inner: Iterable[Variable],
    inequalities: Sequence[Form],
    size: Callable[[Form], int],
) -> tuple[Limits, bool] | None:
    """The simplest limits of v that hold for all values of the inner variables, if it has any.

    The flag says whether they stand in the guard as they are; otherwise they follow from it by
    combining constraints (Fourier and Motzkin), and all constraints have to be kept.
    """
    others = [w for w in inner if w != v]
    plain = [f for f in inequalities if v in f.variables and f.variables.isdisjoint(others)]
    found = _limits(v, plain, size)
    if found is not None:
        return found, True
    found = _limits(v, _projected(list(inequalities), others), size)
    if found is None:
        return None
    return Limits(found.lower, found.upper, found.used & frozenset(plain)), False


def _limits(v: Variable, forms: list[Form], size: Callable[[Form], int]) -> Limits | None:
    lower: list[tuple[Form, int, Form]] = []
    upper: list[tuple[Form, int, Form]] = []
    for form in forms:
        a = form.coefficient(v)
        rest = form.without(v)
        if not a or v in rest.variables:
            continue
        (lower if a > 0 else upper).append((-rest if a > 0 else rest, abs(a), form))
    if not lower or not upper:
        return None
    low = min(lower, key=lambda end: (end[1], size(end[0]), end[0].key))
    up = min(upper, key=lambda end: (end[1], size(end[0]), end[0].key))
    return Limits(low[:2], up[:2], frozenset([low[2], up[2]]))


def _projected(forms: list[Form], others: Iterable[Variable]) -> list[Form]:
    """Constraints that follow without the other variables."""
    for u in others:
        if any(u in m for f in forms for m in f.terms if len(m) > 1):
            forms = [f for f in forms if u not in f.variables]
            continue
        above = [f for f in forms if f.coefficient(u) > 0]
        below = [f for f in forms if f.coefficient(u) < 0]
        forms = [f for f in forms if u not in f.variables]
        for f in above:
            for g in below:
                combined = f.scaled(-g.coefficient(u)) + g.scaled(f.coefficient(u))
                if combined.variables and combined not in forms:
                    forms.append(_reduced(combined))
        if len(forms) > MAX_COMBINED:
            return []
    return forms


def _reduced(form: Form) -> Form:
    """The same constraint without a common divisor: a x >= b is x >= ceil(b/a)."""
    g = form.content()
    if g <= 1:
        return form
    terms = {m: c // g for m, c in form.terms.items() if m}
    return Form(terms) + constant(form.constant_term // g)
