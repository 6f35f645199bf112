"""Commands write Chinese wherever their words go, and end quietly when nobody reads them."""

import os
import subprocess
import sys

import pytest

from tests.support.notebooks import ROOT

COMMANDS = {
    "classroom": ["helpers.classroom", "links", "https://github.com/someone/课程"],
    "classroom error": ["helpers.classroom", "grade", "没有这个文件夹"],
    "pages": ["helpers.pages", "helpers"],
    "doctor": ["helpers.doctor"],
}


def environment(**changes: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    return kept | {"PYTHONPATH": str(ROOT)} | changes


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
def test_chinese_is_written_into_a_file_whatever_the_encoding(name, encoding, tmp_path):
    said = tmp_path / "log"
    with said.open("wb") as stream:
        command = [sys.executable, "-m", *COMMANDS[name]]
        changes = environment(PYTHONIOENCODING=encoding)
        done = subprocess.run(command, cwd=ROOT, env=changes, stdout=stream, stderr=subprocess.STDOUT)
    text = said.read_bytes().decode("gbk" if encoding == "gbk" else "utf-8")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in text)
    assert "Traceback" not in text and "Error" not in text
    assert done.returncode == (0 if name == "classroom" else done.returncode)


@pytest.mark.parametrize("name", ["classroom", "doctor"])
def test_a_reader_that_leaves_is_no_error(name):
    command = subprocess.list2cmdline([sys.executable, "-m", *COMMANDS[name]])
    listing = f"{command} | head -c 1"
    done = subprocess.run(listing, shell=True, cwd=ROOT, env=environment(PYTHONUTF8="1"), capture_output=True)
    assert len(done.stdout) == 1 and done.stderr == b""
