"""正则化：遗忘层（Dropout）在训练的时候，随机丢掉一些数（第 6 课）。"""

import numpy as np

from helpers.inputs import as_bool, as_chance, as_numbers, describe


def dropout(x: object, p: float, training: bool, rng: np.random.Generator) -> np.ndarray:
    """返回经过遗忘层的 x：每个数以概率 p 变成 0，留下的除以 1 − p，所以平均起来不变（第 6 课）。

    x：任意形状的数组；p：丢掉的概率，在 0 和 1 之间，不能是 1；training：False 时原样返回，一个也不丢；
    rng：抽签用的 np.random.default_rng(…)。结果是小数，形状和 x 相同，x 不会被改动。规定和 torch.nn.Dropout
    相同。不是数、p 超出范围、rng 不是随机数发生器时报错。

    >>> dropout([1, 2, 3, 4], 0.5, True, np.random.default_rng(2))
    array([0., 0., 6., 0.])
    """
    x, p = as_numbers(x, "x").astype(float), as_chance(p, "p")
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng 要是 np.random.default_rng(…)，收到的是 {describe(rng)}。")
    if not as_bool(training, "training"):
        return x
    kept = rng.random(x.shape) >= p
    return x * kept / (1 - p)
