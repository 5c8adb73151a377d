"""The ids of the statements that the proof files follow, and of the mistakes among them.

A statement is true as the source has it, true under an assumption that the source leaves out,
false, damaged (the text is, and what was meant is evident), or a definition. A mistake names the
statements in which it was made, each with the sizes at which it shows first: sizes are compared by
their sum, then by one size after the other. In each statement it may have been made at several
places, which then show at sizes of their own. A mistake that is noted has nothing to decide, one
that is ill-formed has no meaning at any size.
"""

from __future__ import annotations

TRUE, ASSUMING, FALSE, DAMAGED = "true", "true under an assumption", "false", "damaged"
DEFINITION = "definition"

_QUESTIONS = {
    "S0-1.": {
        TRUE: "5 8 11 12 17 19 22 23 25 26 27 28",
        ASSUMING: "2 3 6 7 13 14 24",
        FALSE: "4 9 10 15 18 21",
        DAMAGED: "1",
        DEFINITION: "16 20",
    },
    "S0-2.": {TRUE: "1 2", ASSUMING: "3"},
    "S0-3a.": {TRUE: "3 5", ASSUMING: "4", FALSE: "2", DEFINITION: "1"},
    "S0-3b.": {TRUE: "1 4", FALSE: "2", DAMAGED: "3"},
    "S0-3c.": {TRUE: "1 4", ASSUMING: "3", FALSE: "2 5"},
    "S0-4.": {
        TRUE: "4 6 8 9",
        ASSUMING: "1 5 10 12",
        FALSE: "3 7",
        DAMAGED: "11",
        DEFINITION: "2",
    },
    "S0-5a.": {TRUE: "4", ASSUMING: "3 5 6", DAMAGED: "2", DEFINITION: "1"},
    "S0-5b.": {TRUE: "1 2 4 5", ASSUMING: "6", FALSE: "3 7"},
    "S0-6a.": {
        TRUE: "1 4 14 17",
        ASSUMING: "6 7 8",
        FALSE: "3 11 13",
        DAMAGED: "2 5 9 10 12 15 16",
    },
    "S0-6b.": {TRUE: "1", FALSE: "2 3"},
    "S4-1.": {
        TRUE: "2 4b 4c 6a 6b 7a 7c",
        FALSE: "5 6c 7d",
        DAMAGED: "4a 4d 7b",
        DEFINITION: "1 3",
    },
    "S4-2.1": {TRUE: "b c d e", DAMAGED: "a"},
    "S4-2.2": {TRUE: "c e g i", FALSE: "d", DAMAGED: "f h", DEFINITION: "a b"},
    "S4-2.3": {TRUE: "e f g h l p", FALSE: "d i j k n o", DAMAGED: "b c m", DEFINITION: "a"},
    "S4-2.4": {TRUE: "b d e g h i l m", FALSE: "f j k", DEFINITION: "a c"},
    "S4-3.": {TRUE: "3 4 5 6 7 8 10 11", FALSE: "12", DAMAGED: "13", DEFINITION: "1 2 9"},
    "S4-4.1": {TRUE: "b c d e f g h", DEFINITION: "a"},
    "S4-4.": {TRUE: "2"},
    "S4-4.3": {TRUE: "a b c d f g", FALSE: "e", DAMAGED: "h"},
    "S4-5.1": {TRUE: "a b d f", ASSUMING: "e g", FALSE: "c"},
    "S4-5.2": {TRUE: "a b c i", FALSE: "d e f g j l m", DAMAGED: "h", DEFINITION: "k"},
    "S4-5.3": {TRUE: "a d h i k m o p", ASSUMING: "e", FALSE: "b c f j l n", DAMAGED: "g"},
    "S4-5.4": {TRUE: "a b d e f", FALSE: "c"},
    "S4-5.5": {TRUE: "a c", FALSE: "b d e f h", DEFINITION: "g"},
    "S4-5.6": {TRUE: "a d h j l", ASSUMING: "c", FALSE: "e f g k", DAMAGED: "b i"},
}
STATEMENTS = {
    question + name: verdict
    for question, verdicts in _QUESTIONS.items()
    for verdict, names in verdicts.items()
    for name in names.split()
}

Sizes = dict[str, int]


def _pool(m: int, n: int) -> Sizes:
    return {"m": m, "n": n}


def _net(d: int, k1: int, k2: int) -> Sizes:
    return {"d": d, "k_1": k1, "k_2": k2}


def _classes(count: int) -> Sizes:
    """So many classes, and inputs of one number."""
    return {"K": count, "D": 1}


def _points(count: int) -> Sizes:
    """So many points that a measure counts."""
    return {"points": count}


