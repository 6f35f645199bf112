"""每个可以动手摆弄的图都有的：设置的检查、静态图，和送到浏览器去的程序。"""

from collections.abc import Callable, Iterable
from pathlib import Path

import anywidget
import numpy as np
from traitlets import TraitError, TraitType

from helpers.drawing.colours import css
from helpers.explorers.bundle import bundle
from helpers.inputs import as_list, describe

_HERE = Path(__file__).parent


class Checked(TraitType):
    """一项设置：每个新值都先交给 read(值，名字) 检查；检查不通过的报 TraitError，原样保留。"""

    def __init__(self, read: Callable[[object, str], object], **options: object) -> None:
        self._read = read
        super().__init__(**options)

    def validate(self, obj: object, value: object) -> object:
        """返回检查过的值。"""
        try:
            return self._read(value, self.name)
        except (TypeError, ValueError) as error:
            raise TraitError(str(error)) from None


def array(read: Callable[[object, str], np.ndarray], default: object) -> TraitType:
    """返回一项值是数组的设置；里面的数不能单独改，因为那样结果和浏览器都不会知道。"""

    def frozen(value: object, name: str) -> np.ndarray:
        result = read(value, name)
        result.setflags(write=False)
        return result

    return Checked(frozen, default_value=np.array(default)).tag(sync=True, to_json=lambda value, _: as_lists(value))


def one_of(choices: Iterable[str]) -> Callable[[object, str], str]:
    """返回一个检查：值要是 choices 之一。"""

    def read(value: object, name: str) -> str:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"{name} 要是 {'、'.join(choices)} 之一，收到的是 {describe(value)}。")
        return value

    return read


def some_of(choices: tuple[str, ...]) -> Callable[[object, str], list[str]]:
    """返回一个检查：值要是一个列表，每一项都是 choices 之一。"""
    one = one_of(choices)
    return lambda value, name: [one(each, f"{name} 的每一项") for each in as_list(value, name)]


def as_lists(value: object) -> object:
    """返回 value，里面的数组都换成列表，好送到浏览器。"""
    if isinstance(value, dict):
        return {name: as_lists(each) for name, each in value.items()}
    return value.tolist() if isinstance(value, np.ndarray) else value


def program(name: str) -> str:
    """返回一个图的程序：文件 name 和它导入的模块，合成 anywidget 要的一段。"""
    return bundle(_HERE / name)


def styles(name: str) -> str:
    """返回一个图的样式：颜色、共用的样式和文件 name，合成 anywidget 要的一段。"""
    parts = [(_HERE / part).read_text(encoding="utf-8") for part in ("explorer.css", name)]
    return "\n".join([css(".explorer"), *parts])


class Explorer(anywidget.AnyWidget):
    """能动手玩的图的共同部分：没有的设置要报错；没有内核的地方显示静态图。"""

    def __init__(self, **settings: object) -> None:
        unknown = [name for name in settings if not self.has_trait(name)]
        if unknown:
            raise TypeError(f"{type(self).__name__} 没有 {'、'.join(unknown)} 这一项。")
        super().__init__(**settings)

    def _static(self) -> object:
        """返回现在这个状态的静态图，给没有内核的页面看。"""
        raise NotImplementedError

    def __repr__(self) -> str:
        return repr(self._static())

    def _repr_mimebundle_(self, **options: object) -> tuple[dict, dict]:
        data, metadata = super()._repr_mimebundle_(**options)
        return {**data, "text/html": self._static()._repr_html_()}, metadata
