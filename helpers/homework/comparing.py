"""两组数怎样比：是不是相同，是不是正好几倍。"""

import numpy as np


def close(got: np.ndarray, want: np.ndarray | None, tolerance: float) -> bool:
    """形状相同、每个数相差不到 tolerance 时返回 True。"""
    return (
        want is not None
        and got.shape == want.shape
        and bool(np.allclose(got, want, rtol=1e-5, atol=tolerance, equal_nan=True))
    )


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
    return f"{number:.4g}".replace("-", "−")
