"""再来一题：同一道题，换一组数。正确的答案和每个错误想法的答案都从新的数算出来，抽到分得清它们的数为止。

题号后面的数说是第几道：3.1-2 是 3.1 的第二道。同一个题号，在哪台机器上抽出来的都是同一道。
"""

import copy
import inspect
import re
from dataclasses import replace
from functools import lru_cache

import numpy as np

from helpers.drawing.grids import Grid, Row
from helpers.homework.apart import alike, mixed, told_by
from helpers.homework.attempt import attempt, quiet
from helpers.homework.question import Mistake, Question
from helpers.homework.questions import QUESTIONS

_TRIES = 2000
_GOOD = 2  # arguments of a function to choose from
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
        told = told_by(found)
        if not alike(found, told) and not mixed(found, told) - _mixed(question):
            return found
        found = question.draw(rng)
    raise RuntimeError(f"{question.id} 抽了 {_TRIES} 次，还有分不清的想法。")


@lru_cache
def _mixed(question: Question) -> set[tuple[str, ...]]:
    """Two ideas of the printed question that make a third are the third, whatever the numbers."""
    return set() if question.inputs else mixed(question, told_by(question))


def _returned(question: Question, first: tuple, rng: np.random.Generator) -> Question:
    """Ask what a function returns for drawn arguments, for which most mistakes give something else."""
    found = [_asked(question, each) for each in (first, *(question.draw(rng) for _ in range(_GOOD - 1)))]
    return max(found, key=lambda each: len(each.mistakes))


def _asked(question: Question, arguments: tuple) -> Question:
    # 5.1 has a parameter called as the function of 2.1 is, which no cell may write over
    names = [name.replace("feature_map", "image") for name in inspect.signature(question.right).parameters]
    given = dict(zip(names, arguments, strict=False))
    tables = [Grid(value, name) for name, value in given.items() if np.ndim(value) == 2]
    small = "，".join(f"{name} = {code(value)}" for name, value in given.items() if np.ndim(value) < 2)
    asked = replace(
        question,
        right=question.right(*arguments),
        inputs=(),
        mistakes=(),
        ask="你写的函数给出什么？用手算一遍，一样吗？",
        text=f"{question.text}{small}{'。' * bool(small)}{question.name}({', '.join(given)}) 该返回什么？",
        given="\n".join(f"{name} = {code(value)}" for name, value in given.items()),
        pictures=(Row(*tables),) if tables else (),
    )
    with quiet(), np.errstate(all="ignore"):
        models = [(each, attempt(each.model, *map(copy.copy, arguments))) for each in question.mistakes]
    ideas = tuple(
        Mistake(id=each.id, sentence=f"很可能是这样：{each.sentence}", ask=each.ask, model=model)
        for each, model in models
        if not isinstance(model, Exception)
    )
    asked = replace(asked, mistakes=ideas)
    lost = alike(asked, told_by(asked))
    return replace(asked, mistakes=tuple(each for each in ideas if each.id not in lost))


def code(value: object) -> str:
    """返回写得出 value 的代码，数组写成 np.array(…)。"""
    if isinstance(value, np.ndarray):
        return f"np.array({np.round(value, 4).tolist()})"
    return repr(value)
