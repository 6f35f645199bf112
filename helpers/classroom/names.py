"""从文件的位置认出是谁的、哪一课；一个学号的几种写法，认作一个学生。"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from helpers.lessons import COPY_MARK, NOTEBOOKS, in_words, shipped

_NOBODY = re.compile(rf"({NOTEBOOKS.name}|((?:untitled)|(?:未命名)|(?:无标题))[ _-]*\d*)?", re.IGNORECASE)
_NUMBER = re.compile(r"(?:(?<![A-Za-z])[A-Z]{1,2})?(?<!\d)(?!\d{4}[级届年])\d{4,}")


@dataclass(frozen=True)
class Name:
    """一个文件的位置说了什么：student 是谁的，lesson 是第几课，都写在原来的文件名里。

    hinted 是“第 2 课”“作业 2”之类的话或者文件夹说的第几课；lesson 和 hinted 看不出来时是 None。
    source 是 student 从哪里来：“文件名”“文件夹”，哪里都没有时是空的。
    """

    student: str
    lesson: int | None
    hinted: int | None
    source: str


def whose(path: PurePath) -> Name:
    """返回 path 说了什么；文件名里没有学生的，看装着它的文件夹，从里到外。"""
    student, lesson, hinted = _split(COPY_MARK.sub("", _plain(path.stem)))
    source = "文件名" if student else ""
    for part in reversed(path.parts[:-1]):
        name, named, meant = _split("" if part == ".." else _plain(part))
        hinted = hinted or named or meant
        if name and not student:
            student, source = name, "文件夹"
        elif student and _letters(number_and_name(name)[1]) == _letters(student):
            student = name  # the same name, perhaps with its number
    return Name(student or path.stem, lesson, hinted, source)


def number_and_name(student: str) -> tuple[str, str]:
    """返回 student 里的学号和其余的话；学号是至少四位的数字，前面可以有一两个大写字母。没有或者不止一个时是空的。"""
    number, *others = {*_NUMBER.findall(student)} or {""}
    if others or not number:
        return "", student
    parts = (re.sub(" *[_-]+ *", "_", part).strip(" _") for part in student.split(number))
    return number, "_".join(filter(None, parts))


def known(students: Iterable[str]) -> dict[str, str]:
    """返回 写法 → 学生：students 是 whose 认出的学生，一个学号的几种写法是一个学生，用最长的写法。

    一个号码下有合不到一起的名字，像“张伟”和“李娜”，它就不是学号（可能是日期、年级，也可能有人写错了），不在其中。
    """
    spellings = defaultdict(set)
    for student in students:
        number, _ = number_and_name(student)
        if number:
            spellings[number].add(student)
    shown = {}
    for same in spellings.values():
        letters = {_letters(number_and_name(each)[1]) for each in same} - {""}
        if all(min(letters, key=len) in each for each in letters):
            shown.update(dict.fromkeys(same, max(sorted(same), key=len)))
    return shown


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _plain(name: str) -> str:
    """Compose what a Mac decomposes, and make letters and digits half-width; other signs stay, as they tell apart."""
    return re.sub(
        r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff3f\uff0d\u3000]+",
        lambda match: unicodedata.normalize("NFKC", match[0]),
        unicodedata.normalize("NFC", name),
    )


@cache
def _stems() -> dict[int, re.Pattern]:
    """Return what the file name of each lesson looks like, whatever joins its words."""
    joint = "[ _-]*"
    words = {number: joint.join(map(re.escape, lesson.stem.split("_"))) for number, lesson in shipped().items()}
    return {number: re.compile(f"{joint}{each}{joint}", re.IGNORECASE) for number, each in words.items()}


@cache
def _numbers() -> dict[str, int]:
    """Return the ways to write the number of a lesson, the longest first."""
    written = {way: number for number in shipped() for way in (f"{number}", f"{number:02}", in_words(number))}
    return dict(sorted(written.items(), key=lambda each: -len(each[0])))


@cache
def _words() -> re.Pattern:
    """Return what the words that tell a lesson look like."""
    number = rf"((?:{'|'.join(_numbers())})(?!\d))"
    return re.compile(
        rf"""[ _-]* (?: 第 [ ]? {number} [ ]? (?: 课时 | 课 | 讲 | 章 | 次 (?= (?:课后)? 作业 ) ) (?: (?:课后)? 作业 )?
        | (?: 课后作业 | 作业 ) (?: [ _-]* {number} (?! 班 | 组 | [.] ) )?
        | (?<![a-z]) (?: hw | homework | lesson | assignment ) [ _-]* {number} ) [ _-]*""",
        re.IGNORECASE | re.VERBOSE,
    )


def _split(name: str) -> tuple[str, int | None, int | None]:
    """Split a name into the student, the lesson whose file name is in it, and the lesson that its words hint at."""
    lesson = hinted = None
    for number, stem in _stems().items():
        if stem.search(name):
            name, lesson = stem.sub("_", name), number
    for match in _words().finditer(name):
        if match.lastindex:
            hinted = _numbers()[match[match.lastindex]]
    name = COPY_MARK.sub("", _words().sub("_", name)).strip(" _-")
    if _NOBODY.fullmatch(name):
        return "", lesson, hinted
    number, rest = number_and_name(name)
    return "_".join(filter(None, (number, rest))), lesson, hinted
