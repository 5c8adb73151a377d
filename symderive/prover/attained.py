"""Greatest values are attained: sum_k [p_k = max p] w_k > 0 for w_k > 0 over a range with a value.

Least values likewise. So the number of places where a maximum is attained is at least 1, and what
is divided by it has a value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symderive.errors import OutsideFragment
from symderive.prover import extremes, normalize, signs, substitution
from symderive.prover.context import Context
from symderive.prover.integers import Form, Variable, form_of
from symderive.prover.presburger import AT_LEAST
from symderive.prover.ring import INDICATOR, Component, Head, Polynomial, scaled

if TYPE_CHECKING:
    from symderive.prover.workspace import Workspace

ZERO = "="


def is_attained(work: Workspace, component: Component, context: Context) -> bool:
    """Whether a sum counts, with positive weights, the places where a maximum is attained."""
    indicators = [(h, i) for h, i, _ in component.factors if h.kind == INDICATOR]
    if len(indicators) != 1 or indicators[0][0].name != ZERO:
        return False
    span = _range(component)
    if span is None:
        return False
    v, lower, upper = span
    if not context.entails(upper - lower):
        return False
    inside = context.extended([(AT_LEAST, form_of(v) - lower), (AT_LEAST, upper - form_of(v))])
    for head, indices, e in component.factors:
        if head.kind != INDICATOR:
            sign = signs.to_power(signs.of_head(work, head, indices, inside), e)
            if sign != signs.POSITIVE:
                return False
    try:
        return _is_extreme(work, *indicators[0], span, context)
    except OutsideFragment:
        return False


def _range(component: Component) -> tuple[Variable, Form, Form] | None:
    """The bound variable and its range, where the guard says nothing else."""
    if len(component.bound) != 1 or component.equalities or len(component.inequalities) != 2:
        return None
    (v,) = component.bound
    lower = upper = None
    for form in component.inequalities:
        if form.coefficient(v) == 1:
            lower = form_of(v) - form
        elif form.coefficient(v) == -1:
            upper = form + form_of(v)
    if lower is None or upper is None or {v} & (lower.variables | upper.variables):
        return None
    return v, lower, upper


def _is_extreme(
    work: Workspace,
    head: Head,
    indices: tuple[Form, ...],
    span: tuple[Variable, Form, Form],
    context: Context,
) -> bool:
    """Whether [r_v + f = 0] says that r_v is the greatest or the least of its values."""
    v, lower, upper = span
    body = normalize.instantiated(work, head, indices, context)
    moving = {m: c for m, c in body.items() if any(v in atom.free for atom, _ in m)}
    fixed = {m: c for m, c in body.items() if m not in moving}
    running: Polynomial = substitution.in_polynomial(
        work, moving, {v: form_of(extremes.RUNNING)}, context
    )
    if not running:
        return False
    for sign in (1, -1):
        best = extremes.maximum(work, scaled(running, sign), lower, upper, context)
        if best == scaled(fixed, -sign):
            return True
    return False
