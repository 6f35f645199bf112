import copy
import math

import numpy as np
import pytest
import torch
from torch import nn

from helpers import COMPARISON, FEATURES, NETS, OTHER_XS, O, X, feature_map, make_letters
from helpers.data.comparison import RATES
from helpers.training.classifier import accuracy, evaluating, probabilities, train
from helpers.training.nets import flatten_net, fully_connected_net, global_max_net, hand_set_net, linear_net, tiny_net

BUILDERS = [*NETS.values(), tiny_net]
COURSE = np.stack([X, O, *OTHER_XS.values()])[:, None], [0, 1, 0, 0, 0, 0]
FEW = make_letters(40)

every_net = pytest.mark.parametrize("build", BUILDERS)


def weights(net: nn.Module) -> list[np.ndarray]:
    return [weight.detach().numpy().copy() for weight in net.parameters()]


def same(some: list[np.ndarray], others: list[np.ndarray]) -> bool:
    return all(np.array_equal(*pair) for pair in zip(some, others, strict=True))


def convolution(inputs: int, outputs: int) -> int:
    return (inputs * 3 * 3 + 1) * outputs


def linear(inputs: int, outputs: int) -> int:
    return (inputs + 1) * outputs


@pytest.mark.parametrize(
    ("build", "formula", "count"),
    [
        (global_max_net, convolution(1, 8) + convolution(8, 16) + linear(16, 2), 1282),
        (flatten_net, convolution(1, 8) + convolution(8, 16) + linear(16 * 2 * 2, 2), 1378),
        (fully_connected_net, linear(81, 16) + linear(16, 2), 1346),
        (linear_net, linear(81, 2), 164),
        (tiny_net, convolution(1, 3) + linear(3, 2), 38),
    ],
)
def test_parameters_are_as_many_as_said(build, formula, count):
    assert sum(weight.numel() for weight in build().parameters()) == formula == count
    assert f"{count:,} 个参数" in build.__doc__


@every_net
def test_a_seed_gives_one_net_and_leaves_the_students_random_numbers_alone(build):
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    one, again, other = build(seed=1), build(seed=1), build(seed=2)
    assert torch.equal(torch.rand(3), expected)
    assert same(weights(one), weights(again)) and not same(weights(one), weights(other))


def test_global_max_net_counts_a_feature_wherever_it_is_and_in_a_picture_of_any_size():
    sheet = np.full((20, 30), -1.0)
    net, votes = global_max_net(), []
    for row, column in [(3, 3), (3, 18), (8, 8)]:  # paper enough all around for every window that meets ink
        picture = sheet.copy()
        picture[row : row + 9, column : column + 9] = X
        votes.append(probabilities(net, picture[None, None])[0])
    np.testing.assert_allclose(votes[1:], votes[:1] * 2, rtol=0, atol=1e-6)
    assert not np.allclose(*(probabilities(net, picture[None, None]) for picture in (X, O)), atol=1e-3)


@every_net
def test_training_repeats_itself_on_any_number_of_threads(build):
    results, threads = [], torch.get_num_threads()
    for count in (1, 2, 2):
        torch.set_num_threads(count)
        torch.manual_seed(len(results))  # what the student did before does not matter
        net = build()
        results.append([np.array(train(net, *FEW, epochs=3, seed=7, progress=False)), *weights(net)])
        assert torch.get_num_threads() == count
    torch.set_num_threads(threads)
    assert same(results[0], results[1]) and same(results[0], results[2])


def test_another_seed_shows_the_pictures_in_another_order():
    nets = [linear_net() for _ in range(2)]  # no dropout: the order is all that differs
    losses = [train(net, *FEW, epochs=3, seed=seed, progress=False) for seed, net in enumerate(nets)]
    assert losses[0] != losses[1]


@pytest.mark.parametrize("form", [np.asarray, torch.tensor, np.ndarray.tolist])
def test_arrays_tensors_and_lists_train_alike_and_stay_as_they_are(form):
    images, labels = map(form, FEW)
    before = copy.deepcopy(images)
    net, expected = tiny_net(), tiny_net()
    assert train(net, images, labels, epochs=2, progress=False) == train(expected, *FEW, epochs=2, progress=False)
    np.testing.assert_array_equal(np.asarray(images), np.asarray(before))
    assert accuracy(net, images, labels) == accuracy(expected, *FEW)


def test_one_step_is_adams_on_the_cross_entropy():
    images, labels = map(torch.tensor, FEW)
    net = linear_net()
    loss = nn.functional.cross_entropy(net(images), labels)
    loss.backward()
    before, signs = weights(net), [weight.grad.sign().numpy() for weight in net.parameters()]
    losses = train(net, *FEW, epochs=1, batch_size=40, learning_rate=0.5, progress=False)
    assert losses == [pytest.approx(loss.item(), rel=1e-5)]
    for old, new, sign in zip(before, weights(net), signs, strict=True):
        step = (new - old)[sign != 0] / sign[sign != 0]
        assert np.all(step < 0) and np.ptp(step) < 0.05  # Adam's first step is as long for every weight


