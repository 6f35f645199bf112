"""A real JupyterLab and a real Chromium, started for tests and measurements."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Playwright

from tests.support.notebooks import ROOT, read

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
QUIET += " --disable-component-update --disable-sync"


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())


@contextlib.contextmanager
def serve(home: Path, *, port: int = 0, **variables: str) -> Iterator[str]:
    """Serve a folder with the course's JupyterLab settings and none of this user's; give the address.

    variables: further environment variables of the server and its kernels.
    """
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--IdentityProvider.token=", "--ServerApp.disable_check_xsrf=True"]
    command += ["--LabApp.expose_app_in_browser=True"]  # to ask whether a kernel is ready
    command += [f"--ServerApp.root_dir={home}", f"--LabApp.app_settings_dir={ROOT}/binder"]
    environment = {**os.environ, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home / "config"), **variables}
    log = home / "lab.log"
    with log.open("w") as stream:
        server = subprocess.Popen(command, env=environment, stdout=stream, stderr=subprocess.STDOUT)
    try:
        while not (found := re.search(r"(http://(?:localhost|127\.0\.0\.1):\d+)/lab", log.read_text())):
            if server.poll() is not None:
                raise RuntimeError(log.read_text())
            with contextlib.suppress(subprocess.TimeoutExpired):
                server.wait(0.1)
        yield found[1]
    finally:
        server.terminate()
        try:
            server.wait(60)
        except subprocess.TimeoutExpired:  # a busy machine
            server.kill()
            server.wait()


def listen(host) -> None:
    """Write down what a page complains of and what it asks from elsewhere."""
    page = host.page
    page.on("console", lambda message: host.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: host.errors.append(str(error)))
    page.on("request", lambda request: None if _is_local(request.url) else host.foreign.append(request.url))


class Notebook:
    """One lesson open in JupyterLab, and what its page complained of or asked from elsewhere.

    address: where the lesson opens; lesson: the file as it was handed out.
    """

    def __init__(self, page: Page, address: str, lesson: Path) -> None:
        self.page, self.errors, self.foreign = page, [], []
        listen(self)
        page.goto(address)
        cells = read(lesson).cells
        self.grade_ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells]
        outputs = sum(len(cell.get("outputs", [])) for cell in cells)
        page.wait_for_function("n => document.querySelectorAll('.jp-OutputArea-output').length === n", arg=outputs)

    @property
    def cells(self) -> Locator:
        return self.page.locator(".jp-Notebook .jp-Cell")

    def wait_for_kernel(self) -> None:
        """Wait until the kernel listens: a key that is pressed sooner is lost."""
        self.page.wait_for_function(
            """() => [...(window.jupyterapp?.shell.widgets('main') ?? [])]
                .some(widget => widget.sessionContext?.session?.kernel?.status === 'idle')"""
        )

    def run_all(self) -> None:
        """Run every cell through the menu and wait until the kernel has finished the last one."""
        code = self.page.locator(".jp-CodeCell .jp-InputPrompt")
        self.page.get_by_role("menuitem", name="运行", exact=True).click()
        self.page.get_by_text("运行所有单元格", exact=True).click()
        self.page.wait_for_function(
            """count => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
                .filter(prompt => /^\\[\\d+\\]:$/.test(prompt.textContent)).length === count
                && document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle'""",
            arg=code.count(),
            timeout=120_000,
        )

    def homework_cell(self, part: str, question: str) -> Locator:
        """Return the answer or check cell of a question."""
        return self.cells.nth(self.grade_ids.index(f"{part}_{question.replace('.', '_')}"))

    def answer(self, question: str, source: str) -> Locator:
        """Write an answer into its cell, run it and its check as a student does; return the feedback."""
        self.homework_cell("answer", question).locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Shift+Enter")
        self.page.keyboard.press("Shift+Enter")
        return self.homework_cell("check", question).locator(".jp-OutputArea")


def _is_local(url: str) -> bool:
    return re.match(r"(https?|wss?)://(localhost|127\.0\.0\.1)[:/]|data:|blob:|about:|file:", url) is not None
