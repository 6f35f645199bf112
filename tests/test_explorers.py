"""The explorers as Python sees them; how they look and move is tested in tests/browser."""

import numpy as np
import pytest
from traitlets import TraitError

from helpers import FEATURES, Neurons, SlidingWindow, X, feature_map


def test_feature_map_follows_every_setting():
    explorer = SlidingWindow()
    seen = []
    explorer.observe(lambda change: seen.append(change["new"]), "feature_map")
    for settings in ({"kernel": FEATURES[1]}, {"padding": 1}, {"padding_mode": "reflect"}, {"stride": (2, 1)}):
        (name, value), *_ = settings.items()
        setattr(explorer, name, value)
        expected = feature_map(
            explorer.image,
            explorer.kernel,
            stride=explorer.stride,
            padding=explorer.padding,
            padding_mode=explorer.padding_mode,
        )
        np.testing.assert_array_equal(explorer.feature_map, expected)
        np.testing.assert_array_equal(seen[-1], expected)


def test_what_does_not_fit_is_refused_and_changes_nothing():
    explorer = SlidingWindow(row=6)
    for name, value in {"kernel": np.ones((10, 10)), "stride": 0, "dilation": 9, "image": "X", "row": 7}.items():
        before = explorer._static()._repr_html_()
        with pytest.raises(TraitError, match="[\u4e00-\u9fff]"):
            setattr(explorer, name, value)
        assert explorer._static()._repr_html_() == before
    with pytest.raises(TraitError):
        explorer.feature_map = X


def test_the_window_stays_inside_a_smaller_result():
    explorer = SlidingWindow(row=6, column=6)
    explorer.stride = 3
    assert (explorer.row, explorer.column) == (2, 2)


def test_several_settings_can_change_together():
    explorer = SlidingWindow()
    with explorer.hold_trait_notifications():
        explorer.image, explorer.kernel = [[1, 2]], [[3, 4]]
    np.testing.assert_allclose(explorer.feature_map, [[5.5]])


def test_arrays_inside_cannot_be_changed_unseen():
    explorer = SlidingWindow()
    for array in (explorer.image, explorer.kernel, explorer.feature_map):
        with pytest.raises(ValueError):
            array[0, 0] = 5


def test_a_students_array_is_copied():
    image = X.copy()
    explorer = SlidingWindow(image=image)
    image[:] = 0
    np.testing.assert_array_equal(explorer.image, X)


def test_the_static_picture_shows_the_state():
    explorer, same = (SlidingWindow(row=1, column=4, stride=(1, 2), padding=1, filled=False) for _ in range(2))
    data, again = explorer._repr_mimebundle_()[0], same._repr_mimebundle_()[0]
    assert data["text/html"] == again["text/html"]
    assert data["text/plain"] == again["text/plain"] == repr(explorer)
    assert "框出行 1–3、列 8–10" in repr(explorer)
    shown = repr(explorer).split("结果")[1].split("\n", 1)[1].split()
    assert [float(cell) for cell in shown if cell != "."] == [pytest.approx(explorer.feature_map[1, 4], abs=0.005)]
    assert "卷积核" not in repr(SlidingWindow(operation="max_pool", stride=3))


def test_the_static_picture_frames_the_cells_of_a_window_with_gaps():
    assert "框出行 1、3、5、列 0–2" in repr(SlidingWindow(row=1, dilation=(2, 1)))
    picture = repr(SlidingWindow(image=[[-1, -2], [-3, -4]], kernel=np.ones((2, 2)), operation="max_pool", padding=1))
    assert " .  .  .  ." in picture


# ---- Neurons


def test_a_setting_left_out_fits_those_given():
    assert Neurons().output.tolist() == [0]
    assert Neurons(weight=np.ones((2, 5))).x.tolist() == [0] * 5
    assert Neurons(bias=[1, 2], x=[1, 1]).output.tolist() == [3, 4]
    assert Neurons(x=[1] * 8).mask.tolist() == [1] * 8
    assert Neurons(bias=[0, 0]).output_names == ["神经元 1", "神经元 2"]


def test_output_follows_every_setting():
    neurons = Neurons(x=[1, 2], weight=[[3, 4]], bias=[5])
    seen = []
    neurons.observe(lambda change: seen.append(change["new"].tolist()), "output")
    neurons.weight = [[1, -1]]
    neurons.bias = [0.5]
    neurons.p = 0.75
    neurons.mask = [0, 1]
    neurons.training = False
    neurons.x = [3, 0]
    assert seen == [[4], [-0.5], [-3.5], [-7.5], [-0.5], [3.5]]
    assert neurons.output.tolist() == seen[-1]


def test_neurons_refuse_what_does_not_fit_and_stay_as_they_were():
    neurons = Neurons(x=[1, 0, 1], p=0.5)
    bad = {
        "x": [1, 2],
        "weight": [[1, 2]],
        "bias": [0, 0],
        "mask": [1, 0, 2],
        "p": 1,
        "training": 1,
        "input_names": "甲乙丙",
    }
    for name, value in {**bad, "output_names": ["甲", "乙"]}.items():
        before = neurons._static().svg()
        with pytest.raises(TraitError, match="[\u4e00-\u9fff].*。$"):
            setattr(neurons, name, value)
        assert neurons._static().svg() == before
    with pytest.raises(TraitError), neurons.hold_trait_notifications():
        neurons.x, neurons.bias = [1, 2, 3, 4], [1]
    assert neurons.x.tolist() == [1, 0, 1]
    with pytest.raises(TraitError):
        neurons.output = [1]


def test_sizes_can_change_together():
    neurons = Neurons(mask=[0, 1, 1], input_names=["甲", "乙", "丙"])
    with neurons.hold_trait_notifications():
        neurons.x, neurons.weight, neurons.bias = np.ones(8), np.ones((4, 8)), np.arange(4)
        neurons.output_names = list("子丑寅卯")
    assert neurons.output.tolist() == [8, 9, 10, 11]
    assert neurons.mask.tolist() == [1] * 8
    assert neurons.input_names[-1] == "输入 8" and neurons.output_names == list("子丑寅卯")


def test_arrays_of_neurons_are_copied_and_closed():
    weight = np.ones((1, 3))
    neurons = Neurons(weight=weight)
    weight[:] = 7
    assert neurons.weight.tolist() == [[1, 1, 1]]
    for array in (neurons.x, neurons.weight, neurons.bias, neurons.mask, neurons.output):
        with pytest.raises(ValueError):
            array[0] = 5
