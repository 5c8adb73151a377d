"""What an entry of the corpus is, and how false entries are made from true ones."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sympy import Basic, Expr, sympify


@dataclass(frozen=True)
class Identity:
    """A claim ``lhs = rhs`` for all values that ``given`` allows, and whether it holds.

    Every integer symbol is universally quantified over the values that ``given`` allows, every
    other symbol and every indexed object over the reals. Indices run from 1, an empty sum is 0,
    and a side that is undefined anywhere makes the claim false.
    """

    name: str
    lhs: Expr
    rhs: Expr
    given: tuple[Basic, ...]
    truth: bool


def false_sibling(
    identity: Identity,
    mistake: str,
    *,
    lhs: Expr | int | None = None,
    rhs: Expr | int | None = None,
    given: Sequence[Basic] | None = None,
) -> Identity:
    """The identity with one realistic mistake, named after the mistake; it must be false."""
    return replace(
        identity,
        name=f"{identity.name}, wrong: {mistake}",
        lhs=identity.lhs if lhs is None else sympify(lhs),
        rhs=identity.rhs if rhs is None else sympify(rhs),
        given=identity.given if given is None else tuple(given),
        truth=False,
    )


def stated(
    name: str,
    lhs: Expr | int,
    rhs: Expr | int,
    given: Sequence[Basic] = (),
    **mistakes: Expr | int,
) -> list[Identity]:
    """A true identity, followed by a false sibling for every wrong right-hand side."""
    identity = Identity(name, sympify(lhs), sympify(rhs), tuple(given), True)
    siblings = [
        false_sibling(identity, mistake.replace("_", " "), rhs=wrong)
        for mistake, wrong in mistakes.items()
    ]
    return [identity, *siblings]


def at_least(smallest: int, *integers: Expr) -> list[Basic]:
    """The conditions that each of the integers is at least ``smallest``."""
    return [integer >= smallest for integer in integers]


def within(*pairs: tuple[Expr, Expr]) -> list[Basic]:
    """The conditions ``1 <= index <= size`` for each pair (index, size)."""
    return [condition for index, size in pairs for condition in (index >= 1, index <= size)]
