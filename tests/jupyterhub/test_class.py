"""Five students on a real JupyterHub are handed lesson 1, solve it and hand it in, as README.md tells a teacher."""

import csv
import subprocess
import sys

import pytest
from playwright.sync_api import sync_playwright

from helpers.homework.solutions import SOLUTIONS
from tests.support.hub import STUDENTS, hand_out, log_in, seat, serve_hub
from tests.support.lab import Notebook, launch
from tests.support.notebooks import LESSONS, ROOT, homework_cells, read

QUESTIONS = list(homework_cells(read(LESSONS[0]), "check"))


def answers(student: str) -> dict[str, str]:
    """Return right answers to lesson 1, not spelled alike by two students."""
    return {question: SOLUTIONS[question][STUDENTS.index(student) % 3].source for question in QUESTIONS}


def solve(notebook: Notebook, student: str) -> None:
    notebook.run_all()
    for question, source in answers(student).items():
        notebook.answer(question, source).get_by_text("检查通过").wait_for()
    notebook.page.keyboard.press("Control+s")
    notebook.page.locator(".jp-mod-dirty").wait_for(state="detached")


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    """Hand out, solve, collect with the README's command; return the folder that the teacher then has."""
    folder = tmp_path_factory.mktemp("hub")
    with serve_hub(folder) as hub, sync_playwright() as playwright:
        browser, link = launch(playwright), hand_out(folder, hub)
        for student in STUDENTS:
            page = browser.new_context(viewport={"width": 1200, "height": 16_000}).new_page()
            page.set_default_timeout(60_000)
            log_in(page, hub, student)
            notebook = Notebook(page, link, LESSONS[0])
            solve(notebook, student)
            assert notebook.errors == notebook.foreign == []
            page.context.close()
        browser.close()
    assert not [process for student in STUDENTS for process in seat(folder, student)]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = next(block for block in readme.split("```bash\n") if "/home/jupyter-" in block).partition("```")[0]
    command = command.replace("/home/jupyter-", f"{folder}/home/jupyter-").replace("REPO", "course")
    subprocess.run(["bash", "-euc", command.replace("sudo ", "")], cwd=folder, check=True)
    return folder / "收上来的"


def test_every_student_hands_in_the_own_answers(handed_in):
    names = [f"{student}_01_convolution.ipynb" for student in STUDENTS]
    assert sorted(path.name for path in handed_in.iterdir()) == names
    for student, name in zip(STUDENTS, names, strict=True):
        notebook = read(handed_in / name)
        written = {question: cell.source for question, cell in homework_cells(notebook, "answer").items()}
        assert written == answers(student)


def test_the_class_is_graded(handed_in):
    command = [sys.executable, "-m", "helpers.classroom", "grade", str(handed_in), "--unconfined"]
    subprocess.run(command, check=True)
    with (handed_in.parent / "收上来的_成绩/成绩.csv").open(encoding="utf-8-sig") as table:
        rows = list(csv.DictReader(table))
    assert [row["学生"] for row in rows] == STUDENTS
    assert all(row["总分"] == row["满分（交了的课）"] for row in rows)
