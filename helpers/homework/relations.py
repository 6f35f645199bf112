"""学生的结果和正确的结果之间的关系：不管是哪一题，只看数。每个关系有一个名字、一个试法、一句话；说的是看到的事实，不猜原因。"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from helpers.homework.comparing import close, distinct, factor, near, text
from helpers.homework.findings import FINDINGS, ORDER, RIGHT, Finding


@dataclass(frozen=True)
class Relation:
    """一个关系：change 把正确的结果变成有这种关系的结果，变不了时返回 None；数少于 least 个时不试，免得碰巧。"""

    id: str
    sentence: str
    ask: str
    change: Callable[[np.ndarray], np.ndarray | None]
    least: int = 1


def _at_least(ndim: int, change: Callable) -> Callable:
    """Apply a change to results of at least this many axes alone."""
    return lambda want: np.asarray(change(want)) if want.ndim >= ndim and want.size else None


def _ring(want: np.ndarray) -> np.ndarray:
    return np.pad(want, [(0, 0)] * (want.ndim - 2) + [(1, 1)] * 2)


def _first_alone(count: int) -> Callable:
    """Keep the first numbers (0: the first row), and make the rest 0."""

    def change(want: np.ndarray) -> np.ndarray:
        kept = np.zeros_like(want, dtype=float)
        kept.flat[: count or want.shape[-1]] = want.flat[: count or want.shape[-1]]
        return kept

    return change


def _one_hot(want: np.ndarray) -> np.ndarray | None:
    whole = np.issubdtype(want.dtype, np.integer) and want.ndim == 1 and want.size and want.min() >= 0
    return (want[:, np.newaxis] == np.arange(want.max() + 1)).astype(float) if whole else None


_SIGN, _SLICE, _LOOP = "哪一步变了号？", "{loop}结果该有几行几列？", "{kept}题目要几个？"
_ROUND = "哪一步取了整？数组的类型（dtype）是整数吗？"
_ADDED = "用了 Python 的 sum(…) 吗？它只把各行（或各张）加在一起。题目要的是它们的和吗？"
_REDUCED, _TURN = "题目要一个数，还是一张表？哪一步把它们合成了一个？", "下标里，哪一个是行，哪一个是列？从哪一头数起？"

#: 逐个试的关系，越确切的越靠前
RELATIONS = (
    Relation("negated", "正负号反了：你的每个数都是{right}的相反数。", _SIGN, lambda w: -w),
    Relation("absolute", "你的结果是{right}的绝对值：负号都丢了。", _SIGN, abs),
    Relation("negatives_to_zero", "负数都变成了 0{rest}。", "谁把负数去掉了？", lambda w: np.maximum(w, 0)),
    Relation("truncated", "小数部分都丢了，只剩整数部分。", _ROUND, np.trunc, 2),
    Relation("rounded", "都四舍五入成了整数。", _ROUND, np.round, 2),
    Relation("rounded_down", "都向下取成了整数。", _ROUND, np.floor, 2),
    Relation("rounded_up", "都向上取成了整数。", _ROUND, np.ceil, 2),
    Relation("one_decimal", "只留了一位小数。", "题目要几位？先不要取整，行吗？", lambda w: np.round(w, 1)),
    Relation("squared", "你的每个数都是{right}的平方。", "多乘了一次吗？", np.square),
    Relation("turned", "结果转了半圈：上下、左右都颠倒了。", _TURN, _at_least(2, lambda w: w[..., ::-1, ::-1])),
    Relation("upside_down", "结果上下颠倒了。", _TURN, _at_least(2, lambda w: w[..., ::-1, :])),
    Relation("mirrored", "结果左右颠倒了。", _TURN, _at_least(2, lambda w: w[..., ::-1])),
    Relation("transposed", "行和列对调了：结果转置了。", _TURN, _at_least(2, lambda w: w.swapaxes(-1, -2))),
    Relation("reversed", "{whole}次序正好反了。", ORDER, _at_least(1, lambda w: w[::-1])),
    Relation("ring_of_zeros", "四周多了一圈 0{rest}。", "结果该有几行几列？", _at_least(2, _ring)),
    Relation("without_last_row", "少了最后一行{rest}。", _SLICE, _at_least(2, lambda w: w[..., :-1, :])),
    Relation("without_last_column", "少了最后一列{rest}。", _SLICE, _at_least(2, lambda w: w[..., :-1])),
    Relation("without_last", "少了最后一行和最后一列{rest}。", _SLICE, _at_least(2, lambda w: w[..., :-1, :-1])),
    Relation("without_first_row", "少了第一行{rest}。", _SLICE, _at_least(2, lambda w: w[..., 1:, :])),
    Relation("without_first_column", "少了第一列{rest}。", _SLICE, _at_least(2, lambda w: w[..., 1:])),
    Relation("without_first", "少了第一行和第一列{rest}。", _SLICE, _at_least(2, lambda w: w[..., 1:, 1:])),
    Relation("last_one_missing", "少了最后一个{rest}。", "{loop}题目要几个？", _at_least(1, lambda w: w[:-1]), 4),
    Relation("every_other", "隔一行、隔一列才取了一个。", "窗口每次走几格？", _at_least(2, lambda w: w[..., ::2, ::2])),
    Relation("first_number", "你只交出了第一个数。", _LOOP, _at_least(1, lambda w: w.flat[0]), 4),
    Relation("last_number", "你只交出了最后一个数。", _LOOP, _at_least(1, lambda w: w.flat[-1]), 4),
    Relation("first_part", "你只交出了第一份（第一行，或第一张）。", _LOOP, _at_least(2, lambda w: w[0])),
    Relation("first_part_in_one", "只有第一份（第一行，或第一张）。", _LOOP, _at_least(2, lambda w: w[:1])),
    Relation("last_part", "你只交出了最后一份（最后一行，或最后一张）。", _LOOP, _at_least(2, lambda w: w[-1])),
    Relation("last_part_in_one", "只有最后一份（最后一行，或最后一张）。", _LOOP, _at_least(2, lambda w: w[-1:])),
    Relation("first_column", "你只交出了第一列。", _LOOP, _at_least(2, lambda w: w[..., 0])),
    Relation("first_filled", "只有第一格算了，其余都是 0。", "{kept}其余的格子呢？", _at_least(2, _first_alone(1))),
    Relation("first_row_filled", "只有第一行算了，其余都是 0。", "{kept}其余的格子呢？", _at_least(2, _first_alone(0))),
    Relation("sum", "你交出的是{right}的总和。", _REDUCED, _at_least(1, np.sum), 4),
    Relation("mean", "你交出的是{right}的均值。", _REDUCED, _at_least(1, np.mean), 4),
    Relation("largest", "你交出的是{right}里最大的一个。", _REDUCED, _at_least(1, np.max), 4),
    Relation(
        "place_of_largest", "你交出的是最大值的位置，不是它本身。", "要位置，还是要值？", _at_least(1, np.argmax), 4
    ),
    Relation(
        "sum_of_parts",
        "几份（各行，或各张）加到了一起：你交出的是它们的和。",
        _ADDED,
        _at_least(2, lambda w: w.sum(axis=0)),
    ),
    Relation("sum_of_rows", "每一行都加成了一个数。", _REDUCED, _at_least(2, lambda w: w.sum(axis=-1))),
    Relation("one_hot", "每个编号写成了一排 0 和一个 1。", "要的是编号，还是哪一列是 1？", _one_hot),
    Relation("running_sum", "后面的数把前面的也加进去了。", "算每个数以前，累加的量回到 0 了吗？", np.cumsum),
)


def relations(want: list[np.ndarray]) -> Iterator[Relation]:
    """依次返回对 want（每组输入的正确结果）值得试的关系，越确切的越靠前。"""
    size, axes = sum(each.size for each in want), {each.ndim for each in want}
    yield from (each for each in RELATIONS if size >= each.least)
    if len(axes) > 1 or max(axes) < 3:
        return
    for order in permutations(range(max(axes))):
        yield Relation(*FINDINGS["axes_in_another_order"], lambda w, order=order: w.transpose(order))
    if len(want) == 1 and len(want[0]) < 5:
        for order in permutations(range(len(want[0]))):
            yield Relation(*FINDINGS["parts_in_another_order"], lambda w, order=order: w[list(order)])


def exact(
    got: list[np.ndarray], want: list[np.ndarray], tolerance: float, said: dict[str, str] = RIGHT
) -> Finding | None:
    """返回在每组输入上都成立的第一个关系；一个也没有时返回 None。

    got、want：每组输入的结果，学生的和要比的；tolerance：两个数相差多少以内算相同；said：话里花括号的地方怎样说。
    """
    finders = (_shape, _listed, _order, _line, _shift, _summed)
    if said is RIGHT:  # what a mistake gives lies in many a larger table
        finders += (_larger,)
    found = next((found for finder in finders if (found := finder(got, want, tolerance))), None)
    return found and found.filled(**said)


def _all_close(got: list[np.ndarray], want: list[np.ndarray | None], tolerance: float) -> bool:
    return all(close(*pair, tolerance) for pair in zip(got, want, strict=True))


def _shape(got: list[np.ndarray], want: list[np.ndarray], tolerance: float) -> Finding | None:
    if not _all_close([each.ravel() for each in got], [each.ravel() for each in want], tolerance):
        return None
    mine, right = next((g.shape, w.shape) for g, w in zip(got, want, strict=True) if g.shape != w.shape)
    extra = len(mine) - len(right)
    nested = extra > 0 and mine == (1,) * extra + right
    found = FINDINGS["extra_axes" if nested else "right_numbers_other_shape"]
    return found.filled(extra=extra, zeros=", ".join("0" * extra))


def _listed(got: list[np.ndarray], want: list[np.ndarray], tolerance: float) -> Finding | None:
    tried = relations(want)
    with np.errstate(all="ignore"):
        each = next((each for each in tried if _all_close(got, list(map(each.change, want)), tolerance)), None)
    return each and Finding(each.id, each.sentence, each.ask)


def _order(got: list[np.ndarray], want: list[np.ndarray], tolerance: float) -> Finding | None:
    """Find the same rows of numbers, each in another order."""
    rows = {each.ndim for each in (*got, *want)} == {1}
    same = rows and _all_close(list(map(np.sort, got)), list(map(np.sort, want)), tolerance)
    return FINDINGS["another_order"] if same else None


def _line(got: list[np.ndarray], want: list[np.ndarray], tolerance: float) -> Finding | None:
    """Find one factor, one difference, or both, that lead from every right number to the student's."""
    if any(g.shape != w.shape for g, w in zip(got, want, strict=True)):
        return None
    mine, right = (np.concatenate([each.ravel() for each in side]).astype(float) for side in (got, want))
    different = distinct(right)
    if not np.isfinite(mine).all() or different < 2:
        return None
    times, more = factor(mine, right, tolerance), (mine - right)[0]
    if times and text(times) != "1" and _telling(times, right):  # nearly right is no factor
        return FINDINGS["scaled"].filled(times=text(times))
    if different > 2 and close(mine, right + more, tolerance):
        return FINDINGS["off_by"].filled(far=text(abs(more)), side="大" if more > 0 else "小")
    if different < 4:
        return None
    slope, start = np.polyfit(right, mine, 1)
    if abs(slope) > 1e-6 and close(mine, slope * right + start, tolerance / 10):
        return FINDINGS["scaled_and_moved"].filled(slope=text(slope), start=text(start))
    return None


