"""神经元：输入、连线和会亮的圆。图画在 neurons.js 里，这里是它的设置、检查和静态图。"""

from collections.abc import Callable

import numpy as np
from traitlets import Any, TraitError, observe, validate

from helpers.drawing.diagrams import KEY, Network, Node, short
from helpers.explorers.explorer import Checked, Explorer, array, program, some_of, styles
from helpers.inputs import as_bool, as_chance, as_list, as_matrix, as_vector, describe

CONTROLS = ("weight", "bias", "dropout")
_SIZED = ("x", "weight", "bias")  # their shapes must fit
_MOST_INPUTS, _MOST_NEURONS = 8, 4
_ABOVE = 1e-9  # 0.1 + 0.2 - 0.3 is not above 0


def _row(most: int) -> Callable[[object, str], np.ndarray]:
    def read(value: object, name: str) -> np.ndarray:
        row = as_vector(value, name)
        if len(row) > most:
            raise ValueError(f"{name} 最多 {most} 个数，收到了 {len(row)} 个。")
        return row

    return read


def _weight(value: object, name: str) -> np.ndarray:
    weight = as_matrix(value, name)
    if weight.shape[0] > _MOST_NEURONS or weight.shape[1] > _MOST_INPUTS:
        raise ValueError(f"{name} 最多 {_MOST_NEURONS} 行 {_MOST_INPUTS} 列，收到的形状是 {weight.shape}。")
    return weight


def _mask(value: object, name: str) -> np.ndarray:
    mask = _row(_MOST_INPUTS)(value, name)
    if not np.isin(mask, (0, 1)).all():
        raise ValueError(f"{name} 里只能有 0（丢掉）和 1（留下），收到的是 {describe(value)}。")
    return mask


def _names(value: object, name: str) -> list[str]:
    names = as_list(value, name)
    if isinstance(value, str) or not all(isinstance(each, str) and each for each in names):
        raise TypeError(f"{name} 要是一个列表，里面都是文字，收到的是 {describe(value)}。")
    return names


def _factor(value: float) -> str:
    return f"({short(value)})" if value < 0 else short(value)


