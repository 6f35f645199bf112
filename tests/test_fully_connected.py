import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from helpers import cross_entropy, linear, predict, softmax

numbers = st.floats(-50, 50)
score_tables = arrays(float, st.tuples(st.integers(1, 5), st.integers(1, 6)), elements=numbers)


@st.composite
def layers(draw):
    rows, inputs, outputs = (draw(st.integers(1, 6)) for _ in range(3))
    shapes = (rows, inputs), (outputs, inputs), (outputs,)
    return [draw(arrays(float, shape, elements=numbers)) for shape in shapes]


@given(layers())
def test_linear_equals_torch(layer):
    expected = torch.nn.functional.linear(*map(torch.tensor, layer))
    np.testing.assert_allclose(linear(*layer), expected, rtol=0, atol=1e-9)


@given(score_tables)
def test_softmax_equals_torch_and_adds_up_to_one(scores):
    np.testing.assert_allclose(softmax(scores), torch.softmax(torch.tensor(scores), dim=1), atol=1e-12)
    np.testing.assert_allclose(softmax(scores).sum(axis=1), 1)
    np.testing.assert_array_equal(softmax(scores[0]), softmax(scores)[0])


def test_softmax_of_large_scores_stays_finite():
    np.testing.assert_allclose(softmax([[1000, 0]]), [[1, 0]])


@given(score_tables)
def test_predict_names_the_highest_score(scores):
    for row, best in zip(scores, predict(scores), strict=True):
        assert row[best] == max(row) and best == list(row).index(max(row))


@given(score_tables, st.data())
def test_cross_entropy_equals_torch(scores, data):
    label = data.draw(st.integers(0, scores.shape[1] - 1))
    expected = torch.nn.functional.cross_entropy(torch.tensor(scores[0]), torch.tensor(label))
    assert cross_entropy(scores[0], label) == pytest.approx(expected.item(), abs=1e-9)
