import re
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers import FEATURES, X, show_grid, show_grids, show_products
from helpers.drawing.colours import NEGATIVE, POSITIVE
from helpers.drawing.grids import Grid, Row

values = arrays(float, st.tuples(st.integers(1, 6), st.integers(1, 6)), elements=st.floats(-5, 5) | st.just(np.nan))


class Table(HTMLParser):
    """What a screen reader and a browser get: texts by tag, and the colour of each cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts, self.colours, self.styles, self.scopes, self._open = {}, [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "br":
            return
        self._open.append(tag)
        if tag in ("td", "th", "caption"):
            self.texts.setdefault(tag, []).append("")
        if "bgcolor" in attributes:
            self.colours.append(attributes["bgcolor"])
            self.styles.append(attributes["style"])
        if "scope" in attributes:
            self.scopes.append(attributes["scope"])

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        for tag in ("td", "th", "caption"):
            if tag in self._open:
                self.texts[tag][-1] += data

    @property
    def numbers(self) -> list[str]:
        return [text.replace("−", "-") for text in self.texts["td"][1:]]  # the first td is the empty corner


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


@given(values)
def test_a_grid_shows_every_number_with_caption_and_headers(array):
    table = Table(Grid.checked(array, "一张图").html())
    assert table.texts["caption"] == ["一张图"]
    assert table.scopes == ["col"] * array.shape[1] + ["row"] * array.shape[0]
    assert table.texts["th"] == [str(i) for n in array.shape[::-1] for i in range(n)]
    for text, value in zip(table.numbers, array.flat, strict=True):
        assert text == "" if np.isnan(value) else float(text) == pytest.approx(value, abs=0.005001)


@given(values)
def test_text_is_readable_on_every_colour(array):
    for colour in Table(Grid.checked(array, "图").html()).colours:
        assert (luminance(colour) + 0.05) / (luminance("#111111") + 0.05) >= 4.5


@given(st.floats(0.05, 1))
def test_the_colour_scale_is_symmetric_about_zero(value):
    colours = Table(Grid.checked([[0, value / 2, value, -value / 2, -value]], "图").html()).colours
    zero, weak, strong, minus_weak, minus_strong = map(luminance, colours)
    assert zero == pytest.approx(1)
    assert zero > weak > strong
    assert zero > minus_weak > minus_strong
    for end, weak, strong in ((POSITIVE, colours[1], colours[2]), (NEGATIVE, colours[3], colours[4])):
        for colour, part in ((weak, value / 2), (strong, value)):  # as far on the way from white to the end
            expected = [255 + (full - 255) * part for full in end]
            assert [int(colour[i : i + 2], 16) for i in (1, 3, 5)] == pytest.approx(expected, abs=0.51)


@pytest.mark.parametrize("small", [[[-0.0, 1]], [[-0.004, 0.5]], [[-1e-9, -0.004], [0.3, 1]]])
def test_nothing_is_minus_zero(small):
    grid = Grid.checked(small, "图")
    assert not re.search(r"[-−]0(\.00)?(?![\d.])", grid.text())
    assert not re.search(r"[-−]0(\.00)?(?![\d.])", " ".join(Table(grid.html()).texts["td"]))


def test_a_mean_that_rounds_to_zero_is_not_minus_zero(capsys):
    show_products([[-0.001, 0]], [[1, 1]], 0, 0)
    assert "均值：−0.001 ÷ 2 ≈ 0.00" in capsys.readouterr().out


def test_sign_is_seen_without_colour():
    html = Grid.checked([[1, -1]], "图").html()
    assert "<b>1</b>" in html and "−1" in html and "<b>−1" not in html


def test_equal_numbers_have_equal_colours_in_every_picture_of_ink_and_paper():
    colours = {c for picture in (X, *FEATURES) for c in Table(Grid.checked(picture, "图").html()).colours}
    assert len(colours) == 2


def sides(style: str) -> list[str]:
    return [side for side in ("top", "bottom", "left", "right") if f"border-{side}:3px solid" in style]


def test_window_is_framed_and_said_in_words():
    grid = Grid.checked(X, "图", window=(1, 5, 3, 2))
    styles = Table(grid.html()).styles
    assert [i for i, style in enumerate(styles) if sides(style)] == [r * 9 + c for r in (1, 2, 3) for c in (5, 6)]
    assert sides(styles[1 * 9 + 5]) == ["top", "left"] and sides(styles[2 * 9 + 6]) == ["right"]
    assert "框出行 1–3、列 5–6" in grid.html() and "框出行 1–3、列 5–6" in grid.text()


def test_a_window_with_gaps_frames_its_own_cells_alone():
    grid = Grid(X, "图", window=(range(1, 6, 2), range(4, 6)))
    styles = Table(grid.html()).styles
    assert [i for i, style in enumerate(styles) if sides(style)] == [r * 9 + c for r in (1, 3, 5) for c in (4, 5)]
    assert sides(styles[3 * 9 + 4]) == ["top", "bottom", "left"]
    assert "框出行 1、3、5、列 4–5" in grid.text()


def test_marked_cells_carry_a_sign_and_are_counted_in_words():
    grid = Grid.checked(X, "图", marked=[(0, 0), (8, 8)])
    marked = [i for i, text in enumerate(Table(grid.html()).numbers) if text.endswith("✗")]
    assert marked == [0, 80]
    assert "✗ 标出 2 格" in grid.html() and grid.text().count("✗") == 3


def test_pictures_are_the_same_every_time():
    rows = [Row(Grid.checked(X, "图", (1, 1, 3, 3), {(r, c) for r in range(9) for c in range(r)})) for _ in range(2)]
    assert rows[0]._repr_html_() == rows[1]._repr_html_()
    assert repr(rows[0]) == repr(rows[1])


def test_captions_are_text_not_markup():
    assert "<script" not in Grid.checked(X, "<script>").html()


def test_show_displays_text_outside_a_notebook(capsys):
    show_grid([[1, -1]], "一行")
    assert capsys.readouterr().out == "一行\n 1 -1\n"


def test_show_products_writes_the_mean_out(capsys):
    show_products(X, FEATURES[0], 3, 3)
    printed = capsys.readouterr().out
    assert "框出行 3–5、列 3–5" in printed and "均值：5 ÷ 9 ≈ 0.56" in printed
    show_products(X, -FEATURES[0], 3, 3)
    assert "均值：−5 ÷ 9 ≈ −0.56" in capsys.readouterr().out
    show_products(X, FEATURES[0], 1, 1)
    assert "均值：9 ÷ 9 = 1.00" in capsys.readouterr().out


def test_show_grids_frames_each_picture_apart(capsys):
    show_grids({"甲": X, "乙": X}, windows=[None, (0, 0, 1, 1)])
    printed = capsys.readouterr().out
    assert re.findall("甲.*|乙.*", printed) == ["甲", "乙，框出行 0–0、列 0–0"]
