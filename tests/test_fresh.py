"""再来一题: fresh numbers tell every idea apart, the text tells all of them, and a clone draws the same."""

import hashlib
import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest

from helpers.homework import QUESTIONS, Question, check, hint, solution
from helpers.homework.answers import Unreadable
from helpers.homework.fresh import drawn, named
from helpers.homework.judging import judge
from tests.support.notebooks import ROOT

DRAWS, JUDGED = 1000, 12
DRAWN = [question for question in QUESTIONS.values() if question.draw]
by_question = pytest.mark.parametrize("question", DRAWN, ids=lambda question: question.id)


def answer_of(question: Question, model: object) -> np.ndarray | None:
    try:
        return question.type.read(model)
    except Unreadable:
        return None


def asked(question: Question) -> tuple:
    """All that a student sees of a drawn question."""
    return question.text, question.given, *map(repr, question.pictures)


def test_most_questions_can_be_drawn():
    assert len(DRAWN) > 0.8 * len(QUESTIONS)  # not a random function, a net, a text, a loop to mend


@by_question
def test_no_idea_is_taken_for_another_or_for_right(question):
    told = {}
    for number in range(1, DRAWS + 1):
        fresh = drawn.__wrapped__(question, number)
        answers = [answer_of(fresh, each) for each in (fresh.right, *(mistake.model for mistake in fresh.mistakes))]
        for one, other in combinations([each for each in answers if each is not None], 2):
            alike = one.shape == other.shape and np.allclose(one, other, rtol=0, atol=1e-6, equal_nan=True)
            assert not alike, (number, fresh.text)
        # what a student sees tells what is right
        assert told.setdefault(asked(fresh), answers[0].tolist()) == answers[0].tolist(), number
    assert len(told) > 1


@by_question
def test_a_drawn_question_is_judged_as_the_lessons_own(question):
    named_once = set()
    for number in range(1, JUDGED + 1):
        fresh = drawn(question, number)
        assert judge(fresh, fresh.right).status == "passed"
        assert judge(fresh, ...).status == "unanswered"
        assert len(fresh.hints) >= 2 and fresh.text and fresh.points == 0
        for mistake in fresh.mistakes:
            outcome = judge(fresh, mistake.model)
            assert (outcome.status, outcome.mistake) == ("wrong", mistake.id), (number, mistake.id)
            assert mistake.sentence in outcome.message and "（0 / 0 分）" not in outcome._repr_html_()
        named_once |= {mistake.id for mistake in fresh.mistakes}
    listed = {mistake.id for mistake in question.mistakes}
    assert len(named_once & listed) >= len(listed) / 3, sorted(listed - named_once)


@by_question
def test_given_code_gives_the_numbers(question):
    space = {"np": np}
    exec(drawn(question, 1).given, space)  # as in a cell of any lesson


def test_the_right_answer_may_be_written_as_the_given_code_computes_it():
    space = {"np": np}
    exec(drawn(QUESTIONS["1.2"], 3).given, space)
    assert check("1.2-3", (space["window"] * space["kernel"]).mean()).status == "passed"


PRINT = (
    "import hashlib; from helpers.homework import QUESTIONS; from helpers.homework.fresh import drawn;"
    "print(hashlib.sha256(repr([(f.text, f.given, f.pictures) for q in QUESTIONS.values() if q.draw"
    " for f in [drawn(q, 7)]]).encode()).hexdigest())"
)


def test_another_process_draws_the_same():
    ours = hashlib.sha256(
        repr([(f.text, f.given, f.pictures) for q in QUESTIONS.values() if q.draw for f in [drawn(q, 7)]]).encode()
    ).hexdigest()
    theirs = subprocess.run([sys.executable, "-c", PRINT], cwd=ROOT, capture_output=True, text=True, check=True)
    assert theirs.stdout.strip() == ours


def test_draws_differ():
    same = {q.id: len({asked(drawn(q, number)) for number in range(1, 31)}) for q in DRAWN}
    few = {number for number, count in same.items() if count < 10}
    assert few <= {"2.4"}, same  # there are only so many lines


def test_a_number_that_was_not_drawn_is_no_question():
    assert named("1.2-1").id == "1.2-1"
    for number in ("1.2-0", "1.2-", "1.2-x", "9.9-1", "7.2-1", "1.2-123456"):
        assert named(number) is None
        assert check(number, 1).status == "error"
        with pytest.raises(ValueError, match="没有题号"):
            hint(number)


def test_hints_of_a_drawn_question_are_its_own_and_ways_are_the_lessons():
    assert [hint("1.1-2").text for _ in range(3)] == list(drawn(QUESTIONS["1.1"], 2).hints)
    with pytest.raises(ValueError, match=r'solution\("1.1"\)'):
        solution("1.1-2")
