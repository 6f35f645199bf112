"""一次检查的结果：给学生看的反馈，和给老师、评分程序用的分数。"""

from dataclasses import dataclass, field
from html import escape
from typing import Literal

from helpers.drawing.colours import STATUS
from helpers.drawing.grids import Row

_TITLES = {
    "passed": "✓ 检查通过",
    "wrong": "✗ 还不对",
    "unanswered": "… 还没作答",
    "error": "! 运行出错",
}


@dataclass(frozen=True, repr=False)
class Outcome:
    """check 的结果：status 是四种状态之一，mistake 是认出的错误的标识（没认出是 None），message 是反馈。

    points、max_points：得分和满分；reminder：反馈下面的一行 HTML，提醒下载，平时为空。
    在笔记本里显示为反馈；repr 是得分这一个数，nbgrader 就从那里读分数。
    """

    status: Literal["passed", "wrong", "unanswered", "error"]
    message: str
    points: int
    max_points: int
    mistake: str | None = None
    pictures: tuple[Row, ...] = field(default=(), compare=False)
    reminder: str = field(default="", compare=False)

    def __repr__(self) -> str:
        return str(self.points)

    def _repr_html_(self) -> str:
        points = f"（{self.points} / {self.max_points} 分）" if self.max_points else ""
        lines = "".join(f'<div style="margin:4px 0">{escape(line)}</div>' for line in self.message.splitlines())
        pictures = "".join(picture._repr_html_() for picture in self.pictures)
        return (
            f'<div style="border-left:6px solid {STATUS[self.status]};padding:4px 14px">'
            f"<div><b>{_TITLES[self.status]}</b>{points}</div>{lines}{pictures}{self.reminder}</div>"
        )
