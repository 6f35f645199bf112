"""全连接层：加权求和怎样变成分数（linear），分数怎样变成概率（softmax）和决定（第 4 课）。"""

import numpy as np

from helpers.inputs import as_int, as_matrix, as_numbers, as_vector


def linear(x: object, weight: object, bias: object) -> np.ndarray:
    """返回全连接层的输出 x @ weight.T + bias，形状 (N, out_features)（第 4 课）。

    x：形状 (N, in_features)，每行是一个样本；weight：形状 (out_features, in_features)，每行是一个神经元的权重；
    bias：out_features 个数。形状对不上、不是数表时报错。约定见 PyTorch 文档 torch.nn.Linear。

    >>> linear([[1, 0, 1]], [[1, 1, 1], [2, 2, 2]], [-2.5, -1])
    array([[-0.5,  3. ]])
    """
    x, weight, bias = as_matrix(x, "x"), as_matrix(weight, "weight"), as_vector(bias, "bias")
    if x.shape[1] != weight.shape[1]:
        raise ValueError(f"x 每行有 {x.shape[1]} 个数，weight 每行有 {weight.shape[1]} 个数，两者要相同。")
    if bias.shape != weight.shape[:1]:
        raise ValueError(f"bias 要有 {len(weight)} 个数，每个神经元一个，收到的形状是 {bias.shape}。")
    return x @ weight.T + bias


def softmax(scores: object) -> np.ndarray:
    """返回每一行分数的 softmax：都在 0 到 1 之间，每行的和是 1，形状同 scores。

    scores：形状 (N, 类别数)，或者一个样本的一排分数。不是数时报错。

    >>> softmax([[0, 0]])
    array([[0.5, 0.5]])
    """
    scores = as_numbers(scores, "scores")
    scores = as_vector(scores, "scores") if scores.ndim == 1 else as_matrix(scores, "scores")
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))  # the same quotients, and nothing overflows
    return powers / powers.sum(axis=-1, keepdims=True)


def predict(scores: object) -> np.ndarray:
    """返回每一行里分数最高的是第几类，N 个整数，从 0 数起；一样高时取前面的。

    scores：形状 (N, 类别数)。不是数表时报错。

    >>> predict([[1, 2], [-1, -3]])
    array([1, 0])
    """
    return as_matrix(scores, "scores").argmax(axis=1)


def cross_entropy(scores: object, label: int) -> float:
    """返回一个样本的交叉熵：正确类别的 softmax 取对数，再变号；越有把握越接近 0（第 4 课）。

    scores：一个样本的分数，每类一个数；label：正确的是第几类，从 0 数起。不是一串数、没有这一类时报错。

    >>> round(cross_entropy([0, 0], 1), 3)
    0.693
    """
    scores = as_vector(scores, "scores")
    if as_int(label, "label", 0) >= scores.size:
        raise ValueError(f"label 要小于类别数 {scores.size}，收到的是 {label}。")
    shifted = scores - scores.max()
    return float(np.log(np.exp(shifted).sum()) - shifted[label])  # a chance of 1e-400 would round to 0
