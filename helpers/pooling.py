"""池化：每个窗口只留一个数，最大的，或者均值（第 5 课）。"""

import numpy as np

from helpers.convolution import windows
from helpers.inputs import as_matrix, as_pair


def max_pool2d(
    image: object,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
) -> np.ndarray:
    """返回最大池化的结果：每个窗口里最大的数。

    image：形状 (H, W)；kernel_size、stride、padding、dilation：单位是格，整数或 (高，宽)；不写 stride 时
    和 kernel_size 相同。补的边当作 −∞，所以 padding 不能超过窗口的一半。设置不合适、不是数表时报错。

    >>> max_pool2d([[1, 2], [3, 4]], 2)
    array([[4.]])
    """
    return _pooled(image, kernel_size, stride, padding, dilation, -np.inf).max(axis=(2, 3))


def avg_pool2d(
    image: object,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
) -> np.ndarray:
    """返回平均池化的结果：每个窗口的均值；补的边是 0，也算在格数里。

    参数和错误同 max_pool2d，但没有空洞。

    >>> avg_pool2d([[1, 2], [3, 4]], 2)
    array([[2.5]])
    """
    return _pooled(image, kernel_size, stride, padding, 1, 0).mean(axis=(2, 3))


def _pooled(
    image: object, kernel_size: object, stride: object, padding: object, dilation: object, border: float
) -> np.ndarray:
    image, size = as_matrix(image, "image").astype(float), as_pair(kernel_size, "kernel_size", 1)
    stride = size if stride is None else as_pair(stride, "stride", 1)
    padding = as_pair(padding, "padding", 0)
    if any(2 * p > k for p, k in zip(padding, size, strict=True)):
        raise ValueError(f"池化时 padding 不能超过窗口的一半：窗口是 {size}，padding 是 {padding}。")
    padded = np.pad(image, [(p, p) for p in padding], constant_values=border)
    return windows(padded, size, stride, as_pair(dilation, "dilation", 1))
