"""A real JupyterLab, and web pages, in a real Chromium, for tests that see the course as a student does."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from nbformat.v4 import new_code_cell, new_notebook, writes
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.support.lab import CHROMIUM, Notebook, launch, listen, serve
from tests.support.notebooks import ROOT
from tests.support.pages import FIRST, page_of

expect.set_options(timeout=20_000)  # other tests run at the same time


OPENS_A_PAGE = {"lab", "site", "open_file", "open_explorer"}  # which is slow; asking a program for numbers is not


@pytest.hookimpl(tryfirst=True)  # before -m looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (apt-get install chromium)"))
            if OPENS_A_PAGE & set(item.fixturenames):
                item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


class Lab(NamedTuple):
    """A running JupyterLab: its address, and the folder it serves."""

    address: str
    folder: Path


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Serve JupyterLab on a copy of the notebooks that was never run here."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    with serve(home) as address:
        yield Lab(address, home / "notebooks")


@pytest.fixture
def open_notebook(browser: Browser, lab: Lab) -> Iterator[Callable[..., Notebook]]:
    """Open a lesson; the window is tall, so that JupyterLab renders every cell."""
    contexts = []

    def open_(lesson: Path, *, width: int = 1200, height: int = 16_000, dark: bool = False) -> Notebook:
        contexts.append(browser.new_context(viewport={"width": width, "height": height}))
        contexts[-1].set_default_timeout(60_000)
        theme = json.dumps({"theme": "JupyterLab Dark" if dark else "JupyterLab Light"})
        settings = f"{lab.address}/lab/api/settings/@jupyterlab/apputils-extension:themes"
        contexts[-1].request.put(settings, data=json.dumps({"raw": theme}))
        return Notebook(contexts[-1].new_page(), f"{lab.address}/doc/tree/notebooks/{lesson.name}", lesson)

    yield open_
    for context in contexts:
        context.close()


class WebPage:
    """A web page opened from its file without a network, and what it complained of or asked for."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page, self.errors, self.foreign = page, [], []
        listen(self)
        page.goto(path.as_uri())

    @property
    def cells(self) -> Locator:
        return self.page.locator(".code")


@pytest.fixture
def open_file(browser: Browser) -> Iterator[Callable[..., WebPage]]:
    """Open a web page; nothing may be complained of or asked for."""
    contexts, opened = [], []

    def open_(path: Path, *, width: int = 1200, height: int = 1400, dark: bool = False) -> WebPage:
        size = {"width": width, "height": height}
        contexts.append(browser.new_context(viewport=size, offline=True, color_scheme="dark" if dark else "light"))
        contexts[-1].set_default_timeout(60_000)
        opened.append(WebPage(contexts[-1].new_page(), path))
        return opened[-1]

    yield open_
    for context in contexts:
        context.close()
    assert [complaint for page in opened for complaint in (*page.errors, *page.foreign)] == []


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the course's web pages, all lessons run, as a teacher does."""
    folder = tmp_path_factory.mktemp("site") / "网页"
    subprocess.run([sys.executable, "-m", "helpers.pages", str(folder)], cwd=ROOT, check=True)
    return folder


@pytest.fixture
def open_page(open_file, tmp_path: Path) -> Callable[..., WebPage]:
    """Make a web page of one cell, and open it."""

    def open_(source: str, **options) -> WebPage:
        (tmp_path / "page.html").write_text(page_of(source), encoding="utf-8")
        return open_file(tmp_path / "page.html", **options)

    return open_


@pytest.fixture(params=["open_cell", "open_page"], ids=["lab", "page"])
def open_explorer(request: pytest.FixtureRequest) -> Callable[..., Notebook | WebPage]:
    """Open a cell in each host that runs explorers."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def open_cell(open_notebook, lab) -> Iterator[Callable[..., Notebook]]:
    """Open a notebook whose first cell is run; nothing may be complained of or asked from elsewhere."""
    opened = []

    def open_(source: str, *, width: int = 1200, dark: bool = False) -> Notebook:
        path = lab.folder / f"explore_{len(list(lab.folder.glob('explore_*')))}.ipynb"
        notebook = new_notebook(cells=[new_code_cell(f"{FIRST}\n{source}"), new_code_cell("")])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        path.write_text(writes(notebook), encoding="utf-8")
        notebook = open_notebook(path, width=width, height=1400, dark=dark)
        notebook.wait_for_kernel()
        notebook.cells.first.locator(".cm-content").click()
        notebook.page.keyboard.press("Control+Enter")
        opened.append(notebook)
        return notebook

    yield open_
    complaints = [complaint for notebook in opened for complaint in (*notebook.errors, *notebook.foreign)]
    for notebook in opened:  # dozens of idle kernels would fill the memory
        request, sessions = notebook.page.request, f"{lab.address}/api/sessions"
        for session in request.get(sessions).json():
            request.delete(f"{sessions}/{session['id']}")
    assert complaints == []
