"""作业：check 检查一个答案，hint 给下一条提示，solution 给参考写法；题目在 questions/ 里，一课一个文件。"""

from collections import Counter, defaultdict
from dataclasses import replace
from html import escape

from helpers.drawing.colours import STATUS
from helpers.homework.answer_cells import watch
from helpers.homework.judging import judge
from helpers.homework.outcome import Outcome
from helpers.homework.question import Question
from helpers.homework.questions import QUESTIONS
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
    """返回对一个答案的检查结果；无论 answer 是什么都不会报错。

    question：题号，如 "2.1"；answer：你的答案，值或函数。没有这个题号时，结果的 status 是 "error"。
    """
    found = QUESTIONS.get(str(question))
    if not found:
        return Outcome("error", _no_such(question), 0, 0)
    outcome = (_cells and _cells.failed(found)) or judge(found, answer)
    _seen[found.id].add(outcome)
    return outcome if outcome.status == "unanswered" else replace(outcome, reminder=download_reminder(found.id))


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
    return Reference(found, _seen[found.id])


def _found(question: object) -> Question:
    if str(question) not in QUESTIONS:
        raise ValueError(_no_such(question))
    return QUESTIONS[str(question)]


def _no_such(question: object) -> str:
    return f"没有题号 {question!r}。现有的题号：{'、'.join(QUESTIONS)}。"
