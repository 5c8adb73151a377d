"""Figures of claims: from their proof files, with what was decided about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from symderive import prove
from symderive.claims import Claim, load
from symderive.errors import ClaimError
from symderive.results import ClaimOutcome, LineOutcome, Verdict, Witness
from symderive.sheets.figures import (
    Matrices,
    Plot,
    figure_of,
    picture_svg,
    picture_tex,
    plot_pdf,
    plot_svg,
    plots_available,
)

PROOFS = sorted((Path(__file__).resolve().parents[3] / "proofs").glob("*.py"))
FILE = '''"""Pictures."""

from symderive import *

n = size("n")
A = eye(n) * 2


@claim(picture=lambda: cells(A, at={n: 3}))
def doubled():
    """Twice the unit matrix."""
    return eq(A, eye(n) + eye(n))


@claim()
def plain():
    """Without a picture."""
    return eq(A, eye(n) + eye(n))


@claim(expect="refuted", picture=lambda t: curves(t, (0, 4)))
def believed(t=real()):
    """A number is its square."""
    return eq(t, t**2)


@claim(picture=lambda: cells(A, at={n: 99}))
def too_large():
    """More than can be seen."""
    return eq(A, eye(n) + eye(n))
'''


@pytest.fixture
def file(tmp_path: Path) -> Any:
    """A proof file with pictures."""
    path = tmp_path / "shown.py"
    path.write_text(FILE, encoding="utf-8")
    return load(path)


def refuted(claim: Claim, witness: Witness) -> ClaimOutcome:
    """The outcome of a claim that has a counterexample."""
    line = LineOutcome("statement", 1, "refuted", Verdict("refuted", witness=witness))
    return ClaimOutcome(claim.name, "", 1, "claim", "refuted", lines=(line,))


def test_a_claim_without_a_picture_has_no_figure(file: Any) -> None:
    assert figure_of(file.claim("plain")) is None


def test_tensors_have_the_names_of_the_file(file: Any) -> None:
    figure = figure_of(file.claim("doubled"), None, file.folded, "shown")
    assert isinstance(figure, Matrices)
    assert figure.grids[0].title == "A"
    assert figure.name == "shown-doubled"


def test_the_counterexample_comes_from_the_outcome(file: Any) -> None:
    claim = file.claim("believed")
    figure = figure_of(claim, refuted(claim, Witness(values={"t": "2"})))
    assert isinstance(figure, Plot)
    assert {(mark.x, mark.y) for mark in figure.panels[0].marks} == {(2.0, 2.0), (2.0, 4.0)}


def test_without_a_counterexample_there_is_nothing_to_show(file: Any) -> None:
    claim = file.claim("believed")
    assert figure_of(claim) is None
    undecided = LineOutcome("statement", 1, "refuted", Verdict("undecided", reason="too slow"))
    outcome = ClaimOutcome(claim.name, "", 1, "claim", "refuted", lines=(undecided,))
    assert figure_of(claim, outcome) is None


def test_a_picture_that_fails_names_its_claim(file: Any) -> None:
    with pytest.raises(ClaimError, match=r"shown\.py:\d+: the picture of too_large: .* 99 x 99"):
        figure_of(file.claim("too_large"))


def with_pictures() -> list[tuple[Path, str]]:
    """The claims of all proof files that ask for a picture."""
    found = [(path, claim) for path in PROOFS for claim in load(path).claims]
    return [(path, claim.name) for path, claim in found if claim.picture is not None]


@pytest.mark.parametrize(
    ("path", "name"), with_pictures(), ids=lambda part: getattr(part, "stem", part)
)
def test_every_picture_of_the_proof_files_is_drawn(path: Path, name: str) -> None:
    file = load(path)
    claim = file.claim(name)
    found = prove(claim.written.whole) if claim.expect == "refuted" else None
    outcome = refuted(claim, found.witness) if found is not None and found.witness else None
    figure = figure_of(claim, outcome, file.folded, file.name)
    assert figure is not None
    assert figure.told
    assert picture_tex(figure, figure.caption).isascii()
    if isinstance(figure, Matrices):
        assert len(picture_svg(figure)) < 15_000
    elif plots_available():
        assert len(plot_svg(figure)) < 90_000
        assert len(plot_pdf(figure)) < 60_000
