"""一种正确的写法。"""

from typing import NamedTuple


class Solution(NamedTuple):
    """一种正确的写法：idea 用一行说出想法，source 是答案格里的代码，avoids 是这样写就不会犯的错（Mistake 的 id）。"""

    idea: str
    source: str
    avoids: tuple[str, ...] = ()
