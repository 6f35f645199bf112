"""笔记本文件：有哪几课，各在哪里，哪些格是作业。别处要知道的，都来这里问。

评分照发下去的课（lessons.json），不照老师后来在笔记本里试着写的。有了新的一版，运行 python -m helpers.lessons 记下它。
导入时只用标准库：体检（doctor.py）在什么都没装好的时候也要问它。
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from helpers import console

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
#: 复制、下载时系统加在文件名后面的：-Copy1、- 副本、(1)
COPY_MARK = re.compile(r"([ _-]*(\(\d+\)|（\d+）|(副本|(?<![a-z])(copy|checkpoint))( ?\d{1,2})?))+$", re.IGNORECASE)
_NAME = re.compile(r"0*([1-9]\d?)_.+")
_SHIPPED = Path(__file__).with_suffix(".json")
_QUESTIONS = Path(__file__).with_name("homework") / "questions"
_DIGITS = "零一二三四五六七八九"


class LessonError(ValueError):
    """笔记本和题目对不上，或者读不了；内容是给老师看的一句话。"""


@dataclass(frozen=True, eq=False)
class Lesson:
    """一课：number 是第几课，写在文件名的开头；path 是笔记本；code 是代码格，每格有 metadata 和 source（整段文字）。"""

    number: int
    path: Path
    code: list[dict]

    @property
    def stem(self) -> str:
        """返回文件名，不带 .ipynb。"""
        return self.path.stem

    @cached_property
    def taught(self) -> list[str]:
        """返回作业以前的代码格。"""
        homework = [place for place, cell in enumerate(self.code) if part_of(cell)[0]]
        return [cell["source"] for cell in self.code[: min(homework, default=None)]]

    @cached_property
    def titles(self) -> dict[str, str]:
        """返回题号 → 题目的一句话，写在答案格的第一行。"""
        found = (re.match(r"# 作业 (\d+\.\d+) +(.*)", cell["source"]) for cell in self.code)
        return {match[1]: match[2] for match in found if match}

    @cached_property
    def unreported(self) -> set[str]:
        """返回出了错也不用说的代码格：故意出错的，和检查格。"""
        return {
            cell["source"]
            for cell in self.code
            if "raises-exception" in cell["metadata"].get("tags", []) or part_of(cell)[0] == "check"
        }


def lessons(folder: Path = NOTEBOOKS) -> dict[int, Lesson]:
    """返回 folder 里的课：第几课 → 这一课，从前往后；复制出来的文件（-Copy1、副本）不算。

    两个文件是同一课、有课没有题、有题没有课、笔记本读不了时抛出 LessonError。
    """
    found = {}
    for path in _notebooks(folder):
        number = _number(path.name)
        if number in found:
            both = f"{found[number].name} 和 {path.name} 都是第 {number} 课"
            raise LessonError(f"{both}。请把其中一个移出 {folder}，或者改掉它开头的数。")
        found[number] = path
    _refuse_mismatch(found, f"{folder} 里", "请补上缺的，或者移走多的。")
    return {number: Lesson(number, found[number], _code(found[number])) for number in sorted(found)}


@cache
def shipped() -> dict[int, Lesson]:
    """返回发下去的课：第几课 → 这一课，老师后来在笔记本里写的不在其中；评分照它们。

    有课没有题、有题没有课、lessons.json 读不了时抛出 LessonError。
    """
    remedy = "请运行 python -m helpers.lessons，把现在的笔记本记作发下去的课。"
    try:
        stored = json.loads(_SHIPPED.read_text(encoding="utf-8"))
        found = {_number(name): Lesson(_number(name), NOTEBOOKS / name, code) for name, code in stored.items()}
    except (OSError, ValueError, AttributeError) as error:
        raise LessonError(f"{_SHIPPED.name} 读不了（{error}）。{remedy}") from None
    _refuse_mismatch(found, "发下去的课里", remedy)
    return found


def ship() -> None:
    """把现在的笔记本记作发下去的课，以后照它们评分。"""
    code = {lesson.path.name: lesson.code for lesson in lessons().values()}
    _SHIPPED.write_text(json.dumps(code, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    shipped.cache_clear()


def changed() -> list[str]:
    """返回现在的笔记本和发下去的课有哪些不同，一个笔记本一句话；都一样时是空的。"""
    before = {lesson.path: lesson.code for lesson in shipped().values()}
    now = set(_notebooks(NOTEBOOKS))
    differences = [_difference(path, before.get(path), path in now) for path in sorted(now | before.keys())]
    return [each for each in differences if each]


def part_of(cell: dict) -> tuple[str, str]:
    """返回一格在作业里是什么（"answer" 或 "check"）和它的题号；不是作业格时都是空的。写在 nbgrader 的 grade_id 里。"""
    match = re.fullmatch(r"(answer|check)_(\d+)_(\d+)", cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
    return (match[1], f"{match[2]}.{match[3]}") if match else ("", "")


def unasked(source: str) -> str:
    """返回一格代码；只是一句 recall(…) 的，不管答了什么，都是空的：回想不算分。

    >>> unasked("recall(2, 1, 7 / 9)"), unasked("x = 1")
    ('', 'x = 1')
    """
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError):  # no Python yet, or a null byte
        return source
    alone = len(statements) == 1 and isinstance(statements[0], ast.Expr)
    call = statements[0].value if alone else None
    return "" if getattr(getattr(call, "func", None), "id", "") == "recall" else source


def grade_id(part: str, question: str) -> str:
    """返回作业里一格的 grade_id：part 是 "answer" 或 "check"，question 是题号。

    >>> grade_id("answer", "2.1")
    'answer_2_1'
    """
    return f"{part}_{question.replace('.', '_')}"


def in_words(number: int) -> str:
    """返回 1 到 99 的中文写法。

    >>> in_words(7), in_words(10), in_words(23)
    ('七', '十', '二十三')
    """
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


def _notebooks(folder: Path) -> list[Path]:
    """List the lessons of a folder by their names alone."""
    paths = sorted(folder.glob("*.ipynb"))
    return [path for path in paths if _number(path.name) and not COPY_MARK.search(path.stem)]


def _number(name: str) -> int | None:
    match = _NAME.fullmatch(name)
    return int(match[1]) if match else None


def _code(path: Path) -> list[dict]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        return [{"metadata": cell["metadata"], "source": "".join(cell["source"])} for cell in code]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LessonError(f"{path.name} 读不了，不是完好的笔记本（{error}）。请换上原来的那一份。") from None


def _difference(path: Path, before: list[dict] | None, there: bool) -> str:
    if before is None:
        return f"{path.name} 是新的，还没有发下去。"
    if not there:
        return f"{path.name} 不见了。"
    try:
        sources = [cell["source"] for cell in _code(path)]
    except LessonError as error:
        return str(error)
    return f"{path.name} 和发下去的不一样了。" if sources != [cell["source"] for cell in before] else ""


def _refuse_mismatch(found: Collection[int], where: str, remedy: str) -> None:
    """Refuse lessons without questions, and questions without a lesson."""
    files = (re.fullmatch(r"lesson_(\d+)\.py", path.name) for path in _QUESTIONS.iterdir())
    asked = {int(file[1]) for file in files if file}
    for number in sorted(asked.symmetric_difference(found)):
        file = f"helpers/homework/questions/lesson_{number}.py"
        if number in asked:
            raise LessonError(f"{where}没有第 {number} 课（{number:02}_….ipynb），却有它的题目（{file}）。{remedy}")
        raise LessonError(f"{where}有第 {number} 课，却没有它的题目（{file}）。{remedy}")


def main() -> None:
    """把现在的笔记本记作发下去的课；记不下来时说明原因，用 1 退出。"""
    try:
        ship()
    except (OSError, LessonError) as error:
        sys.exit(str(error))
    print(f"记下了{in_words(len(shipped()))}课，以后照它们评分。")


if __name__ == "__main__":
    console.run(main)
