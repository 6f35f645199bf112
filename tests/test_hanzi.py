"""Characters to learn from: as many of each, the same for a seed, soft and crisp, and wholly on the sheet."""

import numpy as np
import pytest

from helpers import HANZI, make_hanzi
from helpers.data.dataset import SPLITS


@pytest.mark.parametrize("size", [12, 16, 32])
def test_pictures_are_ready_for_a_net(size):
    images, labels = make_hanzi(71, size=size)
    assert images.shape == (71, 1, size, size) and images.dtype == np.float32
    assert images.min() == -1 and images.max() == 1
    counts = np.bincount(labels, minlength=len(HANZI))
    assert counts.max() - counts.min() <= 1 and (np.diff(labels) != 0).any()


def test_a_seed_gives_the_same_and_splits_differ():
    one, again, other = make_hanzi(14), make_hanzi(14), make_hanzi(14, seed=1)
    np.testing.assert_array_equal(one[0], again[0])
    assert not np.array_equal(one[0], other[0])
    seen = [{image.tobytes() for image in make_hanzi(70, split)[0]} for split in SPLITS]
    assert not seen[0] & seen[1] and not seen[0] & seen[2] and not seen[1] & seen[2]


def test_about_half_are_ink_and_paper_alone():
    images, _ = make_hanzi(300)
    assert 0.4 < (abs(images) == 1).all(axis=(1, 2, 3)).mean() < 0.6


def test_the_ink_stays_on_the_sheet():
    images, _ = make_hanzi(300, size=32)
    edges = np.concatenate([images[:, 0, [0, -1]].ravel(), images[:, 0, :, [0, -1]].ravel()])
    assert (edges > 0).mean() < 0.02


def test_a_character_is_told_from_another_by_its_strokes():
    """太 is 大 with a dot, 犬 too: the mean of each holds more ink, in different places."""
    images, labels = make_hanzi(2100, size=32)
    means = {name: images[labels == i, 0].mean(axis=0) for i, name in enumerate(HANZI)}
    dotted = {name: means[name] - means["大"] for name in "太犬"}
    lowest, rightmost = (np.unravel_index(dotted[name].argmax(), (32, 32)) for name in "太犬")
    assert lowest[0] > 16 and rightmost[0] < 16 < rightmost[1]
