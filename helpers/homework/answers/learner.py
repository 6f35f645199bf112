"""答案是一个学认字的网络，要训练，才看得出好坏。"""

import copy
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from helpers.data.dataset import make_letters
from helpers.homework.answers.answer import Answer, Unreadable, stored
from helpers.homework.attempt import attempt, quiet

_CLEARLY = 0.02  # better in the middle than elsewhere


class Learnt(NamedTuple):
    """看到的事：参数几个、最多的一层，训练了几次，最好的一次认对了几分之几；全是数和文字，可以存成数组。

    moved 是挪动过的字母，centred 是同样的字母放在正中；probable：给出的是概率，不是分数；alike：每张图的分数都一样；
    still：没有动过的参数的个数；places：最后还看特征在哪里。
    """

    count: int
    largest: str
    in_largest: int
    tries: int = 0
    centred: float = 0
    moved: float = 0
    probable: bool = False
    alike: bool = False
    still: int = 0
    places: bool = False


@dataclass(frozen=True)
class Learner(Answer):
    """一个认 X 和 O 的网络，不看里面有什么，只看它学得怎样：用正中的字母训练，用挪动过的新字母考它。

    limit：最多几个参数；goal：至少要认对几分之几；tries：最多训练几次，取最好的一次；seconds：一共最多几秒。
    """

    notice = "正在训练你的网络，要等几秒……"

    limit: int
    goal: float
    tries: int = 3
    seconds: float = 60

    def read(self, answer: object) -> np.ndarray:
        """返回看到的事；不能训练时抛出 Unreadable。

        一开始的权重总是重新抽过，所以同一个网络的成绩每次相同；answer 自己不会被改动。
        """
        with quiet():
            seen = attempt(self._examine, answer, seconds=self.seconds)
        if isinstance(seen, TimeoutError):
            told = f"训练了 {self.seconds:g} 秒还没有完。"
            raise Unreadable(told, "forward 里有停不下来的循环吗？网络是不是太深了？")
        if isinstance(seen, Exception):
            raise seen
        return stored(seen)

    def _examine(self, answer: object) -> Learnt:
        import torch

        from helpers.homework.answers.probing import as_net, probe

        net = as_net(answer)
        try:
            net = copy.deepcopy(net)
        except Exception:
            told = "这个网络复制不了，里面存着算到一半的张量。"
            raise Unreadable(told, "self.… = 的右边，都是层，或者 nn.Parameter(…) 吗？") from None
        images, _ = make_letters(4, "validation")
        probe(net, torch.from_numpy(images))
        counts = {name: _own(layer) for name, layer in net.named_modules()}
        largest = max(counts, key=counts.get)
        seen = Learnt(sum(p.numel() for p in net.parameters()), _label(net, largest), counts[largest])
        if seen.count > self.limit:
            return seen
        for number in range(self.tries):
            seen = max(seen, self._trained(net, number, seen), key=lambda each: each.moved)._replace(tries=number + 1)
            if seen.moved >= self.goal:
                break
        return seen

    def _trained(self, net: object, number: int, seen: Learnt) -> Learnt:
        """Train a copy of the net, from weights drawn anew; the number of the try decides all that is random."""
        import torch

        from helpers.homework.answers.probing import keeps_places
        from helpers.training.classifier import accuracy, evaluating, train
        from helpers.training.nets import repeatable

        net = copy.deepcopy(net)
        with repeatable(number):
            for layer in net.modules():
                if hasattr(layer, "reset_parameters") and any(p.requires_grad for p in layer.parameters(recurse=False)):
                    layer.reset_parameters()
        before = [parameter.detach().clone() for parameter in net.parameters()]
        try:
            images = make_letters(500, seed=number, centred=True)
            train(net, *images, epochs=36, batch_size=30, seed=number, progress=False)
        except Exception as error:
            told = f"训练时出错，{type(error).__name__}：{(str(error).splitlines() or [''])[0][:150]}"
            raise Unreadable(told, "train() 的时候，有哪一层和 eval() 的时候不同？") from None
        moved, labels = make_letters(1000, "test")
        with evaluating(net):
            votes = net(torch.from_numpy(moved))
        return seen._replace(
            centred=accuracy(net, *make_letters(1000, "test", centred=True)),  # the same letters
            moved=accuracy(net, moved, labels),
            probable=bool((votes >= 0).all() and torch.allclose(votes.sum(dim=1), torch.ones(len(votes)), atol=1e-4)),
            alike=bool((votes - votes[0]).abs().max() < 1e-4),
            still=sum(old.numel() for old, new in zip(before, net.parameters(), strict=True) if torch.equal(old, new)),
            places=keeps_places(net, torch.from_numpy(moved[:20])),
        )

    def _verdict(self, seen: Learnt) -> str:
        """Name the first thing that is wrong; each has been tried."""
        clearly = seen.centred >= self.goal + _CLEARLY
        found = {
            "large": seen.count > self.limit,
            "probable": seen.probable,
            "right": seen.moved >= self.goal,
            "still": 2 * seen.still > seen.count,
            "alike": seen.alike,
            "nothing": seen.centred < 0.8,
            "places": clearly and seen.places,
            "edges": clearly,
        }
        return next((verdict for verdict, holds in found.items() if holds), "nearly")

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """参数不多，给的是分数，挪动过的字母认得够多时返回 True。"""
        return self._verdict(Learnt(*got.item())) == "right"

    def like(self, got: np.ndarray, wrong: np.ndarray) -> bool:
        """got 和 wrong 不对的地方相同时返回 True。"""
        return self._verdict(Learnt(*got.item())) == self._verdict(Learnt(*wrong.item()))

    def share(self, got: np.ndarray, want: np.ndarray) -> float:
        """返回得几成分：能用、参数不多、给的是分数，一份；正中的认得够多，两份；挪动过的认得够多，两份。"""
        seen = Learnt(*got.item())
        if seen.count > self.limit:
            return 0.0
        return ((not seen.probable) + 2 * (seen.centred >= self.goal) + 2 * (seen.moved >= self.goal)) / 5

    def praise(self, got: np.ndarray, tried: int) -> str:
        """返回一句话：几个参数，认对了多少。"""
        seen = Learnt(*got.item())
        return f"{seen.count:,} 个参数。只见过正中的字母，却认对了 {seen.moved:.1%} 挪动过的新字母。"

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回看到的事：参数超了多少，或者两种新字母各认对了多少。"""
        seen = Learnt(*got.item())
        if seen.count > self.limit:
            return (
                f"你的网络有 {seen.count:,} 个参数，最多只能有 {self.limit:,} 个。"
                f"最多的一层是 {seen.largest}，有 {seen.in_largest:,} 个。"
            )
        best = f"正中的新字母认对 {seen.centred:.1%}，同样的字母挪开以后 {seen.moved:.1%}"
        told = f"训练了 {seen.tries} 次，最好的一次：{best}；挪开的要认对 {self.goal:.0%}。"
        return told + (f"训练以后，有 {seen.still:,} 个参数一点也没有变。" if seen.still else "")


def _own(layer: object) -> int:
    return sum(parameter.numel() for parameter in layer.parameters(recurse=False))


def _label(net: object, name: str) -> str:
    layer = net.get_submodule(name)
    return type(layer).__name__ if list(layer.children()) else repr(layer)[:100]
