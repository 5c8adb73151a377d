r"""Generalised inverse transform sampling.

A distribution function $F$ need not have an inverse: it may jump, and it may be constant. In place
of the inverse stands $G(u) = \inf \{x \in \mathbb{R} : u \le F(x)\}$. What makes it useful is
that $G(u) \le t$ says the same as $u \le F(t)$. For then $G(U)$ has the distribution function $F$,
where $U$ is uniform on $[0, 1]$.

Of $F$ the equivalence needs that it is non-decreasing and right-continuous. It holds for every $u$,
as an infimum is an extended real number: of the empty set it is $\infty$, of a set without a lower
bound $-\infty$. For $0 < u < 1$ it is a real number, since $F$ tends to 0 and 1.
"""

from symderive import *


def inverse(F):
    """The generalised inverse of F."""
    return define("G", lambda u: infimum(lambda x: le(u, F(x))))


def at_least(level, F):
    """The numbers at which F is at least the level."""
    return lambda x: le(level, F(x))


def from_(t):
    """The numbers from t on."""
    return lambda x: le(t, x)


distribution = function(distribution=True)


"""The generalised inverse."""


@claim("S0-4.2")
def inverse_is_a_number(F=distribution, u=real(above=0, below=1)):
    """The generalised inverse is a real number.

    The set is not empty, since $F$ tends to 1 and $u < 1$. It has a lower bound, since $F$ tends to
    0 and $u > 0$.
    """
    return exists(lambda g: eq(inverse(F)(u), g), real())


@erratum("E0-21", "S0-4.2", corrected_by=inverse_is_a_number)
def inverse_for_every_number(F=distribution, u=real()):
    """Nothing is said about $u$."""
    return exists(lambda g: eq(inverse(F)(u), g), real())


@claim()
def greatest_lower_bound(F=distribution, u=real(), v=real()):
    """What an infimum is: the lower bounds of the set are the numbers up to it."""
    return iff(le(v, inverse(F)(u)), forall(lambda x: implies(le(u, F(x)), le(v, x)), real()))


@claim()
def set_is_an_interval(F=distribution, u=real()):
    """The set begins with its infimum and goes on for ever."""
    return same_set(lambda y: le(u, F(y)), lambda y: le(inverse(F)(u), y))


"""From the inverse to the function."""


@claim()
def from_inverse_to_function(F=distribution, t=real(), u=real()):
    """If the inverse is at most $t$, then $u$ is at most $F$ at $t$.

    A number that is less than $t$ need not be in the set: where the infimum is $t$ itself, no other
    number up to $t$ is. That $t$ is, or some number up to $t$, is what right-continuity is for.
    """
    return (
        calc(le(inverse(F)(u), t))
        .implies(
            exists(lambda s: all_of(le(s, t), member(s, at_least(u, F))), real()),
            "right-continuous, so the infimum is in the set",
            ref="S0-4.3",
            printed=exists(lambda s: all_of(lt(s, t), member(s, at_least(u, F))), real()),
            erratum="E0-19",
        )
        .iff(
            exists(lambda s: all_of(le(s, t), le(u, F(s))), real()),
            "what is in the set",
            ref="S0-4.4",
        )
        .implies(
            exists(lambda s: all_of(le(u, F(s)), le(F(s), F(t))), real()),
            "non-decreasing",
            ref="S0-4.5",
        )
        .implies(le(u, F(t)), "transitive")
    )


@erratum("E0-21", "S0-4.5", corrected_by=from_inverse_to_function)
def larger_at_larger_numbers(
    F=function(right_continuous=True, in_unit_interval=True), s=real(), t=real(), u=real()
):
    """Nothing is said about $F$; here it need not be non-decreasing."""
    return implies(all_of(le(s, t), le(u, F(s))), all_of(le(u, F(s)), le(F(s), F(t))))


@claim()
def strictly_below(F=function(arbitrary=True), t=real(), u=real()):
    """Where the inverse is less than $t$, the set has a number less than $t$.

    This is what the printed line proves. It needs nothing of $F$.
    """
    return implies(
        lt(inverse(F)(u), t),
        exists(lambda s: all_of(lt(s, t), member(s, at_least(u, F))), real()),
    )


"""From the function to the inverse."""


