"""一张真的照片：颐和园佛香阁，danielbuechele 摄，CC BY 2.0。它随 scikit-learn 安装；读它用不着导入 scikit-learn。"""

import numpy as np
from PIL import Image

from helpers.packaged import packaged

_FILE = "datasets/images/china.jpg"
_TOWER = (55, 25, 355, 385)  # left, top, right, bottom in the file, in pixels
_PIXELS = 3  # of the file in a row or a column of one of ours


def load_photo() -> np.ndarray:
    """返回颐和园佛香阁的灰度照片，形状 (120, 100)：最黑是 1，最白是 −1，和 X 的墨、纸一样（第 2 课）。

    danielbuechele 摄，CC BY 2.0；剪下塔，换成灰度，每 3×3 个像素求均值，缩成一格。
    照片不在、读不了时报错。
    """
    path = packaged("sklearn", _FILE, "scikit-learn")
    try:
        with Image.open(path) as photo:
            brightness = photo.convert("L").crop(_TOWER).reduce(_PIXELS)
    except OSError:  # also of what is no picture
        raise OSError(f"读不了照片 {path}。请重新安装 scikit-learn，照片在它里面。") from None
    return 1 - np.asarray(brightness) / 127.5
