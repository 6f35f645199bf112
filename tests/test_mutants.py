"""No slip passes: a single edit of a right answer is noticed, or gives the right result on a thousand inputs more."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from random import Random

import numpy as np
import pytest
import torch
from numpy.random import Generator, default_rng

from helpers.homework import QUESTIONS, Question
from helpers.homework.answers import Learner, Numbers, RandomDropout, TrainingLoop
from helpers.homework.attempt import SECONDS, attempt
from helpers.homework.comparing import close
from helpers.homework.judging import judge
from helpers.homework.solutions import SOLUTIONS
from helpers.lessons import lessons
from tests.support.mutants import mutants
from tests.support.notebooks import read

BRIEF = 0.3  # seconds, since an edit may make a loop endless; one stopped too early counts as noticed
INPUTS, SAMPLE = 1000, 10
WAYS = [
    pytest.param(question, way.source, id=f"{question.id}-{number}")
    for question in QUESTIONS.values()
    # a net is right if it learns, whatever was edited; loops have a test of their own
    if question.inputs and not isinstance(question.type, (Learner, TrainingLoop))
    for number, way in enumerate(SOLUTIONS[question.id])
]
by_way = pytest.mark.parametrize(("question", "source"), WAYS)
pytestmark = pytest.mark.filterwarnings("ignore")  # of what an edit divides, and by what


# what each question promises to ask, at random


def sides(rng: Generator, count: int = 2, most: int = 5) -> np.ndarray:
    return rng.integers(1, most, count, endpoint=True)


def table(rng: Generator, shape: object) -> np.ndarray:
    return rng.integers(-9, 10, shape) if rng.random() < 0.5 else rng.normal(size=shape)


def two_tables(rng: Generator) -> tuple:
    shape = sides(rng)
    return table(rng, shape), table(rng, shape)


def picture_and_kernel(rng: Generator) -> tuple:
    shape = sides(rng)
    return table(rng, shape + sides(rng) - 1), table(rng, shape)


def settings_that_fit(rng: Generator) -> tuple:
    kernel_size, stride, dilation = sides(rng, 3).tolist()
    padding = int(rng.integers(4))
    least = max(1, dilation * (kernel_size - 1) + 1 - 2 * padding)
    return least + int(rng.integers(9)), kernel_size, stride, padding, dilation


def layer(rng: Generator) -> tuple:
    groups, inputs, outputs, height, width = sides(rng, 5).tolist()
    return groups * inputs, groups * outputs, (height, width), groups, bool(rng.integers(2))


def photo_and_weight(rng: Generator) -> tuple:
    outputs, channels, *shape = sides(rng, 4)
    return rng.normal(size=(*(shape + sides(rng) - 1), channels)), rng.normal(size=(outputs, channels, *shape))


def samples_and_neurons(rng: Generator) -> tuple:
    samples, inputs, neurons = sides(rng, 3)
    return rng.normal(size=(samples, inputs)), table(rng, (neurons, inputs)), rng.normal(size=neurons)


def scores(rng: Generator) -> tuple:
    return (
        rng.normal(size=sides(rng) + [0, 1]),
    )  # of two classes or more, and no ties: the question says nothing of them


def scores_and_label(rng: Generator) -> tuple:
    (row,) = rng.normal(size=(1, 1 + sides(rng, 1)[0]))
    return 3 * row, int(rng.integers(row.size))


def picture_and_window(rng: Generator) -> tuple:
    kernel_size, stride = sides(rng, most=4).tolist()
    picture = table(rng, kernel_size + sides(rng) - 1)
    return (picture, kernel_size, *[(), (None,), (stride,)][rng.integers(3)])


def dropout_settings(rng: Generator) -> tuple:
    x = rng.normal(size=sides(rng, rng.integers(1, 4)))
    return x, rng.random(), bool(rng.integers(2)), default_rng(rng.integers(1000))


def answers_and_guesses(rng: Generator) -> tuple:
    count = int(rng.integers(2, 6))
    answers, guesses = rng.integers(count, size=(2, rng.integers(1, 20)))
    return answers, guesses, count


def picture(rng: Generator) -> tuple:
    return (rng.choice([-1, -0.4, 0.5, 1], sides(rng)),)


def picture_with_ink(rng: Generator) -> tuple:
    (sheet,) = picture(rng)
    sheet[tuple(rng.integers(sheet.shape))] = 1
    return (sheet,)


RANDOM = {
    "1.3": two_tables,
    "2.1": picture_and_kernel,
    "3.2": settings_that_fit,
    "3.4": layer,
    "3.6": photo_and_weight,
    "4.1": samples_and_neurons,
    "4.4": scores,
    "4.5": scores_and_label,
    "5.1": picture_and_window,
    "6.1": dropout_settings,
    "8.1": answers_and_guesses,
    "8.2": picture,
    "8.3": picture_with_ink,
}


def written(question: Question, source: str) -> Callable | None:
    """Return the function of a student who wrote this in its lesson; None where no function comes of it."""
    space = dict(imported(int(question.id[0])))
    attempt(exec, source, space)
    return space.get(question.name)


@cache
def imported(lesson: int) -> dict[str, object]:
    first = next(cell for cell in read(lessons()[lesson].path).cells if cell.cell_type == "code")
    space = {}
    exec(first.source, space)
    return space


@cache
def asked(question: Question) -> list[tuple]:
    rng = default_rng(0)
    return [RANDOM[question.id](rng) for _ in range(INPUTS)]


def given(question: Question, function: Callable) -> Iterator[np.ndarray | Exception]:
    """Yield what a function makes of the random inputs; what it draws, it draws as every other function does."""
    torch.manual_seed(0)
    for arguments in asked(question):
        result = attempt(function, *copy.deepcopy(arguments), seconds=SECONDS)
        yield result if isinstance(result, Exception) else attempt(Numbers().read, result)


@cache
def wanted(question: Question, source: str) -> list[np.ndarray]:
    return list(given(question, written(question, source)))


def agree(got: np.ndarray | Exception, want: np.ndarray) -> bool:
    return isinstance(got, np.ndarray) and close(got, want, 1e-5)  # closer than a check asks for


def unnoticed(question: Question, source: str, edited: str) -> bool:
    """Tell whether an edit of a right answer passes, although it gives another result for some input."""
    function = written(question, edited)
    if function is None or judge(question, function).status != "passed":
        return False
    return not all(map(agree, given(question, function), wanted(question, source)))


@pytest.fixture(autouse=True)
def _no_endless_loop(monkeypatch):
    monkeypatch.setattr("helpers.homework.judging.SECONDS", BRIEF)


def test_every_question_that_asks_for_a_function_is_asked_at_random():
    assert set(RANDOM) == {way.values[0].id for way in WAYS}


@by_way
def test_a_right_answer_is_right_for_every_random_input(question, source):
    alone = isinstance(question.type, RandomDropout)  # no other spelling draws as it does
    right = wanted(question, source) if alone else given(question, question.right)
    assert all(map(agree, wanted(question, source), right))


@by_way
def test_a_slip_is_noticed(question, source):
    edits = list(mutants(source))
    some = Random(source).sample(edits, min(SAMPLE, len(edits)))
    assert [edited for edited in some if unnoticed(question, source, edited)] == []


def test_a_slip_that_no_input_shows_is_found():
    """Without the window of a single row, kernel[1] is as good as kernel[0]."""
    question, source = QUESTIONS["1.3"], SOLUTIONS["1.3"][1].source
    edited = source.replace("range(len(kernel[0]))", "range(len(kernel[1]))")
    assert edited != source
    assert not unnoticed(question, source, edited)
    assert unnoticed(replace(question, inputs=question.inputs[:-1]), source, edited)


@pytest.mark.parametrize(
    ("line", "edits"),
    [
        ("a * 2", "a / 2 | a + 2 | 2 * a | a * 3 | a * 1"),
        ("a < 1 or b", "b or a < 1 | a < 1 and b | a <= 1 or b | a > 1 or b | a < 2 or b | a < 0 or b"),
        (
            "f(a, b, c=-1)",
            "f(b, a, c=-1) | f(b, c=-1) | f(a, c=-1) | f(a, b) | f(a, b, c=+1) | f(a, b, c=-2) | f(a, b, c=-0)",
        ),
        ("a[1:b]", "a[:b] | a[1:] | a[2:b] | a[0:b]"),
        ("a if True else (b, c)", "(b, c) if True else a | a if False else (b, c) | a if True else (c, b)"),
    ],
)
def test_what_a_single_edit_is(line, edits):
    assert set(mutants(line)) == {*edits.split(" | "), "pass"}


def test_a_name_may_be_taken_for_another_and_a_condition_for_its_opposite():
    source = "def f(a, b):\n    while a:\n        a -= b\n    return a"
    edits = {
        "def f(b, a):\n    while a:\n        a -= b\n    return a",
        "def f(a, b):\n    while not a:\n        a -= b\n    return a",
        "def f(a, b):\n    while b:\n        a -= b\n    return a",
        "def f(a, b):\n    while a:\n        a += b\n    return a",
        "def f(a, b):\n    while a:\n        a -= a\n    return a",
        "def f(a, b):\n    while a:\n        pass\n    return a",
        "def f(a, b):\n    while a:\n        a -= b\n    return b",
        "def f(a, b):\n    while a:\n        a -= b\n    pass",
        "def f(a, b):\n    pass\n    return a",
    }
    assert set(mutants(source)) == edits


@pytest.mark.slow
@by_way
def test_every_slip_is_noticed(question, source):
    assert [edited for edited in mutants(source) if unnoticed(question, source, edited)] == []
