"""手写的数字：1,797 张 8×8 的图，43 个人里的 13 个写的。它随 scikit-learn 安装；读它用不着导入 scikit-learn。

E. Alpaydin、C. Kaynak，Optical Recognition of Handwritten Digits，UCI 机器学习库，CC BY 4.0。
"""

import numpy as np

from helpers.packaged import packaged

_FILE = "datasets/data/digits.csv.gz"
_SIDE, _INK = 8, 16  # pixels; the number of a pixel that is all ink


def load_digits() -> tuple[np.ndarray, np.ndarray]:
    """返回 1,797 个手写数字和它们的标签（第 8 课），照文件里的次序，写的人一个接一个。

    图的形状是 (1797, 1, 8, 8)，float32，从 −1（纸）到 1（墨）；标签的形状是 (1797,)，是 0 到 9。
    E. Alpaydin、C. Kaynak，UCI 机器学习库，CC BY 4.0。文件不在、读不了时报错。
    """
    path = packaged("sklearn", _FILE, "scikit-learn")
    try:
        rows = np.loadtxt(path, np.float32, delimiter=",")
    except (OSError, ValueError, EOFError):
        raise OSError(f"读不了手写的数字 {path}。请重新安装 scikit-learn，数字在它里面。") from None
    images = rows[:, :-1].reshape(-1, 1, _SIDE, _SIDE) / (_INK / 2) - 1
    return images, rows[:, -1].astype(int)
