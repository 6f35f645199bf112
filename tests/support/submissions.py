"""Synthetic classes: what students hand in, right, wrong in every named way or damaged, and what it must earn."""

import ast
import copy
import io
import json
import os
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import nbformat
import numpy as np
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from helpers import Outcome, check
from helpers.homework import QUESTIONS, Question
from helpers.homework.answers import Conv
from helpers.homework.solutions import SOLUTIONS
from tests.support.homework import own
from tests.support.notebooks import LESSONS, homework_cells, read

NEWER, OLDER = 1_700_000_000, 1_600_000_000  # when a file was handed in


@dataclass(frozen=True)
class Planned:
    status: str
    points: int
    mistake: str | None = None


@dataclass(frozen=True)
class Answer:
    """What a student writes in an answer cell; None leaves it as it was."""

    source: str | None
    planned: Planned


#: Slips of a student's own making: the points are worked out here by hand, not asked of check
WRITTEN = {
    "1.3": (
        # three inputs of seven are 3×3
        "def match(window, kernel):\n    if window.shape != (3, 3):\n        raise ValueError\n"
        "    return (window * kernel).mean()",
        Planned("error", 3 * 3 // 7),
    ),
    "2.1": (
        "def feature_map(image, kernel):\n    return 1 / 0",
        Planned("error", 0),
    ),
    "2.2": ("three_maps = maps[::-1] + np.eye(7)", Planned("wrong", 0)),
    "3.2": (
        # three of six inputs are larger; none of them has dilation
        "def output_size(n, kernel_size, stride, padding, dilation):\n    assert n > 9\n"
        "    return (n + 2 * padding - kernel_size) // stride + 1",
        Planned("error", 3 * 3 // 6),
    ),
    "4.2": ("net_numbers = (36, 100)", Planned("wrong", 1)),
    "4.4": ("def predict(scores):\n    scores.argmax(axis=1)", Planned("wrong", 0)),
    "5.1": ("max_pool2d = 7", Planned("wrong", 0)),
    "6.2": ('survivors = "<img src=x>"', Planned("wrong", 0)),
    "6.3": (
        "modes = [[True, False], [False, True], [True, True], [False, False], [False, True]]",
        Planned("wrong", 2 * 3 // 5),
    ),
}


def answers(question: Question) -> list[Answer]:
    """Return every way of answering a question: all right spellings, all mistakes, slips, and not at all."""
    right = [Answer(way.source, Planned("passed", question.points)) for way in SOLUTIONS[question.id]]
    wrong = [Answer(mistaken(question, index), plan_of(question, index)) for index in range(len(question.mistakes))]
    slips = [Answer(*WRITTEN[question.id])] if question.id in WRITTEN else []
    return [*right, *wrong, *slips, Answer(None, Planned("unanswered", 0))]


def mistaken(question: Question, index: int) -> str:
    """Return the answer cell of one who holds a mistake: a value written out, or a function that calls the model."""
    model = question.mistakes[index].model
    if question.inputs:
        model = f'QUESTIONS["{question.id}"].mistakes[{index}].model(*arguments)'
        return f"def {question.name}(*arguments):\n    from helpers.homework import QUESTIONS\n    return {model}"
    if isinstance(model, Conv):
        return f"{question.name} = nn.{str(model).replace('Conv(', 'Conv2d(')}"
    return f"{question.name} = {np.asarray(model).tolist()}"


def plan_of(question: Question, index: int) -> Planned:
    """Plan a mistake: its name is known, its points are those that its check cell shows in the notebook."""
    mistake = question.mistakes[index]
    return Planned("wrong", check(question.id, own(mistake.model)).points, mistake.id)


@dataclass
class Handed:
    """What one student hands in of one lesson; troubled: the report must say that a cell could not be run."""

    student: str
    lesson: int
    notebook: NotebookNode
    plan: dict[str, Planned]
    path: str
    damage: str = ""
    problem: str = ""
    troubled: bool = False
    write: Callable[[NotebookNode], bytes] = lambda notebook: nbformat.v4.writes(notebook).encode()
    older: dict[str, bytes] = field(default_factory=dict)

    @property
    def points(self) -> int:
        return sum(planned.points for planned in self.plan.values())

    @property
    def answers(self) -> list[NotebookNode]:
        return list(homework_cells(self.notebook, "answer").values())

    @property
    def checks(self) -> list[NotebookNode]:
        return list(homework_cells(self.notebook, "check").values())

    def rename(self, student: str) -> None:
        self.path, self.student = self.path.replace(self.student, student), student

    def without(self, *cells: NotebookNode) -> None:
        self.notebook.cells = [cell for cell in self.notebook.cells if not any(cell is each for each in cells)]

    def scratch(self, source: str) -> None:
        """Add a student's own cell near the top, below the imports."""
        self.notebook.cells.insert(2, new_code_cell(source))

    def lost(self, problem: str) -> None:
        """Plan for a notebook that nobody can read."""
        self.problem = problem
        self.plan = dict.fromkeys(self.plan, Planned("error", 0))

    def files(self) -> Iterator[tuple[str, bytes, int]]:
        yield self.path, self.write(self.notebook), NEWER
        for path, data in self.older.items():
            yield path, data, OLDER


Damage = Callable[[Handed], None]


def build(lesson: int, count: int, random: Random, damages: Sequence[Damage] | None = None) -> list[Handed]:
    """Return what a class hands in: first every way of answering, last all damages, as far as count allows."""
    ways = {question: answers(question) for question in QUESTIONS.values() if question.id.startswith(f"{lesson}.")}
    for each in ways.values():
        random.shuffle(each)
    handed = [_fill_in(lesson, number, ways, random) for number in range(count)]
    chosen = list(DAMAGES if damages is None else damages)
    random.shuffle(chosen)
    for each, damage in zip(reversed(handed[most_ways(lesson) :]), chosen, strict=False):
        each.damage = damage.__name__
        damage(each)
    return handed


def most_ways(lesson: int) -> int:
    """Return how many submissions it takes to answer each question of a lesson in every way."""
    return max(len(answers(question)) for question in QUESTIONS.values() if question.id.startswith(f"{lesson}."))


def hand_in(handed: list[Handed], folder: Path) -> None:
    for each in handed:
        for name, data, time in each.files():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            os.utime(path, (time, time))


def _fill_in(lesson: int, number: int, ways: dict[Question, list[Answer]], random: Random) -> Handed:
    notebook, given = read(LESSONS[lesson - 1]), {}
    cells = homework_cells(notebook, "answer")
    for question, each in ways.items():
        answer = each[number] if number < len(each) else _usual(each, random)
        if not _holds(answer, ways, given):
            answer = next(other for other in each if other.planned.status == "passed" and _holds(other, ways, given))
        given[question.id] = answer
        if answer.source is not None:
            cells[question.id].source = cells[question.id].source.split("\n")[0] + "\n" + answer.source
    student = f"{2026001 + number}_{_name(number)}"
    plan = {question: answer.planned for question, answer in given.items()}
    return Handed(student, lesson, notebook, plan, f"{student}_{LESSONS[lesson - 1].name}")


def _usual(ways: list[Answer], random: Random) -> Answer:
    """Draw as in a real class: half are right, and a few mistakes are made by many."""
    right = [each for each in ways if each.planned.status == "passed"]
    others = sorted((each for each in ways if each not in right), key=lambda each: str(each.planned.mistake))
    weights = [1 / (rank + 1) for rank in range(len(others))]
    return random.choice(right) if random.random() < 0.5 else random.choices(others, weights)[0]


def _holds(answer: Answer, ways: dict[Question, list[Answer]], given: dict[str, Answer]) -> bool:
    """Tell whether an answer that builds on earlier ones finds them as they are in SOLUTIONS first."""
    needed = [q.id for q in ways if q.id in given and re.search(rf"\b{q.name}\b", answer.source or "")]
    return all(given[each].source == SOLUTIONS[each][0].source for each in needed)


_FAMILY, _GIVEN = (
    "赵钱孙李周吴郑王冯陈",
    ("伟", "小芳", "<b>粗", "娜 & 敏", "静怡", '"强"', "磊", "欧阳", "晓明", "秀英"),
)


def _name(number: int) -> str:
    return _FAMILY[number % 10] + _GIVEN[number // 10 % 10]


# what becomes of notebooks on the way; nothing is lost, unless said


def copied_answers(handed: Handed) -> None:
    for cell in handed.answers:
        handed.notebook.cells.insert(handed.notebook.cells.index(cell), copy.deepcopy(cell))


def deleted_checks(handed: Handed) -> None:
    handed.without(*handed.checks)


def deleted_text(handed: Handed) -> None:
    handed.without(*(cell for cell in handed.notebook.cells if cell.cell_type == "markdown"))


def deleted_imports(handed: Handed) -> None:
    del handed.notebook.cells[1]


def deleted_lesson(handed: Handed) -> None:
    handed.notebook.cells = handed.answers


def split_answers(handed: Handed) -> None:
    """Give each statement of an answer a cell of its own."""
    for cell in handed.answers:
        place = handed.notebook.cells.index(cell)
        statements = [ast.unparse(statement) for statement in ast.parse(cell.source).body]
        handed.notebook.cells[place : place + 1] = map(new_code_cell, statements)


def answers_in_new_cells(handed: Handed) -> None:
    """Leave the stub, and answer in a cell below it."""
    stubs = homework_cells(read(LESSONS[handed.lesson - 1]), "answer")
    for question, cell in homework_cells(handed.notebook, "answer").items():
        handed.notebook.cells.insert(handed.notebook.cells.index(cell) + 1, new_code_cell(cell.source))
        cell.source = stubs[question].source


def answers_at_the_top(handed: Handed) -> None:
    cells = handed.answers
    handed.without(*cells)
    handed.notebook.cells[:0] = cells


def answers_in_the_middle(handed: Handed) -> None:
    cells = handed.answers
    handed.without(*cells)
    middle = len(handed.notebook.cells) // 2
    handed.notebook.cells[middle:middle] = cells


def retyped_answers(handed: Handed) -> None:
    for cell in handed.answers:
        place = handed.notebook.cells.index(cell)
        handed.notebook.cells[place] = new_code_cell(cell.source.partition("\n")[2])


def lost_metadata(handed: Handed) -> None:
    handed.notebook.metadata.clear()
    for cell in handed.notebook.cells:
        cell.metadata.clear()


def forged_checks(handed: Handed) -> None:
    for cell in handed.checks:
        cell.source = 'from helpers import Outcome\nOutcome("passed", "检查通过", 99, 99)'
        cell.metadata.nbgrader.points = 99


def checks_of_other_names(handed: Handed) -> None:
    handed.troubled = True
    for cell in handed.checks:
        cell.source = cell.source.replace(")", "_2)")


def no_lesson_in_the_name(handed: Handed) -> None:
    handed.path = f"{handed.student}.ipynb"


def spaces_in_the_name(handed: Handed) -> None:
    handed.path = handed.path.replace("_", " ").replace(" ", "_", 1)


def a_folder_each(handed: Handed) -> None:
    handed.path = f"二班/{handed.student}/{LESSONS[handed.lesson - 1].name}"


def byte_order_mark(handed: Handed) -> None:
    handed.write = lambda notebook: nbformat.v4.writes(notebook).encode("utf-8-sig")


def gbk(handed: Handed) -> None:
    handed.write = lambda notebook: nbformat.v4.writes(notebook).encode("gb18030")


def windows_line_ends(handed: Handed) -> None:
    for cell in handed.notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    handed.write = lambda notebook: json.dumps(notebook, indent=1).replace("\n", "\r\n").encode()


def escaped_text(handed: Handed) -> None:
    handed.write = lambda notebook: json.dumps(notebook).encode()  # sources whole, every Chinese sign as \u…


def equal_ids(handed: Handed) -> None:
    for cell in handed.notebook.cells:
        cell.id = "same"
    handed.write = lambda notebook: json.dumps(notebook).encode()


def no_ids(handed: Handed) -> None:
    for cell in handed.notebook.cells:
        del cell["id"]
    handed.write = lambda notebook: json.dumps(notebook).encode()


def no_counts_and_outputs(handed: Handed) -> None:
    for cell in handed.notebook.cells:
        cell.pop("execution_count", None)
        cell.pop("outputs", None)
    handed.write = lambda notebook: json.dumps(notebook).encode()


def megabytes_of_output(handed: Handed) -> None:
    flood = nbformat.v4.new_output("stream", text="1" * 5_000_000)
    handed.notebook.cells[1].outputs = [flood]


def error_near_the_top(handed: Handed) -> None:
    handed.troubled = True
    handed.scratch("1 / 0")


def unfinished_line(handed: Handed) -> None:
    handed.troubled = True
    handed.scratch("for i in range(3")


def asks_for_input(handed: Handed) -> None:
    handed.troubled = True
    handed.scratch('name = input("你叫什么？")')


def magics(handed: Handed) -> None:
    handed.scratch("%%time\nsum(range(1000))")
    handed.scratch("%matplotlib inline\n!ls")


def exit_in_a_cell(handed: Handed) -> None:
    handed.scratch("exit()")


def endless_loop(handed: Handed) -> None:
    handed.troubled = True
    handed.scratch("while True:\n    pass")


def deleted_names(handed: Handed) -> None:
    handed.notebook.cells.append(new_code_cell(f"del {', '.join(_names(handed))}"))


def spoilt_names(handed: Handed) -> None:
    handed.scratch("list = [1, 2]\nsum = 3\nlen = max = None\ndel list, sum, len, max")


def several_copies(handed: Handed) -> None:
    stem = handed.path.removesuffix(".ipynb")
    untouched = nbformat.v4.writes(read(LESSONS[handed.lesson - 1])).encode()
    handed.older = {f"{stem}{mark}.ipynb": untouched for mark in ("", "-副本", "-Copy1")}
    handed.path = f"{stem} (1).ipynb"


def broken_second_try(handed: Handed) -> None:
    """The newest that can be read counts."""
    handed.older = {handed.path: handed.write(handed.notebook)}
    handed.path = handed.path.replace(".ipynb", "(2).ipynb")
    handed.write = lambda notebook: b""


def chinese_zip(handed: Handed) -> None:
    """Zip a folder as Chinese Windows does: the names in GBK, and no mark that says so."""
    inside, write = f"作业/{handed.path}", handed.write
    handed.path = f"{handed.student}.zip"

    def zipped(notebook: NotebookNode) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("?" * len(inside.encode("gbk")), write(notebook))
        return stream.getvalue().replace(b"?" * len(inside.encode("gbk")), inside.encode("gbk"))

    handed.write = zipped


# one answer is lost: the last, on which no other builds


def _last(handed: Handed, planned: Planned) -> NotebookNode:
    handed.plan[list(handed.plan)[-1]] = planned
    return handed.answers[-1]


def commented_out(handed: Handed) -> None:
    cell = _last(handed, Planned("unanswered", 0))
    cell.source = re.sub("^", "# ", cell.source, flags=re.MULTILINE)


def answer_as_text(handed: Handed) -> None:
    cell = _last(handed, Planned("unanswered", 0))
    cell.cell_type = "markdown"
    del cell["outputs"], cell["execution_count"]


def misspelt_name(handed: Handed) -> None:
    cell, name = _last(handed, Planned("unanswered", 0)), _names(handed)[-1]
    cell.source = cell.source.replace(name, name.title())


def answer_of_no_end(handed: Handed) -> None:
    handed.troubled = True
    cell = _last(handed, Planned("error", 0))
    cell.source = f"while True:\n    pass\n{_names(handed)[-1]} = 1"


def answer_not_python(handed: Handed) -> None:
    handed.troubled = True
    cell = _last(handed, Planned("error", 0))
    cell.source = f"{_names(handed)[-1]} = （5，2）"


def _names(handed: Handed) -> list[str]:
    return [QUESTIONS[question].name for question in handed.plan]


# nothing can be read


def truncated(handed: Handed) -> None:
    handed.lost("不是完整的笔记本文件")
    handed.write = lambda notebook: nbformat.v4.writes(notebook).encode()[:30_000]


def merge_conflict(handed: Handed) -> None:
    handed.lost("不是完整的笔记本文件")
    lines = "<<<<<<< HEAD\n", "=======\n", ">>>>>>> 我的\n"
    handed.write = lambda notebook: nbformat.v4.writes(notebook).replace(' "cells"', ' "cells"'.join(lines), 1).encode()


def empty(handed: Handed) -> None:
    handed.lost("文件是空的")
    handed.write = lambda notebook: b"\n"


def web_page(handed: Handed) -> None:
    handed.lost("这是一个网页（HTML），不是笔记本")
    handed.write = lambda notebook: "<!DOCTYPE html>\n<html><title>登录</title></html>".encode()


def no_cells(handed: Handed) -> None:
    handed.lost("不是笔记本文件")
    handed.write = lambda notebook: json.dumps({"worksheets": [], "nbformat": 3}).encode()


def too_large(handed: Handed) -> None:
    handed.lost("文件超过 20 MB")
    handed.write = lambda notebook: nbformat.v4.writes(notebook).encode() + b" " * 20_000_000


HARMLESS = (
    copied_answers,
    deleted_checks,
    deleted_text,
    deleted_imports,
    deleted_lesson,
    split_answers,
    answers_in_new_cells,
    answers_at_the_top,
    answers_in_the_middle,
    retyped_answers,
    lost_metadata,
    forged_checks,
    checks_of_other_names,
    no_lesson_in_the_name,
    spaces_in_the_name,
    a_folder_each,
    byte_order_mark,
    gbk,
    windows_line_ends,
    escaped_text,
    equal_ids,
    no_ids,
    no_counts_and_outputs,
    megabytes_of_output,
    error_near_the_top,
    unfinished_line,
    asks_for_input,
    magics,
    exit_in_a_cell,
    endless_loop,
    deleted_names,
    spoilt_names,
    several_copies,
    broken_second_try,
    chinese_zip,
)
ONE_LOST = (commented_out, answer_as_text, misspelt_name, answer_of_no_end, answer_not_python)
UNREADABLE = (truncated, merge_conflict, empty, web_page, no_cells, too_large)
DAMAGES = (*HARMLESS, *ONE_LOST, *UNREADABLE)


def differences(handed: list[Handed], graded: dict[tuple[str, int], dict[str, Outcome]]) -> list[str]:
    """Return what was graded otherwise than planned, lost, or never handed in."""
    planned = {(each.student, each.lesson): each for each in handed}
    found = [f"{key}: handed in or graded alone" for key in planned.keys() ^ graded.keys()]
    for key in planned.keys() & graded.keys():
        for question, plan in planned[key].plan.items():
            got = graded[key].get(question)
            if got is None or (got.status, got.points, got.mistake) != (plan.status, plan.points, plan.mistake):
                text = got and (got.status, got.points, got.mistake, got.message)
                found.append(f"{key} {planned[key].damage} {question}: planned {plan}, got {text}")
    return found
