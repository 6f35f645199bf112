"""Relations between a student's results and the right ones: seen where they hold, silent where they nearly do."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers import check, feature_map
from helpers.homework import QUESTIONS
from helpers.homework.findings import ALONE, FINDINGS, Finding
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


@pytest.mark.parametrize(
    ("got", "right", "name"),
    [
        ([144, 0], [448, 0], None),  # one number says nothing of a factor
        ([435, 0], [448, 0], None),
        ([9, 18], [28, 56], None),  # two do, where it is simple
        ([56, 4], [28, 2], "scaled"),
        ([3.5, 0.25, 0], [28, 2, 0], "scaled"),
        (0.3 * np.arange(9.0), np.arange(9.0), "scaled"),
        (9 / 28 * np.arange(9.0), np.arange(9.0), "scaled"),
    ],
)
def test_a_factor_is_told_where_it_can_be_no_chance(got, right, name):
    assert one(np.array(got, float), np.array(right, float)) == name


def test_what_pythons_sum_leaves_is_told():
    assert "sum(" in check("1.3", lambda window, kernel: sum(window * kernel) / kernel.size).message
    assert "sum(" in check("1.1", sum(np.array(QUESTIONS["1.1"].right))).message
    assert check("1.3", lambda window, kernel: np.array([0.5, 0.25, 9])).mistake != "not_yet_one_number"


@pytest.mark.parametrize("relation", [*RELATIONS, *FINDINGS.values()], ids=lambda relation: relation.id)
def test_beside_a_mistake_nothing_is_called_right(relation):
    """The numbers are compared with wrong ones there: which of them are right is not known."""
    if relation.id not in NEVER_BESIDE_A_MISTAKE:
        said = Finding(relation.id, relation.sentence, relation.ask).filled(**ALONE).sentence
        assert "正确" not in said and "对，" not in said and "都对" not in said


NEVER_BESIDE_A_MISTAKE = {"larger", "some_sheets", "another_sheet", "related_sheets", "one_edge_wrong", "border_wrong"}
NEVER_BESIDE_A_MISTAKE |= {"negatives_wrong", "some_missing", "some_extra", "half_a_position"}


def test_a_second_idea_is_read_against_the_first():
    told = check("4.5", lambda scores, label: -np.log(np.exp(scores) / np.exp(scores).sum()).sum())
    assert told.mistake == "all_classes+sum" and "前面那样算出的结果的总和" in told.message
    told = check("7.4", [3, 8, 10, 9, 5])
    assert "少了最后一个。" in told.message and "其余都对" not in told.message
    told = check("3.6", lambda photo, weight: _every_channel(photo, weight))
    assert "形状不对" in told.message and "要的是" not in told.message


def _every_channel(photo: np.ndarray, weight: np.ndarray) -> list:
    channels = range(photo.shape[2])
    return [[feature_map(photo[..., c], each[c], average=False) for c in channels] for each in weight]


def test_two_ideas_do_not_explain_what_is_mostly_right():
    def output_size(n, kernel_size, stride, padding, dilation):
        left, covered, places = n + 2 * padding, dilation * (kernel_size - 1) + 1, 0
        while left > covered:
            left, places = left - stride, places + 1
        return places

    outcome = check("3.2", output_size)
    assert "每个数都" not in outcome.message and "两个想法" not in outcome.message


@pytest.mark.parametrize(
    ("question", "answer"),
    [("3.3", (8, 2, 3)), ("5.5", QUESTIONS["5.5"].right[:4]), ("6.3", QUESTIONS["6.3"].right[:4]), ("7.4", [3, 8, 10])],
)
def test_no_loop_is_asked_about_where_a_value_is_wanted(question, answer):
    said = check(question, answer).message
    assert "循环" not in said and "return" not in said and said.endswith("？")


def test_a_loop_is_asked_about_where_a_function_is_wanted():
    assert "循环从几到几" in check("2.1", lambda image, kernel: feature_map(image, kernel)[:-1]).message


@given(st.integers(0, 2**32 - 1))
def test_random_results_have_no_relation(seed):
    rng = np.random.default_rng(seed)
    want = [rng.normal(0, 3, shape) for shape in [(4, 6), (5, 5)]]
    assert exact([rng.normal(0, 3, each.shape) for each in want], want, TIGHT) is None
