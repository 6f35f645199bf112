"""Answers judged by what they do: what a layer does is what torch does with it."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers import check
from helpers.homework import QUESTIONS
from helpers.homework.answers import ConvLayer, Neuron, Unreadable
from tests.support.layers import random_layer


def test_a_layer_is_read_as_torch_runs_it():
    random, fitting = np.random.default_rng(1), 0
    while fitting < 300:
        settings, size = random_layer(random)
        try:
            layer = nn.Conv2d(**settings, device="meta")  # shapes alone, no numbers
            expected = layer(torch.zeros(1, settings["in_channels"], *size, device="meta")).shape
        except (ValueError, RuntimeError):
            continue
        fitting += 1
        read = ConvLayer(settings["in_channels"], size).read(layer).tolist()
        assert read == [settings["in_channels"], *expected[1:]], settings


def test_padding_by_name_is_understood():
    for padding in ("same", "valid"):
        layer = nn.Conv2d(3, 8, (3, 5), padding=padding)
        expected = layer(torch.zeros(1, 3, 20, 30)).shape
        assert ConvLayer(3, (20, 30)).read(layer).tolist() == [3, *expected[1:]]


@pytest.mark.parametrize(
    "answer",
    [
        nn.Conv2d,
        nn.Linear(3, 8),
        nn.MaxPool2d(2),
        nn.ConvTranspose2d(3, 8, 3),
        nn.Sequential(nn.Conv2d(3, 8, 3)),
        torch.zeros(1, 8, 10, 10),
        (1, 8, 10, 10),
    ],
    ids=repr,
)
def test_what_is_no_conv2d_is_refused(answer):
    outcome = check("3.5", answer)
    assert (outcome.status, outcome.mistake, outcome.points) == ("wrong", None, 0)
    assert "这一题要一个卷积层" in outcome.message


def test_a_layer_that_does_not_fit_the_picture_is_told_so():
    for layer in (nn.Conv1d(3, 8, 3), nn.Conv3d(3, 8, 3)):
        assert "要是一个整数，或 (高，宽) 两个整数" in check("3.5", layer).message
    assert "窗口放不下" in check("3.5", nn.Conv2d(3, 8, 40)).message


def test_a_neuron_is_judged_by_its_truth_table():
    neuron = Neuron(("一", "二"))
    np.testing.assert_array_equal(neuron.read((1, 1, -1.5)), [[0, 0], [0, 1]])
    np.testing.assert_array_equal(neuron.read(([1, -1], 0)), [[0, 0], [1, 0]])
    layer = nn.Linear(2, 1)
    with torch.no_grad():
        layer.weight[:], layer.bias[:] = torch.tensor([3.0, 0.5]), -1
    np.testing.assert_array_equal(neuron.read(layer), [[0, 0], [1, 1]])
    for bad in ((1, 1), (1, 1, 1, 1), (1, 1, float("nan")), "1, 1, 1", None, nn.Linear(3, 1)):
        with pytest.raises(Unreadable):
            neuron.read(bad)


def test_whoever_designs_is_not_told_that_it_is_as_ours():
    for question in ("2.4", "4.3"):
        outcome = check(question, QUESTIONS[question].right)
        assert outcome.status == "passed" and "一致" not in outcome.message


def test_the_array_itself_in_place_of_its_shape_gives_no_number_away():
    outcome = check("3.3", nn.Conv2d(4, 8, (3, 5), groups=2).weight)
    assert ".shape" in outcome.message and "应为" not in outcome.message and "(4,)" not in outcome.message


def test_what_is_written_as_true_is_said_as_true():
    answer = np.array(QUESTIONS["5.5"].right)
    answer[4, 1] = not answer[4, 1]
    for written in (answer, answer.tolist(), torch.tensor(answer)):
        outcome = check("5.5", written)
        assert f"你写的是 {answer[4, 1]}" in outcome.message
        assert outcome.mistake == check("5.5", answer.astype(int)).mistake
    assert f"你写的是 {int(answer[4, 1])}。" in check("5.5", answer.astype(int)).message


@pytest.mark.parametrize(
    "answer", [["九"], [[1, "九"], [2, 3]], np.array(["九"]), np.array(["九", 3], object)], ids=repr
)
def test_text_among_numbers_is_told_without_numpys_codes(answer):
    message = check("1.2", answer).message
    assert "文字" in message and "带着引号" in message and "U1" not in message


def test_inputs_in_another_order_are_the_same_mistake():
    for weights in ((1, 0, 0), (0, 1, 0), (0, 0, 1)):
        assert check("4.3", (*weights, -0.5)).mistake == "one_decides"
    for weights in ((1, 1, 0), (1, 0, 1), (0, 1, 1)):
        assert check("4.3", (*weights, -1.5)).mistake == "one_ignored"
