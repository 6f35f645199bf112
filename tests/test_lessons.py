"""The lessons as files: which count, which are refused, and that grading follows what was handed out."""

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import lessons as module
from helpers.homework.questions import BY_LESSON
from helpers.lessons import NOTEBOOKS, ROOT, LessonError, changed, in_words, lessons, shipped, unasked
from tests.support.grading import SETTINGS
from tests.support.notebooks import lesson_2

FIRST = lessons()[1].path.name


@pytest.fixture
def notebooks(tmp_path):
    """Give a folder with the course's notebooks."""
    return shutil.copytree(NOTEBOOKS, tmp_path / "notebooks", ignore=shutil.ignore_patterns(".*"))


@pytest.fixture
def questions(tmp_path, monkeypatch):
    """Give a folder that names a question file for each lesson."""
    folder = tmp_path / "questions"
    folder.mkdir()
    for number in BY_LESSON:
        (folder / f"lesson_{number}.py").touch()
    monkeypatch.setattr(module, "_QUESTIONS", folder)
    return folder


@pytest.mark.parametrize("mark", ["-Copy1", "-副本", " - 副本", " (1)", "（2）", "_副本2", "-checkpoint"])
def test_a_copy_is_no_lesson(notebooks, mark):
    (notebooks / FIRST.replace(".", f"{mark}.")).write_text("not even a notebook")
    assert list(lessons(notebooks)) == list(BY_LESSON)


def test_two_files_of_one_number_are_refused(notebooks):
    shutil.copy(notebooks / FIRST, notebooks / "1_another.ipynb")
    with pytest.raises(LessonError, match=f"{FIRST} 和 1_another.ipynb 都是第 1 课"):
        lessons(notebooks)


def test_a_lesson_without_questions_and_questions_without_a_lesson_are_refused(notebooks, questions):
    new = max(BY_LESSON) + 1
    shutil.copy(notebooks / FIRST, notebooks / f"{new}_new.ipynb")
    with pytest.raises(LessonError, match=f"有第 {new} 课，却没有它的题目"):
        lessons(notebooks)
    (questions / f"lesson_{new}.py").touch()
    assert list(lessons(notebooks)) == [*BY_LESSON, new]
    (notebooks / FIRST).unlink()
    with pytest.raises(LessonError, match="没有第 1 课"):
        lessons(notebooks)


def test_a_tenth_lesson_comes_last(notebooks, questions):
    for number in range(max(BY_LESSON) + 1, 11):
        shutil.copy(notebooks / FIRST, notebooks / f"{number:02}_new.ipynb")
        (questions / f"lesson_{number}.py").touch()
    assert list(lessons(notebooks)) == list(range(1, 11))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": [{}]}'])
def test_a_broken_notebook_is_named(notebooks, text):
    (notebooks / FIRST).write_text(text)
    with pytest.raises(LessonError, match=f"{FIRST} 读不了"):
        lessons(notebooks)


def test_numbers_in_words():
    assert [in_words(n) for n in (1, 9, 10, 11, 20, 42)] == ["一", "九", "十", "十一", "二十", "四十二"]


def test_what_was_handed_out_is_what_the_notebooks_say():
    assert changed() == [], "run python -m helpers.lessons"
    assert {n: [cell["source"] for cell in each.code] for n, each in lessons().items()} == {
        n: [cell["source"] for cell in each.code] for n, each in shipped().items()
    }


def untouched(notebooks: Path) -> None:
    pass


def copied(notebooks: Path) -> None:
    shutil.copy(notebooks / FIRST, notebooks / FIRST.replace(".", "-Copy1."))


def scribbled(notebooks: Path) -> None:
    path = notebooks / lessons()[2].path.name
    notebook = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    code[0]["source"] = "X = 7"
    path.write_text(json.dumps(notebook), encoding="utf-8")


def damaged(notebooks: Path) -> None:
    (notebooks / lessons()[2].path.name).write_text("{")


def missing(notebooks: Path) -> None:
    (notebooks / lessons()[2].path.name).unlink()


SAID = {untouched: "", copied: "", scribbled: "和发下去的不一样了", damaged: "读不了", missing: "不见了"}


@pytest.mark.parametrize("change", SAID, ids=lambda change: change.__name__)
def test_a_perfect_lesson_gets_full_points_whatever_lies_among_the_notebooks(tmp_path, change: Callable[[Path], None]):
    course = tmp_path / "course"
    skipped = shutil.ignore_patterns("__pycache__", ".*")
    for part in ("helpers", "notebooks"):
        shutil.copytree(ROOT / part, course / part, ignore=skipped)
    change(course / "notebooks")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / f"2026001_李雷_{lessons()[2].path.name}").write_text(lesson_2(), encoding="utf-8")
    command = [sys.executable, "-m", "helpers.classroom", "grade", tmp_path / "in", "--to", tmp_path / "to", *SETTINGS]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stderr
    row = next(csv.DictReader((tmp_path / "to/成绩.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert row["总分"] == str(sum(question.points for question in BY_LESSON[2]))
    told = done.stdout + done.stderr
    assert SAID[change] in told and (SAID[change] or "发下去的" not in told)


@pytest.mark.parametrize("answer", ["...", "7 / 9", "[\n  1, 2]", "(3, 3)  # mine\n"])
def test_a_recalled_question_is_not_graded(answer):
    assert unasked(f"recall(2, 1, {answer})") == ""


WRITTEN = ["x = recall(2, 1, 3)", "recall(2, 1, 3)\nmatch = 1", "recall", "recall(2,", "", "\0", "check(1, 2)"]


@pytest.mark.parametrize("source", WRITTEN)
def test_whatever_else_is_written_counts(source):
    assert unasked(source) == source
