"""The drawings of networks: which lines there are, how they look, what is said in words."""

import base64
import re
from html import unescape
from xml.etree import ElementTree

import pytest
import torch

from helpers import Neurons, show_channels
from helpers.drawing.diagrams import channels, short

SVG = "{http://www.w3.org/2000/svg}"


class Drawing:
    """What an image in text/html shows: its alt text, and lines as (input, output) found by their ends."""

    def __init__(self, html: str) -> None:
        self.alt = unescape(re.search("alt='([^']*)'", html)[1])
        data = re.search("base64,([^']*)'", html)[1]
        self.root = ElementTree.fromstring(base64.b64decode(data).decode())
        circles = self.root.findall(f"{SVG}circle")
        columns = sorted({float(circle.get("cx")) for circle in circles})
        self.discs = [[c for c in circles if float(c.get("cx")) == column] for column in columns]
        self.lines = {}
        for line in self.root.findall(f"{SVG}line"):
            ends = [self._at(side, float(line.get(y))) for side, y in enumerate(("y1", "y2"))]
            self.lines[tuple(ends)] = line

    def _at(self, side: int, y: float) -> int:
        distances = [abs(float(disc.get("cy")) - y) for disc in self.discs[side]]
        assert min(distances) < 0.1
        return distances.index(min(distances))

    @property
    def texts(self) -> list[str]:
        return [text.text for text in self.root.findall(f"{SVG}text")]


def connected(in_channels: int, out_channels: int, groups: int) -> set[tuple[int, int]]:
    """Return which outputs of a torch.nn.Conv2d change with which inputs."""
    layer = torch.nn.Conv2d(in_channels, out_channels, 1, groups=groups, dtype=torch.float64)
    torch.nn.init.ones_(layer.weight)
    picture = torch.zeros(1, in_channels, 1, 1, dtype=torch.float64)
    found = set()
    for i in range(in_channels):
        changed = picture.clone()
        changed[0, i] = 1
        different = (layer(changed) != layer(picture)).flatten()
        found |= {(i, o) for o in range(out_channels) if different[o]}
    return found


@pytest.mark.parametrize("setting", [(1, 1, 1), (3, 5, 1), (4, 4, 2), (4, 8, 4), (6, 4, 2), (8, 2, 2), (16, 16, 16)])
def test_lines_are_those_of_a_grouped_convolution(setting):
    in_channels, out_channels, groups = setting
    network = channels(*setting)
    drawing = Drawing(network._repr_html_())
    assert [len(discs) for discs in drawing.discs] == [in_channels, out_channels]
    assert set(drawing.lines) == connected(*setting)
    said = set()
    for into, out in re.findall("输入通道 ([\\d、]+) 连到输出通道 ([\\d、]+)。", drawing.alt):
        said |= {(int(i), int(o)) for i in into.split("、") for o in out.split("、")}
    assert said == set(drawing.lines)
    assert drawing.alt == repr(network).replace("\n", "")


def test_show_channels_displays_words_outside_a_notebook(capsys):
    show_channels(2, 4, groups=2)
    printed = capsys.readouterr().out
    assert printed == (
        "2 个输入通道，4 个输出通道，groups=2。\n输入通道 0 连到输出通道 0、1。\n输入通道 1 连到输出通道 2、3。\n"
    )


def static(**settings) -> Drawing:
    return Drawing(Neurons(**settings)._repr_mimebundle_()[0]["text/html"])


def test_weights_are_seen_by_dash_and_width_and_written_out():
    drawing = static(weight=[[3, -1, 0], [1, 1, -2.5]])
    styles = {ends: line.get("stroke-dasharray") for ends, line in drawing.lines.items()}
    assert {ends for ends, dash in styles.items() if dash == "none"} == {(0, 0), (0, 1), (1, 1)}
    assert styles[1, 0] == styles[2, 1] != styles[2, 0] != "none"
    width = {ends: float(line.get("stroke-width")) for ends, line in drawing.lines.items()}
    assert width[0, 0] > width[2, 1] > width[1, 0] == width[0, 1] > width[2, 0]
    assert {"3", "−1", "0", "1", "−2.5"} <= set(drawing.texts)


def test_a_lit_neuron_is_red_and_says_so():
    drawing = static(x=[1, 0, 1], weight=[[1, 1, 1], [1, 1, 1]], bias=[-2.5, -1.5], output_names=["甲", "<乙>"])
    dark, bright = (disc.get("fill") for disc in drawing.discs[1])
    assert dark == "#fff" != bright
    assert {"不亮", "亮", "<乙>"} <= set(drawing.texts)
    assert "甲：1×1 + 0×1 + 1×1 − 2.5 = −0.5，没有超过 0，不亮。" in drawing.alt
    assert "<乙>：1×1 + 0×1 + 1×1 − 1.5 = 0.5，超过 0，亮。" in drawing.alt


def test_dropped_inputs_are_crossed_out_and_said():
    drawing = static(x=[1, 2, 3], bias=[-100], p=0.5, mask=[1, 0, 1])
    assert len(drawing.root.findall(f"{SVG}path")) == 1
    assert {ends for ends, line in drawing.lines.items() if float(line.get("opacity")) < 0.5} == {(1, 0)}
    assert {"1×2 = 2", "丢掉", "3×2 = 6"} <= set(drawing.texts)
    assert "丢掉 1 个：输入 2；留下的 ×1/(1−0.5)，就是 ×2。" in drawing.alt
    assert "丢掉" not in static(x=[1, 2, 3], p=0.5, mask=[1, 0, 1], training=False).alt


def test_a_rounded_sum_is_written_with_another_sign():
    assert "0.33×1 + 0 ≈ 0.33" in static(x=[1 / 3]).alt
    assert "0.25×1 + 0 = 0.25" in static(x=[0.25]).alt
    assert "0.3×1 + 0.1×1 + 0.2×1 − 0.6 = 0，没有超过 0" in static(x=[0.3, 0.1, 0.2], bias=[-0.6]).alt


def test_pictures_fit_their_frame_and_are_the_same_every_time():
    settings = {"x": [1] * 8, "weight": [[-4.25] * 8] * 4, "p": 0.9}
    drawing = static(**settings)
    height = float(drawing.root.get("height"))
    assert all(0 < float(circle.get("cy")) < height for circles in drawing.discs for circle in circles)
    assert Neurons(**settings)._static().svg() == Neurons(**settings)._static().svg()


@pytest.mark.parametrize("value", [-0.0, -0.004, -1e-12])
def test_what_rounds_to_zero_has_no_sign(value):
    assert short(value) == "0"
    drawing = static(x=[1], bias=[value], weight=[[value]])
    assert not re.search(r"−0(?![.\d])", " ".join([drawing.alt, *drawing.texts]))
