"""Every question is held to the same promises; a new question is tested as soon as it is listed."""

import itertools
import re

import numpy as np
import pytest
import torch
from nbformat.v4 import new_code_cell

import helpers
from helpers import Outcome, check, hint
from helpers.homework import QUESTIONS
from helpers.homework.attempt import Failure
from helpers.homework.judging import answers_like, expected
from helpers.homework.solutions import SOLUTIONS
from tests.support.notebooks import LESSONS, homework_cells, read, run

MISTAKES = [(question, mistake) for question in QUESTIONS.values() for mistake in question.mistakes]
by_question = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
by_mistake = pytest.mark.parametrize(
    ("question", "mistake"), MISTAKES, ids=[f"{question.id}-{mistake.id}" for question, mistake in MISTAKES]
)
CHINESE = re.compile("[\u4e00-\u9fff]")


def own(model):
    """Make a model a student's own: check refuses the course's functions."""
    return (lambda *arguments: model(*arguments)) if callable(model) else model


def feedback(outcome: Outcome) -> str:
    assert repr(outcome) == str(outcome.points)
    assert type(outcome.points) is int  # it is written to files
    assert 0 <= outcome.points <= outcome.max_points
    assert (outcome.points == outcome.max_points) == (outcome.status == "passed")
    assert CHINESE.search(outcome.message)
    html = outcome._repr_html_()
    assert "Traceback" not in html
    assert len(html) < 100_000
    return html


@by_question
def test_the_right_answer_passes_in_every_form(question):
    right = expected(question)
    assert not any(isinstance(result, Failure) for result in right)
    forms = [lambda value: value]
    one = question.right(*question.inputs[0]) if question.inputs else question.right
    if np.asarray(one).dtype.kind in "iufb":  # numbers, in whatever holds them
        forms += [np.asarray, lambda value: np.asarray(value, float), torch.tensor]
        forms.append(lambda value: np.asarray(value).tolist())
    for form in forms:
        if question.inputs:
            outcome = check(question.id, lambda *arguments, form=form: form(question.right(*arguments)))
        else:
            outcome = check(question.id, form(question.right))
        assert (outcome.status, outcome.points) == ("passed", question.points)
        assert "检查通过" in feedback(outcome)


@by_question
def test_tuples_pass(question):
    if not question.inputs and np.ndim(question.right) == 2:
        assert check(question.id, tuple(map(tuple, np.asarray(question.right).tolist()))).status == "passed"


@by_mistake
def test_every_mistake_is_named_as_itself(question, mistake):
    outcome = check(question.id, own(mistake.model))
    assert (outcome.status, outcome.mistake) == ("wrong", mistake.id)
    html = feedback(outcome)
    assert outcome.message.startswith(mistake.sentence)
    assert outcome.message.endswith(mistake.ask)
    assert mistake.ask.endswith("？")
    assert "✗ 还不对" in html


@by_question
def test_no_two_models_answer_alike(question):
    models = {mistake.id: expected(question, mistake) for mistake in question.mistakes}
    assert len(models) == len(question.mistakes)
    models["right"] = expected(question)
    for one, other in itertools.combinations(models, 2):
        assert not answers_like(question, models[one], models[other]), f"{one} = {other}"


@by_question
def test_inputs_discriminate(question):
    shapes = [np.shape(argument) for arguments in question.inputs for argument in arguments]
    pictures = [shape for shape in shapes if len(shape) == 2]
    if pictures:
        assert any(height != width for height, width in pictures)


@by_question
def test_feedback_on_a_value_never_shows_the_whole_answer(question):
    right = np.asarray(question.right) if not question.inputs else None
    if right is None or right.ndim != 2 or question.type.__class__.__name__ != "Numbers":
        return
    pictures = check(question.id, np.full(right.shape, 99)).pictures
    expected = pictures[0].parts[1].values
    assert np.isfinite(expected).sum() == 1


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


