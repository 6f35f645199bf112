"""体检：课程打不开的时候，看看是哪里不对，每个问题给一个办法。在课程的文件夹里运行 python -m helpers.doctor。

导入时只用标准库，所以什么都没有装好也能运行。
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
from functools import partial
from importlib.metadata import Distribution, distributions
from pathlib import Path

from helpers import console
from helpers.lessons import NOTEBOOKS, ROOT

_WINDOWS = os.name == "nt"
_LONGEST = 200  # letters of the longest path that torch installs, seen from the course
_STDOUT = sys.stdout.encoding  # before main changes it
_PYTHON = sys.executable.removeprefix(f"{ROOT}{os.sep}")  # as in the README, where it is the course's own
_OPEN = "运行 README 里“打开课程”的那一行命令"
_TRIALS = {  # package -> what a lesson does with it
    "numpy": "import numpy; print('算得出', numpy.ones(9).mean())",
    "torch": """import torch; ones = torch.ones(1, 1, 9, 9); found = torch.conv2d(ones, ones).item()
if found != 81: raise ArithmeticError(f'81 个 1 相加，得到 {found}')
print('算得了卷积，' + (f'CUDA {torch.version.cuda} 版，能用，只是很大' if torch.version.cuda else 'CPU 版'))""",
    "matplotlib": "import matplotlib.figure; print('画得了曲线')",
    "helpers": f"""import os, helpers; path = os.path.dirname(helpers.__file__)
