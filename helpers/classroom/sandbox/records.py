"""答案的表现写成 JSON，再读回来：它要从运行学生代码的进程走到评分的进程，路上只有数和文字。"""

import base64
import io
from dataclasses import asdict

import numpy as np

from helpers.homework.attempt import Failure
from helpers.homework.judging import Observed

_LONGEST = 1000  # characters of a sentence; only a forged one has more


def pack(observed: Observed) -> object:
    """返回 observed 的 JSON 写法。"""
    return [_packed(each) for each in observed] if isinstance(observed, list) else observed


def unpack(packed: object) -> Observed:
    """返回 pack 写下的表现；packed 不是那样写的时，抛出错误。"""
    if isinstance(packed, list):
        return [_unpacked(each) for each in packed]
    return packed[:_LONGEST] if isinstance(packed, str) else packed


def _packed(result: np.ndarray | Failure) -> dict:
    if isinstance(result, Failure):
        return asdict(result)
    stream = io.BytesIO()
    np.save(stream, result, allow_pickle=False)  # a pickle may run code where it is read
    return {"array": base64.b64encode(stream.getvalue()).decode("ascii")}


def _unpacked(packed: dict) -> np.ndarray | Failure:
    if "array" not in packed:
        told, asked = (str(packed[key])[:_LONGEST] for key in ("told", "asked"))
        return Failure(told, asked, bool(packed["crashed"]))
    return np.load(io.BytesIO(base64.b64decode(packed["array"])), allow_pickle=False)
