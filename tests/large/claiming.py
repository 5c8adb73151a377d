"""How an entry in the language of symderive is written: one statement, and its false variants."""

from typing import Any

from symderive.language.scalars import Condition
from tests.corpus.identity import Identity


def claimed(name: str, claim: Condition, *given: Any, **mistakes: Condition) -> list[Identity]:
    """A true statement about whole tensors, followed by one false statement for each mistake."""
    return [
        Identity(name, claim, None, given, True),
        *(
            Identity(f"{name}, wrong: {mistake.replace('_', ' ')}", wrong, None, given, False)
            for mistake, wrong in mistakes.items()
        ),
    ]
