"""A compiled formula: called like any function, it shows its source and can be sent elsewhere."""

from __future__ import annotations

import inspect
import linecache
from collections.abc import Callable
from functools import update_wrapper
from html import escape
from typing import Any


class CompiledFunction:
    r"""A function of arrays with its ``source``, that of a module which needs NumPy alone.

    >>> twice = CompiledFunction("def twice(x):\n    return 2*x\n", "twice")
    >>> twice(3), twice
    (6, <compiled twice(x)>)
    >>> print(twice)
    def twice(x):
        return 2*x
    """

    __name__: str

    def __init__(self, source: str, name: str) -> None:
        self.source = source
        self._function = _defined(source, name)
        update_wrapper(self, self._function)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """What the function returns."""
        return self._function(*arguments, **named)

    def __reduce__(self) -> tuple[type[CompiledFunction], tuple[str, str]]:
        return CompiledFunction, (self.source, self.__name__)

    def __str__(self) -> str:
        return self.source.rstrip("\n")

    def __repr__(self) -> str:
        return f"<compiled {self.__name__}{inspect.signature(self._function)}>"

    def _repr_html_(self) -> str:
        return f"<pre><code>{escape(str(self), quote=False)}</code></pre>"


def _defined(source: str, name: str) -> Callable[..., Any]:
    """The function that a source defines; tracebacks show its lines."""
    file = f"<compiled {name} {hash(source) & 0xFFFFFFFF:08x}>"
    linecache.cache[file] = len(source), None, source.splitlines(keepends=True), file
    namespace: dict[str, Any] = {"__name__": f"compiled_{name}"}
    exec(compile(source, file, "exec"), namespace)
    function: Callable[..., Any] = namespace[name]
    return function
