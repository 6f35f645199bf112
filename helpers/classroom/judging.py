"""从一份作业送回来的记录评出每一题。记录可能是学生的代码伪造的，所以一样也不信。"""

import re
from dataclasses import replace
from typing import NamedTuple

from helpers.classroom.sandbox.outside import Limits
from helpers.classroom.sandbox.records import unpack
from helpers.classroom.submissions import Submission
from helpers.homework import Outcome, Question
from helpers.homework.judging import assess
from helpers.lessons import shipped

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


def unread(submission: Submission) -> Verdict:
    """返回一份读不了的作业评成什么：每一题都说为什么读不了。"""
    problem, questions = submission.problem, shipped()[submission.lesson].questions if submission.lesson else []
    return Verdict({each.id: Outcome("error", problem, 0, each.points) for each in questions}, [problem], {})


def judged(submission: Submission, records: list[object], limits: Limits) -> Verdict:
    """返回一份作业评成什么；records 是 sandbox.outside.run 送回来的，limits 是运行它时的限度。"""
    *records, end = records
    ended = _ENDS.get(str(end), _ENDS["killed"]).format(seconds=limits.seconds, memory=limits.memory >> 20)
    records = [record for record in records if isinstance(record, dict)]
    seen = {str(record.get("question")): record for record in records}
    questions = shipped()[submission.lesson].questions
    failed = [_Failed(record, questions) for record in records if "trouble" in record]
    answers = {each.id: _outcome(each, seen.get(each.id), failed, ended) for each in questions}
    waits = {}
    for question in questions:
        name, first = _missed(question, answers, failed, questions)
        if first:
            told = f"这一题用到 {first} 的 {name}，它还没有写好：先改 {first}，再运行这一格。"
            answers[question.id] = replace(answers[question.id], message=told)
            waits[question.id] = first
    troubles = [each.told(answers, waits)[:_LONGEST] for each in failed]
    if len(troubles) > _TROUBLES:
        troubles[_TROUBLES:] = [f"没能运行的代码格一共有 {len(troubles)} 个。"]
    return Verdict(answers, [*troubles, ended] if ended else troubles, waits)


class _Failed:
    """A cell that failed, as a record tells it, and the questions that it answers."""

    def __init__(self, record: dict, questions: list[Question]) -> None:
        self.number, self.trouble = record.get("cell"), str(record["trouble"])
        self.source = str(record.get("source"))[:_SOURCE]
        self.questions = [each for each in questions if f"# 作业 {each.id} " in self.source or self.makes(each.name)]

    def makes(self, name: str) -> bool:
        """Tell whether it defines a name; it may be no Python."""
        return bool(re.search(rf"^[ \t]*(def[ \t]+{name}\b|{name}[ \t]*[=:,])", self.source, re.MULTILINE))

    def told(self, answers: dict[str, Outcome], waits: dict[str, str]) -> str:
        numbers = [each.id for each in self.questions]
        if not numbers:
            return f"第 {self.number} 个代码格：{self.trouble}"
        trouble = answers[numbers[0]].message if numbers[0] in waits else self.trouble
        return f"作业 {'、'.join(numbers)} 的答案格：{trouble}"


def _missed(
    question: Question, answers: dict[str, Outcome], failed: list[_Failed], questions: list[Question]
) -> tuple[str, str | None]:
    """Return the name that an answer misses, and the other question, not yet right, that should have made it."""
    found = re.search(r"NameError：name '(\w+)' is not defined", answers[question.id].message)
    if answers[question.id].status != "error" or not found:
        return "", None
    name = found[1]
    made = [each for each in questions if each.name == name]
    made += [each for cell in failed if cell.makes(name) for each in cell.questions]
    others = [each.id for each in made if each is not question and answers[each.id].status != "passed"]
    return name, others[0] if others else None


def _outcome(question: Question, record: dict | None, failed: list[_Failed], ended: str) -> Outcome:
    if record is None:
        return Outcome("error", ended or f"一检查 {question.name}，它就结束了进程。", 0, question.points)
    if "missing" in record:
        for cell in failed:
            if question.name in cell.source and question in (cell.questions or [question]):
                return Outcome("error", f"写着 {question.name} 的那一格没能运行。{cell.trouble}", 0, question.points)
        return Outcome("unanswered", f"笔记本里没有 {question.name}。", 0, question.points)
    try:
        return assess(question, unpack(record["observed"]))
    except Exception:  # no honest record is like this
        return Outcome("error", "交来的结果读不懂。", 0, question.points)
