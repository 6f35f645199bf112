"""The lessons as files, for the tests that read, fill in or run them."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

from helpers.homework.solutions import SOLUTIONS
from helpers.lessons import NOTEBOOKS, ROOT, lessons, part_of

__all__ = ["LESSONS", "ROOT", "homework_cells", "lesson_2", "read", "run", "trains"]

LESSONS = [lesson.path for lesson in lessons().values()]


def read(lesson: Path) -> nbformat.NotebookNode:
    return nbformat.read(lesson, as_version=4)


def homework_cells(notebook: nbformat.NotebookNode, part: str) -> dict[str, nbformat.NotebookNode]:
    """Return the answer or check cells of a lesson, by question."""
    found = {}
    for cell in notebook.cells:
        kind, question = part_of(cell)
        if kind == part:
            found[question] = cell
    return found


def run(notebook: nbformat.NotebookNode) -> None:
    """Run a notebook from top to bottom, in place; keep what the course stores, so no live widget and no timing."""
    NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=120,
        record_timing=False,
        coalesce_streams=True,  # else one print may be stored in two pieces
        resources={"metadata": {"path": NOTEBOOKS}},
    ).execute()
    notebook.metadata.pop("widgets", None)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)


def trains(notebook: nbformat.NotebookNode) -> bool:
    """Tell whether a notebook trains nets, which takes many times as long as all that others do."""
    return any("train(" in cell.source for cell in notebook.cells if cell.cell_type == "code")


def lesson_2(first: str = "", **answers: str) -> str:
    """Return lesson 2 as a file, with all answers right but those given (q2_1=...), and a cell before them all."""
    lesson = read(lessons()[2].path)
    cells = homework_cells(lesson, "answer")
    for question, cell in cells.items():
        cell.source = answers.get("q" + question.replace(".", "_"), SOLUTIONS[question][0].source)
    lesson.cells.insert(lesson.cells.index(cells["2.1"]), nbformat.v4.new_code_cell(first))
    return nbformat.writes(lesson)
