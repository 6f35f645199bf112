"""再来一题和回想：同一道题，换一组数，再问一次。"""

import sys
from collections import Counter
from collections.abc import Iterator
from html import escape

from helpers.drawing.colours import STATUS
from helpers.homework import QUESTIONS, Outcome, Question, answered
from helpers.homework.fresh import drawn, named
from helpers.homework.record import RECORD, mended, tests
from helpers.inputs import as_int

_RECALLED = 3  # questions at the head of a lesson
_LATER = 8  # draws in which an idea must be told from the others once

_offered: set[str] = set()
_chosen: dict[int, list[str]] = {}


class Asked:
    """一道抽出来的题：question 是题，heading、note 是上下两句，outcome 是检查结果，没有作答时是 None。"""

    def __init__(self, question: Question, heading: str, note: str, outcome: Outcome | None = None) -> None:
        self.question, self.heading, self.note, self.outcome = question, heading, note, outcome

    def __repr__(self) -> str:
        given = f"\n{self.question.given}" if self.question.given else ""
        pictures = "".join(f"\n{picture!r}" for picture in self.question.pictures)
        below = self.note if self.outcome is None else f"{self.outcome.message}"
        return f"{self.heading}\n{self.question.text}{given or pictures}\n{below}"

    def _repr_html_(self) -> str:
        parts = [f"<div><b>{escape(self.heading)}</b></div>", self.html()]
        if self.outcome is None:
            parts.append(f"<div>{escape(self.note)}</div>")
        shown = f'<div style="border-left:6px solid {STATUS["hint"]};padding:4px 14px">{"".join(parts)}</div>'
        return shown + (self.outcome._repr_html_() if self.outcome else "")

    def html(self) -> str:
        """返回题目的 HTML：文字、图、写成代码的数。"""
        parts = [f'<div style="margin:4px 0;white-space:pre-wrap">{escape(self.question.text)}</div>']
        parts += [picture._repr_html_() for picture in self.question.pictures]
        if self.question.given:
            code = f'<pre style="overflow-x:auto;margin:4px 0">{escape(self.question.given)}</pre>'
            parts.append(f"<details><summary>写成代码</summary>{code}</details>" if self.question.pictures else code)
        return "".join(parts)


def again(question: object) -> Asked:
    """返回一道题换了数的新题，在下面放一格来作答；做对了，再运行一次就是下一道。

    question：题号，如 "3.1"。没有这个题号、它不能换数时抛出 ValueError。
    """
    found = QUESTIONS.get(str(question))
    if not found or not found.draw:
        can = "、".join(number for number, each in QUESTIONS.items() if each.draw)
        raise ValueError(f"{question} 没有换了数的新题。有新题的是：{can}。")
    fresh = drawn(found, _next(found))
    code = f'check("{fresh.id}", ...)'
    _offer(fresh, f"# 再来一题 {fresh.id}：把 ... 换成你的答案\n{fresh.given and fresh.given + chr(10)}{code}")
    return Asked(fresh, f"再来一题 {fresh.id}", f"在下面一格作答：{code}，把 ... 换成你的答案。")


def _next(question: Question) -> int:
    """The first drawn one that has not been solved."""
    return RECORD.read()["题"].get(question.id, {}).get("新题", 0) + 1


def _offer(fresh: Question, code: str) -> None:
    """Put a cell for the answer below, once."""
    if (shell := _shell()) and fresh.id not in _offered:
        shell.set_next_input(code)
    _offered.add(fresh.id)


def _shell() -> object:
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def recall(lesson: int, number: int, answer: object) -> Asked:
    """返回第 lesson 课开头的第 number 道回想题，和对 answer 的检查结果；answer 是 ... 时只有题目。

    lesson：第几课，从 2 起；number：1、2 或 3；answer：你的答案。lesson、number 不是这样的数时报错。
    问的是前一课和再往前两课的题，换了数；你犯过、还没有改过来的错，先问。
    """
    lesson, number = as_int(lesson, "lesson"), as_int(number, "number")
    last = max(map(_lesson, QUESTIONS))
    if not 2 <= lesson <= last:
        raise ValueError(f"回想在第 2 课到第 {last} 课，收到的是第 {lesson} 课。")
    if not 1 <= number <= _RECALLED:
        raise ValueError(f"回想一共 {_RECALLED} 题，收到的是第 {number} 题。")
    fresh = named(_recalled(lesson)[number - 1])
    heading = f"回想 {number}（第 {_lesson(fresh.id)} 课，{fresh.id}）"
    if answer is ...:
        return Asked(fresh, heading, "把 ... 换成你的答案，再运行一次。想不起来，就跳过去。")
    chosen = _recalled(lesson)
    RECORD.change(lambda record: record["回想"].setdefault(str(lesson), chosen))  # from now on they stay
    return Asked(fresh, heading, "", answered(fresh, answer, lesson))


def _recalled(lesson: int) -> list[str]:
    """Return the questions of a lesson: those of which one has been answered, or else what fits the record now."""
    record = RECORD.read()
    stored = [each for each in record["回想"].get(str(lesson), []) if named(each)]
    if len(stored) == _RECALLED:
        return stored
    if lesson not in _chosen:
        _chosen[lesson] = recalled(lesson, record)
    return _chosen[lesson]


def recalled(lesson: int, record: dict) -> list[str]:
    """返回第 lesson 课该回想的三道题的题号，照 record 来选：先是没有改过来的错，再是改过来的，再是容易错的。"""
    found = {}
    for question, idea in _wanted(lesson, record):
        if question.id not in found and len(found) < _RECALLED:
            found[question.id] = _drawn_with(question, idea, record)
    return list(found.values())


def _wanted(lesson: int, record: dict) -> Iterator[tuple[Question, str | None]]:
    """Give questions, the most wanted first, and the idea that each is asked for."""
    near = (lesson - 1, lesson - 3)
    earlier = [each for each in QUESTIONS.values() if each.draw and _lesson(each.id) < lesson]
    short = [each for each in earlier if not each.long]
    wrongs = sorted(record["错"], key=lambda each: (mended(each), _lesson(each["题"]) not in near))
    for some in (short, earlier):
        yield from ((each, wrong["想法"]) for wrong in wrongs for each in some if tests(each, wrong))
    yield from ((each, None) for each in _usual(short, near))


def _usual(earlier: list[Question], near: tuple[int, int]) -> list[Question]:
    """Put first what can go wrong in most ways, of the near lessons in turn."""
    ranks = Counter()
    places = {}
    for each in sorted(earlier, key=lambda each: (bool(each.inputs), -len(each.mistakes))):
        lesson = _lesson(each.id)
        places[each] = (lesson not in near, ranks[lesson], -lesson)
        ranks[lesson] += 1
    return sorted(earlier, key=places.get)


def _lesson(number: str) -> int:
    return int(number.partition(".")[0])


def _drawn_with(question: Question, idea: str | None, record: dict) -> str:
    """The next drawn one in which the idea gives an answer of its own."""
    first = record["题"].get(question.id, {}).get("新题", 0) + 1
    numbers = range(first, first + _LATER)
    having = (n for n in numbers if idea is None or idea in {each.id for each in drawn(question, n).mistakes})
    return drawn(question, next(having, first)).id
