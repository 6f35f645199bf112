"""网页上的作业：答案是数、数表或位置的题，在网页上就能查；对的答案、每个错误的答案和它们的关系，都在做网页时算好。"""

import base64
import json

import numpy as np

from helpers.homework.findings import ALONE, FINDINGS, RIGHT
from helpers.homework.pairs import composable
from helpers.homework.places import has_sheets
from helpers.homework.question import Question
from helpers.homework.relations import RELATIONS, relations

Packed = tuple[tuple[int, ...], str]


def on_page(question: Question) -> bool:
    """一道题在网页上就能查时返回 True；要写函数、造网络、写文字的题，要打开笔记本。"""
    return not question.inputs and question.type.on_page


def as_text(questions: list[Question]) -> str:
    """返回网页要知道的一切，写成 base64：只是不让答案一眼看到，并不保密。"""
    arrays = _Arrays()
    asked = {question.id: _data(question, arrays) for question in questions}
    said = {each.id: (each.sentence, each.ask) for each in (*RELATIONS, *FINDINGS.values())}
    words = {"said": said, "right": RIGHT, "alone": ALONE} if any(map(on_page, questions)) else {}
    data = {"numbers": list(arrays.codes), **words, "questions": asked}
    return base64.b64encode(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()).decode()


class _Arrays:
    """Arrays as short texts: every different number is told once, and an array has a character for each of its own."""

    def __init__(self) -> None:
        self.codes: dict[float, str] = {}

    def pack(self, array: np.ndarray) -> Packed:
        numbers = (np.round(array.astype(float), 9) + 0.0).ravel().tolist()  # + 0.0: no number is −0
        cells = [self.codes.setdefault(number, chr(ord(" ") + len(self.codes))) for number in numbers]
        return array.shape, "".join(cells)


def _data(question: Question, arrays: _Arrays) -> dict:
    data = {"points": question.points, "hints": question.hints}
    if not on_page(question):
        return data
    right, *wrong = map(question.type.read, (question.right, *(each.model for each in question.mistakes)))
    answers = list(map(arrays.pack, (right, *wrong)))
    compared = [question.type.numeric, *(question.type.numeric and composable([each]) for each in wrong)]
    known = set(answers)  # what is among them is found before a relation is
    changed = [
        _changed(each, arrays, known) if yes else None for each, yes in zip((right, *wrong), compared, strict=True)
    ]
    mistakes = [
        {"id": each.id, "sentence": each.sentence, "ask": each.ask, "answer": answer, "changed": made}
        for each, answer, made in zip(question.mistakes, answers[1:], changed[1:], strict=True)
    ]
    told = {"praise": question.type.praise(right, 0), "ask": question.ask, "byPart": question.by_part}
    form = {"form": type(question.type).__name__, "right": answers[0], "changed": changed[0]}
    sheets = _changed_sheets(right, arrays) if has_sheets(question, right) else None
    return {**data, **told, **form, "mistakes": mistakes, "sheets": sheets}


def _changed(base: np.ndarray, arrays: _Arrays, known: set[Packed]) -> list[tuple[str, Packed]]:
    """Return what each relation makes of an answer, without what is known already; add it to what is known."""
    with np.errstate(all="ignore"):
        made = [(relation.id, relation.change(base)) for relation in relations([base])]
    return _packed([(name, array) for name, array in made if array is not None], arrays, known)


def _changed_sheets(right: np.ndarray, arrays: _Arrays) -> list[tuple[str, Packed]]:
    """Return what each relation makes of every sheet of an answer, where it keeps its size."""
    with np.errstate(all="ignore"):
        made = [(relation.id, [relation.change(sheet) for sheet in right]) for relation in relations(list(right))]
    kept = [(name, np.stack(sheets)) for name, sheets in made if np.shape(sheets[0]) == right[0].shape]
    return _packed(kept, arrays, {arrays.pack(right)})


def _packed(made: list[tuple[str, np.ndarray]], arrays: _Arrays, known: set[Packed]) -> list[tuple[str, Packed]]:
    packed = []
    for name, array in made:
        if (each := arrays.pack(array)) not in known:
            known.add(each)
            packed.append((name, each))
    return packed
