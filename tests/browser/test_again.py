"""再来一题 in a real JupyterLab: the question, a cell below it that check knows, and the record beside the notebook."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes
from playwright.sync_api import expect

from helpers.homework import QUESTIONS
from helpers.homework.fresh import drawn
from helpers.homework.record import NAME, SWITCH
from tests.support.lab import Notebook, serve


@pytest.mark.slow
def test_again_offers_a_cell_that_check_knows(browser, tmp_path):
    cells = ["import numpy as np\nfrom helpers import again, check, mistakes", 'again("1.2")', "mistakes()"]
    lesson = tmp_path / "02_lesson.ipynb"
    notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    lesson.write_text(writes(notebook), encoding="utf-8")
    context = browser.new_context()
    context.set_default_timeout(60_000)
    with serve(tmp_path, **{SWITCH: ""}) as address:
        notebook = Notebook(context.new_page(), f"{address}/doc/tree/{lesson.name}", lesson)
        notebook.wait_for_kernel()
        notebook.run_all()
        expect(notebook.cells).to_have_count(4)
        expect(notebook.cells.nth(1)).to_contain_text("再来一题 1.2-1")
        offered = notebook.cells.nth(2)
        given = drawn(QUESTIONS["1.2"], 1)
        total = next(each.model for each in given.mistakes if each.id == "sum_instead_of_mean")
        expect(offered.locator(".cm-content")).to_contain_text('check("1.2-1", ...)')
        for answer, told in ((total, "还没有求均值"), ("(window * kernel).mean()", "检查通过")):
            offered.locator(".cm-content").click()
            notebook.page.keyboard.press("Control+A")
            notebook.page.keyboard.insert_text(f'{given.given}\ncheck("1.2-1", {answer})')
            notebook.page.keyboard.press("Control+Enter")
            expect(offered.locator(".jp-OutputArea")).to_contain_text(told)
        notebook.cells.nth(3).locator(".cm-content").click()
        notebook.page.keyboard.press("Control+Enter")
        expect(notebook.cells.nth(3).locator(".jp-OutputArea")).to_contain_text("又做对了：在第 2 课")
    context.close()
    assert json.loads((tmp_path / NAME).read_text(encoding="utf-8"))["题"]["1.2"]["新题"] == 1
