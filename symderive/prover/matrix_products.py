"""Equations between products of matrices, from given ones: A W = I, C = C^T, U V = 0.

Both sides are sums of words, products of matrices by their names. The given equations are rules
that replace a word by smaller ones. Two rules that overlap in a word say two things about it, and
so give another rule; their number is bounded. Matrices need not commute and no entry is looked at,
so that what is found holds for all sizes at which both sides are defined.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from fractions import Fraction

from symderive.errors import OutsideFragment
from symderive.language.definitions import rank_of
from symderive.language.naming import NAME as NAMED
from symderive.language.terms import (
    Add,
    And,
    Apply,
    Compare,
    Mul,
    Number,
    Pow,
    Statement,
    Symbol,
    TensorSymbol,
    Term,
)

# A matrix or a vector, and whether it is transposed; a word, and the numbers in front of it.
Letter = tuple[TensorSymbol, bool]
Word = tuple[Letter, ...]
Scalars = tuple[Symbol, ...]
Words = dict[tuple[Scalars, Word], Fraction]
Rule = tuple[Word, Words]

MOST_RULES = 60
LONGEST_WORD = 12
MOST_TERMS = 200
SECONDS = 0.5


def follows(statement: Statement, deadline: float) -> int | None:
    """How many equations were used to prove an equation between matrices; None without a proof.

    Given: both sides are defined and have the same shape.
    """
    claim = statement.claim
    if not isinstance(claim, Compare) or claim.relation != "=":
        return None
    rules = [rule for equation in _equations(statement.given) for rule in _rules(equation)]
    if not rules:
        return None
    try:
        difference = _difference(claim)
        completion = _Completion(rules, min(deadline, time.thread_time() + SECONDS))
        while completion.reduced(difference):
            if not completion.extended():
                return None
    except OutsideFragment:
        return None
    return len(completion.rules)


def _equations(given: Iterable[Term]) -> Iterator[Compare]:
    """The given equations between matrices or vectors."""
    for condition in given:
        if isinstance(condition, And):
            yield from _equations(condition.conditions)
        elif isinstance(condition, Compare) and condition.relation == "=":
            if rank_of(condition.left):
                yield condition


def _rules(equation: Compare) -> Iterator[Rule]:
    """The equation as a rule for its largest word, and the rule for the transposes."""
    try:
        difference = _difference(equation)
    except OutsideFragment:
        return
    for words in (difference, _transposed(difference)):
        rule = _oriented(words)
        if rule is not None:
            yield rule


def _oriented(words: Words) -> Rule | None:
    """c w + r = 0 as w = -r/c for the largest word w, if c is a number other than 0."""
    if not words:
        return None
    largest = max((word for _, word in words), key=_size)
    leading = [key for key in words if key[1] == largest]
    if leading != [((), largest)] or not largest:
        return None
    c = words[(), largest]
    return largest, {key: -value / c for key, value in words.items() if key[1] != largest}


def _size(word: Word) -> tuple[int, list[tuple[str, bool]]]:
    return len(word), [(letter.name, flag) for letter, flag in word]


# Reading


def _difference(equation: Compare) -> Words:
    return _sum([_words(equation.left), _times(_words(equation.right), Fraction(-1))])


def _words(term: Term) -> Words:
    """A sum of products of named matrices, and of numbers and named scalars.

    Raises OutsideFragment for anything else: all that is read is defined at every point.
    """
    if isinstance(term, TensorSymbol) and 1 <= term.rank <= 2 and term.shape is not None:
        return {((), ((term, False),)): Fraction(1)}
    if isinstance(term, Add) and all(map(rank_of, term.terms)):
        return _sum([_words(part) for part in term.terms])
    if isinstance(term, Mul):
        return _scaled(term)
    if isinstance(term, Apply):
        return _applied(term)
    raise OutsideFragment("a matrix that is no product of named ones")


def _scaled(term: Mul) -> Words:
    """Scalars times a matrix."""
    tensors = [factor for factor in term.factors if rank_of(factor)]
    if len(tensors) != 1:
        raise OutsideFragment("a product entry by entry")
    number, names = Fraction(1), []
    for factor in term.factors:
        if isinstance(factor, Number):
            number *= factor.value
        elif isinstance(factor, Symbol):
            names.append(factor)
        elif factor is not tensors[0]:
            number *= _power(factor)
    inside = _times(_words(tensors[0]), number)
    return {(_sorted((*names, *scalars)), word): c for (scalars, word), c in inside.items()}


def _power(factor: Term) -> Fraction:
    """A power of a number other than 0."""
    if isinstance(factor, Pow) and isinstance(factor.base, Number):
        base, exponent = factor.base.value, factor.exponent
        if base and isinstance(exponent, Number) and exponent.value.denominator == 1:
            return base**exponent.value.numerator
    raise OutsideFragment("a scalar that is no number and has no name")


def _applied(term: Apply) -> Words:
    """Products, transposes, the identity and zeros; a named formula is what it stands for."""
    if term.name == "matmul":
        left, right = term.arguments
        return _multiplied(_words(left), _words(right))
    if term.name == "transpose" and not term.parameters:
        return _transposed(_words(term.arguments[0]))
    if term.name == "eye" and len(set(term.arguments)) == 1:
        return {((), ()): Fraction(1)}
    if term.name == "zeros" and 1 <= rank_of(term) <= 2:
        return {}
    if term.name == NAMED:
        return _words(term.arguments[0])
    raise OutsideFragment(f"a matrix made by {term.name}")


# Arithmetic


def _sum(parts: Iterable[Words]) -> Words:
    out: Words = {}
    for part in parts:
        for key, c in part.items():
            out[key] = out.get(key, Fraction(0)) + c
    return {key: c for key, c in out.items() if c}


def _times(words: Words, factor: Fraction) -> Words:
    return {key: c * factor for key, c in words.items() if factor}


def _multiplied(left: Words, right: Words) -> Words:
    if len(left) * len(right) > MOST_TERMS:
        raise OutsideFragment("too many products of matrices")
    return _sum(
        {(_sorted((*s, *t)), (*v, *w)): c * d}
        for (s, v), c in left.items()
        for (t, w), d in right.items()
    )


def _transposed(words: Words) -> Words:
    """(A B)^T = B^T A^T."""
    return {
        (scalars, tuple((letter, not flag) for letter, flag in reversed(word))): c
        for (scalars, word), c in words.items()
    }


def _sorted(scalars: Iterable[Symbol]) -> Scalars:
    return tuple(sorted(scalars, key=lambda symbol: (symbol.name, repr(symbol))))


class _Completion:
    """Rules, and those that follow from their overlaps."""

    def __init__(self, rules: list[Rule], deadline: float) -> None:
        self.rules: list[Rule] = []
        self.waiting = list(rules)
        self.pairs: list[tuple[int, int]] = []
        self.deadline = deadline
        while self.waiting:
            self._enter(self.waiting.pop(0))

    def _enter(self, rule: Rule) -> None:
        """Add what a rule says that the others do not say yet."""
        word, rest = rule
        said = self.reduced(_sum([{((), word): Fraction(1)}, _times(rest, Fraction(-1))]))
        found = _oriented(said)
        if found is None or len(self.rules) >= MOST_RULES or len(found[0]) > LONGEST_WORD:
            return
        self.rules.append(found)
        last = len(self.rules) - 1
        self.pairs += [pair for k in range(last + 1) for pair in {(k, last), (last, k)}]

    def extended(self) -> bool:
        """Work off overlaps until there is another rule; False where there are no more."""
        before = len(self.rules)
        while self.pairs and len(self.rules) == before:
            first, second = self.pairs.pop(0)
            for words in _overlaps(self.rules[first], self.rules[second]):
                found = _oriented(self.reduced(words))
                if found is not None:
                    self._enter(found)
        return len(self.rules) > before

    def reduced(self, words: Words) -> Words:
        """The sum of words in which no rule applies any more."""
        out: Words = {}
        left = dict(words)
        while left:
            if time.thread_time() > self.deadline or len(left) > MOST_TERMS:
                raise OutsideFragment("too many products of matrices")
            key = max(left, key=lambda k: _size(k[1]))
            c = left.pop(key)
            found = self._rewritten(key[1])
            if found is None:
                out = _sum([out, {key: c}])
                continue
            new = {(_sorted((*key[0], *s)), word): c * d for (s, word), d in found.items()}
            left = _sum([left, new])
        return out

    def _rewritten(self, word: Word) -> Words | None:
        """The word after one step; None where no rule applies."""
        for inside, rest in self.rules:
            length = len(inside)
            for start in range(len(word) - length + 1):
                if word[start : start + length] == inside:
                    return {
                        (s, (*word[:start], *w, *word[start + length :])): c
                        for (s, w), c in rest.items()
                    }
        return None


def _overlaps(first: Rule, second: Rule) -> Iterator[Words]:
    """What two rules say of a word that begins with the one and ends with the other."""
    v, left = first
    w, right = second
    for shared in range(1, min(len(v), len(w)) + 1):
        if v[-shared:] != w[:shared] or (v, left) == (w, right) == (v[-shared:], left):
            continue
        ending, beginning = w[shared:], v[: len(v) - shared]
        one = {(s, (*word, *ending)): c for (s, word), c in left.items()}
        other = {(s, (*beginning, *word)): c for (s, word), c in right.items()}
        yield _sum([one, _times(other, Fraction(-1))])
