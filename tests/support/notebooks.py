"""The lessons as files, for the tests that read, fill in or run them."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

from helpers.lessons import NOTEBOOKS, ROOT, lessons, part_of

__all__ = ["LESSONS", "ROOT", "homework_cells", "read", "run"]

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
