"""答案是一个随机的遗忘层，要反复试，才看得出好坏。"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from helpers.homework.answers.answer import Answer, Unreadable, short
from helpers.homework.answers.numbers import Numbers


@dataclass(frozen=True)
class RandomDropout(Answer):
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
