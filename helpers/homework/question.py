"""一道题和它的错误想法，都是数据：引擎不认识任何一道题，题也不管怎样显示。"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from helpers.drawing.grids import Row
from helpers.homework.answers import Answer, Numbers


@dataclass(frozen=True, kw_only=True, eq=False)
class Mistake:
    """一个错误的想法：sentence 说出它，ask 反问一句，model 是有这个想法的学生会交的答案（值或函数）。"""

    id: str
    sentence: str
    ask: str
    model: object


@dataclass(frozen=True, kw_only=True, eq=False)
class Question:
    """一道题：name 是答案在笔记本里的变量名，right 是正确的答案（值或函数），inputs 是试函数用的参数。

    type 是答案的种类，决定怎样读、怎样比较；by_part=True 时答案的每一部分单独得分；points 是满分；
    ask 是答案不对、又认不出是哪个想法时反问的一句：从最小的一步查起；hints 一条比一条具体。
    draw 抽一组新的数：返回换了数的题；函数题也可以只返回一组参数，问的就是这时函数该返回什么。
    long=True 的要算许久，回想少问它。
    text、pictures、given 是抽的题的题目：一段话，图，和答案格里先写好的代码；课里的题，题目在笔记本里。
    """

    id: str
    name: str
    points: int
    right: object
    mistakes: tuple[Mistake, ...]
    ask: str
    hints: tuple[str, ...]
    inputs: tuple[tuple, ...] = ()
    type: Answer = field(default_factory=Numbers)
    by_part: bool = False
    draw: Callable[[np.random.Generator], "Question | tuple"] | None = None
    long: bool = False
    text: str = ""
    pictures: tuple[Row, ...] = ()
    given: str = ""
