"""Runs that remember: what has not changed is not decided again, and what has changed is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from symderive import runner
from symderive.results import ClaimOutcome, Report
from symderive.runner import Limits, records
from symderive.runner.cache import Cache, key_of
from tests.claims.proof_text import BROKEN, PROOFS
from tests.runner import bad_files

ROOT = Path(__file__).resolve().parent.parent.parent
FACTORS = "FACTOR = 2\n"
WITH_FACTOR = '''"""Sums with a factor from beside the file."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from symderive import *
from factors_beside import FACTOR

n = size("n")


@claim("F-1")
def doubled(x=vector(n)):
    """A sum of doubles."""
    return eq(total(lambda k: 2*x[k], 1, n), FACTOR*total(lambda k: x[k], 1, n))
'''
HALVES = '''"""Halves."""
from symderive import *

m = size("m")

@claim("H-1", expect="refuted")
def half_is_whole():
    """A size is even."""
    return eq(2*(m // 2), m)

@claim("H-2")
def below(a=real(), b=real()):
    """An order is kept."""
    return lt(a, b + 1).given(lt(a, b))
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sums.py").write_text(PROOFS, encoding="utf-8")
    return tmp_path


def run(*files: str, **options: Any) -> Report:
    cache = Cache()
    report = runner.run(files or ("sums.py",), cache=cache, **options)
    assert cache.told == ""
    return report


def cached(report: Report) -> list[str]:
    return [outcome.name for outcome in report.outcomes if outcome.cached]


def statuses(report: Report) -> dict[str, str]:
    return {outcome.name: outcome.status for outcome in report.outcomes}


def data(report: Report) -> Any:
    """The report as JSON data, without seconds and without what came from the cache."""
    return plain(report.to_json())


def plain(found: Any) -> Any:
    if isinstance(found, dict):
        return {k: plain(v) for k, v in found.items() if k not in ("seconds", "cached")}
    return [plain(value) for value in found] if isinstance(found, list) else found


def rewrite(file: Path, old: str, new: str) -> None:
    """Change a file, but not the time of its last change, which nobody may believe."""
    times = os.stat(file)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_nothing_is_decided_twice(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run()
    assert cached(first) == []
    monkeypatch.setattr(runner.workers, "Workers", None)
    second = run()
    assert cached(second) == [outcome.name for outcome in first.outcomes]
    assert second.outcomes == first.outcomes
    assert [o.seconds for o in second.outcomes] == [o.seconds for o in first.outcomes]
    assert data(run(steps=True)) == data(first)


def test_outcomes_are_those_of_a_run_without_it(folder: Path) -> None:
    without = runner.run(["sums.py"])
    run(steps=False)
    assert data(run()) == data(without)
    (folder / "sums.py").write_text(f"{PROOFS}\n# more\n", encoding="utf-8")
    assert data(run()) == data(without)


def test_a_full_hit_imports_nothing_heavy(folder: Path) -> None:
    code = (
        "import sys; from symderive import cli\n"
        "try:\n    cli.main(['check', 'sums.py'])\n"
        "except SystemExit as end:\n    status = end.code\n"
        "heavy = 'sympy numpy scipy islpy flint z3 multiprocessing'.split()\n"
        "print(status, [name for name in heavy if name in sys.modules])\n"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for known in (False, True):
        shown = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=folder,
            env=environment,
        ).stdout
        assert ("5 from the cache" in shown) == known, shown
    assert shown.endswith("0 []\n")


def test_only_what_changed_is_decided_again(folder: Path) -> None:
    run()
    rewrite(folder / "sums.py", "return eq(total(lambda k: 2*x", "return eq(total(lambda k: 3*x")
    report = run()
    assert statuses(report)["doubled"] == "refuted"
    assert cached(report) == ["squared"]
    rewrite(folder / "sums.py", "lambda k: 3*x", "lambda k: 2*x")
    assert statuses(run())["doubled"] == "proved"


def test_a_line_that_changed_is_decided_again_and_the_others_of_its_chain_are_not(
    folder: Path,
) -> None:
    run()
    rewrite(folder / "sums.py", "printed=2*s", "printed=3*s")
    report = run()
    squared = report.outcomes[2]
    assert not squared.cached
    assert "3*sum" in squared.lines[1].shown
    assert [line.verdict.status for line in squared.lines] == ["proved", "refuted", "proved"]


def test_places_titles_and_references_are_those_of_the_file(folder: Path) -> None:
    before = run().outcomes[0]
    rewrite(folder / "sums.py", 'n = size("n")', '# A size.\nn = size("n")')
    rewrite(folder / "sums.py", "A sum of doubles is", "The sum of doubles is")
    rewrite(folder / "sums.py", '"C-1"', '"C-9"')
    after = run().outcomes[0]
    assert after.cached
    assert after.line == before.line + 1
    assert after.title.startswith("The sum")
    assert after.refs == ("C-9",)
    assert after.lines == before.lines


@pytest.mark.parametrize(
    ("old", "new", "name", "status"),
    [
        ("lt(a, b + 1)", "lt(a, b - 1)", "below", "refuted"),
        (".given(lt(a, b))", ".given(gt(a, b))", "below", "refuted"),
        ("a=real()", "a=real(below=0)", "below", "proved"),
        ('size("m")', 'size("m", multiple_of=2)', "half_is_whole", "proved"),
    ],
)
def test_signs_hypotheses_and_domains_count(
    folder: Path, old: str, new: str, name: str, status: str
) -> None:
    (folder / "halves.py").write_text(HALVES, encoding="utf-8")
    assert statuses(run("halves.py")) == {"half_is_whole": "refuted", "below": "proved"}
    rewrite(folder / "halves.py", old, new)
    report = run("halves.py")
    assert statuses(report)[name] == status
    assert name not in cached(report)


def test_a_module_beside_the_file_counts(folder: Path) -> None:
    (folder / "factors_beside.py").write_text(FACTORS, encoding="utf-8")
    (folder / "factor.py").write_text(WITH_FACTOR, encoding="utf-8")
    assert statuses(run("factor.py")) == {"doubled": "proved"}
    assert cached(run("factor.py")) == ["doubled"]
    rewrite(folder / "factors_beside.py", "2", "3")
    report = run("factor.py")
    assert statuses(report) == {"doubled": "refuted"}
    assert cached(report) == []
    rewrite(folder / "factors_beside.py", "3", "2")
    assert cached(run("factor.py")) == ["doubled"]


def test_a_module_that_is_found_earlier_now_counts(folder: Path) -> None:
    (folder / "factors_beside.py").write_text(FACTORS, encoding="utf-8")
    (folder / "factor.py").write_text(WITH_FACTOR, encoding="utf-8")
    run("factor.py")
    (folder / "factors_beside").mkdir()
    (folder / "factors_beside" / "__init__.py").write_text("FACTOR = 5\n", encoding="utf-8")
    assert statuses(run("factor.py")) == {"doubled": "refuted"}


def test_what_is_read_from_another_file_counts(folder: Path) -> None:
    (folder / "factor.txt").write_text("2", encoding="utf-8")
    text = WITH_FACTOR.replace(
        "from factors_beside import FACTOR",
        'FACTOR = int((Path(__file__).parent / "factor.txt").read_text())',
    )
    (folder / "factor.py").write_text(text, encoding="utf-8")
    assert statuses(run("factor.py")) == {"doubled": "proved"}
    assert cached(run("factor.py")) == ["doubled"]
    rewrite(folder / "factor.txt", "2", "7")
    assert statuses(run("factor.py")) == {"doubled": "refuted"}


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("pass", True),
        ("open(__file__).close()", True),
        ("open('data.txt').close()", False),
        ("__import__('os').listdir('.')", False),
        ("__import__('subprocess').run(['true'])", False),
        ("__import__('os').urandom(1)", True),
        ("open('/dev/urandom').close()", False),
    ],
)
@pytest.mark.parametrize("inside", [False, True], ids=["file", "claim"])
def test_a_file_that_looks_around_is_not_known_by_its_bytes(
    folder: Path, code: str, known: bool, inside: bool
) -> None:
    (folder / "data.txt").write_text("1", encoding="ascii")
    text = PROOFS.replace("    s = total", f"    {code}\n    s = total") if inside else PROOFS
    (folder / "sums.py").write_text(text if inside else f"{text}\n{code}\n", encoding="utf-8")
    first = run()
    assert first.exit_status == 0
    assert (Cache().read("files", key_of(str(folder / "sums.py"))) is not None) == known
    assert "squared" in cached(run())


def test_an_engine_that_cannot_be_told_remembers_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    known = Cache()
    monkeypatch.setattr(records, "engine_digest", lambda: "")
    assert cached(runner.run(["sums.py"], cache=known)) == []
    assert "the versions of the packages cannot be told" in known.told


def test_what_workers_of_another_engine_say_is_not_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "engine_digest", lambda: "another")
    for _ in range(2):
        assert cached(run()) == []
    assert not (folder / ".symderive_cache" / "files").exists()
    assert not (folder / ".symderive_cache" / "statements").exists()