def test_the_callback_hears_every_epoch_and_the_loss_falls():
    heard = []
    losses = train(tiny_net(), *FEW, epochs=20, progress=False, on_epoch=lambda *told: heard.append(told))
    assert heard == list(enumerate(losses))
    assert losses[-1] < losses[0] < 2


def test_dropout_is_at_work_in_training_and_at_rest_afterwards():
    seen = []
    net = global_max_net()
    net[6].register_forward_hook(lambda layer, *_: seen.append(layer.training))
    train(net, *FEW, epochs=2, progress=False, on_epoch=lambda *_: accuracy(net, *FEW))
    assert seen == [False, True, True, False, False, True, True, False, False]
    assert not net.training


def test_the_progress_bar_leaves_one_line_that_is_always_the_same_and_nothing_on_stderr(capsys):
    for _ in range(2):
        train(tiny_net(), *FEW, epochs=3)
        written = capsys.readouterr()
        assert written.err == ""
        name, bar, count, unit = written.out.rpartition("\r")[2].split()
        assert (name, set(bar), count, unit) == ("训练", {"█"}, "3/3", "轮")
    train(tiny_net(), *FEW, epochs=3, progress=False)
    assert capsys.readouterr() == ("", "")


def test_probabilities_are_the_softmax_of_the_votes_and_accuracy_counts_the_larger():
    net = global_max_net().train()
    images, labels = FEW
    with torch.no_grad():
        votes = copy.deepcopy(net).eval()(torch.tensor(images)).numpy()
    expected = np.exp(votes) / np.exp(votes).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(probabilities(net, images), expected, atol=1e-6)
    assert accuracy(net, images, labels) == np.mean(votes.argmax(axis=1) == labels)
    assert accuracy(net, images, labels) + accuracy(net, images, 1 - labels) == 1
    assert net.training  # as it was


@pytest.mark.parametrize("seed", range(10))
def test_a_net_that_saw_a_hundred_pictures_is_sure_of_the_courses_own(seed):
    net = global_max_net(seed)
    train(net, *make_letters(100, seed=seed), seed=seed, progress=False)
    images, labels = COURSE
    assert probabilities(net, images)[range(len(labels)), labels].min() >= 0.95


@pytest.mark.slow
def test_five_hundred_pictures_teach_the_courses_net():
    test, good = make_letters(10_000, "test"), 0
    for seed in range(10):
        net = global_max_net(seed)
        train(net, *make_letters(500, seed=seed), epochs=48, seed=seed, progress=False)
        good += accuracy(net, *test) >= 0.999
    assert good >= 9


def test_from_centred_letters_the_courses_net_reads_moved_ones_and_a_linear_one_does_not():
    test = make_letters(2000, "test")
    right = []
    for build in (global_max_net, linear_net):
        net = build()
        train(net, *make_letters(500, centred=True), epochs=40, progress=False)
        right.append(accuracy(net, *test))
    assert right[0] >= 0.97 > 0.85 > right[1]


def test_the_net_set_by_hand_votes_with_the_feature_maps():
    picture = make_letters(1, "test")[0]
    falling, crossing, rising = (feature_map(picture[0, 0], kernel).max() for kernel in FEATURES)
    odds = falling + 4 * crossing + rising - 2
    assert probabilities(hand_set_net(), picture)[0, 0] == pytest.approx(1 / (1 + math.exp(-odds)), abs=1e-6)


def test_the_net_set_by_hand_knows_the_courses_pictures_but_not_the_data_set():
    assert accuracy(hand_set_net(bar=5), *COURSE) == 1
    assert 0.6 < accuracy(hand_set_net(), *make_letters(10_000, "test")) < 0.75


@pytest.mark.parametrize("name", NETS)
def test_the_stored_comparison_is_what_training_gives(name):
    net, letters, (images, labels) = NETS[name](0), make_letters(100, seed=0), make_letters(10_000, "test")
    train(net, *letters, learning_rate=RATES["100 张"][name], seed=0, progress=False)
    seen = {image.tobytes() for image in letters[0]}
    unseen = [image.tobytes() not in seen for image in images]
    right = 100 * accuracy(net, images[unseen], labels[unseen])
    assert right == pytest.approx(COMPARISON["100 张"][name][0], abs=0.5)  # other processors round otherwise


def test_a_net_comes_back_as_it_was_from_being_asked():
    net = global_max_net()
    net.train()
    net[1].eval()  # set apart, as a frozen layer is
    before = [layer.training for layer in net.modules()]
    with pytest.raises(RuntimeError), evaluating(net):
        assert not any(layer.training for layer in net.modules())
        net(torch.zeros(1, 3, 9, 9))
    assert [layer.training for layer in net.modules()] == before
    assert torch.is_grad_enabled()
