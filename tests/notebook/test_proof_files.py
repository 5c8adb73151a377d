"""Every claim that is kept can be shown in a notebook, with all of its formulas in MathML."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from symderive.claims.loading import load

PROOFS = sorted((Path(__file__).resolve().parents[2] / "proofs").glob("*.py"))
# A formula that has no MathML is shown as it is written.
FALLEN_BACK = re.compile(r"<code>[^<]*[\\{][^<]*</code>")


@pytest.mark.parametrize("path", PROOFS, ids=lambda path: path.stem)
def test_no_formula_is_left_in_latex(path: Path) -> None:
    claims = load(path).claims
    assert claims
    for claim in claims:
        html = claim._repr_html_()
        assert html is not None
        assert not FALLEN_BACK.search(html), claim.name
        assert "<math" in html or "Ill-formed" in html, claim.name
