"""What was trained is compared by a tolerance; everything else, and every word, exactly."""

import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from tests.support.notebooks import ROOT
from tests.support.tolerance import Near


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("99.7%  课程的网络", "98.2%  课程的网络", True),
        ("99.7%  课程的网络", "90.1%  课程的网络", False),
        ("99.7%  课程的网络", "99.7%  小网络", False),
        ("损失从 0.688 到 0.000", "损失从 0.691 到 0.021", True),
        ("损失从 0.688 到 0.000", "损失从 0.688 到 0.400", False),
        ("340 张", "352 张", True),
        ("340 张", "440 张", False),
        ("340 张", "340 张，1 张", False),
    ],
)
def test_numbers_may_differ_a_little_and_words_may_not(one, other, same):
    assert (Near(one) == Near(other)) is same
    assert (Near(one) != Near(other)) is not same


@pytest.mark.parametrize(("tags", "red"), [(["trained"], False), ([], True)])
def test_only_a_cell_that_is_marked_so_may_differ(tmp_path, tags, red):
    stored = [new_output("stream", name="stdout", text="认对 99.7%\n")]
    cell = new_code_cell('print("认对 99.5%")', outputs=stored, execution_count=1, metadata={"tags": tags})
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=[cell], metadata=kernel), tmp_path / "one.ipynb")
    plain = [
        "-p",
        "tests.support.tolerance",
        "--nbval",
        "--nbval-current-env",
        "-o",
        "addopts=",
        "-p",
        "no:cacheprovider",
    ]
    command = [sys.executable, "-m", "pytest", *plain, "--rootdir", tmp_path, tmp_path / "one.ipynb"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert done.returncode == red, done.stdout
