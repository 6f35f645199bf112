"""答案是一个数，或者一张数表。"""

import inspect
import re
import reprlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from helpers.drawing.grids import Grid, Row
from helpers.homework.answers.answer import Answer, Unreadable, short
from helpers.homework.comparing import near
from helpers.inputs import as_numbers

TOLERANCE = 0.01  # 0.77, as the handout truncates it, and 7/9 are the same answer
_LARGEST = 12  # a grid with more rows or columns helps nobody
_SHEETS = 3  # nor do more of them


@dataclass(frozen=True)
class Numbers(Answer):
    """一个数或一张数表，逐个比较，允许相差 TOLERANCE。"""

    on_page = True
    numeric = True
    tolerance = TOLERANCE

    def read(self, answer: object) -> np.ndarray:
        """返回 answer 的数组；不是数时抛出 Unreadable。"""
        if told := _unready(answer):
            raise Unreadable(told)
        try:
            return as_numbers(answer, "你的答案")
        except (TypeError, ValueError) as error:
            raise Unreadable(str(error).replace("你的答案 ", "你的答案")) from None

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """got 和 want 形状相同、每个数都相近时返回 True。"""
        if want.ndim == 0 and got.size == 1:
            got = got.reshape(())  # [5] instead of 5: as torch writes a single number
        return got.shape == want.shape and bool(near(got, want, TOLERANCE).all())

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回学生自己结果里的一个证据；reveal 表示可以说出单个数的正确值。"""
        if want.ndim == 0 and got.size == 1:
            value = short(got.item())
            return f"你得到 {value}，应为 {short(want.item())}。" if reveal else f"你得到 {value}。"
        if want.ndim == 1 and got.shape == tuple(want.tolist()):  # nor may the numbers asked for be told
            return "你交出的是那些数本身（权重这样的张量），这里要的是它的形状：.shape。"
        if want.ndim == 1 and got.ndim <= 1 and got.size != want.size:
            return f"这里要 {want.size} 个数，用逗号隔开，你写了 {got.size} 个。"
        if got.shape != want.shape:
            return f"你的结果是{_shape(got)}，应为{_shape(want)}。"
        if not np.isfinite(got).all():
            place = np.argwhere(~np.isfinite(got))[0].tolist()
            return f"你的结果在 {place} 处是 {got[tuple(place)]}，不是普通的数：除以 0 了，还是有格子没填？"
        place = np.argwhere(~near(got, want, TOLERANCE))[0].tolist()
        if not reveal and want.size <= 10:  # few numbers: one told is one given away
            where = f"第 {place[0] + 1} 个数" if want.ndim == 1 else f"{place} 处"
            mine = got[tuple(place)]
            return f"{where}不对，你写的是 {mine if got.dtype == bool else short(mine)}。"
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
        wrong = [(i, page) for i, page in enumerate(pages) if not self.same(*page)]
        return [self._pair(*page, f"[{i}] ", reveal) for i, page in wrong[:_SHEETS]]

    def _pair(self, got: np.ndarray, want: np.ndarray, title: str, reveal: bool) -> Row:
        wrong = [tuple(place) for place in np.argwhere(~near(got, want, TOLERANCE)).tolist()]
        shown = want.astype(float)
        for place in [] if reveal else wrong[1:]:
            shown[place] = np.nan
        caption = f"{title}应为" if reveal or len(wrong) < 2 else f"{title}应为（其余不对的格子先空着）"
        return Row(Grid(got, f"{title}你的结果", marked=frozenset(wrong)), Grid(shown, caption))


def _shape(array: np.ndarray) -> str:
    return "一个数" if array.ndim == 0 else f"形状 {array.shape}"


def _unready(answer: object) -> str | None:
    """Say what a student has to add or to take away so that numbers come out; None where they are there."""
    kind = type(answer).__name__
    if answer is None:
        return "得到的是 None，也就是什么都没有。如果是函数算的，它忘了写 return 吗？print 只显示，不交出结果。"
    if isinstance(answer, str):
        told = f"得到的是文字 {reprlib.repr(answer)}，因为它带着引号，这里需要的是数。"
        return f"{told}去掉引号就好。" if re.search(r"\d", answer) else told
    if text := _text_in(answer):
        return f"里面有文字 {text}，因为它带着引号，这里需要的是数。"
    if isinstance(answer, Mapping):
        return f"得到的是字典（{kind}），这里需要的是一串数。只要里面的值的话，写 list(….values())。"
    if isinstance(answer, Iterator) or kind in ("dict_keys", "dict_values", "dict_items"):
        return f"得到的是 {kind}，里面的数还没有取出来。在外面套一个 list(…)。"
    if inspect.isroutine(answer):
        return "得到的是一个函数，还没有调用它。后面少了括号吗？例如 .mean 要写成 .mean()。"
    if isinstance(answer, (list, tuple)) and any(each is None for each in answer):
        place = [each is None for each in answer].index(True)
        return f"第 {place + 1} 项是 None，也就是什么都没有。算它的函数忘了写 return 吗？"
    return None


def _text_in(answer: object) -> str | None:
    """Return the first text in lists, tuples or an array; None where there is none."""
    if isinstance(answer, np.ndarray):
        answer = answer.ravel().tolist() if answer.dtype.kind in "UO" else ()
    if isinstance(answer, str):
        return reprlib.repr(answer)
    parts = answer if isinstance(answer, (list, tuple)) else ()
    return next(filter(None, map(_text_in, parts)), None)
