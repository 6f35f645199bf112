"""判题：错误的想法是能运行的模型，答案和哪个模型算得一样，就是哪个想法。"""

import copy
import dis
import inspect
import re
from collections.abc import Callable
from functools import cache

import numpy as np

from helpers.drawing.grids import Grid, Row
from helpers.homework.answers import Unreadable
from helpers.homework.attempt import SECONDS, Failure, attempt, quiet
from helpers.homework.comparing import near
from helpers.homework.diagnosis import diagnose
from helpers.homework.errors import ask, tell
from helpers.homework.outcome import Outcome
from helpers.homework.question import Mistake, Question

#: 一个答案的表现：函数题每组参数一个结果，别的题只有一个；没作答是 None，不是这一题要的东西时是一句话
Observed = list[np.ndarray | Failure] | str | None


def judge(question: Question, answer: object) -> Outcome:
    """返回 answer 对 question 的检查结果；无论学生交来什么都不抛出错误。"""
    return assess(question, examine(question, answer))


def examine(question: Question, answer: object) -> Observed:
    """返回 answer 的表现，里面只有数和文字：在别处运行的答案，把它送回来就能评。"""
    if _unanswered(answer):
        return None
    problem = _kind_problem(question, answer)
    if question.type.notice and not problem:
        print(question.type.notice, flush=True)
    observed = problem or observe(question, answer, SECONDS)
    if problem or question.inputs or not _in_truths(answer):
        return observed
    return [each if isinstance(each, Failure) else each.astype(bool) for each in observed]


def _in_truths(answer: object) -> bool:
    """Tell whether an answer is written with True and False alone: they are counted with, but said as written."""
    if isinstance(answer, (list, tuple)):
        return bool(answer) and all(map(_in_truths, answer))
    return isinstance(answer, bool) or str(getattr(answer, "dtype", "")).endswith("bool")


def assess(question: Question, observed: Observed) -> Outcome:
    """返回有 observed 这样表现的答案的检查结果。"""
    if observed is None:
        return Outcome("unanswered", "把省略号 ... 换成你的答案，再运行一次。", 0, question.points)
    if isinstance(observed, str):
        return Outcome("wrong", observed, 0, question.points)
    got = [each + 0 if isinstance(each, np.ndarray) and each.dtype == bool else each for each in observed]
    want = expected(question)
    right = [_same(question.type.same, *pair) for pair in zip(got, want, strict=True)]
    if all(right):
        praise = question.type.praise(got[0], len(question.inputs))
        return Outcome("passed", praise, question.points, question.points)
    first = right.index(False)
    mistake = next((each for each in question.mistakes if answers_like(question, got, expected(question, each))), None)
    found = mistake or diagnose(question, got, want, lambda each: expected(question, each))
    failure = got[first] if isinstance(got[first], Failure) else None
    crashed = failure is not None and failure.crashed and not mistake
    lines = [found.sentence] if found else []
    lines.append(_evidence(question, first, observed[first], want[first]))
    asked = (failure and failure.asked) or _asked_there(question, got[first], want[first])
    lines.append(found.ask if found and not crashed else asked)
    return Outcome(
        "error" if crashed else "wrong",
        "\n".join(lines),
        _points(question, right, got, want),
        question.points,
        found.id if found else None,
        tuple(_pictures(question, first, got[first], want[first])),
    )


def observe(question: Question, answer: object, seconds: float | None = None) -> list[np.ndarray | Failure]:
    """返回 answer 的表现：函数题每组参数一个结果，别的题只有一个；出错的地方是 Failure。

    seconds：函数每一次最多算几秒，None 表示不限时。
    """
    if not question.inputs:
        return [_as_failure(attempt(question.type.read, answer))]
    read, changed, stuck = [], [], None
    with quiet():
        for arguments in question.inputs:
            again = copy.deepcopy(arguments)
            result = stuck or attempt(question.type.call, answer, again, seconds=seconds)
            stuck = result if isinstance(result, TimeoutError) else None
            # read at once, and keep no error: what a student returns 200 times may be large, and its frames hold it
            seen = result if isinstance(result, Exception) else attempt(question.type.read, result)
            read.append(_as_failure(seen))
            changed.append(any(map(_changed, arguments, again)))
    return question.type.together(read, changed)


def _changed(given: object, left: object) -> bool:
    return isinstance(given, np.ndarray) and not np.array_equal(given, left)


def _as_failure(result: np.ndarray | Exception) -> np.ndarray | Failure:
    if isinstance(result, Unreadable):
        return Failure(str(result), result.asked, crashed=False)
    return Failure(tell(result), ask(result)) if isinstance(result, Exception) else result


