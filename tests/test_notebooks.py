"""House rules: a lesson is short cells between sentences, run from top to bottom, with nothing left over."""

import dis
import os
import re
import statistics
from copy import deepcopy
from types import CodeType

import nbformat
import pytest

from helpers.homework import QUESTIONS
from helpers.homework.solutions import SOLUTIONS
from helpers.lessons import part_of
from tests.support.notebooks import LESSONS, ROOT, read, run, trains

by_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)


def code_cells(lesson):
    return [cell for cell in read(lesson).cells if cell.cell_type == "code"]


def test_lessons_are_numbered_without_gaps():
    assert [lesson.name[:3] for lesson in LESSONS] == [f"{n:02}_" for n in range(1, len(LESSONS) + 1)]


@by_lesson
def test_format_is_valid_and_small(lesson):
    nbformat.validate(read(lesson))
    assert lesson.stat().st_size <= 300 * 1024
    assert lesson.read_bytes().count(b"\r") == 0


@by_lesson
def test_cells_are_short_and_explained(lesson):
    cells = read(lesson).cells
    lines = [sum(map(bool, map(str.strip, cell.source.splitlines()))) for cell in code_cells(lesson)]
    assert statistics.median(lines) <= 3
    assert sorted(lines)[int(len(lines) * 0.9)] <= 10
    assert max(lines) <= 15
    recalled = sum(cell.source.startswith("recall(") for cell in cells)  # their text is what they show
    assert 2 * (len(lines) - recalled) <= len(cells) - recalled
    for before, after in zip(cells, cells[1:], strict=False):
        pair = [cell.metadata.get("nbgrader", {}).get("grade_id", "").split("_")[0] for cell in (before, after)]
        belong = pair == ["answer", "check"] or all(cell.source.startswith("recall(") for cell in (before, after))
        assert belong or "markdown" in (before.cell_type, after.cell_type)


@by_lesson
def test_import_cell_is_second_short_and_the_only_one(lesson):
    cells = read(lesson).cells
    imports = re.compile(r"^\s*(import|from) ", re.MULTILINE)
    importing = [i for i, cell in enumerate(cells) if cell.cell_type == "code" and imports.search(cell.source)]
    assert importing == [1]
    assert len(cells[1].source.splitlines()) <= 7


@by_lesson
def test_opening_and_closing(lesson):
    cells = read(lesson).cells
    number = int(lesson.name[:2])
    for words in (f"# 第 {number} 课", "**你将学会**", "**需要先会**", "**预计时间**"):
        assert words in cells[0].source
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert 2 <= text.count("**先猜再算**") <= 6
    headings = re.findall(r"^## (.*)", text, re.MULTILINE)
    assert headings[-2:] == ["小结", "作业"]
    assert [heading.split(" ")[0] for heading in headings[:-2]] == [str(n) for n in range(1, len(headings) - 1)]
    summary = text.split("## 小结")[1].split("##")[0]
    assert 4 <= len(re.findall(r"^- ", summary, re.MULTILINE)) <= 5
    for part, other in (("上一课", number - 1), ("下一课", number + 1)):
        neighbour = [name.name for name in LESSONS if name.name.startswith(f"{other:02}_")]
        assert all(f"({name})" in cells[-1].source for name in neighbour), part


@by_lesson
def test_points_in_the_text_are_the_points_of_the_questions(lesson):
    text = "\n".join(cell.source for cell in read(lesson).cells)
    told = dict(re.findall(r"^### (\d\.\d) .*（(\d+) 分）$", text, re.MULTILINE))
    number = str(int(lesson.name[:2]))
    assert told == {q.id: str(q.points) for q in QUESTIONS.values() if q.id.split(".")[0] == number}


