"""Print how fast a class is graded.

python -m tests.benchmarks.measure_grading [of lesson 2] [of lessons 3 to 6] [by nbgrader]

The numbers are submissions of a lesson: 200, 50 and 10 unless told. The classes hold every right answer, mistake and
damage, and all is checked against the plan; real nbgrader then grades some of the same notebooks, undamaged ones.
"""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import numpy as np
import psutil
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import PyFileConfigLoader

from helpers.classroom.course import write_nbgrader
from tests.support.grading import SETTINGS, grade
from tests.support.notebooks import LESSONS
from tests.support.submissions import Handed, build, differences, hand_in


@dataclass
class Cost:
    seconds: float
    main: float  # peak megabytes of the command's own process
    server: float  # and of the largest process that submissions are forked from


def cost(folder: Path) -> Cost:
    """Grade a folder by the command, in a process of its own, and watch it."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "helpers.classroom", "grade", str(folder), *SETTINGS]
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    main = server = 0
    while process.poll() is None:
        try:
            main = max(main, process.memory_info().rss)
            server = max([server, *(each.memory_info().rss for each in servers(process))])
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.05)
    if process.returncode:
        raise RuntimeError(process.stderr.read().decode())
    return Cost(time.perf_counter() - start, main / 1e6, server / 1e6)


def servers(process: psutil.Process) -> list[psutil.Process]:
    """Return the running servers, not the copies that run a submission, whose parents are servers."""
    running = {each.pid: each for each in process.children(recursive=True) if each.name().startswith("python")}
    return [each for each in running.values() if each.ppid() not in running]


def check(folder: Path, handed: list[Handed]) -> None:
    """Read what was graded, and stop if anything is not as planned."""
    graded = grade(folder, folder.with_name(f"{folder.name}_成绩"))
    found = differences(handed, {(each.submission.student, each.submission.lesson): each.answers for each in graded})
    if found:
        raise RuntimeError("\n".join(found))


class Rival:
    """A real nbgrader course, made as the course's own command makes it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        write_nbgrader(root)
        config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
        config.CourseDirectory.root = str(root)
        config.Exchange.root = str(root / "exchange")
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # it calls alembic
        self.grader = NbGraderAPI(config=config)
        for lesson in LESSONS[1:6]:
            assert self.grader.generate_assignment(lesson.stem)["success"]

    def seconds(self, lesson: Path, handed: list[Handed]) -> float:
        """Autograde submissions of a lesson, all as planned, and return how long it took, its start left out."""
        for each in handed:
            place = self.root / "submitted" / f"s{each.student[:7]}" / lesson.stem
            place.mkdir(parents=True)
            (place / lesson.name).write_bytes(each.write(each.notebook))
        start = time.perf_counter()
        result = self.grader.autograde(lesson.stem, "*")
        seconds = time.perf_counter() - start
        assert result["success"], result
        with Gradebook(f"sqlite:///{self.root}/gradebook.db") as gradebook:
            for each in handed:
                found = gradebook.find_submission_notebook(lesson.stem, lesson.stem, f"s{each.student[:7]}")
                points = {grade.name[6:].replace("_", "."): grade.score for grade in found.grades}
                assert points == {question: plan.points for question, plan in each.plan.items()}, each
        return seconds


def main(of_lesson_2: int = 200, of_the_others: int = 50, by_nbgrader: int = 10) -> None:
    print(
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, 2 submissions at a time, {' '.join(SETTINGS)}\n"
    )
    with TemporaryDirectory() as scratch:
        root = Path(scratch)
        compare(root, {2: of_lesson_2, **dict.fromkeys(range(3, 7), of_the_others)}, by_nbgrader)
        grow(root, [of_lesson_2 // 4, of_lesson_2 // 2, of_lesson_2])
    print(f"\nload {os.getloadavg()[0]:.1f} at the end")


def compare(root: Path, sizes: dict[int, int], by_nbgrader: int) -> None:
    rival, totals = Rival(root / "nbgrader"), np.zeros(4)
    print("| lesson | submissions | s | a minute | by nbgrader | s | a minute | ratio |")
    print("| --- " * 8 + "|")
    for lesson, count in sizes.items():
        handed = build(lesson, count, Random(lesson))
        folder = root / f"第 {lesson} 课"
        hand_in(handed, folder)
        seconds = cost(folder).seconds
        check(folder, handed)
        sample = [each for each in handed if not each.damage][:by_nbgrader]
        slow = rival.seconds(LESSONS[lesson - 1], sample)
        print(line(str(lesson), count, seconds, len(sample), slow), flush=True)
        totals += [count, seconds, count, slow / len(sample) * count]  # as if it had graded as many of each lesson
    print(line("all, nbgrader scaled up", *totals))


def line(name: str, count: float, seconds: float, sample: float, rival: float) -> str:
    rate, other = 60 * count / seconds, 60 * sample / rival
    cells = [f"{count:.0f}", f"{seconds:.1f}", f"{rate:.0f}", f"{sample:.0f}", f"{rival:.1f}", f"{other:.0f}"]
    return f"| {name} | {' | '.join(cells)} | {rate / other:.1f} |"


def grow(root: Path, counts: list[int]) -> None:
    """Grade undamaged classes of lesson 2 of several sizes: time and memory, and how straight time grows."""
    print("\n| submissions of lesson 2 | s | peak MB, command | peak MB, server |\n| --- | --- | --- | --- |")
    costs = []
    for count in counts:
        folder = root / f"{count} 份"
        hand_in(build(2, count, Random(count), damages=()), folder)
        costs.append(cost(folder))
        print(f"| {count} | {costs[-1].seconds:.1f} | {costs[-1].main:.0f} | {costs[-1].server:.0f} |", flush=True)
    seconds = [each.seconds for each in costs]
    slope, start = np.polyfit(counts, seconds, 1)
    off = np.abs(np.polyval([slope, start], counts) - seconds).max()
    print(f"\n{start:.1f} s to start and {slope:.3f} s a submission; at most {off:.1f} s off this line")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
