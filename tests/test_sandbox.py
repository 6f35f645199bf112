"""What submissions try against the grader, and that each costs only itself."""

import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from helpers.classroom.grading import Graded, Grader
from helpers.classroom.report import write
from helpers.classroom.sandbox import outside as sandbox
from helpers.classroom.sandbox.outside import Limits
from helpers.classroom.submissions import LARGEST, collect
from helpers.homework.questions import BY_LESSON, QUESTIONS
from tests.support.notebooks import ROOT, lesson_2

LIMITS = Limits(seconds=6, cell_seconds=2, memory=300_000_000)
ALL = sum(question.points for question in BY_LESSON[2])
REST = ALL - QUESTIONS["2.1"].points
SECRET = "nobody but the teacher may read this"


@dataclass(frozen=True)
class Attack:
    first: str = ""  # a cell before the answers
    points: int | None = 0  # None: a busy machine stops it later, so that its answers may still have been seen
    trouble: str = ""  # a pattern, in what the teacher is told
    answer: str = ""  # to 2.1


READ = """
import os
from pathlib import Path
got = [value for value in os.environ.values() if "teacher" in value]
for path in map(Path, {paths}):
    for way in (Path.read_text, os.listdir, lambda path: path.open("a"), os.remove, lambda path: (path / "x").mkdir()):
        try:
            way(path)
            got.append(str(path))
        except OSError:
            pass
assert not got, got
"""
CONNECT = """
import socket
got = []
for reach in (
    lambda: socket.create_connection(("127.0.0.1", {port}), 1),
    lambda: socket.create_connection(("1.1.1.1", 53), 1),
    lambda: socket.socket(socket.AF_UNIX).connect("\\0{name}"),
    lambda: socket.getaddrinfo("example.com", 80),
):
    try:
        got.append(reach())
    except OSError:
        pass
assert not got, got
"""
OTHER_PROCESSES = """
import ctypes, os
got = []
for process in {os.getppid(), 1}:
    for name in ("mem", "environ", "maps", "fd", "cwd", "root"):
        path = f"/proc/{process}/{name}"
        try:
            got.append(os.listdir(path) if name in ("fd", "cwd", "root") else open(path, "rb").read(1))
        except OSError:
            pass
    if ctypes.CDLL(None).ptrace(16, process, None, None) == 0:
        got.append("ptrace")
assert not got, got
"""
NAMESPACES = """
import ctypes, os
libc = ctypes.CDLL(None)
NEWUSER = 0x10000000
got = [call for call, answer in {
    "unshare": libc.unshare(NEWUSER),
    "memfd_create": libc.memfd_create(b"x", 0),
    "shmget": libc.shmget(0, 1 << 20, 0o1600),
}.items() if answer >= 0]
if os.uname().machine == "x86_64":
    child = libc.syscall(56, NEWUSER | 17, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    got += ["clone"] if child > 0 else []
assert not got, got
"""
EVERY_PIPE = """
import json, os
for pipe in range(3, 200):
    for line in (b'="done"', b'!"done"', b'+{"question": "2.1", "missing": "x"}', b"[" * 9999, b'{"x": NaN', b"7"):
        try:
            os.write(pipe, line + b"\\n")
        except OSError:
            pass
"""
RECORDS = """
import json, os
record = {"question": "2.%d", "observed": [{"array": "AAAA"}], "trouble": ["\\ud800", None], "cell": {"a": 1}}
for pipe in range(3, 200):
    try:
        for number in range(1, 5):
            os.set_blocking(pipe, False)
            os.write(pipe, json.dumps(record).replace("%d", str(number)).encode() + b"\\n")
        os.write(pipe, b'"done"\\n')
    except OSError:
        pass
"""
LEFT = """
import os, pathlib
left = [path for path in ("/tmp/left", "/dev/shm/left") if os.path.exists(path)]
for path in ("/tmp/left", "/dev/shm/left"):
    try:
        pathlib.Path(path).write_text("2.1")
    except OSError:
        pass
assert not left, left
"""
HEAP = """
import ctypes, re
found = []
for line in open("/proc/self/maps"):
    span, rights, *_ = line.split()
    start, end = (int(side, 16) for side in span.split("-"))
    if "rw" in rights and end - start < 50_000_000:
        found += re.findall(rb"HONEST WORK \\d", ctypes.string_at(start, end - start))
assert not found, found
"""
EQUAL = """
class Equal:
    __eq__ = __ge__ = __le__ = lambda *_: True
    status, points, max_points, message = "passed", 99, 99, ""
class Lying(np.ndarray):
    all = any = __bool__ = __eq__ = lambda *_, **__: True
    shape, dtype = (7, 7), float
class Array:
    __array__ = lambda *_, **__: np.zeros((7, 7)).view(Lying)
turn = [lambda: Equal(), lambda: np.zeros((7, 7)).view(Lying), lambda: Array()]
"""
PATCH = """
import numpy, helpers, helpers.homework, helpers.layers.convolution
from helpers.classroom.sandbox import inside, records
from helpers.homework import judging
for place in (numpy, helpers, helpers.homework, judging, helpers.layers.convolution, records, inside):
    for name in ("allclose", "isclose", "array_equal", "check", "feature_map", "judge", "expected", "assess"):
        if hasattr(place, name):
            setattr(place, name, lambda *_, **__: True)
for question in helpers.homework.QUESTIONS.values():
    object.__setattr__(question, "points", 1000)
    object.__setattr__(question, "right", None)
    object.__setattr__(question, "mistakes", ())
"""
WRONG = "def feature_map(image, kernel):\n    {}\n    return image"
SPIN = WRONG.format("while True:\n        try:\n            while True: pass\n        except BaseException: pass")

