"""The definition of einsum: a letter is an index, letters absent from the result are summed.

``einsum("ij,jk->ik", A, B)`` is sum_j A_ij B_jk. The result must be named after ``->``. A letter
that occurs twice in one operand takes its diagonal; the sizes behind one letter must agree.
"""

from __future__ import annotations

from symderive.errors import IllFormed
from symderive.language.definitions import Arguments, Definition, Parameters, Shape, define
from symderive.language.formulas import at, equal_sizes, reduced, sized, times
from symderive.language.shapes import shape_text
from symderive.language.terms import Term


def read_pattern(pattern: str, shapes: list[Shape]) -> tuple[list[str], str]:
    """The letters of each operand and of the result; raises IllFormed for what has no meaning."""
    written = pattern.replace(" ", "")
    if written.count("->") != 1:
        raise IllFormed(f'einsum needs the result after ->, as in "ij,jk->ik", not {pattern!r}')
    left, result = written.split("->")
    operands = left.split(",")
    for letters in (*operands, result):
        if letters and not (letters.isascii() and letters.isalpha()):
            raise IllFormed(
                f"einsum reads single letters as indices, not {letters!r} in {pattern!r}"
            )
    if len(operands) != len(shapes):
        raise IllFormed(
            f"einsum {pattern!r} names {len(operands)} operands, {len(shapes)} are given"
        )
    for letters, shape in zip(operands, shapes, strict=True):
        if len(letters) != len(shape):
            raise IllFormed(
                f"einsum {pattern!r}: {letters!r} has {len(letters)} indices, the operand has the "
                f"shape {shape_text(shape)}"
            )
    if len(set(result)) != len(result):
        raise IllFormed(f"einsum {pattern!r}: an index occurs twice in the result {result!r}")
    unbound = sorted(set(result) - set("".join(operands)))
    if unbound:
        raise IllFormed(f"einsum {pattern!r}: the index {unbound[0]!r} occurs in no operand")
    return operands, result


def _read(arguments: Arguments, parameters: Parameters) -> tuple[list[str], str, dict[str, Term]]:
    shapes = [sized(argument, "einsum") for argument in arguments]
    operands, result = read_pattern(parameters[0], shapes)
    sizes: dict[str, Term] = {}
    for letters, shape in zip(operands, shapes, strict=True):
        for letter, size in zip(letters, shape, strict=True):
            sizes.setdefault(letter, size)
    return operands, result, sizes


def _shape(arguments: Arguments, parameters: Parameters) -> Shape:
    _, result, sizes = _read(arguments, parameters)
    return tuple(sizes[letter] for letter in result)


def _entry(arguments: Arguments, parameters: Parameters, indices: Shape) -> Term:
    """The sum over all letters absent from the result of the product of the operands' entries."""
    operands, result, sizes = _read(arguments, parameters)
    summed = [letter for letter in sizes if letter not in result]

    def product(bound: tuple[Term, ...], up: object) -> Term:
        assert callable(up)
        places = dict(zip(summed, bound, strict=True))
        places.update(zip(result, map(up, indices), strict=True))
        return times(
            *(
                at(up(argument), *(places[letter] for letter in letters))
                for argument, letters in zip(arguments, operands, strict=True)
            )
        )

    return reduced("sum", [sizes[letter] for letter in summed], product, summed or ("k",))


def _requires(arguments: Arguments, parameters: Parameters) -> tuple[Term, ...]:
    operands, _, sizes = _read(arguments, parameters)
    found: list[Term] = []
    for letters, argument in zip(operands, arguments, strict=True):
        shape = sized(argument, "einsum")
        found += equal_sizes([sizes[letter] for letter in letters], shape)
    return tuple(found)


define(Definition("einsum", _shape, _entry, _requires))
