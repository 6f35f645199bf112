"""Print the memory of a student's seat on JupyterHub: python -m tests.benchmarks.measure_seats [students]

A seat is a JupyterLab server and, once a lesson is open, its kernel. Proportional memory (Linux), the mean over
the seats, which share what they can: with the lab open, and after every cell of lessons 1, 3 and 7, for which the
processor time is that of the lesson's kernel. The peak is the largest that one process has been until then. The
hub's own memory comes last. Needs what README.md lists for tests/jupyterhub.
"""

import sys
import tempfile
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

from tests.support.hub import PROXY, log_in, seat, serve_hub
from tests.support.lab import launch
from tests.support.notebooks import LESSONS, read

RUN_ALL = """async ([path, sources]) => {
    const {sessions} = jupyterapp.serviceManager;
    window.lesson = await sessions.startNew({path, name: path, type: 'notebook', kernel: {name: 'python3'}});
    for (const code of sources) {
        const reply = await window.lesson.kernel.requestExecute({code}).done;
        if (reply.content.status !== 'ok') throw new Error(reply.content.evalue);
    }
}"""


def megabytes(processes: list[psutil.Process]) -> float:
    return sum(process.memory_full_info().pss for process in processes) / 1e6


def peak_megabytes(process: psutil.Process) -> float:
    status = Path(f"/proc/{process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")) * 1024 / 1e6


def report(state: str, seats: list[list[psutil.Process]]) -> None:
    memory = sum(map(megabytes, seats)) / len(seats)
    processes = [process for each in seats for process in each]
    times = [process.cpu_times() for process in processes if "ipykernel_launcher" in process.cmdline()]
    seconds = sum(time.user + time.system for time in times) / len(seats)
    peak = max(map(peak_megabytes, processes))
    print(f"{state}: {memory:.0f} MB and {seconds:.0f} s a seat, {peak:.0f} MB peak of one process", flush=True)


def run_lesson(lesson: Path, pages: dict[str, Page], folder: Path) -> None:
    sources = [cell.source for cell in read(lesson).cells if cell.cell_type == "code"]
    for page in pages.values():
        page.evaluate(RUN_ALL, [lesson.name, sources])
    report(lesson.stem, [seat(folder, student) for student in pages])
    for page in pages.values():
        page.evaluate("window.lesson.shutdown()")


def main(students: int) -> None:
    with tempfile.TemporaryDirectory() as name, serve_hub(Path(name)) as hub, sync_playwright() as playwright:
        browser, folder, pages = launch(playwright), Path(name), {}
        for number in range(students):
            page = browser.new_context().new_page()
            page.set_default_timeout(120_000)
            log_in(page, hub, f"student{number}")
            page.wait_for_function("window.jupyterapp?.serviceManager.isReady")
            pages[f"student{number}"] = page
        report("JupyterLab open", [seat(folder, student) for student in pages])
        for lesson in (LESSONS[0], LESSONS[2], LESSONS[6]):
            run_lesson(lesson, pages, folder)
        hub_process = next(each for each in psutil.Process().children() if "jupyterhub" in each.cmdline())
        proxy = [each for each in hub_process.children() if str(PROXY) in each.cmdline()]
        print(f"the hub and its proxy: {megabytes([hub_process, *proxy]):.0f} MB")
        browser.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
