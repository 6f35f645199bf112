"""全部题目；一课一个文件，lesson_N.py 是第 N 课的，文件在这里，题目就在。"""

from importlib import import_module
from pkgutil import iter_modules

from helpers.homework.question import Question

#: 有题目的课
LESSONS = sorted(int(module.name.removeprefix("lesson_")) for module in iter_modules(__path__))

#: 题号 → 题目，按课的先后
QUESTIONS: dict[str, Question] = {
    question.id: question for lesson in LESSONS for question in import_module(f"{__name__}.lesson_{lesson}").QUESTIONS
}
