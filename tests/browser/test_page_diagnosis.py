"""Diagnosis beyond the list, on the pages: an answer typed there gets what check says of it, word for word."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import numpy as np
import pytest
from playwright.sync_api import Browser

from helpers import check
from helpers.explorers.bundle import bundle
from helpers.homework import QUESTIONS, Question
from helpers.homework.findings import FINDINGS
from helpers.homework.relations import RELATIONS, relations
from helpers.pages.homework import as_text, on_page
from tests.support.homework import each
from tests.support.notebooks import ROOT
from tests.support.pages import in_module

ASKED = [question for question in QUESTIONS.values() if on_page(question)]
ANSWERS = bundle(ROOT / "helpers/pages/answers.js")
JUDGE = """(module, [homework, id, texts]) => {
    const { questions, ...words } = module.opened(homework);
    return texts.map((text) => module.judge(questions[id], text, words));
}"""


def related(base: np.ndarray) -> Iterator[np.ndarray]:
    """Make of an answer what has a relation to it: the listed ones, and those with a number of their own."""
    with np.errstate(all="ignore"):
        changed = [relation.change(base) for relation in relations([base])]
    yield from (array for array in changed if array is not None)
    base = base.astype(float)
    yield from (9 * base, -base / 3, base / 7.3, base + 2, base - 1 / 7, 2 * base + 1, 0.123 * base - 4)
    yield from (2 * base + 1 + 0.004 * np.sign(np.sin(9 * base)), 0.16665 * base + 0.1)  # nearly a line; a tie
    yield from (base[np.newaxis], base[np.newaxis, np.newaxis], base.ravel(), 1.0001 * base, base + 0.0104)
    if base.ndim == 1:
        yield np.roll(np.sort(base), 1)
    if base.ndim == 0:
        yield np.array([base - 3, 1, 2])
    for axis in range(base.ndim):
        yield from (np.roll(base, step, axis) for step in (1, -1))


def spoilt(right: np.ndarray, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Change a number anywhere, those at one edge, those on the border, those below 0; add a row."""
    right = right.astype(float)
    for change in (1, -1, 0.5, 40, 1.3125, -0.00004321) * 2:
        got = np.atleast_1d(right).copy()
        got.flat[rng.integers(got.size)] += change
        yield got.reshape(right.shape)
    if right.ndim > 1:
        for edge in (np.s_[..., -1, :], np.s_[..., -1], np.s_[..., 0, :], np.s_[..., 0], np.s_[..., [0, -1], :]):
            got = right.copy()
            got[edge] += 1
            yield got
    yield np.where(right < 0, 7, right)
    if right.ndim == 3:
        yield from wrong_in_some_sheets(right, rng)
    if right.ndim == 2:
        yield np.concatenate([right, right[-1:] + 1])


def wrong_in_some_sheets(right: np.ndarray, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Change one sheet or two: as a relation does, for another sheet, at the edge, at random."""
    changed = [relation.change(right) for relation in RELATIONS]
    whole = [each for each in changed if each is not None and each.shape == right.shape]
    for other in (*whole, 9 * right, right - 2, np.roll(right, 1, 0), np.roll(right, 1, 1), rng.random(right.shape)):
        for wrong in ([0], [2], [0, 1]):
            got = right.copy()
            got[wrong] = other[wrong]
            yield got
    for edge in (np.s_[1, -1], np.s_[1, [0, -1]], np.s_[1:, :, 0]):
        got = right.copy()
        got[edge] += 1
        yield got


def mixed(right: np.ndarray, wrong: list[np.ndarray], rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Lay two or three mistakes on each other: sum, product, each where it shows, now one and now another."""
    fitting = [each.astype(float) for each in wrong if each.shape == right.shape]
    pairs = list(combinations(fitting, 2))
    for place in rng.permutation(len(pairs))[: 4000 // right.size]:
        one, other = pairs[place]
        third = fitting[rng.integers(len(fitting))]
        both = np.where(one != right, one, other)
        yield from (one + other - right, one * other / np.where(right == 0, 1, right))
        yield from (both, np.where(third != right, third, both))
        yield np.choose(rng.integers(3, size=right.shape), [one, other, right])


def generated(question: Question) -> list[np.ndarray]:
    rng = np.random.default_rng(5)
    right, *wrong = map(question.type.read, (question.right, *(mistake.model for mistake in question.mistakes)))
    answers = [*related(right), *spoilt(right, rng), *mixed(right, wrong, rng)]
    for n, model in enumerate(wrong):
        answers += list(related(model))[n % 3 :: 3] if model.size else []
    return [np.asarray(answer, float) for answer in answers]


@cache
def judged(browser: Browser, question: Question) -> list[tuple]:
    """Return each generated answer, what check says of it, and what the page says."""
    answers = [answer.tolist() for answer in generated(question)]
    argument = [as_text([question]), question.id, [str(answer) for answer in answers]]
    told = in_module(browser, ANSWERS, JUDGE, argument)
    return [(answer, check(question.id, answer), page) for answer, page in zip(answers, told, strict=True)]


@each(*ASKED)
def test_the_page_sees_what_check_sees(browser, question):
    for answer, outcome, page in judged(browser, question):
        lines = outcome.message.splitlines()
        if "把你的答案 print 出来" in outcome.message:  # of another kind: the page tells no Python
            lines = [lines[0].split("手里是")[0]]
        assert (page["status"], page["mistake"]) == (outcome.status, outcome.mistake), answer
        assert (page["lines"], page["points"]) == (lines, outcome.points), answer


def test_everything_that_can_be_seen_is_among_what_was_tried(browser):
    seen = {page["mistake"] for question in ASKED for _, _, page in judged(browser, question)} - {None}
    assert seen >= set(FINDINGS) - {"pair", "composed", "related_sheets"}
    listed = {mistake.id for question in ASKED for mistake in question.mistakes}
    two = [set(name.split("+")) for name in seen if "+" in name]
    assert any(names <= listed for names in two)
    assert len({name for names in two for name in names} & {relation.id for relation in RELATIONS}) > 20
    assert len(seen & {relation.id for relation in RELATIONS}) > 30


def test_a_number_is_written_as_python_writes_it(browser):
    numbers = [1.3125, -1.3135, 0.16665, 1e-5, -1.25e-7, 123456, 12345, -0.0, 2.5, 1e22, 9999.5]
    texts = list(map(str, numbers))
    question = QUESTIONS["1.2"]
    told = in_module(browser, ANSWERS, JUDGE, [as_text([question]), question.id, texts])
    for number, page in zip(numbers, told, strict=True):
        assert page["lines"] == check(question.id, number).message.splitlines()


@each(*(question for question in ASKED if np.asarray(question.right).dtype == bool))
def test_true_and_false_are_said_as_typed(browser, question):
    answers = [np.array(question.right).tolist() for _ in range(4)]
    for n, answer in enumerate(answers):
        answer[n][0] = not answer[n][0]
    told = in_module(browser, ANSWERS, JUDGE, [as_text([question]), question.id, list(map(str, answers))])
    for answer, page in zip(answers, told, strict=True):
        assert page["lines"] == check(question.id, answer).message.splitlines()


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.id)
def test_what_a_page_knows_of_a_question_is_small(question):
    assert len(as_text([question])) < 100 * 1024
