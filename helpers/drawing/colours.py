"""颜色都在这里定：一个色阶，0 是白，正数偏橙，负数偏蓝，两边对称。数表、小图、曲线、连线图和能摸的图都用它。"""

import numpy as np

POSITIVE, NEGATIVE = (242, 152, 74), (134, 178, 222)


def coloured(value: float, limit: float) -> tuple[int, int, int]:
    """返回一个数的颜色（红、绿、蓝，0 到 255）；绝对值到 limit 时最深，NaN 是白的。"""
    strength = 0 if np.isnan(value) else abs(value) / limit
    end = POSITIVE if value > 0 else NEGATIVE
    return tuple(round(255 + (full - 255) * strength) for full in end)
