"""答案的种类，共同的部分：怎样读成数组，怎样比较，错了怎样举出证据。"""

from typing import ClassVar

import numpy as np

from helpers.drawing.grids import Row
from helpers.homework.attempt import Failure
from helpers.homework.findings import Finding


class Unreadable(ValueError):
    """答案不是这一题要的样子；内容是给学生看的一句话，asked 是反问的一句，空的就问题目自己的那句。"""

    def __init__(self, told: str, asked: str = "把你的答案 print 出来看看：它是你以为的样子吗？") -> None:
        super().__init__(told)
        self.asked = asked


class Answer:
    """一种答案；各种答案只写自己不同的地方。

    on_page：答案是值的题，在网页上就能查；numeric：答案就是数，可以和正确的数比；
    by_teacher：检查只看有没有写，分数由老师来定；notice：检查要算一会儿的，先说一声的那句话。
    """

    on_page: ClassVar[bool] = False
    numeric: ClassVar[bool] = False
    by_teacher: ClassVar[bool] = False
    notice: ClassVar[str] = ""

    def call(self, function: object, arguments: tuple) -> object:
        """返回学生的函数用这组参数算出的结果；有的题要在一旁看着它算。"""
        return function(*arguments)

    def read(self, answer: object) -> np.ndarray:
        """返回 answer 的数组；不是这种答案时抛出 Unreadable。"""
        raise NotImplementedError

    def together(self, results: list[np.ndarray | Failure], changed: list[bool]) -> list[np.ndarray | Failure]:
        """返回每组参数要比较的结果；有的题（例如随机的函数）要把几次调用放在一起才看得出对错。

        changed：每次调用有没有改动交给它的数组。
        """
        return results

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """got 和 want 是同样的答案时返回 True。"""
        return np.array_equal(got, want)

    def like(self, got: np.ndarray, wrong: np.ndarray) -> bool:
        """got 就是某个错误想法的结果 wrong 时返回 True。"""
        return self.same(got, wrong)

    def share(self, got: np.ndarray, want: np.ndarray) -> float:
        """返回 got 得这一部分的几成分，0 到 1。"""
        return 1.0 if self.same(got, want) else 0.0

    def praise(self, got: np.ndarray, tried: int) -> str:
        """返回对正确答案 got 说的一句话；tried 是试了几组输入，不是函数题时为 0。"""
        return f"用 {tried} 组不同的输入试过，你的函数每次都对。" if tried else "你的答案和我们算的一致。"

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回学生自己结果里的一个证据；reveal 表示可以说出单个数的正确值。"""
        raise NotImplementedError

    def finding(self, got: np.ndarray, want: np.ndarray) -> Finding | None:
        """返回清单以外看得出的事；看不出时返回 None。"""
        return None

    def pictures(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> list[Row]:
        """返回并排的图：你的结果，和应为的结果；没有可画的就是空列表。"""
        return []


def short(value: float) -> str:
    """返回一个数的简短写法，最多四位有效数字。"""
    return f"{value:z.4g}".replace("-", "−")


def stored(seen: tuple) -> np.ndarray:
    """返回存着一个 NamedTuple 的数组，里面只有数和文字，用 array.item() 读得回来。"""
    kinds = {name: "U100" if kind is str else kind for name, kind in type(seen).__annotations__.items()}
    return np.array(tuple(seen), np.dtype(list(kinds.items())))
