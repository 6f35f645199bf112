"""Bad input to any public function gets a Chinese error at once, and good input is never changed."""

import re

import numpy as np
import pytest
import torch
from traitlets import TraitError

import helpers
from helpers import (
    DrawingPad,
    LiveCurve,
    Neurons,
    SlidingWindow,
    X,
    accuracy,
    again,
    broken_training,
    count_parameters,
    cross_entropy,
    digit_net,
    feature_map,
    flatten_net,
    fully_connected_net,
    global_max_net,
    hand_set_net,
    hint,
    linear,
    linear_net,
    make_hanzi,
    make_letters,
    make_photo,
    match,
    move,
    output_size,
    photo_steps,
    pooled_net,
    predict,
    probabilities,
    read_photo,
    recall,
    show_channels,
    show_grid,
    show_grids,
    show_pictures,
    show_products,
    show_runs,
    show_seeds,
    show_sizes,
    show_trainings,
    softmax,
    solution,
    tiny_net,
    train,
    trained_net,
)
from helpers.inputs import as_numbers
from helpers.layers.pooling import avg_pool2d, max_pool2d, pooled_size
from helpers.layers.regularization import dropout
from helpers.training.votes import strongest_features

KERNEL = [[1, -1], [-1, 1]]
LETTERS, LABELS = make_letters(4)
RNG = np.random.default_rng(6)
NOT_A_PICTURE = {
    "text": "X",
    "table of text": [["1", "-1"]],
    "none": None,
    "number": 3,
    "one dimension": [1, -1, 1],
    "three dimensions": np.ones((1, 9, 9)),
    "empty": [],
    "no columns": np.ones((3, 0)),
    "ragged": [[1, -1], [1]],
    "infinite": [[1, np.inf]],
    "complex": [[1j]],
    "dictionary": {"a": 1},
    "function": len,
    "generator": (row for row in X),
}
NAN = {"nan": [[1.0, np.nan]]}
TAKES_A_PICTURE = {
    "feature_map image": (lambda bad: feature_map(bad, KERNEL), NAN),
    "feature_map kernel": (lambda bad: feature_map(X, bad), NAN),
    "match window": (lambda bad: match(bad, KERNEL), NAN),
    "match kernel": (lambda bad: match(KERNEL, bad), NAN),
    "max_pool2d": (lambda bad: max_pool2d(bad, 1), NAN),
    "avg_pool2d": (lambda bad: avg_pool2d(bad, 1), NAN),
    "move": (lambda bad: move(bad, 1, 1), NAN),
    "linear x": (lambda bad: linear(bad, [[1, 1]], [0]), NAN),
    "linear weight": (lambda bad: linear([[1, 1]], bad, [0]), NAN),
    "predict": (predict, NAN),
    "show_products image": (lambda bad: show_products(bad, KERNEL, 0, 0), NAN),
    "show_products kernel": (lambda bad: show_products(X, bad, 0, 0), NAN),
    "show_grid": (lambda bad: show_grid(bad, "图"), {}),
    "show_grids": (lambda bad: show_grids({"图": bad}), {}),
}
OTHER_CALLS = {
    "kernel larger than the picture": lambda: feature_map(KERNEL, X),
    "kernel larger than the padded picture": lambda: feature_map(KERNEL, X, padding=3),
    "stride 0": lambda: feature_map(X, KERNEL, stride=0),
    "stride text": lambda: feature_map(X, KERNEL, stride="2"),
    "stride fraction": lambda: feature_map(X, KERNEL, stride=1.5),
    "stride of three": lambda: feature_map(X, KERNEL, stride=(1, 2, 3)),
    "stride True": lambda: feature_map(X, KERNEL, stride=True),
    "negative padding": lambda: feature_map(X, KERNEL, padding=-1),
    "padding None": lambda: feature_map(X, KERNEL, padding=(0, None)),
    "dilation 0": lambda: feature_map(X, KERNEL, dilation=0),
    "average text": lambda: feature_map(X, KERNEL, average="no"),
    "match of two shapes": lambda: match(X, KERNEL),
    "size 0": lambda: output_size(0, 1),
    "size text": lambda: output_size("9", 3),
    "size list": lambda: output_size([9, 9], 3),
    "size nan": lambda: output_size(float("nan"), 3),
    "size kernel too large": lambda: output_size(3, 9),
    "size stride 0": lambda: output_size(9, 3, 0),
    "size padding -1": lambda: output_size(9, 3, 1, -1),
    "size dilation 0": lambda: output_size(9, 3, 1, 0, 0),
    "count no channel": lambda: count_parameters(0, 1, 3),
    "count half a channel": lambda: count_parameters(1, 1.5, 3),
    "count kernel of three": lambda: count_parameters(1, 1, (3, 3, 3)),
    "count groups that do not divide in_channels": lambda: count_parameters(4, 6, 3, groups=3),
    "count groups that do not divide out_channels": lambda: count_parameters(6, 4, 3, groups=3),
    "count bias as text": lambda: count_parameters(1, 1, 3, bias="no"),
    "linear of other sizes": lambda: linear([[1, 2]], [[1, 2, 3]], [0]),
    "linear with too many biases": lambda: linear([[1, 2]], [[1, 2]], [0, 0]),
    "linear with bias as text": lambda: linear([[1, 2]], [[1, 2]], "0"),
    "cross entropy of a table": lambda: cross_entropy([[1, 2]], 0),
    "cross entropy of text": lambda: cross_entropy("12", 0),
    "cross entropy of nothing": lambda: cross_entropy([], 0),
    "cross entropy with no such class": lambda: cross_entropy([1, 2], 2),
    "cross entropy with half a class": lambda: cross_entropy([1, 2], 0.5),
    "cross entropy with a negative class": lambda: cross_entropy([1, 2], -1),
    "softmax of text": lambda: softmax("12"),
    "softmax of rows of several lengths": lambda: softmax([[1, 2], [3]]),
    "softmax of nothing": lambda: softmax([]),
    "softmax of nan": lambda: softmax([1, float("nan")]),
    "softmax of three dimensions": lambda: softmax([[[1, 2]]]),
    "move half a pixel": lambda: move(X, 0.5, 0),
    "grid too large": lambda: show_grid(np.ones((33, 2)), "图"),
    "grid without caption": lambda: show_grid(X, None),
    "window outside": lambda: show_grid(X, "图", window=(7, 7, 3, 3)),
    "window of two": lambda: show_grid(X, "图", window=(1, 1)),
    "window text": lambda: show_grid(X, "图", window="1133"),
    "window number": lambda: show_grid(X, "图", window=3),
    "mark outside": lambda: show_grid(X, "图", marked=[(9, 0)]),
    "marks not positions": lambda: show_grid(X, "图", marked=[3]),
    "marks not a list": lambda: show_grid(X, "图", marked=3),
    "grids without captions": lambda: show_grids([X, X]),
    "no grids": lambda: show_grids({}),
    "windows not a list": lambda: show_grids({"图": X}, windows=3),
    "too few windows": lambda: show_grids({"图": X, "另一张": X}, windows=[None]),
    "products outside": lambda: show_products(X, KERNEL, 8, 8),
    "products negative": lambda: show_products(X, KERNEL, -1, 0),
    "no such question": lambda: hint("9.9"),
    "no such question to solve": lambda: solution("9.9"),
    "no such question again": lambda: again("9.9"),
    "no fresh numbers": lambda: again("7.2"),
    "no lesson to recall": lambda: recall(1, 1, ...),
    "no fourth question to recall": lambda: recall(2, 4, ...),
    "recall in words": lambda: recall("二", 1, ...),
    "explorer kernel too large": lambda: SlidingWindow(image=KERNEL),
    "explorer padding text": lambda: SlidingWindow(padding="1"),
    "explorer padding too large": lambda: SlidingWindow(padding=33),
    "explorer large picture": lambda: SlidingWindow(image=np.ones((33, 2))),
    "explorer unknown operation": lambda: SlidingWindow(operation="median"),
    "explorer unknown setting": lambda: SlidingWindow(kernal=KERNEL),
    "explorer place outside": lambda: SlidingWindow(row=7),
    "explorer unknown control": lambda: SlidingWindow(controls=["colour"]),
    "explorer filled text": lambda: SlidingWindow(filled="no"),
    "neurons inputs text": lambda: Neurons(x="101"),
    "neurons inputs as table": lambda: Neurons(x=[[1, 0]]),
    "neurons no inputs": lambda: Neurons(x=[]),
    "neurons infinite input": lambda: Neurons(x=[1, np.inf]),
    "neurons nine inputs": lambda: Neurons(x=[1] * 9),
    "neurons five biases": lambda: Neurons(bias=[0] * 5),
    "neurons weight too wide": lambda: Neurons(weight=np.ones((1, 9))),
    "neurons weight in one row": lambda: Neurons(weight=[1, 1, 1]),
    "neurons weight and inputs apart": lambda: Neurons(x=[1, 0], weight=[[1, 1, 1]]),
    "neurons weight the other way round": lambda: Neurons(x=[1, 0, 1], weight=[[1], [1], [1]], bias=[0]),
    "neurons chance 1": lambda: Neurons(p=1),
    "neurons chance text": lambda: Neurons(p="0.5"),
    "neurons chance nan": lambda: Neurons(p=float("nan")),
    "neurons chance True": lambda: Neurons(p=True),
    "neurons training 1": lambda: Neurons(training=1),
    "neurons mask of halves": lambda: Neurons(mask=[0.5, 1, 1]),
    "neurons mask too short": lambda: Neurons(mask=[1]),
    "neurons names text": lambda: Neurons(input_names="甲乙丙"),
    "neurons names numbers": lambda: Neurons(output_names=[1]),
    "neurons too few names": lambda: Neurons(input_names=["甲"]),
    "neurons unknown control": lambda: Neurons(controls=["x"]),
    "neurons unknown setting": lambda: Neurons(weights=[[1, 1, 1]]),
    "pad without a net": lambda: DrawingPad(None),
    "pad of a net of one vote": lambda: DrawingPad(flatten_net()[:-1]),
    "pad too small": lambda: DrawingPad(hand_set_net(), image=np.ones((8, 9))),
    "pad too large": lambda: DrawingPad(hand_set_net(), image=np.ones((9, 33))),
    "pad too dark": lambda: DrawingPad(hand_set_net(), image=2 * X),
    "pad of nan": lambda: DrawingPad(hand_set_net(), image=np.full((9, 9), np.nan)),
    "pad picture as text": lambda: DrawingPad(hand_set_net(), image="X"),
    "pad picture the net does not take": lambda: DrawingPad(fully_connected_net(), image=np.ones((10, 10))),
    "pad unknown setting": lambda: DrawingPad(hand_set_net(), picture=X),
    "votes of text": lambda: strongest_features(hand_set_net(), "X"),
    "votes of no net": lambda: strongest_features(None, X),
    "votes of no feature": lambda: strongest_features(hand_set_net(), X, 0),
    "channels 0": lambda: show_channels(0, 4),
    "channels text": lambda: show_channels("4", 4),
    "channels half": lambda: show_channels(4, 2.5),
    "channels too many": lambda: show_channels(17, 4),
    "channels groups 0": lambda: show_channels(4, 4, 0),
    "channels groups dividing one side": lambda: show_channels(4, 6, 4),
    "channels groups dividing the other": lambda: show_channels(6, 4, 4),
    "channels groups list": lambda: show_channels(4, 4, [2]),
    "unknown padding mode": lambda: feature_map(X, KERNEL, padding_mode="same"),
    "picture too small to reflect": lambda: feature_map(KERNEL, KERNEL, padding=2, padding_mode="reflect"),
    "seeds without cases": lambda: show_seeds({}, ylabel="值"),
    "seeds of a list": lambda: show_seeds({"甲": [1, 2]}, ylabel="值"),
    "seeds of text": lambda: show_seeds({"甲": {"乙": "12"}}, ylabel="值"),
    "seeds of other runs": lambda: show_seeds({"甲": {"乙": [1]}, "丙": {"丁": [1]}}, ylabel="值"),
    "trainings without curves": lambda: show_trainings({"甲": [1, 2]}),
    "too many trainings": lambda: show_trainings({str(n): [[1], [1]] for n in range(7)}),
    "sizes without nets": lambda: show_sizes({}, ylabel="值"),
    "sizes without scores": lambda: show_sizes({"甲": 38}, ylabel="值"),
    "sizes of no parameters": lambda: show_sizes({"甲": (0, [1])}, ylabel="值"),
    "curve of no epochs": lambda: LiveCurve(0),
    "pictures of text": lambda: show_pictures(["X"], ["甲"]),
    "pictures without captions": lambda: show_pictures([X, X], ["甲"]),
    "no pictures": lambda: show_pictures([], []),
    "too many pictures": lambda: show_pictures([X] * 41, ["甲"] * 41),
    "pictures of no size": lambda: show_pictures([X], ["甲"], side=0),
    "pictures number": lambda: show_pictures(3, ["甲"]),
    "dropout of text": lambda: dropout("X", 0.5, True, RNG),
    "dropout p 1": lambda: dropout(X, 1, True, RNG),
    "dropout p negative": lambda: dropout(X, -0.1, True, RNG),
    "dropout p text": lambda: dropout(X, "0.5", True, RNG),
    "dropout p nan": lambda: dropout(X, float("nan"), True, RNG),
    "dropout training number": lambda: dropout(X, 0.5, 1, RNG),
    "dropout rng a seed": lambda: dropout(X, 0.5, True, 6),
    "runs without names": lambda: show_runs(X, range(9), xlabel="步", ylabel="值"),
    "no runs": lambda: show_runs({}, range(9), xlabel="步", ylabel="值"),
    "too many runs": lambda: show_runs(dict.fromkeys("甲乙丙丁戊己庚", X), range(9), xlabel="步", ylabel="值"),
    "runs of one dimension": lambda: show_runs({"甲": X[0]}, range(9), xlabel="步", ylabel="值"),
    "runs of another length": lambda: show_runs({"甲": X}, range(8), xlabel="步", ylabel="值"),
    "runs over text": lambda: show_runs({"甲": X}, "步", xlabel="步", ylabel="值"),
    "pool padding too large": lambda: max_pool2d(X, 2, padding=2),
    "pool size 0": lambda: avg_pool2d(X, 0),
    "no letters": lambda: make_letters(0),
    "letters by text": lambda: make_letters("100"),
    "letters of an unknown split": lambda: make_letters(4, "training"),
    "letters of a split by number": lambda: make_letters(4, 1),
    "letters too small": lambda: make_letters(4, size=8),
    "letters too large": lambda: make_letters(4, size=33),
    "letters of a negative seed": lambda: make_letters(4, seed=-1),
    "letters centred text": lambda: make_letters(4, centred="yes"),
    "letters negative noise": lambda: make_letters(4, noise=-0.1),
    "letters noise nan": lambda: make_letters(4, noise=float("nan")),
    "letters noise text": lambda: make_letters(4, noise="0.2"),
    "photo of text": lambda: read_photo("X"),
    "photo of no picture": lambda: read_photo(b"X"),
    "photo in one row": lambda: photo_steps([1, 2, 3]),
    "photo of two channels": lambda: read_photo(np.ones((9, 9, 2))),
    "photo of negative numbers": lambda: read_photo(-np.ones((9, 9))),
    "photo too small to read": lambda: read_photo(make_photo("X"), size=4),
    "photo of another letter": lambda: make_photo("T"),
    "photo seed text": lambda: make_photo("X", "1"),
    "no characters": lambda: make_hanzi(0),
    "characters too small": lambda: make_hanzi(7, size=11),
    "characters too large": lambda: make_hanzi(7, size=33),
    "characters of an unknown split": lambda: make_hanzi(7, "training"),
    "net of no place": lambda: pooled_net(0, 10),
    "net of one answer": lambda: pooled_net(1, 1),
    "digit net seed text": lambda: digit_net("0"),
    "pad of a net for digits": lambda: DrawingPad(digit_net()),
    "net seed text": lambda: global_max_net("0"),
    "net seed half": lambda: flatten_net(0.5),
    "net seed negative": lambda: fully_connected_net(-1),
    "net seed None": lambda: linear_net(None),
    "net seed list": lambda: tiny_net([1]),
    "net seed too large": lambda: tiny_net(2**63),
    "no trained net": lambda: trained_net("tiny_net"),
    "no such fault": lambda: broken_training("没有"),
    "fault seed text": lambda: broken_training("没有洗牌", "0"),
    "net bar text": lambda: hand_set_net("2"),
    "net bar infinite": lambda: hand_set_net(float("inf")),
    "train no net": lambda: train(global_max_net, LETTERS, LABELS),
    "train one picture": lambda: train(tiny_net(), X, 0),
    "train no pictures": lambda: train(tiny_net(), LETTERS[:0], LABELS[:0]),
    "train colour pictures": lambda: train(tiny_net(), np.ones((4, 3, 9, 9)), LABELS),
    "train pictures with nan": lambda: train(tiny_net(), LETTERS * np.nan, LABELS),
    "train pictures of another size": lambda: train(linear_net(), LETTERS[..., :8], LABELS),
    "train pictures smaller than the kernel": lambda: train(tiny_net(), LETTERS[..., :2], LABELS),
    "train labels too few": lambda: train(tiny_net(), LETTERS, LABELS[:3]),
    "train labels text": lambda: train(tiny_net(), LETTERS, list("XOXO")),
    "train label 2": lambda: train(tiny_net(), LETTERS, [0, 1, 0, 2]),
    "train label half": lambda: train(tiny_net(), LETTERS, [0, 1, 0, 0.5]),
    "train no epoch": lambda: train(tiny_net(), LETTERS, LABELS, epochs=0),
    "train batch of none": lambda: train(tiny_net(), LETTERS, LABELS, batch_size=0),
    "train learning rate 0": lambda: train(tiny_net(), LETTERS, LABELS, learning_rate=0),
    "train learning rate text": lambda: train(tiny_net(), LETTERS, LABELS, learning_rate="0.1"),
    "train seed text": lambda: train(tiny_net(), LETTERS, LABELS, seed="0"),
    "train progress text": lambda: train(tiny_net(), LETTERS, LABELS, progress="no"),
    "train unknown callback": lambda: train(tiny_net(), LETTERS, LABELS, on_epoch=3),
    "net without an end": lambda: train(tiny_net()[:2], LETTERS, LABELS),
    "accuracy no net": lambda: accuracy(None, LETTERS, LABELS),
    "accuracy labels too many": lambda: accuracy(tiny_net(), LETTERS, [0] * 5),
    "probabilities of another size": lambda: probabilities(linear_net(), np.ones((1, 1, 8, 8))),
    "probabilities of one picture": lambda: probabilities(tiny_net(), X),
    "pool stride 0": lambda: max_pool2d(X, 2, 0),
    "pool larger than the picture": lambda: max_pool2d(KERNEL, 3),
    "pool far larger than the picture": lambda: max_pool2d(KERNEL, 9, 2, ceil_mode=True),
    "pool ceil_mode text": lambda: avg_pool2d(X, 2, ceil_mode="yes"),
    "pool count_include_pad number": lambda: avg_pool2d(X, 2, count_include_pad=0),
    "pooled size text": lambda: pooled_size("7", 2, 2, ceil_mode=True),
}


