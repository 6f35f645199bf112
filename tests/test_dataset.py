import re
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from helpers import LABELS, accuracy, make_letters
from helpers.data.dataset import SPLITS
from tests.benchmarks import measure_typefaces

SIZES = [9, 16, 32]


def soft(images: np.ndarray) -> np.ndarray:
    """Tell which pictures are not ink and paper alone."""
    return (abs(images) < 1).any(axis=(1, 2, 3))


def clean(count: int = 800, **settings) -> tuple[np.ndarray, np.ndarray]:
    """Return the half of so many letters that has soft edges, without noise, as (N, size, size), and their labels."""
    images, labels = make_letters(count, noise=0, **settings)
    return images[soft(images), 0], labels[soft(images)]


def ink(images: np.ndarray) -> np.ndarray:
    """Return how much of each pixel is ink, from 0 to 1."""
    return (images + 1) / 2


def middles(images: np.ndarray) -> np.ndarray:
    """Return the centre of the ink of each picture, as (row, column) from the middle of the picture."""
    places = np.arange(images.shape[1]) - (images.shape[1] - 1) / 2
    rows, columns = (ink(images).sum(axis=axis) @ places for axis in (2, 1))
    return np.stack([rows, columns], axis=1) / ink(images).sum(axis=(1, 2))[:, None]


def has_a_hole(image: np.ndarray) -> bool:
    """Tell whether ink closes some paper off from the border of the picture."""
    paper = np.pad(image < 0, 1, constant_values=True)
    reached = np.zeros_like(paper)
    reached[0] = True
    while True:
        grown = reached.copy()
        for axis in (0, 1):
            for step in (-1, 1):
                grown |= np.roll(reached, step, axis)
        grown &= paper
        if (grown == reached).all():
            return bool((paper & ~reached).any())
        reached = grown


@pytest.mark.parametrize("size", SIZES)
def test_pictures_are_ready_for_a_net(size):
    images, labels = make_letters(101, size=size)
    assert images.shape == (101, 1, size, size) and images.dtype == np.float32
    assert labels.shape == (101,) and labels.dtype == np.int64
    assert images.min() == -1 and images.max() == 1


@pytest.mark.parametrize("count", [1, 2, 7, 100])
def test_half_are_x_and_half_are_o_in_no_order(count):
    labels = make_letters(count)[1]
    assert np.bincount(labels, minlength=len(LABELS)).tolist() == [(count + 1) // 2, count // 2]
    if count == 100:
        assert 20 < np.count_nonzero(np.diff(labels)) < 80


def test_the_same_settings_draw_the_same_pictures():
    for one, other in zip(make_letters(50, seed=3), make_letters(50, seed=3), strict=True):
        np.testing.assert_array_equal(one, other)
    assert (make_letters(50, seed=3)[0] != make_letters(50, seed=4)[0]).any()


@pytest.mark.parametrize("noise", [0, 0.2])
def test_no_soft_picture_is_drawn_twice_within_or_between_the_splits(noise):
    images = np.concatenate(
        [make_letters(3000, split, seed=seed, noise=noise)[0] for split in SPLITS for seed in (0, 1)]
    )
    images = images[soft(images)]
    assert len({image.tobytes() for image in images}) == len(images) > 8000


def test_few_crisp_pictures_are_drawn_twice_between_the_splits():
    learnt, asked = ({image.tobytes() for image in make_letters(500, split)[0]} for split in ("train", "test"))
    assert len(learnt & asked) <= 2


def test_half_of_the_pictures_of_a_letter_are_ink_and_paper_alone():
    images, labels = make_letters(2000)
    for label in range(len(LABELS)):
        assert soft(images[labels == label]).mean() == 0.5


def test_a_crisp_o_closes_paper_off_and_an_x_does_not_but_for_a_few_that_a_pen_left_open():
    images, labels = make_letters(4000)
    closed, labels = [has_a_hole(image[0]) for image in images[~soft(images)]], labels[~soft(images)]
    assert not np.any(closed, where=labels == 0)
    assert np.mean(closed, where=labels == 1) > 0.99


def test_an_o_closes_paper_off_and_an_x_does_not():
    images, labels = clean()
    assert [has_a_hole(image) for image in images] == labels.tolist()


@pytest.mark.parametrize("size", SIZES)
def test_the_middle_of_an_o_is_paper(size):
    images, labels = clean(size=size, centred=True)
    assert (images[labels == 1, size // 2, size // 2] < 0).all()


@pytest.mark.parametrize(("size", "low", "high"), [(9, 0, 0), (16, 0, 0.06), (32, 0.02, 0.125)])
def test_the_middle_of_an_x_is_ink_except_where_a_wide_stroke_is_an_outline(size, low, high):
    images, labels = clean(4000, size=size, centred=True)
    assert low <= np.mean(images[labels == 0, size // 2, size // 2] < 0) <= high


@pytest.mark.parametrize("size", SIZES)
def test_letters_are_small_and_large_and_every_pixel_is_reached(size):
    images, _ = clean(4000, size=size)
    for axis in (1, 2):
        extent = (images > 0).any(axis=axis).sum(axis=1) / size
        assert 0.2 < extent.min() < 0.5 and 0.85 < extent.max()
    assert (images > 0).any(axis=0).mean() > 0.95


@pytest.mark.parametrize("size", SIZES)
def test_centred_letters_lie_in_the_middle_and_the_others_anywhere(size):
    centred, moved = (abs(middles(clean(size=size, centred=centred)[0])) / size for centred in (True, False))
    assert centred.max() < 0.03 < 0.06 < moved.mean()


def test_letters_are_thin_and_bold():
    images, labels = clean(size=32, centred=True)
    for label in range(len(LABELS)):
        amount = ink(images[labels == label]).sum(axis=(1, 2))
        assert amount.max() > 3 * amount.min()


def test_arms_are_turned_but_never_upright():
    images, labels = clean(size=32, centred=True)
    rows, columns = np.mgrid[:32, :32] - 15.5
    tips = [np.argmax(np.hypot(rows, columns) * (image > 0)) for image in images[labels == 0]]
    angles = np.rad2deg(np.arctan2(abs(rows), abs(columns))).ravel()[tips]
    assert 15 < angles.min() < 32 and 58 < angles.max() < 75


def test_noise_is_as_strong_as_asked():
    plain = make_letters(1000, noise=0)[0]
    weak, strong = (np.std((make_letters(1000, noise=noise)[0] - plain)[soft(plain)]) for noise in (0.1, 0.2))
    assert 0.03 < weak < 0.1 / 3**0.5  # some of it is cut off at -1 and 1
    assert strong == pytest.approx(2 * weak, rel=0.1)


@pytest.mark.slow
def test_a_net_that_learnt_from_larger_letters_reads_printed_ones():
    """Those of the typefaces that matplotlib brings: upright, slanted, with serifs and without."""
    files = sorted(Path(matplotlib.get_data_path(), "fonts/ttf").glob("*.ttf"))
    files = [file for file in files if re.match(r"DejaVuS(?!.*Display)|STIXGeneral|cm(b|r|ss|ti|tt)10", file.name)]
    drawn = [(measure_typefaces.draw(str(file), 0, letter), letter) for file in files for letter in "XxOo"]
    assert len(drawn) >= 60
    images, labels = np.stack([picture for picture, _ in drawn])[:, None], [int(letter in "Oo") for _, letter in drawn]
    assert min(accuracy(measure_typefaces.trained(seed), images, labels) for seed in (0, 1)) >= 0.96
