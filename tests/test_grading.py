"""Grading that is interrupted goes on where it stopped; two commands on one folder do not disturb each other."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from helpers.homework.questions import BY_LESSON
from tests.support.notebooks import ROOT, lesson_2

pytestmark = pytest.mark.slow

STUDENTS = 12


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    returned = tmp_path_factory.mktemp("returned")
    for number in range(STUDENTS):
        text = lesson_2(f"import time\ntime.sleep(0.3)  # {number}")
        (returned / f"{number:02}_02_feature_maps.ipynb").write_text(text, encoding="utf-8")
    return returned


def start(folder: Path, to: Path, *options: str, **settings: object) -> subprocess.Popen:
    command = [sys.executable, "-m", "helpers.classroom", "grade", str(folder), "--to", str(to), "--workers", "2"]
    return subprocess.Popen(
        [*command, *options],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        # what a background job starts ignores Ctrl+C, and so would the command
        **{"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)} | settings,
    )


def wait_until(done: Callable[[], object]) -> None:
    """Wait until something holds, but not for ever: a fault fails instead of hanging."""
    end = time.monotonic() + 120
    while not done():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.05)


def saved(to: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in to.glob("记录/*.json")}


def processes(mark: str) -> list[str]:
    """Return the processes that have a mark in their environment, which servers without walls inherit."""
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            found += [path.parent.name] if mark.encode() in path.read_bytes() else []
        except OSError:
            continue  # it has just ended
    return found


@pytest.fixture(scope="module")
def undisturbed(folder, tmp_path_factory) -> bytes:
    """Return the points of the class from one command that nothing stopped."""
    to = tmp_path_factory.mktemp("whole") / "to"
    start(folder, to).communicate()
    return (to / "成绩.csv").read_bytes()


@pytest.mark.parametrize(("how", "options"), [("INT", []), ("KILL", []), ("INT", ["--unconfined"])])
def test_resume(folder, undisturbed, tmp_path, how, options):
    to, mark = tmp_path / "to", f"mark-{os.getpid()}-{time.monotonic_ns()}"
    command = start(folder, to, *options, env={**os.environ, "MARK": mark})
    wait_until(lambda: len(saved(to)) >= 3)
    command.send_signal(signal.Signals[f"SIG{how}"])
    if how == "INT":
        command.send_signal(signal.SIGINT)  # impatient
    said = command.communicate()[1]
    kept = saved(to)
    assert 3 <= len(kept) < STUDENTS
    assert not list(to.rglob("*.part"))
    assert "Traceback" not in said
    if how == "INT":
        assert command.returncode == 1
        assert "再运行同一条命令" in said
    wait_until(lambda: not processes(mark))
    again = start(folder, to, *options)
    again.communicate()
    assert again.returncode == 0
    now = saved(to)
    assert len(now) == STUDENTS
    assert kept.items() <= now.items()
    assert (to / "成绩.csv").read_bytes() == undisturbed


@pytest.mark.parametrize(
    ("options", "stuck", "ignoring"),
    [
        ([], "while True: pass", True),
        ([], "time.sleep(300)", False),
        (["--unconfined"], "while True: pass", False),
        (["--unconfined"], "time.sleep(300)", True),
    ],
)
def test_nothing_outlives_a_killed_command(tmp_path, options, stuck, ignoring):
    """Also where the submission is stuck in a cell that has minutes left."""
    folder = tmp_path / "returned"
    folder.mkdir()
    text = lesson_2(f"import time\n{stuck}")
    (folder / "甲_02_feature_maps.ipynb").write_text(text, encoding="utf-8")
    how = signal.SIG_IGN if ignoring else signal.SIG_DFL
    settings = {"preexec_fn": lambda: signal.signal(signal.SIGINT, how)}
    command = start(folder, tmp_path / "to", "--seconds", "600", *options, **settings)
    here = psutil.Process(command.pid)
    kinds = 3 if options else 4  # the walls, the server, its watcher, the submission
    wait_until(lambda: len(here.children(recursive=True)) >= kinds)
    time.sleep(1)  # the cell has begun
    left = here.children(recursive=True)
    assert len(left) >= kinds
    command.kill()
    command.communicate()
    wait_until(lambda: not any(each.is_running() for each in left))


def test_two_commands_at_once(folder, tmp_path):
    both = [start(folder, tmp_path / "to") for _ in range(2)]
    said = [command.communicate()[1] for command in both]
    assert [command.returncode for command in both] == [0, 0], said
    assert len(saved(tmp_path / "to")) == STUDENTS


def test_without_walls_the_command_asks(folder, tmp_path):
    command = start(folder, tmp_path / "to", env={**os.environ, "PATH": str(tmp_path)})
    assert "--unconfined" in command.communicate()[1]
    assert command.returncode == 1
    assert not (tmp_path / "to").exists()


WITHOUT_FORK = """
import os, sys
sys.argv = ["inside", "2", "1000000000"]
del os.fork
import helpers.classroom.sandbox.inside as server
server.main()
"""


STUCK_FOR_EVER = """
import sys
from helpers.classroom.sandbox import outside
outside.sys.executable = sys.argv[1]
cells = ("import signal; signal.signal(signal.SIGALRM, signal.SIG_IGN)\\nwhile True: pass",)
outside.run(2, cells, outside.Limits(confined=False, seconds=600, cell_seconds=600))
"""


def without_fork(folder: Path) -> str:
    """Make a Python whose server runs submissions in its own process, as on Windows."""
    python = folder / "python"
    python.write_text(f"#!/bin/sh\nexec {sys.executable} -c '{WITHOUT_FORK}'\n")
    python.chmod(0o755)
    return str(python)


def test_a_server_in_an_endless_loop_ends_with_its_command(tmp_path):
    command = subprocess.Popen([sys.executable, "-c", STUCK_FOR_EVER, without_fork(tmp_path)], cwd=ROOT)
    here = psutil.Process(command.pid)
    wait_until(here.children)
    (server,) = here.children()
    busy = server.cpu_times().user
    wait_until(lambda: server.cpu_times().user > busy + 6)  # taught, and deep in its loop
    command.kill()
    command.wait()
    wait_until(lambda: not server.is_running())


def test_a_system_that_cannot_fork(tmp_path, monkeypatch):
    from concurrent.futures import ThreadPoolExecutor

    from helpers.classroom.grading import Grader
    from helpers.classroom.sandbox import outside as sandbox
    from helpers.classroom.submissions import collect

    monkeypatch.setattr(sandbox.sys, "executable", without_fork(tmp_path))
    monkeypatch.setattr(sandbox, "_PATIENCE", 1)
    for name, first in {
        "甲": "",
        "乙": "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass",
        "丙": "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass",
    }.items():
        (tmp_path / f"{name}_02_feature_maps.ipynb").write_text(lesson_2(first), encoding="utf-8")
    grader = Grader(tmp_path, tmp_path, sandbox.Limits(confined=False, seconds=6, cell_seconds=2))
    with ThreadPoolExecutor(1) as executor:
        found = {each.submission.student: each for each in grader.grade(collect(tmp_path), executor, 1)}
    every_point = sum(question.points for question in BY_LESSON[2])
    assert [found[name].points for name in "甲乙丙"] == [every_point, 0, every_point]
    assert "叫它停也不停" in found["乙"].troubles[0]
