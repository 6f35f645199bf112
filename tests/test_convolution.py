import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.signal import correlate2d

from helpers import FEATURES, PRINTED_MAPS, X, count_parameters, feature_map, match, output_size
from tests.support.layers import random_layer

numbers = st.floats(-100, 100)
sides = st.integers(1, 9)
pictures = arrays(float, st.tuples(sides, sides), elements=numbers)
pairs = {
    "stride": st.tuples(st.integers(1, 4), st.integers(1, 4)),
    "padding": st.tuples(st.integers(0, 4), st.integers(0, 4)),
    "dilation": st.tuples(st.integers(1, 3), st.integers(1, 3)),
}


def torch_conv2d(image: np.ndarray, kernel: np.ndarray, **settings) -> np.ndarray:
    return torch.nn.functional.conv2d(*(torch.tensor(a)[None, None] for a in (image, kernel)), **settings)[0, 0].numpy()


@given(pictures, pictures, st.fixed_dictionaries(pairs), st.booleans())
def test_feature_map_equals_torch(image, kernel, settings, average):
    try:
        expected = torch_conv2d(image, kernel, **settings)
    except RuntimeError:
        with pytest.raises(ValueError, match="放不下"):
            feature_map(image, kernel, **settings)
        return
    got = feature_map(image, kernel, **settings, average=average)
    np.testing.assert_allclose(got, expected / (kernel.size if average else 1), rtol=0, atol=1e-8)
    assert got.shape == tuple(map(output_size, image.shape, kernel.shape, *(settings[name] for name in pairs)))


@given(pictures, pictures)
def test_feature_map_equals_scipy(image, kernel):
    assume(kernel.shape[0] <= image.shape[0] and kernel.shape[1] <= image.shape[1])
    expected = correlate2d(image, kernel, mode="valid")
    np.testing.assert_allclose(feature_map(image, kernel, average=False), expected, rtol=0, atol=1e-8)


@given(st.integers(1, 40), st.integers(1, 9), st.integers(1, 5), st.integers(0, 5), st.integers(1, 4))
def test_output_size_counts_the_places_where_the_window_fits(n, kernel_size, stride, padding, dilation):
    reach = dilation * (kernel_size - 1)
    places = [start for start in range(-padding, n + padding, stride) if start + reach < n + padding]
    if places:
        assert output_size(n, kernel_size, stride, padding, dilation) == len(places)
    else:
        with pytest.raises(ValueError, match="放不下"):
            output_size(n, kernel_size, stride, padding, dilation)


def test_sizes_and_counts_equal_torch_over_2000_random_layers():
    random, sizes, counts = np.random.default_rng(0), 0, 0
    while sizes < 2000:
        settings, picture = random_layer(random)
        counted = [settings[name] for name in ("in_channels", "out_channels", "kernel_size", "groups", "bias")]
        try:
            layer = torch.nn.Conv2d(**settings, device="meta")  # shapes alone, no numbers
        except ValueError:
            with pytest.raises(ValueError, match="整除"):
                count_parameters(*counted)
            continue
        counts += 1
        assert count_parameters(*counted) == sum(parameter.numel() for parameter in layer.parameters()), settings
        ways = zip(picture, layer.kernel_size, layer.stride, layer.padding, layer.dilation, strict=True)
        try:
            expected = layer(torch.zeros(1, settings["in_channels"], *picture, device="meta")).shape[2:]
        except RuntimeError:
            with pytest.raises(ValueError, match="放不下"):
                [output_size(*way) for way in ways]
            continue
        sizes += 1
        assert tuple(output_size(*way) for way in ways) == expected, settings
    assert counts > sizes


@given(pictures)
def test_match_is_the_only_entry_of_the_feature_map(window):
    assert match(window, window[::-1]) == pytest.approx(feature_map(window, window[::-1]).item(), abs=1e-8)


def test_the_three_maps_are_exact():
    for kernel in FEATURES:
        ninths = np.array([[(X[r : r + 3, c : c + 3] * kernel).sum() for c in range(7)] for r in range(7)])
        assert ninths.dtype.kind == "i"  # whole numbers, so the expected map is exact
        np.testing.assert_allclose(feature_map(X, kernel), ninths / 9, rtol=0, atol=1e-12)


def test_every_misprint_of_the_handout_is_a_lost_minus_sign():
    lost = []
    for printed in PRINTED_MAPS:
        truth = feature_map(X, FEATURES[printed.feature - 1])
        wrong = abs(printed.values - truth) >= 0.01
        assert (truth[wrong] < 0).all()
        np.testing.assert_allclose(-printed.values[wrong], truth[wrong], atol=0.01)
        lost.append(int(wrong.sum()))
    assert lost == [0, 13, 16, 11, 12, 20, 15]
    assert sum(printed.values.size for printed in PRINTED_MAPS) == 343
