"""Every question is held to the same promises; a new question is tested as soon as it is listed."""

import itertools
import re

import numpy as np
import pytest
import torch

from helpers import check
from helpers.homework import QUESTIONS, Question
from helpers.homework.answers import Numbers
from helpers.homework.attempt import Failure
from helpers.homework.judging import answers_like, expected
from helpers.homework.relations import RELATIONS, exact
from tests.support.homework import by_question, each, feedback, own
from tests.support.notebooks import LESSONS, homework_cells, read

MISTAKES = [(question, mistake) for question in QUESTIONS.values() for mistake in question.mistakes]
by_mistake = pytest.mark.parametrize(
    ("question", "mistake"), MISTAKES, ids=[f"{question.id}-{mistake.id}" for question, mistake in MISTAKES]
)


def as_tuples(value):
    return tuple(map(as_tuples, value)) if isinstance(value, list) else value


def pictures(question: Question) -> list[np.ndarray]:
    return [given for arguments in question.inputs for given in arguments if np.ndim(given) == 2]


def is_table(question: Question) -> bool:
    return not question.inputs and isinstance(question.type, Numbers) and np.ndim(question.right) == 2


@by_question
def test_the_right_answer_passes_in_every_form(question):
    right = expected(question)
    assert not any(isinstance(result, Failure) for result in right)
    forms = [lambda value: value]
    one = question.type.call(question.right, question.inputs[0]) if question.inputs else question.right
    if np.asarray(one).dtype.kind in "iufb":  # numbers, in whatever holds them
        forms += [np.asarray, lambda value: np.asarray(value, float), torch.tensor]
        forms += [lambda value: np.asarray(value).tolist(), lambda value: as_tuples(np.asarray(value).tolist())]
    for form in forms:
        if question.inputs:
            outcome = check(question.id, lambda *arguments, form=form: form(question.right(*arguments)))
        else:
            outcome = check(question.id, form(question.right))
        assert (outcome.status, outcome.points) == ("passed", question.points)
        assert "检查通过" in feedback(outcome)


@by_mistake
def test_every_mistake_is_named_as_itself(question, mistake):
    outcome = check(question.id, own(mistake.model))
    assert (outcome.status, outcome.mistake) == ("wrong", mistake.id)
    html = feedback(outcome)
    assert outcome.message.startswith(mistake.sentence)
    assert outcome.message.endswith(mistake.ask)
    assert mistake.ask.endswith("？")
    assert "✗ 还不对" in html


@by_mistake
def test_a_mistake_gives_numbers_somewhere(question, mistake):
    """Else whatever crashes on every input would be told its sentence."""
    assert not all(isinstance(result, Failure) for result in expected(question, mistake))


@by_question
def test_no_two_models_answer_alike(question):
    models = {mistake.id: expected(question, mistake) for mistake in question.mistakes}
    assert len(models) == len(question.mistakes)
    models["right"] = expected(question)
    for one, other in itertools.combinations(models, 2):
        assert not answers_like(question, models[one], models[other]), f"{one} = {other}"


#: mistakes whose sentence says no more than the relation that gives the same numbers
SAY_THE_SAME = {
    ("1.1", "sum_instead_of_products", "sum"),
    ("1.1", "mean_instead_of_products", "mean"),
    ("1.2", "rounded_too_much", "one_decimal"),
    ("2.2", "negatives_lost", "negatives_to_zero"),
    ("2.2", "order_reversed", "upside_down"),
    ("2.2", "one_map_only", "first_part"),
    ("3.1", "order_reversed", "reversed"),
    ("3.7", "both_flipped", "turned"),
    ("3.8", "order_reversed", "reversed"),
    ("4.2", "order_reversed", "reversed"),
    ("5.2", "reversed", "mirrored"),
    ("5.2", "cells_counted", "squared"),
    ("5.3", "swapped", "reversed"),
    ("5.4", "swapped", "reversed"),
    ("6.3", "columns_swapped", "mirrored"),
}


LISTED = {relation.id for relation in RELATIONS}  # the others tell of numbers, and of nothing one does to them


def test_a_mistake_is_only_likely_where_a_relation_explains_the_same_numbers():
    """A value cannot tell two ideas apart: who lost the signs must not be told that it was the wrong window."""
    seen = set()
    for question in (q for q in QUESTIONS.values() if q.type.numeric and not q.inputs):
        for mistake in question.mistakes:
            found = exact(expected(question, mistake), expected(question), question.type.tolerance)
            if found and found.id in LISTED and "可能" not in mistake.sentence:
                seen.add((question.id, mistake.id, found.id))
    assert seen <= SAY_THE_SAME, "say 很可能 in the sentence"


@each(*filter(pictures, QUESTIONS.values()))
def test_height_and_width_cannot_be_mixed_up_unseen(question):
    assert any(height != width for height, width in map(np.shape, pictures(question)))


@each(*filter(is_table, QUESTIONS.values()))
def test_feedback_on_a_table_shows_one_number_of_the_answer(question):
    compared = check(question.id, np.full(np.shape(question.right), 99)).pictures[0]
    shown = compared.parts[1].values
    assert shown.shape == np.shape(question.right)
    assert np.isfinite(shown).sum() == 1


@by_question
def test_there_are_hints_that_differ(question):
    assert len(set(question.hints)) == len(question.hints) >= 2


# the cells that ask them


def test_every_question_has_its_cells():
    for part in ("answer", "check"):
        assert [q for lesson in LESSONS for q in homework_cells(read(lesson), part)] == list(QUESTIONS)


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
def test_an_untouched_lesson_says_unanswered(lesson):
    for cell in homework_cells(read(lesson), "check").values():
        assert "还没作答" in cell.outputs[0].data["text/html"]
