"""What an entry of the set is, and short forms for the conditions that recur."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sympy import Basic, Expr


@dataclass(frozen=True)
class Identity:
    """The claim ``lhs = rhs`` for all values that the conditions allow, and whether it is true.

    ``defined_if`` are those conditions without which a side is undefined for some values; they
    belong to what is given.
    """

    name: str
    lhs: Expr
    rhs: Expr
    sizes: tuple[Basic, ...]
    truth: bool
    defined_if: tuple[Basic, ...] = ()

    @property
    def given(self) -> tuple[Basic, ...]:
        """All conditions: those on sizes and indices, then those for definedness."""
        return (*self.sizes, *self.defined_if)

    def without_its_condition(self) -> Identity:
        """The same sides, claimed for values too at which one of them is undefined."""
        return replace(self, name=f"{self.name}, undefined", truth=False, defined_if=())


def true(
    name: str,
    lhs: Expr,
    rhs: Expr,
    given: tuple[Basic, ...],
    defined_if: tuple[Basic, ...] = (),
) -> Identity:
    """A true identity."""
    return Identity(name, lhs, rhs, given, True, defined_if)


def false(
    name: str,
    lhs: Expr,
    rhs: Expr,
    given: tuple[Basic, ...],
    defined_if: tuple[Basic, ...] = (),
) -> Identity:
    """A false variant of one."""
    return Identity(name, lhs, rhs, given, False, defined_if)


def positive(*sizes: Expr) -> tuple[Basic, ...]:
    """Each of the sizes is at least 1."""
    return tuple(size >= 1 for size in sizes)


def between(lower: Expr | int, index: Expr, upper: Expr) -> tuple[Basic, ...]:
    """The index runs from ``lower`` to ``upper``."""
    return index >= lower, index <= upper
