"""Chinese typography, checked by autocorrect: spaces beside Latin letters, full-width punctuation."""

from pathlib import Path

import autocorrect_py
import pytest

from tests.support.notebooks import LESSONS, ROOT, read

TEXTS = {str(path.relative_to(ROOT)): path for path in [ROOT / "README.md", *ROOT.glob("helpers/**/*.py")]}


def complaints(text: str, kind: str) -> list[str]:
    return [f"{line.line}: {line.old} → {line.new}" for line in autocorrect_py.lint_for(text, kind).lines]


@pytest.mark.parametrize("name", TEXTS)
def test_files_are_well_set(name):
    path: Path = TEXTS[name]
    assert not complaints(path.read_text(encoding="utf-8"), path.suffix[1:])


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_lessons_are_well_set(lesson):
    kinds = {"markdown": "markdown", "code": "python"}
    assert not [line for cell in read(lesson).cells for line in complaints(cell.source, kinds[cell.cell_type])]


def test_the_check_sees_a_fault():
    assert complaints("卷积核kernel,3×3", "markdown")
