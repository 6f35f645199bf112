"""把收到的东西变成数组或整数；不合适时，立刻用中文说清收到了什么、需要什么。"""

import operator
import reprlib

import numpy as np


def describe(value: object) -> str:
    """返回一句话，说出收到的是什么：数组说形状，别的说类型和开头。"""
    if isinstance(value, np.ndarray) and value.ndim:
        return f"形状为 {value.shape} 的数组"
    text, kind = reprlib.repr(value), type(value).__name__
    return f"{kind} 类型的 {text}" if not text.startswith("<") else f"{kind} 类型的东西"


def as_numbers(value: object, name: str) -> np.ndarray:
    """返回 value 的数组副本，任意形状，元素是整数或小数；列表、元组、torch 张量都可以。

    name 是报错时用的名字。TypeError：里面有不是数的东西；ValueError：各行长短不一。
    """
    if np.ma.isMaskedArray(value) and np.ma.is_masked(value):
        raise ValueError(f"{name} 里有被遮住的格（masked），不知道它们是几：{describe(value)}。")
    try:
        array = np.array(_without_tensors(value, name))
    except (ValueError, RuntimeError):
        raise ValueError(f"{name} 的各行长短不一，排不成整齐的表：{describe(value)}。") from None
    if array.dtype.kind == "O":  # Fraction and Decimal are numbers too
        try:
            array = array.astype(float)
        except (ValueError, TypeError, OverflowError):
            raise TypeError(f"{name} 里只能有数，收到的是 {describe(value)}。") from None
    if array.dtype.kind not in "iufb":
        kind = _KINDS.get(array.dtype.kind, "别的东西")
        raise TypeError(f"{name} 里只能有数，收到的是{kind}：{describe(value)}。")
    return array.astype(np.result_type(array, np.int64))  # small types would overflow in products


_KINDS = {"c": "复数", "U": "文字", "S": "字节", "M": "日期", "m": "时间"}


def _without_tensors(value: object, name: str) -> object:
    """Turn torch tensors, also those inside lists, into arrays; they are recognised without importing torch."""
    if isinstance(value, (list, tuple)):
        return [_without_tensors(each, name) for each in value]
    if not hasattr(value, "detach"):
        return value
    layout = str(value.layout)
    if layout != "torch.strided":
        raise TypeError(f"{name} 是稀疏的张量（{layout}），这里要普通的：先用 .to_dense() 换一下。")
    tensor = value.detach().cpu()
    return (tensor.float() if str(tensor.dtype) == "torch.bfloat16" else tensor).numpy()  # numpy has no such type


def as_matrix(value: object, name: str, *, allow_nan: bool = False) -> np.ndarray:
    """返回 value 的二维数组副本，形状 (行数，列数)，每一格都是有限的数。

    allow_nan=True 时允许 NaN（表示还没填的格子）。TypeError：不是数；ValueError：不是二维、是空的，
    或含有 NaN 与无穷大。
    """
    matrix = as_numbers(value, name)
    if matrix.ndim != 2:
        raise ValueError(f"{name} 要有行和列两个方向，收到的形状是 {matrix.shape}，有 {matrix.ndim} 个方向。")
    if matrix.size == 0:
        raise ValueError(f"{name} 是空的（形状 {matrix.shape}），至少要有一行一列。")
    _finite(matrix, name, allow_nan)
    return matrix


def as_vector(value: object, name: str) -> np.ndarray:
    """返回 value 的一维数组副本，每个数都是有限的。

    TypeError：不是数；ValueError：不是一维、是空的，或含有 NaN 与无穷大。
    """
    vector = as_numbers(value, name)
    if vector.ndim != 1:
        raise ValueError(f"{name} 要是一排数，收到的形状是 {vector.shape}，有 {vector.ndim} 个方向。")
    if vector.size == 0:
        raise ValueError(f"{name} 是空的，至少要有一个数。")
    _finite(vector, name)
    return vector


def _finite(array: np.ndarray, name: str, allow_nan: bool = False) -> None:
    bad = np.isinf(array) | (np.isnan(array) & (not allow_nan))
    if bad.any():
        place = tuple(np.argwhere(bad)[0])
        where = ", ".join(map(str, place))
        raise ValueError(f"{name} 里的每个数都要是有限的，[{where}] 处却是 {array[place]}。")


def as_int(value: object, name: str, minimum: int | None = None) -> int:
    """返回整数 value；minimum 是允许的最小值。TypeError：不是整数；ValueError：太小。"""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} 要是整数，收到的是 {describe(value)}。") from None
    if isinstance(value, bool):
        raise TypeError(f"{name} 要是整数，收到的是 {describe(value)}。")
    if minimum is not None and number < minimum:
        raise ValueError(f"{name} 不能小于 {minimum}，收到的是 {number}。")
    return number


def as_pair(value: object, name: str, minimum: int | None = None) -> tuple[int, int]:
    """返回 (高，宽) 两个整数；value 是一个整数（高宽相同）或两个整数。错误同 as_int。"""
    if isinstance(value, (tuple, list)):
        if len(value) != 2:
            raise ValueError(f"{name} 要是一个整数，或 (高，宽) 两个整数，收到了 {len(value)} 个。")
        return as_int(value[0], f"{name} 的高", minimum), as_int(value[1], f"{name} 的宽", minimum)
    number = as_int(value, name, minimum)
    return number, number


def as_chance(value: object, name: str) -> float:
    """返回概率 value，在 [0, 1) 里。TypeError：不是数；ValueError：超出范围。"""
    chance = as_vector([value], name).item()
    if not 0 <= chance < 1:
        raise ValueError(f"{name} 要在 0 和 1 之间，可以是 0，不能是 1，收到的是 {value}。")
    return chance


def as_bool(value: object, name: str) -> bool:
    """返回 value，它是 True 或 False。TypeError：不是。"""
    if not isinstance(value, bool):
        raise TypeError(f"{name} 要是 True 或 False，收到的是 {describe(value)}。")
    return value


def as_list(value: object, name: str) -> list:
    """返回 value 里各项的列表。TypeError：value 不是一串东西。"""
    try:
        return list(value)
    except TypeError:
        raise TypeError(f"{name} 要是一个列表，收到的是 {describe(value)}。") from None
