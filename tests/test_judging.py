"""Whatever a student hands in is judged, in words that help; nothing that is handed in stops the judging."""

import weakref

import numpy as np
import pytest
import torch

import helpers
from helpers import check
from helpers.homework import QUESTIONS, Question
from tests.support.homework import each, feedback


def kind(question: Question) -> tuple:
    """Return what decides how an answer is looked at before it is compared."""
    return type(question.type), bool(question.inputs)


ONE_OF_A_KIND = {kind(question): question for question in QUESTIONS.values()}.values()
VALUES = [question for question in ONE_OF_A_KIND if not question.inputs]
FUNCTIONS = [question for question in ONE_OF_A_KIND if question.inputs]


JUNK = {
    "none": None,
    "text": "九",
    "digits": "7",
    "nan": float("nan"),
    "infinity": [[float("inf")] * 3] * 3,
    "huge number": 10**400,
    "constant": 123.25,
    "complex": 1j,
    "empty list": [],
    "empty array": np.empty((0, 3)),
    "ragged": [[1, 2], [3]],
    "nested text": [["a"]],
    "dictionary": {"a": 1},
    "class": dict,
    "module": np,
    "large array": np.ones((1500, 1500)),
    "five dimensions": np.ones((1, 1, 1, 1, 1)),
    "objects": np.array([object()]),
    "dates": np.array(["2026-01-01"], dtype="datetime64[D]"),
}
FUNCTION_JUNK = {
    "no parameters": lambda: 1,
    "one parameter": lambda only: only,
    "seven parameters": lambda a, b, c, d, e, f, g: 1,
    "returns none": lambda *arguments: print(end=""),
    "returns text": lambda *arguments: "九",
    "returns nan": lambda *arguments: float("nan"),
    "returns its input": lambda *arguments: arguments[0] if arguments else None,
    "returns a constant": lambda *arguments: 123.25,
    "returns a function": lambda *arguments: len,
    "returns a large array": lambda *arguments: np.ones((1500, 1500)),
    "divides by zero": lambda *arguments: 1 / 0,
    "recurses": lambda *arguments: FUNCTION_JUNK["recurses"](*arguments),
    "exits": lambda *arguments: exit(),
    "spoils its input": lambda *arguments: [np.asarray(argument).fill(7) for argument in arguments],
}


@each(*ONE_OF_A_KIND)
@pytest.mark.parametrize("name", [*JUNK, "generator"])
def test_junk_gets_a_readable_answer(question, name):
    outcome = check(question.id, JUNK[name] if name in JUNK else (n for n in range(9)))
    assert outcome.status in ("wrong", "error")
    assert outcome.points == 0
    feedback(outcome)


@each(*FUNCTIONS)
@pytest.mark.parametrize("name", FUNCTION_JUNK)
def test_junk_functions_get_a_readable_answer(question, name):
    before = [np.array(argument) for arguments in question.inputs for argument in arguments]
    outcome = check(question.id, FUNCTION_JUNK[name])
    raises = name in ("divides by zero", "recurses", "exits")
    assert outcome.status == ("error" if raises else "wrong")
    assert outcome.points == 0
    feedback(outcome)
    after = [np.array(argument) for arguments in question.inputs for argument in arguments]
    assert all(map(np.array_equal, before, after))


@each(*FUNCTIONS)
def test_large_results_are_not_kept(question):
    returned, alive = [], []

    def large(*arguments):
        alive.append(sum(each() is not None for each in returned))
        result = np.ones((300, 300))
        returned.append(weakref.ref(result))
        return result

    check(question.id, large)
    assert len(alive) >= len(question.inputs) and max(alive) <= 2


@each(*VALUES)
def test_a_function_is_no_value(question):
    outcome = check(question.id, FUNCTION_JUNK["divides by zero"])
    assert (outcome.status, outcome.points) == ("wrong", 0)
    assert "忘了在后面写括号" in feedback(outcome)


@each(*(question for question in QUESTIONS.values() if question.inputs))
def test_the_courses_own_function_is_refused(question):
    outcome = check(question.id, getattr(helpers, question.name, question.right))
    assert outcome.status == "wrong" and "课程自带" in outcome.message


def test_an_error_is_shown_with_its_line_and_input():
    source = "def feature_map(image, kernel):\n    return image[99]\n"
    space = {}
    exec(compile(source, "<answer>", "exec"), space)
    outcome = check("2.1", space["feature_map"])
    assert outcome.status == "error"
    assert "IndexError" in outcome.message and "image 的形状是 (9, 9)" in outcome.message


def test_an_endless_loop_is_stopped(monkeypatch):
    monkeypatch.setattr("helpers.homework.judging.SECONDS", 1)  # a busy machine takes a while to begin

    def feature_map(image, kernel):
        while True:
            pass

    outcome = check("2.1", feature_map)
    assert (outcome.status, outcome.points) == ("error", 0)
    assert "还没有停（出错的这一行：" in outcome.message and "循环" in outcome.message
    assert "while True" in outcome.message or "pass" in outcome.message


@pytest.mark.parametrize(
    ("slip", "asked"),
    [
        (lambda x, weight, bias: x @ wieght.T, "没有 wieght，有 weight"),  # noqa: F821
        (lambda x, weight, bias: x[99], "编号从 0 数起"),
        (lambda x, weight, bias: bias(x), "乘号"),
        (lambda x, weight, bias: torch.tensor(x).float() @ torch.tensor(weight).double().T, "类型相同吗"),
        (lambda x, weight, bias: x.permute(1, 0), "这是 numpy 数组"),
        (lambda x, weight, bias: torch.nn.functional.linear(x, weight, bias), "torch.tensor"),
    ],
)
def test_an_error_is_asked_about_by_its_kind(slip, asked):
    outcome = check("4.1", slip)
    assert outcome.status == "error"
    assert asked in outcome.message.splitlines()[-1]


def test_parts_of_a_value_earn_their_share():
    maps = np.array(QUESTIONS["2.2"].right)
    for wrong in range(4):
        answer = maps.copy()
        answer[:wrong] = 0.5
        assert check("2.2", answer).points == 3 - wrong


def test_an_unanswered_cell_is_not_a_mistake():
    assert check("1.1", ...).status == "unanswered"

    def stub(window, kernel):
        """Say what it does."""
        ...

    def forgotten_return(window, kernel):
        (window * kernel).mean()

    assert check("1.3", stub).status == "unanswered"
    assert check("1.3", forgotten_return).status == "wrong"
    assert "return" in check("1.3", forgotten_return).message


def test_a_long_error_is_cut():
    def match(window, kernel):
        raise ValueError("长" * 1000)

    told = check("1.3", match).message
    assert "长" * 150 in told and "长" * 201 not in told


def test_the_question_back_looks_at_the_first_wrong_cell():
    right = QUESTIONS["1.1"].right
    for place in ((0, 0), (1, 2), (2, 2)):
        answer = right.copy()
        answer[place] = 5
        outcome = check("1.1", answer)
        assert outcome.mistake is None and f"先只看 [{place[0]}, {place[1]}] 这一格" in outcome.message
