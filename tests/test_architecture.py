"""Who may import whom, how long things may be, and what may stand nowhere."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import symderive

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "symderive"
MODULES = sorted(PACKAGE.rglob("*.py"))
PROOFS = sorted((ROOT / "proofs").glob("*.py"))
PYTHON_FILES = [
    path
    for folder in ("symderive", "tests", "benchmarks", "proofs", "docs")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
# A proof file is as long as the sheet that it follows.
WITH_FEW_LINES = [path for path in PYTHON_FILES if path not in PROOFS]
# Tests are left out: a set of identities is one long table.
WITH_SHORT_FUNCTIONS = [path for path in PYTHON_FILES if path.relative_to(ROOT).parts[0] != "tests"]

LONGEST_MODULE, LONGEST_FUNCTION = 400, 60

INTERFACES = {"reports", "notebook", "explaining", "typesetting", "cli", "pytest_plugin"}
ENGINES = {"prover", "evaluator", "numeric"}
PARTS = {
    "display",
    "errors",
    "language",
    "results",
    "printing",
    "prose",
    "claims",
    "decide",
    "recheck",
    "runner",
    "sheets",
    *ENGINES,
    *INTERFACES,
}
# These import nothing of ours, and everyone may import them.
FOR_EVERYONE = {"display", "errors"}
MAY_IMPORT = {
    "display": set(),
    "errors": set(),
    "results": set(),
    "language": set(),
    "printing": {"language", "results"},
    "prose": set(),
    "claims": {"language"},
    "prover": {"language", "results"},
    "evaluator": {"language", "results"},
    "numeric": {"language", "results"},
    "recheck": set(),
    "decide": {"prover", "evaluator", "language", "results"},
    "runner": PARTS - {"sheets"} - INTERFACES,
    "sheets": {"language", "claims", "results", "printing"},
    **dict.fromkeys(INTERFACES, PARTS - ENGINES),
}
# Some libraries have one place each, so that what is taken from them on trust is seen at a glance.
ONLY_IN = {
    "islpy": {"prover/presburger.py"},
    "z3": {"prover/order/solver.py", "prover/cases.py"},
    "dask": {"runner/cluster.py"},
    "distributed": {"runner/cluster.py"},
    "torch": {"numeric/oracles/pytorch.py"},
    "matplotlib": {"sheets/figures/plots.py"},
}
# SymPy decides nothing, and floats decide nothing.
KEPT_OUT = {
    "prover": {"sympy", "numpy", "scipy", "random"},
    "evaluator": {"sympy", "numpy", "scipy"},
    "results": {"sympy", "numpy", "scipy"},
    "decide": {"numpy", "scipy"},
    "recheck": {"sympy", "numpy", "scipy", "islpy", "z3", "flint"},
}
PUBLIC_NAMES = """
claim erratum calc define prove refute derive explain
cells curves staircase
size index real vector matrix tensor simplex function num
total product maximum minimum mean progression iverson delta cases
infimum member probability same_set subset superset supremum uniform
eq ne le lt ge gt all_of any_of negation implies iff forall exists
array concatenate diag diagonal einsum eye flip inner kron lower_triangle norm ones outer pad padded
squared_norm stack trace transpose unit upper_triangle vec zeros
absolute erf exp greater_of lesser_of log logsumexp log_softmax relu sigmoid sign softmax softplus
sqrt tanh binary_cross_entropy cross_entropy entropy kl mean_squared_error
average_pool conv conv_transpose conv_transpose_layer convolve correlate correlation_matrix hankel
max_pool upsample
concave convex has_shape negative_definite negative_semidefinite positive_definite
positive_semidefinite
diff grad hessian jacobian vjp
limit tends_to oo
compile_numpy
density everywhere expectation f_divergence integral kl_divergence
size_family tensor_family recursion
Tensor Verdict Witness Step Evidence
SymderiveError IllFormed NotRead InternalError
"""
FORBIDDEN = ["/" + place + "/" for place in ("work", "farm", "root", "home", "tmp/bash")] + [
    "TO" + "DO",
    "FIX" + "ME",
    "XX" + "X",
    "NotImplemented" + "Error",
]


def name_of(path: Path) -> str:
    """A path as it is shown, relative to the repository."""
    return path.relative_to(ROOT).as_posix()


def modules(paths: list[Path]) -> pytest.MarkDecorator:
    """One test per file."""
    return pytest.mark.parametrize("path", paths, ids=name_of)


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path: Path) -> Iterator[str]:
    """The dotted names of everything a file imports, wherever in the file."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def part_of(path: Path) -> str:
    """The part of the package that a module belongs to."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def parts_imported(path: Path) -> set[str]:
    """The parts of the package that a module imports, its own left out."""
    found = {name.split(".")[1] for name in imported(path) if name.startswith("symderive.")}
    return (found & PARTS) - {part_of(path)}


def libraries_imported(path: Path) -> set[str]:
    """The top-level names of what a module imports from elsewhere."""
    return {name.split(".")[0] for name in imported(path)}


@modules([path for path in MODULES if part_of(path) != "__init__"])
def test_a_module_imports_only_what_its_part_may(path: Path) -> None:
    part = part_of(path)
    assert part in PARTS, f"{part} is no part of the design: {', '.join(sorted(PARTS))}"
    beyond = parts_imported(path) - MAY_IMPORT[part] - FOR_EVERYONE
    assert not beyond, f"{name_of(path)} imports {', '.join(sorted(beyond))}"
    public_names = "symderive" in {name for name in imported(path) if name.count(".") == 0}
    assert not public_names or part in INTERFACES, (
        f"{name_of(path)} imports the public names, which import everything"
    )


@modules(MODULES)
def test_a_library_is_imported_only_in_its_place(path: Path) -> None:
    inside = path.relative_to(PACKAGE).as_posix()
    libraries = libraries_imported(path)
    misplaced = {library for library, places in ONLY_IN.items() if inside not in places}
    kept_out = KEPT_OUT.get(part_of(path), set())
    assert not libraries & misplaced
    assert not libraries & kept_out


def test_the_parts_do_not_import_each_other_in_circles() -> None:
    below: dict[str, set[str]] = {part: set() for part in PARTS}
    for path in MODULES:
        if part_of(path) != "__init__":
            below[part_of(path)] |= parts_imported(path)
    while free := {part for part, imports in below.items() if not imports}:
        below = {part: imports - free for part, imports in below.items() if part not in free}
    assert not below, f"a circle among {', '.join(sorted(below))}"


def sources_of(tree: ast.AST) -> Iterator[str]:
    """The libraries that are imported in a file or a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@modules(PROOFS)
