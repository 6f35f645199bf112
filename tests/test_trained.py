"""The nets that ship: they read letters they never saw, the course's own, and what a hand draws."""

import numpy as np
import pytest

from helpers import (
    OTHER_XS,
    O,
    X,
    accuracy,
    digit_net,
    global_max_net,
    linear_net,
    load_digits,
    make_letters,
    probabilities,
    tiny_net,
)
from helpers.training.trained import trained_net
from tests.support.drawings import drawings


def test_the_courses_net_reads_unseen_letters_and_is_sure_of_the_courses_own():
    net = trained_net()
    assert accuracy(net, *make_letters(10_000, "test")) >= 0.999
    images = np.stack([X, O, *OTHER_XS.values()])[:, None]
    assert probabilities(net, images)[range(6), [0, 1, 0, 0, 0, 0]].min() >= 0.95


@pytest.mark.parametrize("seed", range(3))
def test_it_reads_what_a_hand_draws_and_is_seldom_sure_of_what_is_wrong(seed):
    images, labels, _ = drawings(25, seed)
    assert len(images) == 650
    chances = probabilities(trained_net(), images)[np.arange(len(labels)), labels]
    assert np.mean(chances > 0.5) >= 0.98
    assert np.mean(chances < 0.1) <= 0.01


def test_the_tiny_net_errs_now_and_then():
    assert 0.9 < accuracy(trained_net(tiny_net), *make_letters(1000, "validation")) < 0.98


def test_the_digit_net_reads_nine_of_ten_that_it_never_saw():
    images, labels = (each[1500:] for each in load_digits())
    assert 0.9 < accuracy(trained_net(digit_net), images, labels) < 0.95


def test_it_is_not_training_and_each_is_another():
    one, other = trained_net(), trained_net(global_max_net)
    assert not one.training
    one[0].weight.data.zero_()
    assert other[0].weight.abs().min() > 0


@pytest.mark.parametrize("build", [linear_net, "global_max_net", None])
def test_what_is_not_there_is_said(build):
    with pytest.raises(ValueError, match="global_max_net、tiny_net、digit_net，收到的是"):
        trained_net(build)
