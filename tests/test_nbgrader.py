"""Real nbgrader reads the same points from the lessons as check gives."""

import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.nbgraderformat import MetadataValidator
from traitlets.config import PyFileConfigLoader

from helpers.classroom.course import write_nbgrader
from helpers.classroom.grading import Grader
from helpers.classroom.sandbox.outside import Limits, stop_all
from helpers.classroom.submissions import collect
from helpers.homework import QUESTIONS
from helpers.homework.solutions import SOLUTIONS
from tests.support.notebooks import LESSONS, homework_cells, read

pytestmark = pytest.mark.slow

HALF_RIGHT = {  # question -> answer cell, points; nbgrader gives nothing for a cell that writes to stderr
    "1.3": (
        "import warnings\ndef match(window, kernel):\n    warnings.warn('')\n    return (window * kernel).sum() / 9",
        1,
    ),
    "2.1": ("def feature_map(image, kernel):\n    return 1 / 0", 0),
    "2.2": ("three_maps = [maps[0], maps[1], maps[0]]", 2),
}


HANDED_IN = {"甲": LESSONS, "乙": LESSONS[:2]}  # the lessons of HALF_RIGHT


def submission(folder: Path, student: str, answers: dict[str, str]) -> None:
    for lesson in HANDED_IN[student]:
        notebook = read(lesson)
        for question, cell in homework_cells(notebook, "answer").items():
            cell.source = answers.get(question, cell.source)
        place = folder / student / lesson.stem
        place.mkdir(parents=True)
        nbformat.write(notebook, place / lesson.name)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The course as the command makes it, taken through real nbgrader from assignment to feedback."""
    root = tmp_path_factory.mktemp("course") / "cnn"
    write_nbgrader(root)
    config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
    config.CourseDirectory.root = str(root)
    config.Exchange.root = str(root / "exchange")
    submission(root / "submitted", "甲", {question: ways[0].source for question, ways in SOLUTIONS.items()})
    submission(root / "submitted", "乙", {question: source for question, (source, _) in HALF_RIGHT.items()})
    # nbgrader calls alembic by name, and pytest may run from an environment that is not activated
    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    grader = NbGraderAPI(config=config)
    for lesson in LESSONS:
        assert grader.generate_assignment(lesson.stem)["success"]
    for student, lessons in HANDED_IN.items():
        for lesson in lessons:
            result = grader.autograde(lesson.stem, student)
            assert result["success"], result
    assert grader.generate_feedback(LESSONS[0].stem, "乙")["success"]
    yield root
    monkeypatch.undo()


@pytest.fixture(scope="module")
def gradebook(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        yield gradebook


def points(gradebook: Gradebook, student: str) -> dict[str, float]:
    notebooks = [gradebook.find_submission_notebook(each.stem, each.stem, student) for each in HANDED_IN[student]]
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


def test_our_grader_gives_the_same_points(course, gradebook, tmp_path):
    submissions = collect(course / "submitted")
    limits = Limits(confined=shutil.which("bwrap") is not None)
    with ThreadPoolExecutor(2) as executor:
        graded = Grader(course / "submitted", tmp_path, limits).grade(submissions, executor, 4)
    stop_all()
    assert len(graded) == sum(map(len, HANDED_IN.values()))
    for each in graded:
        ours = {question: answer.points for question, answer in each.answers.items()}
        theirs = points(gradebook, each.submission.student)
        assert ours == {question: theirs[question] for question in ours}


def test_students_keep_the_pictures_and_get_feedback(course):
    released = read(course / "release" / LESSONS[0].stem / LESSONS[0].name)
    assert any(cell.get("outputs") for cell in released.cells)
    feedback = course / "feedback/乙" / LESSONS[0].stem / f"{LESSONS[0].stem}.html"
    assert "还没作答" in feedback.read_text(encoding="utf-8")
