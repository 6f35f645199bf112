"""运行学生代码的进程：先把一课讲完，再为每一份作业分出一个自己的副本，在里面运行学生的代码格，看每一题的答案。

它从标准输入一行一行地收作业，往标准输出一行一行地写看到的；评分在别的进程里，这里没有分数可改。
"""

import contextlib
import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import torch
from IPython.core.interactiveshell import InteractiveShell

import helpers
import helpers.explorers
import helpers.plots
from helpers.classroom.lessons import LESSONS, Lesson
from helpers.classroom.records import pack
from helpers.homework.attempt import alarm, tell
from helpers.homework.question import Question, examine

FORKS = hasattr(os, "fork")
_NOBODY = 65534
_SAID = 5_000_000  # bytes a submission may say; an honest one says some thousands
_FILE = 50_000_000  # bytes a file may hold
_PROCESSES = 32


class Runner:
    """讲完了 lesson 这一课的进程，可以在里面运行一份作业。"""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.shell = InteractiveShell.instance()
        self.shell.history_manager.enabled = False
        self.shell.display_formatter.active_types = ["text/plain"]  # nobody looks at the pictures
        self.shell.showtraceback = self.shell.showsyntaxerror = lambda *args, **options: None
        self.shell.enable_gui = self.shell.ask_exit = lambda *args: None  # %matplotlib inline, exit()
        helpers.check = helpers.hint = lambda *args: None  # the grader asks about each question itself
        for number, source in enumerate(lesson.taught, 1):
            if not self.shell.run_cell(source).success and source not in lesson.unreported:
                raise RuntimeError(f"{lesson.path.name} 的第 {number} 个代码格运行出错。")
        self.given = dict(self.shell.user_ns)

    def run(self, cells: list[str], seconds: float, say: Callable[[dict], None]) -> None:
        """运行学生的代码格，每格最多 seconds 秒；把出错的格、每一题的答案的表现交给 say。"""
        taught = len(self.lesson.taught)
        start = taught if cells[:taught] == self.lesson.taught else 0  # what he left as it was has been run
        answers = {}
        for number, source in enumerate(cells[start:], start + 1):
            trouble = self._trouble(source, seconds)
            if trouble and source not in self.lesson.unreported:
                say({"cell": number, "source": source[:2000], "trouble": trouble})
            answers |= self._answers()  # a later import or del may take it away
        for question in self.lesson.questions:
            if question in answers:
                _apart(lambda question=question: say(self._observed(question, answers[question])))
            else:
                say({"question": question.id, "missing": question.name})

    def _answers(self) -> dict[Question, object]:
        """Return what has the name of an answer, unless it is the course's own, which the lesson uses."""
        found = {}
        for question in self.lesson.questions:
            given = self.given.get(question.name, self)
            answer = self.shell.user_ns.get(question.name, given)
            if answer is not given:
                found[question] = answer
        return found

    def _trouble(self, source: str, seconds: float) -> str | None:
        with alarm(seconds) as rung:
            try:
                result = self.shell.run_cell(source)
            except KeyboardInterrupt:
                result = None
        if rung.is_set() or not result:
            return f"运行了 {seconds:g} 秒还没有停。"
        error = result.error_before_exec or result.error_in_exec
        return tell(error) if error else None

    def _observed(self, question: Question, answer: object) -> dict:
        return {"question": question.id, "observed": pack(examine(question, answer))}


def _apart(work: Callable[[], None]) -> None:
    """Do it in a copy of this process: an answer that ends its process ends only that."""
    if not FORKS:
        work()
    elif child := os.fork():
        os.waitpid(child, 0)
    else:
        work()
        os._exit(0)


