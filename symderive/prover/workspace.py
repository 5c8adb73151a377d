"""The state of one proof: tables, caches, the log of steps and the time that is left."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from symderive.errors import BudgetExceeded
from symderive.language.terms import Forall, Symbol, Term
from symderive.prover.context import Context, Guard, tightened
from symderive.prover.integers import FREE, Form, Variable, constant, form_of, kind_of
from symderive.prover.presburger import AT_LEAST, Constraint, limit_operations
from symderive.prover.ring import TENSOR, Component, Head, Polynomial, Ring

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from symderive.prover.dominance import Dominance
    from symderive.prover.indexing import Piece
    from symderive.prover.place import Place


CHECK_EVERY = 32


class Failure:
    """An obligation that could not be discharged, and the condition that would discharge it."""

    __slots__ = ("repair", "text")

    def __init__(self, text: str, repair: Term | None = None) -> None:
        self.text = text
        self.repair = repair


@dataclass(frozen=True)
class FreeSplit:
    """A free variable is radix * quotient + remainder + offset, with new variables for the two."""

    name: Term | None
    variable: Variable
    radix: Form
    offset: Form
    quotient: Variable
    remainder: Variable


class Workspace(Ring):
    """What the modules of the prover share while one statement is decided."""

    def __init__(
        self, seconds: float = 10.0, as_tanh: bool = True, as_absolute: bool = True
    ) -> None:
        super().__init__()
        limit_operations(seconds)
        self.as_tanh = as_tanh
        self.as_absolute = as_absolute
        self.deadline = time.thread_time() + seconds
        self._ticks = 0
        self.components: dict[Any, list[tuple[Guard, Component]]] = {}
        self.instances: dict[Any, Polynomial] = {}
        self.dependence: dict[tuple[Head, Head], bool] = {}
        self.variables: dict[Term, Form] = {}
        self.names: dict[Variable, Term] = {}
        self.splits: list[FreeSplit] = []
        self.plain_indices: dict[tuple[Any, ...], Piece | None] = {}
        self.root: Context = self.contexts.context(frozenset())
        self.size_context: Context = self.root
        self.sizes: frozenset[Variable] = frozenset()
        self.tensor_signs: dict[Any, int] = {}
        self.known_signs: list[tuple[Polynomial, int]] = []
        self.universal: list[Forall] = []
        self.orders: dict[Any, bool] = {}
        self.monomial_signs: dict[Any, int] = {}
        self.dominance: list[Dominance] = []
        self.steps: list[tuple[Any, ...]] = []
        self.failures: list[Failure] = []
        self.nonzero: list[tuple[Polynomial, frozenset[Constraint]]] = []
        self.deferred: list[tuple[Polynomial, Place, Term | None]] = []
        self.lasting_facts = 0
        self.open_facts_only = 0
        self.safe: dict[Any, bool] = {}
        self.heights: dict[Head, int] = {}
        self.arguments: dict[tuple[Any, ...], Term] = {}
        self.rooted: set[Head] = set()
        self.has_roots = False
        self.tensors_met: dict[Any, list[tuple[Polynomial, tuple[Variable, ...]]]] = {}

    @contextmanager
    def facts_only(self, count: int) -> Iterator[None]:
        """Forget for a while what came to be known after the first facts."""
        later = self.known_signs[count:]
        del self.known_signs[count:]
        try:
            yield
        finally:
            self.known_signs.extend(later)

    def facts_key(self) -> tuple[Any, ...]:
        """What decides signs at the moment: answers that depend on it are remembered by it."""
        known = tuple((frozenset(p.items()), sign) for p, sign in self.known_signs)
        return bool(self.open_facts_only), known

    def multiply(self, p: Polynomial, q: Polynomial) -> Polynomial:
        """The product of two polynomials, with whole powers taken out of roots."""
        product = super().multiply(p, q)
        if not self.has_roots:
            return product
        from symderive.prover import roots

        return roots.opened(self, product)

    def tick(self) -> None:
        """Give up when the time is over; the clock is read only now and then."""
        self._ticks += 1
        if self._ticks % CHECK_EVERY == 0:
            self.check_time()

    def check_time(self) -> None:
        """Give up when the time is over, before a step that may take long."""
        if time.thread_time() > self.deadline:
            raise BudgetExceeded("the time allowed for the proof is used up")

    def record(self, rule: str, *details: Any) -> None:
        """Note a rewriting step; it is written out only when somebody asks."""
        self.steps.append((rule, details))

    def fail(self, text: str, repair: Term | None = None) -> None:
        """Note an obligation that is not discharged."""
        self.failures.append(Failure(text, repair))

    def require_smooth(self, kink: Polynomial, context: Context) -> None:
        """The obligation that a kink is not met: the polynomial under an indicator is not 0."""
        from symderive.prover import signs

        if not signs.is_nonzero(self, kink, context):
            self.fail("a derivative is taken where the function may have a kink")

    def integer_variable(self, symbol: Symbol) -> Form:
        """The form that stands for a free integer symbol."""
        found = self.variables.get(symbol)
        if found is None:
            v = self.fresh(FREE)
            self.names[v] = symbol
            found = self.variables[symbol] = form_of(v)
        return found

    def tensor_head(self, symbol: Term) -> Head:
        """The head of a free tensor or of a real symbol."""
        return self.head(TENSOR, symbol, 0)

    def set_root(self, constraints: Iterable[Constraint], sizes: frozenset[Variable]) -> None:
        """What holds everywhere: the hypotheses on integers."""
        tight = [(kind, tightened(kind, form)) for kind, form in constraints]
        known = frozenset((k, form) for k, form in tight if isinstance(form, Form))
        if any(form is False for _, form in tight):
            known = frozenset([(AT_LEAST, constant(-1))])
        root = self.contexts.with_positive(frozenset()).context(known)
        free = {v for _, form in known for v in form.variables if kind_of(v) == FREE}
        self.contexts = self.contexts.with_positive(
            frozenset(v for v in free if root.entails(form_of(v).shifted(-1)))
        )
        self.root = self.contexts.context(known)
        self.sizes = sizes
        self.size_context = self.contexts.context(
            frozenset((k, f) for k, f in known if f.variables <= sizes)
        )
