"""答案是一个神经元，看它在哪些输入下亮。"""

from dataclasses import dataclass
from itertools import permutations, product

import numpy as np

from helpers.homework.answers.answer import Answer, Unreadable
from helpers.homework.answers.numbers import Numbers
from helpers.layers.fully_connected import linear


@dataclass(frozen=True)
class Neuron(Answer):
    """一个神经元（每个输入一个权重，再加一个偏置），不看数字，只看每种输入下它亮不亮。

    features：各个输入的名字，每个输入是 0 或 1；加权和超过 0 时神经元亮。
    """

    features: tuple[str, ...]

    def read(self, answer: object) -> np.ndarray:
        """返回真值表，形状 (2, 2, …)，1 表示亮；个数不对、不是数时抛出 Unreadable。"""
        if hasattr(answer, "weight") and hasattr(answer, "bias"):  # an nn.Linear
            answer = (answer.weight, answer.bias)
        parts = answer if isinstance(answer, (list, tuple)) else [answer]
        numbers = np.concatenate([Numbers().read(part).ravel() for part in parts] or [[]])
        if numbers.size != len(self.features) + 1:
            needed = f"{len(self.features)} 个权重和 1 个偏置，一共 {len(self.features) + 1} 个数"
            raise Unreadable(f"这一题要 {needed}，收到的是 {numbers.size} 个。")
        if not np.isfinite(numbers).all():
            raise Unreadable("权重和偏置要是普通的数，你的答案里有 NaN 或无穷大。")
        inputs = list(product((0, 1), repeat=len(self.features)))
        lit = linear(inputs, numbers[np.newaxis, :-1], numbers[-1:]) > 1e-9  # 0.1 + 0.1 + 0.1 − 0.3 is not above 0
        return lit.astype(int).reshape((2,) * len(self.features))

    def like(self, got: np.ndarray, wrong: np.ndarray) -> bool:
        """把输入换个先后，got 的真值表就是 wrong 的，返回 True。"""
        orders = permutations(range(got.ndim))
        return got.shape == wrong.shape and any(np.array_equal(got.transpose(order), wrong) for order in orders)

    def praise(self, got: np.ndarray, tried: int) -> str:
        """返回一句话：它在每种输入下都对。权重有许多种写法，所以不说“和我们的一致”。"""
        return f"{got.size} 种输入都试过了：该亮的时候亮，不该亮的时候不亮。"

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回一句话：在哪种输入下，它亮了而不该亮，或者该亮而没亮。"""
        place = tuple(np.argwhere(got != want)[0].tolist())
        found = "、".join(name for name, there in zip(self.features, place, strict=True) if there)
        state = "亮了，可它不该亮" if got[place] else "没有亮，可它该亮"
        when = "一样也没找到" if not found else f"{found}都找到" if all(place) else f"只找到{found}"
        return f"{when}时，你的神经元{state}。"
