"""Random index formulas, written as the text of a program in the language, and made smaller.

A formula is a tree of texts: what stands there, with places for its parts. So a case that fails
can be cut down part by part, and is shown as what a person could paste.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import symderive
from symderive.errors import SymderiveError

INTEGER, NUMBER, CONDITION = "integer", "number", "condition"
LEAVES = {INTEGER: ("1",), NUMBER: ("1", "x[1]"), CONDITION: ("eq(1, 1)",)}
LENGTHS = ("n", "m", "n + m - 1", "2*n", "n//2", "n + 1")
NAMES = "i j k l p q s t".split()


@dataclass(frozen=True)
class Formula:
    """A text with places ``{}`` for parts of some kinds."""

    kind: str
    text: str
    parts: tuple[Formula, ...] = ()

    def __str__(self) -> str:
        return self.text.format(*self.parts)

    @property
    def weight(self) -> int:
        """How many parts there are, which shrinking makes less."""
        return 1 + sum(part.weight for part in self.parts)

    def within(self) -> Iterator[Formula]:
        """The parts, and theirs."""
        for part in self.parts:
            yield part
            yield from part.within()

    def smaller(self) -> Iterator[Formula]:
        """The formula with one part put in the place of what holds it, or with a leaf there."""
        for part in self.within():
            if part.kind == self.kind:
                yield part
        for leaf in LEAVES[self.kind]:
            if self.parts:
                yield Formula(self.kind, leaf)
        for place, part in enumerate(self.parts):
            for less in part.smaller():
                yield replace(self, parts=(*self.parts[:place], less, *self.parts[place + 1 :]))


@dataclass(frozen=True)
class Case:
    """An array, or a number where it has no lengths, with the formula of its entries."""

    lengths: tuple[str, ...]
    body: Formula

    def __str__(self) -> str:
        if not self.lengths:
            return f"num(1)*({self.body})"
        indices = ", ".join(NAMES[: len(self.lengths)])
        return f"array(({', '.join(self.lengths)},), lambda {indices}: {self.body})"

    def expression(self) -> Any:
        """What the text is in the language."""
        return eval(str(self), dict(NAMESPACE))

    def smaller(self) -> Iterator[Case]:
        """Cases with less in them, those with most left out first."""
        found = sorted(self.body.smaller(), key=lambda body: body.weight)
        yield from (replace(self, body=body) for body in found if body.weight < self.body.weight)

    def shrunk(self, fails: Callable[[Case], bool]) -> Case:
        """A case that fails and has no smaller one that fails as well."""
        for less in self.smaller():
            try:
                still = fails(less)
            except (SymderiveError, NameError, TypeError):
                continue
            if still:
                return less.shrunk(fails)
        return self


def _namespace() -> dict[str, Any]:
    names = """array total product maximum minimum iverson delta padded greater_of lesser_of
    absolute num all_of any_of eq ne le lt ge gt""".split()
    found = {name: getattr(symderive, name) for name in names}
    n, m = symderive.size("n"), symderive.size("m")
    found |= {"n": n, "m": m, "x": symderive.vector("x", n), "y": symderive.vector("y", m)}
    return found | {"A": symderive.matrix("A", n, m), "a": symderive.real("a")}


NAMESPACE = _namespace()
VARIABLES = [NAMESPACE[name] for name in ("x", "y", "A", "a")]


class Maker:
    """Makes formulas from a seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.rank = 0

    def case(self) -> Case:
        """A number, a vector or a matrix."""
        rank = self.rank = self.chance.choice((0, 1, 1, 1, 2, 2))
        lengths = tuple(self.chance.choice(LENGTHS) for _ in range(rank))
        return Case(lengths, self.number(NAMES[:rank], self.chance.choice((2, 3, 3, 4))))

    def pick(self, *makers: Callable[..., Formula]) -> Callable[..., Formula]:
        """One of them."""
        return self.chance.choice(makers)

    def affine(self, scope: list[str]) -> Formula:
        """a*i + b*j + c*n + d with small coefficients."""
        text, count = "", self.chance.choice((1, 1, 1, 2))
        for _ in range(min(count, len(scope))):
            text += f" {self.chance.choice('+++-')} {self.coefficient()}{self.chance.choice(scope)}"
        if self.chance.random() < 0.35:
            text += f" {self.chance.choice('+-')} {self.chance.choice('nm')}"
        if self.chance.random() < 0.5 or not text:
            text += f" {self.chance.choice('+-')} {self.chance.randint(0, 3)}"
        return Formula(INTEGER, "(" + text.removeprefix(" +").strip() + ")")

    def coefficient(self) -> str:
        """Nothing most of the time."""
        return self.chance.choice(("", "", "", "2*", "3*"))

    def integer(self, scope: list[str]) -> Formula:
        """An affine form, or a floor or remainder of one."""
        kind = self.chance.random()
        whole = self.affine(scope)
        if kind < 0.6:
            return whole
        divisor = self.chance.choice(("2", "2", "3", "n", "m"))
        symbol = "//" if kind < 0.8 else "%"
        return Formula(INTEGER, f"({{}} {symbol} {divisor})", (whole,))

    def entry(self, scope: list[str], depth: int) -> Formula:
        """An entry of a tensor that is surely there: padded, around a circle, or in a bracket."""
        way = self.chance.randrange(5) if scope else 2
        if way == 0:
            rows, columns = self.integer(scope), self.integer(scope)
            return Formula(NUMBER, "padded(A)[{}, {}]", (rows, columns))
        if way == 1:
            return Formula(
                NUMBER, "A[{} % n + 1, {} % m + 1]", (self.integer(scope), self.integer(scope))
            )
        name, length = self.chance.choice((("x", "n"), ("y", "m")))
        index = self.integer(scope)
        if way == 2:
            return Formula(NUMBER, f"padded({name})[{{}}]", (index,))
        if way == 3:
            return Formula(NUMBER, f"{name}[{{}} % {length} + 1]", (index,))
        return Formula(
            NUMBER,
            f"iverson(all_of(ge({index}, 1), le({index}, {length})))*{name}[{index}]",
        )

    def condition(self, scope: list[str]) -> Formula:
        """About indices, their parity, or entries."""
        way = self.chance.randrange(6)
        relation = self.chance.choice(("eq", "ne", "le", "lt", "ge"))
        if way < 3:
            return Formula(
                CONDITION, f"{relation}({{}}, {{}})", (self.integer(scope), self.affine(scope))
            )
        if way == 3:
            return Formula(CONDITION, "eq({} % 2, 1)", (self.affine(scope),))
        if way == 4:
            joint = self.chance.choice(("all_of", "any_of"))
            return Formula(
                CONDITION, f"{joint}({{}}, {{}})", (self.condition(scope), self.condition(scope))
            )
        return Formula(CONDITION, f"{relation}({{}}, 0)", (self.entry(scope, 0),))

    def number(self, scope: list[str], depth: int) -> Formula:
        """A number that has a value at all sizes."""
        if depth == 0:
            return self.pick(self.entry, self.entry, self.entry, self.constant)(scope, depth)
        return self.pick(
            self.entry,
            self.arithmetic,
            self.arithmetic,
            self.bracket,
            self.bracket,
            self.reduction,
            self.reduction,
            self.reduction,
            self.function,
        )(scope, depth)

    def constant(self, scope: list[str], depth: int) -> Formula:
        """A number, a parameter, or an index as a number."""
        if self.chance.random() < 0.5:
            return Formula(NUMBER, self.chance.choice(("a", "2", "num(1)/2", "-1")))
        return Formula(NUMBER, "{}", (self.integer(scope),))

    def arithmetic(self, scope: list[str], depth: int) -> Formula:
        """A sum, a difference, a product."""
        parts = (self.number(scope, depth - 1), self.number(scope, depth - 1))
        return Formula(NUMBER, self.chance.choice(("({} + {})", "({} - {})", "{}*{}")), parts)

    def bracket(self, scope: list[str], depth: int) -> Formula:
        """A number where a condition holds."""
        if self.chance.random() < 0.3:
            sides = self.affine(scope), self.integer(scope)
            return Formula(NUMBER, "delta({}, {})*{}", (*sides, self.number(scope, depth - 1)))
        parts = (self.condition(scope), self.number(scope, depth - 1))
        return Formula(NUMBER, "iverson({})*{}", parts)

    def function(self, scope: list[str], depth: int) -> Formula:
        """A function of numbers."""
        text = self.chance.choice(("absolute({})", "({})**2", "greater_of({}, {})", "-{}"))
        count = text.count("{}")
        return Formula(NUMBER, text, tuple(self.number(scope, depth - 1) for _ in range(count)))

    def reduction(self, scope: list[str], depth: int) -> Formula:
        """A sum most of the time; maxima over ranges that are not empty."""
        name = next(name for name in NAMES if name not in scope)
        kind = self.chance.choice(("total", "total", "total", "total", "maximum", "product"))
        body = self.number([*scope, name], depth - 1)
        ends = ("1, n", "1, m", "1, n + m", *(f"1, {outer}" for outer in scope[: self.rank]))
        if kind != "maximum":
            ends += ("2, n", "1, n//2", "n, m", "0, m")
            ends += tuple(f"1, {other}" for other in scope[self.rank :])
            ends += tuple(f"{other}, n" for other in scope)
            ends += tuple(f"{other} - 1, 2*{other}" for other in scope)
        return Formula(NUMBER, f"{kind}(lambda {name}: {{}}, {self.chance.choice(ends)})", (body,))
