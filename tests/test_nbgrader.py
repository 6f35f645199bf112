"""Real nbgrader reads the same points from the lessons as check gives."""

import os
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from answers import ANSWERS
from lessons import LESSONS, homework_cells, read
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.converters import GenerateAssignment
from nbgrader.nbgraderformat import MetadataValidator
from traitlets.config import Config

from helpers.homework import QUESTIONS

HALF_RIGHT = {  # question -> answer cell, points; nbgrader gives nothing for a cell that writes to stderr
    "1.3": (
        "import warnings\ndef match(window, kernel):\n    warnings.warn('')\n    return (window * kernel).sum() / 9",
        1,
    ),
    "2.1": ("def feature_map(image, kernel):\n    return 1 / 0", 0),
    "2.2": ("three_maps = [maps[0], maps[1], maps[0]]", 2),
}


HANDED_IN = {"甲": LESSONS, "乙": LESSONS[:2]}  # the lessons of HALF_RIGHT


def submission(folder: Path, answers: dict[str, str]) -> None:
    folder.mkdir(parents=True)
    for lesson in HANDED_IN[folder.parent.name]:
        notebook = read(lesson)
        for question, cell in homework_cells(notebook, "answer").items():
            cell.source = answers.get(question, cell.source)
        nbformat.write(notebook, folder / lesson.name)


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.course_id = "cnn"
    config.Exchange.root = str(root / "exchange")
    # the lessons are the students' version already: nothing is left to clear
    steps = GenerateAssignment().preprocessors
    config.GenerateAssignment.preprocessors = [step for step in steps if step.__name__ != "ClearSolutions"]
    shutil.copytree(LESSONS[0].parent, root / "source/课程", ignore=lambda *_: [".ipynb_checkpoints"])
    submission(root / "submitted/甲/课程", {question: spellings[0] for question, spellings in ANSWERS.items()})
    submission(root / "submitted/乙/课程", {question: source for question, (source, _) in HALF_RIGHT.items()})
    # nbgrader calls alembic by name, and pytest may run from an environment that is not activated
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    grader = NbGraderAPI(config=config)
    assert grader.generate_assignment("课程")["success"]
    for student in "甲乙":
        result = grader.autograde("课程", student)
        assert result["success"], result
    with Gradebook(f"sqlite:///{root}/gradebook.db") as gradebook:
        yield gradebook
    monkeypatch.undo()


def points(gradebook: Gradebook, student: str) -> dict[str, float]:
    notebooks = [gradebook.find_submission_notebook(lesson.stem, "课程", student) for lesson in HANDED_IN[student]]
    grades = [grade for notebook in notebooks for grade in notebook.grades]
    return {grade.name.removeprefix("check_").replace("_", "."): grade.score for grade in grades}


def test_metadata_is_valid():
    for lesson in LESSONS:
        MetadataValidator().validate_nb(read(lesson))


def test_right_answers_get_full_points(gradebook):
    assert points(gradebook, "甲") == {question.id: question.points for question in QUESTIONS.values()}


def test_partial_points_reach_nbgrader_and_the_unanswered_get_none(gradebook):
    questions = [question for lesson in HANDED_IN["乙"] for question in homework_cells(read(lesson), "check")]
    expected = {question: HALF_RIGHT.get(question, ("", 0))[1] for question in questions}
    assert set(HALF_RIGHT) < set(questions)
    assert points(gradebook, "乙") == expected
