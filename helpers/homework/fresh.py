"""再来一题：同一道题，换一组数。正确的答案和每个错误想法的答案都从新的数算出来，抽到分得清它们的数为止。

题号后面的数说是第几道：3.1-2 是 3.1 的第二道。同一个题号，在哪台机器上抽出来的都是同一道。
"""

import copy
import inspect
import re
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

import numpy as np

from helpers.drawing.grids import Grid, Row
from helpers.homework.attempt import Failure, attempt
from helpers.homework.judging import observe
from helpers.homework.pairs import both, joined
from helpers.homework.question import Mistake, Question
from helpers.homework.questions import QUESTIONS

_TRIES = 2000
_GOOD = 3  # arguments of a function to choose from
_NUMBER = re.compile(r"(\d+\.\d+)-([1-9]\d{0,3})")


def named(number: object) -> Question | None:
    """返回题号是 number 的题，"3.1" 是课里的，"3.1-2" 是抽的第二道；没有时返回 None。"""
    if found := QUESTIONS.get(str(number)):
        return found
    match = _NUMBER.fullmatch(str(number))
    question = QUESTIONS.get(match[1]) if match else None
    return drawn(question, int(match[2])) if question and question.draw else None


def printed(question: Question) -> Question:
    """返回抽的题 question 原来是课里的哪一题；课里的题就是它自己。"""
    return QUESTIONS[question.id.partition("-")[0]]


@lru_cache(maxsize=500)
def drawn(question: Question, number: int) -> Question:
    """返回 question 抽的第 number 道，从 1 数起；它没有分数，题目在 text、pictures、given 里。"""
    rng = np.random.default_rng([*map(int, question.id.split(".")), number])
    first = question.draw(rng)
    choose = _told_apart if isinstance(first, Question) else _returned
    found = choose(question, first, rng)
    return replace(found, id=f"{question.id}-{number}", points=0, by_part=False)


def _told_apart(question: Question, found: Question, rng: np.random.Generator) -> Question:
    for _ in range(_TRIES):
        if not alike(found) and not mixed(found) - _mixed(question):
            return found
        found = question.draw(rng)
    raise RuntimeError(f"{question.id} 抽了 {_TRIES} 次，还有分不清的想法。")


def alike(question: Question) -> set[str]:
    """返回 question 里答案和别的一样的错误想法，或者和正确答案一样的。"""
    want = observe(question, question.right)[0]
    results = [(mistake.id, observe(question, mistake.model)[0]) for mistake in question.mistakes]
    if question.type.numeric:
        return _alike_numbers([("", want), *results], question.type.tolerance)
    kind, plain = question.type, [(name, got) for name, got in results if not isinstance(got, Failure)]
    found = {name for name, got in plain if kind.same(got, want)}
    for (one, first), (other, second) in combinations(plain, 2):
        if kind.like(first, second) or kind.like(second, first):
            found |= {one, other}
    return found


def _alike_numbers(results: list[tuple[str, object]], tolerance: float) -> set[str]:
    shapes = {}
    for name, got in results:
        shape = getattr(got, "shape", got.told if isinstance(got, Failure) else None)
        shapes.setdefault((1,) if shape == () else shape, []).append((name, np.ravel(getattr(got, "real", 0))))
    found = set()
    for names, table in (zip(*same, strict=True) for same in shapes.values()):
        near = np.isclose(np.array(table)[:, None], np.array(table), atol=tolerance, equal_nan=True).all(axis=2)
        found |= {name for name, count in zip(names, near.sum(axis=1), strict=True) if count > 1}
    return found - {""}


def mixed(question: Question) -> set[tuple[str, ...]]:
    """返回 question 里叠在一起正好等于正确答案、或等于第三个错误的两个错误：（一个，另一个，等于哪个）。"""
    if not question.type.numeric:
        return set()
    want = observe(question, question.right)
    right = joined(want, want)
    if right is None:
        return set()
    fitting = {each.id: joined(observe(question, each.model), want) for each in question.mistakes}
    fitting = {name: wrong for name, wrong in fitting.items() if wrong is not None}
    names, table, tolerance = ["", *fitting], np.array([right, *fitting.values()]), question.type.tolerance
    return {
        (one, other, names[third])
        for (one, first), (other, second) in combinations(fitting.items(), 2)
        for result in both(first, second, right, tolerance)
        for third in np.flatnonzero((abs(table - result) <= tolerance).all(axis=1))
    }


@lru_cache
def _mixed(question: Question) -> set[tuple[str, ...]]:
    """Two ideas of the printed question that make a third are the third, whatever the numbers."""
    return mixed(question)


def _returned(question: Question, first: tuple, rng: np.random.Generator) -> Question:
    """Ask what a function returns for drawn arguments, for which most mistakes give something else."""
    found = [_asked(question, each) for each in (first, *(question.draw(rng) for _ in range(_GOOD - 1)))]
    return max(found, key=lambda each: len(each.mistakes))


def _asked(question: Question, arguments: tuple) -> Question:
    given = dict(zip(inspect.signature(question.right).parameters, arguments, strict=False))
    tables = [Grid(value, name) for name, value in given.items() if np.ndim(value) == 2]
    small = "，".join(f"{name} = {code(value)}" for name, value in given.items() if np.ndim(value) < 2)
    asked = replace(
        question,
        right=question.right(*arguments),
        inputs=(),
        mistakes=(),
        ask="你写的函数给出什么？用手算一遍，一样吗？",
        text=f"{small + '。' if small else ''}{question.name}({', '.join(given)}) 该返回什么？",
        given="\n".join(f"{name} = {code(value)}" for name, value in given.items()),
        pictures=(Row(*tables),) if tables else (),
    )
    models = [(each, attempt(each.model, *copy.deepcopy(arguments))) for each in question.mistakes]
    ideas = tuple(
        Mistake(id=each.id, sentence=f"很可能是这样：{each.sentence}", ask=each.ask, model=model)
        for each, model in models
        if not isinstance(model, Exception)
    )
    lost = alike(replace(asked, mistakes=ideas))
    return replace(asked, mistakes=tuple(each for each in ideas if each.id not in lost))


def code(value: object) -> str:
    """返回写得出 value 的代码，数组写成 np.array(…)。"""
    if isinstance(value, np.ndarray):
        return f"np.array({np.round(value, 4).tolist()})"
    return repr(value)
