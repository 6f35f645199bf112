"""What tests of the homework share."""

import re

import pytest

from helpers.homework import QUESTIONS, Outcome, Question

CHINESE = re.compile("[\u4e00-\u9fff]")


def each(*questions: Question) -> pytest.MarkDecorator:
    """Run a test once for each of these questions."""
    return pytest.mark.parametrize("question", questions, ids=[question.id for question in questions])


by_question = each(*QUESTIONS.values())


def own(model):
    """Make a model a student's own: check refuses the course's functions."""
    return (lambda *arguments: model(*arguments)) if callable(model) else model


def feedback(outcome: Outcome) -> str:
    """Return what a student reads, which holds the promises made about every outcome."""
    assert repr(outcome) == str(outcome.points)
    assert type(outcome.points) is int  # it is written to files
    assert 0 <= outcome.points <= outcome.max_points
    assert (outcome.points == outcome.max_points) == (outcome.status == "passed")
    assert CHINESE.search(outcome.message)
    html = outcome._repr_html_()
    assert "Traceback" not in html
    assert len(html) < 100_000
    return html
