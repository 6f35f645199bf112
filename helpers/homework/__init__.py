"""作业：check 检查一个答案，hint 给下一条提示，solution 给参考写法；题目在 questions/ 里，一课一个文件。"""

from collections import Counter, defaultdict
from dataclasses import replace
from html import escape

from helpers.drawing.colours import STATUS
from helpers.homework.answer_cells import watch
from helpers.homework.fresh import named, printed
from helpers.homework.judging import judge
from helpers.homework.outcome import Outcome
from helpers.homework.question import Question
from helpers.homework.questions import QUESTIONS
from helpers.homework.record import RECORD, lesson_here, note
from helpers.homework.reference import Reference, Seen
from helpers.homework.reminder import download_reminder

__all__ = ["QUESTIONS", "Hint", "Outcome", "Question", "Reference", "check", "hint", "solution"]

_given = Counter()
_seen = defaultdict(Seen)
_cells = watch(QUESTIONS)


class Hint:
    """一条提示：number 是第几条，total 是一共几条，text 是内容。"""

    def __init__(self, number: int, total: int, text: str) -> None:
        self.number, self.total, self.text = number, total, text

    def __repr__(self) -> str:
        return f"提示 {self.number} / {self.total}：{self.text}"

    def _repr_html_(self) -> str:
        return (
            f'<div style="border-left:6px solid {STATUS["hint"]};padding:4px 14px">'
            f'<b>提示 {self.number} / {self.total}</b><div style="white-space:pre-wrap">{escape(self.text)}</div></div>'
        )


def check(question: object, answer: object) -> Outcome:
    """返回对一个答案的检查结果；无论 answer 是什么都不会报错。结果也记在学习记录里。

    question：题号，如 "2.1"，或者再来一题的 "2.1-1"；answer：你的答案，值或函数。
    没有这个题号时，结果的 status 是 "error"。
    """
    found = named(question)
    return answered(found, answer, lesson_here(found)) if found else Outcome("error", _no_such(question), 0, 0)


def answered(question: Question, answer: object, lesson: int) -> Outcome:
    """返回对 question 的答案的检查结果，并且记在学习记录里。lesson：在第几课里做的。"""
    if question is printed(question):
        outcome = (_cells and _cells.failed(question)) or judge(question, answer)
        _seen[question.id].add(outcome)
    else:
        outcome = judge(question, answer)
    if outcome.status == "unanswered":
        return outcome
    RECORD.change(lambda record: note(record, question, outcome, answer, lesson))
    return replace(outcome, reminder=download_reminder(question.id))


def hint(question: object) -> Hint:
    """返回一道题的下一条提示，每调用一次更具体一些；最后一条以后一直是最后一条。

    question：题号，如 "2.1"。没有这个题号时抛出 ValueError。
    """
    found = _found(question)
    number = min(_given[found.id] + 1, len(found.hints))
    _given[found.id] = number
    return Hint(number, len(found.hints), found.hints[number - 1])


def solution(question: object) -> Reference:
    """返回一道题的参考写法，最多三种，各有想法、代码和它绕开的错；做对以后才打开，没做对时说还差什么。

    question：题号，如 "2.1"。没有这个题号时抛出 ValueError。老师可以关掉，见 helpers/classroom/README.md。
    """
    found = _found(question)
    if found is not printed(found):
        raise ValueError(f'参考写法只有课里的题有：solution("{printed(found).id}")。')
    return Reference(found, _seen[found.id])


def _found(question: object) -> Question:
    if found := named(question):
        return found
    raise ValueError(_no_such(question))


def _no_such(question: object) -> str:
    return f"没有题号 {question!r}。现有的题号：{'、'.join(QUESTIONS)}。"
