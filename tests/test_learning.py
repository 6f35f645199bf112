"""再来一题, 回想, 错题本 and 进度: what a student is asked again, and what the pages say."""

import random
import re
from datetime import date
from functools import partial
from html import unescape

import pytest

from helpers import again, check, mistakes, progress, recall
from helpers.homework import QUESTIONS, Question
from helpers.homework import record as records
from helpers.homework.fresh import drawn, named
from helpers.homework.judging import judge
from helpers.homework.questions import BY_LESSON
from helpers.homework.record import empty, mended, note
from helpers.learning import asking
from helpers.learning.asking import recalled
from tests.test_record import in_lesson, record  # noqa: F401

LAST = max(BY_LESSON)


@pytest.fixture(autouse=True)
def kernel(record, monkeypatch):  # noqa: F811
    """Start anew, as a kernel does."""
    monkeypatch.setattr(asking, "_chosen", {})
    monkeypatch.setattr(asking, "_offered", set())


def wrong(number: str, idea: str) -> object:
    return next(each.model for each in named(number).mistakes if each.id == idea)


def shown(page: object) -> str:
    """The words of a page's HTML."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page._repr_html_())))


def test_again_asks_the_same_until_it_is_solved():
    first = again("3.1")
    assert again("3.1").question is first.question is drawn(QUESTIONS["3.1"], 1)
    check("3.1-1", 3)
    assert again("3.1").question is first.question
    check("3.1-1", first.question.right)
    assert again("3.1").question is drawn(QUESTIONS["3.1"], 2)


def test_again_offers_one_cell_to_answer_in(monkeypatch):
    offered = []
    monkeypatch.setattr(
        asking, "_shell", lambda: type("Shell", (), {"set_next_input": lambda self, code: offered.append(code)})()
    )
    for _ in range(2):
        again("1.2")
    assert len(offered) == 1
    assert offered[0].splitlines()[-1] == 'check("1.2-1", ...)'
    compile(offered[0], "cell", "exec")


@pytest.mark.parametrize("number", ["7.2", "9.9", "", None, 3.1])
def test_what_has_no_fresh_numbers_says_what_has(number):
    if str(number) == "3.1":
        assert again(number).question.id == "3.1-1"
        return
    with pytest.raises(ValueError, match="有新题的是：1.1、"):
        again(number)


@pytest.mark.parametrize("lesson", range(2, LAST + 1))
def test_a_fresh_clone_recalls_three_of_the_lessons_before(lesson):
    ids = recalled(lesson, empty())
    assert len(set(ids)) == 3
    assert int(ids[0].split(".")[0]) == lesson - 1
    if lesson != 3:  # whose lesson before has but one question that is short
        assert {int(each.split(".")[0]) for each in ids} == {lesson - 1, lesson - 3} - {-1, 0}
    assert [recall(lesson, number, ...).question.id for number in (1, 2, 3)] == ids
    assert records.RECORD.read() == empty()  # to look is no answer


@pytest.mark.parametrize(("lesson", "number"), [(1, 1), (LAST + 1, 1), (2, 0), (2, 4)])
def test_a_recall_that_is_not_there_says_which_are(lesson, number):
    with pytest.raises(ValueError, match="回想"):
        recall(lesson, number, ...)


def test_recall_asks_first_what_this_student_got_wrong():
    check("1.4", (4, 4))
    asked = recall(2, 1, ...)
    assert asked.question.id == "1.4-1"
    outcome = recall(2, 1, wrong("1.4-1", "not_the_corner")).outcome
    assert outcome.mistake == "not_the_corner"
    assert recall(2, 1, asked.question.right).outcome.status == "passed"
    assert records.RECORD.read()["错"][0]["又做对"] == [2]


def test_answered_recalls_stay_what_they_were(monkeypatch):
    before = [recall(2, number, ...).question.id for number in (1, 2, 3)]
    recall(2, 3, named(before[2]).right)
    check("1.4", (5, 5))
    monkeypatch.setattr(asking, "_chosen", {})  # the kernel is started anew
    assert [recall(2, number, ...).question.id for number in (1, 2, 3)] == before
    assert "检查通过" in shown(recall(2, 3, named(before[2]).right))


def test_the_book_of_mistakes_gives_no_answer_away_before_it_is_found():
    assert "还没有认出过" in repr(mistakes()) and "还没有认出过" in shown(mistakes())
    check("1.2", 7)
    for text in (repr(mistakes()), shown(mistakes())):
        assert "还没有求均值" in text and "我的：7" in text and 'again("1.2")' in text
        assert "0.7778" not in text
    check("1.2", 7 / 9)
    assert "0.7778" in repr(mistakes()) and "0.7778" in shown(mistakes())


def test_a_mended_mistake_moves_to_the_others(monkeypatch):
    check("1.2", 7)
    for lesson in (1, 2):
        assert "还没有改过来" in repr(mistakes())
        in_lesson(monkeypatch, lesson)
        check(f"1.2-{lesson}", named(f"1.2-{lesson}").right)
    assert "还没有改过来" not in repr(mistakes()) and "已经改过来了：1 个" in repr(mistakes())
    assert "已经改过来了" in shown(mistakes())


def test_progress_tells_every_question_and_what_is_left():
    assert all(f"{number} ·" in repr(progress()) for number in QUESTIONS)
    check("1.2", 7 / 9)
    check("1.1", [[1, 1, 1]] * 3)
    check("1.3", print)
    most, left = sum(each.points for each in QUESTIONS.values()), len(QUESTIONS) - 1
    for text in (repr(progress()), shown(progress())):
        assert all(mark in text for mark in ("1.2 ✓", "1.1 ◐", "1.3 ✗", "1.4 ·"))
        assert f"一共 2 / {most} 分，还剩 {left} 题没有做对。" in text
        assert "mistakes()" in text and f"{date.today().month} 月" in text


def test_a_record_of_another_course_is_passed_over():
    record_ = records.RECORD.read() | {
        "错": [{"题": "9.9", "想法": "x", "你的": "", "第一次": "x", "最近": "x", "次数": 1, "又做对": []}]
    }
    record_["题"] = {"9.9": {"得分": 1, "次数": 1, "最近": "?"}}
    records.RECORD.change(lambda found: found.update(record_))
    assert "还没有认出过" in repr(mistakes())
    assert "9.9" in repr(progress())
    assert len(recalled(3, records.RECORD.read())) == 3


class Learner:
    """A student with ideas of his own, each of which he has the less, the oftener he was told of it."""

    def __init__(self, seed: int) -> None:
        self.random, self.ideas = random.Random(seed), {}

    def answer(self, question) -> object:
        """Answer by an idea that is still there, or else right."""
        number = question.id.partition("-")[0]
        if number not in self.ideas:
            listed = [each.id for each in question.mistakes]
            self.ideas[number] = {self.random.choice(listed): 1.0} if listed and self.random.random() < 0.4 else {}
        for idea, chance in self.ideas[number].items():
            model = next((each.model for each in question.mistakes if each.id == idea), None)
            if model is not None and self.random.random() < chance:
                self.ideas[number][idea] = chance / 3
                return model
        return partial(question.right) if question.inputs else question.right  # the course's own would be refused


def test_a_term_of_thirty_students():
    asked = own = 0
    left = {lesson: [] for lesson in BY_LESSON}
    for seed in range(30):
        student, kept = Learner(seed), empty()

        def do(question: Question, lesson: int, student: Learner = student, kept: dict = kept) -> bool:
            answer = student.answer(question)
            outcome = judge(question, answer)
            note(kept, question, outcome, answer, lesson)
            return outcome.status == "passed"

        for lesson, questions in BY_LESSON.items():
            had = {each["题"].partition("-")[0] for each in kept["错"]}
            for number in recalled(lesson, kept) if had else []:
                asked += 1
                own += number.partition("-")[0] in had
                do(named(number), lesson)
            for question in questions:
                while question.draw and not do(question, lesson):
                    pass
        for wrong_ in kept["错"]:
            left[int(wrong_["题"].split(".")[0])].append(not mended(wrong_))
    share = {lesson: sum(each) / len(each) for lesson, each in left.items()}
    assert own / asked >= 0.9, (own, asked)
    earlier = [share[lesson] for lesson in BY_LESSON if lesson <= LAST - 2]
    assert max(earlier) <= 0.65 and sum(earlier) / len(earlier) <= 0.35, share
    assert share[LAST] == 1  # no lesson comes after it in which to be right again
