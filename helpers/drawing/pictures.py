"""一排小图：不写数字，只看颜色；很多张图、很小的格子也看得清。颜色和数表的相同。"""

from base64 import b64encode
from collections.abc import Sequence
from html import escape
from io import BytesIO

import numpy as np
from PIL import Image

from helpers.drawing.colours import EDGE, coloured
from helpers.inputs import as_int, as_list, as_matrix

_SIDE = 88  # px, of the longer side
_MOST = 40
_STEPS = 31  # of the scale, on either side of 0: what the eye tells apart, in few bytes
_PALETTE = [part for step in range(-_STEPS, _STEPS + 1) for part in coloured(step, _STEPS)]


class Pictures:
    """并排的小图，每张下面一行字；窄屏上自动换行。"""

    def __init__(self, images: Sequence[np.ndarray], captions: Sequence[str], side: int = _SIDE) -> None:
        self.images, self.captions, self.side = images, captions, side

    def __repr__(self) -> str:
        return f"{len(self.images)} 张图：{'，'.join(self.captions)}"

    def _repr_html_(self) -> str:
        figures = "".join(
            _figure(image, caption, self.side) for image, caption in zip(self.images, self.captions, strict=True)
        )
        return f"<div style='display:flex;flex-wrap:wrap;gap:10px 14px;padding:4px 0'>{figures}</div>"


def _figure(image: np.ndarray, caption: str, side: int) -> str:
    steps = np.rint(image / max(1.0, abs(image).max()) * _STEPS) + _STEPS
    each = max(1, side // max(image.shape))
    picture = Image.fromarray(steps.astype(np.uint8).repeat(each, axis=0).repeat(each, axis=1))
    picture.putpalette(_PALETTE)
    file = BytesIO()
    picture.save(file, "PNG")
    source = f"data:image/png;base64,{b64encode(file.getvalue()).decode()}"
    words = escape(caption, quote=True)
    return (
        "<div style='text-align:center;font-size:12px'>"
        f'<img alt="{words}" src="{source}" style="border:1px solid {EDGE}"><br>{words}</div>'
    )


def show_pictures(images: object, captions: object, side: int = _SIDE) -> None:
    """把许多张小图并排画出来，颜色和数表的相同，不写数字。

    images：一串图，每张的形状是 (H, W)，最多 40 张；captions：每张图下面的字，和图一样多；
    side：较长的一边大约画多长，单位是屏幕上的像素；图上的一格至少画一个像素。
    不是数表、太多、个数对不上、side 不是正整数时报错。
    """
    from IPython.display import display  # slow to load outside a notebook

    images = [as_matrix(image, "每一张图").astype(float) for image in as_list(images, "images")]
    captions = [str(caption) for caption in as_list(captions, "captions")]
    if len(images) != len(captions) or not 1 <= len(images) <= _MOST:
        raise ValueError(f"要有 1 到 {_MOST} 张图，每张一行字，收到 {len(images)} 张图，{len(captions)} 行字。")
    display(Pictures(images, captions, as_int(side, "side", 1)))
