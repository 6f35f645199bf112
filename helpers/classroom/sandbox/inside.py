"""运行学生代码的进程：先把一课讲完，再为每一份作业分出一个自己的副本，在里面运行学生的代码格，看每一题的答案。

它从标准输入一行一行地收作业，往标准输出一行一行地写看到的；评分在别的进程里，这里没有分数可改。
作业只有副本读得到：这个进程自己什么也不读，所以后一份作业在内存里找不到前一份的痕迹。
"""

import contextlib
import json
import os
import re
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import torch
from IPython.core.interactiveshell import InteractiveShell

import helpers
import helpers.drawing.plots
import helpers.explorers
from helpers.classroom.sandbox.parent import end_with
from helpers.classroom.sandbox.records import pack
from helpers.classroom.sandbox.rights import give_up_rights
from helpers.homework.alarm import TimeUp, alarm
from helpers.homework.errors import tell
from helpers.homework.judging import examine
from helpers.homework.question import Question
from helpers.homework.questions import BY_LESSON
from helpers.lessons import Lesson, shipped, unasked

FORKS = hasattr(os, "fork")
#: 一份作业可能怎样结束，除了它把这个进程也结束了
ENDS = ("exit", "done", "time", "memory", "processes", "output")
_SAID = 5_000_000  # bytes a submission may say; an honest one says some thousands
_FILE = 50_000_000  # bytes a file may hold
_TASKS = 64  # processes and threads at a time
_BURST = 2000  # between two looks; the system counts the user's other processes as well
_OPEN = 128  # files a process may have open; what lies in its pipes and sockets is memory too


class Runner:
    """讲完了 lesson 这一课的进程，可以在里面运行一份作业。"""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson, self.questions = lesson, BY_LESSON[lesson.number]
        self.shell = InteractiveShell.instance()
        self.shell.history_manager.enabled = False
        self.shell.display_formatter.active_types = ["text/plain"]  # nobody looks at the pictures
        self.shell.showtraceback = self.shell.showsyntaxerror = lambda *args, **options: None
        self.shell.enable_gui = self.shell.ask_exit = lambda *args: None  # %matplotlib inline, exit()
        self.shell._tee = lambda channel: contextlib.nullcontext()  # it keeps all that is printed: an endless print
        for name in ("check", "hint", "solution", "again", "recall", "mistakes", "progress"):  # it asks by itself
            setattr(helpers, name, lambda *args: None)
        for number, source in enumerate(lesson.taught, 1):
            if not self.shell.run_cell(source).success and source not in lesson.unreported:
                raise RuntimeError(f"{lesson.path.name} 的第 {number} 个代码格运行出错。")
        self.given = dict(self.shell.user_ns)

    def run(self, cells: list[str], seconds: float, say: Callable[[dict], None]) -> None:
        """运行学生的代码格，每格最多 seconds 秒；把出错的格、每一题的答案的表现交给 say。"""
        taught = len(self.lesson.taught)
        same = [*map(unasked, cells[:taught])] == [*map(unasked, self.lesson.taught)]
        start = taught if same else 0  # what he left as it was has been run
        answers = {}
        for number, source in enumerate(cells[start:], start + 1):
            trouble = self._trouble(source, seconds)
            if trouble and source not in self.lesson.unreported:
                say({"cell": number, "source": source[:2000], "trouble": trouble})
            answers |= self._answers()  # a later import or del may take it away
        for question in self.questions:
            if question in answers:
                _apart(lambda question=question: say(self._observed(question, answers[question])))
            else:
                say({"question": question.id, "missing": question.name})

    def _answers(self) -> dict[Question, object]:
        """Return what has the name of an answer, unless it is the course's own, which the lesson uses."""
        found = {}
        for question in self.questions:
            given = self.given.get(question.name, self)
            answer = self.shell.user_ns.get(question.name, given)
            if answer is not given:
                found[question] = answer
        return found

    def _trouble(self, source: str, seconds: float) -> str | None:
        result = None
        with contextlib.suppress(TimeUp, KeyboardInterrupt), alarm(seconds) as clock:
            result = self.shell.run_cell(source)
        if clock.rung or not result:
            return f"运行了 {seconds:g} 秒还没有停。"
        error = result.error_before_exec or result.error_in_exec
        return tell(error) if error else None

    def _observed(self, question: Question, answer: object) -> dict:
        return {"question": question.id, "observed": pack(examine(question, answer))}


def _apart(work: Callable[[], None]) -> None:
    """Do it in a copy of this process: an answer that ends its process ends only that."""
    if FORKS:
        os.waitpid(_copy(work), 0)
    else:
        work()


def _copy(work: Callable[[], int | None]) -> int:
    """Start it in a copy of this process, which ends when it is done; return the copy."""
    parent = os.getpid()
    if child := _fork():
        return child
    try:
        end_with(parent)
        os._exit(work() or 0)
    finally:
        os._exit(0)


def _fork() -> int:
    """Fork as soon as the system allows: the processes of a bomb in another sandbox, the same user's, count as well."""
    while True:
        with contextlib.suppress(BlockingIOError):
            return os.fork()
        time.sleep(0.05)


