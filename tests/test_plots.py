"""Plots read on any machine: with or without Chinese fonts, on a dark page, run again."""

import base64
import re
import subprocess
import sys
import warnings
from xml.etree import ElementTree

import matplotlib
import matplotlib.style
import numpy as np
import pytest
from matplotlib import font_manager

from helpers import COMPARISON, NETS, LiveCurve, show_runs
from helpers.drawing.colours import SERIES
from helpers.drawing.plots import draw_runs, draw_seeds, draw_sizes, draw_trainings

RUNS = {"没有遗忘层": [[50, 70, 72], [50, 74, 78]], "p = 0.5": [[50, 60, 80], [50, 60, 80]]}
LABELS = {"xlabel": "训练的步数", "ylabel": "准确率（%）"}


def styled(svg: str) -> str:
    """Return the picture with each style where it counts, instead of the name of its class."""
    rules = dict(re.findall(r"\.s(\d+)\{([^}]*)\}", svg))
    return re.sub(r' class="s(\d+)"', lambda found: f' style="{rules[found[1]]}"', svg)


def test_a_plot_says_in_words_what_it_shows():
    text = repr(draw_runs(RUNS, [0, 10, 20], **LABELS))
    assert "没有遗忘层：最后 75.0 ± 3.0" in text and "p = 0.5：最后 80.0 ± 0.0" in text
    assert LABELS["xlabel"] in text and LABELS["ylabel"] in text


