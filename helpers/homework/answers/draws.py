"""抽签抽得对不对：把许多次调用里丢掉的数放在一起数一数，看比例对不对，是不是各抽各的。

对的遗忘层也有起伏，冤枉它的机会要小到不必去想。数出来的每一个都是 n 次独立抽签里成了几次，每次的机会是 q；比例偏到 a
那么远（两边都算）的机会不超过 2·exp(−n·KL(a‖q))，这是 Chernoff 界。n·KL 超过 25 才说不对，所以一个数冤枉人的机会不到
3e−11；8×5×5 个数试 100 次，一共数 697 个，试两批，冤枉人的机会不到 4e−8。
"""

from functools import cache
from typing import NamedTuple

import numpy as np

_SURPRISING = 25
_ROUNDED = 0.006  # of a factor: to round a result to two decimals is no mistake
_NEAR = 0.12


class Draws(NamedTuple):
    """一批调用里数出来的事；全是数，可以存成数组。

    runs：调用几次；numbers：每次有几个数；chance：每个数该以多大的机会丢掉；share：丢掉的比例；
    low、high：留下的数最少、最多乘上了几；changed：函数改动了 x 自己；
    row、column、picture、pictures、couples：同一行、同一列、同一张图、各张图同一处、挨着的两个数总是同去同留；
    masks：有几种不同的丢法；steady：每次丢掉的个数相同；uneven、there：丢得太多或太少的位置（没有是 −1）和丢掉的次数；
    apart、ago：相隔几个数、几次调用的两个数互相牵连，没有是 0；pairs、agreed：这样的有几对，同去同留的有几对。
    """

    runs: int
    numbers: int
    chance: float
    share: float
    low: float
    high: float
    changed: bool
    row: bool
    column: bool
    picture: bool
    pictures: bool
    couples: bool
    masks: int
    steady: bool
    uneven: int = -1
    there: int = 0
    apart: int = 0
    ago: int = 0
    pairs: int = 0
    agreed: int = 0

    @property
    def scale(self) -> float:
        """留下的数应该乘上几。"""
        return 1 / (1 - self.chance)

    @property
    def scaled(self) -> bool:
        """留下的数都乘对了。"""
        return max(abs(self.low - self.scale), abs(self.high - self.scale)) < _ROUNDED

    @property
    def fits(self) -> bool:
        """丢掉的比例对得上，差的只是起伏。"""
        return bool(_surprise(self.share, self.runs * self.numbers, self.chance) <= _SURPRISING)

    @property
    def near(self) -> bool:
        """丢掉的比例对，或者差得不多。"""
        return abs(self.share - self.chance) <= _NEAR

    @property
    def together(self) -> tuple[bool, ...]:
        """哪些数总是同去同留：同一行、同一列、同一张图、各张图同一处、挨着的。"""
        return self.row, self.column, self.picture, self.pictures, self.couples

    @property
    def way(self) -> str:
        """丢的方式；free 是各抽各的，never 是一个也没丢。"""
        ways = {
            "never": self.share == 0,
            "same": self.masks == 1,
            "together": any(self.together),
            "repeated": self.masks < 0.9 * self.runs,
            "steady": self.steady,
            "uneven": self.uneven >= 0,
            "tied": self.apart > 0 or self.ago > 0,
        }
        plain = "free" if self.masks == self.runs else "repeated"  # by luck, where many share their fate
        return next((way for way, holds in ways.items() if holds), plain)

    @property
    def right(self) -> bool:
        """是一个对的遗忘层。"""
        way = "free" if self.chance else "never"
        return self.way == way and self.fits and self.scaled and not self.changed

    @property
    def expected(self) -> float:
        """pairs 对里，应该有几对同去同留。"""
        return self.pairs * _agreement(self.chance)


def counted(factors: np.ndarray, chance: float, changed: bool) -> Draws:
    """返回从一批调用里数出来的事。

    factors：每个数被乘上了几，形状 (次数，通道数，H，W)，0 是丢掉；chance：该以多大的机会丢掉；changed：有没有改动 x。
    """
    dropped = factors == 0
    flat = dropped.reshape(len(dropped), -1)
    survivors = factors[~dropped] if not dropped.all() else np.zeros(1)
    row, column = _one_fate(dropped, 3), _one_fate(dropped, 2)
    draws = Draws(
        runs=len(flat),
        numbers=flat.shape[1],
        chance=chance,
        share=float(flat.mean()),
        low=float(survivors.min()),
        high=float(survivors.max()),
        changed=changed,
        row=row,
        column=column,
        picture=row and column,
        pictures=_one_fate(dropped, 1),
        couples=_couples(dropped, 2) or _couples(dropped, 3),
        masks=len({call.tobytes() for call in flat}),
        steady=len(set(flat.sum(axis=1).tolist())) == 1,
    )
    if chance and draws.fits:
        draws = draws._replace(**_unevenness(flat, chance), **_ties(flat, chance))
    return draws


def _one_fate(dropped: np.ndarray, axis: int) -> bool:
    return bool((dropped == dropped.take([0], axis)).all())


def _couples(dropped: np.ndarray, axis: int) -> bool:
    """Tell whether the first and the second always share their fate, the third and the fourth, and so on."""
    last = dropped.shape[axis] // 2 * 2
    first, second = (dropped.take(range(start, last, 2), axis) for start in (0, 1))
    return bool((first == second).all())


def _unevenness(flat: np.ndarray, chance: float) -> dict[str, int]:
    there = flat.sum(axis=0)
    surprises = _surprise(there / len(flat), len(flat), chance)
    place = int(surprises.argmax())
    return {"uneven": place, "there": int(there[place])} if surprises[place] > _SURPRISING else {}


def _ties(flat: np.ndarray, chance: float) -> dict[str, int]:
    """Find what depends on each other: two places a certain number apart, or two calls."""
    for name, outcomes in (("apart", flat.T), ("ago", flat)):
        agreed, pairs = _agreements(outcomes)
        surprises = _surprise(agreed / np.maximum(pairs, 1), pairs, _agreement(chance))
        worst = int(surprises.argmax())
        if surprises[worst] > _SURPRISING:
            return {name: worst // 2, "pairs": int(pairs[worst]), "agreed": int(agreed[worst])}
    return {}


def _agreements(outcomes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count for each distance, at 2·distance and the number after it, how many pairs agreed, of how many.

    The pairs of one count have no member in common, so that they are independent draws.
    """
    count, trials = outcomes.shape
    family = _families(count)
    signs = 1 - 2 * outcomes.astype(np.float32)
    agreed = np.bincount(family, ((signs @ signs.T)[np.tri(count, dtype=bool)] + trials) / 2)
    pairs = np.bincount(family) * trials
    agreed[0] = pairs[0] = 0  # each with itself
    return agreed, pairs


@cache
def _families(count: int) -> np.ndarray:
    other, one = np.nonzero(np.tri(count, dtype=bool))
    distance = other - one
    return 2 * distance + one // np.maximum(distance, 1) % 2 * (distance > 0)


def _agreement(chance: float) -> float:
    return chance**2 + (1 - chance) ** 2


def _surprise(share: np.ndarray, tries: np.ndarray, chance: float) -> np.ndarray:
    """Return n·KL(share‖chance); a share this far off, on either side, has a probability of at most 2·exp(−it)."""
    if not 0 < chance < 1:
        return np.where(share == chance, 0, np.inf)
    share = np.asarray(share, float)
    parts = ((share, chance), (1 - share, 1 - chance))
    return tries * sum(part * np.log(np.maximum(part, 1e-300) / whole) for part, whole in parts)
