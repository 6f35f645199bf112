"""A real JupyterLab in a real Chromium, for tests that see the course as a student does."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
QUIET += " --disable-component-update --disable-sync"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if CHROMIUM is None and Path(__file__).parent in item.path.parents:
            assert not os.environ.get("CI"), "CI needs Chromium: see .ci/run"
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine (apt-get install chromium)"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET.split())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve JupyterLab on a copy of the notebooks that was never run here; give its address."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", "--port=0"]
    command += ["--IdentityProvider.token=", "--ServerApp.root_dir=" + str(home), "--LabApp.news_url="]
    environment = {**os.environ, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home), "JUPYTER_DATA_DIR": str(home)}
    log = (home / "lab.log").open("w")
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield _address(home / "lab.log", server)
    finally:
        server.terminate()
        server.wait(10)


def _address(log: Path, server: subprocess.Popen) -> str:
    while server.poll() is None:
        if found := re.search(r"(http://(?:localhost|127\.0\.0\.1):\d+)/lab", log.read_text()):
            return found[1]
        try:
            server.wait(0.1)
        except subprocess.TimeoutExpired:
            pass
    raise RuntimeError(log.read_text())


class Notebook:
    """One lesson open in JupyterLab, and what its page complained of or asked from elsewhere."""

    def __init__(self, page: Page, lab: str, name: str) -> None:
        self.page, self.errors, self.foreign = page, [], []
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: None if _is_local(request.url) else self.foreign.append(request.url))
        page.goto(f"{lab}/doc/tree/notebooks/{name}")
        self.cells.first.wait_for()
        page.locator(".jp-RenderedMarkdown h1").first.wait_for()

    @property
    def cells(self) -> Locator:
        return self.page.locator(".jp-Notebook .jp-Cell")

    def run_all(self) -> None:
        """Run every cell through the menu and wait until the kernel has finished the last one."""
        code = self.page.locator(".jp-CodeCell .jp-InputPrompt")
        before = code.all_inner_texts()
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_text("Run All Cells", exact=True).click()
        self.page.wait_for_function(
            """count => [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
                .filter(prompt => /^\\[\\d+\\]:$/.test(prompt.textContent)).length === count
                && document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle'""",
            arg=len(before),
            timeout=60_000,
        )


def _is_local(url: str) -> bool:
    return re.match(r"(https?|wss?)://(localhost|127\.0\.0\.1)[:/]|data:|blob:|about:", url) is not None


@pytest.fixture
def open_notebook(browser: Browser, lab: str):
    """Open a lesson; the window is tall, so that JupyterLab renders every cell."""
    contexts = []

    def open_(name: str, *, width: int = 1200, height: int = 9000, dark: bool = False) -> Notebook:
        context = browser.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        page = context.new_page()
        if dark:
            page.goto(f"{lab}/lab")
        return Notebook(page, lab, name)

    yield open_
    for context in contexts:
        context.close()
