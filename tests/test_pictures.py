import base64
import re
from io import BytesIO

import numpy as np
from PIL import Image

from helpers import X, show_pictures
from helpers.drawing.colours import NEGATIVE, POSITIVE
from helpers.drawing.pictures import Pictures


def pixels(html: str) -> np.ndarray:
    data = re.search('base64,([^"]*)', html)[1]
    return np.array(Image.open(BytesIO(base64.b64decode(data))).convert("RGB"), int)


def test_each_cell_has_the_colour_of_its_number():
    picture = pixels(Pictures([X.astype(float)], ["甲"])._repr_html_())
    side = picture.shape[0] // 9
    for (row, column), value in np.ndenumerate(X):
        cell = picture[row * side : (row + 1) * side, column * side : (column + 1) * side]
        assert (cell == (POSITIVE if value > 0 else NEGATIVE)).all()
    assert picture.shape == (9 * side, 9 * side, 3)


def test_grey_is_between_paper_and_ink():
    halves = pixels(Pictures([np.array([[0.0, 0.5, 1.0]])], ["甲"])._repr_html_())[0, ::30]
    assert (halves[0] == 255).all()
    assert abs(halves[1] - (255 + np.array(POSITIVE)) / 2).max() <= 3  # the scale has steps


def test_a_cell_is_as_large_as_the_side_allows_and_never_lost():
    for side, cell in [(90, 10), (89, 9), (3, 1)]:
        assert pixels(Pictures([X.astype(float)], ["甲"], side)._repr_html_()).shape == (9 * cell, 9 * cell, 3)


def test_captions_are_written_and_escaped(capsys):
    html = Pictures([X.astype(float)] * 2, ["甲 <b>", "乙"])._repr_html_()
    assert html.count("<img alt=") == 2 and "甲 &lt;b&gt;" in html
    show_pictures([X, X], ["甲", 3])
    assert "2 张图：甲，3" in capsys.readouterr().out