def refuses(call) -> None:
    with pytest.raises((TypeError, ValueError, TraitError)) as caught:
        call()
    message = str(caught.value)
    assert re.search(r"[\u4e00-\u9fff]{2}", message), message
    assert message.endswith("。")
    assert len(message) < 200


@pytest.mark.parametrize("name", TAKES_A_PICTURE)
def test_what_is_no_picture_is_refused_in_chinese(name):
    call, more = TAKES_A_PICTURE[name]
    for bad in {**NOT_A_PICTURE, **more}.values():
        refuses(lambda bad=bad: call(bad))


@pytest.mark.parametrize("name", OTHER_CALLS)
def test_other_bad_input_is_refused_in_chinese(name):
    refuses(OTHER_CALLS[name])


TAKES_NOTHING = {"load_digits", "load_photo", "mistakes", "progress", "riddle_trainings"}


def test_every_public_function_is_tried_above():
    functions = {name for name in helpers.__all__ if callable(getattr(helpers, name))}
    tried = {word for name in TAKES_A_PICTURE for word in name.split()}
    tried |= {word for call in OTHER_CALLS.values() for word in call.__code__.co_names}
    assert functions - {"check", "Outcome", *TAKES_NOTHING} <= tried  # check never raises


def test_an_error_says_what_was_given_and_what_is_needed():
    with pytest.raises(ValueError, match=r"收到的形状是 \(9,\)"):
        feature_map(X[0], KERNEL)
    with pytest.raises(ValueError, match="stride 不能小于 1，收到的是 0"):
        feature_map(X, KERNEL, stride=0)


