"""曲线图和散点图：matplotlib 画成 SVG，放进一个 <img>，所以没有内核、没受信任的页面也看得见。

图里的字由浏览器来写，和课文用同样的字体；字有多宽，用 zhplot 这个包里的 Noto Sans SC（OFL 许可）来量，所以机器上
没有中文字体，画出来也一样。
"""

import base64
import functools
import io
import re
from collections.abc import Callable, Mapping
from html import escape

import numpy as np

from helpers import packaged
from helpers.drawing.colours import SERIES, WHITE
from helpers.inputs import as_int, as_matrix, as_vector, describe

_SIZE = (5.2, 4.4)  # inches; the letters stay readable on a narrow page
_STYLES = tuple(zip(SERIES, ("-", "--", "-.", ":", "-", "--"), "os^DvP", strict=True))  # colour is never alone
_HIGHEST = 1.5  # a loss that is higher says no more
_REDRAWS = 12  # of a live curve: each takes about 0.1 s


@functools.cache
def chinese_font() -> str:
    """返回曲线图的中文字体的名字；第一次用时，让 matplotlib 认得它。"""
    from matplotlib import font_manager

    path = packaged.chinese_font()
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
    """把几种做法各跑几次的结果画成曲线：线是均值，色带是均值 ± 标准差；只跑一次的没有色带。

    runs：做法的名字 → 结果，形状 (次数，点数)，最多 6 种；x：各个点的横坐标，形状 (点数，)；
    xlabel、ylabel：两条轴的名字。不是数表、点数和 x 对不上时报错。
    """
    _show(draw_runs(runs, x, xlabel=xlabel, ylabel=ylabel))


def show_seeds(results: Mapping[str, Mapping[str, object]], *, ylabel: str) -> None:
    """把几种情况下、几种做法、各个种子的成绩都画成点：一个点是一个种子，横线是均值。

    results：情况的名字 → {做法的名字：各个种子的成绩}，每种情况的做法相同，最多 6 种；ylabel：纵轴的名字。
    不是这样的字典、成绩不是一排数时报错。
    """
    _show(draw_seeds(results, ylabel=ylabel))


def show_sizes(sizes: Mapping[str, tuple[int, object]], *, ylabel: str) -> None:
    """把几个网络的参数个数和成绩画在一起：一个点是一个种子，越靠左参数越少，越靠上成绩越好。

    sizes：网络的名字 → (参数个数，各个种子的成绩)，最多 6 个；ylabel：纵轴的名字。不是这样的字典时报错。
    """
    _show(draw_sizes(sizes, ylabel=ylabel))


def show_trainings(trainings: Mapping[str, object]) -> None:
    """把几次训练的曲线并排画出来，一次一张小图：训练集和验证集的损失，随轮数的变化。

    trainings：名字 → 曲线，形状 (至少 2，轮数)：第 0 行是训练集的损失，第 1 行是验证集的损失；最多 6 次。
    超过 1.5 的地方画在最上边。不是这样的字典时报错。
    """
    _show(draw_trainings(trainings))


