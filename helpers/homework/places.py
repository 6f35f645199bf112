"""数表错在哪里：只错了几张图里的哪几张，那几张和正确的有什么关系；错的格子是不是都在一条边上。说的都是事实。"""

import numpy as np

from helpers.homework.comparing import close, near
from helpers.homework.findings import FINDINGS, Finding
from helpers.homework.question import Question
from helpers.homework.relations import exact


def has_sheets(question: Question, want: np.ndarray) -> bool:
    """一道题的答案 want 是几张图，一张一张地给分时，返回 True。"""
    return question.by_part and want.ndim == 3


def wrong_sheets(question: Question, got: np.ndarray, want: np.ndarray, tolerance: float) -> Finding | None:
    """返回只有哪几张不对，它们和正确的有什么关系，或者错在哪里；全错、形状不同时返回 None。

    got、want：学生的和正确的，形状 (几张，行数，列数)；tolerance：两个数相差多少以内算相同。
    """
    if not has_sheets(question, want) or got.shape != want.shape:
        return None
    wrong = [i for i in range(len(want)) if not close(got[i], want[i], tolerance)]
    if len(wrong) == len(want):
        return None
    which = "、".join(f"第 {i} 张" for i in wrong)
    taken = [i for i in range(len(want)) if close(got[wrong[0]], want[i], tolerance)]
    if len(wrong) == 1 and taken:
        return FINDINGS["another_sheet"].filled(which=which, other=taken[0])
    mine, right = [got[i] for i in wrong], [want[i] for i in wrong]
    if not (found := exact(mine, right, tolerance) or wrong_cells(mine, right, tolerance)):
        return FINDINGS["some_sheets"].filled(which=which)
    told = FINDINGS["related_sheets"].filled(which=which, relation=found.sentence, ask=found.ask)
    return told._replace(id=f"some_sheets+{found.id}")


def wrong_cells(got: list[np.ndarray], want: list[np.ndarray], tolerance: float) -> Finding | None:
    """返回数表里错的格子在哪里：都在一条边上，都在最外一圈，或者正是结果该是负数的地方；都不是时返回 None。

    got、want：每组输入的数表，学生的和正确的；tolerance：两个数相差多少以内算相同。
    """
    if any(g.shape != w.shape or w.ndim < 2 or min(w.shape[-2:]) < 4 for g, w in zip(got, want, strict=True)):
        return None
    wrong = [~near(g, w, tolerance) for g, w in zip(got, want, strict=True)]
    places = {
        "最后一行": np.s_[..., -1, :],
        "最后一列": np.s_[..., :, -1],
        "第一行": np.s_[..., 0, :],
        "第一列": np.s_[..., :, 0],
    }
    for side, place in places.items():
        if all(each[place].any() and each.sum() == each[place].sum() for each in wrong):
            return FINDINGS["one_edge_wrong"].filled(side=side)
    if all(not each[..., 1:-1, 1:-1].any() for each in wrong):
        return FINDINGS["border_wrong"]
    if all((each == (w < 0)).all() for each, w in zip(wrong, want, strict=True)) and any(each.any() for each in wrong):
        return FINDINGS["negatives_wrong"]
    return None
