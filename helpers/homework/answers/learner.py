"""答案是一个学认字的网络，要训练，才看得出好坏。"""

from dataclasses import dataclass

import numpy as np

from helpers.data.dataset import make_letters
from helpers.homework.answers.answer import Answer, Unreadable
from helpers.inputs import describe


@dataclass(frozen=True)
class Learner(Answer):
    """一个认 X 和 O 的网络，不看里面有什么，只看它学得怎样：用正中的字母训练，用挪动过的新字母考它。

    limit：最多几个参数；goal：挪动的字母至少要认对几分之几。
    """

    limit: int
    goal: float

    def read(self, answer: object) -> np.ndarray:
        """返回四个数：参数的个数，训练以后认对的正中的和挪动的新字母各几分之几，最后有没有 Softmax。

        不能训练时抛出 Unreadable。一开始的权重总是重新抽过，所以同一个网络的成绩每次相同。
        """
        if not callable(getattr(answer, "parameters", None)):
            raise Unreadable(f"这一题的函数要返回一个网络，例如 nn.Sequential(…)，收到的是 {describe(answer)}。")
        from torch import nn

        from helpers.training.classifier import accuracy, train
        from helpers.training.nets import repeatable

        count = sum(parameter.numel() for parameter in answer.parameters())
        if count > self.limit:
            return np.array([count, 0, 0, 0])
        with repeatable(0):
            for layer in answer.modules():
                if hasattr(layer, "reset_parameters"):
                    layer.reset_parameters()
        softmaxed = any(isinstance(layer, (nn.Softmax, nn.LogSoftmax)) for layer in answer.modules())
        try:
            train(answer, *make_letters(300, centred=True), epochs=60, batch_size=30, progress=False)
            centred = accuracy(answer, *make_letters(1000, "test", centred=True))
            return np.array([count, centred, accuracy(answer, *make_letters(1000, "test")), softmaxed])
        except (TypeError, ValueError) as error:
            raise Unreadable(str(error)) from None

    def _marks(self, got: np.ndarray) -> list[bool]:
        learnt = [got[1] >= 0.8, got[1] >= self.goal, got[2] >= self.goal]
        return [got[0] <= self.limit, bool(got[3]), *(learnt if not got[3] else [])]

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """参数够不够少、有没有 Softmax、学得怎样都相同时返回 True。"""
        return self._marks(got) == self._marks(want)

    def praise(self, got: np.ndarray, tried: int) -> str:
        """返回一句话：几个参数，认对了多少。"""
        return f"{got[0]:,.0f} 个参数。只见过正中的字母，却认对了 {got[2]:.1%} 挪动过的新字母。"

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回一句话：参数超了多少，或者两种新字母各认对了多少。"""
        if got[0] > self.limit:
            return f"你的网络有 {got[0]:,.0f} 个参数，最多只能有 {self.limit:,} 个。"
        return f"正中的新字母认对 {got[1]:.1%}，挪动过的认对 {got[2]:.1%}；挪动过的要认对 {self.goal:.0%}。"