@cache  # some models train a net
def expected(question: Question, mistake: Mistake | None = None) -> list[np.ndarray | Failure]:
    """返回正确的答案的表现；给了 mistake 时，返回有这个想法的答案的表现。"""
    return observe(question, mistake.model if mistake else question.right)


def _unanswered(answer: object) -> bool:
    if not inspect.isfunction(answer):
        return answer is ...
    steps = [step for step in dis.get_instructions(answer) if step.opname not in ("RESUME", "NOP")]
    return all(step.opname.startswith(("LOAD_CONST", "RETURN")) and step.argval in (None, ...) for step in steps)


def _kind_problem(question: Question, answer: object) -> str | None:
    """Say what kind of answer is needed where this is none at all."""
    if not question.inputs:
        if inspect.isroutine(answer):
            return "这一题要的是一个值，你交来的是一个函数。是不是忘了在后面写括号，调用它？"
        return None
    if answer is question.right:
        return "这是课程自带的函数，写一个你自己的。"
    calls = [f"{question.name}({', '.join(_arguments(question, index))})" for index in range(len(question.inputs))]
    if hasattr(answer, "state_dict") and not isinstance(
        answer, type
    ):  # a torch module can be called, but not like this
        return f"这一题要的是函数 {calls[0]}，你交来的是一个网络。"
    if not callable(answer):
        return f"这一题要的是函数 {calls[0]}，你交来的不是函数。是不是多写了括号，把算好的结果交来了？"
    for call, arguments in zip(calls, question.inputs, strict=True):  # some leave out what has a default
        try:
            inspect.signature(answer).bind(*arguments)
        except TypeError:
            return f"这个函数要能这样调用：{call}。数一数，你的函数收几个参数？"
        except ValueError:  # a built-in that does not tell its parameters
            return None
    return None


def _same(compare: Callable[[np.ndarray, np.ndarray], bool], got: object, want: object) -> bool:
    failed = [isinstance(each, Failure) for each in (got, want)]
    return all(failed) if any(failed) else compare(got, want)


def answers_like(question: Question, got: list, wrong: list) -> bool:
    """Tell whether an observed answer is the one that a wrong model gives."""
    return all(_same(question.type.like, *pair) for pair in zip(got, wrong, strict=True))


def _points(question: Question, right: list[bool], got: list, want: list) -> int:
    """Each input of a function, and each part of a value that says so, earns its share, rounded down."""
    if question.by_part and not isinstance(got[0], Failure) and got[0].shape == want[0].shape:
        right = [question.type.same(*part) for part in zip(got[0], want[0], strict=True)]
    else:
        right = [
            0 if isinstance(mine, Failure) else question.type.share(mine, each)
            for mine, each in zip(got, want, strict=True)
        ]
    return int(question.points * sum(right) / len(right) + 1e-9)


def _asked_there(question: Question, got: np.ndarray | Failure, want: np.ndarray) -> str:
    """Ask about the first cell that is wrong, where the question asks about the first of all."""
    first = re.search(r"\[0(, 0)+\]", question.ask)
    if not first or isinstance(got, Failure) or got.shape != want.shape or not question.type.numeric:
        return question.ask
    place = np.argwhere(~near(got, want, question.type.tolerance))[0].tolist()
    return question.ask.replace(first[0], str(place)) if len(place) == first[0].count("0") else question.ask


def _arguments(question: Question, index: int) -> dict[str, object]:
    if not question.inputs:
        return {}
    # the right model may take further settings that no input gives
    return dict(zip(inspect.signature(question.right).parameters, question.inputs[index], strict=False))


def _evidence(question: Question, index: int, got: object, want: np.ndarray) -> str:
    shown = (np.ndarray, int, float, tuple)  # nothing else says anything to a student
    arguments = _arguments(question, index).items()
    given = [f"{name} {_in_words(value)}" for name, value in arguments if isinstance(value, shown)]
    when = f"当 {'、'.join(given)} 时：" if given else ""
    if isinstance(got, Failure):
        return f"{when}{got.told}"
    return when + question.type.evidence(got, want, reveal=bool(question.inputs))


def _in_words(argument: object) -> str:
    return f"的形状是 {argument.shape}" if isinstance(argument, np.ndarray) else f"= {argument}"


def _pictures(question: Question, index: int, got: object, want: np.ndarray) -> list[Row]:
    arguments = _arguments(question, index).items()
    grids = [Grid(value, name) for name, value in arguments if np.ndim(value) == 2]
    given = [Row(*grids)] if grids else []
    compared = [] if isinstance(got, Failure) else question.type.pictures(got, want, reveal=bool(question.inputs))
    return given + compared