class Neurons(Explorer):
    """几个神经元：点输入，拖动权重和偏置，看哪个神经元亮；指着一个神经元，看它的算式。

    x：输入，形状 (in_features,)，最多 8 个；weight：权重，形状 (out_features, in_features)，最多 4 行；
    bias：偏置，形状 (out_features,)。创建时没给的：x 和 bias 全是 0，weight 全是 1。
    input_names、output_names：名字的列表，个数变了而没有给新名字时，用“输入 1”“神经元 1”这样的名字。
    p：遗忘层（dropout）丢掉一个输入的概率，在 [0, 1) 里；training：True 时丢，False 时不丢；
    mask：形状 (in_features,)，1 留下，0 丢掉。
    controls：能改什么，"weight"、"bias"、"dropout" 里的几个，只在创建时有用。
    output：结果，形状 (out_features,)，只读，等于 weight @ x + bias；training 且 p > 0 时 x 换成 x·mask/(1−p)。
    每一项都可以读、可以设置、可以 observe；不合适的设置报错（TraitError），原样保留。
    几项的个数要一起改时，写在 with 图.hold_trait_notifications(): 里。
    """

    _esm = program("neurons.js")
    _css = styles("neurons.css")

    x = array(_row(_MOST_INPUTS), [0, 0, 0])
    weight = array(_weight, [[1, 1, 1]])
    bias = array(_row(_MOST_NEURONS), [0])
    input_names = Checked(_names, default_value=[]).tag(sync=True)
    output_names = Checked(_names, default_value=[]).tag(sync=True)
    p = Checked(as_chance, default_value=0.0).tag(sync=True)
    training = Checked(as_bool, default_value=True).tag(sync=True)
    mask = array(_mask, [1, 1, 1])
    controls = Checked(some_of(CONTROLS), default_value=["weight", "bias"]).tag(sync=True)
    output = Any(read_only=True)

    def __init__(self, **settings: object) -> None:
        given = {name: self.traits()[name].validate(self, settings[name]) for name in settings if name in _SIZED}
        rows, columns = len(given.get("bias", self.bias)), len(given.get("x", self.x))
        if "weight" in given:
            rows, columns = given["weight"].shape
        filled = {"x": np.zeros(columns, int), "weight": np.ones((rows, columns), int), "bias": np.zeros(rows, int)}
        super().__init__(**{**filled, **settings})
        self._compute()

    @validate("x", "weight", "bias")
    def _fits(self, proposal: dict) -> np.ndarray:
        name, value = proposal["trait"].name, proposal["value"]
        x, weight, bias = (value if each == name else getattr(self, each) for each in _SIZED)
        if weight.shape != (len(bias), len(x)):
            raise TraitError(
                f"个数对不上：x 有 {len(x)} 个数，bias 有 {len(bias)} 个，"
                f"weight 的形状要是 {(len(bias), len(x))}，现在是 {weight.shape}。"
            )
        return value

    @validate("mask", "input_names", "output_names")
    def _one_each(self, proposal: dict) -> object:
        name, value = proposal["trait"].name, proposal["value"]
        count = self.weight.shape[name != "output_names"]
        if len(value) != count:
            raise TraitError(f"{name} 要有 {count} 项，一个一项，收到了 {len(value)} 项。")
        return value

    @observe("x", "weight", "bias", "mask", "p", "training")
    def _compute(self, change: object = None) -> None:
        outputs, inputs = self.weight.shape
        if len(self.mask) != inputs:
            self.mask = np.ones(inputs, int)
        if len(self.input_names) != inputs:
            self.input_names = [f"输入 {i + 1}" for i in range(inputs)]
        if len(self.output_names) != outputs:
            self.output_names = [f"神经元 {o + 1}" for o in range(outputs)]
        output = self.weight @ self._arriving() + self.bias
        output.setflags(write=False)
        self.set_trait("output", output)

    def _dropping(self) -> bool:
        return self.training and self.p > 0

    def _arriving(self) -> np.ndarray:
        return self.x * self.mask / (1 - self.p) if self._dropping() else self.x

    def _static(self) -> Network:
        arriving, scale = self._arriving(), short(1 / (1 - self.p))
        inputs = []
        for name, x, value, kept in zip(self.input_names, self.x, arriving, self.mask, strict=True):
            note = "" if not self._dropping() else f"{short(x)}×{scale} = {short(value)}" if kept else "丢掉"
            inputs.append(Node(name, short(x), note, dropped=note == "丢掉"))
        words = [f"{name} = {short(x)}" for name, x in zip(self.input_names, self.x, strict=True)]
        sentences = [f"{len(words)} 个输入：{'、'.join(words)}。"]
        if self._dropping():
            gone = [name for name, kept in zip(self.input_names, self.mask, strict=True) if not kept]
            sentences.append(
                f"丢掉 {len(gone)} 个：{'、'.join(gone) or '没有'}；留下的 ×1/(1−{short(self.p)})，就是 ×{scale}。"
            )
        sentences += [self._sentence(o, arriving) for o in range(len(self.bias))]
        outputs = [
            Node(name, "亮" if total > _ABOVE else "不亮", f"偏置 {short(bias)}，和 {short(total)}", total > _ABOVE)
            for name, bias, total in zip(self.output_names, self.bias, self.output, strict=True)
        ]
        lines = {(i, o): float(weight) for (o, i), weight in np.ndenumerate(self.weight)}
        return Network(tuple(inputs), tuple(outputs), lines, tuple(sentences), KEY)

    def _sentence(self, o: int, arriving: np.ndarray) -> str:
        bias, total = self.bias[o], self.output[o]
        products = " + ".join(f"{_factor(x)}×{_factor(w)}" for x, w in zip(arriving, self.weight[o], strict=True))
        equals = "=" if abs(total - round(total, 2)) < _ABOVE else "≈"
        sign = "−" if bias < 0 else "+"
        written = f"{products} {sign} {short(abs(bias))} {equals} {short(total)}"
        verdict = "超过 0，亮" if total > _ABOVE else "没有超过 0，不亮"
        return "".join((self.output_names[o], "：", written, "，", verdict, "。"))
