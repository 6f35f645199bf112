"""SlidingWindow as Python sees it; how it looks and moves is tested in tests/browser."""

import numpy as np
import pytest
from traitlets import TraitError

from helpers import FEATURES, SlidingWindow, X, feature_map


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
