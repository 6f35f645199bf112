"""笔记本文件：有哪几课，各在哪里，哪些格是作业。别处要知道的，都来这里问。

导入时只用标准库：体检（doctor.py）在什么都没装好的时候也要问它。
"""

import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = ROOT / "notebooks"
_SHIPPED = Path(__file__).with_suffix(".json")
_NAME = re.compile(r"(\d+)_\w+\.ipynb")  # not 01_convolution-Copy1.ipynb, nor 01_convolution - 副本.ipynb
_DIGITS = "零一二三四五六七八九"


class LessonError(ValueError):
    """笔记本和题目对不上，或者读不了；内容是给老师看的一句话。"""


@dataclass(frozen=True)
class Lesson:
    """一课：number 是第几课，就是文件名开头的数；path 是笔记本。"""

    number: int
    path: Path

    @property
    def stem(self) -> str:
        """返回文件名，不带 .ipynb。"""
        return self.path.stem

    @cached_property
    def cells(self) -> list[dict]:
        """返回笔记本里的格，source 是一整段文字；读不了时抛出 LessonError。"""
        try:
            cells = json.loads(self.path.read_text(encoding="utf-8"))["cells"]
            return [{**cell, "source": "".join(cell["source"])} for cell in cells]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LessonError(f"{self.path.name} 读不了，不是完好的笔记本：{error}") from None

    @property
    def code(self) -> list[dict]:
        """返回代码格。"""
        return [cell for cell in self.cells if cell["cell_type"] == "code"]

    @cached_property
    def taught(self) -> list[str]:
        """返回作业以前的代码格。"""
        graded = [part_of(cell) is not None for cell in self.code]
        return [cell["source"] for cell in self.code[: [*graded, True].index(True)]]

    @cached_property
    def titles(self) -> dict[str, str]:
        """返回题号 → 题目的一句话，写在答案格的第一行。"""
        found = (re.match(r"# 作业 (\d+\.\d+)  (.*)", cell["source"]) for cell in self.code)
        return {match[1]: match[2] for match in found if match}

    @cached_property
    def unreported(self) -> set[str]:
        """返回出了错也不用说的代码格：故意出错的，和检查格。"""
        return {
            cell["source"]
            for cell in self.code
            if "raises-exception" in cell["metadata"].get("tags", []) or (part_of(cell) or ("",))[0] == "check"
        }

    @property
    def questions(self) -> list:
        """返回这一课的题目（Question）。"""
        from helpers.homework.questions import QUESTIONS  # needs numpy, which the doctor may miss

        return [question for question in QUESTIONS.values() if lesson_of(question.id) == self.number]

    @property
    def points(self) -> int:
        """返回这一课的满分。"""
        return sum(question.points for question in self.questions)


def listed(folder: Path = NOTEBOOKS) -> dict[int, Lesson]:
    """返回 folder 里的课：第几课 → 这一课，从第 1 课起；复制出来的文件（-Copy1、副本）不算。

    两个文件是同一课时抛出 LessonError。
    """
    found = {}
    for path in sorted(folder.glob("*.ipynb")):
        if match := _NAME.fullmatch(path.name):
            lesson = Lesson(int(match[1]), path)
            other = found.setdefault(lesson.number, lesson)
            if other is not lesson:
                both = f"{other.path.name} 和 {path.name} 都是第 {lesson.number} 课"
                raise LessonError(f"{both}。请把其中一个移走，或者改掉它开头的数。")
    return dict(sorted(found.items()))


def lessons(folder: Path = NOTEBOOKS) -> dict[int, Lesson]:
    """返回 folder 里的课，同 listed；哪一课没有题、哪些题没有课时也抛出 LessonError。"""
    from helpers.homework.questions import QUESTIONS  # as above

    found, asked = listed(folder), {lesson_of(question) for question in QUESTIONS}
    for number in sorted(asked - found.keys()):
        raise LessonError(f"{folder} 里没有第 {number} 课（{number:02}_….ipynb），题目里却有它的作业。")
    for number in sorted(found.keys() - asked):
        needed = f"helpers/homework/questions/lesson_{number}.py"
        raise LessonError(f"{found[number].path.name} 还没有题目：写一个 {needed}，或者把它移出 {folder}。")
    return found


class _Shipped(Lesson):
    """A lesson as it was handed out: what a teacher has tried in the notebook since is not in it."""

    @cached_property
    def cells(self) -> list[dict]:
        return json.loads(_SHIPPED.read_text(encoding="utf-8"))[self.path.name]


@cache
def shipped() -> dict[int, Lesson]:
    """返回发下去的课：第几课 → 这一课，只有代码格；老师后来在笔记本里写的不在其中。评分用的是它。"""
    names = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    return {number: _Shipped(number, NOTEBOOKS / name) for name in names if (number := int(name.split("_")[0]))}


def ship() -> None:
    """把现在的笔记本记作发下去的课，以后照它评分。"""
    kept = ("cell_type", "metadata", "source")
    code = {
        lesson.path.name: [{name: cell[name] for name in kept} for cell in lesson.code] for lesson in lessons().values()
    }
    _SHIPPED.write_text(json.dumps(code, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    shipped.cache_clear()


def changed() -> list[str]:
    """返回和发下去的不同的笔记本的文件名：代码改过、读不了，或者不在了。"""
    return [lesson.path.name for lesson in shipped().values() if not _same(lesson)]


def _same(lesson: Lesson) -> bool:
    try:
        now = Lesson(lesson.number, lesson.path).code
    except LessonError:
        return False
    return [cell["source"] for cell in now] == [cell["source"] for cell in lesson.code]


def lesson_of(question: str) -> int:
    """返回题号 question（如 "2.1"）是第几课的。"""
    return int(question.split(".")[0])


def part_of(cell: dict) -> tuple[str, str] | None:
    """返回一格在作业里是什么：("answer" 或 "check"，题号)；不是作业格时返回 None。写在 nbgrader 的 grade_id 里。"""
    grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
    match = re.fullmatch(r"(answer|check)_(\d+)_(\d+)", grade_id)
    return (match[1], f"{match[2]}.{match[3]}") if match else None


def in_words(number: int) -> str:
    """返回 1 到 99 的中文写法。

    >>> in_words(7), in_words(10), in_words(23)
    ('七', '十', '二十三')
    """
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")


if __name__ == "__main__":
    ship()
