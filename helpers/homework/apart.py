"""换了数的题，想法分不分得清：错误的答案和正确的一样，两个想法的答案一样，两个叠起来成了第三个，都要重抽。"""

from itertools import combinations

import numpy as np

from helpers.homework.attempt import Failure
from helpers.homework.judging import observe
from helpers.homework.pairs import joined
from helpers.homework.question import Question

#: 想法的标识 → 有这个想法的答案的表现；正确的答案的标识是空的
Told = dict[str, np.ndarray | Failure]


def told_by(question: Question) -> Told:
    """返回一道答案是值的题里，正确的答案和每个错误的想法的表现。"""
    return {"": observe(question, question.right)[0]} | {
        each.id: observe(question, each.model)[0] for each in question.mistakes
    }


def alike(question: Question, told: Told) -> set[str]:
    """返回答案和别的一样的想法，或者和正确答案一样的。"""
    kind, shapes = question.type, {}
    for name, got in told.items():
        shape = got.told if isinstance(got, Failure) else got.shape if got.size > 1 else got.size
        shapes.setdefault(shape, []).append(name)
    found = set()
    for names in shapes.values():
        if kind.numeric and not isinstance(told[names[0]], Failure):
            table = np.array([told[name].ravel() for name in names], float)
            found |= {names[place] for place in np.argwhere(np.triu(_near(table, table, kind.tolerance), 1)).flat}
            continue
        for one, other in combinations(names, 2):
            first, second = told[one], told[other]
            # the right one is what it does; a mistake is taken for another where it is given as its own
            same = kind.same(second, first) if not one else kind.like(first, second) or kind.like(second, first)
            found |= {one, other} if same else set()
    return found - {""}


def mixed(question: Question, told: Told) -> set[tuple[str, ...]]:
    """返回叠在一起正好等于正确答案、或者等于第三个想法的两个想法：（一个，另一个，等于哪个）。"""
    right = told[""]
    fitting = {name: joined([got], [right]) for name, got in told.items()}
    fitting = {name: got for name, got in fitting.items() if got is not None}
    if not question.type.numeric or not fitting:
        return set()
    names, table, tolerance = list(fitting), np.array(list(fitting.values())), question.type.tolerance
    off = abs(table - table[0]) > tolerance
    only = (off[:, None] & ~off).any(axis=2)  # wrong where the other is right
    found = set()
    with np.errstate(all="ignore"):
        for both in (table[:, None] + table - table[0], table[:, None] * table / table[0]):
            equal = _near(both.reshape(-1, both.shape[2]), table, tolerance).reshape(*both.shape[:2], len(table))
            found |= {tuple(place) for place in np.argwhere(equal & (only & only.T)[:, :, None]).tolist()}
    return {tuple(names[each] for each in place) for place in found if place[0] < place[1]}


def _near(some: np.ndarray, others: np.ndarray, tolerance: float) -> np.ndarray:
    """Tell of each row of some and each of others whether they are the same numbers."""
    with np.errstate(all="ignore"):
        same = abs(some[:, None] - others) <= tolerance
    return (same | (np.isnan(some)[:, None] & np.isnan(others)) | (some[:, None] == others)).all(axis=2)
