"""看着训练：学生的函数怎样用网络、图、标签和优化器，一件一件地记下来。"""

from dataclasses import dataclass, field

import torch
from torch import nn

from helpers.data.dataset import make_letters

#: 有几张图，一小批几张；最后一批不满
COUNT, BATCH = 50, 20


@dataclass
class Step:
    """挪的一步：看了哪几张图（编号），这时的梯度像什么，先后做了什么。"""

    pictures: list[int]
    gradient: str
    events: str


@dataclass
class Watch:
    """一次训练的记录。events 里一个字母一件事：F 网络看图，Z 清梯度，B 算梯度，S 挪一步。"""

    images: torch.Tensor
    labels: torch.Tensor
    events: str = ""
    batches: list[list[int]] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)  # of each batch, as they should be
    steps: list[Step] = field(default_factory=list)
    evaluated: bool = False  # pictures were seen by a net that was not training
    switched: bool = False  # the student said train() or eval()
    strangers: int = 0  # pictures that are not among those given


class WatchedNet(nn.Module):
    """一个小网络，每看一批图就记下来。"""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self.decide = nn.Linear(81, 2)
        self.watch = watch

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """返回分数，形状 (N, 2)。"""
        watch = self.watch
        found = [(watch.images == each).flatten(1).all(dim=1).nonzero() for each in x]
        chosen = [int(where[0]) for where in found if len(where)]
        watch.events += "F"
        watch.batches.append(chosen)
        watch.strangers += len(x) - len(chosen)
        watch.evaluated |= not self.training
        scores = self.decide(x.flatten(1))
        watch.losses.append(nn.functional.cross_entropy(scores[: len(chosen)], watch.labels[chosen]).item())
        if scores.requires_grad:
            scores.register_hook(self._differentiated)
        return scores

    def train(self, mode: bool = True) -> "WatchedNet":
        """换到训练或考试的状态，记下来；eval() 也是从这里换的。"""
        self.watch.switched = True
        return super().train(mode)

    def zero_grad(self, set_to_none: bool = True) -> None:
        """清掉梯度，记下来。"""
        self.watch.events += "Z"
        super().zero_grad(set_to_none)

    def _differentiated(self, gradient: torch.Tensor) -> None:
        self.watch.events += "B"


class WatchedOptimizer(torch.optim.SGD):
    """一个优化器，每挪一步就记下这时的梯度像什么。"""

    def __init__(self, net: WatchedNet) -> None:
        self.net, self.sum = net, 0
        super().__init__(net.parameters(), lr=0.05)

    def zero_grad(self, set_to_none: bool = True) -> None:
        """清掉梯度，记下来。"""
        self.net.watch.events += "Z"
        super().zero_grad(set_to_none)

    def step(self, closure: object = None) -> None:
        """记下梯度像什么，再挪一步。"""
        watch = self.net.watch
        before, _, latest = watch.events.rpartition("S")
        chosen = [number for batch in watch.batches[before.count("F") :] for number in batch]
        watch.steps.append(Step(chosen, self._gradient(chosen, latest), latest))
        watch.events += "S"
        super().step()

    def _gradient(self, chosen: list[int], latest: str) -> str:
        """Say which gradient the weights have, of those that a loop could give them."""
        mine, watch = self.net.decide.weight.grad, self.net.watch
        if mine is None or not mine.any():
            return "none"
        if not chosen:
            return "other"
        start = sum(len(step.pictures) for step in watch.steps)
        inputs, right = watch.images[chosen], watch.labels[chosen]
        stayed = watch.labels[start : start + len(chosen)]  # labels in their own order, beside shuffled pictures
        loss = nn.functional.cross_entropy
        gradients = {
            "right": self._of(inputs, lambda scores: loss(scores, right)),
            "stayed": self._of(inputs, lambda scores: loss(scores, stayed)) if len(stayed) == len(chosen) else None,
            "softmax": self._of(inputs, lambda scores: loss(scores.softmax(dim=1), right)),
            "summed": self._of(inputs, lambda scores: loss(scores, right, reduction="sum")),
        }
        self.sum = gradients["right"] + (0 if "Z" in latest else self.sum)
        gradients["added"] = self.sum
        return next((name for name, each in gradients.items() if each is not None and _close(mine, each)), "other")

    def _of(self, inputs: torch.Tensor, loss: object) -> torch.Tensor:
        with torch.enable_grad():
            weight = self.net.decide.weight.detach().requires_grad_()
            scores = nn.functional.linear(inputs.flatten(1), weight, self.net.decide.bias.detach())
            return torch.autograd.grad(loss(scores), weight)[0]


def _close(one: torch.Tensor, other: torch.Tensor) -> bool:
    return torch.allclose(one, other, rtol=1e-3, atol=1e-6)


def watched() -> tuple[Watch, tuple]:
    """返回一份空白的记录，和交给学生的函数的四样东西：网络（还在考试的状态）、图、标签、优化器。"""
    images, labels = map(torch.from_numpy, make_letters(COUNT, seed=5))
    watch = Watch(images, labels)
    net = WatchedNet(watch).eval()  # as the end of an epoch leaves it: who forgets train() is seen
    watch.switched = False
    return watch, (net, images.clone(), labels.clone(), WatchedOptimizer(net))
