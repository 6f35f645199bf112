"""答案是一段文字。"""

from dataclasses import dataclass

import numpy as np

from helpers.homework.answers.answer import Answer, Unreadable
from helpers.inputs import describe


@dataclass(frozen=True)
class Words(Answer):
    """一段文字，由老师来评；检查只看有没有写够 least 个字。"""

    by_teacher = True

    least: int

    def read(self, answer: object) -> np.ndarray:
        """返回这段文字；不是文字、太短时抛出 Unreadable。"""
        if not isinstance(answer, str):
            raise Unreadable(f"这一题要写一段话，放在引号里，收到的是 {describe(answer)}。", "")
        if len(answer.strip()) < self.least:
            raise Unreadable(f"再多写几句，至少 {self.least} 个字，你写了 {len(answer.strip())} 个。", "")
        return np.array(answer)

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """写够了就返回 True。"""
        return True

    def praise(self, got: np.ndarray, tried: int) -> str:
        """返回收到的文字，老师在报告里读的就是它；再说一句：由老师来评。"""
        return f"收到了。检查只看有没有写；写得怎样，由老师看过再定分数。\n你写的是：{got}"
