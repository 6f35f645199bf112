"""一学期里的想法：有的想法几课都用得到。谁犯过，后来改过来没有，看他以后几课的题。"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from helpers.homework import QUESTIONS, Outcome

#: 错误的标识 → 它说的是哪件事；只有几课都用得到的
IDEAS = {
    "sum_instead_of_mean": "求和，还是求均值",
    "mean_instead_of_sum": "求均值，还是求和",
    "matrix_product": "对应相乘，还是矩阵乘法",
    "zero_one_pixels": "纸是 −1，不是 0",
    "matches_counted": "要相乘，不是数吻合的格",
    "truncated": "小数部分丢了",
    "flipped_kernel": "卷积核不翻转",
    "transposed": "行和列对调了",
    "counted_from_one": "从 0 数起",
    "one_position_short": "位置数还要加 1",
    "stride_ignored": "步幅",
    "not_rounded": "往下取整",
    "same_size": "不补边，结果就小一圈",
    "bias_forgotten": "偏置",
    "in_channels_forgotten": "输入通道也要算",
}


@dataclass
class Followed:
    """一个想法的一学期：name 是它说的事；犯过的学生，后来的课里 mended 做对了，still 又犯了，unseen 还没有遇到。"""

    name: str
    mended: list = field(default_factory=list)
    still: list = field(default_factory=list)
    unseen: list = field(default_factory=list)

    @property
    def met(self) -> list:
        """返回犯过的学生。"""
        return [*self.mended, *self.still, *self.unseen]


def followed(answers: Iterable[tuple[object, Mapping[str, Outcome]]]) -> list[Followed]:
    """返回犯过的想法，人多的在前。answers：每个学生，和他的题号 → 结果。"""
    found = {idea: Followed(name) for idea, name in IDEAS.items()}
    for student, outcomes in answers:
        for idea, each in found.items():
            if fate := _fate(idea, outcomes):
                getattr(each, fate).append(student)
    return sorted((each for each in found.values() if each.met), key=lambda each: -len(each.met))


def _fate(idea: str, outcomes: Mapping[str, Outcome]) -> str | None:
    """Tell what became of an idea after the lesson in which it was first met: the last lesson that asks for it says."""
    asked = {number: outcome for number, outcome in outcomes.items() if idea in _ideas_of(number)}
    met = {_lesson(number) for number, outcome in asked.items() if idea in (outcome.mistake or "").split("+")}
    passed = {_lesson(number) for number, outcome in asked.items() if outcome.status == "passed"} - met
    if not met:
        return None
    later = {lesson for lesson in met | passed if lesson > min(met)}
    return "unseen" if not later else "still" if max(later) in met else "mended"


def _ideas_of(number: str) -> set[str]:
    return {mistake.id for mistake in QUESTIONS[number].mistakes}


def _lesson(number: str) -> int:
    return int(number.partition(".")[0])
