"""把课程交出去：写好答案的笔记本，nbgrader 的课程文件夹，打开课程的链接。"""

import re
import shutil
from pathlib import Path
from urllib.parse import quote

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from tqdm import tqdm

from helpers.homework import QUESTIONS
from helpers.lessons import ROOT, Lesson, lessons, part_of

_CONFIG = Path(__file__).parent / "templates" / "nbgrader_config.txt"


def write_answers(folder: Path) -> None:
    """把每一课写上答案、运行一遍，存进 folder。

    folder 里已经有同名文件、课程里没有带答案时抛出 OSError，运行出错时抛出 RuntimeError。
    """
    answers, found = _answers(), lessons().values()
    _refuse_to_overwrite([folder / lesson.path.name for lesson in found])
    folder.mkdir(parents=True, exist_ok=True)
    for lesson in tqdm(found, desc="写答案", unit="课"):
        notebook = solved(lesson, answers)
        # where the lesson stands, imports work whatever the folder is
        where = {"metadata": {"path": lesson.path.parent}}
        try:
            NotebookClient(notebook, timeout=300, resources=where, extra_arguments=["--log-level=40"]).execute()
        except CellExecutionError as error:
            raise RuntimeError(f"{lesson.path.name} 运行出错，{error.ename}：{error.evalue}") from None
        notebook.metadata.pop("widgets", None)
        nbformat.write(notebook, folder / lesson.path.name)


def solved(lesson: Lesson, answers: dict[str, str]) -> nbformat.NotebookNode:
    """返回 lesson 的笔记本，answers（题号 → 代码）里有的题写上答案，还没有运行。"""
    notebook = nbformat.read(lesson.path, as_version=4)
    for cell in notebook.cells:
        part, question = part_of(cell)
        if part == "answer":
            cell.source = answers.get(question, cell.source)
    return notebook


def _answers() -> dict[str, str]:
    try:
        from helpers.homework.solutions import SOLUTIONS  # not in the zip for students
    except ImportError:
        raise FileNotFoundError("这一份课程里没有答案（helpers/homework/solutions）：请在完整的仓库里运行。") from None
    missing = [question for question in QUESTIONS if question not in SOLUTIONS]
    if missing:
        raise FileNotFoundError(f"helpers/homework/solutions 里还没有 {'、'.join(missing)} 的答案，请先写上。")
    return {question: ways[0].source for question, ways in SOLUTIONS.items()}


def write_nbgrader(folder: Path) -> list[str]:
    """把课程写成 nbgrader 的课程文件夹 folder，返回各份作业的名字，一课一份。

    folder 里已经有同名文件时抛出 FileExistsError。
    """
    found = lessons().values()
    places = [folder / "source" / lesson.stem for lesson in found]
    _refuse_to_overwrite(places)
    for lesson, place in zip(found, places, strict=True):
        place.mkdir(parents=True)
        shutil.copy(lesson.path, place)
    shutil.copy(_CONFIG, folder / "nbgrader_config.py")
    return [lesson.stem for lesson in found]


def _refuse_to_overwrite(paths: list[Path]) -> None:
    for path in paths:
        if path.exists():
            raise FileExistsError(f"{path} 已经有了。请换一个空的文件夹，或者先把它移走。")


def links(repository: str, hub: str | None = None) -> dict[str, list[str]]:
    """返回名字 → 打开每一课的链接，从第 1 课起。

    repository：课程所在的仓库的网址，如 https://github.com/OWNER/REPO；hub：JupyterHub 的网址，没有就不给它的链接。
    网址不像网址时抛出 ValueError。
    """
    address = re.fullmatch(r"https://([\w.-]+)/([\w./-]+?)(\.git)?/?", repository)
    if not address or "/" not in address[2]:
        raise ValueError(f"仓库的网址要像 https://github.com/OWNER/REPO，收到的是 {repository}。")
    host, place = address[1], address[2]
    names = [lesson.path.relative_to(ROOT).as_posix() for lesson in lessons().values()]
    provider = f"gh/{place}" if host == "github.com" else f"git/{quote(repository, safe='')}"
    found = {
        "Binder": [
            f"https://mybinder.org/v2/{provider}/HEAD?urlpath={quote(f'lab/tree/{name}', safe='')}" for name in names
        ]
    }
    if hub:
        if not re.fullmatch(r"https?://[\w.:/-]+", hub):
            raise ValueError(f"JupyterHub 的网址要像 https://hub.example.edu，收到的是 {hub}。")
        redirect = hub.rstrip("/") + "/hub/user-redirect/"
        paths = [f"lab/tree/{place.rpartition('/')[2]}/{name}" for name in names]
        pull = f"{redirect}git-pull?repo={quote(repository, safe='')}&urlpath="
        found["nbgitpuller"] = [pull + quote(path, safe="") for path in paths]
        found["JupyterHub"] = [redirect + path for path in paths]
    return found
