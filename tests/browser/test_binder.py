"""A Binder session ends; the work in it does not: a reminder, a download, and the browser's own storage."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes
from playwright.sync_api import expect

from helpers.homework.record import NAME, SWITCH
from tests.support.lab import Notebook, serve

BINDER = {"BINDER_REPO_URL": "https://github.com/OWNER/REPO", SWITCH: ""}
ANSWER = "corner_products = X[0:3, 0:3] * FEATURES[0]"
SESSION = [
    "from helpers import FEATURES, X, check",
    "corner_products = ...",
    'check("1.1", corner_products)',
    'check("1.2", 7 / 9)',
]


def new_session(folder: Path) -> Path:
    """Return a notebook as Binder hands it out: in a new folder, with nothing a student wrote."""
    folder.mkdir()
    notebook = new_notebook(cells=[new_code_cell(source) for source in SESSION])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    path = folder / "lesson.ipynb"
    path.write_text(writes(notebook), encoding="utf-8")
    return path


@pytest.mark.slow
def test_work_survives_the_end_of_a_session(browser, tmp_path):
    first, second = new_session(tmp_path / "first"), new_session(tmp_path / "second")
    context = browser.new_context()
    context.set_default_timeout(60_000)
    page = context.new_page()

    def downloaded(button, *more: str) -> list[str]:
        arrived = []
        with page.expect_event("download", lambda download: arrived.append(download) or len(arrived) > len(more)):
            button.click()
        assert [each.suggested_filename for each in arrived] == [first.name, *more]
        return [Path(each.path()).read_text(encoding="utf-8") for each in arrived]

    with serve(tmp_path / "first", **BINDER) as address:
        notebook = Notebook(page, f"{address}/doc/tree/{first.name}", first)
        notebook.wait_for_kernel()
        cells = notebook.cells
        cells.nth(1).locator(".cm-content").click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(ANSWER)
        cells.nth(0).locator(".cm-content").click()
        for number in range(len(SESSION)):
            page.keyboard.press("Shift+Enter")
            # a key that comes before the next cell is selected runs the same one again
            expect(cells.nth(number).locator(".jp-InputPrompt")).to_have_text(re.compile(r"\d"), timeout=60_000)
        cells.nth(3).get_by_text("检查通过").wait_for()
        reminder = cells.get_by_role("button", name="下载这个笔记本")
        written, record = downloaded(reminder, NAME)  # a strict locator: there is one reminder
        assert ANSWER in written and json.loads(record)["题"]["1.2"]["得分"] == 1
        expect(cells.nth(1)).to_be_visible()  # the notebook is in front again
        page.locator(".saveToBrowser").click()
        page.locator(".jp-Dialog .jp-mod-accept").click()
    assert ANSWER in downloaded(page.locator(".downloadVisible"))[0]  # the server is gone, the page is not

    with serve(tmp_path / "second", port=urlsplit(address).port, **BINDER):
        answer = Notebook(page, f"{address}/doc/tree/{second.name}", second).cells.nth(1).locator(".cm-content")
        answer.get_by_text("corner_products = ...").wait_for()
        page.locator(".loadFromBrowser").click()
        page.locator(".jp-Dialog .jp-mod-accept").click()
        answer.get_by_text(ANSWER).wait_for()
        page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()  # a server waits for its kernels
    context.close()
