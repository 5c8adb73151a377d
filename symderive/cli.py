"""The command ``symderive``: check, sheet, list, explain.

Everything heavy is imported inside the commands, so that ``symderive --help`` is fast.
Exit status: 0 all as expected, 1 something is not, 2 something could not run, 130 interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

if TYPE_CHECKING:
    from symderive.results import ClaimOutcome, Report
    from symderive.runner.executors import Employer

PROOFS, OUTPUT, REPORT = "proofs", "output", "report.json"
FORMS = ("tex", "pdf", "html")
LOCAL = "local"
COULD_NOT_RUN, INTERRUPTED = 2, 130

paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
select_option = click.option(
    "-k", "select", default="", metavar="TEXT", help="Claims with TEXT in name, title or reference."
)
processes_option = click.option(
    "-j",
    "processes",
    type=click.IntRange(min=1),
    metavar="N",
    help="Decide N claims at a time (as many as there are processors).",
)
budget_option = click.option(
    "--budget",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="For each statement (10); a claim's own budget stays.",
)
cache_option = click.option(
    "--cache/--no-cache",
    "remember",
    default=True,
    help="Whether to take what was decided before from .symderive_cache (yes).",
)
oracles_option = click.option(
    "--oracles",
    is_flag=True,
    help="Compare with independent implementations, too: PyTorch, where it is installed, and those"
    " that claims name. All is decided anew.",
)
dask_option = click.option(
    "--dask",
    "address",
    is_flag=False,
    flag_value=LOCAL,
    metavar="ADDRESS",
    help="Decide on the Dask cluster with this scheduler, as in tcp://HOST:8786, or on a cluster of"
    " N processes here (local, or no ADDRESS). Needs the extra dask.",
)


def _forms(_: click.Context, option: click.Parameter, text: str) -> tuple[str, ...]:
    """The forms of output that were asked for, separated by commas."""
    found = tuple(dict.fromkeys(part.strip() for part in text.split(",")))
    for part in found:
        if part not in FORMS:
            raise click.BadParameter(f"{part!r} is none of {', '.join(FORMS)}")
    return found


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="symderive")
def main() -> None:
    """Identities on indexed tensors, proved for all sizes or refuted with a counterexample."""


@main.command()
@paths_argument
@select_option
@processes_option
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write the report here.")
@budget_option
@cache_option
@oracles_option
@dask_option
def check(
    paths: tuple[Path, ...],
    select: str,
    processes: int | None,
    json_file: Path | None,
    budget: float | None,
    remember: bool,
    oracles: bool,
    address: str | None,
) -> None:
    """Decide the claims of proof files (proofs/ if none is named)."""
    from symderive import reports
    from symderive.runner.oracles import told_of_oracles

    with _interruptible(), _executor(address, processes) as executor:
        steps = json_file is not None
        report = _decided(
            paths,
            select,
            processes,
            budget,
            remember and not oracles,
            oracles,
            steps=steps,
            stream=sys.stdout,
            executor=executor,
        )
        reports.print_report(report)
        if oracles:
            click.echo(told_of_oracles(report))
        if json_file is not None:
            reports.write_json(report, json_file)
    _end(report, select)


@main.command()
@paths_argument
@select_option
@processes_option
@budget_option
@cache_option
@click.option(
    "--format",
    "forms",
    callback=_forms,
    default="tex",
    metavar="FORMS",
    help="What to write: tex, pdf, html, or several of them, as in tex,pdf.",
    show_default=True,
)
@click.option(
    "--style",
    type=click.Choice(["review", "solution"]),
    default="review",
    help="A review shows everything; a solution shows what is right, and none of the machinery.",
    show_default=True,
)
@click.option(
    "-o",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(OUTPUT),
    help="Folder of the sheets.",
    show_default=True,
)
def sheet(
    paths: tuple[Path, ...],
    select: str,
    processes: int | None,
    budget: float | None,
    remember: bool,
    forms: tuple[str, ...],
    style: str,
    folder: Path,
) -> None:
    """Write one sheet a proof file (NAME.tex for NAME.py, NAME-solution.tex for a solution).

    The folder also gets report.json, which says what was decided under each id. PDF needs pdflatex.
    """
    from symderive import reports, typesetting

    not_made: list[str] = []

    with _interruptible():
        report = _decided(paths, select, processes, budget, remember, steps=True, stream=sys.stderr)
        whole = reports.updated(report, folder / REPORT)
        for made in typesetting.write(report, whole, folder, forms, style):
            if isinstance(made, Path):
                click.echo(f"wrote {made}", err=True)
            else:
                not_made.append(made)
        reports.write_json(whole, folder / REPORT)
    for outcome in report.outcomes:
        if not outcome.as_expected:
            click.echo(reports.failure(outcome), err=True)
    for failure in report.failures:
        click.echo(f"could not be read: {failure}", err=True)
    for told in not_made:
        click.echo(told, err=True)
    _end(report, select, not_made=bool(not_made))


@main.command(name="list")
@paths_argument
@select_option
def list_(paths: tuple[Path, ...], select: str) -> None:
    """List the claims of proof files without running them."""
    from symderive.errors import ClaimError
    from symderive.prose import plain
    from symderive.runner.files import listed, proof_files

    status = 0
    found = []
    for path in paths or (Path(PROOFS),):
        try:
            files = proof_files([path])
        except ClaimError as error:
            click.echo(f"could not be read: {error}", err=True)
            status = COULD_NOT_RUN
            continue
        for file in files:
            try:
                found += [claim for claim in listed(file) if claim.matches(select)]
            except ClaimError as error:
                click.echo(f"could not be read: {error}", err=True)
                status = COULD_NOT_RUN
    rows = [(" ".join(claim.refs), claim.place, plain(claim.title)) for claim in found]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    for ids, place, title in rows:
        click.echo(f"{ids.ljust(widths[0])}  {place.ljust(widths[1])}  {title}".rstrip())
    sys.exit(status)


@main.command()
@click.argument("place", metavar="FILE::CLAIM")
@budget_option
@cache_option
@oracles_option
def explain(place: str, budget: float | None, remember: bool, oracles: bool) -> None:
    """Decide one claim and show why: its steps, or its counterexample worked out."""
    from symderive.runner.cache import FOLDER
    from symderive.runner.jobs import ASKING, Limits
    from symderive.runner.workers import call

    file, separator, name = place.partition("::")
    if not separator:
        raise click.UsageError(
            "name a claim as FILE::CLAIM, as in proofs/average_pooling.py::adjoint"
        )
    limits = Limits(margin=Limits.margin + ASKING) if oracles else Limits()
    arguments = (file, name, budget, limits, FOLDER if remember and not oracles else "", oracles)
    with _interruptible():
        ending = call(_explained, arguments, limits.importing)
    if ending.kind != "done":
        stopped = f"undecided, stopped after {ending.allowed:g} s"
        click.echo(f"{place}: {ending.told or stopped}", err=True)
        sys.exit(COULD_NOT_RUN if ending.kind == "died" else 1)
    shown, status = ending.result
    from symderive import reports

    reports.print_explanation(shown, sys.stderr if status == COULD_NOT_RUN else sys.stdout)
    sys.exit(status)


def _explained(
    file: str,
    name: str,
    budget: float | None,
    limits: Any,
    cache: str,
    oracles: bool,
    tell: Callable[..., None],
) -> tuple[str, int]:
    """The explanation of a claim and the exit status, made in a worker process."""
    from symderive import explaining, runner
    from symderive.errors import ClaimError
    from symderive.results import Report
    from symderive.runner.deciding import budget_of
    from symderive.runner.jobs import loaded
    from symderive.runner.memory import statements_in
    from symderive.runner.oracles import told_of_oracles

    memory = statements_in(cache)
    try:
        proofs = loaded(file)
        claim = proofs.claim(name)
    except ClaimError as error:
        return str(error), COULD_NOT_RUN
    seconds = budget_of(claim, budget)
    tell(limits.of_claim(seconds, 1), None)

    def follow(outcome: ClaimOutcome) -> None:
        tell(limits.of_claim(seconds, len(outcome.lines) + 1), None)

    outcome = runner.decide(claim, proofs.folded, budget, follow, memory, oracles=oracles)
    if memory is not None:
        memory.keep_outcome(outcome, seconds)
        memory.write()
    report = Report((outcome,))
    shown = str(explaining.of_claim(claim, outcome, proofs.folded))
    if oracles:
        shown += f"\n\n{told_of_oracles(report)}"
    return shown, report.exit_status


def _decided(
    paths: tuple[Path, ...],
    select: str,
    processes: int | None,
    budget: float | None,
    remember: bool,
    oracles: bool = False,
    *,
    steps: bool,
    stream: TextIO,
    executor: Employer | None = None,
) -> Report:
    """All claims decided, with progress shown on the stream."""
    from symderive import reports, runner
    from symderive.runner.cache import Cache

    if executor is None:
        processes = processes or runner.available_processors()
    cache = Cache() if remember else None
    with reports.progress_on(stream) as progress:
        report = runner.run(
            paths or (Path(PROOFS),),
            select,
            progress,
            processes=processes,
            budget=budget,
            steps=steps,
            executor=executor,
            cache=cache,
            oracles=oracles,
        )
    if cache is not None and cache.told:
        click.echo(f"cache: {cache.told}", err=True)
    return report


@contextmanager
def _executor(address: str | None, processes: int | None) -> Iterator[Employer | None]:
    """What makes an executor of a Dask cluster once it is needed; None for processes of our own."""
    if address is None:
        yield None
        return
    from symderive.runner import available_processors
    from symderive.runner.cluster import NoClusterError, cluster

    if address != LOCAL and ":" not in address:
        raise click.UsageError(
            f"--dask {address} names no scheduler: write tcp://HOST:PORT, local, or --dask behind "
            "the paths"
        )
    count = processes or available_processors()
    try:
        with ExitStack() as stack:
            yield lambda: stack.enter_context(cluster(address, count)).get_executor()
    except NoClusterError as error:
        click.echo(str(error), err=True)
        sys.exit(COULD_NOT_RUN)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Turn Ctrl-C into an exit status; the workers have been ended by then."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        sys.exit(INTERRUPTED)


def _end(report: Report, select: str, not_made: bool = False) -> NoReturn:
    """Leave with the status of the report; a text that selects nothing is a mistake."""
    if select and not report.outcomes and not report.failures:
        click.echo(f"no claim has {select!r} in its name, title or references", err=True)
        sys.exit(COULD_NOT_RUN)
    sys.exit(COULD_NOT_RUN if not_made else report.exit_status)
