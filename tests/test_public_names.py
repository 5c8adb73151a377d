"""The public names: all of them exist, and none costs anything before it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

import symderive


@pytest.mark.parametrize("name", symderive.__all__)
def test_every_public_name_exists_and_is_described(name: str) -> None:
    value = getattr(symderive, name)
    assert value.__doc__
    assert name in dir(symderive)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no public name 'sizes'"):
        _ = symderive.sizes


def test_objects_print_as_mathematics() -> None:
    from symderive import eq, index, size, vector

    n = size("n")
    x, i = vector("x", n), index("i", n)
    assert str(x[i] / n + 1) == "x[i]/n + 1"
    assert repr(eq(x, 2 * x)) == "x = 2*x"
    assert (x[i] / n)._repr_latex_() == r"$\displaystyle \frac{x_{i}}{n}$"


def test_importing_is_free_until_a_name_is_used() -> None:
    heavy = ("sympy", "symderive.language")
    code = f"import sys, symderive; print(any(m in sys.modules for m in {heavy}))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"
