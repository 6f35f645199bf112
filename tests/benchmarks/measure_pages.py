"""Measure the web pages: how long they take to make, how large they are, how soon they show and answer.

python -m tests.benchmarks.measure_pages
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.support.lab import launch
from tests.support.notebooks import LESSONS, ROOT

RUNS = 5
TIMES = """() => [performance.getEntriesByName("first-contentful-paint")[0].startTime, window.ready]"""
# the first explorer is there and the last question listens: one event after the page's program has run
READY = """addEventListener("load", async () => {
    const shown = () => !document.querySelector(".live:empty") && (document.querySelector("form")?.onsubmit ?? true);
    while (!shown()) await new Promise((later) => setTimeout(later));
    window.ready = performance.now();
})"""


def build(folder: Path) -> float:
    """Return the seconds that the whole command takes."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "helpers.pages", str(folder)], cwd=ROOT, check=True)
    return time.perf_counter() - start


def open_times(browser: Browser, page_file: Path) -> list[float]:
    """Return the medians of first paint and of being ready to touch, in milliseconds, each in a new window."""
    times = []
    for _ in range(RUNS):
        context = browser.new_context(offline=True)
        page = context.new_page()
        page.add_init_script(READY)
        page.goto(page_file.as_uri())
        page.wait_for_function("window.ready && performance.getEntriesByName('first-contentful-paint').length")
        times.append(page.evaluate(TIMES))
        context.close()
    return [statistics.median(column) for column in zip(*times, strict=True)]


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        folder = Path(temporary) / "pages"
        print(f"build: {build(folder):.1f} s")
        print(f"{'page':24}{'KB':>6}{'first paint, ms':>18}{'ready, ms':>12}")
        browser = launch(playwright)
        for name in ["index", *(lesson.stem for lesson in LESSONS)]:
            page_file = folder / f"{name}.html"
            paint, ready = open_times(browser, page_file)
            print(f"{name:24}{page_file.stat().st_size / 1024:6.0f}{paint:18.0f}{ready:12.0f}")
        browser.close()


if __name__ == "__main__":
    main()
