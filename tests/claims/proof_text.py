"""A small proof file as text, for the tests of what reads proof files."""

PROOFS = '''"""Small sums.

Two claims, a chain with a printed mistake, and errata of each kind.
"""

from symderive import *

n = size("n")


@claim("C-1", numbers={n: 50})
def doubled(x=vector(n)):
    """A sum of doubles is the double of the sum."""
    return eq(total(lambda k: 2*x[k], 1, n), 2*total(lambda k: x[k], 1, n))


@erratum("E-1", corrected_by=doubled)
def forgotten_factor(x=vector(n)):
    """The factor is lost."""
    return eq(total(lambda k: 2*x[k], 1, n), total(lambda k: x[k], 1, n))


@claim("C-2")
def squared(x=vector(n)):
    """The square of a sum.

    Written out in two lines.
    """
    s = total(lambda k: x[k], 1, n)
    return (calc(s*s)
            .eq(s**2, "a square", printed=2*s, erratum="E-2")
            .eq(total(lambda k, l: x[k]*x[l], n, n), "distribute", ref="C-2b"))


@erratum("E-3", corrected_by=doubled, outcome="ill-formed")
def rank_mismatch(x=vector(n)):
    """A vector on one side, a number on the other."""
    return eq(x, total(lambda k: x[k], 1, n))


@erratum("E-4", outcome="noted")
def slip():
    """A letter in the wrong font."""
'''

BROKEN = '''"""Broken."""
from symderive import *

n = size("n")

@claim("B-1")
def fine():
    """One plus one."""
    return eq(n + n, 2*n)

@claim("B-2")
def raises():
    """Divides before anyone is looking."""
    return eq(n, 1 // 0)

@claim("B-3")
def wrong():
    """Not so."""
    return eq(n + 1, n)
'''

UNREADABLE = '''"""Does not import."""
from symderive import *

m = sizes("m")
'''
