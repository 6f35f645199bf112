import numpy as np
import pytest
import torch
from torch import nn

from helpers import dropout

COUNT = 100_000
CHANCES = [0.1, 0.3, 0.5, 0.8]
by_chance = pytest.mark.parametrize("p", CHANCES)


@by_chance
def test_each_number_is_dropped_with_the_given_chance_and_the_rest_are_scaled(p):
    dropped = dropout(np.ones(COUNT), p, True, np.random.default_rng(1))
    assert set(np.unique(dropped)) == {0, 1 / (1 - p)}
    error = np.sqrt(p * (1 - p) / COUNT)
    assert np.mean(dropped == 0) == pytest.approx(p, abs=4 * error)
    assert dropped.mean() == pytest.approx(1, abs=4 * error / (1 - p))
    assert dropped.var() == pytest.approx(p / (1 - p), rel=0.05)


@by_chance
def test_how_many_drop_varies_as_independent_draws_do(p):
    rng = np.random.default_rng(2)
    counts = [np.count_nonzero(dropout(np.ones(100), p, True, rng) == 0) for _ in range(2000)]
    assert np.mean(counts) == pytest.approx(100 * p, rel=0.02)
    assert np.var(counts) == pytest.approx(100 * p * (1 - p), rel=0.15)


@by_chance
def test_torch_drops_as_often_and_scales_as_much(p):
    torch.manual_seed(3)
    theirs = nn.Dropout(p)(torch.ones(COUNT, dtype=torch.float64)).numpy()
    ours = dropout(np.ones(COUNT), p, True, np.random.default_rng(3))
    np.testing.assert_allclose(np.unique(theirs), np.unique(ours))
    assert np.mean(theirs == 0) == pytest.approx(np.mean(ours == 0), abs=0.01)


def test_nothing_is_dropped_when_not_training_or_when_p_is_0():
    x = np.arange(6.0).reshape(2, 3)
    for p, training in ((0.5, False), (0, True), (0, False)):
        np.testing.assert_array_equal(dropout(x, p, training, np.random.default_rng(4)), x)


def test_draws_follow_the_generator():
    one, again, other = (dropout(np.ones(50), 0.5, True, np.random.default_rng(seed)) for seed in (5, 5, 6))
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()
    rng = np.random.default_rng(5)
    assert (dropout(np.ones(50), 0.5, True, rng) != dropout(np.ones(50), 0.5, True, rng)).any()


@pytest.mark.parametrize("training", [True, False])
def test_a_students_array_is_never_changed(training):
    x = np.arange(1, 7)
    dropout(x, 0.5, training, np.random.default_rng(7))[:] = 0
    np.testing.assert_array_equal(x, np.arange(1, 7))
