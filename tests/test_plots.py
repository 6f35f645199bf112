"""Plots read on any machine: with or without Chinese fonts, on a dark page, run again."""

import base64
import re
import subprocess
import sys
import warnings
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pytest
from matplotlib import font_manager

from helpers import show_runs
from helpers.plots import draw_runs

RUNS = {"没有遗忘层": [[50, 70, 72], [50, 74, 78]], "p = 0.5": [[50, 60, 80], [50, 60, 80]]}
LABELS = {"xlabel": "训练的步数", "ylabel": "准确率（%）"}


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
    svg = draw_runs({"甲": [[0, 10], [4, 10]]}, [0, 1], **LABELS).svg
    (band,) = re.findall(r'<path id="m\w+" d="([^"]*)"[^>]*/>\s*</defs>\s*<g clip-path', svg)
    heights = [float(y) for y in re.findall(r"[ML] \S+ (\S+)", band)]
    (line,) = re.findall(
        r'<path d="M (\S+) (\S+) \s*L (\S+) (\S+) \s*" clip-path="[^"]*" style="fill: none; stroke: #1f5fa8', svg
    )
    rise = float(line[1]) - float(line[3])  # from 2 to 10
    assert max(heights) - min(heights) == pytest.approx(rise * 10 / 8, rel=1e-3)  # from 2 - 2 to 10


def test_the_same_numbers_give_the_same_picture():
    code = f"from helpers.plots import draw_runs; print(draw_runs({RUNS}, [0, 10, 20], **{LABELS}).svg)"
    one, other = (subprocess.run([sys.executable, "-c", code], capture_output=True, check=True) for _ in range(2))
    assert one.stdout == other.stdout


def test_no_glyph_is_missing_on_a_machine_without_chinese_fonts(monkeypatch):
    latin = [font for font in font_manager.fontManager.ttflist if "DejaVu" in font.name]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    draw_runs.__globals__["_font"].cache_clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        draw_runs(RUNS, [0, 10, 20], **LABELS)
        monkeypatch.setitem(draw_runs.__globals__, "_font", lambda: "DejaVu Sans")
        with pytest.raises(UserWarning, match="missing from font"):  # so the fonts were hidden
            draw_runs(RUNS, [0, 10, 20], **LABELS)


def test_the_students_own_plots_are_left_as_they_were():
    before = dict(matplotlib.rcParams)
    draw_runs(RUNS, [0, 10, 20], **LABELS)
    assert dict(matplotlib.rcParams) == before


def test_a_plot_is_readable_on_a_dark_page():
    svg = draw_runs(RUNS, [0, 10, 20], **LABELS).svg
    assert re.search(r'<g id="patch_1">\s*<path d="[^"]*" style="fill: #ffffff"/>', svg)


def test_show_displays_text_outside_a_notebook(capsys):
    show_runs({"甲": np.ones((2, 3))}, range(3), **LABELS)
    assert "甲：最后 1.0 ± 0.0" in capsys.readouterr().out