def test_a_change_of_the_code_is_noticed_from_outside(folder: Path) -> None:
    """With a copy of the whole package, of which one byte of a comment is changed."""
    command = [sys.executable, "-m", "symderive_of_test", "check", "sums.py"]
    subprocess.run(["cp", "-r", str(ROOT / "symderive"), str(folder)], check=True)
    (folder / "symderive_of_test.py").write_text(
        'from symderive.cli import main\nif __name__ == "__main__":\n    main()\n', encoding="ascii"
    )
    seen = []
    for change in ("", "", "# A byte more."):
        with (folder / "symderive" / "prover" / "prove.py").open("a", encoding="utf-8") as file:
            file.write(change)
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
        seen.append("from the cache" in done.stdout)
    assert seen == [False, True, False]


def test_a_damaged_cache_is_told_and_costs_only_time(folder: Path) -> None:
    first = run()
    for file in Path(".symderive_cache").rglob("*"):
        if file.is_file() and file.name != ".gitignore":
            file.write_bytes(file.read_bytes()[:-1])
    cache = Cache()
    second = runner.run(["sums.py"], cache=cache)
    assert cached(second) == []
    assert data(second) == data(first)
    assert "damaged" in cache.told
    assert cached(run()) == [outcome.name for outcome in first.outcomes]


