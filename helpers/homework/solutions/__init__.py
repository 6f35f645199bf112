"""每一题的几种正确写法：测试用它们，老师的答案用每一题的第一种。一课一个文件，题目的顺序和 questions/ 里的相同。"""

from importlib import import_module

from helpers.homework.questions import LESSONS
from helpers.homework.solutions.solution import Solution

#: 题号 → 几种写法；函数题至少三种
SOLUTIONS: dict[str, tuple[Solution, ...]] = {
    question: ways
    for lesson in LESSONS
    for question, ways in import_module(f"{__name__}.lesson_{lesson}").SOLUTIONS.items()
}