if not os.path.samefile(path, {str(ROOT / "helpers")!r}): raise ImportError(helpers.__file__)
print('笔记本用的就是这个文件夹里的')""",
    "zhplot": "from helpers.drawing.plots import chinese_font; print('曲线图的中文字体是', chinese_font())",
    "anywidget": "import helpers.explorers; print('能动手玩的图导入得了')",
}


class Trouble(Exception):
    """一个问题；args 是哪里不对和办法，两句话。"""


def _check_python() -> str:
    text, own = f"{sys.version.split()[0]}，在 {sys.prefix}", ROOT / ".venv"
    if sys.version_info < (3, 11) or sys.maxsize < 2**32:
        raise Trouble(f"{text}；要 64 位的 3.11 或更新", f"装上新的 Python，删掉文件夹 .venv，再{_OPEN}")
    if own.exists() and not own.samefile(sys.prefix):
        python = Path(".venv", "Scripts" if _WINDOWS else "bin", "python")
        raise Trouble(f"{text}；课程装在 {own}", f"运行 {python} -m helpers.doctor")
    return text


def _check_encoding() -> str:
    names = sys.getfilesystemencoding()
    text = f"文件名 {names}，命令行 {_STDOUT}，UTF-8 模式{'开' if sys.flags.utf8_mode else '关'}"
    if names != "utf-8" or not "中".encode(_STDOUT, "ignore"):
        command = "setx PYTHONIOENCODING utf-8" if _WINDOWS else "export PYTHONUTF8=1 PYTHONIOENCODING=utf-8"
        raise Trouble(f"{text}；写不全中文", f"运行 {command}" + "，再打开一个终端" * _WINDOWS)
    return text


def _check_folder() -> str:
    if str(ROOT) != str(ROOT).encode(errors="ignore").decode():  # bytes that are no text
        raise Trouble(f"{ascii(str(ROOT))} 里有读不出的字", "给文件夹改名，只用英文字母和数字")
    if _WINDOWS and len(str(ROOT)) + _LONGEST > 260 and not _installed("torch"):
        raise Trouble(f"{ROOT} 太长，装不上 torch", rf"把课程的文件夹搬到 C:\cnn，在那里{_OPEN}")
    for file in NOTEBOOKS.glob("*.py"):
        if file.stem in {*_TRIALS, *sys.stdlib_module_names}:
            raise Trouble(f"{file} 和一个包同名，挡住了它", "给这个文件改名")
    plain = all(place.isascii() and " " not in place for place in (str(ROOT), os.path.expanduser("~")))
    return str(ROOT) if plain else f"{ROOT}；它或用户名里有空格、有英文以外的字，一般没有关系"


def _check_writing() -> str:
    try:
        for folder in (NOTEBOOKS, tempfile.gettempdir(), os.path.expanduser("~")):  # Jupyter needs all three
            trial = Path(folder, f".doctor-{os.getpid()}")  # on Windows tempfile tries for ever where it may not write
            try:
                trial.write_bytes(bytes(2**20))
            finally:
                trial.unlink(missing_ok=True)
    except OSError as error:
        full = error.errno == errno.ENOSPC
        mend = "删掉一些用不到的文件，腾出空间" if full else "在文件夹的属性里改权限，让自己能写"
        place = Path(error.filename).parent if error.filename else "磁盘"
        raise Trouble(f"{place} 写不进去：{error.strerror}", mend) from None
    return "存得下笔记本"


def _check_packages() -> str:
    lines = (ROOT / "requirements.txt").read_text(encoding="ascii").splitlines()
    wanted = dict(line.split("==") for line in lines if "==" in line)
    wrong = {name: _installed(name) for name in wanted if _installed(name) != wanted[name]}
    if wrong:
        text = "；".join(f"{name} {found or '没有装'}，要 {wanted[name]}" for name, found in wrong.items())
        raise Trouble(text, _mend())
    return f"{len(wanted)} 个包的版本都对"


def _check_trial(package: str) -> str:
    """Try a package beside the lessons, in a process of its own, which a broken library may take down with it."""
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    options = {"cwd": NOTEBOOKS, "env": environment, "capture_output": True, "timeout": 300}
    done = subprocess.run([sys.executable, "-c", _TRIALS[package]], encoding="utf-8", errors="replace", **options)
    if done.returncode:
        error = (done.stderr.splitlines() or [f"Python 停了，代码 {done.returncode}"])[-1]
        raise Trouble(f"用不了：{error}", _mend(package, error))
    return done.stdout.strip()


def _check_widgets() -> str:
    from jupyter_core.paths import jupyter_path  # where JupyterLab itself looks

    fronts = {"anywidget": _installed("anywidget"), "@jupyter-widgets/jupyterlab-manager": "5."}  # for ipywidgets 8
    for name, wanted in fronts.items():
        folders = [folder for path in jupyter_path("labextensions") if (folder := Path(path, name)).exists()]
        if not folders:
            raise Trouble(f"JupyterLab 找不到 {name}，它多半装在别处", _mend("anywidget jupyterlab_widgets"))
        found = json.loads((folders[0] / "package.json").read_text(encoding="utf-8"))["version"]
        if not found.startswith(wanted):
            raise Trouble(f"{name} 的前端是 {found}，要 {wanted}", f"删掉文件夹 {folders[0]}")
    return "JupyterLab 找得到前端，版本相配"


def _check_kernel() -> str:
    from jupyter_client.kernelspec import KernelSpecManager

    python = KernelSpecManager().get_kernel_spec("python3").argv[0]
    here, there = (os.path.normcase(os.path.realpath(os.path.dirname(path))) for path in (sys.executable, python))
    if here != there and python not in ("python", "python3"):  # for these two Jupyter takes its own Python
        place = "--user" if sys.prefix == sys.base_prefix else "--sys-prefix"
        raise Trouble(f"python3 是 {python}", f"运行 {_PYTHON} -m ipykernel install {place}")
    return "python3 就是这个 Python"


_CHECKS = {
    "Python": _check_python,
    "编码": _check_encoding,
    "文件夹": _check_folder,
    "写文件": _check_writing,
    "装的包": _check_packages,
    **{package: partial(_check_trial, package) for package in _TRIALS},
    "能动手玩的图": _check_widgets,
    "内核": _check_kernel,
}


def main() -> int:
    """打印每一项检查的结果，返回 1（有问题）或 0（没有）。"""
    troubles = 0
    for name, check in _CHECKS.items():
        try:
            print(f"正常  {name}：{check()}", flush=True)
        except Exception as error:  # whatever is broken, the other checks go on
            text, mend = error.args if isinstance(error, Trouble) else (f"查不了：{error}", _mend(error=str(error)))
            print(f"问题  {name}：{text}\n      办法：{mend}", flush=True)
            troubles += 1
    if troubles:
        print(f"有 {troubles} 个问题。从上往下，改好一个，就再运行一次 {_PYTHON} -m helpers.doctor")
        return 1
    print(f"没有问题。{_OPEN}，打开第 1 课")
    return 0


def _installed(package: str) -> str:
    return next((found.version.split("+")[0] for found in distributions(name=package)), "")


def _mend(package: str = "", error: str = "") -> str:
    """Say how to mend a package that fails with an error, or without one, how to install what the course needs."""
    if "dll" in error.lower():
        return "装上 Microsoft Visual C++ Redistributable：https://aka.ms/vs/17/release/vc_redist.x64.exe"
    if package == "helpers" and (mend := _mend_helpers(error.partition("ImportError: ")[2])):
        return mend
    install = _OPEN if sys.prefix == sys.base_prefix else f"运行 {_PYTHON} -m pip install -r requirements.txt"
    if package in ("", "helpers") or ("No module named" in error and "." not in error):
        return install
    return f"先运行 {_PYTHON} -m pip uninstall -y {package}\n            再{install}"


def _mend_helpers(file: str) -> str:
    """Say how to get rid of another helpers that hides the course's own; "" where installing mends it."""
    if not file or not os.path.exists(file):
        return ""
    place = Path(file).parent if Path(file).name == "__init__.py" else Path(file)  # a folder or a file
    if NOTEBOOKS in place.parents:
        return f"给 {place} 改名：它挡住了课程的 helpers"
    for entry in filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep)):
        if Path(entry).resolve() in place.resolve().parents:
            clear = 'setx PYTHONPATH ""，再打开一个终端' if _WINDOWS else "unset PYTHONPATH"
            return f"环境变量 PYTHONPATH 指着 {entry}，那里另有一个 helpers。运行 {clear}"
    owners = [each.metadata["Name"] for each in distributions() if _holds(each, place)]
    if owners:
        return f"运行 {_PYTHON} -m pip uninstall -y {owners[0]}"
    return f"把 {place} 移走或删掉：它挡住了课程的 helpers" if "site-packages" in place.parts else ""


def _holds(distribution: Distribution, place: Path) -> bool:
    names = (str(distribution.locate_file(each)) for each in distribution.files or ())
    return any(Path(name) == place or place in Path(name).parents for name in names)


if __name__ == "__main__":
    console.run(main)