def draw_trainings(trainings: Mapping[str, object]) -> Plot:
    """返回 show_trainings 显示的那张图；参数和错误同 show_trainings。"""
    trainings = {name: as_matrix(curves, name) for name, curves in _few(trainings, "trainings").items()}

    def draw(figure: object) -> None:
        columns = min(3, len(trainings))
        many = figure.subplots(-(-len(trainings) // columns), columns, sharex=True, sharey=True, squeeze=False)
        for axes in many.flat[len(trainings) :]:
            axes.remove()
        for axes, (name, curves) in zip(many.flat, trainings.items(), strict=False):
            for losses, label, (colour, line, _) in zip(curves, ("训练集", "验证集"), _STYLES, strict=False):
                rounds = range(1, len(losses) + 1)
                axes.plot(rounds, np.minimum(losses, _HIGHEST), line, color=colour, label=label)
            axes.set(title=name, ylim=(0, _HIGHEST * 1.03), yticks=np.arange(0, _HIGHEST + 0.1, 0.5))
            axes.grid(alpha=0.3)
        figure.supxlabel("轮")
        figure.supylabel("损失")
        figure.legend(*many[0, 0].get_legend_handles_labels(), loc="outside lower left", frameon=False, ncols=2)

    told = [
        f"{name}：训练集从 {_loss(curves[0, 0])} 到 {_loss(curves[0, -1])}，"
        f"验证集从 {_loss(curves[1, 0])} 到 {_loss(curves[1, -1])}"
        for name, curves in trainings.items()
    ]
    return Plot(_figure(draw, (7, 2 + 2 * -(-len(trainings) // 3))), f"损失随轮数的变化。{'；'.join(told)}。")


def draw_runs(runs: Mapping[str, object], x: object, *, xlabel: str, ylabel: str) -> Plot:
    """返回 show_runs 显示的那张图；参数和错误同 show_runs。"""
    runs, x = {name: as_matrix(values, name) for name, values in _few(runs, "runs").items()}, as_vector(x, "x")
    for name, values in runs.items():
        if values.shape[1] != len(x):
            raise ValueError(f"{name} 的每一次要有 {len(x)} 个点，和 x 一样多，收到的形状是 {values.shape}。")
    once = all(len(values) == 1 for values in runs.values())
    labels = [f"{name}：最后 {_last(values[:, -1])}" for name, values in runs.items()]

    def draw(axes: object) -> None:
        for values, label, (colour, line, _) in zip(runs.values(), labels, _STYLES, strict=False):
            mean, spread = values.mean(axis=0), values.std(axis=0)
            axes.plot(x, mean, line, color=colour, label=label)
            if not once:
                axes.fill_between(x, mean - spread, mean + spread, color=colour, alpha=0.15, linewidth=0)

    key = "" if once else "线是均值，色带是 ± 标准差"
    text = f"{ylabel}随{xlabel}的变化{key and '，'}{key}。{'；'.join(labels)}。"
    return Plot(_svg(draw, xlabel, ylabel, key), text)


def draw_seeds(results: Mapping[str, Mapping[str, object]], *, ylabel: str) -> Plot:
    """返回 show_seeds 显示的那张图；参数和错误同 show_seeds。"""
    if not isinstance(results, Mapping) or not results:
        raise TypeError(f"results 要是 {{情况：{{做法：成绩}}}}，收到的是 {describe(results)}。")
    results = {
        case: {name: as_vector(values, name) for name, values in _few(runs, case).items()}
        for case, runs in results.items()
    }
    names = list(next(iter(results.values())))
    if any(list(runs) != names for runs in results.values()):
        raise ValueError(f"每种情况的做法要相同，第一种情况的是 {'、'.join(names)}。")

    room = min(0.2, 0.7 / len(names))  # the rest of each 1 keeps the groups apart

    def draw(axes: object) -> None:
        for n, (name, (colour, _, marker)) in enumerate(zip(names, _STYLES, strict=False)):
            for c, runs in enumerate(results.values()):
                place = c + room * (n - (len(names) - 1) / 2)
                beside = place + room * np.linspace(-0.25, 0.25, len(runs[name]))  # equal scores stay apart
                axes.plot(beside, runs[name], marker, color=colour, alpha=0.6, ms=5, mew=0, label="" if c else name)
                axes.plot(
                    [place - 0.45 * room, place + 0.45 * room], [runs[name].mean()] * 2, color=colour, linewidth=2.5
                )
        axes.set_xticks(range(len(results)), results)
        axes.grid(visible=False, axis="x")  # lines stand between the cases, not in them
        for c in range(1, len(results)):
            axes.axvline(c - 0.5, color="0.7", linewidth=0.8)

    told = [
        case.replace("\n", "，")
        + "："
        + "，".join(
            f"{name} {values.mean():.2f}（{values.min():.2f}–{values.max():.2f}）" for name, values in runs.items()
        )
        for case, runs in results.items()
    ]
    text = f"{ylabel}，均值和最低、最高的种子。{'；'.join(told)}。"
    return Plot(_svg(draw, "", ylabel, "一个点是一个种子，横线是均值"), text)


def draw_sizes(sizes: Mapping[str, tuple[int, object]], *, ylabel: str) -> Plot:
    """返回 show_sizes 显示的那张图；参数和错误同 show_sizes。"""
    read = {}
    for name, pair in _few(sizes, "sizes").items():
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise TypeError(f"{name} 要写成 (参数个数，成绩)，收到的是 {describe(pair)}。")
        read[name] = as_int(pair[0], "参数个数", 1), as_vector(pair[1], "成绩")
    labels = [f"{name}：{count:,} 个参数，均值 {scores.mean():.1f}" for name, (count, scores) in read.items()]

    def draw(axes: object) -> None:
        for (count, scores), label, (colour, _, marker) in zip(read.values(), labels, _STYLES, strict=False):
            axes.plot([count] * len(scores), scores, marker, color=colour, alpha=0.6, ms=7, label=label)
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter("{x:,.0f}")

    text = f"{ylabel}和参数个数。{'；'.join(labels)}。"
    return Plot(_svg(draw, "参数个数（每一大格 10 倍）", ylabel, "一个点是一个种子"), text)


class LiveCurve:
    """一边训练一边画损失的曲线：先显示一张空的，把它交给 train 的 on_epoch，每过一段就重画一次。

    epochs：一共几轮，整数；不是整数、太小时报错。losses：到现在为止每一轮的损失。
    """

    def __init__(self, epochs: int) -> None:
        from IPython.display import display  # slow to load outside a notebook

        self.epochs, self.losses = as_int(epochs, "epochs", 1), []
        self._display = display(self, display_id=True)

    def __call__(self, epoch: int, loss: float) -> None:
        """记下第 epoch 轮（从 0 数起）的损失 loss；到了该画的时候就画。"""
        self.losses.append(loss)
        due = (epoch + 1) % max(1, self.epochs // _REDRAWS) == 0 or epoch + 1 == self.epochs
        if due and self._display:  # outside a notebook there is nothing to draw anew
            self._display.update(self)

    def _plot(self) -> Plot:
        def draw(axes: object) -> None:
            axes.plot(range(1, len(self.losses) + 1), self.losses, color=_STYLES[0][0])
            axes.set(xlim=(0, self.epochs), ylim=(0, max(self.losses, default=1) * 1.05))

        fell = f"，损失从 {self.losses[0]:.3f} 到 {self.losses[-1]:.3f}" if self.losses else ""
        return Plot(_svg(draw, "轮", "损失", ""), f"训练了 {len(self.losses)} 轮{fell}。")

    def __repr__(self) -> str:
        return repr(self._plot())

    def _repr_html_(self) -> str:
        return self._plot()._repr_html_()


def _loss(value: float) -> str:
    return f"{value:.2f}" if value < _HIGHEST else f"{_HIGHEST} 以上"


def _last(values: np.ndarray) -> str:
    return f"{values.mean():.1f} ± {values.std():.1f}" if len(values) > 1 else f"{values[0]:.2f}"


def _few(runs: object, name: str) -> Mapping:
    if not isinstance(runs, Mapping) or not 1 <= len(runs) <= len(_STYLES):
        raise TypeError(f"{name} 要是 {{名字：结果}}，1 到 {len(_STYLES)} 种，收到的是 {describe(runs)}。")
    return runs


def _show(plot: Plot) -> None:
    from IPython.display import display  # slow to load outside a notebook

    display(plot)


def _svg(draw: Callable[[object], None], xlabel: str, ylabel: str, key: str) -> str:
    """Draw on one pair of axes."""

    def fill(figure: object) -> None:
        axes = figure.subplots()
        axes.grid(alpha=0.3)
        draw(axes)
        axes.set(xlabel=xlabel, ylabel=ylabel)
        if axes.get_legend_handles_labels()[1]:
            figure.legend(loc="outside lower left", frameon=False, title=key or None, alignment="left")

    return _figure(fill, _SIZE)


def _figure(draw: Callable[[object], None], size: tuple[float, float]) -> str:
    from matplotlib import style
    from matplotlib.figure import Figure

    # letters stay letters, outlines would be four times as large; the same ids every time
    letters = {"font.family": ["DejaVu Sans", chinese_font(), "sans-serif"], "font.sans-serif": ["DejaVu Sans"]}
    letters |= {"svg.fonttype": "none", "svg.hashsalt": "course"}
    with style.context(["default", letters]):  # whatever style the student's own plots have
        figure = Figure(size, facecolor=WHITE, layout="constrained")  # readable on a dark page, too
        draw(figure)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return _short(file.getvalue())


def _short(svg: str) -> str:
    """Return the same picture in half the letters: two decimals, no space between tags, each style said once."""
    styles = {}
    svg = re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", svg)
    svg = re.sub(r' style="([^"]*)"', lambda found: f' class="s{styles.setdefault(found[1], len(styles))}"', svg)
    rules = "".join(f".s{number}{{{style}}}" for style, number in styles.items())
    return re.sub(r">\s+<", "><", svg).replace("</style>", f"{rules}</style>", 1)
