"""一个文件夹的网页：运行每一课，变成网页，全做好了才放到位。"""

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from tqdm import tqdm

from helpers.lessons import NOTEBOOKS, LessonError, lessons
from helpers.pages.page import contents, to_html
from helpers.pages.run import run


class PageError(Exception):
    """网页做不成；内容是给老师看的一句话。"""


def build(folder: Path, source: Path = NOTEBOOKS) -> None:
    """把 source 里的每一课运行一遍，做成网页，连同目录 index.html 放进新文件夹 folder。

    folder 已经有东西、少了一课、有一课读不了或运行出错时抛出 PageError，不留下半个文件夹。
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PageError(f"{folder} 已经有东西了。换一个名字，或者先把它删掉。")
    try:
        paths = [lesson.path for lesson in lessons(source).values()]
    except LessonError as error:
        raise PageError(str(error)) from None
    notebooks = {path.stem: _read(path) for path in paths}
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as temporary:
        ready = Path(temporary) / folder.name
        ready.mkdir()
        _run_all(notebooks)
        for name, notebook in {"index": contents(notebooks), **notebooks}.items():
            page = to_html(notebook, name, list(notebooks))
            (ready / f"{name}.html").write_text(page, encoding="utf-8")
        if folder.exists():
            folder.rmdir()
        ready.rename(folder)


def _read(path: Path) -> nbformat.NotebookNode:
    try:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except Exception as error:  # nbformat converts what is no notebook at all until something breaks
        raise PageError(f"{path.name} 读不了，不是完好的笔记本：{str(error).splitlines()[0]}") from None
    return notebook


def _run_all(notebooks: dict[str, nbformat.NotebookNode]) -> None:
    """Run the lessons, each kernel beside others, the last, which trains, first; show how far it is."""
    with ThreadPoolExecutor(os.cpu_count()) as pool, tqdm(total=len(notebooks), desc="做网页", unit="课") as bar:
        running = {pool.submit(run, notebook): name for name, notebook in reversed(notebooks.items())}
        for done in as_completed(running):
            if error := done.exception():
                pool.shutdown(wait=False, cancel_futures=True)
                kind, reason = getattr(error, "ename", type(error).__name__), getattr(error, "evalue", error)
                raise PageError(f"{running[done]}.ipynb 运行出错，{kind}：{reason}") from error
            bar.update()
