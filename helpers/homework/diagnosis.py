"""清单以外的诊断：答案不像任何一个列出的错误时，看它和正确的结果有什么关系，是不是两个错误叠在一起，在哪里才对。

先说确切的关系（是事实），再猜两个想法叠在一起（说“很可能”），最后才说在哪里对（是事实，但离原因最远）。
"""

import inspect
from collections.abc import Callable, Iterator

import numpy as np

from helpers.homework.attempt import Failure
from helpers.homework.comparing import close, factor
from helpers.homework.findings import CODE, Finding
from helpers.homework.pairs import Results, pair
from helpers.homework.places import wrong_cells, wrong_sheets
from helpers.homework.question import Mistake, Question
from helpers.homework.relations import exact

_CLOSE = 1e-4


def diagnose(
    question: Question, got: Results, want: Results, results_of: Callable[[Mistake], Results]
) -> Finding | None:
    """返回从学生的结果里看得出的事；看不出时返回 None。

    got、want：每组输入的结果，学生的和正确的；results_of：给一个列出的错误，返回有这个想法时的结果。
    """
    found = _found(question, got, want, results_of)
    return found and found.filled(**(CODE if question.inputs else dict.fromkeys(CODE, "")))


def _found(question: Question, got: Results, want: Results, results_of: Callable[[Mistake], Results]) -> Finding | None:
    if not question.type.numeric:
        return question.type.finding(got[0], want[0]) if isinstance(got[0], np.ndarray) else None
    if any(isinstance(each, Failure) for each in got):
        return _where_right(question, got, want)
    tolerance = _CLOSE if question.inputs else question.type.tolerance
    if found := exact(got, want, tolerance):
        return found
    if question.inputs and any(g.ndim > w.ndim for g, w in zip(got, want, strict=True)):
        got = [_unwrapped(*each) for each in zip(got, want, strict=True)]
        if found := exact(got, want, tolerance):
            return found
    return (
        _explained_by_arguments(question, got, want)
        or _same_every_time(got, want)
        or _an_argument(question, got)
        or wrong_sheets(question, got[0], want[0], tolerance)
        or pair(question, got, want, {each: results_of(each) for each in question.mistakes}, tolerance)
        or _where_right(question, got, want)
        or wrong_cells(got, want, tolerance)
    )


def _unwrapped(got: np.ndarray, want: np.ndarray) -> np.ndarray:
    """Take off axes of size 1 around a result that has more of them than asked for: its numbers may tell more."""
    extra = got.ndim - want.ndim
    return got.reshape(got.shape[extra:]) if extra > 0 and got.shape[:extra] == (1,) * extra else got


def _arguments(question: Question) -> list[dict[str, object]]:
    names = inspect.signature(question.right).parameters if question.inputs else ()
    return [dict(zip(names, arguments, strict=False)) for arguments in question.inputs]


def _explained_by_arguments(question: Question, got: list[np.ndarray], want: list[np.ndarray]) -> Finding | None:
    """Find a factor, or a difference, that is one for each input and is a number of its arguments."""
    if len(got) < 3 or any(g.shape != w.shape for g, w in zip(got, want, strict=True)):
        return None
    factors = [factor(g, w, _CLOSE) for g, w in zip(got, want, strict=True)]
    differences = [(g - w).flat[0] if np.ptp(g - w) < _CLOSE else None for g, w in zip(got, want, strict=True)]
    quantities = [dict(_quantities(arguments)) for arguments in _arguments(question)]
    for name in quantities[0]:
        values = [each.get(name) for each in quantities]
        if None in values or len(set(values)) < 2:
            continue
        if _all_equal(factors, values):
            told = f"每组输入里，你的数都是正确结果的同一个倍数，这个倍数正好是 {name}。"
            return Finding("scaled_by_argument", told, f"多乘了一个 {name}，还是少除了一个？")
        if _all_equal(factors, [1 / value if value else None for value in values]):
            told = f"每组输入里，你的数都是正确结果除以同一个数，这个数正好是 {name}。"
            return Finding("divided_by_argument", told, f"多除了一个 {name}，还是少乘了一个？")
        for sign, word in ((1, "大"), (-1, "小")):
            if _all_equal(differences, [sign * value for value in values]):
                told = f"每组输入里，你的数都比正确结果{word}，差的正好是 {name}。"
                return Finding("off_by_argument", told, f"{name} 该加在哪里，加几次？")
    return None


