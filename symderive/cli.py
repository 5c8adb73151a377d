"""The command ``symderive``: check, sheet, list, explain.

Everything heavy is imported inside the commands, so that ``symderive --help`` is fast.
Exit status: 0 all as expected, 1 something is not, 2 something could not run.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from symderive.results import Report

PROOFS, OUTPUT = "proofs", "output"
COULD_NOT_RUN = 2

paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
select_option = click.option(
    "-k", "select", default="", metavar="TEXT", help="Claims with TEXT in name, title or reference."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="symderive")
def main() -> None:
    """Identities on indexed tensors, proved for all sizes or refuted with a counterexample."""


@main.command()
@paths_argument
@select_option
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the report here.")
def check(paths: tuple[Path, ...], select: str, json_file: Path | None) -> None:
    """Decide the claims of proof files (proofs/ if none is named)."""
    report = _decided(paths, select)
    if json_file is not None:
        import json

        json_file.parent.mkdir(parents=True, exist_ok=True)
        json_file.write_text(json.dumps(report.to_json(), indent=1) + "\n", encoding="utf-8")
    sys.exit(report.exit_status)


@main.command()
@paths_argument
@select_option
@click.option("--format", "form", type=click.Choice(["tex"]), default="tex", help="Form of output.")
@click.option(
    "-o",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(OUTPUT),
    help="Folder of the sheets.",
    show_default=True,
)
def sheet(paths: tuple[Path, ...], select: str, form: str, folder: Path) -> None:
    """Write one sheet a proof file, with every verdict on it (NAME.tex for NAME.py)."""
    from symderive import reports, runner
    from symderive.sheets import document_of, tex_of

    work = runner.gather(paths or (Path(PROOFS),), select)
    report = runner.run_work(work, reports.progress_on(sys.stderr))
    by_place = {(outcome.file, outcome.name): outcome for outcome in report.outcomes}
    folder.mkdir(parents=True, exist_ok=True)
    for file in work.files:
        outcomes = {c.name: by_place[runner.shown_path(c.file), c.name] for c in file.claims}
        target = folder / f"{file.name}.{form}"
        target.write_text(tex_of(document_of(file, outcomes)), encoding="utf-8")
        click.echo(f"wrote {target}", err=True)
    for failure in report.failures:
        click.echo(f"could not be read: {failure}", err=True)
    sys.exit(report.exit_status)


@main.command(name="list")
@paths_argument
@select_option
def list_(paths: tuple[Path, ...], select: str) -> None:
    """List the claims of proof files without running them."""
    status = 0
    for path in paths or (Path(PROOFS),):
        files = sorted(path.rglob("*.py")) if path.is_dir() else [path]
        for file in files:
            try:
                rows = listed(file)
            except (OSError, SyntaxError) as error:
                click.echo(f"could not be read: {file}: {error}", err=True)
                status = COULD_NOT_RUN
                continue
            for name, refs, title in rows:
                shown = f"{file}::{name}  {' '.join(refs)}  {title}"
                if select.casefold() in shown.casefold():
                    click.echo(shown)
    sys.exit(status)


@main.command()
@click.argument("place", metavar="FILE::CLAIM")
def explain(place: str) -> None:
    """Decide one claim and show why: its steps, or its counterexample worked out."""
    from symderive import explaining, runner
    from symderive.claims import load
    from symderive.errors import ClaimError

    file, separator, name = place.partition("::")
    if not separator:
        raise click.UsageError(
            "name a claim as FILE::CLAIM, as in proofs/average_pooling.py::adjoint"
        )
    try:
        proofs = load(file)
        claim = proofs.claim(name)
    except ClaimError as error:
        click.echo(str(error), err=True)
        sys.exit(COULD_NOT_RUN)
    outcome = runner.decide(claim, proofs.folded)
    click.echo(str(explaining.of_claim(claim, outcome, proofs.folded)))
    sys.exit(_report_of(outcome).exit_status)


def _report_of(*outcomes: object) -> Report:
    from symderive.results import ClaimOutcome, Report

    return Report(tuple(o for o in outcomes if isinstance(o, ClaimOutcome)))


def _decided(paths: tuple[Path, ...], select: str) -> Report:
    from symderive import reports, runner

    report = runner.run(paths or (Path(PROOFS),), select, reports.progress_on(sys.stdout))
    reports.print_report(report)
    return report


def listed(file: Path) -> list[tuple[str, tuple[str, ...], str]]:
    """Name, references and title of each claim of a file, read without running the file."""
    tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    found = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in node.decorator_list:
            if not isinstance(decorator, ast.Call) or not isinstance(decorator.func, ast.Name):
                continue
            if decorator.func.id in ("claim", "erratum"):
                values = [a.value for a in decorator.args if isinstance(a, ast.Constant)]
                refs = tuple(value for value in values if isinstance(value, str))
                title = " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())
                found.append((node.name, refs, title))
    return found
