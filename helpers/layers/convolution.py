"""卷积：一个窗口怎样算成一个数（第 1 课），怎样排成特征图（第 2 课），要多少参数（第 3 课）。"""

import numpy as np

from helpers.inputs import as_bool, as_int, as_matrix, as_pair, describe


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
        raise ValueError(f"窗口放不下：卷积核连空洞一共盖住 {covered} 格，图片补边后只有 {n + 2 * padding} 格。")
    return (n + 2 * padding - covered) // stride + 1


def count_parameters(
    in_channels: int, out_channels: int, kernel_size: int | tuple[int, int], groups: int = 1, bias: bool = True
) -> int:
    """返回一个卷积层的参数个数：每个输出通道有 in_channels / groups 个卷积核，bias=True 时再加一个偏置（第 3 课）。

    in_channels、out_channels：通道数，都要能被 groups 整除；kernel_size：单位是格，整数或 (高，宽)。
    太小、不是整数、除不尽时报错。公式见 PyTorch 文档 torch.nn.Conv2d 的 Variables 一节。

    >>> count_parameters(3, 8, (3, 5))
    368
    """
    in_channels, out_channels = as_int(in_channels, "in_channels", 1), as_int(out_channels, "out_channels", 1)
    (height, width), groups = as_pair(kernel_size, "kernel_size", 1), as_int(groups, "groups", 1)
    if not isinstance(bias, bool):
        raise TypeError(f"bias 要是 True 或 False，收到的是 {describe(bias)}。")
    for name, channels in (("in_channels", in_channels), ("out_channels", out_channels)):
        if channels % groups:
            raise ValueError(f"{name} 要能被 groups 整除，收到的是 {channels} 和 {groups}。")
    return out_channels * (in_channels // groups) * height * width + out_channels * bias


#: 填充方式 → numpy 里的名字；左边是 torch.nn.Conv2d 的 padding_mode
PADDING_MODES = {"zeros": "constant", "reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def pad(image: np.ndarray, padding: tuple[int, int], padding_mode: str = "zeros") -> np.ndarray:
    """返回四周补了边的图：上下各补 padding[0] 行，左右各补 padding[1] 列（第 3 课）。

    image：形状 (H, W)；padding_mode："zeros" 补 0，"reflect" 像镜子，"replicate" 重复最边上的一格，"circular" 从
    另一边接过来。没有这种方式，或者图太小、不够补时报错（和 PyTorch 的规定相同）。
    """
    if padding_mode not in PADDING_MODES:
        raise ValueError(f"padding_mode 要是 {'、'.join(PADDING_MODES)} 之一，收到的是 {describe(padding_mode)}。")
    most = {"reflect": [side - 1 for side in image.shape], "circular": image.shape}.get(padding_mode, padding)
    if any(p > limit for p, limit in zip(padding, most, strict=True)):
        raise ValueError(f"图片的形状是 {image.shape}，太小了，不够用 {padding_mode} 的方式补 {tuple(padding)} 格。")
    if not any(padding):
        return image
    return np.pad(image, [(p, p) for p in padding], mode=PADDING_MODES[padding_mode])


def windows(
    padded: np.ndarray, kernel_size: tuple[int, int], stride: tuple[int, int], dilation: tuple[int, int]
) -> np.ndarray:
    """返回所有窗口，形状 (结果的高，结果的宽，kH, kW)；padded 是补好边的图，形状 (H, W)。放不下时报错。"""
    for setting in zip(padded.shape, kernel_size, stride, (0, 0), dilation, strict=True):
        output_size(*setting)
    covered = [d * (k - 1) + 1 for d, k in zip(dilation, kernel_size, strict=True)]
    views = np.lib.stride_tricks.sliding_window_view(padded, covered)
    return views[:: stride[0], :: stride[1], :: dilation[0], :: dilation[1]]


def feature_map(
    image: object,
    kernel: object,
    *,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
    dilation: int | tuple[int, int] = 1,
    padding_mode: str = "zeros",
    average: bool = True,
) -> np.ndarray:
    """返回 image 对 kernel 的特征图：kernel 滑过每个位置，对应相乘，再求均值（第 2 课）。

    image：形状 (H, W)；kernel：形状 (kH, kW)；结果是小数，形状由 output_size 给出。
    stride、padding、dilation：单位是格，整数或 (高，宽)；padding_mode：补什么，见 pad，默认补 0。
    average=False 时求和而不求均值，和 torch.nn.functional.conv2d 相同。
    窗口放不下、设置太小、不是数表时报错；image 和 kernel 不会被改动。

    >>> feature_map([[1, -1, -1], [-1, 1, -1]], [[1, -1], [-1, 1]])
    array([[ 1. , -0.5]])
    """
    image, kernel = as_matrix(image, "image"), as_matrix(kernel, "kernel")
    stride, padding = as_pair(stride, "stride", 1), as_pair(padding, "padding", 0)
    padded = pad(image, padding, padding_mode)
    views = windows(padded, kernel.shape, stride, as_pair(dilation, "dilation", 1))
    total = np.einsum("hwij,ij->hw", views, kernel)
    return total / (kernel.size if as_bool(average, "average") else 1)
