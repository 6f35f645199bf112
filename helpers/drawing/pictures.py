"""一排小图：不写数字，只看颜色；很多张图、很小的格子也看得清。颜色和数表的相同。"""

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from io import BytesIO

import numpy as np

from helpers.drawing.colours import EDGE, coloured
from helpers.inputs import as_list, as_matrix

_SIDE = 88  # px, of the longer side
_MOST = 40


class Pictures:
    """并排的小图，每张下面一行字；窄屏上自动换行。"""

    def __init__(self, images: Sequence[np.ndarray], captions: Sequence[str]) -> None:
        self.images, self.captions = images, captions

    def __repr__(self) -> str:
        return f"{len(self.images)} 张图：{'，'.join(self.captions)}"

    def _repr_html_(self) -> str:
        figures = "".join(map(_figure, self.images, self.captions))
        return f"<div style='display:flex;flex-wrap:wrap;gap:10px 14px;padding:4px 0'>{figures}</div>"


def _figure(image: np.ndarray, caption: str) -> str:
    from matplotlib.image import imsave  # slow to load

    limit = max(1.0, abs(image).max())
    colours = np.array([[coloured(value, limit) for value in row] for row in image], np.uint8)
    each = max(1, _SIDE // max(image.shape))
    file = BytesIO()
    imsave(file, colours.repeat(each, axis=0).repeat(each, axis=1), format="png", metadata={"Software": None})
    source = f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"
    words = escape(caption, quote=True)
    return (
        "<div style='text-align:center;font-size:12px'>"
        f'<img alt="{words}" src="{source}" style="border:1px solid {EDGE}"><br>{words}</div>'
    )


def show_pictures(images: object, captions: object) -> None:
    """把许多张小图并排画出来，颜色和数表的相同，不写数字。

    images：一串图，每张的形状是 (H, W)，最多 40 张；captions：每张图下面的字，和图一样多。
    不是数表、太多、个数对不上时报错。
    """
    from IPython.display import display  # slow to load outside a notebook

    images = [as_matrix(image, "每一张图").astype(float) for image in as_list(images, "images")]
    captions = [str(caption) for caption in as_list(captions, "captions")]
    if len(images) != len(captions) or not 1 <= len(images) <= _MOST:
        raise ValueError(f"要有 1 到 {_MOST} 张图，每张一行字，收到 {len(images)} 张图，{len(captions)} 行字。")
    display(Pictures(images, captions))
