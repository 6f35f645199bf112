"""答案的几种样子：怎样读成数组，怎样比较，错了怎样举出证据。"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from helpers.grids import Grid, Row
from helpers.inputs import as_matrix, as_numbers, describe

TOLERANCE = 0.01  # 0.77, as the handout truncates it, and 7/9 are the same answer
_LARGEST = 12  # a grid with more rows or columns helps nobody


class Unreadable(ValueError):
    """答案不是这一题要的样子；内容是给学生看的一句话。"""


def _close(got: np.ndarray, want: np.ndarray) -> np.ndarray:
    return np.isclose(got, want, rtol=1e-6, atol=TOLERANCE, equal_nan=True)


def _short(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


def _shape(array: np.ndarray) -> str:
    return "一个数" if array.ndim == 0 else f"形状 {array.shape}"


@dataclass(frozen=True)
class Numbers:
    """一个数或一张数表，逐个比较，允许相差 TOLERANCE。"""

    def read(self, answer: object) -> np.ndarray:
        """返回 answer 的数组；不是数时抛出 Unreadable。"""
        if answer is None:
            raise Unreadable("得到的是 None，也就是什么都没有。函数忘了写 return 吗？print 只显示，不交出结果。")
        if isinstance(answer, str):
            raise Unreadable(f"得到的是文字 {describe(answer)}，这里需要的是数。")
        try:
            return as_numbers(answer, "答案")
        except (TypeError, ValueError) as error:
            raise Unreadable(str(error)) from None

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """got 和 want 形状相同、每个数都相近时返回 True。"""
        if want.ndim == 0 and got.size == 1:
            got = got.reshape(())  # [5] instead of 5: as torch writes a single number
        return got.shape == want.shape and bool(_close(got, want).all())

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回学生自己结果里的一个证据；reveal 表示可以说出单个数的正确值。"""
        if want.ndim == 0 and got.size == 1:
            value = _short(got.item())
            return f"你得到 {value}，应为 {_short(want.item())}。" if reveal else f"你得到 {value}。"
        if got.shape != want.shape:
            return f"你的结果是{_shape(got)}，应为{_shape(want)}。"
        if not np.isfinite(got).all():
            place = np.argwhere(~np.isfinite(got))[0].tolist()
            return f"你的结果在 {place} 处是 {got[tuple(place)]}，不是普通的数：除以 0 了，还是有格子没填？"
        place = np.argwhere(~_close(got, want))[0].tolist()
        return f"在 {place} 处，你得到 {_short(got[tuple(place)])}，应为 {_short(want[tuple(place)])}。"

    def pictures(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> list[Row]:
        """返回并排的两张图：你的结果（✗ 标出不对的格子）和应为的结果；reveal 为 False 时只露出一格。"""
        if got.shape != want.shape or got.ndim not in (2, 3) or max(got.shape) > _LARGEST:
            return []
        if not np.isfinite(got).all():
            return []
        if got.ndim == 2:
            return [self._pair(got, want, "", reveal)]
        pages = zip(got, want, strict=True)
        return [self._pair(*page, f"[{i}] ", reveal) for i, page in enumerate(pages) if not self.same(*page)]

    def _pair(self, got: np.ndarray, want: np.ndarray, title: str, reveal: bool) -> Row:
        wrong = [tuple(place) for place in np.argwhere(~_close(got, want)).tolist()]
        shown = want.astype(float)
        for place in [] if reveal else wrong[1:]:
            shown[place] = np.nan
        caption = f"{title}应为" if reveal or len(wrong) < 2 else f"{title}应为（其余不对的格子先空着）"
        return Row(Grid(got, f"{title}你的结果", marked=frozenset(wrong)), Grid(shown, caption))


@dataclass(frozen=True)
class Positions:
    """一组 (行，列) 位置，不论先后；只有一个位置时可以直接写 (行，列)。"""

    def read(self, answer: object) -> np.ndarray:
        """返回形状 (个数，2) 的整数数组，按行列排好；不是位置时抛出 Unreadable。"""
        if isinstance(answer, (set, frozenset)):
            answer = list(answer)
        places = Numbers().read(answer)
        if places.size == 0:
            return np.empty((0, 2), int)
        if places.ndim == 1:
            places = places[np.newaxis]
        if places.ndim != 2 or places.shape[1] != 2 or not np.all(places == np.rint(places)):
            raise Unreadable(f"这一题要的是位置，每个位置是 (行，列) 两个整数，收到的是 {describe(answer)}。")
        return np.unique(places.astype(int), axis=0)

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """got 和 want 是同一组位置时返回 True。"""
        return np.array_equal(got, want)

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回一句话：给了几处，对了几处，还差几处。"""
        mine, right = set(map(tuple, got.tolist())), set(map(tuple, want.tolist()))
        text = f"你给了 {len(mine)} 处，其中 {len(mine & right)} 处是对的，还差 {len(right - mine)} 处。"
        return text + (f"例如 {min(mine - right)} 不该在里面。" if mine - right else "")

    def pictures(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> list[Row]:
        """位置不画图。"""
        return []


@dataclass(frozen=True)
class Behaviour:
    """一个卷积核，只看它做得到什么：facts 是「要做到的事 → 对卷积核的判断」。"""

    facts: Mapping[str, Callable[[np.ndarray], bool]]

    def read(self, answer: object) -> np.ndarray:
        """返回每件事做到没有（0 或 1）；不是 3×3 的数表时抛出 Unreadable。"""
        Numbers().read(answer)
        try:
            kernel = as_matrix(answer, "卷积核")
        except (TypeError, ValueError) as error:
            raise Unreadable(str(error)) from None
        if kernel.shape != (3, 3):
            raise Unreadable(f"这一题要一个 3×3 的卷积核，你的形状是 {kernel.shape}。")
        return np.array([int(judge(kernel)) for judge in self.facts.values()])

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """做到的事完全一样时返回 True。"""
        return np.array_equal(got, want)

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回一句话：还没做到的第一件事。"""
        missing = [fact for fact, done, needed in zip(self.facts, got, want, strict=True) if done != needed]
        return f"{len(self.facts)} 件事里有 {len(missing)} 件还没做到，第一件是：{missing[0]}。"

    def pictures(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> list[Row]:
        """做得到什么不画图。"""
        return []
