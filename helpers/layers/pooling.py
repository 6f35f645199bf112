"""池化：每个窗口只留一个数，最大的，或者均值（第 5 课）。"""

import numpy as np

from helpers.inputs import as_bool, as_int, as_matrix, as_pair
from helpers.layers.convolution import output_size, windows


def max_pool2d(
    feature_map: object,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
    ceil_mode: bool = False,
) -> np.ndarray:
    """返回最大池化的结果：每个窗口里最大的数（第 5 课）。

    feature_map：形状 (H, W)；kernel_size、stride、padding、dilation：单位是格，整数或 (高，宽)；不写 stride 时
    和 kernel_size 相同。补的边当作 −∞，padding 不能超过窗口的一半。ceil_mode=True 时，右边和下边剩下的几格也
    凑成一个窗口。规定和 torch.nn.MaxPool2d 相同。设置不合适、不是数表时报错。

    >>> max_pool2d([[1, 2], [3, 4]], 2)
    array([[4.]])
    """
    views = _windows(feature_map, kernel_size, stride, padding, dilation, ceil_mode, border=-np.inf, beyond=-np.inf)
    return views.max(axis=(2, 3))


def avg_pool2d(
    feature_map: object,
    kernel_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> np.ndarray:
    """返回平均池化的结果：每个窗口的均值（第 5 课）。

    补的边是 0；count_include_pad=True 时它也算在格数里，False 时只除以窗口里真正的格数。
    其余参数和错误同 max_pool2d，但没有空洞。规定和 torch.nn.AvgPool2d 相同。

    >>> avg_pool2d([[1, 2], [3, 4]], 2)
    array([[2.5]])
    """
    settings = (kernel_size, stride, padding, 1, ceil_mode)
    counted = float(as_bool(count_include_pad, "count_include_pad"))
    total = _windows(feature_map, *settings, border=0, beyond=0).sum(axis=(2, 3))
    # what ceil_mode adds beyond the padding is never counted
    cells = _windows(np.ones(np.shape(feature_map)), *settings, border=counted, beyond=0).sum(axis=(2, 3))
    return total / cells


def pooled_size(
    n: int, kernel_size: int, stride: int, padding: int = 0, dilation: int = 1, ceil_mode: bool = False
) -> int:
    """返回池化后一个方向上的格数：ceil_mode=False 时同 output_size；True 时除不尽就向上取整。

    n、kernel_size、stride、padding、dilation：同 output_size。向上取整时，最后一个窗口要从图片里或前面补的边里
    开始，否则不算。放不下、太小或不是整数时报错。

    >>> pooled_size(7, 2, 2), pooled_size(7, 2, 2, ceil_mode=True)
    (3, 4)
    """
    if not as_bool(ceil_mode, "ceil_mode"):
        return output_size(n, kernel_size, stride, padding, dilation)
    n, kernel_size = as_int(n, "n", 1), as_int(kernel_size, "kernel_size", 1)
    stride, padding = as_int(stride, "stride", 1), as_int(padding, "padding", 0)
    covered = as_int(dilation, "dilation", 1) * (kernel_size - 1) + 1
    if covered >= n + 2 * padding + stride:
        raise ValueError(f"窗口放不下：它一共盖住 {covered} 格，图片补边后只有 {n + 2 * padding} 格。")
    size = -((covered - n - 2 * padding) // stride) + 1
    return size - ((size - 1) * stride >= n + padding)


def _windows(
    image: object,
    kernel_size: object,
    stride: object,
    padding: object,
    dilation: object,
    ceil_mode: object,
    border: float,
    beyond: float,
) -> np.ndarray:
    """Give all windows; border fills the padding, beyond what ceil_mode lets a window reach past it."""
    image, size = as_matrix(image, "feature_map").astype(float), as_pair(kernel_size, "kernel_size", 1)
    stride = size if stride is None else as_pair(stride, "stride", 1)
    padding, dilation = as_pair(padding, "padding", 0), as_pair(dilation, "dilation", 1)
    if any(2 * p > k for p, k in zip(padding, size, strict=True)):
        raise ValueError(f"池化时 padding 不能超过窗口的一半：窗口是 {size}，padding 是 {padding}。")
    padded = np.pad(image, [(p, p) for p in padding], constant_values=border)
    missing = []
    for n, k, s, p, d in zip(image.shape, size, stride, padding, dilation, strict=True):
        reach = (pooled_size(n, k, s, p, d, ceil_mode) - 1) * s + d * (k - 1) + 1
        missing.append((0, max(0, reach - n - 2 * p)))
    return windows(np.pad(padded, missing, constant_values=beyond), size, stride, dilation)
