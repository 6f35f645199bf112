"""评一批作业：几份同时在沙盒里运行，送回来的表现在这里评分，评完一份存一份，中断了可以接着评。"""

import hashlib
import json
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import asdict, dataclass
from functools import cache
from html import escape
from pathlib import Path

from tqdm import tqdm

from helpers.classroom.judging import Verdict, judge_records, judge_unreadable
from helpers.classroom.sandbox import outside
from helpers.classroom.sandbox.outside import Limits
from helpers.classroom.submissions import Submission, code_cells, read
from helpers.files import write_whole
from helpers.homework import Outcome
from helpers.lessons import ROOT, shipped


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
                if place.exists():
                    bar.update()
                elif submission.problem:
                    self._save(place, judge_unreadable(submission))
                    bar.update()
                else:
                    job = executor.submit(outside.run, submission.lesson, cells, self.limits)
                    running[job] = submission, place
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
            self._save(place, judge_records(submission.lesson, job.result(), self.limits))
        return len(done)

    def _place(self, submission: Submission, cells: tuple[str, ...]) -> Path:
        """Name a grade after what it depends on, so that a changed notebook, course or limit means grading anew."""
        content = json.dumps([_course(), asdict(self.limits), submission.lesson, submission.problem, cells])
        return self.store / f"{hashlib.sha256(content.encode()).hexdigest()[:32]}.json"

    def _save(self, place: Path, verdict: Verdict) -> None:
        # the feedback first: where the grade is, all is
        answers, titles = verdict.answers.items(), _titles()
        shown = [
            f"<h3>{number} {escape(titles.get(number, ''))}</h3>{answer._repr_html_()}" for number, answer in answers
        ]
        write_whole(place.with_suffix(".html"), "\n".join(shown))
        plain = {number: {**vars(answer), "pictures": ()} for number, answer in answers}
        rest = {"troubles": verdict.troubles, "waits": verdict.waits}
        write_whole(place, json.dumps({"answers": plain, **rest}, ensure_ascii=False))

    def _load(self, submission: Submission, place: Path) -> Graded:
        stored = json.loads(place.read_text(encoding="utf-8"))
        answers = {number: Outcome(**answer) for number, answer in stored["answers"].items()}
        return Graded(submission, answers, tuple(stored["troubles"]), stored["waits"], place.with_suffix(".html"))


@cache
def _titles() -> dict[str, str]:
    return {number: title for lesson in shipped().values() for number, title in lesson.titles.items()}


@cache
def _course() -> str:
    """Tell one state of the course from another: all that a grade depends on besides the submission."""
    sources = [*sorted((ROOT / "helpers").rglob("*.py")), ROOT / "helpers" / "lessons.json"]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()