@claim("S0-4.6")
def larger_set(F=distribution, t=real(), u=real()):
    """If $u$ is at most $F$ at $t$, the set contains the one with $F$ at $t$ in place of $u$."""
    return implies(le(u, F(t)), superset(at_least(u, F), at_least(F(t), F)))


@claim("S0-4.7")
def set_of_a_value(F=distribution, t=real()):
    """The numbers at which $F$ is at least as large as at $t$ contain all numbers from $t$ on."""
    return superset(at_least(F(t), F), from_(t))


@erratum("E0-20", "S0-4.7", corrected_by=set_of_a_value)
def set_of_a_value_as_printed(F=distribution, t=real()):
    """The two sets are said to be equal, which they are only where $F$ increases strictly."""
    return same_set(at_least(F(t), F), from_(t))


@claim()
def set_of_a_value_where_strict(F=function(increasing=True, arbitrary=True), t=real()):
    """Where $F$ increases strictly, the two sets are equal."""
    return same_set(at_least(F(t), F), from_(t))


@claim()
def from_function_to_inverse(F=distribution, t=real(), u=real()):
    """If $u$ is at most $F$ at $t$, then the inverse is at most $t$."""
    return (
        calc(inverse(F)(u))
        .le(infimum(from_(t)), "the infimum of a larger set", ref="S0-4.8", by=set_of_a_value)
        .le(t, "$t$ is in the set", ref="S0-4.9")
        .given(le(u, F(t)))
    )


@claim()
def infimum_of_a_half_line(t=real()):
    """The last infimum is $t$ itself."""
    return eq(infimum(from_(t)), t)


"""The equivalence."""


@claim("S0-4.1", picture=lambda: staircase({1: 0.25, 2: 0.4, 4: 0.35}, 0.5))
def equivalence(F=distribution, t=real(), u=real()):
    """The inverse is at most $t$ where $u$ is at most $F$ at $t$, and nowhere else."""
    return iff(le(inverse(F)(u), t), le(u, F(t)))


@erratum("E0-21", "S0-4.1", corrected_by=equivalence)
def equivalence_without_right_continuity(
    F=function(nondecreasing=True, in_unit_interval=True, from_zero_to_one=True, arbitrary=True),
    t=real(),
    u=real(above=0, below=1),
):
    """Nothing is said about $F$; here it need not be right-continuous."""
    return iff(le(inverse(F)(u), t), le(u, F(t)))


@claim("S0-4.10")
def conclusion(F=function(nondecreasing=True, right_continuous=True), t=real(), u=real()):
    """The proof uses no more of $F$ than that it is non-decreasing and right-continuous."""
    return iff(le(inverse(F)(u), t), le(u, F(t)))


@erratum("E0-21", "S0-4.10", corrected_by=conclusion)
def conclusion_without_monotonicity(
    F=function(right_continuous=True, in_unit_interval=True), t=real(), u=real(above=0, below=1)
):
    """Nothing is said about $F$; here it need not be non-decreasing."""
    return iff(le(inverse(F)(u), t), le(u, F(t)))


@claim()
def one_direction_needs_nothing(F=function(arbitrary=True), t=real(), u=real()):
    """That the inverse is at most $t$ where $u$ is at most $F$ at $t$ holds for any function."""
    return implies(le(u, F(t)), le(inverse(F)(u), t))


"""The distribution."""


@claim()
def distribution_of_the_inverse(F=distribution, t=real()):
    """The inverse at a uniform variable has the distribution function $F$."""
    G = inverse(F)
    return (
        calc(probability(lambda U: le(G(U), t), uniform(0, 1)))
        .eq(
            probability(lambda U: le(U, F(t)), uniform(0, 1)),
            "the same event",
            ref="S0-4.11",
            by=equivalence,
        )
        .eq(F(t), "$U$ is uniform, and $F$ has values in $[0, 1]$", ref="S0-4.12")
    )


@erratum("E0-22", "S0-4.11", "S0-4.12", corrected_by=distribution_of_the_inverse)
def distribution_with_a_fixed_number(F=distribution, t=real(), u=real(above=0, below=1)):
    """With the fixed number $u$ in place of a variable, the event is certain or impossible."""
    return eq(probability(lambda U: le(u, F(t)), uniform(0, 1)), F(t))
