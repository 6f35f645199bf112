"""答案是一个卷积核，看它找得到什么。"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from helpers.homework.answers.answer import Answer, Unreadable, short
from helpers.homework.answers.numbers import Numbers
from helpers.inputs import as_matrix
from helpers.layers.convolution import feature_map


@dataclass(frozen=True)
class Detector(Answer):
    """一个 3×3 的卷积核，不看数字，只看它做得到什么：见到 target 的响应要比见到别的图都大。

    name、target：要找的图的名字和它，形状 (H, W)；others：名字 → 别的图。响应是特征图里最大的数。
    """

    name: str
    target: np.ndarray
    others: Mapping[str, np.ndarray]

    def read(self, answer: object) -> np.ndarray:
        """返回卷积核，按最大的绝对值缩放到 1（整体放大缩小不改变它找什么）；不是 3×3 的数表时抛出 Unreadable。"""
        Numbers().read(answer)
        try:
            kernel = as_matrix(answer, "你的卷积核")
        except (TypeError, ValueError) as error:
            raise Unreadable(str(error)) from None
        if kernel.shape != (3, 3):
            raise Unreadable(f"这一题要一个 3×3 的卷积核，你的形状是 {kernel.shape}。")
        return kernel / (abs(kernel).max() or 1)

    def _rivals(self, kernel: np.ndarray) -> list[str]:
        best = self._response(self.target, kernel)
        return [name for name, other in self.others.items() if self._response(other, kernel) > best - 1e-9]

    def _response(self, picture: np.ndarray, kernel: np.ndarray) -> float:
        return feature_map(picture, kernel).max()

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """got 做得到 want 做得到的事时返回 True。"""
        return self._rivals(got) == self._rivals(want)

    def like(self, got: np.ndarray, wrong: np.ndarray) -> bool:
        """got 就是 wrong 这个卷积核时返回 True。"""
        return np.allclose(got, wrong)

    def praise(self, got: np.ndarray, tried: int) -> str:
        """返回一句话：它找得到什么。怎样设计都可以，所以不说“和我们的一致”。"""
        return f"你的卷积核找得到{self.name}，别的图都没有它响应大。"

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回一句话：哪张图的响应不比 target 小。"""
        rival = self._rivals(got)[0]
        mine, best = (short(self._response(picture, got)) for picture in (self.others[rival], self.target))
        return f"你的卷积核见到{rival}时响应是 {mine}，见到{self.name}时是 {best}，没有更大。"