class Server:
    """收作业的进程：一份一份地交给 runner 的副本去运行，看着它们不越界。

    confined：是不是在沙盒里；memory：一份作业最多再用几字节内存；jobs、out：从哪里收作业，写到哪里。
    """

    def __init__(self, runner: Runner, confined: bool, memory: int, jobs: int, out: int) -> None:
        self.runner, self.confined, self.memory, self.jobs, self.out = runner, confined, memory, jobs, out
        self.found = os.listdir(tempfile.gettempdir())  # the course itself may lie there

    def serve(self) -> None:
        """运行每一份作业：收到一个字节说明来了一份，后面的一行是它。"""
        while os.read(self.jobs, 1):
            if not FORKS:
                job = self._job()
                self.runner.run(job["cells"], job["cell_seconds"], lambda record: self.say(b"+", record))
                self.say(b"!", "done")
                return
            folder = tempfile.mkdtemp()
            watcher = _copy(lambda folder=folder: ENDS.index(self._watch(folder)))
            code = os.waitstatus_to_exitcode(os.waitpid(watcher, 0)[1])
            if self.confined:
                _clear()
            shutil.rmtree(folder, ignore_errors=True)
            # the next submission must not find what this one left; a new sandbox is empty
            left = self.confined and set(os.listdir(tempfile.gettempdir())) - set(self.found)
            self.say(b"!" if left else b"=", ENDS[code] if 0 <= code < len(ENDS) else "killed")
            if left:
                return

    def _job(self) -> dict:
        with os.fdopen(self.jobs, "rb") as jobs:
            return json.loads(jobs.readline())

    def say(self, mark: bytes, record: object) -> None:
        """把一条记录写给评分的进程：mark 说它是看到的（+）、结束了可以再来（=），还是结束了不能再来（!）。"""
        _write(self.out, mark + json.dumps(record).encode() + b"\n")

    def _watch(self, folder: str) -> str:
        """Run the submission that waits in a copy; return how it ended."""
        os.setsid()
        job = self._job()
        reading, writing = os.pipe()
        submission = _copy(lambda: self._run(job, folder, writing))
        os.close(writing)
        end = self._pass_on(reading, time.monotonic() + job["seconds"])
        for kill in (os.killpg, os.kill):  # it may not lead its group yet
            with contextlib.suppress(ProcessLookupError):
                kill(submission, signal.SIGKILL)
        return end

    def _run(self, job: dict, folder: str, writing: int) -> None:
        os.setsid()
        os.close(self.out)
        os.chdir(folder)
        self._limit(job["seconds"])

        def say(record: object) -> None:
            _write(writing, json.dumps(record).encode() + b"\n")

        self.runner.run(job["cells"], job["cell_seconds"], say)
        say("done")

    def _limit(self, seconds: float) -> None:
        import resource  # not on Windows

        limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: _FILE, resource.RLIMIT_CPU: int(seconds) + 1}
        limits[resource.RLIMIT_NOFILE] = _OPEN
        if sys.platform == "linux":
            limits[resource.RLIMIT_DATA] = (_status("self")["VmData"] << 10) + self.memory
        if self.confined:  # elsewhere it would count all that the teacher has open
            limits[resource.RLIMIT_NPROC] = _BURST
        for limit, most in limits.items():
            resource.setrlimit(limit, (most, most))

    def _pass_on(self, reading: int, deadline: float) -> str:
        """Pass on what a submission says until it is done or goes too far; return which."""
        said, rest = 0, b""
        poll = select.poll()
        poll.register(reading, select.POLLIN)
        poll.register(self.out, 0)  # tells when the grader has gone
        while time.monotonic() < deadline:
            if self.confined and (far := self._too_far()):
                return far
            ready = dict(poll.poll(100))
            if self.out in ready:
                return "exit"
            if reading not in ready:
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

    def _too_far(self) -> str | None:
        """Look at the processes of the submission, seen from the one that watches it."""
        processes = {int(name) for name in os.listdir("/proc") if name.isdigit()} - {1, os.getpid()}
        seen = [_status(each) for each in processes]
        if sum(each["Threads"] for each in seen) > _TASKS:
            return "processes"
        # it and the copy that an answer is asked in share with this process what they have not changed
        shared = min(len(seen), 2) * _memory(_status("self"))
        return "memory" if sum(map(_memory, seen)) - shared > self.memory else None


def _clear() -> None:
    """End all that a submission has left in the sandbox, whose first process this is, and wait for it."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(-1, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while True:  # the first process becomes the parent of all that have lost theirs
            os.wait()


def _write(out: int, data: bytes) -> None:
    while data:
        data = data[os.write(out, data) :]


def _status(process: int | str) -> Counter[str]:
    """Return what the kernel tells of a process, memory in KB; of one that has ended it tells nothing."""
    try:
        status = Path(f"/proc/{process}/status").read_text(errors="replace")
    except OSError:
        return Counter()
    return Counter({name: int(number) for name, number in re.findall(r"^(\w+):\s+(\d+)", status, re.MULTILINE)})


def _memory(status: Counter[str]) -> int:
    """Return the bytes of a process that are its own, or shared with its like."""
    return status["RssAnon"] + status["RssShmem"] << 10


def main() -> None:
    """参数：第几课，一份作业最多再用几字节内存。"""
    number, memory = (int(argument) for argument in sys.argv[1:])
    end_with(os.getppid())
    confined = FORKS and os.getpid() == 1  # as only the first process of a sandbox is
    jobs, out = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)
    torch.set_num_threads(1)  # threads do not survive a fork
    if confined:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what the first process of a sandbox does not handle, it ignores
        give_up_rights()
    runner = Runner(shipped()[number])
    if confined:
        for path in Path(tempfile.gettempdir()).iterdir():
            shutil.rmtree(path, ignore_errors=True)
    server = Server(runner, confined, memory, jobs, out)
    server.say(b"=", "ready")
    os.dup2(nowhere, 2)
    server.serve()


if __name__ == "__main__":
    main()
