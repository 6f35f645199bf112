"""全部题目；一课一个文件，lesson_N.py 是第 N 课的，文件在这里，题目就在。"""

import re
from importlib import import_module
from pkgutil import iter_modules

from helpers.homework.question import Question

_FILES = [re.fullmatch(r"lesson_(\d+)", module.name) for module in iter_modules(__path__)]

#: 第几课 → 它的题目
BY_LESSON: dict[int, tuple[Question, ...]] = {
    number: import_module(f"{__name__}.lesson_{number}").QUESTIONS
    for number in sorted(int(file[1]) for file in _FILES if file)
}

#: 题号 → 题目，按课的先后
QUESTIONS: dict[str, Question] = {question.id: question for each in BY_LESSON.values() for question in each}
