"""Writes reference.md, the reference of the public names, from their docstrings.

``python -m docs.reference`` writes it anew; a test finds out where it is out of date. Of the
examples in the docstrings those are shown that run with the public names alone.
"""

from __future__ import annotations

import doctest
import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import symderive
from symderive.claims import Calculation, Claim
from symderive.numeric.compiling.compiled import CompiledFunction

PAGE = Path(__file__).with_name("reference.md")
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
SECTIONS = {
    "Deciding": "prove refute derive explain",
    "Proof files": "claim erratum calc",
    "Declaring": "size index real vector matrix tensor simplex function density size_family"
    " tensor_family recursion define",
    "Numbers, sums and cases": "num total product maximum minimum mean progression iverson delta"
    " cases",
    "Functions": "exp log sqrt tanh erf sigmoid relu softplus absolute sign greater_of lesser_of"
    " softmax log_softmax logsumexp norm squared_norm",
    "Tensors": "Tensor array stack concatenate zeros ones eye unit diag diagonal lower_triangle"
    " upper_triangle pad padded flip vec kron outer inner trace transpose einsum",
    "Convolution and pooling": "correlate convolve conv conv_transpose conv_transpose_layer"
    " correlation_matrix hankel average_pool max_pool upsample",
    "Derivatives": "diff grad jacobian hessian vjp",
    "Losses": "cross_entropy binary_cross_entropy mean_squared_error entropy kl",
    "Integrals and densities": "integral expectation everywhere f_divergence kl_divergence",
    "Limits": "limit tends_to oo",
    "Sets and events": "member subset superset same_set infimum supremum probability uniform",
    "Statements": "eq ne le lt ge gt all_of any_of negation implies iff forall exists has_shape",
    "Convexity and definiteness": "convex concave positive_semidefinite positive_definite"
    " negative_semidefinite negative_definite",
    "Arrays": "compile_numpy",
    "Pictures": "cells curves staircase",
    "Answers": "Verdict Witness Step Evidence",
    "Errors": "SymderiveError IllFormed NotRead InternalError",
}
# What public names return, described behind them.
RETURNED = {
    "calc": Calculation,
    "claim": Claim,
    "compile_numpy": CompiledFunction,
}
OTHERS = "Further names"
INTRODUCTION = """# Reference

The public names, as `from symderive import *` brings them. This page is written from the docstrings
by `python -m docs.reference`.

```python
>>> from symderive import *
```
"""
_ROLE = re.compile(r":\w+:`~?(?:symderive\.)?([^`]+)`")
_ENTRY = re.compile(r"^ {4}(\*{0,2}\w[\w, ]*): (.*)$")
# An example for those who read the code, and not for those who use it.
_INSIDE = re.compile(r"\.terms?\b|\.links\b|symderive\.\w")


def page() -> str:
    """The page as text."""
    namespace: dict[str, Any] = {}
    exec("from symderive import *", namespace)
    parts = [INTRODUCTION, contents()]
    for title, names in sections().items():
        parts.append(f"## {title}\n")
        for name in names:
            parts += entry(name, getattr(symderive, name), namespace)
    text = "\n".join(line.rstrip() for line in "\n".join(parts).splitlines())
    return re.sub(r"\n{3,}", "\n\n", text) + "\n"


def sections() -> dict[str, list[str]]:
    """The names by subject; those that are in no section yet stand at the end."""
    found = {title: names.split() for title, names in SECTIONS.items()}
    known = {name for names in found.values() for name in names}
    left = [name for name in symderive.__all__ if name not in known]
    return {**found, OTHERS: left} if left else found


def contents() -> str:
    """The sections with their names."""
    rows = []
    for title, names in sections().items():
        anchor = re.sub(r"[^a-z ]", "", title.lower()).replace(" ", "-")
        shown = " ".join(f"`{name}`" for name in names)
        rows.append(f"- [{title}](#{anchor}): {shown}")
    return "\n".join([*rows, ""])


def entry(name: str, value: Any, namespace: dict[str, Any]) -> Iterator[str]:
    """A public name: how it is called, what it does, and the methods of what it returns."""
    yield f"### `{name}{signature(value)}`\n"
    yield from described(value, namespace)
    made = RETURNED.get(name, value)
    if inspect.isclass(made) and not issubclass(made, Exception):
        yield from methods(made, namespace)


def methods(made: type, namespace: dict[str, Any]) -> Iterator[str]:
    """The public methods and properties of a class that have something to say."""
    for name, value in vars(made).items():
        static = isinstance(value, staticmethod)
        plain = value.__func__ if static else value
        is_own = inspect.isfunction(plain) or isinstance(plain, (property, cached_property))
        if name.startswith("_") or not is_own or not inspect.getdoc(plain):
            continue
        text = list(described(plain, namespace))
        yield f"- `.{name}{signature(plain, bound=not static)}`: {text[0].strip()}"
        yield from (f"\n{part}".replace("\n", "\n  ") for part in text[1:])
    yield ""


def signature(value: Any, bound: bool = False) -> str:
    """The parameters without annotations; nothing for what is not called by its users."""
    if inspect.isclass(value) or not callable(value):
        return ""
    parameters = list(inspect.signature(value).parameters.values())
    if bound:
        parameters = parameters[1:]
    plain = [one.replace(annotation=inspect.Parameter.empty) for one in parameters]
    return re.sub(r"<function (\w+) at 0x\w+>", r"\1", str(inspect.Signature(plain)))


def described(value: Any, namespace: dict[str, Any]) -> Iterator[str]:
    """The docstring as Markdown, one paragraph after the other."""
    own = value if inspect.getdoc(type(value)) != inspect.getdoc(value) else None
    text = inspect.getdoc(own) or ""
    for block in re.split(r"\n\s*\n", text):
        if block.startswith(">>>"):
            if not _INSIDE.search(block) and runs(block, namespace):
                yield f"```python\n{block}\n```\n"
        else:
            yield f"{markdown(block)}\n"


def markdown(block: str) -> str:
    """A paragraph of a docstring; what is raised and the arguments become lists."""
    title, _, rest = block.partition("\n")
    if title in ("Args:", "Returns:", "Raises:") and rest:
        return f"*{title[:-1]}*\n\n{listed(rest)}"
    return codes(block)


def listed(rows: str) -> str:
    """Lines ``name: text`` as a list; other lines go on with the line before."""
    found: list[str] = []
    for row in rows.splitlines():
        match = _ENTRY.match(row)
        if match:
            found.append(f"- `{match[1]}`: {codes(match[2])}")
        elif found:
            found.append(f"  {codes(row.strip())}")
        else:
            found.append(codes(row.strip()))
    return "\n".join(found)


def codes(text: str) -> str:
    """Names from the code between single backquotes."""
    return _ROLE.sub(r"`\1`", text).replace("``", "`")


def runs(block: str, namespace: dict[str, Any]) -> bool:
    """Whether an example runs behind those before it; the names of one that does not are undone."""
    before = dict(namespace)
    test = doctest.DocTestParser().get_doctest(block, namespace, "example", None, None)
    test.globs = namespace
    runner = doctest.DocTestRunner(verbose=False, optionflags=FLAGS)
    failed = runner.run(test, out=lambda _: None, clear_globs=False).failed
    if failed:
        namespace.clear()
        namespace.update(before)
    return not failed


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