class Host:
    """收作业的进程：一份一份地交给 runner 的副本去运行，看着它们不越界。

    confined：是不是在沙盒里；memory：一份作业最多再用几字节内存；out：写到哪里。
    """

    def __init__(self, runner: Runner, confined: bool, memory: int, out: int) -> None:
        self.runner, self.confined, self.memory, self.out = runner, confined, memory, out

    def serve(self, jobs: Iterable[str]) -> None:
        """运行每一份作业；jobs 的每一行是一份。"""
        for line in jobs:
            job = json.loads(line)
            if not FORKS:
                self.runner.run(job["cells"], job["cell_seconds"], lambda record: self._say(b"+", record))
                self._say(b"!", "done")
                return
            folder = tempfile.mkdtemp()
            end = self._watch(*self._start(job, folder), time.monotonic() + job["seconds"])
            shutil.rmtree(folder, ignore_errors=True)
            if self.confined and os.listdir(tempfile.gettempdir()):
                self._say(b"!", end)
                return  # the next submission must not find it; a new sandbox is empty
            self._say(b"=", end)

    def _say(self, mark: bytes, record: object) -> None:
        _write(self.out, mark + json.dumps(record).encode() + b"\n")

    def _start(self, job: dict, folder: str) -> tuple[int, int]:
        """Start a submission in a copy of this process; return the copy, and where to read what it says."""
        reading, writing = os.pipe()
        if child := os.fork():
            os.close(writing)
            return child, reading
        os.close(reading)
        os.close(self.out)
        os.setsid()
        os.chdir(folder)
        self._limit(job["seconds"])
        say = lambda record: _write(writing, json.dumps(record).encode() + b"\n")  # noqa: E731
        self.runner.run(job["cells"], job["cell_seconds"], say)
        say("done")
        os._exit(0)

    def _limit(self, seconds: float) -> None:
        import resource  # not on Windows

        limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: _FILE, resource.RLIMIT_CPU: int(seconds) + 1}
        if sys.platform == "linux":
            limits[resource.RLIMIT_DATA] = _private("self") + self.memory
        if self.confined:  # elsewhere it would count all that the teacher has open
            limits[resource.RLIMIT_NPROC] = _PROCESSES
        for limit, most in limits.items():
            resource.setrlimit(limit, (most, most))

    def _watch(self, child: int, reading: int, deadline: float) -> str:
        """Pass on what a submission says; end it when it is done or goes too far, and tell which."""
        end = self._pass_on(reading, deadline)
        with contextlib.suppress(ProcessLookupError):
            # in the sandbox, whatever runs beside this process belongs to the submission
            os.kill(-1, signal.SIGKILL) if self.confined else os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(reading)
        return end

    def _pass_on(self, reading: int, deadline: float) -> str:
        said, rest = 0, b""
        while time.monotonic() < deadline:
            if self.confined and _grown() > self.memory:
                return "memory"
            if not select.select([reading], [], [], 0.1)[0]:
                continue
            chunk = os.read(reading, 1 << 16)
            said += len(chunk)
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                if line == b'"done"':
                    return "done"
                _write(self.out, b"+" + line + b"\n")
            if not chunk:
                return "exit"
            if said > _SAID:
                return "output"
        return "time"


def _write(out: int, data: bytes) -> None:
    while data:
        data = data[os.write(out, data) :]


def _private(process: str) -> int:
    """Return the bytes of private memory a process may touch."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(status.partition("VmData:")[2].split()[0]) << 10


def _grown() -> int:
    """Return how many bytes the processes of a submission use together, beyond what they share with this one."""

    def used(process: str) -> int:
        with contextlib.suppress(OSError):
            _, resident, shared, *_ = map(int, Path(f"/proc/{process}/statm").read_text().split())
            return (resident - shared) * os.sysconf("SC_PAGESIZE")
        return 0

    mine = used("self")
    return sum(max(0, used(process) - mine) for process in os.listdir("/proc") if process.isdigit())


def main() -> None:
    """参数：第几课，是不是在沙盒里，一份作业最多再用几字节内存。"""
    number, confined, memory = (int(argument) for argument in sys.argv[1:])
    jobs, out = os.fdopen(os.dup(0)), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    torch.set_num_threads(1)  # threads do not survive a fork
    if confined and os.getuid() == 0:  # to be held by limits, and to see no file that others may not
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    runner = Runner(LESSONS[number])
    if confined:
        for path in Path(tempfile.gettempdir()).iterdir():
            shutil.rmtree(path, ignore_errors=True)
    host = Host(runner, bool(confined), memory, out)
    host._say(b"=", "ready")
    os.dup2(nowhere, 2)
    host.serve(jobs)


if __name__ == "__main__":
    main()
