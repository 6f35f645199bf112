"""Where tables are wrong: which sheets, which cells; nothing is said that does not hold for all of them."""

import numpy as np
import pytest

from helpers import check
from helpers.homework import QUESTIONS
from helpers.homework.places import wrong_cells, wrong_sheets

TIGHT = 1e-4
RIGHT = np.array(QUESTIONS["2.2"].right)
NOISE = np.random.default_rng(4).normal(0, 1, RIGHT.shape)


def sheets(**changed: np.ndarray) -> np.ndarray:
    """Return the right sheets, some of them changed: _1=… is sheet 1."""
    got = RIGHT.copy()
    for name, sheet in changed.items():
        got[int(name[1:])] = sheet
    return got


def edge(sheet: np.ndarray) -> np.ndarray:
    changed = sheet.copy()
    changed[-1] += 1
    return changed


@pytest.mark.parametrize(
    ("got", "name", "said"),
    [
        (sheets(_1=-RIGHT[1]), "some_sheets+negated", "第 1 张"),
        (sheets(_0=9 * RIGHT[0], _2=9 * RIGHT[2]), "some_sheets+scaled", "第 0 张、第 2 张"),
        (sheets(_2=edge(RIGHT[2])), "some_sheets+one_edge_wrong", "最后一行"),
        (sheets(_2=RIGHT[0]), "another_sheet", "第 0 张的图"),
        (sheets(_2=NOISE[2]), "some_sheets", "第 2 张"),
        (sheets(_1=-RIGHT[1], _2=NOISE[2]), "some_sheets", "第 1 张、第 2 张"),
        (sheets(_1=-RIGHT[1], _2=9 * RIGHT[2]), "some_sheets", "第 1 张、第 2 张"),
    ],
)
def test_wrong_sheets_among_right_ones_are_told(got, name, said):
    outcome = check("2.2", got)
    assert outcome.mistake == name
    assert said in outcome.message.splitlines()[0] and "{" not in outcome.message
    assert outcome.points == sum(map(np.allclose, got, RIGHT))


def test_where_no_sheet_is_right_none_is_told_from_the_others():
    question = QUESTIONS["2.2"]
    assert wrong_sheets(question, RIGHT + NOISE, RIGHT, TIGHT) is None
    assert wrong_sheets(question, RIGHT[:2], RIGHT, TIGHT) is None
    assert wrong_sheets(QUESTIONS["1.1"], np.ones((3, 3)), np.eye(3), TIGHT) is None, "rows are no sheets"


def cells(name: str) -> np.ndarray:
    """Return which cells of a table of 5 rows and 6 columns are wrong."""
    wrong = np.zeros((5, 6), bool)
    wrong[
        {
            "last row": np.s_[-1],
            "last column": np.s_[:, -1],
            "first row": np.s_[0, 2:],
            "first column": np.s_[1:, 0],
            "border": np.s_[[0, -1]],
        }[name]
    ] = True
    return wrong


TABLE = np.random.default_rng(6).normal(0, 3, (5, 6))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("last row", "最后一行"),
        ("last column", "最后一列"),
        ("first row", "第一行"),
        ("first column", "第一列"),
        ("border", "最边上一圈"),
    ],
)
def test_wrong_cells_on_a_border_are_told(name, said):
    got = TABLE + cells(name)
    assert said in wrong_cells([got, got], [TABLE, TABLE], TIGHT).sentence
    got[2, 3] += 1
    assert wrong_cells([got, got], [TABLE, TABLE], TIGHT) is None
    assert wrong_cells([TABLE + cells(name), got], [TABLE, TABLE], TIGHT) is None, "not in every table"


def test_wrong_numbers_below_zero_are_told():
    got = np.where(TABLE < 0, 7, TABLE)
    assert wrong_cells([got], [TABLE], TIGHT).id == "negatives_wrong"
    got[np.unravel_index(TABLE.argmin(), TABLE.shape)] = TABLE.min()
    assert wrong_cells([got], [TABLE], TIGHT) is None
