"""参考写法：做对以后，看看还可以怎样写，各自绕开了哪些错；没做对时，说还差几步才打开。"""

import os
from html import escape

from helpers.drawing.colours import STATUS
from helpers.homework.outcome import Outcome
from helpers.homework.question import Question

#: 老师设了这个环境变量，参考写法就不打开
SWITCH = "CNN_COURSE_NO_SOLUTIONS"
_TRIES = 3  # different mistakes that were named, after which one may look without having passed
_WAYS = 3


class Reference:
    """一道题的参考写法：ways 是几种写法，说的都是那一题的 question；还没有打开时 ways 是空的，closed 说为什么。"""

    def __init__(self, question: Question, seen: "Seen") -> None:
        self.question, self.ways, self.closed = question, (), _closed(question, seen)
        if not self.closed:
            self.ways = _solutions()[question.id][:_WAYS]

    def avoided(self, way: object) -> list[str]:
        """返回写法 way 绕开的错，一个错一句话。"""
        sentences = {mistake.id: mistake.sentence for mistake in self.question.mistakes}
        return [sentences[mistake] for mistake in way.avoids]

    def __repr__(self) -> str:
        if self.closed:
            return self.closed
        return "\n\n".join(
            "\n".join([f"写法 {number}：{way.idea}", way.source.strip(), *map(_never, self.avoided(way))])
            for number, way in enumerate(self.ways, 1)
        )

    def _repr_html_(self) -> str:
        parts = [f"<div>{escape(self.closed)}</div>"] if self.closed else []
        for number, way in enumerate(self.ways, 1):
            parts.append(f"<div><b>写法 {number}</b>：{escape(way.idea)}</div>")
            code = escape(way.source.strip())
            parts.append(f'<pre style="overflow-x:auto;margin:4px 0 4px 14px">{code}</pre>')
            parts += [f'<div style="margin:0 0 4px 14px">{escape(_never(each))}</div>' for each in self.avoided(way)]
        colour = STATUS["hint" if self.closed else "passed"]
        return f'<div style="border-left:6px solid {colour};padding:4px 14px">{"".join(parts)}</div>'


def _never(sentence: str) -> str:
    return f"这样写，不会听到：“{sentence}”"


def _solutions() -> dict:
    try:
        from helpers.homework.solutions import SOLUTIONS
    except ImportError:  # a zip for students leaves them out
        return {}
    return SOLUTIONS


class Seen:
    """一道题在这次运行里检查出过什么：passed 是做对过没有，mistakes 是认出过的错，一种算一次。"""

    def __init__(self) -> None:
        self.passed, self.mistakes = False, set()

    def add(self, outcome: Outcome) -> None:
        """记下一次检查的结果。"""
        self.passed |= outcome.status == "passed"
        if outcome.mistake:
            self.mistakes.add(outcome.mistake)


def _closed(question: Question, seen: Seen) -> str:
    """Say why the ways are not shown yet; say nothing once they are."""
    if os.environ.get(SWITCH):
        return "老师没有打开参考写法。"
    if not _solutions():
        return "这一份课程里没有参考写法，可以问问老师。"
    if seen.passed:
        return ""
    first = "先自己试试：检查通过，参考写法就打开。"
    if not question.mistakes:  # none can be named in a text
        return first
    left = min(_TRIES, len(question.mistakes)) - len(seen.mistakes)
    return f"{first}卡住了也不要紧，再试出 {left} 种认得出的错，它也会打开。" if left > 0 else ""
