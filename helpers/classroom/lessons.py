"""课程自己的七个笔记本：给老师的命令从这里知道有哪些课、哪些格是作业。"""

import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from helpers.homework import QUESTIONS, Question

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Lesson:
    """一课：number 是第几课，path 是笔记本。"""

    number: int
    path: Path

    @property
    def stem(self) -> str:
        """返回文件名，不带 .ipynb。"""
        return self.path.stem

    @property
    def questions(self) -> list[Question]:
        """返回这一课的题目。"""
        return [question for question in QUESTIONS.values() if question.id.startswith(f"{self.number}.")]

    @property
    def points(self) -> int:
        """返回这一课的满分。"""
        return sum(question.points for question in self.questions)

    @cached_property
    def code(self) -> list[dict]:
        """返回笔记本里的代码格。"""
        cells = json.loads(self.path.read_text(encoding="utf-8"))["cells"]
        return [{**cell, "source": "".join(cell["source"])} for cell in cells if cell["cell_type"] == "code"]

    @property
    def taught(self) -> list[str]:
        """返回作业以前的代码格。"""
        graded = ["nbgrader" in cell["metadata"] for cell in self.code]
        return [cell["source"] for cell in self.code[: graded.index(True)]]

    @property
    def titles(self) -> dict[str, str]:
        """返回题号 → 题目的一句话，写在答案格的第一行。"""
        found = (re.match(r"# 作业 (\d\.\d)  (.*)", cell["source"]) for cell in self.code)
        return {match[1]: match[2] for match in found if match}

    @property
    def unreported(self) -> set[str]:
        """返回出了错也不用说的代码格：故意出错的，和检查格。"""
        return {
            cell["source"]
            for cell in self.code
            if "raises-exception" in cell["metadata"].get("tags", []) or cell["source"].startswith("check(")
        }


#: 第几课 → 这一课
LESSONS: dict[int, Lesson] = {
    number: Lesson(number, path) for number, path in enumerate(sorted((ROOT / "notebooks").glob("0*.ipynb")), 1)
}
