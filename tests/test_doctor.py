"""The doctor names each trouble of a really broken place, with its mend, and goes on to the next."""

import ast
import errno
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import jupyter_core.paths
import pytest

from helpers import doctor
from tests.support.notebooks import ROOT

LABELS = list(doctor._CHECKS)


def examine(root: Path = ROOT, python: str = sys.executable, *options: str, **changes: str) -> tuple[int, bytes]:
    """Return how the doctor of a course ends and what it prints."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    environment |= {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(root)} | changes
    command = [python, *options, "-m", "helpers.doctor"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True)
    assert not done.stderr, done.stderr.decode()
    return done.returncode, done.stdout


def findings(said: str) -> dict[str, tuple[str, str]]:
    """Return label -> mark and the rest, the mend with it."""
    parts = re.split(r"^(正常|问题)  (.+?)：", said, flags=re.MULTILINE)[1:]
    return {label: (mark, text) for mark, label, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)}


def copied(folder: Path) -> Path:
    """Copy what the doctor looks at into a folder and return it."""
    shutil.copytree(ROOT / "helpers", folder / "helpers")
    (folder / "notebooks").mkdir()
    shutil.copy(ROOT / "requirements.txt", folder)
    return folder


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> tuple[Path, str]:
    """Return a copy of the course with a name that GBK cannot write whole, and its Python without a package."""
    root = copied(tmp_path_factory.mktemp("empty") / "课 程ñ")
    venv.create(root / ".venv", symlinks=True)
    return root, str(next(root.glob(".venv/*/python")))


@pytest.fixture
def trouble(monkeypatch):
    """Return a function that gives what a check finds wrong, and its mend."""

    def trouble(check: str) -> tuple[str, str]:
        with pytest.raises(doctor.Trouble) as found:
            doctor._CHECKS[check]()
        return found.value.args

    monkeypatch.setattr(doctor, "_PYTHON", "PY")
    return trouble


def test_a_sound_place_has_no_trouble():
    code, said = examine()
    found = findings(said.decode())
    assert list(found) == LABELS and {mark for mark, _ in found.values()} == {"正常"}
    assert code == 0 and said.decode().splitlines()[-1].startswith("没有问题。")


def test_every_check_reports_where_nothing_is_installed(empty):
    root, python = empty
    code, said = examine(root, python, PYTHONPATH="")
    found = findings(said.decode())
    assert list(found) == LABELS and code == 1
    assert [label for label, (mark, _) in found.items() if mark == "正常"] == LABELS[:4]
    assert f"{root}；它或用户名里有空格" in found["文件夹"][1]
    assert "torch 没有装，要 2." in found["装的包"][1]
    install = f"办法：运行 {Path(python).relative_to(root)} -m pip install -r requirements.txt\n"
    assert [label for label, (_, text) in found.items() if install in text] == LABELS[4:]
    assert said.decode().splitlines()[-1].startswith(f"有 {len(LABELS[4:])} 个问题。")


def test_python_that_sees_no_packages_still_reports():
    code, said = examine(ROOT, sys.executable, "-S")
    found = findings(said.decode())
    assert list(found) == LABELS and code == 1
    assert "numpy 没有装" in found["装的包"][1] and "jupyter_client" in found["内核"][1]
    assert "办法：运行 README 里" in found["装的包"][1]  # without site, it is in no virtual environment


def test_what_is_printed_reads_on_a_gbk_console(empty):
    _, said = examine(*empty, LC_ALL="C", PYTHONIOENCODING="gbk")
    found = findings(said.decode("gbk"))
    assert list(found) == LABELS and found["编码"][0] == "正常" and "课 程?" in found["文件夹"][1]


def test_every_message_has_its_letters_in_gbk():
    Path(doctor.__file__).read_text(encoding="utf-8").encode("gbk")


def test_a_console_without_chinese_is_a_trouble_told_in_utf_8(empty):
    mark, text = findings(examine(*empty, PYTHONIOENCODING="ascii")[1].decode())["编码"]
    assert mark == "问题" and "命令行 ascii" in text
    changes = dict(re.findall(r"(PYTHON\w+)=(\S+)", text))
    assert findings(examine(*empty, **changes)[1].decode())["编码"][0] == "正常"


def test_file_names_that_are_not_utf_8(trouble, monkeypatch):
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "latin-1")
    assert trouble("编码")[1].startswith("运行 export PYTHONUTF8=1")
    monkeypatch.setattr(doctor, "_WINDOWS", True)
    assert trouble("编码")[1].startswith("运行 setx ")


def test_the_doctor_is_read_by_the_python_of_an_old_mac():
    for name in ("__init__", "console", "doctor", "lessons"):
        ast.parse((ROOT / f"helpers/{name}.py").read_text(encoding="utf-8"), feature_version=(3, 9))


@pytest.mark.parametrize(("name", "value"), [("version_info", (3, 10, 9)), ("maxsize", 2**31 - 1)])
def test_an_old_or_32_bit_python(trouble, monkeypatch, name, value):
    monkeypatch.setattr(sys, name, value)
    text, mend = trouble("Python")
    assert "要 64 位的 3.11 或更新" in text and mend.startswith("装上新的 Python")


def test_another_python_than_the_courses_own(trouble, monkeypatch, tmp_path):
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    assert trouble("Python")[1] == f"运行 {Path('.venv/bin/python')} -m helpers.doctor"
    monkeypatch.setattr(sys, "prefix", str(tmp_path / ".venv"))
    doctor._CHECKS["Python"]()


def test_folders_that_break_a_course(trouble, monkeypatch, tmp_path):
    monkeypatch.setattr(doctor, "ROOT", Path(os.fsdecode(b"/tmp/\xbf\xce")))  # GBK bytes
    assert trouble("文件夹") == ("'/tmp/\\udcbf\\udcce' 里有读不出的字", "给文件夹改名，只用英文字母和数字")

    monkeypatch.setattr(doctor, "ROOT", tmp_path)
    monkeypatch.setattr(doctor, "NOTEBOOKS", tmp_path / "notebooks")
    for name in ("torch.py", "random.py"):
        (tmp_path / "notebooks").mkdir(exist_ok=True)
        (tmp_path / "notebooks/mine.py").touch()
        (tmp_path / "notebooks" / name).touch()
        assert trouble("文件夹") == (f"{tmp_path / 'notebooks' / name} 和一个包同名，挡住了它", "给这个文件改名")
        (tmp_path / "notebooks" / name).unlink()
    doctor._CHECKS["文件夹"]()


def test_a_path_too_long_for_windows_matters_until_torch_is_installed(trouble, monkeypatch):
    monkeypatch.setattr(doctor, "ROOT", Path("C:/" + "a" * 80))
    with monkeypatch.context() as windows:
        windows.setattr(doctor, "_WINDOWS", True)
        doctor._CHECKS["文件夹"]()
    monkeypatch.setattr(doctor, "_installed", lambda package: "")
    doctor._CHECKS["文件夹"]()
    monkeypatch.setattr(doctor, "_WINDOWS", True)
    assert "C:\\cnn" in trouble("文件夹")[1]


def test_folders_that_cannot_be_written(trouble, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("HOME", str(tmp_path / "file"))
    assert trouble("写文件")[0].startswith(f"{tmp_path / 'file'} 写不进去：")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "absent"))
    assert trouble("写文件")[0].startswith(f"{tmp_path / 'absent'} 写不进去：")
    monkeypatch.setattr(doctor, "NOTEBOOKS", tmp_path / "notebooks")
    assert trouble("写文件")[0].startswith(f"{tmp_path / 'notebooks'} 写不进去：")
    assert trouble("写文件")[1].startswith("在文件夹的属性里改权限")


def test_a_full_disk(trouble, monkeypatch, tmp_path):
    def full(path, data):
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "notebooks").mkdir()
    monkeypatch.setattr(doctor, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(Path, "write_bytes", full)
    assert trouble("写文件") == ("磁盘 写不进去：No space left on device", "删掉一些用不到的文件，腾出空间")
    assert not list((tmp_path / "notebooks").iterdir())


def test_a_package_of_another_version(trouble, monkeypatch, tmp_path):
    folder = tmp_path / "tqdm-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: tqdm\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert re.fullmatch(r"tqdm 1\.0，要 4\.[\d.]+", trouble("装的包")[0])
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    assert trouble("装的包")[0].count("没有装") == len(re.findall("==", (ROOT / "requirements.txt").read_text())) - 1


BROKEN = {  # what stands in a package's place -> what is told, and the mend
    "import numpy.core.gone": ("ModuleNotFoundError", "uninstall -y {}"),
    "raise ImportError('DLL load failed while importing _C')": ("DLL load failed", "Visual C++ Redistributable"),
    "raise OSError('[WinError 126] torch_cpu.dll')": ("[WinError 126]", "Visual C++ Redistributable"),
    r"import os; os.write(2, b'\xbf\n'); os._exit(1)": ("用不了：", "uninstall -y {}"),  # as Windows says it, in GBK
    "import os; os.abort()": ("Python 停了，代码 -6", "uninstall -y {}"),
    "import nowhere": ("No module named 'nowhere'", "运行 PY -m pip install -r"),
}


@pytest.mark.parametrize("package", ["numpy", "torch", "matplotlib", "anywidget"])
@pytest.mark.parametrize("source", BROKEN)
def test_a_broken_package_is_tried_apart(trouble, monkeypatch, tmp_path, package, source):
    (tmp_path / f"{package}.py").write_text(source)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{ROOT}")
    text, mend = trouble(package)
    assert BROKEN[source][0] in text and BROKEN[source][1].format(package) in mend


def test_torch_that_computes_wrongly_and_torch_for_graphics_cards(trouble, monkeypatch, tmp_path):
    fake = "class version: cuda = '13.0'\nclass conv2d:\n  def __init__(*ones): pass\n  def item(self): return {}\n"
    fake += "def ones(*size): pass"
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{ROOT}")
    (tmp_path / "torch.py").write_text(fake.format(80))
    assert "uninstall -y torch" in trouble("torch")[1]
    (tmp_path / "torch.py").write_text(fake.format(81.0))
    assert doctor._CHECKS["torch"]() == "算得了卷积，CUDA 13.0 版，能用，只是很大"


def test_a_font_that_is_gone(trouble, monkeypatch, tmp_path):
    (tmp_path / "zhplot").mkdir()
    (tmp_path / "zhplot/__init__.py").touch()
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{ROOT}")
    text, mend = trouble("zhplot")
    assert "NotoSansSC" in text and "uninstall -y zhplot" in mend


def test_lessons_that_import_the_helpers_of_another_copy(trouble, monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONPATH", str(copied(tmp_path)))
    text, mend = trouble("helpers")
    assert str(tmp_path / "helpers") in text and f"PYTHONPATH 指着 {tmp_path}" in mend


def test_widgets_that_jupyterlab_does_not_find(trouble, monkeypatch, tmp_path):
    for name in ("ENV_JUPYTER_PATH", "SYSTEM_JUPYTER_PATH"):
        monkeypatch.setattr(jupyter_core.paths, name, [str(tmp_path)])
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    assert "JupyterLab 找不到 anywidget" in trouble("能动手玩的图")[0]
    here = Path(sys.prefix, "share/jupyter/labextensions")
    shutil.copytree(here / "anywidget", tmp_path / "labextensions/anywidget")
    text, mend = trouble("能动手玩的图")
    assert "jupyterlab-manager" in text and "pip uninstall -y anywidget jupyterlab_widgets\n" in mend
    shutil.copytree(here / "@jupyter-widgets", tmp_path / "labextensions/@jupyter-widgets")
    doctor._CHECKS["能动手玩的图"]()


def test_the_front_end_of_an_old_widget_that_goes_before(trouble, monkeypatch, tmp_path):
    folder = tmp_path / "labextensions/anywidget"
    folder.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"version": "0.1.0"}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    text, mend = trouble("能动手玩的图")
    assert text.startswith("anywidget 的前端是 0.1.0，要 ") and mend == f"删掉文件夹 {folder}"


def test_a_kernel_of_another_python(trouble, monkeypatch, tmp_path):
    folder = tmp_path / "kernels/python3"
    folder.mkdir(parents=True)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    for python, sound in (("/elsewhere/bin/python", False), (sys.executable, True), ("python", True)):
        spec = {"argv": [python, "-m", "ipykernel_launcher"], "display_name": "", "language": "python"}
        (folder / "kernel.json").write_text(json.dumps(spec))
        if sound:
            doctor._CHECKS["内核"]()
        else:
            assert trouble("内核") == (f"python3 是 {python}", "运行 PY -m ipykernel install --sys-prefix")


WRONG_TORCH = """
class Tensor:
    def item(self): return 80