def test_an_outcome_that_was_written_by_hand_does_not_count(folder: Path) -> None:
    rewrite(folder / "sums.py", "return eq(total(lambda k: 2*x", "return eq(total(lambda k: 3*x")
    run()
    forged = Cache()
    record = forged.read("files", key_of(str(folder / "sums.py")))
    assert record["rows"][0]["outcome"]["lines"][0]["verdict"]["status"] == "refuted"
    record["rows"][0]["outcome"]["lines"][0]["verdict"]["status"] = "proved"
    text = Path(forged._file("files", key_of(str(folder / "sums.py"))))
    whole = text.read_bytes()
    forged.write("files", key_of(str(folder / "sums.py")), record)
    text.write_bytes(whole[:64] + text.read_bytes()[64:])
    report = runner.run(["sums.py"], cache=forged)
    assert statuses(report)["doubled"] == "refuted"
    assert forged.told.startswith("1 entry in ")


def test_a_cache_that_cannot_be_written_is_told(folder: Path) -> None:
    (folder / ".symderive_cache").write_text("in the way", encoding="ascii")
    cache = Cache()
    report = runner.run(["sums.py"], cache=cache)
    assert report.exit_status == 0
    assert cache.told.startswith("nothing is remembered in .symderive_cache: ")


def test_claims_are_selected_among_what_is_known(folder: Path) -> None:
    first = run(select="C-2b")
    assert [outcome.name for outcome in first.outcomes] == ["squared"]
    report = run()
    assert cached(report) == ["squared", "slip"]
    assert [outcome.name for outcome in report.outcomes] == list(statuses(runner.run(["sums.py"])))
    assert cached(run(select="the square of a sum")) == ["squared"]


def test_what_raises_is_decided_each_time(folder: Path) -> None:
    (folder / "broken.py").write_text(BROKEN, encoding="utf-8")
    first, second = run("broken.py"), run("broken.py")
    assert cached(second) == ["fine", "wrong"]
    assert data(first) == data(second)
    assert second.exit_status == 2


def test_what_was_stopped_or_killed_is_not_remembered(folder: Path) -> None:
    (folder / "bad.py").write_text(bad_files.BAD_BODIES, encoding="utf-8")
    limits = Limits(importing=4, margin=0.5)
    first = run("bad.py", budget=0.5, limits=limits)
    second = run("bad.py", budget=0.5, limits=limits)
    unfinished = {o.name for o in first.outcomes if o.stopped or (o.error and not o.ill_formed)}
    assert unfinished
    assert not unfinished & set(cached(second))
    assert statuses(second) == statuses(first)


def test_a_file_that_does_not_import_is_tried_each_time(folder: Path) -> None:
    file = folder / "later.py"
    file.write_text("import module_that_comes_later\n" + PROOFS, encoding="utf-8")
    assert run("later.py").failures
    (folder / "module_that_comes_later.py").write_text("", encoding="utf-8")
    file.write_text(f"import sys\nsys.path.insert(0, {str(folder)!r})\n{PROOFS}", encoding="utf-8")
    assert run("later.py").exit_status == 0


def test_the_longest_claims_come_first_where_times_are_known(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Begun:
        def __init__(self) -> None:
            self.names: list[str] = []

        def begun(self, name: str) -> None:
            self.names.append(name)

        def ended(self, name: str, outcome: ClaimOutcome | None, done: int, total: int) -> None:
            pass

    run()
    cache = Cache()
    record = cache.read("files", key_of(str(folder / "sums.py")))
    for row in record["rows"]:
        row["outcome"]["seconds"] = 40.0 if row["outcome"]["name"] == "squared" else 0.1
    cache.write("files", key_of(str(folder / "sums.py")), record | {"engine": "an older one"})
    begun = Begun()
    run(progress=begun)
    assert begun.names[:3] == ["sums.py", "squared", "doubled"]
