"""答案是训练一轮的函数：看着它训练，看它做了什么，不看怎样写。"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from helpers.homework.answers.answer import Answer, stored

#: 看着它训练几轮
EPOCHS = 2


class Trained(NamedTuple):
    """看到的事：verdict 是第一处不对的，没有就是 "right"；四份分各得没得；返回的和应该返回的；第一轮走了几步。"""

    verdict: str
    gradient: bool
    once: bool
    shuffled: bool
    result: bool
    returned: str
    wanted: str
    steps: int


@dataclass(frozen=True)
class TrainingLoop(Answer):
    """训练一轮的函数 train_one_epoch(net, images, labels, optimizer)：网络和优化器会记下它做了什么。

    同一个网络训练两轮，才看得出次序是不是每轮重新排的。
    """

    def call(self, function: object, arguments: tuple) -> object:
        """让函数训练两轮，返回看到的事 Trained。"""
        from helpers.homework.answers.watching import watched
        from helpers.training.nets import repeatable

        with repeatable(0):
            watch, given = watched()
            results, ends = [], []
            for _ in range(EPOCHS):
                results.append(function(*given))
                ends.append((len(watch.batches), len(watch.steps)))
        return _seen(watch, results, ends)

    def read(self, answer: object) -> np.ndarray:
        """返回看到的事，存成数组。"""
        return stored(answer)

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """没有一处不对时返回 True。"""
        return Trained(*got.item()).verdict == "right"

    def like(self, got: np.ndarray, wrong: np.ndarray) -> bool:
        """第一处不对的相同时返回 True。"""
        return Trained(*got.item()).verdict == Trained(*wrong.item()).verdict

    def share(self, got: np.ndarray, want: np.ndarray) -> float:
        """返回四份分里得了几份：梯度对，两份；每张图看一次，次序每轮不同，一份；返回的平均损失对，一份。"""
        gradient, once, shuffled, result = _parts(Trained(*got.item()))
        return (2 * gradient + (once and shuffled) + (once and result)) / 4

    def praise(self, got: np.ndarray, tried: int) -> str:
        """返回一句话：看到它做了什么。"""
        steps = Trained(*got.item()).steps
        return f"看着它训练了两轮：每轮 {steps} 步，每张图都看一次，次序每轮都不同，梯度和平均损失都对。"

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回看到的事：哪几份对了，返回了什么。"""
        names = ("训练的每一步", "每张图看一次", "每轮洗牌", "返回平均损失")
        seen = Trained(*got.item())
        told = "，".join(f"{name}{'对' if good else '不对'}" for name, good in zip(names, _parts(seen), strict=True))
        return f"看着它训练了两轮：{told}。第一轮走了 {seen.steps} 步，返回 {seen.returned}，应为 {seen.wanted}。"


def _parts(seen: Trained) -> tuple[bool, bool, bool, bool]:
    return seen.gradient, seen.once, seen.shuffled, seen.result


def _seen(watch: object, results: list, ends: list[tuple[int, int]]) -> Trained:
    from helpers.homework.answers.watching import BATCH, COUNT

    (batches, steps), _ = ends
    first, losses = watch.batches[:batches], watch.losses[:batches]
    order, again = sum(first, []), sum(watch.batches[batches:], [])
    sizes = sorted(map(len, first), reverse=True)
    wanted = sum(loss * len(each) for loss, each in zip(losses, first, strict=True)) / max(len(order), 1)
    gradient, coverage = _gradient(watch), _coverage(order, sizes, COUNT, BATCH)
    mixing = "not_shuffled" if order == sorted(order) else "same_shuffle" if order == again else "right"
    returned = _returned(results[0], losses, sizes, wanted)
    verdicts = (gradient, coverage, mixing, returned)
    parts = (each == "right" for each in verdicts)
    verdict = next((each for each in verdicts if each != "right"), "right")
    named = returned in ("nothing", "not_a_number")
    shown = type(results[0]).__name__ if named else f"{_number(results[0]):.4f}"
    return Trained(verdict, *parts, shown[:100], f"{wanted:.4f}" if order else "所看图的平均损失", steps)


def _gradient(watch: object) -> str:
    """Name the first thing that is wrong with the steps."""
    events = watch.events
    if "F" not in events:
        return "net_not_used"
    if watch.strangers:
        return "other_pictures"
    if watch.evaluated:
        return "evaluating" if watch.switched else "train_forgotten"
    if "S" not in events:
        return "no_step" if "B" in events else "only_looked"
    if "B" not in events:
        return "no_backward"
    kinds = [step.gradient for step in watch.steps]
    if set(kinds) == {"none"}:
        return "cleared_first" if all("BZ" in step.events for step in watch.steps) else "step_first"
    if any("B" not in step.events for step in watch.steps):
        return "step_first"
    if len(kinds) == EPOCHS and events.count("B") > EPOCHS:
        return "step_once"
    wrong = [kind for kind in kinds if kind != "right"]
    if not wrong:
        return "right"
    return max(set(wrong), key=wrong.count)


def _coverage(order: list[int], sizes: list[int], count: int, batch: int) -> str:
    """Say which pictures were seen in the first epoch, and how many at once."""
    times = np.bincount(order, minlength=count)
    if not times.min():
        return "first_batch_only" if len(sizes) == 1 else "same_batch" if times.max() > 1 else "last_batch_lost"
    if times.max() > 1:
        return "several_epochs"
    if len(sizes) == 1:
        return "all_at_once"
    if sizes[0] == 1:
        return "one_by_one"
    return "right" if sizes[0] == batch and sizes.count(batch) == count // batch else "other_size"


def _returned(result: object, losses: list[float], sizes: list[int], wanted: float) -> str:
    """Say what the number is that was returned."""
    if result is None:
        return "nothing"
    if getattr(result, "requires_grad", False):
        return "tensor"
    try:
        value = _number(result)
    except (TypeError, ValueError):
        return "not_a_number"
    known = {"right": wanted, "sum_of_batches": sum(losses), "mean_of_batches": sum(losses) / max(len(losses), 1)}
    known |= {"last_batch": losses[-1] if losses else 0, "sum_of_pictures": wanted * sum(sizes)}
    return next((name for name, each in known.items() if np.isclose(value, each, rtol=1e-4)), "other_number")


def _number(result: object) -> float:
    return float(result.detach() if hasattr(result, "detach") else result)
