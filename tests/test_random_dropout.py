"""A dropout is judged by what independent draws would give, whatever draws them."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from helpers import check
from helpers.homework.answers import draws
from helpers.homework.answers.draws import counted
from helpers.homework.questions import QUESTIONS

QUESTION = QUESTIONS["6.1"]


def written(body: str) -> object:
    """Return the function of a student who wrote this body."""
    space = {"np": np, "torch": torch, "nn": nn}
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    exec(f"def dropout(x, p, training, rng):\n{lines}", space)
    return space["dropout"]


def training(change: str) -> str:
    return f"if not training:\n    return x\n{change}"


RIGHT = {
    "numpy": "return x * (rng.random(x.shape) >= p) / (1 - p)",
    "greater": "return x * (rng.random(x.shape) > p) / (1 - p)",
    "other end": "return x * (rng.random(x.shape) < 1 - p) / (1 - p)",
    "where": "return np.where(rng.random(x.shape) < p, 0, x / (1 - p))",
    "copied": "y = x.copy()\ny[rng.random(x.shape) < p] = 0\nreturn y / (1 - p)",
    "one by one": (
        "y = x / (1 - p)\nfor place in np.ndindex(x.shape):\n    if rng.random() < p:\n        y[place] = 0\nreturn y"
    ),
    "backwards": "kept = rng.random(x.size)[::-1].reshape(x.shape) >= p\nreturn x * kept / (1 - p)",
    "columns first": "kept = rng.random(x.shape[::-1]).T >= p\nreturn x * kept / (1 - p)",
    "map by map": "return np.array([page * (rng.random(page.shape) >= p) / (1 - p) for page in x])",
    "lists": "return [[[v / (1 - p) if rng.random() >= p else 0 for v in r] for r in page] for page in x]",
    "binomial": "return x * rng.binomial(1, 1 - p, x.shape) / (1 - p)",
    "choice": "return x * rng.choice([0, 1], x.shape, p=[p, 1 - p]) / (1 - p)",
    "uniform": "return x * (rng.uniform(size=x.shape) > p) / (1 - p)",
    "wide uniform": "return x * (rng.uniform(0, 100, x.shape) > 100 * p) / (1 - p)",
    "thousand sides": "return x * (rng.integers(0, 1000, x.shape) >= 1000 * p) / (1 - p)",
    "too many draws": "return x * (rng.random((3, *x.shape))[1] >= p) / (1 - p)",
    "float32": "return (x * (rng.random(x.shape) >= p) / (1 - p)).astype(np.float32)",
    "two decimals": "return (x * (rng.random(x.shape) >= p) / (1 - p)).round(2)",
    "torch": "return nn.functional.dropout(torch.tensor(x), p, True)",
    "torch layer": "return nn.Dropout(p)(torch.tensor(x).float())",
    "gradient": "return nn.Dropout(p)(torch.tensor(x, requires_grad=True))",
    "other generator": "return x * (np.random.random(x.shape) >= p) / (1 - p)",
}
WRONG = {
    "row": ("return x * (rng.random(x.shape[:2] + (1,)) >= p) / (1 - p)", "one_draw_per_row"),
    "rows of a loop": (
        "y = x.copy()\nfor i in range(len(x)):\n    for j in range(len(x[i])):\n"
        "        if rng.random() < p:\n            y[i, j] = 0\nreturn y / (1 - p)",
        "one_draw_per_row",
    ),
    "torch's Dropout1d": ("return nn.Dropout1d(p)(torch.tensor(x))", "one_draw_per_row"),
    "column": ("return x * (rng.random((8, 1, 5)) >= p) / (1 - p)", "one_draw_per_column"),
    "map": ("return nn.Dropout2d(p)(torch.tensor(x)[None])[0]", "whole_maps_dropped"),
    "map, not scaled": ("return x * (rng.random((8, 1, 1)) >= p)", "whole_maps_dropped"),
    "map, in place": (
        "for i in range(len(x)):\n    if rng.random() < p:\n        x[i] = 0\nreturn x / (1 - p)",
        "whole_maps_dropped",
    ),
    "all": ("return x * (rng.random() >= p) / (1 - p)", "one_draw_for_all"),
    "shared by maps": ("return x * (rng.random((5, 5)) >= p) / (1 - p)", "one_mask_for_all_maps"),
    "one row": ("return x * (rng.random(5) >= p) / (1 - p)", "one_row_of_draws"),
    "neighbours": (
        "kept = np.repeat(rng.random((8, 5, 3)), 2, axis=2)[..., :5] >= p\nreturn x * kept / (1 - p)",
        "neighbours_together",
    ),
    "neighbours below": (
        "kept = np.repeat(rng.random((8, 3, 5)), 2, axis=1)[:, :5] >= p\nreturn x * kept / (1 - p)",
        "neighbours_together",
    ),
    "neighbours across rows": (
        "kept = np.repeat(rng.random(100), 2).reshape(x.shape) >= p\nreturn x * kept / (1 - p)",
        "draws_depend",
    ),
    "tiles": ("kept = np.tile(rng.random(40), 5).reshape(x.shape) >= p\nreturn x * kept / (1 - p)", "draws_depend"),
    "chequered": (
        "u = rng.random(x.shape)\nu[:, :, 1::2] = 1 - u[:, :, :4:2]\nreturn x * (u >= p) / (1 - p)",
        "draws_depend",
    ),
    "one map copied": ("u = rng.random(x.shape)\nu[5] = u[2]\nreturn x * (u >= p) / (1 - p)", "draws_depend"),
    "five hundredths more": ("return x * (rng.random(x.shape) > p + 0.05) / (1 - p)", "chance_a_little_off"),
    "five hundredths less": ("return x * (rng.random(x.shape) > p - 0.05) / (1 - p)", "chance_a_little_off"),
    "a tenth more": ("return x * (rng.random(x.shape) > 1.1 * p) / (1 - p)", "chance_a_little_off"),
    "draws rounded": ("return x * (rng.random(x.shape).round(1) >= p) / (1 - p)", "chance_a_little_off"),
    "ten sides": ("return x * (rng.integers(0, 10, x.shape) / 10 >= p) / (1 - p)", "chance_a_little_off"),
    "in place": ("x[rng.random(x.shape) < p] = 0\nreturn x / (1 - p)", "x_changed"),
    "in place by operator": ("x *= rng.random(x.shape) >= p\nreturn x / (1 - p)", "x_changed"),
    "in place, not scaled": ("x[rng.random(x.shape) < p] = 0\nreturn x", "scale_forgotten"),
    "own seed": (
        "rng = np.random.default_rng(0)\nreturn x * (rng.random(x.shape) >= p) / (1 - p)",
        "same_mask_every_time",
    ),
    "the smallest": ("return x * (x > np.quantile(x, p)) / (1 - p)", "same_mask_every_time"),
    "from the second map on": (
        "y = x.copy()\nfor i in range(1, 8):\n    y[i] *= rng.random((5, 5)) >= p\nreturn y / (1 - p)",
        None,
    ),
    "not the corners": ("u = rng.random(x.shape)\nu[:, 0, 0] = 1\nreturn x * (u >= p) / (1 - p)", "place_spared"),
    "exact number": (
        "y = x.copy().ravel()\ny[rng.permutation(x.size)[: int(x.size * p)]] = 0\nreturn y.reshape(x.shape) / (1 - p)",
        "exact_number_dropped",
    ),
    "exact number of each map": (
        "k = round(25 * p)\nkept = np.array([rng.permutation(25) >= k for _ in x]).reshape(x.shape)\n"
        "return x * kept / (1 - p)",
        "exact_number_dropped",
    ),
    "some not scaled": (
        "y = x * (rng.random(x.shape) >= p) / (1 - p)\ny[0, 0, 0] *= 1 - p\nreturn y",
        None,
    ),
    "some negative": ("return x * (rng.random(x.shape) >= p) / (1 - p) * rng.choice([-1, 1], x.shape)", None),
    "compared with x": ("return x * (x >= p) / (1 - p)", "scaled_but_never_drops"),
    "shuffled": ("return rng.permutation(x.ravel()).reshape(x.shape)", "shuffled"),
    "root": ("return x * (rng.random(x.shape) >= p) / np.sqrt(1 - p)", "scale_square_root"),
}


@pytest.mark.parametrize("body", RIGHT.values(), ids=RIGHT)
def test_whatever_draws_independently_passes(body):
    outcome = check("6.1", written(training(body)))
    assert (outcome.status, outcome.points) == ("passed", 4), outcome.message


@pytest.mark.parametrize(
    "body", ["p = p * training\n" + RIGHT["numpy"], "return x if not training else " + RIGHT["numpy"][7:]]
)
def test_the_mode_may_be_asked_in_other_ways(body):
    assert check("6.1", written(body)).status == "passed"


@pytest.mark.parametrize(("body", "mistake"), WRONG.values(), ids=WRONG)
def test_whatever_does_not_is_named(body, mistake):
    outcome = check("6.1", written(training(body)))
    assert (outcome.status, outcome.mistake) == ("wrong", mistake), outcome.message
    assert "试了 100 次" in outcome.message  # what was counted


def test_a_mask_drawn_once_for_good_is_named():
    kept = {}

    def dropout(x, p, training, rng):
        if not training:
            return x
        draws = kept.setdefault("draws", rng.random(x.shape))
        return x * (draws >= p) / (1 - p)

    assert check("6.1", dropout).mistake == "same_mask_every_time"


def test_a_mask_used_twice_is_named():
    calls = []

    def dropout(x, p, training, rng):
        if not training:
            return x
        if len(calls) % 2 == 0:
            dropout.kept = rng.random(x.shape) >= p
        calls.append(1)
        return x * dropout.kept / (1 - p)

    outcome = check("6.1", dropout)
    assert outcome.mistake == "every_other_mask_repeated"
    assert "只有 50 种不同的丢法" in outcome.message


def test_a_mask_half_of_which_stays_is_noticed():
    state = {"calls": 0}

    def dropout(x, p, training, rng):
        if not training:
            return x
        draws = rng.random(x.shape)
        half = slice(0, 4) if state["calls"] % 2 else slice(4, 8)
        draws[half] = state.get("last", draws)[half]
        state.update(calls=state["calls"] + 1, last=draws)
        return x * (draws >= p) / (1 - p)

    outcome = check("6.1", dropout)
    assert outcome.mistake == "draws_depend"
    assert "相隔 1 次，同一处的两个数" in outcome.message


def test_a_result_without_what_was_dropped_is_told_so():
    outcome = check("6.1", written(training("return x[rng.random(x.shape) >= p] / (1 - p)")))
    assert outcome.status == "wrong"
    assert "位置还在" in outcome.message and outcome.message.endswith("？")


def test_the_evidence_of_changing_x_is_told_with_every_other_mistake():
    outcome = check("6.1", written(training("x[rng.random(x.shape) < p] = 0\nreturn x")))
    assert "x 自己也变了" in outcome.message


def test_a_right_one_that_copies_first_does_not_change_x():
    assert (
        check("6.1", written(training("x = x.copy()\nx[rng.random(x.shape) < p] = 0\nreturn x / (1 - p)"))).status
        == "passed"
    )


# how often a right one would be blamed


def test_no_count_of_independent_draws_is_surprising_more_often_than_the_bound_says():
    """Compare the bound with the exact binomial chances, for counts small enough to add up."""
    for tries, chance in ((20, 0.35), (200, 0.1), (500, 0.545), (1000, 0.82)):
        counts = np.arange(tries + 1)
        exact = [math.comb(tries, k) * chance**k * (1 - chance) ** (tries - k) for k in counts]
        surprise = draws._surprise(counts / tries, tries, chance)
        for limit in (1, 3, 8, draws._SURPRISING):
            assert sum(np.compress(surprise > limit, exact)) <= 2 * math.exp(-limit)


def test_a_right_one_is_blamed_less_than_once_in_a_million():
    x, batches = QUESTION.type.x, [(runs, chance) for runs, chance in QUESTION.type.batches if chance]
    families = sum(2 * count for count in (x.size, max(runs for runs, _ in batches)))
    assert len(batches) * (1 + x.size + families) * 2 * math.exp(-draws._SURPRISING) < 1e-6


def test_no_count_comes_near_to_being_surprising(monkeypatch):
    monkeypatch.setattr(draws, "_SURPRISING", 14)  # a right one passes with room to spare
    rng = np.random.default_rng(1)
    for runs, chance in [(100, 0.35), (100, 0.1)] * 20:
        factors = (rng.random((runs, 8, 5, 5)) >= chance) / (1 - chance)
        assert counted(factors, chance, changed=False).right
