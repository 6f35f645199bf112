"""答案是一组位置。"""

from dataclasses import dataclass

import numpy as np

from helpers.homework.answers.answer import Answer, Unreadable
from helpers.homework.answers.numbers import Numbers
from helpers.homework.findings import FINDINGS, Finding


@dataclass(frozen=True)
class Positions(Answer):
    """一组 (行，列) 位置，不论先后；只有一个位置时可以直接写 (行，列)。"""

    on_page = True

    def read(self, answer: object) -> np.ndarray:
        """返回形状 (个数，2) 的整数数组，按行列排好；不是位置时抛出 Unreadable。"""
        if isinstance(answer, (set, frozenset)):
            answer = list(answer)
        places = Numbers().read(answer)
        if places.size == 0:
            return np.empty((0, 2), int)
        pairs = places[np.newaxis] if places.ndim == 1 else places
        if pairs.ndim != 2 or pairs.shape[1] != 2 or not np.all(pairs == np.rint(pairs)):
            raise Unreadable(
                f"这一题要的是位置，每个位置是 (行，列) 两个整数，{_given(places)}。"
                "手里是 True、False 的表，可以用 np.argwhere 换成位置。"
            )
        return np.unique(pairs.astype(int), axis=0)

    def share(self, got: np.ndarray, want: np.ndarray) -> float:
        """返回得几成分：对的处数减去错的处数，不少于 0，除以一共该有的处数；到处都写上，不多得分。"""
        mine, right = set(map(tuple, got.tolist())), set(map(tuple, want.tolist()))
        return max(0, len(mine & right) - len(mine - right)) / len(right)

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回一句话：给了几处，对了几处，还差几处。"""
        mine, right = set(map(tuple, got.tolist())), set(map(tuple, want.tolist()))
        if len(mine) == len(right) == 1:
            return f"{min(mine)} 不对。"
        text = f"你给了 {len(mine)} 处，其中 {len(mine & right)} 处是对的，还差 {len(right - mine)} 处。"
        return text + (f"例如 {min(mine - right)} 不该在里面。" if mine - right else "")

    def finding(self, got: np.ndarray, want: np.ndarray) -> Finding | None:
        """返回位置和正确的位置之间的关系：少了几处、多了几处、都错开了，或者只有行（列）对。"""
        mine, right = set(map(tuple, got.tolist())), set(map(tuple, want.tolist()))
        if mine and mine < right:
            return FINDINGS["some_missing"]
        if right < mine:
            return FINDINGS["some_extra"]
        if len(mine) == len(right) == 1 and (got == want).any():
            good, other = ("行", "列") if got[0, 0] == want[0, 0] else ("列", "行")
            return FINDINGS["half_a_position"].filled(good=good, other=other)
        if got.shape == want.shape and len(got) > 1 and not (got - want - (got - want)[0]).any():
            return FINDINGS["all_moved"]
        return None


def _given(places: np.ndarray) -> str:
    """Say what was given instead of pairs of whole numbers."""
    if places.ndim == 0:
        return "你只给了一个数"
    if places.ndim == 1 and places.size != 2:
        return f"你给了一长串，{places.size} 个数"
    return "你的数里有小数" if places.shape[-1] == 2 and places.ndim < 3 else f"你给的形状是 {places.shape}"
