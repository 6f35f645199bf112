"""One scale in one place: a change of it is one edit, and reaches whatever is drawn."""

import colorsys
import json
import re
import shutil
import subprocess
import sys

import pytest

from helpers.drawing import colours
from helpers.drawing.colours import NEGATIVE, POSITIVE, as_hex, coloured, contrast
from tests.support.notebooks import ROOT

ENDS = f"POSITIVE, NEGATIVE = {POSITIVE}, {NEGATIVE}"
OTHER_ENDS = "POSITIVE, NEGATIVE = (60, 170, 90), (190, 120, 220)"
NAMES = f'POSITIVE_NAME, NEGATIVE_NAME = "{colours.POSITIVE_NAME}", "{colours.NEGATIVE_NAME}"'
OTHER_NAMES = 'POSITIVE_NAME, NEGATIVE_NAME = "绿色", "紫色"'
HUES = {
    "红色": (-15, 15),
    "橙色": (15, 45),
    "黄色": (45, 70),
    "绿色": (80, 170),
    "蓝色": (190, 250),
    "紫色": (250, 320),
}
DRAW = """
import json
from helpers.drawing import colours
from helpers.drawing.diagrams import Network
from helpers.drawing.grids import Grid
from helpers.drawing.pictures import Pictures
from helpers.drawing.plots import draw_runs
from helpers.explorers import DrawingPad, Neurons, SlidingWindow
import numpy as np
neurons = Neurons(x=[1, 1], weight=[[1, -1]])
print(json.dumps({
    "line": [colours.POSITIVE_LINE, colours.NEGATIVE_LINE],
    "grid": Grid.checked([[1, -1]], "").html(),
    "picture": Pictures([np.array([[1.0, -1.0]])], [""])._repr_html_(),
    "plot": draw_runs({"a": [[1, 2]], "b": [[1, 2]]}, [0, 1], xlabel="x", ylabel="y").svg,
    "diagram": neurons._static().svg(),
    "words": neurons._static().key,
    **{f"styles {explorer.__name__}": str(explorer._css) for explorer in (DrawingPad, Neurons, SlidingWindow)},
    "scale": SlidingWindow()._colours,
}))
"""


def as_rgb(colour: str) -> tuple[int, ...]:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    return tuple(int(digits[i : i + 2], 16) for i in (0, 2, 4))


def drawn(folder) -> dict:
    result = subprocess.run([sys.executable, "-c", DRAW], cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_a_change_of_the_scale_is_one_edit(tmp_path):
    shutil.copytree(ROOT / "helpers", tmp_path / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "helpers/drawing/colours.py"
    text = file.read_text(encoding="utf-8")
    assert ENDS in text and NAMES in text
    file.write_text(text.replace(ENDS, OTHER_ENDS).replace(NAMES, OTHER_NAMES), encoding="utf-8")
    before, after = drawn(ROOT), drawn(tmp_path)
    for name, drawing in before.items():
        assert after[name] != drawing, name
    assert after["scale"] == [[60, 170, 90], [190, 120, 220]]
    assert "#3caa5a" in after["grid"] and "#be78dc" in after["grid"]
    for line in after["line"]:
        assert all(line in after[name] for name in ("plot", "diagram", "styles Neurons"))
    assert "绿色实线" in after["words"] and "紫色虚线" in after["words"]
    old = {as_hex(POSITIVE), as_hex(NEGATIVE), *before["line"], colours.POSITIVE_NAME, colours.NEGATIVE_NAME}
    assert not [(name, each) for name, drawing in after.items() for each in old if each in json.dumps(drawing)]


def test_no_other_file_holds_a_colour_of_its_own():
    own = {}
    for path in ROOT.glob("helpers/**/*"):
        if path.suffix in (".py", ".css", ".js") and path.name != "colours.py":
            text = path.read_text(encoding="utf-8")
            own[path.name] = re.findall(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b|rgba?\(\s*\d[^)]*\)", text)
            for end in (POSITIVE, NEGATIVE):
                assert not re.search(r"\b{}\D{{1,3}}{}\D{{1,3}}{}\b".format(*end), text), path
    page = own.pop("pages.css")  # of its paper and letters, light and dark
    taken = {"POSITIVE_LINE", "NEGATIVE_LINE", "LIT"}
    assert not set(page) & {as_hex(POSITIVE), as_hex(NEGATIVE), *(getattr(colours, name) for name in taken)}
    assert not set(page) & set(colours.STATUS.values())
    assert not {name: found for name, found in own.items() if found}


def test_what_the_styles_name_is_there():
    """A property that nobody defines would leave a line black, without a word."""
    given = set(re.findall(r"(--[\w-]+):", colours.css(":root")))
    for folder in ("explorers", "pages"):
        text = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob(f"helpers/{folder}/*.css"))
        own = set(re.findall(r"(--[\w-]+):", text)) | {"--columns", "--side", "--font"}  # these come with each grid
        own |= set(re.findall(r"var\((--jp-[\w-]+)", text))
        assert set(re.findall(r"var\((--[\w-]+)", text)) <= own | given
        assert not given & own


@pytest.mark.parametrize("line", [colours.POSITIVE_LINE, colours.NEGATIVE_LINE])
def test_lines_are_seen_on_white_and_on_dark_pages(line):
    assert contrast(as_rgb(line), as_rgb(colours.WHITE)) >= 4.5
    for dark in ("#16191d", "#111111"):  # of the web pages, and of JupyterLab
        assert contrast(as_rgb(line), as_rgb(dark)) >= 3


def test_contrast_is_that_of_wcag():
    assert contrast((0, 0, 0), (255, 255, 255)) == contrast((255, 255, 255), (0, 0, 0)) == 21
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.478, abs=0.001)


def test_letters_are_read_on_every_colour_of_the_scale_and_on_a_lit_neuron():
    for value in (-1, -0.5, 0, 0.5, 1):
        assert contrast(coloured(value, 1), as_rgb(colours.INK)) >= 4.5
    assert contrast(as_rgb(colours.LIT), as_rgb(colours.WHITE)) >= 4.5


@pytest.mark.parametrize("sign", ["POSITIVE", "NEGATIVE"])
def test_the_name_of_a_colour_is_the_name_of_its_hue(sign):
    least, most = HUES[getattr(colours, f"{sign}_NAME")]
    for colour in (getattr(colours, sign), as_rgb(getattr(colours, f"{sign}_LINE"))):
        hue = 360 * colorsys.rgb_to_hls(*(part / 255 for part in colour))[0]
        assert least <= hue < most or least <= hue - 360 < most