def _layers(first: int, *filters: int) -> Sizes:
    """A net with an input of that length and these filters."""
    found = {"L": len(filters), "n_0": first}
    for number, length in enumerate(filters, 1):
        found |= {f"f_{number}": length, f"n_{number}": found[f"n_{number - 1}"] - length + 1}
    return found


# Where there are no sizes, everything in the statement is a number.
NO_SIZES: Sizes = {}

REFUTED: dict[str, dict[str, list[Sizes]]] = {
    "E0-01": {"S0-1.4": [_pool(2, 4)]},
    "E0-02": {"S0-1.9": [_pool(2, 2)]},
    "E0-03": {"S0-1.10": [_pool(2, 2)]},
    "E0-04": {"S0-1.15": [_pool(2, 2)]},
    "E0-05": {"S0-1.18": [_pool(2, 4)]},
    "E0-06": {"S0-1.21": [_pool(2, 4)]},
    "E0-07": {f"S0-1.{number}": [_pool(2, 4)] for number in (2, 3, 6, 7, 13, 14, 24)},
    "E0-09": {"S0-2.3": [{"b": 1, "C": 3, "m": 1, "n": 1, "r": 1}]},
    "E0-10": {"S0-3a.2": [{"n": 1}]},
    "E0-11": {"S0-3a.4": [{"n": 2}], "S0-3a.5": [{"n": 2}]},
    "E0-12": {"S0-3a.4": [{"n": 2}], "S0-3c.2": [{"n": 2}]},
    "E0-13": {"S0-3b.2": [{"n": 1}]},
    "E0-14": {"S0-3b.3": [{"n": 2}]},
    "E0-15": {"S0-3c.2": [{"n": 2}]},
    "E0-16": {"S0-3c.3": [{"n": 2}]},
    "E0-17": {"S0-3c.5": [{"n": 2}]},
    "E0-18": {f"S0-3{line}": [{"n": 2}] for line in ("b.1", "b.2", "c.1")},
    "E0-27": {f"S0-6a.{number}": [_layers(1, 1, 1)] for number in (2, 9, 10, 12, 16)},
    "E0-28": {"S0-6a.3": [_layers(2, 2, 1)]},
    "E0-29": {"S0-6a.3": [_layers(2, 1, 2)]},
    "E0-30": {"S0-6a.5": [_layers(2, 1, 2)]},
    "E0-31": {f"S0-6a.{number}": [_layers(3, 2)] for number in (6, 7, 8, 15)},
    "E0-32": {f"S0-6a.{number}": [_layers(1, 1, 1)] for number in (11, 13)},
    "E0-33": {f"S0-6a.{number}": [_layers(2, 1, 2)] for number in (9, 14)},
    "E0-35": {"S0-6b.2": [_layers(2, 2)]},
    "E0-36": {"S0-6b.3": [_layers(3, 2)]},
    "E0-23": {"S0-5a.2": [_points(2)]},
    "E0-24": {f"S0-5{line}": [_points(2)] for line in ("a.5", "a.6", "b.6")},
    "E0-25": {"S0-5b.3": [_points(2)]},
    "E0-26": {"S0-5b.7": [_points(2)]},
    "E0-19": {"S0-4.3": [NO_SIZES]},
    "E0-20": {"S0-4.7": [NO_SIZES]},
    "E0-21": {f"S0-4.{number}": [NO_SIZES] for number in (1, 2, 5, 10)},
    "E0-22": {"S0-4.11": [NO_SIZES], "S0-4.12": [NO_SIZES]},
    "E0-37": {"S0-1.3": [{"h": 3, "w": 3}]},
    "E0-38": {"S0-3a.1": [{"n": 1}]},
    "E0-39": {"S0-5a.3": [_points(2)], "S0-5a.6": [_points(1), _points(2)]},
    "E4-02": {"S4-1.4d": [NO_SIZES]},
    "E4-03": {"S4-1.5": [NO_SIZES]},
    "E4-04": {"S4-1.6c": [NO_SIZES]},
    "E4-05": {"S4-1.7b": [NO_SIZES]},
    "E4-06": {"S4-1.7c": [NO_SIZES]},
    "E4-07": {"S4-1.7d": [NO_SIZES]},
    # A sum over i of terms in j; every size of it is its number of classes.
    "E4-08": {f"S4-2.1{line}": [{"n": 2}] for line in "abcd"},
    "E4-10": {"S4-2.2d": [NO_SIZES]},
    "E4-14": {"S4-2.3d": [_classes(1)]},
    "E4-16": {"S4-2.3i": [_classes(1)]},
    "E4-17": {"S4-2.3j": [_classes(1)]},
    "E4-18": {"S4-2.3j": [_classes(1)]},
    "E4-19": {"S4-2.3k": [_classes(1)]},
    "E4-20": {"S4-2.3n": [_classes(2)]},
    "E4-21": {"S4-2.3o": [_classes(1)]},
    "E4-22": {"S4-2.4f": [{"N": 2}]},
    "E4-23": {"S4-2.4j": [{"N": 2}]},
    "E4-24": {"S4-2.4k": [{"N": 2}]},
    "E4-27": {"S4-2.4a": [{"N": 2}], "S4-2.4m": [{"N": 2}]},
    "E4-28": {"S4-3.12": [{"D": 1, "M": 1, "K": 1}]},
    "E4-30": {"S4-4.3e": [NO_SIZES]},
    "E4-32": {"S4-5.1c": [_net(1, 1, 1)], "S4-5.2b": [_net(1, 1, 1)]},
    "E4-34": {"S4-5.2d": [_net(2, 1, 1)]},
    "E4-35": {"S4-5.2e": [_net(3, 1, 2)], "S4-5.2f": [_net(2, 1, 1)]},
    "E4-36": {"S4-5.2g": [_net(1, 1, 1)]},
    "E4-38": {"S4-5.2j": [_net(2, 1, 1)]},
    "E4-39": {"S4-5.2l": [_net(3, 1, 2)]},
    "E4-40": {"S4-5.2m": [_net(3, 1, 2)]},
    "E4-41": {"S4-5.3b": [_net(1, 1, 1)]},
    "E4-42": {"S4-5.3c": [_net(2, 1, 2)]},
    "E4-43": {"S4-5.3f": [_net(2, 1, 2)]},
    "E4-45": {"S4-5.3j": [_net(3, 1, 2)]},
    "E4-46": {"S4-5.3l": [_net(2, 1, 2)]},
    "E4-47": {"S4-5.3n": [_net(2, 1, 1)]},
    "E4-49": {"S4-5.4c": [_net(1, 1, 1)]},
    # The inner rows are two only where there are two outputs.
    "E4-50": {"S4-5.5b": [_net(1, 1, 1), _net(1, 1, 2)]},
    "E4-51": {"S4-5.5d": [_net(1, 2, 2)]},
    "E4-52": {"S4-5.5e": [_net(1, 1, 2)]},
    "E4-53": {"S4-5.5f": [_net(1, 1, 2), _net(1, 2, 2)]},
    "E4-54": {"S4-5.5h": [_net(1, 1, 2)]},
    "E4-56": {"S4-5.6e": [_net(1, 2, 2)]},
    "E4-57": {"S4-5.6f": [_net(1, 1, 1)], "S4-5.6k": [_net(1, 1, 1)]},
    "E4-58": {"S4-5.6g": [_net(1, 1, 2)]},
    "E4-61": {"S4-5.3e": [_net(2, 1, 1)], "S4-5.6c": [_net(1, 1, 1)]},
    # The kernel has three entries, the sequence four.
    "E4-62": {"S4-4.3h": [NO_SIZES], "S4-5.2k": [_net(4, 1, 3)]},
    # The second kernel, of three entries, is too long for an input of one; or the first is.
    "E4-63": {"S4-5.1e": [_net(1, 3, 1)], "S4-5.1g": [_net(1, 1, 3)]},
}
ILL_FORMED = {
    "E4-15": ["S4-2.3c", "S4-2.3d", "S4-2.3m"],
    "E4-29": ["S4-3.13"],
    "E4-44": ["S4-5.3f", "S4-5.3g"],
    "E4-59": ["S4-5.5g", "S4-5.6i"],
}
NOTED = {
    "E0-08": ["S0-1.1", "S0-1.20"],
    "E0-34": ["S0-6a.15", "S0-6a.16"],
    "E4-01": ["S4-1.4a"],
    "E4-09": ["S4-2.2a"],
    "E4-11": ["S4-2.2f"],
    "E4-12": ["S4-2.2h"],
    "E4-13": ["S4-2.2b", "S4-2.3b"],
    "E4-25": ["S4-2.4i"],
    "E4-26": ["S4-2.3c", "S4-2.4a", "S4-2.4c"],
    "E4-31": ["S4-4.3h"],
    "E4-33": ["S4-5.1a", "S4-5.1d"],
    "E4-37": ["S4-5.2h", "S4-5.5b"],
    "E4-48": ["S4-5.3d", "S4-5.3e"],
    "E4-55": ["S4-5.6b"],
    "E4-60": ["S4-5.6j"],
}
MISTAKES = {
    **{mistake: list(places) for mistake, places in REFUTED.items()},
    **ILL_FORMED,
    **NOTED,
}
