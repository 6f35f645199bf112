"""两个列出的错误叠在一起：结果是两个想法一起算出来的。数能说明的只是“很可能”，所以话也这样说。"""

from itertools import combinations

import numpy as np

from helpers.homework.attempt import Failure
from helpers.homework.comparing import close, distinct, near
from helpers.homework.findings import ALONE, FINDINGS, Finding
from helpers.homework.question import Mistake, Question
from helpers.homework.relations import exact

Results = list[np.ndarray | Failure]
_FEW = 4  # numbers: two ideas give the same by chance where there are fewer


def pair(
    question: Question, got: list[np.ndarray], want: list[np.ndarray], models: dict[Mistake, Results], tolerance: float
) -> Finding | None:
    """返回结果像是哪两个列出的错误叠在一起；看不出时返回 None。

    got、want：每组输入的结果，学生的和正确的；models：列出的错误 → 有这个想法时的结果；tolerance：相差多少以内算相同。
    """
    return (
        _composed(got, want, models, tolerance)
        or _together(got, want, models, tolerance)
        or _by_part(question, got, want, models)
    )


def composable(wrong: Results) -> bool:
    """一个列出的错误的结果 wrong 上还看得出别的关系时返回 True：都是普通的数，也够杂。"""
    usual = all(not isinstance(each, Failure) and np.isfinite(each).all() for each in wrong)
    return usual and sum(map(distinct, wrong)) >= _FEW


def _several(mistakes: list[Mistake], ask: str) -> Finding:
    """Say several listed mistakes at once."""
    found = FINDINGS["pair"].filled(mistakes="".join(each.sentence for each in mistakes), ask=ask)
    return found._replace(id="+".join(each.id for each in mistakes))


def _composed(
    got: list[np.ndarray], want: list[np.ndarray], models: dict[Mistake, Results], tolerance: float
) -> Finding | None:
    """Find a listed mistake whose results have an exact relation to these."""
    mine, right = joined(got, want), joined(want, want)
    mostly_right = mine is not None and near(mine, right, tolerance).sum() * 2 > mine.size  # two ideas spoil more
    if sum(each.size for each in got) < _FEW or mostly_right:
        return None
    for mistake, wrong in models.items():
        if composable(wrong) and (found := exact(got, wrong, tolerance, ALONE)):
            both = FINDINGS["composed"].filled(mistakes=mistake.sentence, relation=found.sentence, ask=found.ask)
            return both._replace(id=f"{mistake.id}+{found.id}")
    return None


def _together(
    got: list[np.ndarray], want: list[np.ndarray], models: dict[Mistake, Results], tolerance: float
) -> Finding | None:
    """Find two listed mistakes whose deviations add up, or multiply, to this one."""
    size = sum(each.size for each in got)
    fitting = {mistake: joined(wrong, want) for mistake, wrong in models.items()}
    fitting = {mistake: wrong for mistake, wrong in fitting.items() if wrong is not None}
    mine, right = joined(got, want), joined(want, want)
    if mine is None or size < _FEW or distinct(right) < 2:
        return None
    for (one, first), (other, second) in combinations(fitting.items(), 2):
        off, also_off = (abs(each - right) > tolerance for each in (first, second))
        with np.errstate(all="ignore"):
            results = (first + second - right, first * second / right)
        # by themselves, too: two that are always wrong together explain many a sum
        seen = (off & ~also_off).any() and (also_off & ~off).any()
        if seen and any(close(mine, each, tolerance) for each in results):
            return _several([one, other], other.ask)
    return None


def joined(results: Results, like: list[np.ndarray]) -> np.ndarray | None:
    """返回 results 的所有数，接成一串；形状和 like 的不同，或者里面有 Failure，返回 None。"""
    if any(isinstance(g, Failure) or g.shape != w.shape for g, w in zip(results, like, strict=True)):
        return None
    return np.concatenate([each.ravel() for each in results]).astype(float)


def _by_part(
    question: Question, got: list[np.ndarray], want: list[np.ndarray], models: dict[Mistake, Results]
) -> Finding | None:
    """Explain the wrong ones of a few numbers, each by a listed mistake."""
    if question.inputs or want[0].ndim != 1 or got[0].shape != want[0].shape:
        return None
    same, right = question.type.same, want[0]
    fitting = {}  # wrong place -> a mistake that explains it, and every other place where that mistake shows
    for mistake, (wrong,) in models.items():
        if isinstance(wrong, Failure) or wrong.shape != right.shape:
            continue
        off = [i for i in range(len(right)) if not same(wrong[i], right[i])]
        if off and all(same(got[0][i], wrong[i]) for i in off):
            fitting |= {i: mistake for i in off if i not in fitting}
    if set(fitting) != {i for i in range(len(right)) if not same(got[0][i], right[i])}:
        return None
    told = list(dict.fromkeys(fitting.values()))
    return _several(told, told[0].ask)