def _all_equal(found: list[float | None], values: list[float | None]) -> bool:
    pairs = zip(found, values, strict=True)
    return all(None not in pair and abs(pair[0] - pair[1]) < _CLOSE * max(1, abs(pair[1])) for pair in pairs)


def _quantities(arguments: dict[str, object]) -> Iterator[tuple[str, float]]:
    """Give the numbers that a student may take from the arguments."""
    for name, value in arguments.items():
        if isinstance(value, np.ndarray) and value.ndim == 2:
            rows, columns = value.shape
            yield f"{name} 的格数", value.size
            yield f"{name} 的行数", rows
            yield f"{name} 的列数", columns
            yield f"{name} 的行数的平方", rows**2
            yield f"{name} 的总和", float(value.sum())
        elif isinstance(value, tuple):
            yield f"{name} 的乘积", float(np.prod(value))
            yield f"{name} 的高", value[0]
            yield f"{name} 的宽", value[-1]
        elif isinstance(value, int) and not isinstance(value, bool):
            yield f"{name}", value
            yield f"2 × {name}", 2 * value


def _same_every_time(got: list[np.ndarray], want: list[np.ndarray]) -> Finding | None:
    alike = len(got) > 2 and all(close(each, got[0], 1e-9) for each in got)
    if not alike or all(close(each, want[0], _CLOSE) for each in want):
        return None
    told = "每组输入的结果都一样，可正确的结果并不一样。"
    return Finding("same_every_time", told, "函数里用的是参数，还是外面的变量？")


def _an_argument(question: Question, got: list[np.ndarray]) -> Finding | None:
    given = _arguments(question)
    for name in given[0] if given else ():
        values = [each.get(name) for each in given]
        arrays = all(isinstance(value, np.ndarray) for value in values)
        if arrays and all(close(g, value, 1e-9) for g, value in zip(got, values, strict=True)):
            return Finding(
                "argument_returned", f"你把 {name} 原样交了回来。", "算好的结果存在哪个变量里？return 的是它吗？"
            )
    return None


def _where_right(question: Question, got: Results, want: Results) -> Finding | None:
    """Find what tells the inputs on which the answer is right from the others."""
    same = question.type.same
    right = [not isinstance(g, Failure) and same(g, w) for g, w in zip(got, want, strict=True)]
    if len(right) < 3 or all(right) or not any(right):
        return None
    given = _arguments(question)
    for words, asked, holds in _conditions(given):
        told = [holds(arguments) for arguments in given]
        if told == right:
            return Finding("right_for_some", f"试过的输入里，只有{words}的才对。", asked)
        if told == [not each for each in right]:
            return Finding("wrong_for_some", f"试过的输入里，{words.lstrip()}的都不对，别的都对。", asked)
    return None


def _conditions(given: list[dict[str, object]]) -> Iterator[tuple[str, str, Callable[[dict], bool]]]:
    """Give what may tell inputs apart: words, a question back, and whether it holds for the arguments."""
    tables = [name for name, value in given[0].items() if isinstance(value, np.ndarray) and value.ndim == 2]
    square = "行数和列数，是分别用的吗？哪里只用了一个？"
    for name in tables:
        yield f" {name} 是方形", square, lambda each, name=name: each[name].shape[0] == each[name].shape[1]
    if tables:
        yield "都是方形", square, lambda each: all(each[name].shape[0] == each[name].shape[1] for name in tables)
    for name in tables:
        whole = "存结果的数组是整数的（dtype）吗？小数放进去会怎样？"
        yield f" {name} 里都是整数", whole, lambda each, name=name: bool((each[name] == np.rint(each[name])).all())
    names = dict.fromkeys(name for each in given for name, value in each.items() if not isinstance(value, np.ndarray))
    for name in names:
        asked = f"{name} 用在了哪一步？它变了，那一步跟着变吗？"
        for value in (0, 1, True, False):
            if sum(each.get(name) is value for each in given) > 1:  # one input is told from the rest by many things
                yield f" {name} 是 {value} ", asked, lambda each, name=name, value=value: each.get(name) is value
        yield f"写了 {name} ", asked, lambda each, name=name: name in each
