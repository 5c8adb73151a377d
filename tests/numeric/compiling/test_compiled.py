"""A compiled formula is called like a function, and shows where it comes from."""

from __future__ import annotations

import inspect
import pickle

import pytest

from symderive import compile_numpy, size, vector
from symderive.numeric.compiling.compiled import CompiledFunction

n = size("n")
x, w = vector("x", n), vector("w", n)
sums = compile_numpy(x.sum() + w.sum(), x, w, name="sums")


def test_it_has_the_signature_and_the_source_of_the_function() -> None:
    assert list(inspect.signature(sums).parameters) == ["x", "w"]
    assert sums.__name__ == "sums"
    assert inspect.getsource(sums).startswith("def sums(x, w):")
    assert inspect.getsource(sums) in sums.source


def test_arguments_are_passed_on_by_place_and_by_name() -> None:
    assert sums([1.0, 2], [3.0, 4]) == sums([1.0, 2], w=[3.0, 4]) == sums(w=[3.0, 4], x=[1.0, 2])
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'w'"):
        sums([1.0])


def test_it_crosses_processes_as_its_source() -> None:
    again = pickle.loads(pickle.dumps(sums))
    assert isinstance(again, CompiledFunction)
    assert (again.source, repr(again)) == (sums.source, "<compiled sums(x, w)>")
    assert again([1.0], [2.0]) == 3


def test_a_source_with_angles_is_escaped_in_a_notebook() -> None:
    made = CompiledFunction("def less(a, b):\n    return a < b\n", "less")
    assert made._repr_html_() == "<pre><code>def less(a, b):\n    return a &lt; b</code></pre>"
