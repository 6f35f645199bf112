"""滑动窗口：摸得着的卷积和池化。图画在 sliding_window.js 里，这里是它的设置、检查和静态图。"""

from collections.abc import Callable, Iterable
from pathlib import Path

import anywidget
import numpy as np
from traitlets import Any, TraitError, TraitType, observe, validate

from helpers import grids, letters
from helpers.convolution import PADDING_MODES, feature_map, pad
from helpers.grids import Grid, Row
from helpers.inputs import as_int, as_list, as_matrix, as_pair, describe
from helpers.pooling import avg_pool2d, max_pool2d

#: 运算 → 它的名字
OPERATIONS = {"mean": "乘积求均值", "sum": "乘积求和", "max_pool": "最大池化", "avg_pool": "平均池化"}
CONTROLS = ("presets", "operation", "stride", "padding", "padding_mode", "dilation")
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


class _Checked(TraitType):
    """A trait whose values pass through a function of helpers.inputs; its Chinese error becomes a TraitError."""

    def __init__(self, read: Callable[[object, str], object], **options: object) -> None:
        self._read = read
        super().__init__(**options)

    def validate(self, obj: object, value: object) -> object:
        try:
            return self._read(value, self.name)
        except (TypeError, ValueError) as error:
            raise TraitError(str(error)) from None


def _picture(value: object, name: str) -> np.ndarray:
    picture = as_matrix(value, name)
    if max(picture.shape) > _LARGEST:
        raise ValueError(f"{name} 最多 {_LARGEST} 行 {_LARGEST} 列，收到的形状是 {picture.shape}。")
    picture.setflags(write=False)  # a change inside would reach neither the result nor the browser
    return picture


def _one_of(choices: Iterable[str]) -> Callable[[object, str], str]:
    def read(value: object, name: str) -> str:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"{name} 要是 {'、'.join(choices)} 之一，收到的是 {describe(value)}。")
        return value

    return read


def _some_of(choices: tuple[str, ...]) -> Callable[[object, str], list[str]]:
    one = _one_of(choices)
    return lambda value, name: [one(each, f"{name} 的每一项") for each in as_list(value, name)]


def _yes_or_no(value: object, name: str) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{name} 要是 True 或 False，收到的是 {describe(value)}。")
    return value


def _as_lists(value: object) -> object:
    if isinstance(value, dict):
        return {name: _as_lists(each) for name, each in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def _matrix(default: np.ndarray) -> TraitType:
    return _Checked(_picture, default_value=default).tag(sync=True, to_json=lambda value, _: _as_lists(value))


def _pair(default: int, minimum: int) -> TraitType:
    def read(value: object, name: str) -> tuple[int, int]:
        pair = as_pair(value, name, minimum)
        if max(pair) > _LARGEST:
            raise ValueError(f"{name} 最多 {_LARGEST} 格，收到的是 {pair}。")
        return pair

    return _Checked(read, default_value=(default, default)).tag(sync=True)


class SlidingWindow(anywidget.AnyWidget):
    """一个窗口在图片上滑动：指着特征图的一格，看它的窗口、乘积和算式；点图片或卷积核的一格，改它的数。

    image：图片，形状 (H, W)，最多 32×32；kernel：卷积核，形状 (kH, kW)（池化时只用它的形状）。
    operation："mean"、"sum"、"max_pool" 或 "avg_pool"。stride、padding、dilation：整数或 (高，宽)，单位是格。
    padding_mode：补什么，见 feature_map。row、column：窗口现在停在结果的哪一格。
    filled：True 时结果全部显示，False 时走到哪里显示到哪里。controls：显示哪些控件，只在创建时有用。
    feature_map：结果，只读。每一项都可以读、可以设置、可以 observe；不合适的设置报错（TraitError），原样保留。
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = Path(__file__).with_suffix(".css")

    image = _matrix(letters.X)
    kernel = _matrix(letters.FEATURES[0])
    operation = _Checked(_one_of(OPERATIONS), default_value="mean").tag(sync=True)
    stride = _pair(1, 1)
    padding = _pair(0, 0)
    padding_mode = _Checked(_one_of(PADDING_MODES), default_value="zeros").tag(sync=True)
    dilation = _pair(1, 1)
    row = _Checked(lambda value, name: as_int(value, name, 0), default_value=0).tag(sync=True)
    column = _Checked(lambda value, name: as_int(value, name, 0), default_value=0).tag(sync=True)
    filled = _Checked(_yes_or_no, default_value=True).tag(sync=True)
    controls = _Checked(_some_of(CONTROLS), default_value=list(CONTROLS)).tag(sync=True)
    feature_map = Any(read_only=True)
    _colours = Any([grids.POSITIVE, grids.NEGATIVE]).tag(sync=True)
    _choices = Any(_CHOICES).tag(sync=True, to_json=lambda value, _: _as_lists(value))

    def __init__(self, **settings: object) -> None:
        unknown = [name for name in settings if not self.has_trait(name)]
        if unknown:
            raise TypeError(f"SlidingWindow 没有 {'、'.join(unknown)} 这一项。")
        super().__init__(**settings)
        self._compute()

    @validate("image", "kernel", "operation", "stride", "padding", "padding_mode", "dilation")
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

    @observe("image", "kernel", "operation", "stride", "padding", "padding_mode", "dilation")
    def _compute(self, change: object = None) -> None:
        result = self._result()
        self.row, self.column = min(self.row, result.shape[0] - 1), min(self.column, result.shape[1] - 1)
        result.setflags(write=False)
        self.set_trait("feature_map", result)

    def _result(self, **proposed: object) -> np.ndarray:
        names = ("image", "kernel", "operation", "stride", "padding", "padding_mode", "dilation")
        image, kernel, operation, stride, padding, mode, dilation = (
            proposed[name] if name in proposed else getattr(self, name) for name in names
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
        """Draw the present state as tables, for pages without a kernel."""
        picture = pad(self.image, self.padding, "zeros" if "pool" in self.operation else self.padding_mode)
        if self.operation == "max_pool":  # its border takes part in nothing
            picture = np.pad(self.image.astype(float), [(p, p) for p in self.padding], constant_values=np.nan)
        corner = [place * step for place, step in zip((self.row, self.column), self.stride, strict=True)]
        size = [d * (k - 1) + 1 for d, k in zip(self.dilation, self.kernel.shape, strict=True)]
        kernel = [] if "pool" in self.operation else [Grid(self.kernel, "卷积核")]
        shown = np.where(self.filled, self.feature_map, np.nan)
        shown[self.row, self.column] = self.feature_map[self.row, self.column]
        place = (self.row, self.column, 1, 1)
        result = Grid(shown, f"结果：{OPERATIONS[self.operation]}", place)
        return Row(Grid(picture, "图片", (*corner, *size)), *kernel, result)

    def __repr__(self) -> str:
        return repr(self._static())

    def _repr_mimebundle_(self, **options: object) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**options)
        return {**data, "text/html": self._static()._repr_html_()}, metadata
