"""Functions for tensors, scalars, SymPy expressions and numbers alike.

Elementary functions act entry by entry. softmax, log_softmax and logsumexp act along one axis,
the last unless another is named (axes are counted from 0). Entropies and losses sum over all
entries. KL(p||q) is sum p log(p/q).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symderive.errors import IllFormed
from symderive.language.checks import axis_of
from symderive.language.reader import Reader, scalar_or_refuse
from symderive.language.scalars import NO_ORIGINS, Scalar
from symderive.language.tensors import as_tensor, operation, wrapped
from symderive.language.terms import Function, Number, Pow, Term


def _elementary(name: str, *arguments: Any) -> Any:
    reader = Reader()
    terms = tuple(scalar_or_refuse(reader.read(a), f"in {name}") for a in arguments)
    return wrapped(Function(name, terms), reader.origins or NO_ORIGINS)


def _power(argument: Any, exponent: Term) -> Any:
    reader = Reader()
    term = scalar_or_refuse(reader.read(argument), "under a root")
    return wrapped(Pow(term, exponent), reader.origins or NO_ORIGINS)


def exp(x: Any) -> Any:
    """The exponential.

    >>> exp(0).term == Function("exp", (Number(Fraction(0)),))
    True
    """
    return _elementary("exp", x)


def log(x: Any) -> Any:
    """The natural logarithm; the argument must be positive."""
    return _elementary("log", x)


def tanh(x: Any) -> Any:
    """The hyperbolic tangent."""
    return _elementary("tanh", x)


def erf(x: Any) -> Any:
    """The error function, (2/sqrt(pi)) times the integral of exp(-t^2) from 0 to x.

    GELU is x (1 + erf(x/sqrt(2)))/2; the constant is SymPy's pi.
    """
    return _elementary("erf", x)


def sigmoid(x: Any) -> Any:
    """The logistic function 1/(1 + exp(-x))."""
    return _elementary("sigmoid", x)


def absolute(x: Any) -> Any:
    """The absolute value; it has no derivative at 0."""
    return _elementary("Abs", x)


def sign(x: Any) -> Any:
    """The sign: -1, 0 or 1; it has no derivative at 0."""
    return _elementary("sign", x)


def sqrt(x: Any) -> Any:
    """The square root; the argument must not be negative."""
    return _power(x, Number(Fraction(1, 2)))


def greater_of(*values: Any) -> Any:
    """The greatest of the values, entry by entry: ``greater_of(x, 0)`` is relu(x)."""
    return _elementary("Max", *_two_at_least("greater_of", values))


def lesser_of(*values: Any) -> Any:
    """The least of the values, entry by entry."""
    return _elementary("Min", *_two_at_least("lesser_of", values))


def _two_at_least(name: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(values) < 2:
        raise IllFormed(
            f"{name}(a, b) compares two values; the greatest entry of a tensor is x.max()"
        )
    return values


def relu(x: Any) -> Any:
    """max(x, 0), entry by entry; it has no derivative at 0."""
    return operation("relu", x)


def softplus(x: Any) -> Any:
    """log(1 + exp(x)), entry by entry."""
    return operation("softplus", x)


def softmax(x: Any, axis: int = -1) -> Any:
    """exp(x_i) / sum_k exp(x_k) along an axis.

    Raises:
        IllFormed: for a scalar, or an axis that the tensor does not have.
    """
    return _along("softmax", x, axis)


def log_softmax(x: Any, axis: int = -1) -> Any:
    """The logarithm of softmax along an axis."""
    return _along("log_softmax", x, axis)


def logsumexp(x: Any, axis: int = -1) -> Any:
    """log sum_k exp(x_k) along an axis, which is reduced: a scalar for a vector."""
    return _along("logsumexp", x, axis)


def _along(name: str, x: Any, axis: int) -> Any:
    tensor = as_tensor(x)
    return operation(name, tensor, parameters=(axis_of(axis, tensor.rank),))


def entropy(p: Any) -> Scalar:
    """-sum p log p, in nats; p = 0 is allowed for a simplex declared with closed=True."""
    return _scalar("entropy", as_tensor(p))


def kl(p: Any, q: Any) -> Scalar:
    """The Kullback-Leibler divergence KL(p||q) = sum p log(p/q), in nats."""
    return _scalar("kl", as_tensor(p), as_tensor(q))


def cross_entropy(p: Any, q: Any) -> Scalar:
    """-sum p log q: the target comes first, then the prediction."""
    return _scalar("cross_entropy", as_tensor(p), as_tensor(q))


def binary_cross_entropy(target: Any, output: Any) -> Any:
    """-(y log g + (1 - y) log(1 - g)), entry by entry: the target y comes first."""
    return operation("binary_cross_entropy", target, output)


def mean_squared_error(left: Any, right: Any) -> Scalar:
    """The mean of the squared differences of all entries."""
    return _scalar("mean_squared_error", as_tensor(left), as_tensor(right))


def _scalar(name: str, *arguments: Any) -> Scalar:
    found: Scalar = operation(name, *arguments)
    return found