@by_lesson
def test_executed_from_top_to_bottom_without_error(lesson):
    cells = code_cells(lesson)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    outputs = [output for cell in cells for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error"]
    assert not [output for output in outputs if output.get("name") == "stderr"]
    assert not [cell.source for cell in cells if cell.source.rstrip().endswith(";")]


@by_lesson
def test_outputs_are_text_and_tables(lesson):
    kinds = {kind for cell in code_cells(lesson) for output in cell.outputs for kind in output.get("data", {})}
    assert kinds <= {"text/plain", "text/html"}


@by_lesson
def test_metadata_holds_nothing_else(lesson):
    notebook = read(lesson)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags", "nbgrader"}
        assert not cell.get("attachments")


@by_lesson
def test_few_outputs_are_left_uncompared(lesson):
    ignored = [cell for cell in code_cells(lesson) if "nbval-ignore-output" in cell.metadata.get("tags", [])]
    assert len(ignored) < 0.05 * len(code_cells(lesson))
    assert not [cell for cell in code_cells(lesson) if "nbval-skip" in cell.metadata.get("tags", [])]


@by_lesson
def test_links_lead_somewhere(lesson):
    for cell in read(lesson).cells:
        if cell.cell_type == "markdown":
            for target in re.findall(r"\]\(([^)]+)\)", cell.source):
                assert target.startswith("https://") or (lesson.parent / target).is_file(), target


@by_lesson
def test_names_no_machine(lesson):
    places = [str(ROOT), os.path.expanduser("~") + "/", "/home/", "/Users/", "C:\\", "/tmp/"]
    text = lesson.read_text(encoding="utf-8")
    assert not [place for place in places if place in text]


@by_lesson
def test_nothing_but_the_course_is_set_up(lesson):
    source = "\n".join(cell.source for cell in code_cells(lesson))
    assert not re.search(r"^\s*[!%]|sys\.path|import \*|rcParams|plt\.rc", source, re.MULTILINE)


def names(source: str, *steps: str) -> set[str]:
    """Return the names in the steps of these kinds that Python makes of a source, its functions included."""
    codes = [compile(source, "<cell>", "exec")]
    for code in codes:
        codes += [each for each in code.co_consts if isinstance(each, CodeType)]
    return {step.argval for code in codes for step in dis.get_instructions(code) if step.opname in steps}


@by_lesson
def test_no_answer_takes_a_name_that_the_lesson_uses(lesson):
    """Neither a stub nor a way that solution() shows: cells above it, run again, would find that instead."""
    _, *cells = code_cells(lesson)
    taught = [cell.source for cell in cells if not part_of(cell)[0]]
    asked = [part_of(cell)[1] for cell in cells if part_of(cell)[0] == "answer"]
    ways = [way.source for question in asked for way in SOLUTIONS[question]]
    taken = {QUESTIONS[question].name for question in asked} | {
        name for way in ways for name in names(way, "STORE_NAME")
    }
    used = {name for source in taught for name in names(source, "LOAD_NAME", "LOAD_GLOBAL")}
    assert not taken & used


def told(cell: nbformat.NotebookNode) -> list[str]:
    """Return what a cell has shown, as text."""
    outputs = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.outputs]
    return ["".join(output) for output in outputs]


@pytest.mark.parametrize("lesson", [each for each in LESSONS if not trains(read(each))], ids=lambda path: path.stem)
def test_the_lesson_stands_whatever_is_written_below_it(lesson):
    """With the stubs, with right answers, with wrong ones: each cell run again shows what is stored under it."""
    cells = code_cells(lesson)
    taught = [cell for cell in cells if not part_of(cell)[0]]
    written = {part_of(cell)[1]: cell.source for cell in cells if part_of(cell)[0] == "answer"}
    right = {question: SOLUTIONS[question][0].source for question in written}
    wrong = {question: f"{QUESTIONS[question].name} = lambda *_, **__: None" for question in written}
    again = read(lesson)
    again.cells = deepcopy(taught)
    for answers in (written, right, wrong):
        # the imports are not run again: they would bring the course's own function back
        again.cells += [nbformat.v4.new_code_cell("\n\n".join(answers.values())), *deepcopy(taught[1:])]
    run(again)
    shown = [told(cell) for cell in again.cells]
    stored = [told(cell) for cell in taught]
    for start in range(len(taught), len(shown), len(taught)):
        assert shown[start + 1 : start + len(taught)] == stored[1:]
