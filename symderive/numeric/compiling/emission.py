"""A graph of array expressions as lines of Python.

What is used once is written where it is used, as long as the line stays short; what is used more
often, or does not change within a loop, gets a name in front of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from symderive.language.terms import Symbol
from symderive.numeric.compiling.names import Names
from symderive.numeric.compiling.nodes import ATOM, Loop, Node

LONGEST_EXPRESSION = 76
INDENT = "    "


@dataclass(eq=False)
class Scope:
    """The lines of a function or of the body of a loop, and the names that it has given."""

    variables: frozenset[Symbol] = frozenset()
    outer: Scope | None = None
    lines: list[str] = field(default_factory=list)
    named: dict[int, str] = field(default_factory=dict)

    def known(self, node: Node) -> str | None:
        """The name of a node, given here or further out."""
        scope: Scope | None = self
        while scope is not None:
            if id(node) in scope.named:
                return scope.named[id(node)]
            scope = scope.outer
        return None

    def home(self, node: Node) -> Scope:
        """The outermost scope in which a node can be computed."""
        scope = self
        while scope.outer is not None and not node.loops & scope.variables:
            scope = scope.outer
        return scope


class Emission:
    """Writes the lines that compute nodes."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.uses: dict[int, int] = {}
        self.top = Scope()

    def lines(self, roots: list[Node]) -> tuple[list[str], list[str]]:
        """The lines in front, and the expressions for the roots."""
        seen: set[int] = set()
        for root in roots:
            self._count(root, seen)
        found = [self.text(root, self.top)[0] for root in roots]
        return self.top.lines, found

    def _count(self, node: Node, seen: set[int]) -> None:
        stack = [node]
        while stack:
            here = stack.pop()
            self.uses[id(here)] = self.uses.get(id(here), 0) + 1
            if id(here) not in seen:
                seen.add(id(here))
                stack.extend(parts_of(here))

    def text(self, node: Node, scope: Scope, needed: int = 0) -> tuple[str, int]:
        """The expression for a node in a scope, in brackets where it binds too weakly."""
        known = scope.known(node)
        if known is not None:
            return known, ATOM
        home = scope.home(node)
        if isinstance(node, Loop):
            return self._loop(node, home), ATOM
        parts = [
            self.text(argument, home, need)[0]
            for argument, need in zip(node.arguments, node.needs, strict=True)
        ]
        text = node.template.format(*parts)
        moved = home is not scope and not node.plain
        if (self.uses[id(node)] > 1 and not node.plain) or moved or self._long(node, text):
            return self._named(node, home, text), ATOM
        return (f"({text})", ATOM) if node.strength < needed else (text, node.strength)

    def _long(self, node: Node, text: str) -> bool:
        return len(text) > LONGEST_EXPRESSION and bool(node.arguments) and not node.plain

    def _named(self, node: Node, home: Scope, text: str) -> str:
        name = self.names.fresh(base_of(node))
        home.lines.append(f"{name} = {text}")
        home.named[id(node)] = name
        return name

    def _loop(self, node: Loop, home: Scope) -> str:
        assert node.body is not None
        inner = Scope(node.variables, home)
        value, _ = self.text(node.body, inner)
        target = self.names.fresh(node.base)
        home.lines.append(f"{target} = {node.start}")
        depth = ""
        for header in node.headers:
            home.lines.append(f"{depth}{header}:")
            depth += INDENT
        step = node.step.format(value, target=target)
        home.lines += [depth + line for line in (*node.setup, *inner.lines, step)]
        home.named[id(node)] = target
        return target


def parts_of(node: Node) -> Iterator[Node]:
    """The nodes that one is computed from."""
    yield from node.arguments
    if isinstance(node, Loop) and node.body is not None:
        yield node.body


# What the value of an expression is called, by how the expression begins.
BASES = {
    "np.exp(": "powers",
    "np.log(": "logs",
    "np.max(": "top",
    "np.sum(": "sums",
    "np.tanh(": "hidden",
    "windows(": "windows",
    "np.pad(": "padded",
    "np.cumsum(": "sums",
    "{0}.sum(": "sums",
    "{0}.max(": "top",
    "{0} @ {1}": "product",
    "np.einsum(": "contracted",
    "{0} == {1}": "equal",
    "special.expit(": "gate",
}


def base_of(node: Node) -> str:
    """A name for the value of a node."""
    for start, base in BASES.items():
        if node.template.startswith(start):
            return base
    return "mask" if node.kind == "truth" else "value"
