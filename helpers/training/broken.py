"""训练出了错：十个有毛病的训练，各出一种错，留下四条曲线（第 7 课）。"""

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import nn

from helpers.data.dataset import make_letters
from helpers.data.faults import FAULTS, RIDDLE
from helpers.inputs import as_int, describe
from helpers.training.classifier import evaluating
from helpers.training.nets import flatten_net, repeatable

EPOCHS = 24
_COUNT, _UNSEEN, _BATCH, _RATE = 60, 100, 10, 0.01


def broken_training(fault: str = "没有毛病", seed: int = 0) -> np.ndarray:
    """返回有这种毛病的训练的曲线，形状 (4，24)，一列是一轮：训练集和验证集的损失，训练集和验证集认对几成。

    训练集的两条是训练的时候边走边记的，所以遗忘层也在忘。fault：FAULTS 里的一个名字；seed：随机种子。不合适时报错。
    """
    if fault not in FAULTS:
        raise ValueError(f"fault 要是 {'、'.join(FAULTS)} 之一，收到的是 {describe(fault)}。")
    seed = as_int(seed, "seed", 0)
    with repeatable(seed):
        return np.array(list(_epochs(fault, seed))).T


def riddle_trainings() -> dict[str, np.ndarray]:
    """返回作业 7.4 的六次训练：甲到己 → 曲线，同 broken_training；各有什么毛病，由你来看。"""
    return {name: broken_training(fault, seed=1) for name, fault in RIDDLE.items()}


def _epochs(fault: str, seed: int) -> Iterator[list[float]]:
    """Train with the fault; yield the four numbers of each epoch."""
    images, labels = map(torch.from_numpy, make_letters(_COUNT, seed=seed))
    unseen, answers = map(torch.from_numpy, make_letters(_UNSEEN, "validation", seed=seed))
    if fault == "标签错位":
        labels = labels.roll(-1)
    if fault == "没有洗牌":
        order = labels.argsort()
        images, labels = images[order], labels[order]
    if fault == "验证集混进训练":
        images, labels = torch.cat([images, unseen]), torch.cat([labels, answers])
    if fault == "只有 10 张图":
        images, labels = images[:10], labels[:10]
    net = flatten_net(seed)
    net[-2].p = 0.8  # so that it shows whether dropout is at work
    if fault == "权重全是 0":
        for weight in net.parameters():
            nn.init.zeros_(weight)
    optimizer = torch.optim.AdamW(net.parameters(), {"学习率太大": 10, "学习率太小": 1e-6}.get(fault, _RATE))
    loss_of = _softmax_first if fault == "做了两遍 softmax" else nn.functional.cross_entropy
    for _ in range(EPOCHS):
        net.train()
        order = torch.arange(len(images)) if fault == "没有洗牌" else torch.randperm(len(images))
        seen = [_step(net, images[chosen], labels[chosen], optimizer, loss_of, fault) for chosen in order.split(_BATCH)]
        if fault == "考试没有 eval()":
            with torch.no_grad():
                scores = net(unseen)
        else:
            with evaluating(net):
                scores = net(unseen)
        trained = np.average(seen, axis=0, weights=[len(chosen) for chosen in order.split(_BATCH)])
        yield [trained[0], loss_of(scores, answers).item(), trained[1], _right(scores, answers)]


def _step(
    net: nn.Module, images: torch.Tensor, labels: torch.Tensor, optimizer: object, loss_of: Callable, fault: str
) -> tuple[float, float]:
    """Take one step; return the loss and the share that was right before it."""
    scores = net(images)
    loss = loss_of(scores, labels)
    if fault == "先挪后算":
        optimizer.zero_grad()
        optimizer.step()
        loss.backward()
    else:
        if fault != "没有清梯度":
            optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item(), _right(scores, labels)


def _softmax_first(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return nn.functional.cross_entropy(scores.softmax(dim=1), labels)


def _right(scores: torch.Tensor, labels: torch.Tensor) -> float:
    return (scores.argmax(dim=1) == labels).float().mean().item()
