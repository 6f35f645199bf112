"""要反复试、要训练，才看得出好坏的答案：一个随机的遗忘层，一个学认字的网络。"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from helpers.dataset import make_letters
from helpers.homework.forms import Form, Numbers, Unreadable, short
from helpers.inputs import describe


@dataclass(frozen=True)
class Dropout(Form):
    """一个遗忘层，不看每次丢了哪几个，只看许多次放在一起：丢掉多少、留下的有多大、每次一样不一样。

    x：交给它的数，形状 (通道数，H, W)，没有 0；runs：同样的 p 和 training 各连着试几次。
    """

    x: np.ndarray
    runs: Sequence[int]

    def read(self, answer: object) -> np.ndarray:
        """返回每个数被乘上了几，形状同 x，0 表示丢掉；形状不同、不是普通的数时抛出 Unreadable。"""
        got = Numbers().read(answer)
        if got.shape != self.x.shape:
            raise Unreadable(f"结果的形状要和 x 一样，是 {self.x.shape}，你的是 {got.shape}。")
        if not np.isfinite(got).all():
            raise Unreadable("你的结果里有 NaN 或无穷大：除以 0 了吗？")
        return got / self.x

    def together(self, results: list[np.ndarray | Exception]) -> list[np.ndarray | Exception]:
        """返回每次调用所在的那一批，形状 (次数，*x 的形状)；其中有一次出错，这一批就都是那个错误。"""
        batches, rest = [], list(results)
        for count in self.runs:
            batch, rest = rest[:count], rest[count:]
            failed = [result for result in batch if isinstance(result, Exception)]
            batches += [failed[0] if failed else np.stack(batch)] * count
        return batches

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """丢的方式、丢掉的比例和留下的大小都相同时返回 True；比例相差 0.05 以内算相同。"""
        return self._alike(got, want, 0.05)

    def like(self, got: np.ndarray, wrong: np.ndarray) -> bool:
        """同 same，但比例可以差得多些：抽签次数少的错误（例如一次丢掉整张图），比例本来就不稳。"""
        return self._alike(got, wrong, 0.3)

    def _alike(self, got: np.ndarray, other: np.ndarray, tolerance: float) -> bool:
        shares = float(abs(np.mean(got == 0) - np.mean(other == 0)))  # else all of this is a bool of numpy's
        return self._way(got) == self._way(other) and shares < tolerance and self._scaled_alike(got, other)

    def _way(self, factors: np.ndarray) -> tuple[bool, bool, bool, bool]:
        """Say whether all, or whole maps, are dropped together, and whether places and counts vary."""
        dropped = (factors == 0).reshape(*factors.shape[:2], -1)
        maps_together = bool((dropped == dropped[:, :, :1]).all())
        all_together = maps_together and bool((dropped == dropped[:, :1]).all())
        counts = dropped.sum(axis=(1, 2))
        return all_together, maps_together, bool((dropped != dropped[0]).any()), bool((counts != counts[0]).any())

    def _scaled_alike(self, got: np.ndarray, want: np.ndarray) -> bool:
        mine, right = (abs(factors).max(axis=0) for factors in (got, want))
        survived = (mine > 0) & (right > 0)  # at least once
        return np.allclose(mine[survived], right[survived], atol=1e-3)

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回一句话：丢掉的比例，和留下的数乘上了几。"""
        count, share, right = len(got), np.mean(got == 0), np.mean(want == 0)
        about = f"试了 {count} 次，你的函数一共丢掉 {share:.0%}，应该在 {right:.0%} 上下"
        survivors, scale = got[got != 0], want[want != 0][0]
        if not survivors.size:
            return f"{about}；一个也没留下。"
        low, high = (short(end(survivors)) for end in (np.min, np.max))
        mine = f"乘上了 {low}" if low == high else f"乘上的数从 {low} 到 {high} 都有"
        return f"{about}；留下的{mine}，应该乘 {short(scale)}。"


@dataclass(frozen=True)
class Learner(Form):
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

        from helpers.classifier import accuracy, train
        from helpers.nets import repeatable

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
