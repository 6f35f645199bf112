"""从一份作业送回来的记录评出每一题。记录可能是学生的代码伪造的，所以一样也不信。"""

import re
from dataclasses import replace
from typing import NamedTuple

from helpers.classroom.sandbox.outside import Limits
from helpers.classroom.sandbox.records import unpack
from helpers.classroom.submissions import Submission
from helpers.homework import Outcome, Question
from helpers.homework.answer_cells import is_answer, makes
from helpers.homework.judging import assess
from helpers.homework.questions import BY_LESSON

_LONGEST = 500  # characters of a sentence about a cell, which says at most 200 of the error
_SOURCE = 2000  # characters of a cell; only a forged one has more
_TROUBLES = 20

_ENDS = {
    "done": "",
    "time": "运行了 {seconds:g} 秒还没有停，后面的没有再等。",
    "memory": "用的内存超过了 {memory} MB。",
    "processes": "同时运行的进程或线程太多。",
    "output": "交来的结果太大。",
    "exit": "进程自己结束了：用完了内存，或者调用了 os._exit 之类。",
    "killed": "运行它的进程被它结束了，或者叫它停也不停。",
}


class Verdict(NamedTuple):
    """一份作业评成什么：answers 是题号 → 结果，troubles 是没能运行的格和原因，waits 是题号 → 要先改好的那一题。"""

    answers: dict[str, Outcome]
    troubles: list[str]
    waits: dict[str, str]


def judge_unreadable(submission: Submission) -> Verdict:
    """返回一份读不了的作业评成什么：每一题都说为什么读不了。"""
    problem, questions = submission.problem, BY_LESSON.get(submission.lesson, ())
    return Verdict({each.id: Outcome("error", problem, 0, each.points) for each in questions}, [problem], {})


def judge_records(lesson: int, records: list[object], limits: Limits) -> Verdict:
    """返回第 lesson 课的一份作业评成什么；records 是 sandbox.outside.run 送回来的，limits 是运行它时的限度。"""
    *records, end = records
    records = [record for record in records if isinstance(record, dict)]
    ending = _ENDS.get(str(end), _ENDS["killed"]).format(seconds=limits.seconds, memory=limits.memory >> 20)
    questions = BY_LESSON[lesson]
    failed = [_FailedCell(record, questions) for record in records if "trouble" in record]
    answers = _answers(questions, records, failed, ending)
    waits = {}
    for question in questions:
        name, first = _missing(question, answers, failed, questions)
        if first:
            message = f"这一题用到 {first} 的 {name}，它还没有写好：先改 {first}，再运行这一格。"
            answers[question.id] = replace(answers[question.id], message=message, mistake=None)
            waits[question.id] = first
    troubles = [cell.sentence(answers, waits)[:_LONGEST] for cell in failed]
    if len(troubles) > _TROUBLES:
        troubles[_TROUBLES:] = [f"没能运行的代码格一共有 {len(troubles)} 个。"]
    return Verdict(answers, [*troubles, ending] if ending else troubles, waits)


class _FailedCell:
    """A cell that failed, as a record tells it, and the questions that it answers."""

    def __init__(self, record: dict, questions: tuple[Question, ...]) -> None:
        self.number, self.trouble = record.get("cell"), str(record["trouble"])
        self.source = str(record.get("source"))[:_SOURCE]
        self.questions = [each for each in questions if is_answer(self.source, each)]

    def sentence(self, answers: dict[str, Outcome], waits: dict[str, str]) -> str:
        numbers = [each.id for each in self.questions]
        if not numbers:
            return f"第 {self.number} 个代码格：{self.trouble}"
        trouble = answers[numbers[0]].message if numbers[0] in waits else self.trouble
        return f"作业 {'、'.join(numbers)} 的答案格：{trouble}"


def _answers(
    questions: tuple[Question, ...], records: list[dict], failed: list[_FailedCell], ending: str
) -> dict[str, Outcome]:
    """Judge each question by the record that tells of it."""
    by_question = {str(record.get("question")): record for record in records}
    answers = {}
    for question in questions:
        record = by_question.get(question.id)
        if record is None:
            message = ending or f"一检查 {question.name}，它就结束了进程。"
            answers[question.id] = Outcome("error", message, 0, question.points)
        elif "missing" in record:
            answers[question.id] = _absent(question, failed)
        else:
            answers[question.id] = _assessed(question, record)
    return answers


def _absent(question: Question, failed: list[_FailedCell]) -> Outcome:
    """Say why there is no answer: a cell that should have made it failed, or none was written."""
    for cell in failed:
        if question.name in cell.source and (not cell.questions or question in cell.questions):
            return Outcome("error", f"写着 {question.name} 的那一格没能运行。{cell.trouble}", 0, question.points)
    return Outcome("unanswered", f"笔记本里没有 {question.name}。", 0, question.points)


def _assessed(question: Question, record: dict) -> Outcome:
    try:
        return assess(question, unpack(record["observed"]))
    except Exception:  # no honest record is like this
        return Outcome("error", "交来的结果读不懂。", 0, question.points)


def _missing(
    question: Question, answers: dict[str, Outcome], failed: list[_FailedCell], questions: tuple[Question, ...]
) -> tuple[str, str | None]:
    """Return the name that an answer misses, and the other question, not yet right, that should have made it."""
    found = re.search(r"NameError：name '(\w+)' is not defined", answers[question.id].message)
    if answers[question.id].status != "error" or not found:
        return "", None
    name = found[1]
    makers = [each for each in questions if each.name == name]
    makers += [each for cell in failed if makes(cell.source, name) for each in cell.questions]
    others = [each.id for each in makers if each is not question and answers[each.id].status != "passed"]
    return name, others[0] if others else None
