"""按做得到什么来判的答案：一个卷积核、一个卷积层、一个神经元、一个遗忘层，不看里面的数，只看结果。"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations, product

import numpy as np

from helpers.convolution import feature_map, output_size
from helpers.fully_connected import linear
from helpers.homework.forms import Form, Numbers, Unreadable, short
from helpers.inputs import as_matrix, as_pair, describe


@dataclass(frozen=True)
class Detector(Form):
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

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回一句话：哪张图的响应不比 target 小。"""
        rival = self._rivals(got)[0]
        mine, best = (short(self._response(picture, got)) for picture in (self.others[rival], self.target))
        return f"你的卷积核见到{rival}时响应是 {mine}，见到{self.name}时是 {best}，没有更大。"


@dataclass(frozen=True)
class Conv:
    """一个卷积层的设置，名字和 torch.nn.Conv2d 的相同；题目用它写答案，不必先载入 torch。"""

    in_channels: int
    out_channels: int
    kernel_size: int | tuple[int, int]
    stride: int | tuple[int, int] = 1
    padding: int | tuple[int, int] = 0
    dilation: int | tuple[int, int] = 1


@dataclass(frozen=True)
class ConvLayer(Form):
    """一个卷积层，不看怎样设置，只看它把 channels 个通道、size 这么大（高，宽）的图变成什么形状。"""

    channels: int
    size: tuple[int, int]

    def read(self, answer: object) -> np.ndarray:
        """返回四个整数：要几个输入通道，给几个输出通道，结果的高和宽；不是卷积层、窗口放不下时抛出 Unreadable。"""
        names = ("in_channels", "out_channels", "kernel_size", "stride", "padding", "dilation")
        if not all(hasattr(answer, name) for name in names) or getattr(answer, "transposed", False):
            raise Unreadable(f"这一题要一个卷积层，写作 nn.Conv2d(…)，收到的是 {describe(answer)}。")
        try:
            return np.array([answer.in_channels, answer.out_channels, *self._sizes(answer)])
        except (TypeError, ValueError) as error:
            raise Unreadable(str(error)) from None

    def _sizes(self, layer: object) -> list[int]:
        if layer.padding == "same":
            return list(self.size)
        padding = as_pair(0 if layer.padding == "valid" else layer.padding, "padding")
        pairs = [as_pair(getattr(layer, name), name) for name in ("kernel_size", "stride", "dilation")]
        (kernel, stride, dilation) = pairs
        return [output_size(*way) for way in zip(self.size, kernel, stride, padding, dilation, strict=True)]

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回一句话：这个层收不收这张图，把它变成什么形状。"""
        taken, *shape = got.tolist()
        if taken != self.channels:
            return f"你的层要 {taken} 个输入通道，这张图有 {self.channels} 个。"
        return f"你的层把 {(1, self.channels, *self.size)} 变成 {(1, *shape)}。"


@dataclass(frozen=True)
class Neuron(Form):
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

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回一句话：在哪种输入下，它亮了而不该亮，或者该亮而没亮。"""
        place = tuple(np.argwhere(got != want)[0].tolist())
        found = "、".join(name for name, there in zip(self.features, place, strict=True) if there)
        state = "亮了，可它不该亮" if got[place] else "没有亮，可它该亮"
        when = "一样也没找到" if not found else f"{found}都找到" if all(place) else f"只找到{found}"
        return f"{when}时，你的神经元{state}。"
