"""A reader for the plain text form, written for the tests only: it shares nothing with printing."""

from __future__ import annotations

import re
from fractions import Fraction

from symderive.language.terms import (
    MINUS_ONE,
    Add,
    And,
    Bound,
    Ceiling,
    Compare,
    Entry,
    Floor,
    Function,
    Iverson,
    Mod,
    Mul,
    Not,
    Number,
    Or,
    Partial,
    Pow,
    Reduce,
    Term,
)

TOKEN = re.compile(r"\s*(\d+|[A-Za-z_][A-Za-z_0-9]*|\.\.|<=|>=|!=|[-+*/^()\[\],=<>])")
RELATIONS = ("=", "!=", "<=", "<", ">=", ">")
FUNCTIONS = {"exp": "exp", "log": "log", "tanh": "tanh", "abs": "Abs", "sign": "sign", "max": "Max"}


class Parser:
    """Reads one text; ``free`` gives the terms of free names."""

    def __init__(self, text: str, free: dict[str, Term]) -> None:
        self.tokens = TOKEN.findall(text)
        assert "".join(self.tokens) == text.replace(" ", "")
        self.place, self.free, self.bound = 0, free, []

    def peek(self, ahead: int = 0) -> str:
        place = self.place + ahead
        return self.tokens[place] if place < len(self.tokens) else ""

    def take(self, wanted: str = "") -> str:
        token = self.peek()
        assert not wanted or token == wanted, f"{wanted!r} expected, not {token!r}"
        self.place += 1
        return token

    def whole(self) -> Term:
        found = self.sum()
        assert self.peek() == ""
        return found

    def sum(self) -> Term:
        parts = [self.signed()]
        while self.peek() in ("+", "-"):
            sign = self.take()
            part = self.product()
            parts.append(part if sign == "+" else Mul((MINUS_ONE, part)))
        return parts[0] if len(parts) == 1 else Add(tuple(parts))

    def signed(self) -> Term:
        if self.peek() == "-":
            self.take()
            return Mul((MINUS_ONE, self.product()))
        return self.product()

    def product(self) -> Term:
        parts = [self.power()]
        while self.peek() in ("*", "/"):
            sign = self.take()
            part = self.power()
            parts.append(part if sign == "*" else Pow(part, MINUS_ONE))
        return parts[0] if len(parts) == 1 else Mul(tuple(parts))

    def power(self) -> Term:
        base = self.atom()
        if self.peek() == "^":
            self.take()
            return Pow(base, self.atom())
        return base

    def atom(self) -> Term:
        token = self.take()
        if token.isdigit():
            return Number(Fraction(int(token)))
        if token == "(":
            inner = self.sum()
            self.take(")")
            return inner
        if token == "[":
            inner = self.implication()
            self.take("]")
            return Iverson(inner)
        if self.peek() == "(":
            return self.call(token)
        found = self.variable(token)
        if self.peek() == "[":
            self.take("[")
            return Entry(found, self.listed("]"))
        return found

    def variable(self, name: str) -> Term:
        if name in self.bound:
            assert self.bound.count(name) == 1, "a bound name is shadowed"
            assert name not in self.free, "a bound name is that of a free variable"
            return Bound(len(self.bound) - 1 - self.bound.index(name))
        return self.free[name]

    def listed(self, closing: str) -> tuple[Term, ...]:
        parts = [self.sum()]
        while self.peek() == ",":
            self.take(",")
            parts.append(self.sum())
        self.take(closing)
        return tuple(parts)

    def call(self, name: str) -> Term:
        self.take("(")
        if name in ("sum", "product", "max", "min") and self.peek(1) == "=":
            return self.reduction(name)
        parts = self.listed(")")
        if name == "sqrt":
            return Pow(parts[0], Number(Fraction(1, 2)))
        if name in ("floor", "ceil"):
            return {"floor": Floor, "ceil": Ceiling}[name](parts[0])
        if name == "mod":
            return Mod(*parts)
        if name == "diff":
            body, *variables = parts
            for variable in variables:
                body = Partial(body, variable)
            return body
        return Function(FUNCTIONS[name], parts)

    def reduction(self, name: str) -> Term:
        variable = self.take()
        self.take("=")
        lower = self.sum()
        self.take("..")
        upper = self.sum()
        self.take(",")
        self.bound.append(variable)
        body = self.sum()
        self.bound.pop()
        self.take(")")
        return Reduce(name, lower, upper, body)

    # Conditions

    def implication(self) -> Term:
        left = self.disjunction()
        if self.peek() == "implies":
            self.take()
            return Or((Not(left), self.disjunction()))
        return left

    def disjunction(self) -> Term:
        parts = [self.conjunction()]
        while self.peek() == "or":
            self.take()
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self) -> Term:
        parts = self.chain()
        while self.peek() == "and":
            self.take()
            parts += self.chain()
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def chain(self) -> list[Term]:
        if self.peek() == "not":
            self.take()
            self.take("(")
            inner = self.implication()
            self.take(")")
            return [Not(inner)]
        start = self.place
        if self.peek() == "(":
            try:
                self.take("(")
                inner = self.implication()
                self.take(")")
                if self.peek() not in (*RELATIONS, "+", "-", "*", "/", "^"):
                    return [inner]
            except (AssertionError, KeyError):
                inner = None
            self.place = start
        sides, relations = [self.sum()], []
        while self.peek() in RELATIONS:
            relations.append(self.take())
            sides.append(self.sum())
        assert relations, "a relation expected"
        pairs = zip(relations, sides, sides[1:], strict=False)
        return [Compare(relation, left, right) for relation, left, right in pairs]
