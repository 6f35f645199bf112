"""训练一个分类的网络，再给它评分（第 7、8 课）；网络在 nets.py，图片在 helpers/data。"""

import contextlib
import math
import numbers
import sys
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from helpers.inputs import as_int, as_numbers, describe
from helpers.training.nets import repeatable


def train(
    net: nn.Module,
    images: object,
    labels: object,
    *,
    epochs: int = 120,
    batch_size: int = 20,
    learning_rate: float = 0.02,
    seed: int = 0,
    progress: bool = True,
    on_epoch: Callable[[int, float], object] | None = None,
) -> list[float]:
    """用图和标签训练 net（直接改它的权重），返回每一轮的平均损失；训练完 net 是 eval() 状态。

    images：(N, 1, H, W) 个数；labels：(N,) 个整数，从 0 数起，比如 0 是 X，1 是 O。
    epochs：所有图看几轮；batch_size：每一步看几张；
    learning_rate：学习率的最大值，先升后降；seed：决定图的次序和遗忘层忘掉谁，种子相同，结果就相同。
    progress=False 时不显示进度条；on_epoch：每一轮之后调用 on_epoch(轮数，损失)，轮数从 0 数起，可以用来画曲线。
    参数不合适、网络收不下这些图时报错。
    """
    images = _as_images(images)
    labels = _as_labels(labels, len(images), _classes(net, images))
    epochs, batch_size = as_int(epochs, "epochs", 1), as_int(batch_size, "batch_size", 1)
    if not isinstance(learning_rate, numbers.Real) or not 0 < learning_rate < math.inf:
        raise ValueError(f"learning_rate 要是正数，收到的是 {describe(learning_rate)}。")
    if not isinstance(progress, bool):
        raise TypeError(f"progress 要是 True 或 False，收到的是 {describe(progress)}。")
    if on_epoch is not None and not callable(on_epoch):
        raise TypeError(f"on_epoch 要是一个函数，收到的是 {describe(on_epoch)}。")
    optimizer = torch.optim.AdamW(net.parameters())
    steps = epochs * math.ceil(len(images) / batch_size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, learning_rate, steps)
    losses = []
    with repeatable(seed):
        for epoch in _progress(epochs, progress):
            net.train()
            total = 0
            for chosen in torch.randperm(len(images)).split(batch_size):
                loss = nn.functional.cross_entropy(net(images[chosen]), labels[chosen])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                schedule.step()
                total += loss.item() * len(chosen)
            net.eval()
            losses.append(total / len(images))
            if on_epoch:
                on_epoch(epoch, losses[-1])
    return losses


def probabilities(net: nn.Module, images: object) -> np.ndarray:
    """返回 net 对每张图的把握，形状 (N, 几种答案)：一列是一种答案的概率，比如 X 的、O 的，一行加起来是 1。

    images：(N, 1, H, W) 个数。不合适、网络收不下这些图时报错。net 不会被改动。
    """
    images = _as_images(images)
    _classes(net, images)
    with evaluating(net):
        return net(images).softmax(dim=1).numpy()


def accuracy(net: nn.Module, images: object, labels: object) -> float:
    """返回 net 认对了几分之几，从 0 到 1。

    images：(N, 1, H, W) 个数；labels：(N,) 个整数，从 0 数起。不合适、网络收不下这些图时报错。
    """
    chances = probabilities(net, images)
    return float((chances.argmax(axis=1) == _as_labels(labels, *chances.shape).numpy()).mean())


@contextlib.contextmanager
def evaluating(net: nn.Module) -> Iterator[None]:
    """在这一段里，net 是 eval() 状态，也不记梯度；之后一切照旧。"""
    training = {layer: layer.training for layer in net.modules()}  # a layer may have been set apart from the rest
    net.eval()
    try:
        with torch.no_grad():
            yield
    finally:
        for layer, mode in training.items():
            layer.training = mode


def _progress(epochs: int, shown: bool) -> tqdm:
    # to stdout, since nbgrader takes stderr for an error; no seconds, so that every run leaves the same line
    look = {"ncols": 46, "bar_format": "{desc} {bar} {n_fmt}/{total_fmt} 轮"}
    return tqdm(range(epochs), "训练", file=sys.stdout, disable=not shown, **look)


def _as_images(value: object) -> torch.Tensor:
    images = as_numbers(value, "images")
    if images.ndim != 4 or images.shape[1] != 1 or images.size == 0:
        raise ValueError(f"images 的形状要是 (张数，1，高，宽)，收到的形状是 {images.shape}。")
    if not np.isfinite(images).all():
        raise ValueError("images 的每一格都要是有限的数，收到的里面有 NaN 或无穷大。")
    return torch.from_numpy(images).float()


def _as_labels(value: object, count: int, classes: int) -> torch.Tensor:
    labels = as_numbers(value, "labels")
    if labels.shape != (count,):
        raise ValueError(f"有 {count} 张图，labels 的形状就要是 ({count},)，收到的形状是 {labels.shape}。")
    strange = labels[~np.isin(labels, range(classes))]
    if strange.size:
        raise ValueError(
            f"net 有 {classes} 种答案，labels 里只能有 0 到 {classes - 1} 的整数，收到的里面有 {strange[0]}。"
        )
    return torch.from_numpy(labels).long()


def _classes(net: object, images: torch.Tensor) -> int:
    """Return how many answers the net tells apart, when it takes these pictures."""
    if not isinstance(net, nn.Module):
        raise TypeError(f"net 要是 PyTorch 的网络（nn.Module），收到的是 {describe(net)}。")
    height, width = images.shape[2:]
    try:
        with evaluating(net):
            votes = net(images[:1])
    except (RuntimeError, ValueError) as error:
        raise ValueError(f"这个网络收不下 {height}×{width} 的图。PyTorch 说：{str(error).splitlines()[0]}。") from None
    if votes.ndim != 2 or len(votes) != 1 or votes.shape[1] < 2:
        raise ValueError(f"net 对一张图的输出，形状要是 (1, 几种答案)，至少两种，得到的是 {tuple(votes.shape)}。")
    return votes.shape[1]
