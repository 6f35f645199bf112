"""第 7、8 课的小网络：课程的网络，和它比的几个网络，还有只有 38 个参数的一个。"""

import contextlib
import math
import numbers
from collections.abc import Iterator

import numpy as np
import torch
from torch import nn

from helpers.data.dataset import LABELS
from helpers.data.letters import FEATURES
from helpers.inputs import as_int, describe


def global_max_net(seed: int = 0) -> nn.Sequential:
    """返回课程的网络：两层 3×3 卷积，每张特征图只留最大值，再全连接。1,282 个参数；图不小于 5×5 就行。

    seed：随机种子，决定一开始的权重。
    """
    return pooled_net(1, len(LABELS), seed)  # a feature counts wherever it was found


def digit_net(seed: int = 0) -> nn.Sequential:
    """返回认十个数字的网络：课程的网络，只是最后有十个输出（第 8 课）。1,418 个参数；图不小于 5×5 就行。

    seed：随机种子，决定一开始的权重。
    """
    return pooled_net(1, 10, seed)


def pooled_net(side: int, outputs: int, seed: int = 0, *, channels: int = 16) -> nn.Sequential:
    """返回课程的网络，但每张特征图分成 side×side 块，各留最大值，最后有 outputs 种答案（第 8 课）。

    side：1 到 32；outputs：至少 2；seed：随机种子，决定一开始的权重；channels：第二层有几张特征图，1 到 256。
    图不小于 5×5 就行。不合适时报错。
    """
    side, outputs, channels = as_int(side, "side", 1), as_int(outputs, "outputs", 2), as_int(channels, "channels", 1)
    if side > 32 or channels > 256:
        raise ValueError(f"side 不能大于 32，channels 不能大于 256，收到的是 {side} 和 {channels}。")
    with repeatable(seed):
        return nn.Sequential(
            nn.Conv2d(1, 8, 3),
            nn.ReLU(),
            nn.Conv2d(8, channels, 3),
            nn.ReLU(),
            nn.AdaptiveMaxPool2d(side),
            nn.Flatten(),
            nn.Dropout(0.2),
            nn.Linear(channels * side * side, outputs),
        )


def flatten_net(seed: int = 0) -> nn.Sequential:
    """返回展平的 CNN：同样多的卷积核，特征图缩到 2×2 后展平，再全连接。1,378 个参数；只收 9×9 的图。

    seed：随机种子，决定一开始的权重。
    """
    with repeatable(seed):
        return nn.Sequential(
            nn.Conv2d(1, 8, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(8, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),  # each place keeps weights of its own
            nn.Dropout(0.2),
            nn.Linear(16 * 2 * 2, 2),
        )


def fully_connected_net(seed: int = 0) -> nn.Sequential:
    """返回没有卷积的网络：81 个像素全连接到 16 个神经元，再全连接。1,346 个参数；只收 9×9 的图。

    seed：随机种子，决定一开始的权重。
    """
    with repeatable(seed):
        return nn.Sequential(nn.Flatten(), nn.Linear(9 * 9, 16), nn.ReLU(), nn.Dropout(0.2), nn.Linear(16, 2))


def linear_net(seed: int = 0) -> nn.Sequential:
    """返回线性分类器：81 个像素直接投票。164 个参数；只收 9×9 的图。

    seed：随机种子，决定一开始的权重。
    """
    with repeatable(seed):
        return nn.Sequential(nn.Flatten(), nn.Linear(9 * 9, 2))


def tiny_net(seed: int = 0) -> nn.Sequential:
    """返回最小的网络：三个 3×3 卷积核，每张特征图的最大值，再全连接。38 个参数；图不小于 3×3 就行。

    seed：随机种子，决定一开始的权重。
    """
    with repeatable(seed):
        return nn.Sequential(nn.Conv2d(1, 3, 3), nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(3, 2))


def hand_set_net(bar: float = 2) -> nn.Sequential:
    """返回和 tiny_net 一样、但权重由人来定的网络：卷积核是讲义的三个特征，捺 + 4×交叉 + 撇超过 bar 就说是 X。

    bar：要超过的数。三个特征求的是均值，各自最大是 1，所以左边最大是 6。bar 不是数时报错。
    """
    if not isinstance(bar, numbers.Real) or not math.isfinite(bar):
        raise TypeError(f"bar 要是一个有限的数，收到的是 {describe(bar)}。")
    net = tiny_net()
    convolution, votes = net[0], net[-1]
    with torch.no_grad():
        convolution.weight[:, 0] = torch.tensor(FEATURES) / 9
        convolution.bias.zero_()
        votes.weight[:] = torch.tensor([[1, 4, 1], [0, 0, 0]])
        votes.bias[:] = torch.tensor([-bar, 0])
    return net


def as_layers(net: nn.Module) -> list[dict] | None:
    """返回网络各层的种类、设置和权重，给没有 Python 的网页用；不是 Sequential，或有网页不会算的层时返回 None。

    遗忘层不在里面：用网络的时候，它什么也不做。
    """
    if not isinstance(net, nn.Sequential):
        return None
    layers = [_as_layer(layer) for layer in net if not isinstance(layer, nn.Dropout)]
    return layers if all(layers) else None


def _as_layer(layer: nn.Module) -> dict | None:
    sliding = isinstance(layer, (nn.Conv2d, nn.MaxPool2d))
    weights = {name: each.detach().numpy() for name, each in layer.named_parameters()}
    understood = {
        nn.Conv2d: lambda: layer.groups == 1 and layer.padding_mode == "zeros" and len(weights) == 2,
        nn.MaxPool2d: lambda: not layer.ceil_mode,
        nn.AdaptiveMaxPool2d: lambda: layer.output_size in (1, (1, 1)),
        nn.Linear: lambda: len(weights) == 2,
        nn.Flatten: lambda: layer.start_dim == 1,
        nn.ReLU: lambda: True,
    }.get(type(layer), lambda: False)
    if not understood() or sliding and (isinstance(layer.padding, str) or layer.dilation not in (1, (1, 1))):
        return None
    names = ("kernel_size", "stride", "padding") if sliding else ()
    settings = {name: np.broadcast_to(getattr(layer, name), 2).tolist() for name in names}
    exact = {name: each.astype(str).astype(float).tolist() for name, each in weights.items()}  # 0.1, not 0.100000001
    return {"kind": type(layer).__name__, **settings, **exact}


#: 比一比的四个网络：名字 → 函数
NETS = {
    "全局最大池化": global_max_net,
    "展平": flatten_net,
    "全连接": fully_connected_net,
    "线性": linear_net,
}


@contextlib.contextmanager
def repeatable(seed: int) -> Iterator[None]:
    """在这一段里，随机数只由 seed 决定，求和只用一个线程，所以每次的结果都相同；之后一切照旧。"""
    seed, threads = as_int(seed, "seed", 0), torch.get_num_threads()
    if seed >= 2**63:
        raise ValueError(f"seed 要小于 2 的 63 次方，收到的是 {seed}。")
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_num_threads(threads)
