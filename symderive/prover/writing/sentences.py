"""The rules of the prover in words."""

from __future__ import annotations

from symderive.prover.inequalities import telling
from symderive.prover.limits import telling as limits

TOO_LONG = "these steps take too long to write down"

SENTENCES = {
    "definition": "definition",
    "derivative": "derivative, by the rules for sums, products and compositions",
    "one-point": "a sum over an index that an equation fixes keeps one term",
    "counting": "a sum of powers of its index is counted out (Faulhaber)",
    "union of guards": "sums over ranges that do not overlap become one sum",
    "guard replacement": "two ranges hold the same indices",
    "Euclidean division": "division with remainder",
    "radix": "a product of a size and an index is taken apart into digits",
    "digits": "an index is written as quotient and remainder",
    "digits of a free index": "a free index is written as quotient and remainder",
    "cross-multiplication": "both sides are multiplied by a denominator",
    "cancellation under a sum": "a denominator cancels inside a sum",
    "weights": "every choice of indices is counted on both sides",
    "both sides": "normal form of both sides",
    "indices in range": "indices stay in their ranges",
    "denominator": "denominators are not zero",
    "logarithm": "arguments of logarithms are positive",
    "sizes": "sizes agree",
    "both sides agree": "conclusion",
    "case distinction": "case distinction",
    "each part": "conjunction",
    "implication": "the premise becomes a hypothesis, where it is defined",
    "integral": "an integral is a real number",
    "equal integrands": "integrands that are equal at almost every point",
    "normalisation": "a density has the integral 1",
    "monotonicity": "everything under one integral, and a relation at almost every point",
    "counting measure": "the sums are integrals for the measure that counts their indices",
    "equal arguments": "an unknown function has equal values at equal arguments",
    "given entries": "entries that a hypothesis gives are put in",
    "hypothesis used": "a hypothesis is used",
    "fact used": "what is known of functions and of the order of the reals",
    "order": "if the claim failed, these would contradict each other",
    "matrix products": "products of matrices are rewritten by the given equations",
    "given equations": "what a hypothesis says to be equal is put in",
    **telling.SENTENCES,
    **limits.SENTENCES,
}
"""What each rule does; a rule that is not listed is told by its name."""

ABBREVIATIONS = "abbreviation"
ENTRIES = "entry by entry, at the indices"
CASE = "case"

AGREEMENTS = {
    "normal form": "left minus right is 0 in normal form",
    "normal form after cross-multiplication": "left minus right is 0 over a common denominator",
    "weights": "left minus right is 0, since every choice of indices cancels",
    "sign cells": "left minus right is 0 for every combination of signs",
    "integer arithmetic": "the relation follows from the hypotheses on integers",
    "signs of the terms": "the sign of left minus right is known term by term",
    "inequalities": "the inequality follows from these",
}
"""How the two sides were seen to agree."""

SILENT = frozenset({"canonical sum", "guard replacement"})
"""Steps that a reader needs not be told."""

LAST_ONE_COUNTS = frozenset({"both sides"})
"""Steps of which earlier ones are about conditions inside the statement."""

NOT_COUNTED = frozenset({"definition"})
"""Steps of which it does not matter how often they were taken."""

TOLD_BY_FORMULAS = frozenset({"definition", "denominator"})
"""Steps that say nothing without a formula."""

PLACES = {
    "base of an induction": -4,
    "step of an induction": -4,
    "definition": -2,
    "derivative": -1,
    **dict.fromkeys(limits.SENTENCES, -3),
    "both sides": 1,
    "cross-multiplication": 2,
    **dict.fromkeys(telling.SENTENCES, 2),
    "weights": 3,
    "sizes": 4,
    "indices in range": 5,
    "denominator": 6,
    "logarithm": 7,
    "both sides agree": 8,
    "order": 9,
    "same event": 10,
    "law of the variable": 11,
    "induction": 9,
}
"""Where a rule is told: definitions, what rewrites (0), comparisons, obligations."""
