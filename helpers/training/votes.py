"""网络凭什么这样说：每个特征在图上的哪里、多强、投给谁（第 7 课）。"""

from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from helpers.inputs import as_int, as_matrix
from helpers.training.classifier import evaluating, probabilities

_SLIDING = (nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d)
_POINTWISE = (nn.ReLU, nn.LeakyReLU, nn.Sigmoid, nn.Tanh, nn.BatchNorm2d, nn.Dropout, nn.Dropout2d, nn.Identity)


class Feature(NamedTuple):
    """一个特征：channel 是它的通道号，从 0 数起；strength 是它那张特征图的最大值。

    vote：强度 ×（答案的权重 − 另一个字母的权重），正数投给答案，负数投给另一个字母。
    row、column、height、width：最大值看的那个窗口在图上的位置和大小，只算图里面的格。
    """

    channel: int
    strength: float
    vote: float
    row: int
    column: int
    height: int
    width: int

    @property
    def window(self) -> tuple[range, range]:
        """窗口的 (各行，各列)。"""
        return range(self.row, self.row + self.height), range(self.column, self.column + self.width)


def strongest_features(net: nn.Module, image: object, count: int = 3) -> list[Feature] | None:
    """返回投票最重的 count 个特征，重的在前，没有投票的不算；网络没有全局最大池化时返回 None。

    net：看得懂的是 Sequential，里面依次是卷积、池化、激活函数，AdaptiveMaxPool2d(1)，Flatten，Linear(通道数，2)，
    Flatten 后可以有遗忘层。image：二维数组，形状 (H, W)。net 不会被改动。
    image 不是数表、count 不是正整数、网络收不下这张图时报错。
    """
    image, count = as_matrix(image, "image"), as_int(count, "count", 1)
    label = int(probabilities(net, image[None, None])[0].argmax())
    parts = _parts(net)
    if parts is None:
        return None
    before, linear = parts
    with evaluating(net):
        maps = before(torch.from_numpy(image).float()[None, None])[0]
        strengths = maps.amax(dim=(1, 2))
        votes = strengths * (linear.weight[label] - linear.weight[1 - label])
    order = votes.abs().argsort(descending=True, stable=True)[:count].tolist()
    features = []
    for channel in order:
        if votes[channel]:
            place = np.unravel_index(maps[channel].argmax().item(), maps.shape[1:])
            rows, columns = (_seen(before, int(place[axis]), axis, image.shape[axis]) for axis in (0, 1))
            numbers = strengths[channel].item(), votes[channel].item()
            features.append(Feature(channel, *numbers, rows[0], columns[0], len(rows), len(columns)))
    return features


def _parts(net: nn.Module) -> tuple[nn.Sequential, nn.Linear] | None:
    """Split a net at its global max pooling: the layers before it, and the votes."""
    layers = list(net) if isinstance(net, nn.Sequential) else []
    pools = [i for i, layer in enumerate(layers) if isinstance(layer, nn.AdaptiveMaxPool2d)]
    if len(pools) != 1 or layers[pools[0]].output_size not in (1, (1, 1)):
        return None
    before, after = layers[: pools[0]], layers[pools[0] + 1 :]
    kinds = [type(layer) for layer in after if not isinstance(layer, nn.Dropout)]
    if kinds != [nn.Flatten, nn.Linear] or after[-1].out_features != 2 or not all(map(_understood, before)):
        return None
    return nn.Sequential(*before), after[-1]


def _understood(layer: nn.Module) -> bool:
    return isinstance(layer, _POINTWISE) or (
        isinstance(layer, _SLIDING) and getattr(layer, "padding_mode", "zeros") == "zeros"
    )


def _seen(layers: nn.Sequential, place: int, axis: int, size: int) -> range:
    """Return the rows (axis 0) or columns (axis 1) of the picture that one place of the last map looks at."""
    first = last = place
    for layer in reversed(layers):
        if isinstance(layer, _SLIDING):
            kernel, stride, dilation = (_setting(layer, name, axis) for name in ("kernel_size", "stride", "dilation"))
            covered = dilation * (kernel - 1)
            padding = {"valid": 0, "same": covered // 2}.get(layer.padding, _setting(layer, "padding", axis))
            first = first * stride - padding
            last = last * stride - padding + covered
    return range(max(first, 0), min(last, size - 1) + 1)


def _setting(layer: nn.Module, name: str, axis: int) -> int:
    value = getattr(layer, name, 1)  # average pooling has no dilation
    return value[axis] if isinstance(value, tuple) else value
