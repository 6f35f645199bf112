"""滑动窗口：能动手玩的卷积和池化。图画在 sliding_window.js 里，这里是它的设置、检查和静态图。"""

import numpy as np
from traitlets import Any, TraitError, TraitType, observe, validate

from helpers.data import letters
from helpers.drawing import colours
from helpers.drawing.grids import Grid, Row
from helpers.explorers.explorer import Checked, Explorer, array, as_lists, one_of, program, some_of, styles
from helpers.inputs import as_bool, as_int, as_matrix, as_pair
from helpers.layers.convolution import PADDING_MODES, feature_map, pad
from helpers.layers.pooling import avg_pool2d, max_pool2d

#: 运算 → 它的名字
OPERATIONS = {"mean": "乘积求均值", "sum": "乘积求和", "max_pool": "最大池化", "avg_pool": "平均池化"}
CONTROLS = ("presets", "operation", "stride", "padding", "padding_mode", "dilation")
_SETTINGS = ("image", "kernel", "operation", "stride", "padding", "padding_mode", "dilation")
_LARGEST = 32  # rows or columns of a picture
#: 控件里能选的：名字 → 值
_CHOICES = {
    "image": {"标准的 X": letters.X, **letters.OTHER_XS, "字母 O": letters.O, "扁的图 5×9": letters.X[2:7]},
    "kernel": {
        "特征 1：捺": letters.FEATURES[0],
        "特征 2：交叉": letters.FEATURES[1],
        "特征 3：撇": letters.FEATURES[2],
        "歪的卷积核": np.array([[1, 1, 1], [1, -1, -1], [1, -1, -1]]),
        "扁的 1×3": np.array([[-1, 1, -1]]),
        "小的 2×2": np.array([[1, -1], [-1, 1]]),
    },
    "operation": {name: operation for operation, name in OPERATIONS.items()},
    "padding_mode": {"0": "zeros", "像镜子": "reflect", "重复边上的": "replicate", "从另一边接": "circular"},
}


def _picture(value: object, name: str) -> np.ndarray:
    picture = as_matrix(value, name)
    if max(picture.shape) > _LARGEST:
        raise ValueError(f"{name} 最多 {_LARGEST} 行 {_LARGEST} 列，收到的形状是 {picture.shape}。")
    return picture


def _pair(default: int, minimum: int) -> TraitType:
    def read(value: object, name: str) -> tuple[int, int]:
        pair = as_pair(value, name, minimum)
        if max(pair) > _LARGEST:
            raise ValueError(f"{name} 最多 {_LARGEST} 格，收到的是 {pair}。")
        return pair

    return Checked(read, default_value=(default, default)).tag(sync=True)


class SlidingWindow(Explorer):
    """一个窗口在图片上滑动：指着特征图的一格，看它的窗口、乘积和算式；点图片或卷积核的一格，改它的数。

    image：图片，形状 (H, W)，最多 32×32；kernel：卷积核，形状 (kH, kW)（池化时只用它的形状）。
    operation："mean"、"sum"、"max_pool" 或 "avg_pool"。stride、padding、dilation：整数或 (高，宽)，单位是格。
    padding_mode：补什么，见 feature_map。row、column：窗口现在停在结果的哪一格。
    filled：True 时结果全部显示，False 时走到哪里显示到哪里。controls：显示哪些控件，只在创建时有用。
    feature_map：结果，只读。每一项都可以读、可以设置、可以 observe；不合适的设置报错（TraitError），原样保留。
    """

    _esm = program("sliding_window.js")
    _css = styles("sliding_window.css")

    image = array(_picture, letters.X)
    kernel = array(_picture, letters.FEATURES[0])
    operation = Checked(one_of(OPERATIONS), default_value="mean").tag(sync=True)
    stride = _pair(1, 1)
    padding = _pair(0, 0)
    padding_mode = Checked(one_of(PADDING_MODES), default_value="zeros").tag(sync=True)
    dilation = _pair(1, 1)
    row = Checked(lambda value, name: as_int(value, name, 0), default_value=0).tag(sync=True)
    column = Checked(lambda value, name: as_int(value, name, 0), default_value=0).tag(sync=True)
    filled = Checked(as_bool, default_value=True).tag(sync=True)
    controls = Checked(some_of(CONTROLS), default_value=list(CONTROLS)).tag(sync=True)
    feature_map = Any(read_only=True)
    _colours = Any([colours.POSITIVE, colours.NEGATIVE]).tag(sync=True)
    _choices = Any(_CHOICES).tag(sync=True, to_json=lambda value, _: as_lists(value))

    def __init__(self, **settings: object) -> None:
        super().__init__(**settings)
        self._compute()

    @validate(*_SETTINGS)
    def _fits(self, proposal: dict) -> object:
        self._result(**{proposal["trait"].name: proposal["value"]})
        return proposal["value"]

    @validate("row", "column")
    def _inside(self, proposal: dict) -> int:
        name, value = proposal["trait"].name, proposal["value"]
        size = self._result().shape[name == "column"]
        if value >= size:
            raise TraitError(f"{name} 要小于 {size}（结果一共 {size} 格），收到的是 {value}。")
        return value

    @observe(*_SETTINGS)
    def _compute(self, change: object = None) -> None:
        result = self._result()
        self.row, self.column = min(self.row, result.shape[0] - 1), min(self.column, result.shape[1] - 1)
        result.setflags(write=False)
        self.set_trait("feature_map", result)

    def _result(self, **proposed: object) -> np.ndarray:
        image, kernel, operation, stride, padding, mode, dilation = (
            proposed[name] if name in proposed else getattr(self, name) for name in _SETTINGS
        )
        try:
            if operation == "max_pool":
                return max_pool2d(image, kernel.shape, stride, padding, dilation)
            if operation == "avg_pool":
                if dilation != (1, 1):
                    raise ValueError(f"平均池化没有空洞，dilation 要是 1，收到的是 {dilation}。")
                return avg_pool2d(image, kernel.shape, stride, padding)
            settings = {"stride": stride, "padding": padding, "dilation": dilation, "padding_mode": mode}
            return feature_map(image, kernel, average=operation == "mean", **settings)
        except ValueError as error:
            raise TraitError(str(error)) from None

    def _static(self) -> Row:
        if self.operation == "max_pool":  # its border takes part in nothing
            picture = np.pad(self.image.astype(float), [(p, p) for p in self.padding], constant_values=np.nan)
        else:
            picture = pad(self.image, self.padding, "zeros" if self.operation == "avg_pool" else self.padding_mode)
        place = (self.row, self.column)
        setting = zip(place, self.stride, self.dilation, self.kernel.shape, strict=True)
        window = tuple(range(p * s, p * s + d * (k - 1) + 1, d) for p, s, d, k in setting)
        kernel = [] if "pool" in self.operation else [Grid(self.kernel, "卷积核")]
        shown = np.where(self.filled, self.feature_map, np.nan)
        shown[place] = self.feature_map[place]
        here = tuple(range(p, p + 1) for p in place)
        result = Grid(shown, f"结果：{OPERATIONS[self.operation]}", here)
        return Row(Grid(picture, "图片", window), *kernel, result)
