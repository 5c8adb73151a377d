"""Named functions and operators: shown folded, unfolded on demand.

A definition is the one thing that prover, evaluator and numeric share. Each says what it means by
an index formula: the shape of the result, its entry at given indices, and the conditions under
which it has a meaning at all (inner sizes that agree, a kernel that fits).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from symderive.errors import IllFormed
from symderive.language.binding import instantiate, map_children, shift
from symderive.language.members import FamilyMember, Previous
from symderive.language.terms import (
    ONE,
    ZERO,
    Add,
    Apply,
    Array,
    Cases,
    Compare,
    Entry,
    Function,
    Functional,
    Iverson,
    Mul,
    Partial,
    Pow,
    Reduce,
    TensorSymbol,
    Term,
    Unknown,
)

Arguments = tuple[Term, ...]
Parameters = tuple[Any, ...]
Shape = tuple[Term, ...]


@dataclass(frozen=True)
class Definition:
    """What a name means: ``shape`` of the result (() for a scalar) and ``entry`` at given indices.

    ``requires`` lists the conditions without which the application has no value.
    All three get the arguments and the parameters; indices are terms that run from 1.
    ``unmet`` says what is wrong where such a condition fails, with both sides and the relation.
    """

    name: str
    shape: Callable[[Arguments, Parameters], Shape]
    entry: Callable[[Arguments, Parameters, Shape], Term]
    requires: Callable[[Arguments, Parameters], tuple[Term, ...]] = lambda arguments, parameters: ()
    unmet: str = ""

    def told(self, left: str, relation: str, right: str) -> str:
        """What is said where a condition that it requires fails."""
        wording = self.unmet or f"{self.name} needs {{left}} {{relation}} {{right}}"
        return wording.format(left=left, relation=relation, right=right)


DEFINITIONS: dict[str, Definition] = {}
# A shape that has not been asked for: None is the shape of a total tensor.
NOT_ASKED = "not asked"

# Loaded when a name is looked up that no loaded module has defined.
DEFINING_MODULES = (
    "linear",
    "reductions",
    "rearrangements",
    "einsum",
    "elementwise",
    "pooling",
    "convolutions",
    "layers",
    "derivatives",
    "displays",
    "naming",
)


def define(definition: Definition) -> Definition:
    """Add a definition; a name is defined once."""
    if definition.name in DEFINITIONS:
        raise IllFormed(f"{definition.name} is defined twice")
    DEFINITIONS[definition.name] = definition
    return definition


def definition_of(term: Apply) -> Definition:
    """The definition of an application; raises IllFormed for a name without one."""
    if term.name not in DEFINITIONS:
        for module in DEFINING_MODULES:
            import_module(f"symderive.language.{module}")
    try:
        return DEFINITIONS[term.name]
    except KeyError:
        raise IllFormed(f"nothing is defined under the name {term.name!r}") from None


def shape_of(term: Term) -> Shape | None:
    """The shape of a term: () for a scalar, sizes for a tensor, None for a total tensor."""
    if isinstance(term, (TensorSymbol, Array, FamilyMember, Previous)):
        return term.shape
    found: Shape | str | None = term.__dict__.get("_shape", NOT_ASKED)
    if isinstance(found, str):
        found = _shape(term)
        object.__setattr__(term, "_shape", found)
    return found


def _shape(term: Term) -> Shape | None:
    """The shape of a term that is no variable, from the shapes of its parts."""
    if isinstance(term, Apply):
        return definition_of(term).shape(term.arguments, term.parameters)
    if isinstance(term, (Reduce, Partial)):
        inner = shape_of(term.body)
        return tuple(shift(size, -1) for size in inner or ()) if isinstance(term, Reduce) else inner
    for part in elementwise_parts(term):
        shape = shape_of(part)
        if shape != ():
            return shape
    return ()


def elementwise_parts(term: Term) -> tuple[Term, ...]:
    """The operands of a node that acts entry by entry."""
    if isinstance(term, Add):
        return term.terms
    if isinstance(term, Mul):
        return term.factors
    if isinstance(term, Pow):
        return term.base, term.exponent
    if isinstance(term, (Function, Unknown)):
        return term.arguments
    if isinstance(term, Cases):
        return term.values
    return ()


def rank_of(term: Term) -> int:
    """The number of indices; 0 for a scalar."""
    shape = shape_of(term)
    if shape is None:
        assert isinstance(term, TensorSymbol)
        return term.rank
    return len(shape)


def entry_of(tensor: Term, indices: Shape) -> Term:
    """The entry of a tensor, one step nearer to scalars; with no indices, an unfolded scalar.

    Only an Entry of a TensorSymbol or of a member, or a scalar, comes back as it is.
    """
    if isinstance(tensor, (TensorSymbol, FamilyMember, Previous)):
        return Entry(tensor, indices)
    if isinstance(tensor, Array):
        return instantiate(tensor.body, indices)
    if isinstance(tensor, Apply):
        return definition_of(tensor).entry(tensor.arguments, tensor.parameters, indices)
    if isinstance(tensor, (Reduce, Partial, Add, Mul, Pow, Function, Unknown, Cases)):
        return map_children(tensor, lambda part, binds: _part_entry(part, binds, indices))
    raise IllFormed(f"{type(tensor).__name__} has no entries")


def _part_entry(part: Term, binds: int, indices: Shape) -> Term:
    if isinstance(part, (Iverson, Compare)) or rank_of_scalar_safe(part) == 0:
        return part
    return Entry(part, tuple(shift(index, binds) for index in indices))


def rank_of_scalar_safe(part: Term) -> int:
    """The rank of an operand; conditions and plain scalars count as 0."""
    shape = shape_of(part)
    if shape is None:
        return part.rank if isinstance(part, TensorSymbol) else 0
    return len(shape)


def requirements(term: Term) -> tuple[Term, ...]:
    """The conditions under which this node has a meaning, those of the nodes below it left out."""
    found: tuple[Term, ...] | None = term.__dict__.get("_requirements")
    if found is None:
        found = _requirements(term)
        object.__setattr__(term, "_requirements", found)
    return found


def _requirements(term: Term) -> tuple[Term, ...]:
    if isinstance(term, Apply):
        return definition_of(term).requires(term.arguments, term.parameters)
    if isinstance(term, Functional):
        return _of_the_domain(term)
    if isinstance(term, Array) and isinstance(term.body, Functional):
        return _whatever_the_indices(_of_the_domain(term.body), len(term.shape))
    shapes = [s for s in map(shape_of, elementwise_parts(term)) if s]
    found: list[Term] = []
    for other in shapes[1:]:
        if len(other) != len(shapes[0]):
            raise IllFormed(f"ranks differ: {len(shapes[0])} against {len(other)}")
        found.extend(Compare("=", a, b) for a, b in zip(shapes[0], other, strict=True) if a != b)
    return tuple(found)


def _of_the_domain(term: Functional) -> tuple[Term, ...]:
    """That the argument has the shape of the tensors on which the function is defined."""
    shape = shape_of(term.argument)
    if shape is None or len(shape) != len(term.shape):
        raise IllFormed(f"the argument of {term.name} has another rank than its domain")
    return tuple(Compare("=", a, b) for a, b in zip(shape, term.shape, strict=True) if a != b)


def _whatever_the_indices(conditions: tuple[Term, ...], count: int) -> tuple[Term, ...]:
    """The conditions that do not depend on the innermost bound variables, outside of these."""
    first = [instantiate(condition, (ONE,) * count) for condition in conditions]
    second = [instantiate(condition, (ZERO,) * count) for condition in conditions]
    return tuple(a for a, b in zip(first, second, strict=True) if a == b)
