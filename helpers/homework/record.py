"""学习记录：笔记本旁边的一个小文件，记下每题得了几分、认出过哪些错、回想问了什么。只存在这台机器上，不送到别处。

写的时候要么写全，要么原来的不动；两个笔记本一起写，一个等另一个。坏了的文件挪到一边，从头记起。
"""

import contextlib
import hashlib
import json
import os
import re
import reprlib
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np

from helpers.files import write_whole
from helpers.homework.attempt import attempt
from helpers.homework.fresh import printed
from helpers.homework.outcome import Outcome
from helpers.homework.question import Question
from helpers.homework.questions import QUESTIONS

NAME = "学习记录.json"
#: 设了这个环境变量，就不写文件
SWITCH = "CNN_COURSE_NO_RECORD"
_ABOUT = "你做题的记录，只存在这个文件里，不会送到别处。删掉它，就从头记起。"
_ENOUGH = 2  # lessons in which an idea was right again
_PATIENCE = 3  # seconds for the other notebook to finish writing
_LONGEST, _MANY = 80, 100  # characters, and numbers, of an answer

_brief = reprlib.Repr()
_brief.maxlist = _brief.maxtuple = 12
_brief.maxlevel = 4


class Record:
    """一个学生的学习记录。path 是文件，None 表示只记在内存里，关掉就没了。"""

    def __init__(self, path: Path | None) -> None:
        self.path, self._memory = path, empty()

    def read(self) -> dict:
        """返回现在的记录：题、错、回想；坏了的文件先挪到一边，说一声。"""
        if not self.path:
            return self._memory
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
            if _sound(found):
                return found
        except FileNotFoundError:
            return empty()
        except OSError:
            return self._memory
        except (ValueError, RecursionError):  # half a character, half a file, brackets without end
            pass
        self._set_aside()
        return empty()

    def change(self, how: Callable[[dict], None]) -> None:
        """照 how 改动记录，再写进文件；写不了就记在内存里，说一声。"""
        if self.path:
            try:
                with self._alone():
                    record = self.read()
                    how(record)
                    write_whole(self.path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
                return
            except OSError:  # filelock's Timeout is one, too
                print(f"这里写不了{NAME}，这次先记在内存里，关掉就没了。", flush=True)
                self._memory, self.path = self.read(), None
        how(self._memory)

    def _alone(self) -> contextlib.AbstractContextManager:
        from filelock import FileLock  # not before it is needed

        place = hashlib.sha256(f"{Path.home()} {self.path.resolve()}".encode()).hexdigest()[:16]
        return FileLock(Path(tempfile.gettempdir(), f"cnn-course-{place}.lock"), timeout=_PATIENCE)

    def _set_aside(self) -> None:
        aside = next(
            place
            for number in range(1, 10_000)
            if not (place := self.path.with_stem(f"{self.path.stem}-坏了的{number}")).exists()
        )
        with contextlib.suppress(OSError):
            os.replace(self.path, aside)
            print(f"{NAME} 坏了，读不出来。它现在叫 {aside.name}，记录从头开始。", flush=True)


def note(record: dict, question: Question, outcome: Outcome, answer: object, lesson: int) -> None:
    """在 record 里记下一次检查。lesson：在第几课的笔记本里做的。"""
    number, _, fresh = question.id.partition("-")
    today = date.today().isoformat()
    entry = record["题"].setdefault(number, {"得分": 0, "次数": 0})
    entry["次数"] += 1
    entry["最近"] = today
    ideas = {mistake.id for mistake in question.mistakes}
    if outcome.status == "passed":
        _right(record, question, lesson)
        if fresh:
            entry["新题"] = max(entry.get("新题", 0), int(fresh))
        else:
            entry.setdefault("做对", today)
    entry["得分"] = max(entry["得分"], outcome.points)
    for idea in (outcome.mistake or "").split("+"):
        if idea in ideas:
            _wrong(record, question, idea, _told(question, outcome, answer), today)


def _right(record: dict, question: Question, lesson: int) -> None:
    for wrong in record["错"]:
        if tests(question, wrong) and lesson not in wrong["又做对"] and not mended(wrong):
            wrong["又做对"].append(lesson)


def tests(question: Question, wrong: dict) -> bool:
    """说做对了 question，是不是就没有犯 wrong 这个错：是同一道题，它看得出这个想法。

    不能换数的题，只在它那一课遇得到；同样的想法在别的题里也有，就算那一题。
    """
    made = QUESTIONS.get(wrong["题"].partition("-")[0])
    here = made is printed(question) or (made and not made.draw)
    return bool(here) and any(mistake.id == wrong["想法"] for mistake in question.mistakes)


def _wrong(record: dict, question: Question, idea: str, told: str, today: str) -> None:
    number = question.id.partition("-")[0]
    kept = [each for each in record["错"] if (each["题"].partition("-")[0], each["想法"]) == (number, idea)]
    if kept and (kept[0]["题"], kept[0]["你的"]) == (question.id, told):
        return  # the same cell, run again
    if not kept:
        kept = [{"想法": idea, "第一次": today, "次数": 0}]
        record["错"] += kept
    kept[0] |= {"题": question.id, "你的": told, "最近": today, "次数": kept[0]["次数"] + 1, "又做对": []}


def mended(wrong: dict) -> bool:
    """说一个错改过来没有：犯过以后，在两课里又做对了要用到这个想法的题。"""
    return len(wrong["又做对"]) >= _ENOUGH


def _told(question: Question, outcome: Outcome, answer: object) -> str:
    """Say in short what was answered: the value, or what the function gave."""
    read = None if question.inputs else attempt(question.type.read, answer)
    if isinstance(read, np.ndarray):
        told = _in_short(read)
    else:
        told = outcome.message.splitlines()[:2][-1]
    return told if len(told) <= _LONGEST else told[: _LONGEST - 1] + "…"


def _in_short(array: np.ndarray) -> str:
    array = np.round(array, 4) if array.dtype.kind == "f" else array
    return _brief.repr(array.tolist()) if array.size < _MANY else f"形状是 {array.shape} 的数表"


def in_text(question: Question) -> str:
    """返回 question 正确的答案，一行文字。"""
    return _in_short(question.type.read(question.right))


def empty() -> dict:
    """返回什么也没有记的记录。"""
    return {"这是什么": _ABOUT, "题": {}, "错": [], "回想": {}}


def _sound(found: object) -> bool:
    """Tell whether all that the course reads is there and of its kind: someone may have edited the file."""

    def fits(value: object, shape: object) -> bool:
        if isinstance(shape, dict):
            return isinstance(value, dict) and all(fits(value.get(name), kind) for name, kind in shape.items())
        if isinstance(shape, list):
            return isinstance(value, list) and all(fits(each, shape[0]) for each in value)
        return isinstance(value, shape) and not isinstance(value, bool)

    wrong = {"题": str, "想法": str, "你的": str, "第一次": str, "最近": str, "次数": int, "又做对": [int]}
    return (
        fits(found, {"题": dict, "错": [wrong], "回想": dict})
        and all(fits(each, {"得分": int, "次数": int, "最近": str}) for each in found["题"].values())
        and all(fits(each.get("新题", 0), int) and fits(each.get("做对", ""), str) for each in found["题"].values())
        and all(fits(each, [str]) for each in found["回想"].values())
    )


def lesson_here(question: Question) -> int:
    """返回这个笔记本是第几课，写在文件名的开头；看不出时，是 question 那一课。"""
    opened = re.match(r"0*(\d+)_", Path(os.environ.get("JPY_SESSION_NAME", "")).name)
    return int(opened[1] if opened else question.id.partition(".")[0])


def _place() -> Path | None:
    """Beside the notebook; nowhere while someone grades or tests it, or where there is no notebook."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    grading = any(os.environ.get(name) for name in (SWITCH, "NBGRADER_EXECUTION"))
    return Path.cwd() / NAME if getattr(shell, "kernel", None) and not grading else None


#: 这个笔记本的学习记录
RECORD = Record(_place())
