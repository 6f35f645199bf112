"""A training loop is judged by what it does: right in any spelling, and every slip is seen."""

import numpy as np
import pytest
import torch
from torch import nn

from helpers import check, make_letters
from helpers.homework.questions import QUESTIONS
from helpers.homework.solutions import SOLUTIONS
from helpers.training.nets import global_max_net, repeatable
from tests.support.mutants import mutants

WAYS = [way.source for way in SOLUTIONS["7.3"]]


def written(source: str):
    space = {"torch": torch, "nn": nn}
    try:
        exec(source, space)
    except Exception:
        return None
    return space.get("train_one_epoch")


def trained(function, count: int) -> np.ndarray | None:
    """Return the weights and the results after two epochs of a real net; None where it does not get there."""
    images, labels = map(torch.from_numpy, make_letters(count))
    with repeatable(3):
        net = global_max_net()
        optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
        try:
            results = [float(function(net, images, labels, optimizer)) for _ in range(2)]
        except Exception:
            return None
    return np.concatenate([*(weight.detach().numpy().ravel() for weight in net.parameters()), results])


@pytest.mark.parametrize("way", WAYS)
def test_every_spelling_passes_and_trains(way):
    function = written(way)
    assert check("7.3", function).status == "passed"
    images, labels = map(torch.from_numpy, make_letters(90))
    net = global_max_net()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    losses = [function(net, images, labels, optimizer) for _ in range(30)]
    assert losses[-1] < losses[0] / 4


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_slip_is_noticed_or_changes_nothing(way):
    unnoticed = []
    for edited in mutants(way):
        function = written(edited)
        if function is None or check("7.3", function).status != "passed":
            continue
        for count in (90, 60):
            mine, right = trained(function, count), trained(written(way), count)
            if mine is None or not np.allclose(mine, right, rtol=1e-3, atol=1e-4):
                unnoticed.append(edited)
                break
    assert unnoticed == []


def test_who_forgets_to_train_is_not_told_of_eval_and_the_step_outside_is_seen():
    loop = WAYS[0]
    assert check("7.3", written(loop.replace("    net.train()\n", ""))).mistake == "train_forgotten"
    assert check("7.3", written(loop.replace("net.train()", "net.eval()"))).mistake == "evaluating"
    for cleared in ("", "        optimizer.zero_grad()\n"):  # cleared in each turn, or never
        late = loop.replace("        optimizer.zero_grad()\n", cleared).replace("        optimizer.step()\n", "")
        late = late.replace("    return", "    optimizer.step()\n    return")
        assert check("7.3", written(late)).mistake == "step_once"


def test_parts_earn_points():
    mistakes = {each.id: each.model for each in QUESTIONS["7.3"].mistakes}
    for name, points in {"added": 2, "not_shuffled": 3, "last_batch": 3, "first_batch_only": 2, "no_step": 2}.items():
        model = mistakes[name]
        assert check("7.3", lambda *given, model=model: model(*given)).points == points, name


def test_a_trainer_of_its_own_is_told_and_an_error_is_caught():
    assert check("7.3", lambda net, images, labels, optimizer: 0.5).mistake == "net_not_used"
    outcome = check("7.3", lambda net, images, labels, optimizer: net(images[0]))
    assert outcome.status == "error" or outcome.mistake
