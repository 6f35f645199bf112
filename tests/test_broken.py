"""Ten faults of training, each told from the others by its curves alone."""

import numpy as np
import pytest

from helpers import FAULTS, broken_training, riddle_trainings

SEEDS = range(10)


def named(curves: np.ndarray) -> str:
    """Name the fault of a training from its curves, by rules that were written for other seeds."""
    loss, unseen, right, _ = curves
    end = loss[-6:].mean()
    gap = np.log(unseen / loss)[1:12].mean()  # below 0: the unseen pictures are easier, since dropout rests
    rules = {
        "学习率太大": loss[0] > 10,
        "先挪后算": np.ptp(unseen) < 1e-6,  # not one weight moved
        "权重全是 0": np.allclose(loss, np.log(2), atol=0.005),
        "学习率太小": np.ptp(unseen) < 0.02,
        "只有 10 张图": np.allclose(10 * right, np.rint(10 * right), atol=1e-3),
        "没有洗牌": loss[0] > 0.87,
        "没有清梯度": end > 0.695 or (unseen.min() < 0.57 and loss[-8:].max() > 0.7),
        "标签错位": unseen.min() > 0.5,
        "做了两遍 softmax": min(loss.min(), unseen.min()) > 0.313 and end < 0.5,  # −log of what softmax makes of (1, 0)
        "验证集混进训练": gap < -0.5,
        "考试没有 eval()": gap > -0.08,
        "没有毛病": True,
    }
    return next(fault for fault, holds in rules.items() if holds)


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_shows_in_its_curves_and_no_other_does(fault):
    found = [named(broken_training(fault, seed)) for seed in SEEDS]
    assert found.count(fault) >= 9, found


def test_a_training_repeats_itself():
    one, other = (broken_training("没有洗牌", 3) for _ in range(2))
    np.testing.assert_array_equal(one, other)
    assert one.shape[0] == 4 and np.isfinite(one).all()


def test_what_the_feedback_of_7_4_says_of_the_curves_is_so():
    last = {name: curves[1, -6:].mean() for name, curves in riddle_trainings().items()}
    jumps = {name: np.ptp(np.diff(curves[0])) for name, curves in riddle_trainings().items()}
    first = {name: curves[1, 0] for name, curves in riddle_trainings().items()}
    assert last["丁"] < 0.05 < 0.1 < broken_training()[1, -6:].mean() < 0.25
    assert 0.31 < last["乙"] < 0.45 and last["己"] > 0.5
    assert first["甲"] - last["甲"] < 0.05 < first["己"] - last["己"]
    assert max(jumps, key=jumps.get) == "己" and jumps["丙"] < 0.01
