"""答案是一个卷积层，看它把图变成什么形状。"""

from dataclasses import dataclass

import numpy as np

from helpers.homework.answers.answer import Answer, Unreadable
from helpers.inputs import as_pair, describe
from helpers.layers.convolution import output_size


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
class ConvLayer(Answer):
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
