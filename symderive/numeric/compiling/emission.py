"""A graph of array expressions as lines of Python.

What is used once is written where it is used, as long as the line stays short; what is used more
often, or does not change within a loop, gets a name in front of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from symderive.language.terms import Symbol
from symderive.numeric.compiling.names import Names
from symderive.numeric.compiling.nodes import ATOM, Loop, Node
from symderive.numeric.compiling.reuse import Reuse, assignment_of, is_call, parts_of

LONGEST_EXPRESSION, LONGEST_LINE = 76, 92
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
        self.reuse = Reuse()
        # Expressions that have a line for themselves.
        self.whole: set[int] = set()
        self.top = Scope()

    def lines(self, roots: list[Node]) -> tuple[list[str], list[str]]:
        """The lines in front, and the expressions for the roots."""
        seen: set[int] = set()
        for root in roots:
            self._count(root, seen)
        self.reuse.note(roots)
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
        which = self.reuse.place(node)
        if which is not None and home.home(node.arguments[which]) is home:
            found = self._in_place(node, home, parts, which)
            if found is not None:
                return found, ATOM
        text = node.template.format(*parts)
        moved = home is not scope and not node.plain
        if (self.uses[id(node)] > 1 and not node.plain) or moved or self._long(node, text):
            return self._named(node, home, text), ATOM
        return (f"({text})", ATOM) if node.strength < needed else (text, node.strength)

    def _started(self, node: Loop, home: Scope) -> str:
        """The array that a loop fills, as it is before."""
        if not node.arguments:
            target = self.names.fresh(node.base)
            home.lines.append(f"{target} = {node.start}")
            return target
        (first,) = node.arguments
        own = self.reuse.is_read_only_by(first, node)
        text, _ = self.text(first, home, ATOM if not own else 0)
        if own and text in home.named.values():
            return text
        target = self.names.fresh(node.base)
        home.lines.append(f"{target} = {text}" + ("" if own else ".copy()"))
        return target

    def _in_place(self, node: Node, home: Scope, parts: list[str], which: int) -> str | None:
        """An operation that leaves its result in the array of one of its arguments.

        NumPy itself reuses what operators leave without a name.
        """
        first = node.arguments[which]
        name = home.named.get(id(first))
        if is_call(node):
            if name is None:
                name = self._named(first, home, parts[0], node)
            home.lines.append(f"{node.template[:-1].format(name)}, out={name})")
        elif name is not None:
            home.lines.append(f"{name} {assignment_of(node)}= {parts[1 - which]}")
        else:
            return None
        home.named[id(node)] = name
        return name

    def _long(self, node: Node, text: str) -> bool:
        longest = LONGEST_LINE if id(node) in self.whole else LONGEST_EXPRESSION
        return len(text) > longest and bool(node.arguments) and not node.plain

    def _named(self, node: Node, home: Scope, text: str, later: Node | None = None) -> str:
        name = self.names.fresh(base_of(later or node))
        home.lines.append(f"{name} = {text}")
        home.named[id(node)] = name
        return name

    def _loop(self, node: Loop, home: Scope) -> str:
        assert node.body is not None
        inner = Scope(node.variables, home)
        self.whole.add(id(node.body))
        value, _ = self.text(node.body, inner)
        target = self._started(node, home)
        depth = ""
        for header in node.headers:
            home.lines.append(f"{depth}{header}:")
            depth += INDENT
        step = node.step.format(value, target=target)
        home.lines += [depth + line for line in (*node.setup, *inner.lines, step)]
        home.named[id(node)] = target
        return target


# What the value of an expression is called, by how the expression begins.
BASES = {
    "np.exp(": "powers",
    "np.correlate(": "filtered",
    "np.convolve(": "filtered",
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
