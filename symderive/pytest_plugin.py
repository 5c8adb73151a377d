"""Claims as pytest items, under the paths named in the ini setting ``symderive_proofs`` only.

Each claim of a proof file is one item, ``proofs/file.py::name[proof]``.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from symderive.claims import Claim
    from symderive.language.terms import Term
    from symderive.runner.memory import Statements

SETTING = "symderive_proofs"
# A claim that never ends is stopped after the time that a chain of so many lines may take.
STATEMENTS_WAITED_FOR = 10
MEMORY = pytest.StashKey["Statements | None"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the setting; without it nothing is collected. And the option for oracles."""
    parser.addoption(
        "--oracles",
        action="store_true",
        help="compare claims with independent implementations, too (PyTorch, where installed)",
    )
    parser.addini(SETTING, "folders and files whose claims are collected", type="paths", default=[])


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say once where nothing can be compared with PyTorch."""
    if not config.getoption("oracles"):
        return None
    from symderive.runner.oracles import named_oracles

    return named_oracles()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a Python file that lies under one of the named paths."""
    if file_path.suffix != ".py" or file_path.name.startswith("_"):
        return None
    for root in parent.config.getini(SETTING):
        if file_path == root or root in file_path.parents:
            found: pytest.Collector = ProofCollector.from_parent(parent, path=file_path)
            return found
    return None


def memory_of(config: pytest.Config) -> Statements | None:
    """What was decided before; ``-p no:cacheprovider`` leaves it out like pytest's own cache."""
    if MEMORY not in config.stash:
        from symderive.runner.cache import FOLDER
        from symderive.runner.memory import statements_in

        wanted = config.pluginmanager.hasplugin("cacheprovider") and not config.getoption("oracles")
        config.stash[MEMORY] = statements_in(str(config.rootpath / FOLDER) if wanted else "")
    return config.stash[MEMORY]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Remember what was decided."""
    memory = session.config.stash.get(MEMORY, None)
    if memory is not None:
        memory.write()
        memory.cache.trim()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what went wrong with what was remembered, if anything did."""
    memory = config.stash.get(MEMORY, None)
    if memory is not None and memory.cache.told:
        terminalreporter.write_line(f"cache: {memory.cache.told}")


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raise ProofFailed when the time is over, where the system has an alarm for it."""
    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return

    def stop(number: int, frame: Any) -> None:
        raise ProofFailed(f"stopped after {seconds:g} s; symderive explain says how far it came")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class ProofFailed(BaseException):
    """A claim that did not get the expected verdict; its text is what the report shows.

    No Exception, so that nothing which reports the errors of a claim takes it for one of those.
    """


class ProofCollector(pytest.File):
    """The claims of one proof file."""

    def collect(self) -> Iterator[pytest.Item]:
        """One item a claim, in the order of the file."""
        from symderive.claims import load
        from symderive.errors import ClaimError

        try:
            file = load(self.path)
        except ClaimError as error:
            raise self.CollectError(str(error)) from error
        for claim in file.claims:
            yield ProofItem.from_parent(
                self, name=f"{claim.name}[proof]", claim=claim, folded=file.folded
            )


class ProofItem(pytest.Item):
    """One claim."""

    def __init__(self, *, claim: Claim, folded: Mapping[Term, str], **rest: Any) -> None:
        super().__init__(**rest)
        self.claim, self.folded = claim, folded
        self.user_properties.append(("title", claim.title))

    def runtest(self) -> None:
        """Decide the claim; fails unless the verdict is the expected one."""
        from symderive import reports, runner
        from symderive.runner.deciding import budget_of

        memory = None if self._with_oracles else memory_of(self.config)
        with stopped_after(self._limit()):
            outcome = runner.decide(
                self.claim, self.folded, memory=memory, oracles=self._with_oracles
            )
        if memory is not None:
            memory.keep_outcome(outcome, budget_of(self.claim, None))
        self.user_properties.append(("status", outcome.status))
        if not outcome.as_expected:
            raise ProofFailed(f"expected {outcome.expect}\n{reports.explanation(outcome)}")

    @property
    def _with_oracles(self) -> bool:
        return bool(self.config.getoption("oracles"))

    def _limit(self) -> float:
        """The seconds after which the claim fails; more where its budget or its chain is long."""
        from symderive.runner.deciding import budget_of
        from symderive.runner.jobs import ASKING, Limits

        limits = Limits(margin=Limits.margin + ASKING * self._with_oracles)
        return limits.of_claim(budget_of(self.claim, None), STATEMENTS_WAITED_FOR)

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """The explanation of a claim that failed, without a traceback through this package."""
        if isinstance(excinfo.value, ProofFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the claim stands, counted from 0 as pytest does."""
        return self.path, self.claim.line - 1, self.name
