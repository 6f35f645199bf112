"""画图板：画一个字母，训练好的网络马上说它是 X 还是 O。画在 drawing_pad.js 里，网络在这里算。"""

import numpy as np
from traitlets import Any, TraitError, observe, validate

from helpers.data import letters
from helpers.data.dataset import LABELS
from helpers.data.photo_reading import RULES, TROUBLES
from helpers.drawing import colours
from helpers.drawing.grids import Grid, Row
from helpers.explorers.explorer import Explorer, array, as_lists, program, styles
from helpers.inputs import as_matrix

_SMALLEST, _LARGEST = 9, 32  # pixels
_CHOICES = {"标准的 X": letters.X, **letters.OTHER_XS, "字母 O": letters.O}


def _sheet(value: object, name: str) -> np.ndarray:
    sheet = as_matrix(value, name)
    if min(sheet.shape) < _SMALLEST or max(sheet.shape) > _LARGEST:
        raise ValueError(f"{name} 的高和宽要在 {_SMALLEST} 到 {_LARGEST} 格之间，收到的形状是 {sheet.shape}。")
    if abs(sheet).max() > 1:
        raise ValueError(f"{name} 里的数要从 −1（纸）到 1（墨），收到的从 {sheet.min():g} 到 {sheet.max():g}。")
    return sheet


def percent(chance: float) -> str:
    """返回把握的写法，整百分数；没有十成的把握，所以不写 100% 和 0%。

    >>> percent(0.517), percent(0.9999)
    ('52%', '>99%')
    """
    whole = int(100 * chance + 0.5)
    return ">99%" if whole == 100 else "<1%" if whole == 0 else f"{whole}%"


class DrawingPad(Explorer):
    """画图板：用鼠标、手指或键盘画一个字母，或者选一张照片，看 net 说它是 X 还是 O、有多大把握、凭哪三个特征。

    net：训练好的 PyTorch 网络，对一张图输出两个数，第 0 个是 X 的，第 1 个是 O 的。
    image：图片，形状 (H, W)，高和宽 9 到 32 格，从 −1（纸）到 1（墨），不给时是 9×9 的白纸；可以读、设置、observe。
    label：答案，"X" 或 "O"；chance：它的概率，0 到 1；features：投票最重的特征，最多三个，见 votes.py 的 Feature。
    后三项只读，image 一变就重算；网络没有全局最大池化时，features 是空的。
    不合适的图、网络收不下的图报错（TraitError），原样保留；net 不是两个字母的网络时报错。
    """

    _esm = program("drawing_pad.js")
    _css = styles("drawing_pad.css")

    image = array(_sheet, np.full((9, 9), letters.PAPER))
    label = Any(read_only=True)
    chance = Any(read_only=True)
    features = Any(read_only=True)
    _answer = Any().tag(sync=True)  # with the picture it belongs to, so that the page shows it beside no other
    _layers = Any().tag(sync=True)  # of the net, for a page that has no Python to ask
    _colours = Any([colours.POSITIVE, colours.NEGATIVE]).tag(sync=True)
    _photos = Any({"rules": RULES, "troubles": TROUBLES}).tag(sync=True)
    _choices = Any(_CHOICES).tag(sync=True, to_json=lambda value, _: as_lists(value))

    def __init__(self, net: object, **settings: object) -> None:
        from helpers.training.nets import as_layers  # torch is slow to load

        self.net = net
        super().__init__(**settings)
        self._compute()
        self._layers = as_layers(net)

    @validate("image")
    def _fits(self, proposal: dict) -> np.ndarray:
        self._ask(proposal["value"])
        return proposal["value"]

    def _ask(self, image: np.ndarray) -> tuple[np.ndarray, list | None]:
        from helpers.training.classifier import probabilities
        from helpers.training.nets import repeatable
        from helpers.training.votes import strongest_features

        try:
            with repeatable(0):  # a second thread takes longer to wake than the net takes
                chances = probabilities(self.net, image[None, None])[0]
                features = strongest_features(self.net, image)
        except (TypeError, ValueError) as error:
            raise TraitError(str(error)) from None
        if len(chances) != len(LABELS):
            raise TraitError(f"net 要是认 X 和 O 的网络，对一张图输出两个数，这个输出 {len(chances)} 个。")
        if not np.isfinite(chances).all():
            raise TraitError("net 算出了 NaN：它的权重里有无穷大或 NaN，要重新训练。")
        return chances, features

    @observe("image")
    def _compute(self, change: object = None) -> None:
        chances, features = self._ask(self.image)
        with self.hold_trait_notifications():
            self.set_trait("label", LABELS[chances.argmax()])
            self.set_trait("chance", float(chances.max()))
            self.set_trait("features", features or [])
        self._answer = {
            "image": self.image.tolist(),
            "label": self.label,
            "chances": chances.tolist(),
            "percents": [percent(chance) for chance in chances],
            "features": features and [feature._asdict() for feature in features],
        }

    def _static(self) -> Row:
        empty = "（还没有画）" if (self.image == letters.PAPER).all() else ""
        caption = f"网络说：{self.label}，把握 {percent(self.chance)}{empty}"
        picture = Grid(self.image, caption, self.features[0].window if self.features else None)
        return Row(picture, *(self._thumbnail(feature) for feature in self.features))

    def _thumbnail(self, feature: object) -> Grid:
        other = LABELS[1 - LABELS.index(self.label)]
        rows, columns = feature.window
        pixels = self.image[rows.start : rows.stop, columns.start : columns.stop]
        return Grid(pixels, f"通道 {feature.channel}，投给 {self.label if feature.vote > 0 else other}")
