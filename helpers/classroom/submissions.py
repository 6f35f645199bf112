"""收上来的作业：从文件夹或 zip 里找出笔记本，认出是谁的、哪一课，取出代码格；坏了的说明坏在哪里。"""

import contextlib
import json
import os
import re
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath

from helpers.classroom.names import known, number_and_name, whose
from helpers.lessons import shipped

#: 一个笔记本最多几字节；课程自己的都不到 200 KB
LARGEST = 20_000_000
_LITTER = re.compile(r"\.|~\$|(__MACOSX|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)
_NOBODY = "文件名和文件夹里都没有姓名和学号。"
_NAMELESS = "几个没写姓名的文件在一个文件夹里，当作一个人交了几次。"
#: 别的文件改了名字，还是这样开头
_OTHER_KINDS = {
    b"\x89PNG": "一张图片（PNG）",
    b"\xff\xd8\xff": "一张图片（JPG）",
    b"%PDF": "一个 PDF",
    b"PK\x03\x04": "一个压缩包（zip）",
    b"<!doctype": "一个网页（HTML）",
    b"<html": "一个网页（HTML）",
}


@dataclass(frozen=True)
class Submission:
    """一份作业：student 是谁的，lesson 是第几课（看不出来是 None），problem 说为什么读不了。

    file 是文件在收上来的文件夹里的位置，archive 是装着它的 zip，modified 是最后修改的时间，
    others 是同一个人同一课另外交的文件，look 说名字为什么要老师看一眼。
    """

    student: str
    lesson: int | None
    file: str
    archive: Path | None
    modified: float
    problem: str = ""
    others: tuple[str, ...] = ()
    look: str = ""


def collect(folder: Path) -> list[Submission]:
    """返回 folder（文件夹或 zip 文件）里的作业，一个人一课一份：交了几次的，取最后修改的；按课、学生排好。

    什么也没有找到、folder 是别的文件时抛出 ValueError，文件夹不存在时抛出 FileNotFoundError。
    """
    if not folder.exists():
        raise FileNotFoundError(f"找不到 {folder}。请写上装着作业的文件夹，或者 zip 文件。")
    if folder.is_file() and not zipfile.is_zipfile(folder):
        raise ValueError(f"{folder} 不是文件夹，也不是 zip。" + "也许没有下载完。" * (folder.suffix.lower() == ".zip"))
    found = [_recognised(submission, folder) for _, submission in _files(folder) if submission]
    if not found:
        raise ValueError(f"{folder} 里没有一个 .ipynb 文件。")
    tries = defaultdict(list)
    for submission in _with_one_name(found, folder):
        tries[submission.student, submission.lesson].append(submission)
    latest = []
    for same in tries.values():
        # of one age, as some platforms hand them out, “x (1)” came after “x”, and “x (10)” after both
        *others, last = sorted(same, key=lambda each: (not each.problem, each.modified, len(each.file), each.file))
        nameless = others and any(whose(_place(each, folder)).source != "文件名" for each in same)
        look = last.look or (_NAMELESS if nameless else "")
        latest.append(replace(last, others=tuple(other.file for other in others), look=look))
    return sorted(latest, key=lambda each: (each.lesson or 0, each.student))


def read(submission: Submission, folder: Path) -> bytes | None:
    """返回 folder 里这份作业的文件内容，超过 LARGEST 时返回 None。"""
    if submission.archive is None:
        path = folder / submission.file
        return path.read_bytes() if path.stat().st_size <= LARGEST else None
    with _opened(submission.archive) as archive, archive.open(submission.file) as stream:
        data = stream.read(LARGEST + 1)  # the size that a zip tells of itself may be a lie
    return data if len(data) <= LARGEST else None


def left_out(folder: Path) -> list[str]:
    """返回 folder（文件夹或 zip 文件）里没有评的文件的位置：不是 .ipynb 的；系统自己放的和藏起来的不算。"""
    return [_readable(place) for place, submission in _files(folder) if submission is None]


def _files(folder: Path) -> Iterator[tuple[str, Submission | None]]:
    """Give the place of each file and, where it is to be graded, the submission, of which nothing has been read."""
    for path in [folder] if folder.is_file() else sorted(folder.rglob("*")):
        name, link = path.relative_to(folder), path.is_symlink()
        if _litter(name) or (path.is_dir() and not link):
            continue
        plain = path.is_file()  # whoever opens a pipe waits for ever
        if plain and not link and (path == folder or path.suffix.lower() == ".zip"):
            yield from _in_zip(path, name)
        elif plain and path.suffix.lower() == ".ipynb":
            problem = "这是一个链接，没有打开。请他交文件本身。" if link else ""  # it may lead to another student's
            yield name.as_posix(), Submission("", None, str(name), None, path.lstat().st_mtime, problem)
        else:
            yield name.as_posix(), None


def _in_zip(path: Path, name: PurePath) -> Iterator[tuple[str, Submission | None]]:
    """Read a zip where it lies: nothing is unpacked, so no name in it can lead anywhere."""
    modified = path.stat().st_mtime
    try:
        with _opened(path) as archive:
            entries = archive.infolist()
    except Exception:  # a broken zip has many ways to fail
        yield name.as_posix(), Submission("", None, str(name), None, modified, "zip 文件打不开。请他再交一次。")
        return
    for entry in entries:
        inside = PurePosixPath(entry.filename)
        if entry.is_dir() or _litter(inside):
            continue
        place = "/".join([*name.parts, entry.filename])
        if inside.suffix.lower() != ".ipynb":
            yield place, None
            continue
        try:
            written = time.mktime((*entry.date_time, 0, 0, -1))
        except (OverflowError, ValueError):  # nothing keeps a zip from telling month 0
            written = modified
        yield place, Submission("", None, entry.filename, path, written)


def _opened(path: Path) -> zipfile.ZipFile:
    # names that bear no mark of UTF-8: a Mac writes UTF-8 all the same, Chinese Windows GBK; by the zip, not by
    # the name, as a short name in GBK may happen to be good UTF-8, but hardly all names of a class
    for encoding in ("utf-8", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return zipfile.ZipFile(path, metadata_encoding=encoding)
    return zipfile.ZipFile(path)


def _litter(path: PurePath) -> bool:
    return any(_LITTER.match(part) and part != ".." for part in path.parts)


def _recognised(submission: Submission, folder: Path) -> Submission:
    name = whose(_place(submission, folder))
    cells, problem = (), submission.problem
    try:
        cells = () if problem else code_cells(read(submission, folder))
    except ValueError as error:
        problem = str(error)
    except Exception as error:  # a broken or locked zip has many ways to fail
        problem = f"读不出来（{type(error).__name__}）。请他再交一次。"
    lesson = name.lesson or _lesson_of(cells) or name.hinted
    if not lesson:
        problem = problem or "看不出是哪一课：文件名里没有课的名字，里面也没有作业格。"
    look = "" if name.source else _NOBODY
    return replace(submission, student=name.student, lesson=lesson, problem=problem, look=look)


def _place(submission: Submission, folder: Path) -> PurePath:
    """Return where a file lies, as if the zip around it were a folder."""
    archive = submission.archive.relative_to(folder) if submission.archive else PurePath()
    return PurePath(_readable(str(archive.parent / archive.stem)), _readable(submission.file).lstrip("/"))


def _readable(name: str) -> str:
    if re.search("[\udc80-\udcff]", name):  # bytes of Chinese Windows, unpacked by who took them for UTF-8
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def code_cells(data: bytes | None) -> tuple[str, ...]:
    """返回一个笔记本文件里的代码格，从上到下；data 是文件的内容，太大时是 None。读不了时抛出 ValueError，说明原因。"""
    if data is None:
        raise ValueError(f"文件超过 {LARGEST // 1_000_000} MB，没有打开。请他清除输出，再交一次。")
    if not data.strip():
        raise ValueError("文件是空的。请他再交一次。")
    if kind := _other_kind(data):
        raise ValueError(f"这是{kind}，不是笔记本。请他从 JupyterLab 里下载这一课的 .ipynb，再交一次。")
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


def _other_kind(data: bytes) -> str | None:
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:20].lower()
    kind = next((kind for sign, kind in _OTHER_KINDS.items() if start.startswith(sign.lower())), None)
    return "一个 Word 文档" if kind == _OTHER_KINDS[b"PK\x03\x04"] and b"word/" in data else kind


def _lesson_of(cells: tuple[str, ...]) -> int | None:
    """Tell the lesson from the numbers of the questions in its cells."""
    asked = re.findall(r"""(?:作业\s*|check\(\s*["'])(\d{1,2})\.\d""", "\n".join(cells))
    counts = Counter(int(number) for number in asked if int(number) in shipped())
    return counts.most_common(1)[0][0] if counts else None


def _with_one_name(found: list[Submission], folder: Path) -> list[Submission]:
    """Give each student one name; put the folder before one that students in several folders share."""
    names = known(each.student for each in found)
    folders = defaultdict(set)
    for each in found:
        folders[each.student, each.lesson].add(_place(each, folder).parent)
    shared = {student for (student, _), places in folders.items() if len(places) > 1}
    named = []
    for each in found:
        number, _ = number_and_name(each.student)
        look = f"号码 {number} 下有不同的名字，各算一个学生。" if number else each.look
        if each.student in names:  # its number belongs to one student
            named.append(replace(each, student=names[each.student]))
        elif each.student in shared:
            named.append(replace(each, student=(_place(each, folder).parent / each.student).as_posix(), look=look))
        else:
            named.append(replace(each, look=look))
    return named
