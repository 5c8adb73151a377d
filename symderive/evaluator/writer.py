"""Terms as Python source: every sum, entry and derivative becomes a small function that remembers.

The value of a subterm depends only on the bound variables in it (and, inside a derivative, on the
variable of that derivative). So each becomes a function of exactly these, with a dictionary of the
values found so far at this point; equal subterms share one function.

There are two ways to write. The quick way rearranges nested sums and looks at conditions in the
order written until one decides. The literal way does neither, and reads brackets as strongly zero
wherever they stand in a product. Where the quick way finds a value, the literal way finds the
same; where it finds none, the literal way decides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from symderive.errors import IllFormed
from symderive.evaluator.factorisation import is_integral
from symderive.evaluator.support import names_for
from symderive.language.binding import children
from symderive.language.terms import CONDITIONS, Bound, Symbol, TensorSymbol, Term

FunctionKey = tuple[str, int, tuple[str, ...]]
"""Name, number of arguments and properties of an unknown function."""


@dataclass(frozen=True)
class FunctionalKey:
    """An unknown function of a whole tensor: its name and the shape of its argument."""

    name: str
    shape: tuple[Term, ...]


DERIVATIVE_COST = 4
DEEPEST = 30


@dataclass(frozen=True)
class Perturbation:
    """The variable of a derivative around a subterm: a symbol, or the tensor of an entry."""

    variable: Symbol | TensorSymbol
    depth: int

    @property
    def place(self) -> list[str]:
        """The names that hold the indices of the entry."""
        rank = self.variable.rank if isinstance(self.variable, TensorSymbol) else 0
        return [f"at{self.depth}_{k}" for k in range(rank)]

    @property
    def direction(self) -> str:
        """The name that holds the direction in which the variable moves."""
        return f"along{self.depth}"


@dataclass(frozen=True)
class Around:
    """What surrounds a subterm: the names of its bound variables, and the derivatives."""

    names: dict[int, str] = field(default_factory=dict)
    scope: tuple[Perturbation, ...] = ()

    def under(self, *names: str) -> Around:
        """The same, inside a binder of variables with these names; the last is innermost."""
        own = {len(names) - 1 - k: name for k, name in enumerate(names)}
        return Around(own | {i + len(names): name for i, name in self.names.items()}, self.scope)

    def still(self) -> Around:
        """The same, outside all derivatives."""
        return Around(self.names)


Write = Callable[["Writer", Any, Around], str]
SCALARS: dict[type[Term], Write] = {}
CONDITION_NODES: dict[type[Term], Write] = {}


def writes(kind: type[Term]) -> Callable[[Write], Write]:
    """Register the function that writes nodes of that kind."""

    def register(write: Write) -> Write:
        (CONDITION_NODES if issubclass(kind, CONDITIONS) else SCALARS)[kind] = write
        return write

    return register


def loose(term: Term) -> frozenset[int]:
    """The bound indices in a term that point outside it."""
    found: frozenset[int] | None = term.__dict__.get("_loose")
    if found is None:
        if isinstance(term, Bound):
            found = frozenset((term.index,))
        else:
            found = frozenset(
                index - binds
                for child, binds in children(term)
                for index in loose(child)
                if index >= binds
            )
        object.__setattr__(term, "_loose", found)
    return found


def variables_of(term: Term) -> frozenset[Symbol | TensorSymbol]:
    """The free variables that occur in the term itself, not only in domains and shapes."""
    found: frozenset[Symbol | TensorSymbol] | None = term.__dict__.get("_variables")
    if found is None:
        if isinstance(term, (Symbol, TensorSymbol)):
            found = frozenset((term,))
        else:
            found = frozenset().union(*[variables_of(child) for child, _ in children(term)])
        object.__setattr__(term, "_variables", found)
    return found


class Writer:
    """Collects the source of any number of terms that are evaluated at the same points.

    ``symbols``, ``tensors`` and ``functions`` say under which names their values are looked up,
    ``memories`` which dictionaries hold what was found at a point.
    """

    def __init__(self, literal: bool) -> None:
        self.literal = literal
        self.symbols: dict[Symbol, str] = {}
        self.tensors: dict[TensorSymbol, str] = {}
        self.functions: dict[FunctionKey | FunctionalKey, str] = {}
        self.memories: list[str] = []
        self.derivatives = False
        self.inner: list[Any] = []
        self.inside: Callable[[], Any] | None = None
        self._constants: dict[str, Any] = {}
        self._lines: list[str] = []
        self._known: dict[tuple[str, Term, tuple[Perturbation, ...]], str] = {}
        self._roots = 0
        self._weight = 0
        self._depth = 0

    def root(self, term: Term, binders: int = 0) -> str:
        """Add a scalar or a condition as a function of its outermost bound variables."""
        name = f"root{self._roots}"
        self._roots += 1
        arguments = [f"b{k}" for k in range(binders)]
        around = Around().under(*arguments)
        is_condition = isinstance(term, CONDITIONS)
        text = self.condition(term, around) if is_condition else self.value(term, around)
        self._lines += [f"def {name}({', '.join(arguments)}):", f"    return {text}"]
        return name

    def namespace(self, spend: Callable[[int], None]) -> dict[str, Any]:
        """All functions, ready to be given values and called; ``spend`` is told their cost."""
        namespace = names_for(self.derivatives) | self._constants | {"spend": spend}
        namespace |= {f"memory_{name}": {} for name in self.memories}
        if self._lines:
            exec(compile("\n".join(self._lines), "<terms>", "exec"), namespace)
        return namespace

    def value(self, term: Term, around: Around) -> str:
        """A scalar as an expression."""
        write = SCALARS.get(type(term))
        if write is None:
            raise IllFormed(f"{type(term).__name__} is not a scalar")
        self._weight += 1
        if self._depth < DEEPEST:
            self._depth += 1
            text = write(self, term, around)
            self._depth -= 1
            return text
        # Python reads only so many parentheses inside each other.
        return self.remembered(
            "part", term, around, lambda own: [f"result = {write(self, term, own)}"]
        )

    def condition(self, term: Term, around: Around) -> str:
        """A condition as an expression."""
        self._weight += 1
        write = CONDITION_NODES.get(type(term))
        if write is None:
            raise IllFormed(f"{type(term).__name__} is not a condition")
        return write(self, term, around)

    def integer(self, term: Term, around: Around, what: str) -> str:
        """A term where only an integer has a meaning; ``what`` names it if it is none."""
        text = self.value(term, around)
        return text if is_integral(term) else f"integer({text}, {what!r})"

    def combined(self, conditions: Sequence[str], name: str = "all_of", word: str = "and") -> str:
        """Conditions put together; the literal way is not stopped by one that is undefined."""
        if len(conditions) == 1:
            return conditions[0]
        if self.literal:
            return f"{name}({', '.join(f'lambda: {one}' for one in conditions)})"
        return f"({f' {word} '.join(conditions)})"

    def constant(self, value: Any) -> str:
        """A name for a number that has no literal."""
        name = f"c{len(self._constants)}"
        self._constants[name] = value
        return name

    def cost(self, around: Around) -> int:
        """What the expressions written since the function began cost, once evaluated."""
        return int((self._weight + 1) * DERIVATIVE_COST ** len(around.scope))

    def remembered(
        self,
        kind: str,
        term: Term,
        around: Around,
        body: Callable[[Around], list[str]],
        extra: Sequence[str] = (),
        arguments: Sequence[str] = (),
    ) -> str:
        """A call of the function for this subterm, which is written when it is first needed.

        ``body`` gives the lines that set ``result``; ``extra`` names further parameters, and
        ``arguments`` is what is given for them.
        """
        indices = sorted(loose(term))
        scope = tuple(one for one in around.scope if one.variable in variables_of(term))
        slots = [slot for one in scope for slot in (*one.place, one.direction)]
        name = self._known.get((kind, term, scope))
        if name is None:
            name = self._known[kind, term, scope] = f"{kind}{len(self._known)}"
            parameters = [*(f"p{index}" for index in indices), *extra, *slots]
            outer, self._weight, self._depth = (self._weight, self._depth), 0, 0
            lines = body(Around({index: f"p{index}" for index in indices}, scope))
            self._weight, self._depth = outer
            self._lines += _function(name, parameters, lines)
            self.memories.append(name)
        return f"{name}({', '.join([*(around.names[i] for i in indices), *arguments, *slots])})"


def _function(name: str, parameters: list[str], lines: list[str]) -> list[str]:
    key = f"({', '.join(parameters)}{',' if parameters else ''})"
    return [
        f"def {name}({', '.join(parameters)}):",
        f"    result = memory_{name}.get({key})",
        "    if result is not None:",
        "        return result",
        *(f"    {line}" for line in lines),
        f"    memory_{name}[{key}] = result",
        "    return result",
    ]
