"""Print what a lesson costs: python -m tests.benchmarks.measure_lessons [repeats]

Time to import helpers after numpy; for each lesson the time from kernel start to the end of Run All, the
kernel's proportional memory afterwards (Linux) and the size of the notebook. Medians over the repeats.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from jupyter_client import KernelManager
from nbclient import NotebookClient

from tests.support.notebooks import LESSONS, ROOT, read

IMPORT = "import numpy, time; start = time.perf_counter(); import helpers; print(time.perf_counter() - start)"


def import_seconds() -> float:
    return float(subprocess.run([sys.executable, "-c", IMPORT], check=True, capture_output=True, text=True).stdout)


def proportional_megabytes(process: int) -> float:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def run_all(lesson: Path) -> tuple[float, float]:
    """Return the seconds from kernel start to the end of Run All, and the kernel's megabytes then."""
    notebook, manager = read(lesson), KernelManager(kernel_name="python3")
    start = time.perf_counter()
    client = NotebookClient(notebook, km=manager, resources={"metadata": {"path": str(ROOT / "notebooks")}})
    with client.setup_kernel():
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        seconds = time.perf_counter() - start
        return seconds, proportional_megabytes(manager.provisioner.process.pid)


def median(measure: Callable[[], float], repeats: int) -> float:
    return statistics.median(measure() for _ in range(repeats))


def main(repeats: int) -> None:
    print(f"import helpers after numpy: {median(import_seconds, repeats):.3f} s")
    for lesson in LESSONS:
        runs = [run_all(lesson) for _ in range(repeats)]
        seconds, megabytes = (statistics.median(column) for column in zip(*runs, strict=True))
        print(f"{lesson.stem}: {seconds:.2f} s, {megabytes:.0f} MB, {lesson.stat().st_size / 1000:.0f} KB on disk")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
