"""A net is judged by what it does; whatever stops it from learning is said as it is."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers import check
from helpers.homework.answers import Learner
from helpers.homework.questions import QUESTIONS
from helpers.training.nets import flatten_net, fully_connected_net, global_max_net

LEARNER = QUESTIONS["7.1"].type
HEAD = (nn.AdaptiveMaxPool2d(1), nn.Flatten())


def eyes(*layers: nn.Module, maps: int = 8) -> nn.Sequential:
    """Return a net with one convolution, whose maps go on to these layers."""
    return nn.Sequential(nn.Conv2d(1, maps, 3), nn.ReLU(), *layers)


class Written(nn.Module):
    """A net as a student writes it."""

    def __init__(self):
        super().__init__()
        self.convolution, self.decide = nn.Conv2d(1, 8, 5), nn.Linear(8, 2)

    def maps(self, x):
        return torch.relu(self.convolution(x)).amax(dim=(2, 3))

    def forward(self, x):
        return self.decide(self.maps(x))


class Squeezes(Written):
    def forward(self, x):
        return super().forward(x).squeeze()


class ForgetsReturn(Written):
    def forward(self, x):
        super().forward(x)


class Misspells(Written):
    def forward(self, x):
        return self.decid(self.maps(x))


class TwoThings(Written):
    def forward(self, x):
        return self.maps(x), super().forward(x)


class Detaches(Written):
    def forward(self, x):
        return super().forward(x).detach()


class MixesPictures(Written):
    def forward(self, x):
        votes = super().forward(x)
        return votes - votes.mean(dim=0)


class MakesLayersAnew(Written):
    def forward(self, x):
        return nn.Linear(8, 2)(self.maps(x))


class AlwaysForgets(Written):
    def forward(self, x):
        return self.decide(nn.functional.dropout(self.maps(x), 0.5))


class Listed(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Conv2d(1, 8, 3), nn.ReLU(), *HEAD]
        self.decide = nn.Linear(8, 2)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.decide(x)


class AllListed(Listed):
    def __init__(self):
        super().__init__()
        self.layers.append(self.decide)
        del self.decide

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


class NoForward(nn.Module):
    pass


def frozen():
    return Written().requires_grad_(False)


OUTSIDE = nn.Linear(81, 2)


class LayersOutside(nn.Module):
    def forward(self, x):
        return OUTSIDE(x.flatten(1))


#: What cannot be trained, and what is said of it
UNFIT = {
    "nothing": (lambda: print(end=""), "返回的是 None"),
    "class": (lambda: Written, "Written 自己，还不是网络"),
    "function": (lambda: Written().forward, "还没有调用它"),
    "layers": (lambda: [nn.Conv2d(1, 8, 3), *HEAD, nn.Linear(8, 2)], "一串层（4 个）"),
    "two things": (lambda: (Written(), 1), "返回了 2 样东西"),
    "number": (lambda: 5, "收到的是 int 类型的 5"),
    "no layers": (nn.Sequential, "一层也没有"),
    "no parameters": (lambda: nn.Sequential(nn.Flatten(), nn.AdaptiveAvgPool1d(2)), "一个参数也没有"),
    "layers outside": (LayersOutside, "一个参数也没有"),
    "no forward": (NoForward, "没有写 forward"),
    "no flatten": (lambda: eyes(HEAD[0]), "这还是特征图"),
    "no flatten before linear": (
        lambda: eyes(HEAD[0], nn.Linear(8, 2)),
        "走到 Linear(in_features=8, out_features=2, bias=True) 时出错，这时形状是 (4, 8, 1, 1)",
    ),
    "for larger pictures": (lambda: eyes(nn.Flatten(), nn.Linear(8 * 26 * 26, 2)), "这时形状是 (4, 392)"),
    "ten scores": (lambda: eyes(*HEAD, nn.Linear(8, 10)), "每张图有 10 个数"),
    "one score": (lambda: eyes(*HEAD, nn.Linear(8, 1), nn.Sigmoid()), "每张图只有一个数"),
    "one score, flat": (lambda: eyes(*HEAD, nn.Linear(8, 1), nn.Flatten(0)), "每张图只有一个数"),
    "batch eaten": (lambda: nn.Sequential(nn.Conv2d(1, 2, 9), nn.Flatten(0)), "张数那个方向变了"),
    "squeezes": (Squeezes, "只交 1 张，却是 (2,)"),
    "forgets return": (ForgetsReturn, "forward 没有返回东西"),
    "misspells": (Misspells, "return self.decid(self.maps(x))"),
    "two results": (TwoThings, "forward 要返回一个张量"),
    "not finite": (lambda: eyes(*HEAD, nn.Linear(8, 2), nn.Threshold(1e9, float("inf"))), "NaN 或无穷大"),
    "mixes pictures": (MixesPictures, "还和同时交来的别的图有关"),
    "softmax over the pictures": (lambda: eyes(*HEAD, nn.Linear(8, 2), nn.Softmax(0)), "还和同时交来的别的图有关"),
    "layers made anew": (MakesLayersAnew, "同样的图交两次，分数却不同"),
    "always forgets": (AlwaysForgets, "同样的图交两次，分数却不同"),
    "listed": (Listed, "self.layers 是普通的列表或字典，里面有 1 层，PyTorch 看不见"),
    "all listed": (AllListed, "里面有 2 层，PyTorch 看不见"),
    "frozen": (frozen, "requires_grad 都是 False"),
    "detaches": (Detaches, "不带梯度"),
}


@pytest.mark.parametrize(("build", "told"), UNFIT.values(), ids=UNFIT)
def test_what_cannot_learn_is_told_why(build, told):
    outcome = check("7.1", build) if isinstance(build, type) else check("7.1", lambda: build())
    assert (outcome.status, outcome.points) == ("wrong", 0)
    assert told in outcome.message
    assert outcome.message.splitlines()[-1].endswith(("？", "看不见。"))


def test_a_net_instead_of_the_function_is_told_so():
    assert "你交来的是一个网络" in check("7.1", Written()).message


def test_an_endless_forward_is_stopped():
    class Endless(Written):
        def forward(self, x):
            while True:
                pass

    learner = Learner(limit=1400, goal=0.95, seconds=0.5)
    with pytest.raises(ValueError, match="还没有完"):
        learner.read(Endless())


def test_the_largest_layer_of_too_large_a_net_is_told():
    outcome = check("7.1", lambda: nn.Sequential(nn.Flatten(), nn.Linear(81, 40), nn.ReLU(), nn.Linear(40, 2)))
    assert (outcome.mistake, outcome.points) == ("too_many_parameters", 0)
    assert "3,362 个参数" in outcome.message
    assert "最多的一层是 Linear(in_features=81, out_features=40, bias=True)，有 3,280 个" in outcome.message


def test_a_line_is_said_before_the_training(capsys):
    check("7.1", lambda: 5)
    said = capsys.readouterr()
    assert "训练" in said.out and not said.err
    check("7.1", ...)
    assert not capsys.readouterr().out


#: Nets that a student may well build
RIGHT = {
    "handed": lambda: nn.Sequential(
        nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Conv2d(8, 16, 3), nn.ReLU(), *HEAD, nn.Linear(16, 2)
    ),
    "lesson's": global_max_net,
    "amax": Written,
    "one layer": lambda: eyes(*HEAD, nn.Linear(32, 2), maps=32),
    "batch norm": lambda: nn.Sequential(
        nn.Conv2d(1, 8, 3),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.Conv2d(8, 12, 3),
        nn.BatchNorm2d(12),
        nn.ReLU(),
        *HEAD,
        nn.Linear(12, 2),
    ),
    "padded": lambda: nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.GELU(),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.LeakyReLU(),
        *HEAD,
        nn.Linear(16, 2),
    ),
    "large window": lambda: nn.Sequential(
        nn.Conv2d(1, 20, 5), nn.ReLU(), nn.MaxPool2d(5), nn.Flatten(), nn.Linear(20, 2)
    ),
    "two decide": lambda: eyes(*HEAD, nn.Dropout(0.2), nn.Linear(32, 16), nn.ReLU(), nn.Linear(16, 2), maps=32),
    "log softmax": lambda: eyes(*HEAD, nn.Linear(32, 2), nn.LogSoftmax(1), maps=32),
    "lazy": lambda: nn.Sequential(nn.LazyConv2d(32, 3), nn.ReLU(), *HEAD, nn.LazyLinear(2)),
    "average": lambda: nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
        nn.Linear(16, 2),
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("build", RIGHT.values(), ids=RIGHT)
def test_a_net_that_learns_passes_and_stays_as_it_was(build):
    built = []
    outcome = check("7.1", lambda: built.append(build()) or built[-1])
    assert (outcome.status, outcome.points) == ("passed", 5), outcome.message
    assert built[-1].training  # neither trained nor told to evaluate


@pytest.mark.slow
def test_a_class_may_be_handed_in_as_the_function():
    assert check("7.1", Written).status == "passed"


@pytest.mark.slow
def test_the_lessons_trained_net_is_not_changed():
    net = global_max_net()
    before = [parameter.clone() for parameter in net.parameters()]
    assert check("7.1", lambda: net).status == "passed"
    assert all(map(torch.equal, before, net.parameters()))


@pytest.mark.slow
def test_weights_set_by_hand_and_kept_are_not_drawn_anew():
    edges = torch.randn(110, 1, 3, 3, generator=torch.Generator().manual_seed(0))

    def build():
        net = eyes(*HEAD, nn.Linear(110, 2), maps=110)
        net[0].weight.data = edges.clone()
        net[0].requires_grad_(False)
        return net

    assert check("7.1", build).status == "passed"


class OwnSoftmax(Written):
    def forward(self, x):
        votes = super().forward(x).exp()
        return votes / votes.sum(dim=1, keepdim=True)


WRONG = {
    "flattened": (flatten_net, "learns_places", 3),
    "fully connected": (fully_connected_net, "learns_places", 3),
    "four corners": (
        lambda: nn.Sequential(nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(3), nn.Flatten(), nn.Linear(32, 2)),
        "learns_places",
        3,
    ),
    "strides": (
        lambda: eyes(nn.Conv2d(8, 14, 3, 2), nn.ReLU(), *HEAD, nn.Linear(14, 2)),
        "misses_at_the_edge",
        3,
    ),
    "softmax of its own": (OwnSoftmax, "softmax_before_loss", 4),
    "softmax in two": (
        lambda: eyes(*HEAD, nn.Linear(32, 2), nn.LogSoftmax(1), nn.Softmax(1), maps=32),
        "softmax_before_loss",
        4,
    ),
    "no window": (lambda: nn.Sequential(*HEAD, nn.Linear(1, 2)), "learns_nothing", 1),
    "one for all": (
        lambda: nn.Sequential(nn.Flatten(), nn.Linear(81, 1), nn.Softmax(1), nn.Linear(1, 2)),
        "the_same_for_all",
        1,
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("build", "mistake", "points"), WRONG.values(), ids=WRONG)
def test_what_a_net_does_not_learn_is_named_and_the_rest_earns_its_part(build, mistake, points):
    outcome = check("7.1", lambda: build())
    assert (outcome.status, outcome.mistake, outcome.points) == ("wrong", mistake, points), outcome.message
    assert "认对" in outcome.message


@pytest.mark.slow
def test_the_same_net_earns_the_same_again():
    one, other = (LEARNER.read(Written()) for _ in range(2))
    assert np.array_equal(one, other)
