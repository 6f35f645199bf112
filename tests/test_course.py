"""What a teacher hands out: solved lessons, an nbgrader course, links."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from helpers.classroom import __main__ as command
from helpers.classroom import course
from helpers.lessons import shipped
from tests.support.notebooks import ROOT, homework_cells

LESSONS = shipped()


@pytest.fixture
def two_lessons(monkeypatch):
    monkeypatch.setattr(course, "lessons", lambda: {number: LESSONS[number] for number in (1, 2)})


def test_the_solved_lessons_are_run_and_pass(two_lessons, tmp_path):
    folder = tmp_path / "答案"
    command.main(["answers", str(folder)])
    assert sorted(path.name for path in folder.iterdir()) == [LESSONS[1].path.name, LESSONS[2].path.name]
    for path in folder.iterdir():
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert "widgets" not in notebook.metadata
        for cell in homework_cells(notebook, "check").values():
            assert "检查通过" in cell.outputs[-1].data["text/html"]


@pytest.mark.parametrize("name", ["answers", "nbgrader"])
def test_nothing_of_the_teacher_is_overwritten(name, tmp_path):
    there = tmp_path / {"answers": LESSONS[3].path.name, "nbgrader": f"source/{LESSONS[3].stem}"}[name]
    there.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(SystemExit, match="已经有了"):
        command.main([name, str(tmp_path)])
    assert sorted(tmp_path.rglob("*")) == before


def test_links(capsys):
    command.main(shlex.split("links https://github.com/someone/cnn.git --hub https://hub.example.edu/"))
    lines = capsys.readouterr().out.splitlines()
    starts = [i for i, line in enumerate(lines) if line in ("Binder", "nbgitpuller", "JupyterHub")]
    assert [lines[start] for start in starts] == ["Binder", "nbgitpuller", "JupyterHub"]
    assert [lines[start + 1] for start in starts] == [
        "https://mybinder.org/v2/gh/someone/cnn/HEAD?urlpath=lab%2Ftree%2Fnotebooks%2F01_convolution.ipynb",
        "https://hub.example.edu/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgithub.com%2Fsomeone%2Fcnn.git"
        "&urlpath=lab%2Ftree%2Fcnn%2Fnotebooks%2F01_convolution.ipynb",
        "https://hub.example.edu/hub/user-redirect/lab/tree/cnn/notebooks/01_convolution.ipynb",
    ]
    assert all(lines[start + len(LESSONS)].endswith(LESSONS[max(LESSONS)].path.name) for start in starts)


def test_the_badge_is_the_link_that_the_command_prints():
    badge = course.links("https://github.com/OWNER/REPO")["Binder"][0]
    assert f"]({badge})" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_binder_takes_other_hosts_too():
    assert "/v2/git/https%3A%2F%2Fgitee.com%2Fa%2Fb/HEAD?" in course.links("https://gitee.com/a/b")["Binder"][0]


@pytest.fixture(scope="module")
def zipped(tmp_path_factory) -> Path:
    """Return the course as a teacher zips it with git archive and a student unpacks it."""
    folder = tmp_path_factory.mktemp("zip")
    hidden = (".git", ".venv", ".ci", ".*_cache", ".hypothesis", "__pycache__", "*.egg-info", "build")
    shutil.copytree(ROOT, folder / "repository", ignore=shutil.ignore_patterns(*hidden))
    archive = "git init -q && git add -A && git archive --format=tar -o ../course.tar $(git write-tree)"
    subprocess.run(archive, shell=True, cwd=folder / "repository", check=True)
    shutil.unpack_archive(folder / "course.tar", folder / "course", filter="data")
    return folder / "course"


def test_the_zip_for_students_holds_the_course_and_no_answers(zipped):
    readme = (zipped / "README.md").read_text(encoding="utf-8")
    linked = [address for address in re.findall(r"\]\(([^)#]+)\)", readme) if "://" not in address]
    assert [address for address in linked if not (zipped / address).exists()] == []
    assert {"requirements.txt", "notebooks", "helpers"} < {path.name for path in zipped.iterdir()}
    assert not (zipped / "tests").exists() and not (zipped / "helpers/homework/solutions").exists()


def test_a_command_of_the_zip_says_what_it_lacks(zipped, tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(zipped)}
    answers = [sys.executable, "-X", "utf8", "-m", "helpers.classroom", "answers", str(tmp_path / "answers")]
    done = subprocess.run(answers, cwd=zipped, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 1 and "这一份课程里没有答案" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "answers").exists()


@pytest.mark.parametrize(
    "arguments", ["links github.com/a/b", "links https://github.com/a", "links https://a.b/c/d --hub x"]
)
def test_an_address_that_is_none_is_refused(arguments):
    with pytest.raises(SystemExit, match="网址要像"):
        command.main(arguments.split())
