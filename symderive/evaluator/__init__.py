"""An independent reading of statements: values at points, and the search for counterexamples."""

from symderive.evaluator.interpret import evaluate
from symderive.evaluator.search import Search, find_counterexample, screen

__all__ = ["Search", "evaluate", "find_counterexample", "screen"]
