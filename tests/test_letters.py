import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import FEATURES, OTHER_XS, O, X, feature_map, move


def test_what_pixel_comparison_prefers():
    agreement = [np.count_nonzero(X == picture) for picture in (move(X, 1, 0), O, np.full_like(X, -1))]
    assert agreement == [55, 60, 68]


def test_features_are_found_wherever_the_x_moves_and_not_in_the_o():
    def found(picture):
        return [np.count_nonzero(feature_map(picture, kernel) == 1) for kernel in FEATURES]

    assert [found(move(X, *by)) for by in [(0, 0), (1, 0), (1, 1)]] == [[4, 1, 4]] * 3
    assert found(O) == [2, 0, 2]
    assert feature_map(O, FEATURES[1]).max() == pytest.approx(5 / 9)


def test_every_picture_is_ink_and_paper_of_one_size_and_no_two_are_alike():
    pictures = [X, O, *OTHER_XS.values()]
    assert all(picture.shape == (9, 9) and set(np.unique(picture)) == {-1, 1} for picture in pictures)
    assert len({picture.tobytes() for picture in pictures}) == 6


@pytest.mark.parametrize("picture", [X, O, FEATURES, *OTHER_XS.values()])
def test_shared_pictures_cannot_be_changed(picture):
    with pytest.raises(ValueError):
        picture[0] = 0


@given(st.integers(-12, 12), st.integers(-12, 12))
def test_move_shifts_each_pixel_and_fills_with_paper(down, right):
    moved = move(X, down, right)
    for row in range(9):
        for column in range(9):
            source = row - down, column - right
            inside = all(0 <= place < 9 for place in source)
            assert moved[row, column] == (X[source] if inside else -1)


@pytest.mark.parametrize("by", [(10**15, 0), (0, -(10**15)), (-(10**15), 10**15)])
def test_a_move_out_of_sight_leaves_paper_and_takes_no_room(by):
    assert (move(X[:4], *by) == -1).all() and move(X[:4], *by).shape == (4, 9)
