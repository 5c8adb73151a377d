"""Whatever is printed can be shown as MathML: the gallery, and all formulas of all proof files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from symderive.claims import ProofFile, load
from symderive.errors import SymderiveError
from symderive.language.terms import Statement, Term
from symderive.printing.latex import LatexPrinter
from symderive.printing.mathml import mathml
from symderive.printing.names import free_names
from symderive.printing.pieces import broken
from symderive.printing.statements import LATEX, hypotheses, quantifiers
from tests.printing.gallery import pictures

PROOFS = sorted(Path(__file__).parents[2].glob("proofs/*.py"))
WIDTHS = (12.0, 30.0)


def statements_of(file: ProofFile) -> Iterator[Statement]:
    """Every statement of a proof file that is well formed."""
    for claim in file.claims:
        try:
            written = claim.written
        except SymderiveError:
            continue
        yield written.whole
        yield from (line.statement for line in written.lines)


def formulas_of(file: ProofFile) -> Iterator[str]:
    """Every formula that a sheet can show: whole, in lines, with names for tensors or without."""
    folded = {term: name for name, term in file.definitions}
    terms: list[Term] = [term for _, term in file.definitions]
    for statement in statements_of(file):
        yield from quantifiers(statement, LATEX)
        yield from hypotheses(statement, LATEX)
        terms.append(statement.claim)
    for term in dict.fromkeys(terms):
        for known in (folded, {}):
            piece = LatexPrinter(free_names((term,)), known).piece(term)
            yield piece.text
            for width in WIDTHS:
                yield from (line.text for line in broken(piece, width))


def assert_converted(formula: str) -> None:
    """The formula as MathML has no part that stands for an error."""
    for display in (True, False):
        shown = mathml(formula, display=display)
        assert shown.startswith("<math")
        assert "merror" not in shown
        assert "\\" not in shown.replace("\\</mo>", ""), formula


@pytest.mark.parametrize("picture", pictures(), ids=lambda picture: picture.source)
def test_the_gallery(picture: object) -> None:
    assert_converted(picture.latex)  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", PROOFS, ids=lambda path: path.stem)
def test_all_formulas_of_a_proof_file(path: Path) -> None:
    formulas = dict.fromkeys(formulas_of(load(path)))
    assert formulas
    for formula in formulas:
        assert_converted(formula)


def test_an_unknown_command_is_an_error() -> None:
    with pytest.raises(ValueError, match="widetilde"):
        assert_converted(r"\widetilde{x}")
