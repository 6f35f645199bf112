"""看着学生运行答案格：没有运行成功的，检查的时候用中文说出来，不拿以前的答案当作新的。"""

import re
import sys

from helpers.homework.errors import ask, tell
from helpers.homework.outcome import Outcome
from helpers.homework.question import Question

_CHECK = re.compile(r"""\bcheck\(\s*["']?(\d+\.\d+)""")


class AnswerCells:
    """一个笔记本里的答案格：每一题的答案格，上次运行时出了什么错。

    questions：题号 → 题目；shell：运行笔记本的 IPython。
    """

    def __init__(self, questions: dict[str, Question], shell: object) -> None:
        self.questions, self.shell = questions, shell
        self.errors: dict[str, Exception] = {}
        self._lent: set[str] = set()
        shell.events.register("pre_run_cell", self._before)
        shell.events.register("post_run_cell", self._after)

    def failed(self, question: Question) -> Outcome | None:
        """返回答案格没有运行成功时的结果；运行成功了，或者还没有运行，返回 None。"""
        if error := self.errors.get(question.id):
            told = f"{question.id} 的答案格没有运行成功，先改好它。{tell(error)}\n{ask(error)}"
            return Outcome("error", told, 0, question.points)
        return None

    def _before(self, info: object) -> None:
        """Lend a check cell the name that its answer cell did not come to make, else Python stops before check."""
        for number in _CHECK.findall(info.raw_cell or ""):
            question = self.questions.get(number)
            if question and question.name not in self.shell.user_ns:
                self.shell.user_ns[question.name] = ...
                self._lent.add(question.name)

    def _after(self, result: object) -> None:
        for name in self._lent:
            self.shell.user_ns.pop(name, None)
        self._lent.clear()
        source, error = result.info.raw_cell or "", result.error_before_exec or result.error_in_exec
        if _CHECK.search(source):
            return
        for question in self.questions.values():
            if is_answer(source, question):
                self.errors.pop(question.id, None)
                if isinstance(error, Exception):
                    self.errors[question.id] = error


def is_answer(source: str, question: Question) -> bool:
    """说一格代码是不是 question 的答案格：第一行写着题号，或者里面造了它的名字；不必是完好的 Python。"""
    return f"# 作业 {question.id} " in source or makes(source, question.name)


def makes(source: str, name: str) -> bool:
    """说一格代码里造没造 name 这个名字；不必是完好的 Python。"""
    return bool(re.search(rf"^[ \t]*(def[ \t]+{name}\b|{name}[ \t]*[=:,])", source, re.MULTILINE))


def watch(questions: dict[str, Question]) -> AnswerCells | None:
    """从现在起看着答案格；不在笔记本里时返回 None。questions：题号 → 题目。"""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    return shell and AnswerCells(questions, shell)
