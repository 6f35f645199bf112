"""The explorers as Python sees them; how they look and move is tested in tests/browser."""

import numpy as np
import pytest
import torch
from torch import nn
from traitlets import TraitError

from helpers import (
    FEATURES,
    LABELS,
    DrawingPad,
    Neurons,
    O,
    SlidingWindow,
    X,
    feature_map,
    flatten_net,
    fully_connected_net,
    global_max_net,
    hand_set_net,
    make_letters,
    probabilities,
    tiny_net,
)
from helpers.layers.pooling import avg_pool2d
from helpers.training.votes import strongest_features


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


# ---- DrawingPad

STRIDED = nn.Sequential(
    nn.Conv2d(1, 4, (3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2)),
    nn.BatchNorm2d(4),
    nn.MaxPool2d(2, 1),
    nn.Tanh(),
    nn.Conv2d(4, 6, 3, padding="same", dilation=2),
    nn.AvgPool2d(2, 1),
    nn.Dropout2d(),
    nn.AdaptiveMaxPool2d((1, 1)),
    nn.Flatten(),
    nn.Linear(6, 2),
)
READABLE = {"global max": global_max_net(1), "tiny": tiny_net(), "hand set": hand_set_net(), "strided": STRIDED}


def pictures(count: int = 8) -> np.ndarray:
    return make_letters(count, "test", size=13)[0][:, 0]


@pytest.mark.parametrize("name", READABLE)
def test_votes_of_all_features_and_the_biases_make_the_answer(name):
    net = READABLE[name].train()
    for image in pictures():
        features = strongest_features(net, image, count=99)
        chances = probabilities(net, image[None, None])[0]
        label = chances.argmax()
        bias = net[-1].bias[label] - net[-1].bias[1 - label]
        margin = np.log(chances[label] / chances[1 - label])
        assert sum(feature.vote for feature in features) + bias.item() == pytest.approx(margin, abs=1e-4)
        votes = [abs(feature.vote) for feature in features]
        assert votes == sorted(votes, reverse=True) and min(votes) > 0
    assert net.training and all(layer.training for layer in net)


def test_features_are_the_maxima_of_the_maps_times_their_weights():
    net = global_max_net(1).eval()
    for image in (X, O, *pictures()):
        pad = DrawingPad(net, image=image)
        with torch.no_grad():
            maps = net[:4](torch.tensor(image)[None, None].float())[0]
        weight = net[-1].weight.detach()
        sign = 1 if pad.label == "X" else -1
        assert len(pad.features) == 3
        for feature in pad.features:
            by_hand = maps[feature.channel].max().item()
            assert feature.strength == pytest.approx(by_hand)
            difference = (weight[0] - weight[1])[feature.channel].item()
            assert feature.vote == pytest.approx(sign * difference * by_hand)
            assert maps[feature.channel, feature.row, feature.column] == by_hand
            assert (feature.height, feature.width) == (5, 5)


@pytest.mark.parametrize("name", READABLE)
def test_a_feature_sees_its_window_and_nothing_else(name):
    net = READABLE[name].eval()
    for image in pictures(4):
        for feature in strongest_features(net, image):
            pool = next(i for i, layer in enumerate(net) if isinstance(layer, nn.AdaptiveMaxPool2d))
            pixels = torch.tensor(image)[None, None].double().requires_grad_()
            single = net[:pool](pixels.float())[0, feature.channel]  # crisp letters have equal maxima but for rounding
            place = np.unravel_index(single.argmax().item(), single.shape)
            maps = net[:pool].double()(pixels)[0, feature.channel]
            inside = torch.zeros(image.shape, dtype=bool)
            inside[np.ix_(*feature.window)] = True
            changed = torch.where(inside, pixels, torch.randn(image.shape))
            assert net[:pool](changed)[0, feature.channel][place].item() == pytest.approx(feature.strength, abs=1e-5)
            (slopes,) = torch.autograd.grad(maps[place], pixels)
            if name != "strided":  # its gaps leave pixels out, and its max pooling too
                rows, columns = (set(axis.tolist()) for axis in slopes[0, 0].nonzero(as_tuple=True))
                assert (rows, columns) == tuple(map(set, feature.window))
            net.float()


def test_the_answer_follows_the_picture():
    net = hand_set_net()
    pad = DrawingPad(net)
    assert (pad.image == -1).all() and pad.image.shape == (9, 9)
    seen = []
    pad.observe(lambda change: seen.append((pad.label, pad.chance, len(pad.features))), "chance")
    for image in (X, O, np.pad(X, 5, constant_values=-1)):
        pad.image = image
        chances = probabilities(net, image[None, None])[0]
        assert pad.label == LABELS[chances.argmax()]
        assert pad.chance == pytest.approx(chances.max())
        assert seen[-1] == (pad.label, pad.chance, len(pad.features))
        assert pad._answer["image"] == image.tolist()
        assert pad._answer["chances"] == pytest.approx(chances.tolist())
    for name in ("label", "chance", "features"):
        with pytest.raises(TraitError):
            setattr(pad, name, None)


def test_a_picture_that_does_not_fit_changes_nothing():
    pad = DrawingPad(fully_connected_net(), image=X)
    before = pad._static()._repr_html_()
    for bad in (np.ones((8, 9)), np.ones((9, 33)), 1.5 * X, np.full((9, 9), np.nan), np.ones((10, 10)), "X"):
        with pytest.raises(TraitError, match="[\u4e00-\u9fff].*。$"):
            pad.image = bad
        assert pad._static()._repr_html_() == before
    with torch.no_grad():
        pad.net[-1].weight[0, 0] = np.nan
    with pytest.raises(TraitError, match="重新训练"):
        pad.image = O
    with pytest.raises(ValueError):
        pad.image[0, 0] = 1


def test_a_net_that_is_not_read_has_no_features():
    circular = nn.Conv2d(1, 2, 3, padding=1, padding_mode="circular")
    after = [nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(2, 2)]
    for net in (
        flatten_net(),
        nn.Sequential(circular, *after),
        nn.Sequential(nn.Conv2d(1, 2, 3), nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.ReLU(), nn.Linear(2, 2)),
        nn.Sequential(nn.Sequential(*hand_set_net())),
        nn.Sequential(nn.Conv2d(1, 2, 3), nn.Upsample(scale_factor=2), *after),
    ):
        assert strongest_features(net, X) is None
        pad = DrawingPad(net, image=X)
        assert pad.features == [] and pad.label in LABELS
    assert strongest_features(nn.Sequential(nn.Conv2d(1, 2, 3), *after), X)


def test_the_pads_static_picture_shows_the_answer():
    pad, same = (DrawingPad(hand_set_net(), image=X) for _ in range(2))
    data, again = pad._repr_mimebundle_()[0], same._repr_mimebundle_()[0]
    assert data["text/html"] == again["text/html"] and data["text/plain"] == again["text/plain"] == repr(pad)
    assert repr(pad).startswith("网络说：X，把握 98%，框出行 3–5、列 3–5")
    assert repr(pad).count("投给 X") == 3 and data["text/html"].count("<table") == 4
    assert "还没有画" in repr(DrawingPad(hand_set_net()))


def test_average_pooling_has_no_dilation():
    with pytest.raises(TraitError, match="平均池化没有空洞"):
        SlidingWindow(operation="avg_pool", dilation=2)
    window = SlidingWindow(operation="avg_pool")
    with pytest.raises(TraitError, match="平均池化没有空洞"):
        window.dilation = 2
    with pytest.raises(TypeError):
        avg_pool2d(X, 2, dilation=2)
