"""收上来的作业：从文件夹或 zip 里找出笔记本，认出是谁的、哪一课，取出代码格；坏了的说明坏在哪里。"""

import json
import os
import re
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath

from helpers.classroom.lessons import LESSONS, Lesson

#: 一个笔记本最多几字节；课程自己的都不到 200 KB
LARGEST = 20_000_000
_COPY = re.compile(r"([ _-]*(\(\d+\)|（\d+）|副本|copy\d*|checkpoint))+$", re.IGNORECASE)


@dataclass(frozen=True)
class Submission:
    """一份作业：student 是谁的，lesson 是第几课（看不出来是 None），problem 说为什么读不了。

    file 是文件在收上来的文件夹里的位置，archive 是装着它的 zip，modified 是最后修改的时间，
    others 是同一个人同一课另外交的文件。
    """

    student: str
    lesson: int | None
    file: str
    archive: Path | None
    modified: float
    problem: str = ""
    others: tuple[str, ...] = ()


def collect(folder: Path) -> list[Submission]:
    """返回 folder（文件夹或 zip 文件）里的作业，一个人一课一份：交了几次的，取最后修改的；按课、学生排好。

    什么也没有找到时抛出 ValueError，文件夹不存在时抛出 FileNotFoundError。
    """
    if not folder.exists():
        raise FileNotFoundError(f"找不到 {folder}。请写上装着作业的文件夹，或者 zip 文件。")
    found = list(_in_zip(folder, folder) if folder.is_file() else _in_folder(folder))
    if not found:
        raise ValueError(f"{folder} 里没有一个 .ipynb 文件。")
    tries = defaultdict(list)
    for submission in _told_apart(found):
        tries[submission.student, submission.lesson].append(submission)
    latest = []
    for same in tries.values():
        # of one age, as some platforms hand them out, “x (1)” came after “x”, and “x (10)” after both
        *others, last = sorted(same, key=lambda each: (not each.problem, each.modified, len(each.file), each.file))
        latest.append(replace(last, others=tuple(other.file for other in others)))
    return sorted(latest, key=lambda each: (each.lesson or 0, each.student))


def read(submission: Submission, folder: Path) -> bytes | None:
    """返回 folder 里这份作业的文件内容，超过 LARGEST 时返回 None。"""
    if submission.archive is None:
        path = folder / submission.file
        return path.read_bytes() if path.stat().st_size <= LARGEST else None
    with _opened(submission.archive) as archive, archive.open(submission.file) as stream:
        data = stream.read(LARGEST + 1)  # the size that a zip tells of itself may be a lie
    return data if len(data) <= LARGEST else None


def _in_folder(folder: Path) -> Iterator[Submission]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if not path.is_file():  # whoever opens a pipe waits for ever
            continue
        if _wanted(name) and path.is_symlink():  # it may lead to another student's
            found = _named(Submission("", None, str(name), None, path.lstat().st_mtime))
            yield replace(found, problem="这是一个链接，没有打开。请他交文件本身。")
        elif _wanted(name):
            yield _recognised(Submission("", None, str(name), None, path.stat().st_mtime), folder)
        elif path.suffix.lower() == ".zip":
            yield from _in_zip(path, folder)


def _in_zip(path: Path, folder: Path) -> Iterator[Submission]:
    """Read a zip where it lies: nothing is unpacked, so no name in it can lead anywhere."""
    try:
        with _opened(path) as archive:
            entries = [entry for entry in archive.infolist() if _wanted(PurePosixPath(entry.filename))]
    except Exception:  # a broken zip has many ways to fail
        modified = path.stat().st_mtime
        yield Submission(path.stem, None, path.name, path, modified, "zip 文件打不开。请他再交一次。")
        return
    for entry in entries:
        try:
            modified = time.mktime((*entry.date_time, 0, 0, -1))
        except (OverflowError, ValueError):  # nothing keeps a zip from telling month 0
            modified = path.stat().st_mtime
        yield _recognised(Submission("", None, entry.filename, path, modified), folder)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path, metadata_encoding="gbk")  # as Chinese Windows writes names
    except UnicodeDecodeError:
        return zipfile.ZipFile(path)


