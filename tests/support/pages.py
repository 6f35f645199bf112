"""What the browser tests of every explorer have in common."""

import json
import re

from ipywidgets.embed import dependency_state
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import Browser, Locator, expect

from helpers.pages.page import to_html
from helpers.pages.run import STATE

FIRST = "import numpy as np\nfrom helpers import *"  # what an explorer's cell begins with


def page_of(source: str) -> str:
    """Return the page of a cell whose last line is an explorer, made here: a kernel would take seconds to start."""
    names: dict[str, object] = {}
    *lines, last = source.splitlines()
    exec("\n".join([FIRST, *lines]), names)
    explorer = eval(last, names)
    shown = new_output("display_data", explorer._repr_mimebundle_()[0])
    notebook = new_notebook(cells=[new_markdown_cell("# 一页"), new_code_cell(source, outputs=[shown])])
    notebook.metadata.widgets = {STATE: {"state": dependency_state([explorer], drop_defaults=False)}}
    return to_html(notebook, "page", [])


def embedded(page: str) -> dict:
    """Return what a page holds for its program: explorers, their models, the homework."""
    return json.loads(re.search(r'<script type="application/json" id="lesson">(.*?)</script>', page, re.DOTALL)[1])


class ExplorerPage:
    """An explorer called w in the first cell of a notebook, and a cell that asks the kernel; or on a web page."""

    def __init__(self, notebook, cell: int = 0) -> None:
        self.notebook, self.page = notebook, notebook.page
        self.root = notebook.cells.nth(cell).locator(".explorer")
        self.root.wait_for()
        self.controls = self.root.locator(".explorer-controls")
        self.sum, self.status = self.root.get_by_label("算式"), self.root.get_by_role("status")
        self.probe = notebook.cells.nth(1)

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=re.compile(name))

    def start(self, source: str) -> None:
        """Start the notebook's second cell with this source."""
        self.probe.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")

    def keep_busy(self, seconds: int) -> None:
        self.start(f"import time\nstop = time.time() + {seconds}\nwhile time.time() < stop: pass")
        expect(self.probe.locator(".jp-InputPrompt")).to_have_text("[*]:")

    def still_busy(self) -> bool:
        return "*" in self.probe.locator(".jp-InputPrompt").inner_text()

    def python(self, source: str):
        """Run a line in the notebook's second cell; return its JSON output."""
        prompt = self.probe.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self.start(source)
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"))
        text = "".join(self.probe.locator(".jp-OutputArea-output").all_inner_texts())
        return json.loads(text) if text.strip() else None

    def get(self, trait: str):
        if (live := self.page.locator(".live")).count():
            return live.evaluate("(live, trait) => live.model.get(trait)", trait)
        return self.python(f"import json; print(json.dumps(w.{trait}, default=lambda a: a.tolist()))")

    def eventually(self, trait: str, value) -> None:
        for _ in range(20):
            if (got := self.get(trait)) == value:
                return
        assert got == value

    def reopen(self) -> None:
        """Save the notebook and load the page anew; the kernel lives on."""
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Control+S")
        self.page.wait_for_timeout(1000)
        self.page.reload()

    def open_in_notebook_7(self) -> None:
        """Leave JupyterLab for Notebook 7, and run the first cell there."""
        self.page.goto(self.page.url.replace("/doc/tree/", "/notebooks/"))
        self.page.wait_for_function("() => document.querySelectorAll('.jp-CodeCell').length === 2")
        self.page.wait_for_load_state("networkidle")  # what is pressed sooner is lost
        self.page.locator(".cm-content").first.click()
        self.notebook.errors.clear()  # what Notebook 7 says of itself while it loads
        self.page.keyboard.press("Control+Enter")


def in_module(browser: Browser, module: str, call: str, argument: object) -> object:
    """Return what a JavaScript function of (module, argument) gives for an explorer's module text."""
    page = browser.new_page()
    result = page.evaluate(
        f"""async ([source, argument]) => {{
            const module = await import(`data:text/javascript,${{encodeURIComponent(source)}}`);
            return ({call})(module, argument);
        }}""",
        [module, argument],
    )
    page.close()
    return result
