"""答案的几种样子：怎样读成数组，怎样比较，错了怎样举出证据。"""

import reprlib
from dataclasses import dataclass

import numpy as np

from helpers.grids import Grid, Row
from helpers.inputs import as_numbers, describe

TOLERANCE = 0.01  # 0.77, as the handout truncates it, and 7/9 are the same answer
_LARGEST = 12  # a grid with more rows or columns helps nobody


class Unreadable(ValueError):
    """答案不是这一题要的样子；内容是给学生看的一句话。"""


def _close(got: np.ndarray, want: np.ndarray) -> np.ndarray:
    return np.isclose(got, want, rtol=1e-6, atol=TOLERANCE, equal_nan=True)


def short(value: float) -> str:
    """返回一个数的简短写法，最多四位有效数字。"""
    return f"{value:.4g}".replace("-", "−")


def _shape(array: np.ndarray) -> str:
    return "一个数" if array.ndim == 0 else f"形状 {array.shape}"


class Form:
    """一种样子的答案；各种样子只写自己不同的地方。"""

    def read(self, answer: object) -> np.ndarray:
        """返回 answer 的数组；不是这种样子时抛出 Unreadable。"""
        raise NotImplementedError

    def together(self, results: list[np.ndarray | Exception]) -> list[np.ndarray | Exception]:
        """返回每组参数要比较的结果；有的题（例如随机的函数）要把几次调用放在一起才看得出对错。"""
        return results

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """got 和 want 是同样的答案时返回 True。"""
        return np.array_equal(got, want)

    def like(self, got: np.ndarray, wrong: np.ndarray) -> bool:
        """got 就是某个错误想法的结果 wrong 时返回 True。"""
        return self.same(got, wrong)

    def praise(self, got: np.ndarray, tried: int) -> str:
        """返回对正确答案 got 说的一句话；tried 是试了几组输入，不是函数题时为 0。"""
        return f"用 {tried} 组不同的输入试过，你的函数每次都对。" if tried else "你的答案和我们算的一致。"

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回学生自己结果里的一个证据；reveal 表示可以说出单个数的正确值。"""
        raise NotImplementedError

    def pictures(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> list[Row]:
        """返回并排的图：你的结果，和应为的结果；没有可画的就是空列表。"""
        return []


@dataclass(frozen=True)
class Numbers(Form):
    """一个数或一张数表，逐个比较，允许相差 TOLERANCE。"""

    def read(self, answer: object) -> np.ndarray:
        """返回 answer 的数组；不是数时抛出 Unreadable。"""
        if answer is None:
            raise Unreadable(
                "得到的是 None，也就是什么都没有。如果是函数算的，它忘了写 return 吗？print 只显示，不交出结果。"
            )
        if isinstance(answer, str):
            raise Unreadable(f"得到的是文字 {reprlib.repr(answer)}（带引号），这里需要的是数。")
        try:
            return as_numbers(answer, "你的答案")
        except (TypeError, ValueError) as error:
            raise Unreadable(str(error).replace("你的答案 ", "你的答案")) from None

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """got 和 want 形状相同、每个数都相近时返回 True。"""
        if want.ndim == 0 and got.size == 1:
            got = got.reshape(())  # [5] instead of 5: as torch writes a single number
        return got.shape == want.shape and bool(_close(got, want).all())

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回学生自己结果里的一个证据；reveal 表示可以说出单个数的正确值。"""
        if want.ndim == 0 and got.size == 1:
            value = short(got.item())
            return f"你得到 {value}，应为 {short(want.item())}。" if reveal else f"你得到 {value}。"
        if want.ndim == 1 and got.ndim <= 1 and got.size != want.size:
            return f"这里要 {want.size} 个数，用逗号隔开，你写了 {got.size} 个。"
        if got.shape != want.shape:
            return f"你的结果是{_shape(got)}，应为{_shape(want)}。"
        if not np.isfinite(got).all():
            place = np.argwhere(~np.isfinite(got))[0].tolist()
            return f"你的结果在 {place} 处是 {got[tuple(place)]}，不是普通的数：除以 0 了，还是有格子没填？"
        place = np.argwhere(~_close(got, want))[0].tolist()
        if not reveal and want.size <= 10:  # few numbers: one told is one given away
            where = f"第 {place[0] + 1} 个数" if want.ndim == 1 else f"{place} 处"
            return f"{where}不对，你写的是 {short(got[tuple(place)])}。"
        sheet = f"第 {place[0]} 张图的 {place[1:]}" if want.ndim == 3 else f"{place}"
        return f"在 {sheet} 处，你得到 {short(got[tuple(place)])}，应为 {short(want[tuple(place)])}。"

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
class Words(Form):
    """一段文字，由老师来评；检查只看有没有写够 least 个字。"""

    least: int

    def read(self, answer: object) -> np.ndarray:
        """返回这段文字；不是文字、太短时抛出 Unreadable。"""
        if not isinstance(answer, str):
            raise Unreadable(f"这一题要写一段话，放在引号里，收到的是 {describe(answer)}。")
        if len(answer.strip()) < self.least:
            raise Unreadable(f"再多写几句，至少 {self.least} 个字，你写了 {len(answer.strip())} 个。")
        return np.array(answer)

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """写够了就返回 True。"""
        return True

    def praise(self, got: np.ndarray, tried: int) -> str:
        """返回收到的文字，老师在报告里读的就是它；再说一句：由老师来评。"""
        return f"收到了。检查只看有没有写；写得怎样，由老师看过再定分数。\n你写的是：{got}"


@dataclass(frozen=True)
class Positions(Form):
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
            raise Unreadable(
                f"这一题要的是位置，每个位置是 (行，列) 两个整数，你给的形状是 {places.shape}。"
                "手里是 True、False 的表，可以用 np.argwhere 换成位置。"
            )
        return np.unique(places.astype(int), axis=0)

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回一句话：给了几处，对了几处，还差几处。"""
        mine, right = set(map(tuple, got.tolist())), set(map(tuple, want.tolist()))
        if len(mine) == len(right) == 1:
            return f"{min(mine)} 不对。"
        text = f"你给了 {len(mine)} 处，其中 {len(mine & right)} 处是对的，还差 {len(right - mine)} 处。"
        return text + (f"例如 {min(mine - right)} 不该在里面。" if mine - right else "")
