"""每一题的几种正确写法：测试用它们，老师的答案用每一题的第一种。一课一个文件，题目的顺序和 questions/ 里的相同。"""

import re
from importlib import import_module
from pkgutil import iter_modules

from helpers.homework.solutions.solution import Solution

_FILES = [re.fullmatch(r"lesson_(\d+)", module.name) for module in iter_modules(__path__)]

#: 题号 → 几种写法；函数题至少三种
SOLUTIONS: dict[str, tuple[Solution, ...]] = {
    question: ways
    for number in sorted(int(file[1]) for file in _FILES if file)
    for question, ways in import_module(f"{__name__}.lesson_{number}").SOLUTIONS.items()
}
