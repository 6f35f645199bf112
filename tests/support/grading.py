"""Grading by the command, as a teacher does, for tests and measurements."""

import html
import re
import shutil
from pathlib import Path

import pytest

from helpers.classroom import __main__ as command
from helpers.classroom.grading import Graded

CONFINED = shutil.which("bwrap") is not None
SETTINGS = ["--seconds", "36", "--workers", "2", *([] if CONFINED else ["--unconfined"])]


def grade(folder: Path, to: Path) -> list[Graded]:
    """Grade a folder by the command; return what it wrote its tables and pages from."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        write = command.write
        patch.setattr(command, "write", lambda graded, *rest: (found.extend(graded), write(graded, *rest))[1])
        command.main(["grade", str(folder), "--to", str(to), *SETTINGS])
    return found


def text(page: str) -> str:
    return html.unescape(re.sub("<[^>]+>", " ", page))


def section(page: str, heading: str) -> str:
    return text(page.partition(f"<h2>{heading}")[2].partition("<h2>")[0])
