"""Run lessons anew and store them as the course keeps them: python -m tests.support.rerun [notebook ...]"""

import sys
from pathlib import Path

import nbformat

from helpers.lessons import ship
from tests.support.notebooks import LESSONS, read, run


def main(lessons: list[Path]) -> None:
    for lesson in lessons:
        notebook = read(lesson)
        run(notebook)
        nbformat.validate(notebook)
        nbformat.write(notebook, lesson)
        print(lesson.name)
    ship()


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or LESSONS)
