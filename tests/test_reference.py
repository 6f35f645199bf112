"""The ways to write an answer that solution() shows: when, which, and why not."""

import subprocess
import sys
from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest

from helpers import check, solution
from helpers.drawing.colours import STATUS
from helpers.homework import QUESTIONS
from helpers.homework.reference import SWITCH, Seen
from helpers.homework.solutions import SOLUTIONS
from tests.support.notebooks import ROOT


@pytest.fixture(autouse=True)
def nothing_seen(monkeypatch):
    monkeypatch.delenv(SWITCH, raising=False)
    monkeypatch.setattr("helpers.homework._seen", defaultdict(Seen))


def test_it_opens_when_the_answer_passes():
    assert "检查通过，参考写法就打开" in repr(solution("1.2"))
    assert not solution("1.2").ways
    assert check("1.2", 7 / 9).status == "passed"
    shown = solution("1.2")
    assert shown.ways == SOLUTIONS["1.2"][:3]
    for way in shown.ways:
        assert way.idea in repr(shown) and way.source in repr(shown)
    assert "这是九个乘积的和，还没有求均值。" in repr(shown)
    assert not solution("1.3").ways, "each question opens by itself"


def test_it_opens_after_three_mistakes_that_were_named_and_says_how_many_are_to_go():
    steps = [(7, 2), (7, 2), (..., 2), ("?", 2), (7 / 3, 1), (123, 1), (8 / 9, 0)]
    for answer, left in steps:  # the same again, none at all, and what nobody recognises do not count
        check("1.2", answer)
        assert solution("1.2").closed == "" if not left else f"再试出 {left} 种" in solution("1.2").closed
    assert check("1.2", np.nan).status == "wrong"
    assert solution("1.2").ways, "once open, it stays open"


def test_what_it_shows_is_text_and_no_part_of_the_page():
    check("1.1", [[-1, 1, 1], [1, 1, 1], [1, 1, 1]])
    page = solution("1.1")._repr_html_()
    assert page.count("<pre") == 3
    assert "这样写，不会听到" in page
    check(
        "3.2",
        lambda n, kernel_size, stride, padding, dilation: (
            (n + 2 * padding - dilation * (kernel_size - 1) - 1) // stride + 1
        ),
    )
    assert "&lt; n + padding" in solution("3.2")._repr_html_()


@pytest.mark.parametrize("question", SOLUTIONS)
def test_every_question_shows_up_to_three_ways_and_what_each_avoids(question, monkeypatch):
    seen = Seen()
    seen.passed = True
    monkeypatch.setattr("helpers.homework._seen", {question: seen})
    shown = solution(question)
    assert 1 <= len(shown.ways) <= 3
    assert repr(shown).count("写法 ") == shown._repr_html_().count("<pre") == len(shown.ways)
    assert repr(shown).count("这样写，不会听到") == sum(len(way.avoids) for way in shown.ways)


def test_it_promises_no_mistakes_where_none_can_be_named():
    question = next(each for each in QUESTIONS.values() if not each.mistakes)
    assert solution(question.id).closed == "先自己试试：检查通过，参考写法就打开。"


def test_it_promises_no_more_mistakes_than_are_listed(monkeypatch):
    few = replace(QUESTIONS["1.2"], mistakes=QUESTIONS["1.2"].mistakes[:1])
    monkeypatch.setitem(QUESTIONS, "1.2", few)
    assert "再试出 1 种" in solution("1.2").closed
    assert check("1.2", 7).mistake == few.mistakes[0].id
    assert solution("1.2").ways


def test_the_bar_beside_it_is_green_only_when_it_is_open():
    assert STATUS["passed"] not in solution("1.2")._repr_html_()
    check("1.2", 7 / 9)
    assert STATUS["passed"] in solution("1.2")._repr_html_()


def test_a_number_of_no_question_is_refused():
    with pytest.raises(ValueError, match="没有题号 '9.9'"):
        solution("9.9")


def test_a_teacher_closes_it(monkeypatch):
    check("1.2", 7 / 9)
    monkeypatch.setenv(SWITCH, "1")
    assert repr(solution("1.2")) == "老师没有打开参考写法。"
    assert "老师没有打开" in solution("1.2")._repr_html_()


def test_a_copy_without_the_solutions_says_so():
    """As git archive makes it for students."""
    code = """
import sys
sys.modules["helpers.homework.solutions"] = None
from helpers import check, solution
check("1.2", 7 / 9)
print(solution("1.2"))
"""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stdout == "这一份课程里没有参考写法，可以问问老师。\n", done.stderr
