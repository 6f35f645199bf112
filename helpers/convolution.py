"""卷积：一个窗口怎样算成一个数（第 1 课），许多窗口怎样排成一张特征图（第 2 课）。"""

import numpy as np

from helpers.inputs import as_int, as_matrix, as_pair, describe


def match(window: object, kernel: object) -> float:
    """返回 window 和 kernel 对应相乘后的均值：全吻合是 1，全相反是 −1（第 1 课）。

    window、kernel：形状相同的二维数组。形状不同、不是数表时报错。

    >>> match([[1, -1], [-1, 1]], [[1, -1], [-1, -1]])
    0.5
    """
    window, kernel = as_matrix(window, "window"), as_matrix(kernel, "kernel")
    if window.shape != kernel.shape:
        raise ValueError(f"window 的形状 {window.shape} 和 kernel 的形状 {kernel.shape} 要相同，才能一格对一格地乘。")
    return float((window * kernel).mean())


def output_size(n: int, kernel_size: int, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """返回一个方向上窗口能停的位置数：⌊(n + 2·padding − dilation·(kernel_size − 1) − 1) / stride⌋ + 1。

    n：图片在这个方向上的格数；kernel_size：卷积核的格数；stride：每次滑动的格数；padding：每一边补的
    格数；dilation：卷积核相邻两格的间距，1 表示没有空洞。都是整数。放不下、太小或不是整数时报错。
    公式见 PyTorch 文档 torch.nn.Conv2d 的 Shape 一节。

    >>> output_size(9, 3)
    7
    """
    n, kernel_size = as_int(n, "n", 1), as_int(kernel_size, "kernel_size", 1)
    stride, padding = as_int(stride, "stride", 1), as_int(padding, "padding", 0)
    dilation = as_int(dilation, "dilation", 1)
    covered = dilation * (kernel_size - 1) + 1
    if covered > n + 2 * padding:
        raise ValueError(
            f"窗口放不下：卷积核连空洞一共盖住 {covered} 格，图片只有 {n} 格，两边各补 {padding} 格后也只有 "
            f"{n + 2 * padding} 格。"
        )
    return (n + 2 * padding - covered) // stride + 1


def feature_map(
    image: object,
    kernel: object,
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
    average: bool = True,
) -> np.ndarray:
    """返回 image 对 kernel 的特征图：kernel 滑过每个位置，对应相乘，再求均值（第 2 课）。

    image：形状 (H, W)；kernel：形状 (kH, kW)；结果是小数，形状由 output_size 给出。
    stride、padding、dilation：单位是格，整数或 (高，宽)；padding 补的是 0。
    average=False 时求和而不求均值，和 torch.nn.functional.conv2d 相同。
    窗口放不下、设置太小、不是数表时报错；image 和 kernel 不会被改动。

    >>> feature_map([[1, -1, -1], [-1, 1, -1]], [[1, -1], [-1, 1]])
    array([[ 1. , -0.5]])
    """
    image, kernel = as_matrix(image, "image"), as_matrix(kernel, "kernel")
    strides, paddings = as_pair(stride, "stride", 1), as_pair(padding, "padding", 0)
    dilations = as_pair(dilation, "dilation", 1)
    if not isinstance(average, bool):
        raise TypeError(f"average 要是 True 或 False，收到的是 {describe(average)}。")
    for setting in zip(image.shape, kernel.shape, strides, paddings, dilations, strict=True):
        output_size(*setting)  # says so when the window does not fit
    padded = np.pad(image, [(p, p) for p in paddings])
    covered = [d * (k - 1) + 1 for d, k in zip(dilations, kernel.shape, strict=True)]
    windows = np.lib.stride_tricks.sliding_window_view(padded, covered)
    windows = windows[:: strides[0], :: strides[1], :: dilations[0], :: dilations[1]]
    total = np.einsum("hwij,ij->hw", windows, kernel)
    return total / (kernel.size if average else 1)
