"""A formula as a Python function of arrays, with its source.

The function takes arrays and numbers, finds the sizes from the shapes, checks what the formula
needs of them, and computes. Its source needs NumPy alone (and SciPy's special functions where the
formula has such) and can be saved and read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from symderive.errors import IllFormed
from symderive.language.binding import free_symbols, subterms
from symderive.language.definitions import shape_of
from symderive.language.hooks import text_of
from symderive.language.reading import read
from symderive.language.shapes import size_text
from symderive.language.terms import (
    ONE,
    ZERO,
    Compare,
    Symbol,
    TensorSymbol,
    Term,
)
from symderive.numeric.compiling.compiled import CompiledFunction
from symderive.numeric.compiling.emission import INDENT, Emission
from symderive.numeric.compiling.helpers import HELPERS
from symderive.numeric.compiling.lowering import Lowering
from symderive.numeric.compiling.nodes import ATOM, POWER, PRODUCT
from symderive.numeric.compiling.opening import opened
from symderive.numeric.compiling.reuse import is_view, laid_out_anew
from symderive.numeric.compiling.sizes import quotient, split, times


def compile_numpy(expression: Any, *arguments: Any, name: str = "f") -> CompiledFunction:
    """A Python function of arrays that computes an expression with NumPy.

    Args:
        expression: a tensor, a scalar, or a SymPy expression.
        arguments: the variables in the order of the function's parameters; those that are left
            out follow in the order in which they occur, sizes and functions last.
        name: the name of the function.

    Returns:
        The function. Its attribute ``source`` holds the Python source of a module with it.

    Raises:
        IllFormed: for what has no array code, such as a limit or an integral.

    >>> from symderive import compile_numpy, exp, size, vector
    >>> import numpy as np
    >>> n = size("n")
    >>> x = vector("x", n)
    >>> p = compile_numpy(exp(x)/exp(x).sum(), name="softmax")
    >>> p(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    term = read(expression)
    run = Lowering()
    chosen = [read(argument) for argument in arguments]
    parameters = _parameters(term, chosen)
    names = [run.names.of(parameter) for parameter in parameters]
    own = run.names.fresh(name)
    head = _sizes(run, parameters)
    if shape_of(term):
        table = run.table(term)
        if table.batch:
            raise IllFormed("a tensor has a free index that is no variable")
        node = table.node
    else:
        node = run.lower(opened(term)).node
    node = laid_out_anew(run.graph, node)
    lines, values = Emission(run.names).lines([node])
    result = values[0]
    if not node.shape:
        result = f"float({result})"
    elif is_view(node):
        result = f"{result}.copy()"
    names += [run.functions[function] for function in sorted(run.functions)]
    signature = f"def {own}({', '.join(names)}):"
    told = " ".join(text_of(term).split())
    checks, last = _checks(run), f"return {result}"
    text = "\n".join([*checks, *lines, last])
    body = [f'"""{_docstring(told)}"""', *head, *run.names.lines(text), *checks, *lines, last]
    source = _module(run, [signature, *(INDENT + line for line in body)])
    return CompiledFunction(source, own)


def _docstring(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', "'")


def _parameters(term: Term, chosen: Sequence[Term]) -> list[Any]:
    """Arrays and reals in the order in which they occur, then integers that no shape gives."""
    known = free_symbols(term)
    for argument in chosen:
        if argument not in known:
            raise IllFormed(f"{text_of(argument)} does not occur in the expression")
    order = list(dict.fromkeys(part for part in subterms(term) if part in known))
    tensors = [s for s in order if isinstance(s, TensorSymbol)]
    given = {
        size
        for tensor in tensors
        for shape in (tensor.shape or (),)
        for size in shape
        if isinstance(size, Symbol)
    }
    given |= _solved(tensors, given)
    reals = [s for s in order if isinstance(s, TensorSymbol) or not _is_whole(s)]
    wholes = sorted(
        (s for s in known if isinstance(s, Symbol) and s.is_integer and s not in given),
        key=lambda s: s.name,
    )
    first = [*chosen]
    rest = [s for s in (*reals, *wholes) if s not in first]
    return [*first, *rest]


def _is_whole(term: Term) -> bool:
    return isinstance(term, Symbol) and term.is_integer


def _solved(tensors: Sequence[TensorSymbol], known: set[Symbol]) -> set[Symbol]:
    """Sizes that are found from a length that is linear in them, the others being known."""
    found: set[Symbol] = set()
    lengths = [size for tensor in tensors for size in tensor.shape or ()]
    for _ in lengths:
        for size in lengths:
            symbol = _unknown(size, known | found)
            if symbol is not None:
                found.add(symbol)
    return found


def _unknown(size: Term, known: set[Any]) -> Symbol | None:
    """The one size in a length that is not known yet, if the length is linear in it."""
    unknown = [s for s in free_symbols(size) if s not in known]
    if len(unknown) != 1 or not isinstance(unknown[0], Symbol):
        return None
    parts = split(size, unknown[0])
    return unknown[0] if parts is not None and parts[0] != ZERO else None


def _sizes(run: Lowering, parameters: Sequence[Any]) -> list[str]:
    """The lines that make arrays of the arguments, find the sizes, and check the shapes."""
    lines: list[str] = []
    known = {p for p in parameters if isinstance(p, Symbol)}
    tensors = [p for p in parameters if isinstance(p, TensorSymbol)]
    for tensor in tensors:
        if tensor.shape is None:
            told = f"{tensor.name} has no sizes; give it some, as IndexedBase(.., shape=(n,)) does"
            raise IllFormed(told)
        name = run.names.of(tensor)
        lines.append(f"{name} = np.asarray({name}, dtype=float)")
        lines.append(f"if {name}.ndim != {tensor.rank}:")
        told = f"{name} has {{{name}.ndim}} axes, not {tensor.rank}"
        lines.append(INDENT + f'raise ValueError(f"{told}")')
    later: list[tuple[TensorSymbol, int, Term]] = []
    for tensor in tensors:
        for place, size in enumerate(tensor.shape or ()):
            if isinstance(size, Symbol) and size not in known:
                known.add(size)
                lines.append(f"{run.names.of(size)} = {run.names.of(tensor)}.shape[{place}]")
            else:
                later.append((tensor, place, size))
    for _ in later:
        for tensor, place, size in later:
            symbol = _unknown(size, known)
            if symbol is not None:
                actual = f"{run.names.of(tensor)}.shape[{place}]"
                lines.append(_from_length(run, actual, size, symbol))
                known.add(symbol)
    for tensor, place, size in later:
        name = run.names.of(tensor)
        actual, wanted = f"{name}.shape[{place}]", run.names.code(size, 2)
        told = f"axis {place} of {name} has {{{actual}}} entries, not {size_text(size)}"
        lines.append(f"if {actual} != {wanted}:")
        lines.append(INDENT + f'raise ValueError(f"{told} = {{{wanted}}}")')
    return lines + _domains(run, known)


def _from_length(run: Lowering, actual: str, size: Term, symbol: Symbol) -> str:
    """The line that finds a size: a length c*n + b gives n = (length - b) // c."""
    parts = split(size, symbol)
    assert parts is not None
    factor, bottom = quotient(parts[0])
    rest, below = quotient(parts[1])
    shared = times(bottom, below)
    text = actual if shared == ONE else f"{actual}*{run.names.code(shared, ATOM)}"
    rest = times(rest, bottom)
    if rest != ZERO:
        text = f"{text} - {run.names.code(rest, PRODUCT)}"
    factor = times(factor, below)
    if factor != ONE:
        text = (
            f"({text}) // {run.names.code(factor, POWER)}"
            if rest != ZERO
            else f"{text} // {run.names.code(factor, POWER)}"
        )
    return f"{run.names.of(symbol)} = {text}"


def _domains(run: Lowering, known: set[Any]) -> list[str]:
    """Checks of what was declared of the sizes."""
    from symderive.language.binding import instantiate

    lines = []
    for symbol in sorted(known, key=lambda s: s.name):
        if not symbol.is_integer:
            continue
        for condition in symbol.domain.conditions:
            lines += _checked(run, instantiate(condition, (symbol,)), symbol.name)
    return lines


def _checks(run: Lowering) -> list[str]:
    """Checks of what the formula needs of the sizes."""
    return [
        line
        for condition, told in run.checks.items()
        for line in _checked(run, condition, told, run.matters.get(condition, ()))
    ]


def _checked(run: Lowering, condition: Term, told: str, lengths: Sequence[Term] = ()) -> list[str]:
    if not isinstance(condition, Compare):
        return []
    marks = {"=": "!=", "!=": "==", "<=": ">", "<": ">=", ">=": "<", ">": "<="}
    left, right = (run.names.code(side, 2) for side in (condition.left, condition.right))
    relation = condition.relation
    shown = f"{size_text(condition.left)} {relation} {size_text(condition.right)}"
    front = (
        "" if isinstance(condition.left, Symbol) and condition.left.name == told else f"{told}: "
    )
    filled = "".join(f"{run.names.code(length, 2)} > 0 and " for length in lengths)
    return [
        f"if {filled}{left} {marks[relation]} {right}:",
        INDENT + f'raise ValueError("{front}{shown} does not hold")',
    ]


def _module(run: Lowering, lines: list[str]) -> str:
    text = "\n".join(lines)
    imports = ["import numpy as np"]
    if "sliding_window_view(" in text or "_windows" in run.helpers:
        imports.append("from numpy.lib.stride_tricks import sliding_window_view")
    if "cdist(" in text:
        imports.append("from scipy.spatial.distance import cdist")
    if "lfilter(" in text:
        imports.append("from scipy.signal import lfilter")
    if "special." in text:
        imports.append("from scipy import special")
    helpers = [HELPERS[name] for name in sorted(run.helpers)]
    return "\n\n\n".join(["\n".join(imports), *(h.rstrip() for h in helpers), text]) + "\n"