def ones(*_): return Tensor()
def conv2d(*_): return Tensor()
class version: cuda = None
"""


@pytest.mark.parametrize("optimize", ["", "2"])
def test_no_verdict_hangs_on_asserts(tmp_path, optimize):
    (tmp_path / "torch.py").write_text(WRONG_TORCH)
    code, said = examine(PYTHONPATH=f"{ROOT}{os.pathsep}{tmp_path}", PYTHONOPTIMIZE=optimize)
    found = findings(said.decode())
    assert code == 1 and found["torch"][0] == "问题" and "81 个 1 相加，得到 80" in found["torch"][1]
    assert found["helpers"][0] == "正常"


@pytest.fixture
def another(tmp_path) -> Path:
    """Return a folder with another package called helpers."""
    (tmp_path / "another/helpers").mkdir(parents=True)
    (tmp_path / "another/helpers/__init__.py").write_text("")
    return tmp_path / "another"


def mend_of_helpers(**changes: str) -> tuple[str, str]:
    return findings(examine(**changes)[1].decode())["helpers"]


def test_another_helpers_on_the_path_is_mended_by_leaving_it_out(another):
    mark, text = mend_of_helpers(PYTHONPATH=f"{another}{os.pathsep}{ROOT}")
    assert mark == "问题" and f"PYTHONPATH 指着 {another}" in text and "unset PYTHONPATH" in text
    assert mend_of_helpers(PYTHONPATH=str(ROOT))[0] == "正常"


def test_a_helpers_beside_the_lessons_is_renamed(tmp_path):
    root = copied(tmp_path / "course")
    shutil.copytree(ROOT / "binder", root / "binder")
    for name, inside in (("helpers.py", ""), ("helpers/__init__.py", "")):
        wrong = root / "notebooks" / name
        wrong.parent.mkdir(exist_ok=True)
        wrong.write_text(inside)
        mark, text = findings(examine(root)[1].decode())["helpers"]
        there = root / "notebooks" / name.removesuffix("/__init__.py")
        assert mark == "问题" and f"给 {there} 改名" in text
        there.rename(root / f"mine{there.suffix}")
        assert findings(examine(root)[1].decode())["helpers"][0] == "正常"


def test_an_installed_helpers_is_uninstalled(tmp_path):
    root, python = copied(tmp_path / "course"), tmp_path / "venv/bin/python"
    venv.create(tmp_path / "venv", symlinks=True, with_pip=False)
    (site,) = (tmp_path / "venv/lib").glob("python*/site-packages")
    (site / "helpers").mkdir()
    (site / "helpers/__init__.py").write_text("")
    info = site / "helpers-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: helpers\nVersion: 1.0\n")
    (info / "RECORD").write_text(
        "helpers/__init__.py,,\nhelpers-1.0.dist-info/METADATA,,\nhelpers-1.0.dist-info/RECORD,,\n"
    )
    (site / "course.pth").write_text(f"{root}\n")  # as pip install -e . has it
    text = findings(examine(root, str(python), PYTHONPATH="")[1].decode())["helpers"][1]
    assert "pip uninstall -y helpers" in text
    shutil.rmtree(site / "helpers")
    assert findings(examine(root, str(python), PYTHONPATH="")[1].decode())["helpers"][0] == "正常"
