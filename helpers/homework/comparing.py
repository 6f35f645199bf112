"""两组数怎样比：相差多少算相同，有几个不同的数，是不是正好几倍。"""

import numpy as np


def near(got: np.ndarray, want: np.ndarray, tolerance: float) -> np.ndarray:
    """返回每个数是不是相同：相差不到 tolerance，很大的数再宽一点。"""
    return np.isclose(got, want, rtol=1e-6, atol=tolerance, equal_nan=True)


def close(got: np.ndarray, want: np.ndarray | None, tolerance: float) -> bool:
    """形状相同、每个数相差不到 tolerance 时返回 True。"""
    return want is not None and got.shape == want.shape and bool(near(got, want, tolerance).all())


def distinct(array: np.ndarray) -> int:
    """返回 array 里有几个不同的数；只差在第七位小数以后的，是同一个。"""
    return len(np.unique(np.round(array, 6)))


def factor(got: np.ndarray, want: np.ndarray, tolerance: float) -> float | None:
    """返回 got 是 want 的几倍；不是同一个倍数时返回 None。"""
    if got.shape != want.shape or not want.size or not abs(want).max():
        return None
    place = np.unravel_index(abs(want).argmax(), want.shape)
    times = float(got[place] / want[place])
    return times if close(got, times * want, tolerance) else None


def text(number: float) -> str:
    """返回一个数的写法，能写成分数就写成分数。"""
    for below in range(1, 82):
        if abs(number * below - round(number * below)) < 1e-6 * below:
            whole = f"{round(number * below)}"
            return (whole if below == 1 else f"{whole}/{below}").replace("-", "−")
    number = round(number, 9)  # what is left of the computing decides no digit
    return f"{number:.4g}".replace("-", "−")
