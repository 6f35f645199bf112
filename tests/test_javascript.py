"""The browser's programs as an editor reads them: each module alone, with types."""

import shutil
import subprocess

import pytest

from tests.support.notebooks import ROOT

pytestmark = pytest.mark.skipif(not shutil.which("tsc"), reason="no TypeScript here (apt-get install node-typescript)")


def check(folder) -> str:
    command = ["tsc", "--project", "jsconfig.json", "--pretty", "false"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout


def test_the_type_checker_has_nothing_to_say():
    assert check(ROOT) == ""


def test_the_type_checker_reads_every_module_and_sees_faults(tmp_path):
    programs = [path.relative_to(ROOT) for path in ROOT.glob("helpers/**/*.js")]
    assert programs
    shutil.copy(ROOT / "jsconfig.json", tmp_path)
    for path in programs:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        text = (ROOT / path).read_text(encoding="utf-8")
        (tmp_path / path).write_text(f"{text}\nexport const fault = nobody + 1;\n", encoding="utf-8")
    said = check(tmp_path)
    for path in programs:
        assert f"{path.as_posix()}(" in said
    assert said.count("Cannot find name 'nobody'") == len(programs)


def test_no_module_hides_from_the_type_checker():
    for path in ROOT.glob("helpers/**/*.js"):
        assert "@ts-" not in path.read_text(encoding="utf-8"), path