def _wanted(path: PurePath) -> bool:
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts if part != "..")
    return path.suffix.lower() == ".ipynb" and not hidden


def _recognised(submission: Submission, folder: Path) -> Submission:
    named = _named(submission)
    lesson = named.lesson
    try:
        cells = code_cells(read(submission, folder))
        lesson = lesson or _lesson_of(cells)
        problem = "" if lesson else "看不出是哪一课：文件名里没有课的名字，里面也没有作业格。"
    except ValueError as error:
        problem = str(error)
    except Exception as error:  # a broken or locked zip has many ways to fail
        problem = f"读不出来（{type(error).__name__}）。请他再交一次。"
    return replace(named, lesson=lesson, problem=problem)


def _named(submission: Submission) -> Submission:
    name = submission.file
    if re.search("[\udc80-\udcff]", name):  # bytes of Chinese Windows, unpacked by who took them for UTF-8
        name = os.fsencode(name).decode("gb18030", errors="replace")
    student, lesson = _student_and_lesson(PurePath(name))
    return replace(submission, student=student, lesson=lesson)


def code_cells(data: bytes | None) -> tuple[str, ...]:
    """返回一个笔记本文件里的代码格，从上到下；data 是文件的内容，太大时是 None。读不了时抛出 ValueError，说明原因。"""
    if data is None:
        raise ValueError(f"文件超过 {LARGEST // 1_000_000} MB，没有打开。请他清除输出，再交一次。")
    if not data.strip():
        raise ValueError("文件是空的。请他再交一次。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    try:
        cells = json.loads(text)["cells"]
        code = [cell["source"] for cell in cells if cell.get("cell_type") == "code"]
        return tuple(source if isinstance(source, str) else "".join(source) for source in code)
    except json.JSONDecodeError as error:
        raise ValueError(f"不是完整的笔记本文件，读到第 {error.lineno} 行读不下去了。请他再交一次。") from None
    except (AttributeError, KeyError, TypeError, RecursionError):
        raise ValueError("不是笔记本文件，或者里面没有单元格。请他再交一次。") from None


def _student_and_lesson(path: PurePath) -> tuple[str, int | None]:
    """Read whose and which lesson from the name; where the name tells no student, the folder does."""
    name, number = _COPY.sub("", path.stem), None
    for lesson in LESSONS.values():
        if re.search(_spelled(lesson), name):
            name, number = re.sub(_spelled(lesson), " ", name), lesson.number
    name = _COPY.sub("", name).strip(" _-")
    if name:
        return name, number
    folders = [
        part for part in path.parts[:-1] if not any(re.search(_spelled(each), part) for each in LESSONS.values())
    ]
    return (folders[-1] if folders else path.stem), number


def _spelled(lesson: Lesson) -> str:
    return "(?i)" + lesson.stem.replace("_", "[ _-]*")


def _lesson_of(cells: tuple[str, ...]) -> int | None:
    """Tell the lesson from the numbers of the questions in its cells."""
    told = re.findall(r"""(?:作业\s*|check\(\s*["'])(\d)\.\d""", "\n".join(cells))
    counts = Counter(int(number) for number in told if int(number) in LESSONS)
    return counts.most_common(1)[0][0] if counts else None


def _told_apart(found: list[Submission]) -> list[Submission]:
    """Put the folder before a name that students in several folders share."""
    folders = defaultdict(set)
    for each in found:
        folders[each.student, each.lesson].add(_folder(each))
    shared = {student for (student, _), places in folders.items() if len(places) > 1}
    return [
        replace(each, student=f"{_folder(each)}/{each.student}") if each.student in shared else each for each in found
    ]


def _folder(submission: Submission) -> str:
    archive = submission.archive.stem if submission.archive else ""
    return (PurePath(archive) / submission.file).parent.as_posix()
