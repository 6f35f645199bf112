"""曲线图：matplotlib 画成 SVG，放进一个 <img>，所以没有内核、没受信任的页面也看得见。

图里的字由浏览器来写，和课文用同样的字体；字有多宽，用 zhplot 这个包里的 Noto Sans SC（OFL 许可）来量，所以机器上
没有中文字体，画出来也一样。
"""

import base64
import functools
import importlib.util
import io
from collections.abc import Mapping
from html import escape
from pathlib import Path

import numpy as np

from helpers.inputs import as_matrix, as_vector, describe

_SIZE = (5.2, 4.4)  # inches; the letters stay readable on a narrow page
_STYLES = (("#1f5fa8", "-"), ("#c2541b", "--"), ("#2f7d4f", "-."), ("#7a4fa0", ":"))  # colour is never alone


@functools.cache
def _font() -> str:
    """Make the packaged font known to matplotlib; importing zhplot itself would change rcParams for good."""
    from matplotlib import font_manager

    package = importlib.util.find_spec("zhplot").submodule_search_locations[0]
    path = Path(package, "fonts", "NotoSansSC-Regular.ttf")
    font_manager.fontManager.addfont(path)
    return font_manager.FontProperties(fname=path).get_name()


class Plot:
    """一张画好的图：svg 是图，text 是同样内容的文字，给读屏软件和没有图的地方。"""

    def __init__(self, svg: str, text: str) -> None:
        self.svg, self.text = svg, text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.svg.encode()).decode()
        return f'<img alt="{escape(self.text)}" src="data:image/svg+xml;base64,{data}" style="max-width:100%">'


def show_runs(runs: Mapping[str, object], x: object, *, xlabel: str, ylabel: str) -> None:
    """把几种做法各跑很多次的结果画成曲线：线是均值，色带是均值 ± 标准差。

    runs：做法的名字 → 结果，形状 (次数，点数)，最多 4 种；x：各个点的横坐标，形状 (点数，)；
    xlabel、ylabel：两条轴的名字。不是数表、点数和 x 对不上时报错。
    """
    from IPython.display import display  # slow to load outside a notebook

    display(draw_runs(runs, x, xlabel=xlabel, ylabel=ylabel))


def draw_runs(runs: Mapping[str, object], x: object, *, xlabel: str, ylabel: str) -> Plot:
    """返回 show_runs 显示的那张图；参数和错误同 show_runs。"""
    if not isinstance(runs, Mapping) or not 1 <= len(runs) <= len(_STYLES):
        raise TypeError(f"runs 要是 {{名字：结果}}，1 到 {len(_STYLES)} 种，收到的是 {describe(runs)}。")
    x = as_vector(x, "x")
    runs = {name: as_matrix(values, name) for name, values in runs.items()}
    for name, values in runs.items():
        if values.shape[1] != len(x):
            raise ValueError(f"{name} 的每一次要有 {len(x)} 个点，和 x 一样多，收到的形状是 {values.shape}。")
    labels = [f"{name}：最后 {values[:, -1].mean():.1f} ± {values[:, -1].std():.1f}" for name, values in runs.items()]
    text = f"{ylabel}随{xlabel}的变化，线是均值，色带是 ± 标准差。{'；'.join(labels)}。"
    return Plot(_draw(runs, x, labels, xlabel, ylabel), text)


def _draw(runs: dict[str, np.ndarray], x: np.ndarray, labels: list[str], xlabel: str, ylabel: str) -> str:
    import matplotlib
    from matplotlib.figure import Figure

    # letters stay letters, outlines would be four times as large; the same ids every time
    style = {"font.family": ["DejaVu Sans", _font(), "sans-serif"], "svg.fonttype": "none", "svg.hashsalt": "course"}
    with matplotlib.rc_context(style):
        figure = Figure(_SIZE, facecolor="white", layout="constrained")  # readable on a dark page, too
        axes = figure.subplots()
        for values, label, (colour, line) in zip(runs.values(), labels, _STYLES, strict=False):
            mean, spread = values.mean(axis=0), values.std(axis=0)
            axes.plot(x, mean, line, color=colour, label=label)
            axes.fill_between(x, mean - spread, mean + spread, color=colour, alpha=0.15, linewidth=0)
        axes.set(xlabel=xlabel, ylabel=ylabel)
        axes.grid(alpha=0.3)
        figure.legend(loc="outside lower left", frameon=False, title="线是均值，色带是 ± 标准差", alignment="left")
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()
