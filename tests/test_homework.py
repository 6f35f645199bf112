"""What a student calls: check and hint."""

from collections import Counter

import pytest

from helpers import check, hint
from helpers.homework import QUESTIONS
from tests.support.homework import by_question


def test_what_is_no_question_is_said():
    outcome = check("9.9", 1)
    assert outcome.status == "error" and all(question in outcome.message for question in QUESTIONS)
    with pytest.raises(ValueError, match="没有题号 '9.9'"):
        hint("9.9")
    assert check(1.2, 7 / 9).status == "passed"  # the number of a question, not its text


@by_question
def test_hints_come_one_after_the_other(question, monkeypatch):
    monkeypatch.setattr("helpers.homework._given", Counter())
    given = [hint(question.id) for _ in range(len(question.hints) + 1)]
    assert [each.text for each in given] == [*question.hints, question.hints[-1]]
    assert all(each.text in repr(each) and f"/ {len(question.hints)}" in repr(each) for each in given)
