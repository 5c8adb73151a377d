"""Which arrays may be overwritten: those that the function made and that nothing needs later.

A new array of a million numbers costs more than the exponential function of it, since memory has
to be fetched page by page; the result is therefore written over the argument where that is safe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from symderive.numeric.compiling.nodes import ATOM, FLOAT, Graph, Loop, Node

# Functions entry by entry, which take out=.
CALLS = {
    f"{name}({{0}})"
    for name in (
        *"np.exp np.log np.tanh np.sqrt np.abs np.sign np.log1p np.expm1".split(),
        *"special.expit special.erf special.erfc".split(),
    )
}
ASSIGNMENTS = {"{0} + {1}": "+", "{0} - {1}": "-", "{0} * {1}": "*", "{0} / {1}": "/"}
COMMUTATIVE = {"{0} + {1}", "{0} * {1}"}
# Other expressions that make an array of their own.
MAKING = (
    "-{0}",
    "{0} @ {1}",
    "{0}**",
    "{0}.sum(",
    "{0}.prod(",
    "np.where(",
    "np.maximum(",
    "np.minimum(",
    "np.einsum(",
    "np.tensordot(",
    "np.correlate(",
    "np.convolve(",
    "np.logaddexp(",
    "np.cumsum(",
    "np.pad(",
    "np.repeat(",
)


def parts_of(node: Node) -> Iterator[Node]:
    """The nodes that one is computed from."""
    yield from node.arguments
    if isinstance(node, Loop) and node.body is not None:
        yield node.body


def is_call(node: Node) -> bool:
    """Whether a node is a function entry by entry that can write over its argument."""
    return node.template in CALLS


def assignment_of(node: Node) -> str:
    """The operator of the assignment that does in place what a node does."""
    return ASSIGNMENTS[node.template]


def is_own(node: Node) -> bool:
    """Whether a node makes a new array of floats."""
    if isinstance(node, Loop):
        return node.rank > 0
    if node.rank == 0 or node.kind != FLOAT or not node.arguments:
        return False
    makes = is_call(node) or node.template in ASSIGNMENTS or node.template.startswith(MAKING)
    return makes and any(map(_has_floats, node.arguments))


def _has_floats(node: Node) -> bool:
    """Whether a node is surely an array of floats, not of integers."""
    if node.kind != FLOAT or node.rank == 0:
        return False
    if isinstance(node, Loop) or not node.arguments:
        return True
    return any(map(_has_floats, node.arguments))


class Reuse:
    """Who needs what, in one program."""

    def __init__(self) -> None:
        self.parents: dict[int, list[Node]] = {}

    def note(self, roots: Iterable[Node]) -> None:
        """Take down the parents of all nodes."""
        seen: set[int] = set()
        stack = list(roots)
        while stack:
            here = stack.pop()
            if id(here) in seen:
                continue
            seen.add(id(here))
            for part in parts_of(here):
                self.parents.setdefault(id(part), []).append(here)
                stack.append(part)

    def place(self, node: Node) -> int | None:
        """Over which of its arguments a node may write its result; None where over none.

        The argument is an array of this function, of the same shape, and all that reads it is
        computed before: it stands below the node, and is no view that is used elsewhere. The
        second argument serves where the order does not matter and the first is a number.
        """
        if node.kind != FLOAT or not (is_call(node) or node.template in ASSIGNMENTS):
            return None
        for which, argument in enumerate(node.arguments):
            if which and (node.template not in COMMUTATIVE or node.arguments[0].rank):
                return None
            if argument.shape == node.shape and is_own(argument):
                if self._read_below(argument, node, below(node)):
                    return which
        return None

    def is_read_only_by(self, array: Node, node: Node) -> bool:
        """Whether an array is made by the function, and one node alone reads it."""
        return is_own(array) and all(p is node for p in self.parents.get(id(array), ()))

    def _read_below(self, array: Node, node: Node, inside: set[int]) -> bool:
        for parent in self.parents.get(id(array), ()):
            if parent is node:
                continue
            if id(parent) not in inside:
                return False
            if not is_own(parent) and parent.rank and not self._read_below(parent, node, inside):
                return False
        return True


def below(node: Node) -> set[int]:
    """All nodes that one is computed from, the node itself left out."""
    found: set[int] = set()
    stack = list(parts_of(node))
    while stack:
        here = stack.pop()
        if id(here) not in found:
            found.add(id(here))
            stack.extend(parts_of(here))
    return found


# Expressions that may be views of their argument, and those among them that repeat its entries.
VIEWS = ("{0}.T", "{0}.transpose(", "{0}.reshape(", "{0}.ravel(", "np.diagonal(")
REPEATING = ("sliding_window_view(", "_windows(", "np.broadcast_to(")


def is_view(node: Node) -> bool:
    """Whether an array may be one that is given to the function, or one that repeats entries."""
    if not node.rank or isinstance(node, Loop):
        return False
    if not node.arguments:
        return node.plain
    if node.template.startswith(REPEATING):
        return True
    is_subscript = node.template.startswith("{0}[") and len(node.arguments) == 1
    return (is_subscript or node.template.startswith(VIEWS)) and is_view(node.arguments[0])


def laid_out_anew(graph: Graph, node: Node) -> Node:
    """A view in another shape with the copy in front, so that there is only one."""
    if not is_view(node) or not node.template.startswith(("{0}.reshape(", "{0}.ravel(")):
        return node
    (inner,) = node.arguments
    if node.template.startswith("{0}.ravel("):
        text = node.template.replace("ravel", "flatten")
        return graph.node(text, [inner], node.shape, needs=ATOM, loops=node.loops)
    copied = graph.node("{0}.copy()", [inner], inner.shape, needs=ATOM)
    return graph.node(node.template, [copied], node.shape, needs=ATOM, loops=node.loops)
