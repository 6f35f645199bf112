"""Every spelling of every right answer passes, where a student writes it: in its lesson."""

import re

import pytest
from nbformat.v4 import new_code_cell

from helpers.homework import QUESTIONS
from helpers.homework.solutions import SOLUTIONS
from tests.support.notebooks import LESSONS, homework_cells, read, run


def test_every_question_is_solved_and_functions_in_several_ways():
    assert list(SOLUTIONS) == list(QUESTIONS)
    assert all(len(SOLUTIONS[question.id]) >= 3 for question in QUESTIONS.values() if question.inputs)


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_a_lesson_with_its_answers_filled_in_passes_every_check(lesson):
    """Run a lesson once, with each question answered in its first spelling last, since later answers build on it."""
    notebook = read(lesson)
    checks = homework_cells(notebook, "check")
    for question, answer in homework_cells(notebook, "answer").items():
        place = notebook.cells.index(answer)
        first, *others = (way.source for way in SOLUTIONS[question])
        answer.source = first
        for source in others:
            again = new_code_cell(checks[question].source, metadata={"question": question})
            notebook.cells[place:place] = [new_code_cell(source), again]
        checks[question].metadata.question = question
    run(notebook)
    checked = [cell for cell in notebook.cells if "question" in cell.metadata]
    assert len(checked) == sum(len(SOLUTIONS[question]) for question in checks)
    for cell in checked:
        output = cell.outputs[-1]  # a line may come first, while a net trains
        assert "检查通过" in output.data["text/html"], (cell.source, output.data["text/html"])
        assert output.data["text/plain"] == str(QUESTIONS[cell.metadata.question].points)


@pytest.mark.parametrize("question", SOLUTIONS)
def test_each_way_says_its_idea_in_a_line(question):
    ideas = [way.idea for way in SOLUTIONS[question]]
    assert len(set(ideas)) == len(ideas)
    for idea in ideas:
        assert re.search("[\u4e00-\u9fff]", idea) and len(idea) <= 45 and "\n" not in idea and not idea.endswith("。")


@pytest.mark.parametrize("question", SOLUTIONS)
def test_what_a_way_avoids_is_a_mistake_of_its_question(question):
    known = {mistake.id for mistake in QUESTIONS[question].mistakes}
    assert all(set(way.avoids) <= known for way in SOLUTIONS[question])