ATTACKS = {
    "reads and deletes": Attack(READ, ALL),
    "connects": Attack(CONNECT, ALL),
    "reads other processes": Attack(OTHER_PROCESSES, ALL),
    "leaves the walls": Attack(NAMESPACES, ALL),
    "leaves files": Attack(LEFT, ALL),
    "looks for files left": Attack(LEFT, ALL),
    "reads freed memory": Attack(HEAP, ALL),
    "fork bomb": Attack("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass", 0, "用的内存超过了"),
    "sh fork bomb": Attack(
        "import subprocess\nsubprocess.run(['sh', '-c', 'f() { f | f & }; f; sleep 9'])", 0, "同时运行的进程或线程太多"
    ),
    "thread bomb": Attack(
        "import threading, time\nfor _ in range(9999): threading.Thread(target=time.sleep, args=(9,)).start()",
        None,
        "can't start new thread|同时运行的进程或线程太多",
    ),
    "memory": Attack("x = bytearray(1 << 40)", ALL, "MemoryError"),
    "memory in pieces": Attack(
        "x = []\nwhile True: x.append(bytearray(9_000_000))", None, "进程自己结束了|内存超过|MemoryError"
    ),
    "memory of many": Attack(
        "import os, time\nfor _ in range(8):\n    if not os.fork():\n        x = b'x' * 150_000_000\n"
        "        time.sleep(9)",
        0,
        "用的内存超过了",
    ),
    "memory of other programs": Attack(
        "import subprocess, sys, time\nprogram = 'x = b\"x\" * 120_000_000; import time; time.sleep(9)'\n"
        "running = [subprocess.Popen([sys.executable, '-c', program]) for _ in range(8)]\n"
        "while True:\n    try: time.sleep(9)\n    except BaseException: pass",
        0,
        "用的内存超过了",
    ),
    "shared memory": Attack(
        "import mmap\nx = mmap.mmap(-1, 4 << 30)\nwhile True: x.write(b'x' * 20_000_000)", 0, "用的内存超过了"
    ),
    "full disk": Attack(
        "for number in range(9):\n    with open(f'/tmp/{number}', 'wb') as file:\n"
        "        for _ in range(40): file.write(bytes(1_000_000))",
        ALL,
        "No space left",
    ),
    "large file": Attack(
        "with open('x', 'wb') as file:\n    while True: file.write(bytes(9_000_000))", ALL, "too large"
    ),
    "shm": Attack("open('/dev/shm/x', 'wb')", ALL, "Read-only"),
    "endless": Attack("while True: pass", ALL, "运行了 2 秒还没有停"),
    "endless, no Ctrl+C": Attack(
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass", ALL, "运行了 2 秒还没有停"
    ),
    "asleep": Attack("import time\ntime.sleep(300)", ALL, "运行了 2 秒还没有停"),
    "asleep in an answer": Attack(answer="import time\n" + WRONG.format("time.sleep(300)"), trouble="6 秒"),
    "endless, deaf": Attack(
        "import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True: pass", 0, "6 秒"
    ),
    "endless answer, deaf": Attack(answer=SPIN, trouble="6 秒"),
    "endless output": Attack(
        "import os\nwhile True:\n    print('x' * 99999)\n    os.write(2, b'x' * 99999)", ALL, "运行了 2 秒还没有停"
    ),
    "endless report": Attack(
        "import os\nwhile True:\n    for pipe in range(3, 99):\n        try:\n"
        "            os.set_blocking(pipe, False)\n"
        "            os.write(pipe, b'[' * 999_999)\n"
        "        except OSError: pass",
        0,
        "交来的结果太大",
    ),
    "exits at once": Attack("import os\nos._exit(0)", 0, "进程自己结束了"),
    "exits in an answer": Attack(answer=WRONG.format("import os; os._exit(0)"), points=REST),
    "sys.exit": Attack("import sys\nsys.exit()", ALL, "SystemExit"),
    "sys.exit in an answer": Attack(answer=WRONG.format("raise SystemExit"), points=REST),
    "recursion": Attack(answer=WRONG.format("return feature_map(image, kernel)"), points=REST),
    "segmentation fault": Attack("import ctypes\nctypes.string_at(0)", 0, "进程自己结束了"),
    "kills its parent": Attack("import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(9)", 0, "被它结束了"),
    "kills all": Attack("import os\nos.kill(-1, 9)", 0, "结束了"),
    "kills the first process": Attack("import os\nfor number in (2, 9, 10, 15, 19): os.kill(1, number)", ALL),
    "stops its parent": Attack("import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)", 0, "叫它停也不停"),
    "stops itself": Attack("import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)", 0, "6 秒"),
    "daemon": Attack(
        "import os, time\nif not os.fork():\n    os.setsid()\n    if os.fork(): os._exit(0)\n"
        "    while True:\n        time.sleep(0.01)\n        open('/tmp/daemon', 'w').write('x')",
        ALL,
    ),
    "patches helpers": Attack(PATCH, REST, answer=WRONG.format("pass")),
    "writes to every pipe": Attack(EVERY_PIPE, ALL),
    "forges records": Attack(RECORDS, 0, "个代码格"),
    "closes every pipe": Attack("import os\nos.closerange(3, 200)", 0, "进程自己结束了"),
    "says it is equal": Attack(EQUAL, REST, answer="feature_map = lambda image, kernel: turn[len(image) % 3]()"),
    "half a character": Attack("raise ValueError('\\ud800')", ALL, "ValueError"),
    "long error": Attack("raise ValueError('x' * 1_000_000)", ALL, "ValueError"),
    "error that fails": Attack(
        "class E(Exception):\n    def __str__(self): raise BaseException\nraise E()", 0, "进程自己结束了"
    ),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Give what attacks are after: a folder of submissions, a place for results, a server, a secret variable."""
    root = tmp_path_factory.mktemp("teacher")
    (root / "returned").mkdir()
    (root / "results").mkdir()
    (root / "results" / "other.json").write_text(SECRET)
    (root / "returned" / "other.txt").write_text(SECRET)
    with (
        pytest.MonkeyPatch.context() as patch,
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as named,
    ):
        patch.setenv("TEACHERS_PASSWORD", SECRET)
        named.bind("\0cnn-course-attack")
        named.listen()
        paths = [root, root / "returned", root / "returned/other.txt", root / "results/other.json"]
        paths += [ROOT / "README.md", ROOT / "tests/__init__.py", ROOT / "helpers/x", "/etc/passwd"]
        blanks = {"{paths}": str([str(path) for path in paths]), "{port}": str(server.getsockname()[1])}
        yield root, {**blanks, "{name}": "cnn-course-attack"}


def filled(code: str, blanks: dict[str, str]) -> str:
    for blank, value in blanks.items():
        code = code.replace(blank, value)
    return code


@pytest.fixture(scope="module")
def graded(world) -> dict[str, Graded]:
    root, blanks = world
    for number, (name, attack) in enumerate(ATTACKS.items(), 10):
        # the lesson's own maps: 2.2 must not call what 2.1 wrote
        answers = {"q2_1": attack.answer, "q2_2": "three_maps = maps"} if attack.answer else {}
        text = lesson_2(filled(attack.first, blanks), **answers)
        (root / "returned" / f"{number} {name}_02_feature_maps.ipynb").write_text(text, encoding="utf-8")
        text = lesson_2(f"# HONEST WORK {number}")
        (root / "returned" / f"{number} honest_02_feature_maps.ipynb").write_text(text, encoding="utf-8")
    grader = Grader(root / "returned", root / "results", LIMITS)
    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(2) as executor:
        patch.setattr(sandbox, "_PATIENCE", 1)
        found = grader.grade(collect(root / "returned"), executor, 4)
    return {each.submission.student: each for each in found}


@pytest.mark.slow
@pytest.mark.parametrize(("number", "name"), list(enumerate(ATTACKS, 10)))
def test_attack(graded, number, name):
    attack = ATTACKS[name]
    found = graded[f"{number} {name}"]
    assert found.points == attack.points or attack.points is None
    assert re.search(attack.trouble, " ".join(found.troubles))
    assert attack.trouble or not found.troubles
    honest = graded[f"{number} honest"]
    assert (honest.points, honest.troubles) == (ALL, ())


@pytest.mark.slow
def test_the_machine_is_unharmed(graded, world):
    root, _ = world
    assert (root / "results/other.json").read_text() == (root / "returned/other.txt").read_text() == SECRET
    assert len(list((root / "returned").iterdir())) == 2 * len(ATTACKS) + 1
    assert not list(root.rglob("*.part"))
    assert not any(Path(folder, name).exists() for folder in ("/tmp", "/dev/shm") for name in ("left", "daemon"))


@pytest.mark.parametrize("code", [READ, CONNECT, LEFT])
def test_attacks_that_succeed_without_walls(world, code, tmp_path):
    _, blanks = world
    (tmp_path / "private").write_text(SECRET)
    code = filled(
        re.sub("/(tmp|dev/shm)/left", str(tmp_path / "private"), code), {**blanks, "{paths}": repr([str(tmp_path)])}
    )
    (tmp_path / "甲_02_feature_maps.ipynb").write_text(lesson_2(code), encoding="utf-8")
    grader = Grader(tmp_path, tmp_path, Limits(confined=False))
    with ThreadPoolExecutor(1) as executor:
        (found,) = grader.grade(collect(tmp_path), executor, 1)
    assert found.points == ALL
    assert "AssertionError" in found.troubles[0]


def test_names_that_are_formulas_or_pages(tmp_path):
    (tmp_path / "c").mkdir()
    names = ["=1+1", "＝1+1", "<script>alert(1)</script>", "a*b", "a?b", "x" * 200, "x" * 201]
    names += [os.fsdecode("王小明".encode("gb18030"))]
    with zipfile.ZipFile(tmp_path / "c" / "all.zip", "w") as archive:
        for name in names[:-1]:
            archive.writestr(f"../../{name.replace('/', '_')}_02_feature_maps.ipynb", "damaged")
        archive.writestr("/etc/abs_02_feature_maps.ipynb", "damaged")
    (tmp_path / "c" / f"{names[-1]}_02_feature_maps.ipynb").write_text("damaged")
    before = sorted(path for path in tmp_path.rglob("*"))
    grader = Grader(tmp_path / "c", tmp_path, LIMITS)
    found = grader.grade(collect(tmp_path / "c"), ThreadPoolExecutor(1), 1)
    (tmp_path / "to").mkdir()
    write(found, tmp_path / "to")
    students = {each.submission.student for each in found}
    assert "王小明" in students
    assert len(students) == len(names) + 1
    assert len(list((tmp_path / "to/反馈").iterdir())) == len(students)
    table = (tmp_path / "to/成绩.csv").read_text(encoding="utf-8-sig")
    assert "\t=1+1" in table
    assert "\t＝1+1" in table
    assert "<script>alert" not in (tmp_path / "to/班级报告.html").read_text(encoding="utf-8")
    new = {path for path in tmp_path.rglob("*") if path not in before}
    assert all(path.is_relative_to(tmp_path / "to") or path.suffix in (".json", ".html") for path in new)


def test_a_crowd_next_door_only_makes_it_wait():
    """All sandboxes of a root are the same nobody's, and the system counts the processes of a user together."""
    crowd = """
import os, threading, time
if os.getuid() == 0: os.setuid(65534)
for _ in range(2100): threading.Thread(target=time.sleep, args=(2,)).start()
print("here", flush=True)
"""
    cells = (WRONG.format("pass"),)
    alone = sandbox.run(2, cells, LIMITS)
    with subprocess.Popen([sys.executable, "-c", crowd], stdout=subprocess.PIPE) as neighbours:
        assert neighbours.stdout.readline() == b"here\n"
        assert sandbox.run(2, cells, LIMITS) == alone
    assert alone[-1] == "done"


def test_what_is_not_a_plain_file_is_not_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe_02_feature_maps.ipynb")
    os.mkfifo(tmp_path / "pipe.zip")
    (tmp_path / "folder_02_feature_maps.ipynb").mkdir()
    (tmp_path / "folder.zip").mkdir()
    (tmp_path / "甲_02_feature_maps.ipynb").write_text(lesson_2(), encoding="utf-8")
    (tmp_path / "乙_02_feature_maps.ipynb").symlink_to("甲_02_feature_maps.ipynb")
    (tmp_path / "丙_02_feature_maps.ipynb").symlink_to("/dev/zero")
    problems = {each.student: each.problem for each in collect(tmp_path)}
    assert problems.pop("甲") == ""
    assert "链接" in problems.pop("乙")
    assert not problems


def test_bombs(tmp_path):
    huge = b" " * (LARGEST + 1)
    (tmp_path / "huge_02_feature_maps.ipynb").write_bytes(huge)
    (tmp_path / "deep_02_feature_maps.ipynb").write_text('{"cells":' + "[" * 200_000)
    (tmp_path / "number_02_feature_maps.ipynb").write_text('{"cells": [], "nbformat": ' + "4" * 5000 + "}")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("bomb_02_feature_maps.ipynb", "w", force_zip64=True) as stream:
            for _ in range(50):
                stream.write(huge)
        link = zipfile.ZipInfo("link_02_feature_maps.ipynb", (1980, 0, 0, 0, 0, 0))
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("x_02_feature_maps.ipynb", "x")
    broken = stored.getvalue().replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff")
    (tmp_path / "broken.zip").write_bytes(broken)
    found = {each.student: each.problem for each in collect(tmp_path)}
    assert set(found) == {"huge", "deep", "number", "bomb", "link", "broken"}
    assert all(found.values())
    assert "超过" in found["huge"]
    assert "超过" in found["bomb"]


def test_many_cells(tmp_path):
    lesson = json.loads(lesson_2())
    cell = {"cell_type": "code", "source": "1/0", "metadata": {}, "outputs": [], "execution_count": None}
    lesson["cells"] += [cell] * 100_000
    (tmp_path / "甲_02_feature_maps.ipynb").write_text(json.dumps(lesson))
    with ThreadPoolExecutor(1) as executor:
        (found,) = Grader(tmp_path, tmp_path, LIMITS).grade(collect(tmp_path), executor, 1)
    assert found.points == 0
    assert len(found.troubles) < 30


def test_the_course_may_lie_in_the_temporary_folder(tmp_path):
    """The sandbox has a temporary folder of its own, which must not hide the course."""
    course = Path(tempfile.mkdtemp(dir="/tmp"))
    shutil.copytree(ROOT / "helpers", course / "helpers")
    shutil.copytree(ROOT / "notebooks", course / "notebooks")
    code = f"""
from helpers import lessons
from helpers.classroom.sandbox import outside
assert str(lessons.ROOT) == {str(course)!r}
for _ in range(2):
    *_, end = outside.run(2, ("x = 1",), outside.Limits())
    print(end, outside._own.host.process.pid)
"""
    environment = {**os.environ, "PYTHONPATH": str(course)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True)
    shutil.rmtree(course)
    first, second = done.stdout.splitlines()
    assert first.startswith("done ")
    assert second == first, "one server runs both"
