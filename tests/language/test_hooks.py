"""Hooks: what other parts answer for objects of the language."""

from __future__ import annotations

from symderive.language import hooks
from symderive.language.scalars import Scalar
from symderive.language.terms import REAL, Symbol

A = Symbol("a", REAL)


def test_without_a_printer_a_term_shows_how_it_is_made(monkeypatch):
    monkeypatch.setattr(hooks, "HOOKS", {})
    assert hooks.text_of(A) == repr(A)
    assert hooks.latex_of(A) is None
    assert repr(Scalar(A)) == repr(A)
    assert Scalar(A)._repr_latex_() is None


def test_a_printer_answers_for_scalars(monkeypatch):
    monkeypatch.setattr(hooks, "HOOKS", {})
    hooks.set_hook("text", lambda term: f"text of {term.name}")
    hooks.set_hook("latex", lambda term: f"latex of {term.name}")
    assert str(Scalar(A)) == repr(Scalar(A)) == "text of a"
    assert Scalar(A)._repr_latex_() == r"$\displaystyle latex of a$"


def test_a_variable_alone_is_shown_as_it_is_declared(monkeypatch):
    monkeypatch.setattr(hooks, "HOOKS", {})
    hooks.set_hook("latex", lambda term: "formula")
    hooks.set_hook("declaration", lambda term: "declaration")
    assert Scalar(A)._repr_latex_() == r"$\displaystyle declaration$"
