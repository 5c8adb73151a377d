"""Names of variables in the generated source, and sizes and indices as Python expressions."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Iterable

from symderive.errors import IllFormed
from symderive.language.shapes import Polynomial, polynomial_of, written
from symderive.language.terms import (
    Ceiling,
    Floor,
    Function,
    Mod,
    Number,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.numeric.compiling.nodes import ATOM, POWER, PRODUCT, SIGN, SUM
from symderive.numeric.compiling.sizes import quotient

RESERVED = {"np", "special", "windows", "max", "min", "abs", "range", "float", "int", "len"}


class Names:
    """Which name each variable has; no two have one name."""

    def __init__(self) -> None:
        self.taken: set[str] = set(RESERVED)
        self.names: dict[object, str] = {}
        # Sizes that have a name of their own, and how they are computed.
        self.lengths: dict[Term, tuple[str, str]] = {}
        self.is_local: Callable[[Term], bool] = lambda term: False

    def fresh(self, base: str) -> str:
        """A name that nothing has yet.

        >>> names = Names()
        >>> names.fresh("x"), names.fresh("x"), names.fresh("lambda"), names.fresh("x'")
        ('x', 'x_2', 'lambda_', 'x_')
        """
        base = re.sub(r"\W", "_", base) or "value"
        if base[0].isdigit():
            base = "_" + base
        if keyword.iskeyword(base):
            base += "_"
        name, count = base, 1
        while name in self.taken:
            count += 1
            name = f"{base}_{count}"
        self.taken.add(name)
        return name

    def of(self, variable: Symbol | TensorSymbol | str) -> str:
        """The name of a variable."""
        if variable not in self.names:
            self.names[variable] = self.fresh(getattr(variable, "name", str(variable)))
        return self.names[variable]

    # Sizes

    def code(self, size: Term, strength: int = 0) -> str:
        """A size or index as Python arithmetic of integers."""
        text, own = self._code(polynomial_of(size))
        return f"({text})" if own < strength else text

    def _code(self, found: Polynomial) -> tuple[str, int]:
        if any(c.denominator != 1 for c in found.values()) or any(
            power < 0 for monomial in found for _, power in monomial
        ):
            top, bottom = quotient(written(found))
            return f"{self.code(top, PRODUCT)} // {self.code(bottom, POWER)}", PRODUCT
        rows = sorted(
            (self._monomial(monomial, int(coefficient)) for monomial, coefficient in found.items()),
            key=lambda row: (row[0] < 0, not row[1], row[1], row[2]),
        )
        if not rows:
            return "0", ATOM
        text = ""
        for sign, atoms, factor in rows:
            size = abs(factor)
            part = atoms if size == 1 and atoms else f"{size}*{atoms}" if atoms else str(size)
            text += (
                (" - " if sign < 0 else " + ") + part if text else ("-" if sign < 0 else "") + part
            )
        if len(rows) > 1:
            return text, SUM
        if text.startswith("-"):
            return text, SIGN
        return text, PRODUCT if "*" in text or "//" in text or "%" in text else ATOM

    def _monomial(
        self, monomial: Iterable[tuple[Term, int]], coefficient: int
    ) -> tuple[int, str, int]:
        factors = []
        for atom, power in monomial:
            text = self._atom(atom)
            factors.append(text if power == 1 else f"{text}**{power}")
        return (1 if coefficient > 0 else -1), "*".join(sorted(factors)), coefficient

    def _extreme(self, atom: Function) -> str:
        """The greatest or least of sizes, computed once where it does not change in a loop."""
        text = f"{atom.name.lower()}({', '.join(map(self.code, atom.arguments))})"
        if self.is_local(atom):
            return text
        if atom not in self.lengths:
            self.lengths[atom] = self.fresh("length"), text
        return self.lengths[atom][0]

    def lines(self, used: str) -> list[str]:
        """The lines that compute the sizes with names which occur in a text."""
        found: list[str] = []
        for name, text in reversed(self.lengths.values()):
            if re.search(rf"\b{name}\b", used):
                found.insert(0, f"{name} = {text}")
                used += text
        return found

    def _atom(self, atom: Term) -> str:
        if isinstance(atom, Symbol):
            return self.of(atom)
        if isinstance(atom, (Floor, Ceiling)):
            top, bottom = quotient(atom.argument)
            if isinstance(atom, Floor):
                return f"({self.code(top, PRODUCT)} // {self.code(bottom, POWER)})"
            return f"-(-{self.code(top, POWER)} // {self.code(bottom, POWER)})"
        if isinstance(atom, Mod):
            return f"({self.code(atom.argument, PRODUCT)} % {self.code(atom.modulus, POWER)})"
        if isinstance(atom, Function) and atom.name in ("Max", "Min"):
            return self._extreme(atom)
        if isinstance(atom, Function) and atom.name == "Abs":
            return f"abs({self.code(atom.arguments[0])})"
        if isinstance(atom, Number):
            return str(atom.value)
        raise IllFormed(f"{type(atom).__name__} is no size")
