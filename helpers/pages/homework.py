"""网页上的作业：答案是数、数表或位置的题，在网页上就能查；对的答案和每个错误的答案在做网页时算好。"""

import base64
import json

import numpy as np

from helpers.homework.question import Question


def on_page(question: Question) -> bool:
    """一道题在网页上就能查时返回 True；要写函数、造网络、写文字的题，要打开笔记本。"""
    return not question.inputs and question.type.on_page


def as_text(questions: list[Question]) -> str:
    """返回网页要知道的一切，写成 base64：只是不让答案一眼看到，并不保密。"""
    data = {question.id: _data(question) for question in questions}
    return base64.b64encode(json.dumps(data, ensure_ascii=False).encode()).decode()


def _data(question: Question) -> dict:
    data = {"points": question.points, "hints": question.hints}
    if not on_page(question):
        return data
    read = question.type.read
    right = read(question.right)
    mistakes = [
        {"id": each.id, "sentence": each.sentence, "ask": each.ask, "answer": _array(read(each.model))}
        for each in question.mistakes
    ]
    kind = type(question.type).__name__
    told = {"praise": question.type.praise(right, 0), "ask": question.ask, "byPart": question.by_part}
    return {**data, **told, "form": kind, "right": _array(right), "mistakes": mistakes}


def _array(array: np.ndarray) -> dict:
    return {"shape": array.shape, "values": np.round(array.astype(float), 9).ravel().tolist()}
