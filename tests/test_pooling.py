import numpy as np
import pytest
import torch
from torch.nn import functional

from helpers import X, avg_pool2d, feature_map, max_pool2d
from helpers.layers.pooling import pooled_size

FUNCTIONS = {max_pool2d: functional.max_pool2d, avg_pool2d: functional.avg_pool2d}


def random_settings(random, function) -> dict:
    def pair(low: int, high: int) -> tuple[int, int]:
        return tuple(random.integers(low, high, 2).tolist())

    settings = {"kernel_size": pair(1, 5), "stride": [None, pair(1, 5)][random.integers(2)], "padding": pair(0, 3)}
    settings["ceil_mode"] = bool(random.integers(2))
    if function is max_pool2d:
        return {**settings, "dilation": pair(1, 4)}
    return {**settings, "count_include_pad": bool(random.integers(2))}


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_pooling_equals_torch(function):
    random = np.random.default_rng(5)
    equal = refused = 0
    while equal < 1000:
        image, settings = random.normal(size=random.integers(1, 9, 2)), random_settings(random, function)
        try:
            expected = FUNCTIONS[function](torch.tensor(image)[None], **settings)[0].numpy()
        except RuntimeError:
            with pytest.raises(ValueError, match="放不下|一半"):
                function(image, **settings)
            refused += 1
            continue
        np.testing.assert_allclose(function(image, **settings), expected, rtol=0, atol=1e-12, err_msg=str(settings))
        equal += 1
    assert refused > 100


def test_the_last_window_of_ceil_mode_starts_inside():
    assert pooled_size(7, 2, 2) == 3 and pooled_size(7, 2, 2, ceil_mode=True) == 4
    assert pooled_size(4, 1, 4, ceil_mode=True) == 1  # a second one would start outside
    assert pooled_size(5, 2, 3, padding=1, ceil_mode=True) == 2  # a third one would start in the right padding
    assert pooled_size(3, 5, 3, ceil_mode=True) == 1  # larger than the picture, and still it starts inside


def test_padding_never_wins_the_maximum():
    assert max_pool2d(-np.ones((2, 2)), 2, padding=1).max() == -1


def test_a_students_array_is_never_changed():
    image = X.copy()
    max_pool2d(image, 2, padding=1)[:] = 0
    avg_pool2d(image, 2, padding=1)[:] = 0
    np.testing.assert_array_equal(image, X)


def test_average_pooling_is_a_convolution_with_equal_weights():
    np.testing.assert_allclose(avg_pool2d(X, 3, 2), feature_map(X, np.ones((3, 3)), stride=2))