def test_a_proof_file_uses_the_public_names_only(path: Path) -> None:
    tree = tree_of(path)
    functions = [n for n in tree.body if isinstance(n, ast.FunctionDef) and not n.decorator_list]
    inside = {source for function in functions for source in sources_of(function)}
    assert set(sources_of(tree)) - inside <= {"symderive", "__future__", "fractions", "math"}
    # A reference implementation imports what it needs when it is asked.
    assert inside <= {"torch"}


@modules(PYTHON_FILES)
def test_a_file_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree_of(path)), f"{name_of(path)} has no docstring"


@modules(WITH_FEW_LINES)
def test_files_stay_short(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= LONGEST_MODULE


@modules(WITH_SHORT_FUNCTIONS)
def test_functions_stay_short(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{name_of(path)}:{node.lineno} {node.name}"


def texts() -> list[Path]:
    """Everything that a person reads: code, settings, documents, generated sheets."""
    single = ["README.md", "LICENSE", "Makefile", "pyproject.toml", "constraints.txt", ".gitignore"]
    found = [ROOT / name for name in single] + [ROOT / ".ci" / "run"]
    for folder, pattern in (("proofs", "*.toml"), ("output", "*.tex"), ("symderive", "**/*.css")):
        found += sorted((ROOT / folder).glob(pattern))
    return found + PYTHON_FILES


@modules(texts())
def test_nothing_is_left_to_do_and_no_machine_is_named(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [word for word in FORBIDDEN if word in text] == []


def test_the_pinned_versions_are_plain() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    names = [line.partition("==")[0].lower() for line in lines]
    assert names == sorted(set(names))
    for line in lines:
        name, separator, version = line.partition("==")
        assert separator, line
        assert name.replace("-", "").replace("_", "").replace(".", "").isalnum(), line
        assert version.replace(".", "").isalnum(), line


def test_a_public_name_is_added_or_removed_on_purpose() -> None:
    assert sorted(symderive.__all__) == sorted(PUBLIC_NAMES.split())


def test_importing_the_package_imports_nothing_heavy() -> None:
    heavy = ("sympy", "numpy", "scipy", "islpy", "z3", "flint", "latexify", "rich")
    code = f"import symderive, sys; print([name for name in {heavy} if name in sys.modules])"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert shown.stdout.strip() == "[]"