@by_question
@pytest.mark.parametrize("name", [*JUNK, "generator"])
def test_junk_gets_a_readable_answer(question, name):
    outcome = check(question.id, JUNK[name] if name in JUNK else (n for n in range(9)))
    assert outcome.status in ("wrong", "error")
    assert outcome.points == 0
    feedback(outcome)


@by_question
@pytest.mark.parametrize("name", FUNCTION_JUNK)
def test_junk_functions_get_a_readable_answer(question, name):
    before = [np.array(argument) for arguments in question.inputs for argument in arguments]
    outcome = check(question.id, FUNCTION_JUNK[name])
    raises = question.inputs and name in ("divides by zero", "recurses", "exits")
    assert outcome.status == ("error" if raises else "wrong")
    assert outcome.points == 0
    feedback(outcome)
    after = [np.array(argument) for arguments in question.inputs for argument in arguments]
    assert all(map(np.array_equal, before, after))


@by_question
def test_hints_come_one_after_the_other(question):
    assert len(question.hints) >= 2
    given = [hint(question.id) for _ in range(len(question.hints) + 1)]
    assert [each.text for each in given] == [*question.hints, question.hints[-1]]
    assert all(each.text in repr(each) for each in given)


def test_what_is_no_question_is_said():
    outcome = check("9.9", 1)
    assert outcome.status == "error" and "1.1" in outcome.message
    assert check(1.2, 7 / 9).status == "passed"  # the number of a question, not its text


def test_the_courses_own_function_is_refused():
    for question in QUESTIONS.values():
        if question.inputs:
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
    monkeypatch.setattr("helpers.homework.judging.SECONDS", 0.2)

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
        (lambda x, weight, bias: x @ wieght.T, "这个名字定义过吗"),  # noqa: F821
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


# the lessons


def test_every_question_has_its_cells_and_its_answers():
    for part in ("answer", "check"):
        assert [q for lesson in LESSONS for q in homework_cells(read(lesson), part)] == list(QUESTIONS)
    assert list(SOLUTIONS) == list(QUESTIONS)
    assert all(len(SOLUTIONS[question.id]) >= 3 for question in QUESTIONS.values() if question.inputs)


def test_cells_use_the_names_and_points_graders_rely_on():
    for lesson in LESSONS:
        notebook = read(lesson)
        checks = homework_cells(notebook, "check")
        for question, cell in homework_cells(notebook, "answer").items():
            name = QUESTIONS[question].name
            assert re.search(rf"^(def {name}\(|{name} = \.\.\.)", cell.source, re.MULTILINE)
            assert checks[question].source == f'check("{question}", {name})'
            assert checks[question].metadata.nbgrader.points == QUESTIONS[question].points


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_a_lesson_with_its_answers_filled_in_passes_every_check(lesson):
    """Run a lesson once, with each question answered in its first spelling last, since later answers build on it."""
    notebook = read(lesson)
    checks = homework_cells(notebook, "check")
    for question, answer in homework_cells(notebook, "answer").items():
        place = notebook.cells.index(answer)
        first, *others = (way.source for way in SOLUTIONS[question])
        answer.source = first
        for source in others:
            again = new_code_cell(checks[question].source, metadata={"question": question})
            notebook.cells[place:place] = [new_code_cell(source), again]
        checks[question].metadata.question = question
    run(notebook)
    checked = [cell for cell in notebook.cells if "question" in cell.metadata]
    assert len(checked) == sum(len(SOLUTIONS[question]) for question in checks)
    for cell in checked:
        output = cell.outputs[-1]  # a line may come first, while a net trains
        assert "检查通过" in output.data["text/html"], (cell.source, output.data["text/html"])
        assert output.data["text/plain"] == str(QUESTIONS[cell.metadata.question].points)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_an_untouched_lesson_says_unanswered(lesson):
    for cell in homework_cells(read(lesson), "check").values():
        assert "还没作答" in cell.outputs[0].data["text/html"]
