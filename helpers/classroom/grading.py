"""评一批作业：几份同时在沙盒里运行，送回来的表现在这里评分，评完一份存一份，中断了可以接着评。"""

import hashlib
import json
import os
import re
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from tqdm import tqdm

from helpers.classroom import sandbox
from helpers.classroom.lessons import LESSONS, ROOT
from helpers.classroom.records import unpack
from helpers.classroom.sandbox import Limits
from helpers.classroom.submissions import Submission, code_cells, read
from helpers.homework import Outcome, Question
from helpers.homework.question import assess


@dataclass(frozen=True)
class Graded:
    """一份评好的作业：answers 是题号 → 结果，troubles 是没能运行的格和原因，feedback 是反馈（HTML）所在的文件。

    waits 是题号 → 要先改好的那一题：它出错，只因为用到的那一题没有写好。
    """

    submission: Submission
    answers: dict[str, Outcome]
    troubles: tuple[str, ...]
    waits: dict[str, str]
    feedback: Path

    @property
    def points(self) -> int:
        """返回总分。"""
        return sum(answer.points for answer in self.answers.values())


@dataclass(frozen=True)
class Grader:
    """评分的人：folder 是收上来的文件夹或 zip，store 是存评分的文件夹，limits 是每一份的限度。"""

    folder: Path
    store: Path
    limits: Limits

    def grade(self, submissions: list[Submission], executor: Executor, ahead: int) -> list[Graded]:
        """返回评好的作业，显示进度；store 里已经有的不再评。

        executor 同时运行几份，是 concurrent.futures 的执行器；ahead 是最多先交给它几份。
        """
        places, running = {}, {}
        with tqdm(total=len(submissions), desc="评分", unit="份") as bar:
            for submission in submissions:
                cells = () if submission.problem else code_cells(read(submission, self.folder))
                places[submission] = place = self._place(submission, cells)
                if not place.exists() and submission.problem:
                    self._save(place, *_unread(submission))
                if place.exists():
                    bar.update()
                    continue
                running[executor.submit(sandbox.run, submission.lesson, cells, self.limits)] = submission, place
                if len(running) >= ahead:
                    bar.update(self._finish(running))
            while running:
                bar.update(self._finish(running))
        return [self._load(submission, place) for submission, place in places.items()]

    def _finish(self, running: dict[Future, tuple[Submission, Path]]) -> int:
        """Judge and save what has been run by now; return how many that were."""
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for job in done:
            submission, place = running.pop(job)
            self._save(place, *_judged(submission, job.result(), self.limits))
        return len(done)

    def _place(self, submission: Submission, cells: tuple[str, ...]) -> Path:
        """Name a grade after what it depends on, so that a changed notebook, course or limit means grading anew."""
        content = json.dumps([_course(), asdict(self.limits), submission.lesson, submission.problem, cells])
        return self.store / f"{hashlib.sha256(content.encode()).hexdigest()[:32]}.json"

    def _save(self, place: Path, answers: dict[str, Outcome], troubles: list[str], waits: dict[str, str]) -> None:
        # the feedback first: where the grade is, all is
        titles = {number: title for lesson in LESSONS.values() for number, title in lesson.titles.items()}
        shown = [f"<h3>{number} {titles[number]}</h3>{answer._repr_html_()}" for number, answer in answers.items()]
        write_whole(place.with_suffix(".html"), "\n".join(shown))
        plain = {number: {**vars(answer), "pictures": ()} for number, answer in answers.items()}
        write_whole(place, json.dumps({"answers": plain, "troubles": troubles, "waits": waits}, ensure_ascii=False))

    def _load(self, submission: Submission, place: Path) -> Graded:
        stored = json.loads(place.read_text(encoding="utf-8"))
        answers = {number: Outcome(**answer) for number, answer in stored["answers"].items()}
        return Graded(submission, answers, tuple(stored["troubles"]), stored["waits"], place.with_suffix(".html"))


def write_whole(path: Path, text: str, encoding: str = "utf-8") -> None:
    """把 text 写进 path：要么写全，要么原来的文件不动。"""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")  # another command may be writing the same
    try:
        # half a character, as in "\ud800", is nothing that a file can hold
        unfinished.write_text(text, encoding=encoding, errors="replace", newline="")
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


@cache
def _course() -> str:
    sources = [*sorted((ROOT / "helpers").rglob("*.py")), *(lesson.path for lesson in LESSONS.values())]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


_Grade = tuple[dict[str, Outcome], list[str], dict[str, str]]  # answers, troubles and waits


def _unread(submission: Submission) -> _Grade:
    problem, questions = submission.problem, LESSONS[submission.lesson].questions if submission.lesson else []
    return {each.id: Outcome("error", problem, 0, each.points) for each in questions}, [problem], {}


def _judged(submission: Submission, records: list[object], limits: Limits) -> _Grade:
    """Judge what was seen of a submission; its own code may have written the records, so believe nothing."""
    *records, end = records
    ended = _ENDS.get(str(end), _ENDS["killed"]).format(seconds=limits.seconds, memory=limits.memory >> 20)
    records = [record for record in records if isinstance(record, dict)]
    seen = {str(record.get("question")): record for record in records}
    questions = LESSONS[submission.lesson].questions
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
    return answers, [*troubles, ended] if ended else troubles, waits


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
