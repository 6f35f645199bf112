"""The lessons as a student meets them: opened in a fresh clone, run to the end, answered."""

import pytest

from tests.support.notebooks import LESSONS, homework_cells, read

by_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)


def stored(lesson, tag: str) -> int:
    outputs = [output for cell in read(lesson).cells for output in cell.get("outputs", [])]
    return sum(output.get("data", {}).get("text/html", "").count(f"<{tag}") for output in outputs)


@by_lesson
def test_a_fresh_clone_shows_every_picture_and_runs_to_the_end(open_notebook, lesson):
    notebook = open_notebook(lesson)
    tables = notebook.page.locator(".jp-OutputArea table:has(caption)")
    assert tables.count() == stored(lesson, "table") - 1  # the last one is of the progress
    seen = tables.evaluate_all(
        """tables => tables.map(table => {
            const cells = [...table.querySelectorAll('tbody td')];
            const painted = cells.filter(cell => getComputedStyle(cell).backgroundColor !== 'rgba(0, 0, 0, 0)');
            return table.caption.textContent && table.tHead && painted.length === cells.length
                && cells.every(cell => getComputedStyle(cell).textAlign === 'center');
        })"""
    )
    assert all(seen)
    images = notebook.page.locator(".jp-OutputArea img")
    assert images.count() == stored(lesson, "img")
    assert tables.count() + images.count() > 0
    assert all(images.evaluate_all("images => images.map(image => image.naturalWidth > 0 && image.alt !== '')"))
    assert notebook.errors == notebook.foreign == []

    notebook.page.set_viewport_size({"width": 480, "height": 16_000})  # a phone
    notebook.run_all()
    outputs = notebook.page.locator(".jp-OutputArea")
    assert outputs.get_by_text("还没作答").count() == len(homework_cells(read(lesson), "check"))
    assert notebook.page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    assert notebook.errors == notebook.foreign == []


def test_a_wrong_answer_is_named_and_a_right_one_passes(open_notebook):
    notebook = open_notebook(LESSONS[0])
    notebook.run_all()
    answer = "corner_products = X[0:3, 0:3] {} FEATURES[0]"
    feedback = notebook.answer("1.1", answer.format("@"))
    feedback.get_by_text("矩阵乘法").wait_for()
    assert feedback.locator("table").count() == 2
    notebook.answer("1.1", answer.format("*"))
    feedback.get_by_text("检查通过").wait_for()
    assert notebook.errors == notebook.foreign == []