def _telling(times: float, right: np.ndarray) -> bool:
    """Tell whether a factor is more than chance: many numbers share it, or two do and it is simple."""
    simple = any(abs(each - round(each)) < 1e-6 for n in range(1, 6) for each in (n * times, n / times))
    return distinct(right[right != 0]) >= (2 if simple else 4)


def _summed(got: list[np.ndarray], want: list[np.ndarray], tolerance: float) -> Finding | None:
    """Find rows of numbers whose sums are the single numbers asked for."""
    rows = all(g.ndim == 1 and w.ndim == 0 for g, w in zip(got, want, strict=True))
    return FINDINGS["not_yet_one_number"] if rows and _all_close(list(map(np.sum, got)), want, tolerance) else None


def _shift(got: list[np.ndarray], want: list[np.ndarray], tolerance: float) -> Finding | None:
    """Find tables moved by one cell."""
    if any(g.shape != w.shape or w.ndim < 2 or min(w.shape[-2:]) < 3 for g, w in zip(got, want, strict=True)):
        return None
    for side, axis, step in (("下", -2, 1), ("上", -2, -1), ("右", -1, 1), ("左", -1, -1)):
        mine = [np.delete(g, 0 if step == 1 else -1, axis) for g in got]
        right = [np.delete(w, -1 if step == 1 else 0, axis) for w in want]
        if _all_close(mine, right, tolerance) and all(distinct(each) > 2 for each in right):
            return FINDINGS["moved_by_one"].filled(side=side)
    return None


def _larger(got: list[np.ndarray], want: list[np.ndarray], tolerance: float) -> Finding | None:
    """Find the right table inside a larger one, whatever lies around it."""
    pairs = list(zip(got, want, strict=True))
    if any(g.ndim != 2 or w.ndim != 2 or g.size <= w.size or not _inside(w, g, tolerance) for g, w in pairs):
        return None
    if max(map(distinct, want)) < 4:  # a few like numbers lie in many a table
        return None
    return FINDINGS["larger"].filled(mine=got[0].shape, wanted=want[0].shape)


def _inside(small: np.ndarray, large: np.ndarray, tolerance: float) -> bool:
    fits = all(s <= side for s, side in zip(small.shape, large.shape, strict=True))
    places = np.lib.stride_tricks.sliding_window_view(large, small.shape) if fits else np.empty((0, 0, *small.shape))
    return bool(near(places, small, tolerance).all(axis=(2, 3)).any())
