"""Relations between a student's results and the right ones: seen where they hold, silent where they nearly do."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers import check
from helpers.homework.relations import RELATIONS, exact

TIGHT = 1e-4


def results(relation, ndim: int = 2) -> list[np.ndarray]:
    """Return right results, several as a function has them, on which this relation can be seen."""
    rng = np.random.default_rng(3)
    if relation.id == "one_hot":
        return [np.array([0, 2, 1, 2]), np.array([1, 0, 2])]
    shapes = [(4, 6), (5, 5), (6, 4)] if ndim == 2 else [(5,), (7,), (6,)]
    return [rng.normal(0, 3, shape) for shape in shapes]


def fitting(relation) -> list[np.ndarray]:
    for ndim in (2, 1):
        want = results(relation, ndim)
        if all(relation.change(each) is not None for each in want):
            return want
    raise AssertionError(relation.id)


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.id)
def test_a_relation_is_seen_where_it_holds(relation):
    want = results(relation, 1) if relation.id in ("reversed", "last_one_missing", "running_sum") else fitting(relation)
    found = exact([np.asarray(relation.change(each)) for each in want], want, TIGHT)
    assert found.id == relation.id
    assert "{" not in found.sentence and found.ask.endswith("？")


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.id)
def test_a_relation_is_silent_where_it_nearly_holds(relation):
    want = fitting(relation)
    for spoilt in range(len(want)):
        got = [np.array(relation.change(each), float) for each in want]
        got[spoilt].flat[-1] += 0.37
        found = exact(got, want, TIGHT)
        assert found is None or found.id != relation.id


@pytest.mark.parametrize("relation", [each for each in RELATIONS if each.least > 1], ids=lambda relation: relation.id)
def test_too_few_numbers_say_nothing(relation):
    want = np.arange(2.5, 2.5 + relation.least - 1)
    changed = relation.change(want)
    if changed is not None:
        found = exact([np.asarray(changed)], [want], TIGHT)
        assert found is None or found.id != relation.id


def one(got: np.ndarray, want: np.ndarray) -> str | None:
    found = exact([np.asarray(got)], [want], TIGHT)
    return found and found.id


RIGHT = np.random.default_rng(1).normal(0, 3, (3, 5, 7))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda w: w[None], "extra_axes"),
        (lambda w: w[None, None], "extra_axes"),
        (lambda w: w.ravel(), "right_numbers_other_shape"),
        (lambda w: w.reshape(5, 3, 7), "right_numbers_other_shape"),
        (lambda w: w.transpose(2, 0, 1), "axes_in_another_order"),
        (lambda w: w[[0, 2, 1]], "parts_in_another_order"),
        (lambda w: 9 * w, "scaled"),
        (lambda w: w / 81, "scaled"),
        (lambda w: w + 2, "off_by"),
        (lambda w: (w + 1) / 2, "scaled_and_moved"),
        (lambda w: np.roll(w, 1, axis=1), "moved_by_one"),
        (lambda w: np.roll(w, -1, axis=2), "moved_by_one"),
        (lambda w: w + np.random.default_rng(2).normal(0, 0.1, w.shape), None),
        (lambda w: np.where(np.indices(w.shape).sum(0) == 3, w + 1, 9 * w), None),
    ],
)
def test_what_needs_more_than_a_formula(change, name):
    assert one(change(RIGHT), RIGHT) == name


def test_the_right_table_inside_a_larger_one_is_seen():
    table, around = np.arange(12.0).reshape(3, 4), np.random.default_rng(3).normal(0, 9, (5, 5))
    around[1:4, 1:] = table
    assert one(around, table) == "larger"
    around[2, 2] += 1
    assert one(around, table) is None
    assert one(np.ones((5, 5)), np.ones((3, 3))) is None, "such a table lies in many another"


def test_a_result_in_one_layer_too_many_is_looked_into():
    def linear(x, weight, bias):
        return np.array([x @ weight.T + bias + 2])

    assert check("4.1", linear).mistake == "off_by"


def test_an_order_of_a_row_is_seen():
    row = np.array([3.0, 1.0, 4.0, 1.5])
    assert one(row[[1, 0, 3, 2]], row) == "another_order"
    assert one(row[[1, 0, 3, 3]], row) is None


@pytest.mark.parametrize("far", [0.0102, 0.0108, 0.0111])
def test_a_large_number_that_is_hardly_wrong_has_no_relation(far):
    """What check calls wrong must not be called the right numbers in another shape, or their absolute values."""
    outcome = check("4.2", [36, 114 + far])
    assert (outcome.status, outcome.mistake) == ("wrong", None)


@given(st.floats(-50, 50), st.integers(0, 2**32 - 1))
def test_every_factor_is_said_as_it_is(factor, seed):
    assume(abs(factor) > 0.01 and min(abs(factor - known) for known in (1, -1)) > 1e-3)
    want = np.random.default_rng(seed).normal(0, 3, (4, 5))
    found = exact([factor * want], [want], TIGHT)
    assert found.id == "scaled"
    said = found.sentence.split("的 ")[-1].split(" 倍")[0].replace("−", "-")
    top, _, below = said.partition("/")
    assert float(top) / float(below or 1) == pytest.approx(factor, rel=1e-3)


@given(st.integers(0, 2**32 - 1))
def test_random_results_have_no_relation(seed):
    rng = np.random.default_rng(seed)
    want = [rng.normal(0, 3, shape) for shape in [(4, 6), (5, 5)]]
    assert exact([rng.normal(0, 3, each.shape) for each in want], want, TIGHT) is None