@pytest.mark.parametrize("dtype", [int, float, np.int8, np.uint8, np.float32, bool])
def test_a_students_array_is_never_changed(dtype, capsys):
    image, kernel = (np.abs(X) * np.arange(9)).astype(dtype), np.eye(3).astype(dtype)
    before = image.copy(), kernel.copy()
    feature_map(image, kernel, padding=1, stride=2)[:] = 0
    move(image, 1, 1)[:] = 0
    match(image[:3, :3], kernel)
    show_grid(image, "图", window=(1, 1, 3, 3), marked=[(0, 0)])
    show_products(image, kernel, 2, 2)
    np.testing.assert_array_equal(image, before[0])
    np.testing.assert_array_equal(kernel, before[1])


def test_small_integer_types_do_not_overflow():
    image, kernel = np.full((3, 3), 100, np.int8), np.full((3, 3), 100, np.int8)
    assert feature_map(image, kernel).item() == match(image, kernel) == 10_000


def test_numbers_are_taken_from_whatever_holds_them():
    grown = torch.tensor([[1.5, 2], [3, 4]], requires_grad=True)
    half = torch.tensor([1.5, 2], dtype=torch.bfloat16)
    for value, expected in [
        (list(grown), [[1.5, 2], [3, 4]]),
        ([list(row) for row in grown], [[1.5, 2], [3, 4]]),
        ((grown[0], np.array([3, 4]), [5, 6]), [[1.5, 2], [3, 4], [5, 6]]),
        ([grown.sum(), 2], [10.5, 2]),
        (half, [1.5, 2]),
        ([half, half], [[1.5, 2], [1.5, 2]]),
        (np.ma.masked_array([1, 2], [False, False]), [1, 2]),
    ]:
        np.testing.assert_array_equal(as_numbers(value, "x"), expected)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([1j], "收到的是复数："),
        (["九"], "收到的是文字："),
        (np.array(["2026-01-01"], "datetime64[D]"), "收到的是日期："),
        (torch.eye(2).to_sparse(), "稀疏的张量（torch.sparse_coo）"),
        ([torch.eye(2).to_sparse()], "稀疏的张量（torch.sparse_coo）"),
        (torch.tensor([1j]), "收到的是复数："),
        (np.ma.masked_array([1, 2], [False, True]), "被遮住的格"),
    ],
)
def test_what_is_no_number_is_said_by_its_kind(value, said):
    with pytest.raises((TypeError, ValueError), match=re.escape(said)):
        as_numbers(value, "x")