def test_a_plot_is_an_image_with_words_for_those_who_do_not_see_it():
    html = draw_runs(RUNS, [0, 10, 20], **LABELS)._repr_html_()
    alt, data = re.fullmatch(r'<img alt="(.*?)" src="data:image/svg\+xml;base64,(.*?)" style=".*?">', html).groups()
    assert "没有遗忘层：最后 75.0 ± 3.0" in alt
    assert len(html) <= 60 * 1024
    svg = ElementTree.fromstring(base64.b64decode(data))
    words = {"".join(text.itertext()) for text in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert {*LABELS.values(), "没有遗忘层：最后 75.0 ± 3.0"} <= words


def test_lines_and_bands_stand_where_the_numbers_say():
    svg = styled(draw_runs({"甲": [[0, 10], [4, 10]]}, [0, 1], **LABELS).svg)
    (band,) = re.findall(r'<path id="m\w+" d="([^"]*)"[^>]*/>\s*</defs>\s*<g clip-path', svg)
    heights = [float(y) for y in re.findall(r"[ML] \S+ (\S+)", band)]
    (line,) = re.findall(
        rf'<path d="M (\S+) (\S+) \s*L (\S+) (\S+) \s*" clip-path="[^"]*" style="fill: none; stroke: {SERIES[0]}', svg
    )
    rise = float(line[1]) - float(line[3])  # from 2 to 10
    assert max(heights) - min(heights) == pytest.approx(rise * 10 / 8, rel=1e-3)  # from 2 - 2 to 10


def test_the_same_numbers_give_the_same_picture():
    code = f"from helpers.drawing.plots import draw_runs; print(draw_runs({RUNS}, [0, 10, 20], **{LABELS}).svg)"
    one, other = (subprocess.run([sys.executable, "-c", code], capture_output=True, check=True) for _ in range(2))
    assert one.stdout == other.stdout


def test_no_glyph_is_missing_on_a_machine_without_chinese_fonts(monkeypatch):
    latin = [font for font in font_manager.fontManager.ttflist if "DejaVu" in font.name]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    draw_runs.__globals__["chinese_font"].cache_clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw_runs(RUNS, [0, 10, 20], **LABELS)
        monkeypatch.setitem(draw_runs.__globals__, "chinese_font", lambda: "DejaVu Sans")
        with pytest.raises(UserWarning, match="missing from font"):  # so the fonts were hidden
            draw_runs(RUNS, [0, 10, 20], **LABELS)


def test_the_students_own_plots_are_left_as_they_were():
    before = dict(matplotlib.rcParams)
    draw_runs(RUNS, [0, 10, 20], **LABELS)
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize(
    "style", ["dark_background", {"text.usetex": True, "axes.facecolor": "black", "lines.marker": "x"}]
)
def test_a_plot_looks_the_same_whatever_style_the_students_own_plots_have(style):
    drawn = [draw_runs(RUNS, [0, 10, 20], **LABELS).svg]
    before = dict(matplotlib.rcParams)
    with matplotlib.style.context(style):
        drawn.append(draw_runs(RUNS, [0, 10, 20], **LABELS).svg)
        assert dict(matplotlib.rcParams) != before
    assert drawn[0] == drawn[1]


def test_a_plot_is_readable_on_a_dark_page():
    svg = styled(draw_runs(RUNS, [0, 10, 20], **LABELS).svg)
    assert re.search(r'<g id="patch_1">\s*<path d="[^"]*" style="fill: #ffffff"/>', svg)


def test_show_displays_text_outside_a_notebook(capsys):
    show_runs({"甲": np.ones((2, 3))}, range(3), **LABELS)
    assert "甲：最后 1.0 ± 0.0" in capsys.readouterr().out


def marks(svg: str, colour: str) -> list[tuple[float, float]]:
    return [
        (float(x), float(y))
        for x, y in re.findall(rf'<use xlink:href="\S+" x="(\S+)" y="(\S+)" style="fill: {colour}', styled(svg))
    ]


def test_every_seed_is_a_point_and_the_bar_is_their_mean():
    plot = draw_seeds(
        {"一": {"甲": [0, 10, 20], "乙": [5, 5, 5]}, "二": {"甲": [20, 20, 20], "乙": [0, 0, 0]}}, ylabel="值"
    )
    points = sorted(marks(plot.svg, SERIES[0]))
    assert len(points) == 6 + 1  # and one in the legend
    case_one = [y for x, y in points if x < points[-1][0] - 50][-3:]
    assert case_one[0] - case_one[1] == pytest.approx(case_one[1] - case_one[2], abs=0.05)
    (bar,) = re.findall(
        rf'<path d="M \S+ (\S+) \s*L \S+ \S+ \s*" clip-path="[^"]*" style="fill: none; stroke: {SERIES[0]}',
        styled(plot.svg),
    )[:1]
    assert float(bar) == pytest.approx(case_one[1], abs=0.05)
    assert "甲 10.00（0.00–20.00），乙 5.00（5.00–5.00）" in repr(plot)


@pytest.mark.parametrize("count", [2, 4, 6])
def test_cases_of_seeds_stand_apart(count):
    plot = draw_seeds({case: {f"做法 {n}": [n, n] for n in range(count)} for case in "一二三"}, ylabel="值")
    points = [marks(plot.svg, SERIES[n])[:6] for n in range(count)]  # after them, the one in the legend
    x = np.array(points)[..., 0].reshape(count, 3, 2)
    inside, between = x[1:, :, 0] - x[:-1, :, 1], x[0, 1:, 0] - x[-1, :-1, 1]
    assert 0 < inside.min() and 2 * inside.max() < between.min()


def test_a_name_of_two_lines_is_told_in_one():
    assert "8,000 张，全在正中：甲 1.00（" in repr(draw_seeds({"8,000 张\n全在正中": {"甲": [1]}}, ylabel="值"))


def test_sizes_stand_in_order():
    plot = draw_sizes({"小": (38, [90, 95]), "大": (1000, [99])}, ylabel="值")
    (small, *_), (large, *_) = marks(plot.svg, SERIES[0]), marks(plot.svg, SERIES[1])
    assert small[0] < large[0] and small[1] > large[1]
    assert "小：38 个参数，均值 92.5" in repr(plot)


def test_a_live_curve_redraws_while_it_falls(monkeypatch):
    drawn = []

    class Display:
        def update(self, curve):
            drawn.append(repr(curve))

    monkeypatch.setattr("IPython.display.display", lambda curve, display_id: (drawn.append(repr(curve)), Display())[1])
    curve = LiveCurve(24)
    for epoch in range(24):
        curve(epoch, 1 / (epoch + 1))
    assert drawn[0] == "训练了 0 轮。" and len(drawn) == 1 + 12
    assert drawn[-1] == "训练了 24 轮，损失从 1.000 到 0.042。"
    assert curve.losses[3] == 1 / 4
    assert curve._repr_html_().startswith('<img alt="训练了 24 轮')


def test_the_comparison_holds_ten_seeds_of_every_net():
    shapes = {case: {name: len(scores) for name, scores in nets.items()} for case, nets in COMPARISON.items()}
    assert len(shapes) == 4
    for nets in shapes.values():
        assert set(nets) == {*NETS, "38 个参数"} and set(nets.values()) == {10}
    assert len(draw_seeds(COMPARISON, ylabel="值")._repr_html_()) <= 60 * 1024


def test_a_single_run_has_no_band_and_no_spread():
    plot = draw_runs({"训练集": [[0.7, 0.1]], "验证集": [[0.6, 0.3]]}, [1, 2], xlabel="轮", ylabel="损失")
    assert repr(plot) == "损失随轮的变化。训练集：最后 0.10；验证集：最后 0.30。"
    assert "标准差" not in plot.svg and "验证集：最后 0.30" in plot.svg


def test_trainings_stand_side_by_side_each_with_its_name():
    plot = draw_trainings({"甲": [[0.7, 0.1], [0.6, 0.3]], "乙": [[900, 0.7], [0.6, 0.6], [0.5, 0.5]]})
    assert "甲：训练集从 0.70 到 0.10，验证集从 0.60 到 0.30" in repr(plot)
    assert "乙：训练集从 1.5 以上 到 0.70" in repr(plot)
    words = set(re.findall(r">([^<>\n]+)</text>", plot.svg))
    assert {"甲", "乙", "轮", "损失", "训练集", "验证集"} <= words
