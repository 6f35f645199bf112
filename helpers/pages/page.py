"""一个网页：笔记本的文字、代码、结果和公式，连同能动手玩的图的程序和状态，全在一个文件里。"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import latex2mathml.converter
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert import TemplateExporter
from nbconvert.filters import DataTypeFilter, Highlight2HTML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from pygments.formatters import HtmlFormatter

from helpers.drawing.colours import css
from helpers.explorers.bundle import bundle
from helpers.homework import QUESTIONS
from helpers.homework.fresh import named
from helpers.homework.question import Question
from helpers.homework.record import empty
from helpers.learning.asking import Asked, recalled
from helpers.lessons import ROOT, in_words, part_of
from helpers.pages.homework import as_text, on_page
from helpers.pages.run import STATE

_HERE = Path(__file__).parent
_VIEW = "application/vnd.jupyter.widget-view+json"
_RECALL = re.compile(r"recall\((\d+), (\d+), \.\.\.\)")
_PROGRESS = re.compile(r"\*\*做到哪里了\*\*|progress\(\)$")  # a page keeps no record
_ON_RUNNING = re.compile(
    r"^.*(Shift \+ Enter|没有运行过的时候|再运行这一格).*\n*", re.MULTILINE
)  # on a page nothing is run


class _Renderer(IPythonRenderer):
    """Formulas as MathML, links between lessons, and headings that the table of contents lists."""

    def __init__(self, headings: list[tuple[int, str, str]]) -> None:
        super().__init__(escape=False)
        self.headings = headings

    def heading(self, text: str, level: int, **attrs: object) -> str:
        anchor = f"part-{len(self.headings)}"
        self.headings.append((level, text, anchor))
        return f'<h{level} id="{anchor}">{text}</h{level}>\n'

    def block_math(self, body: str) -> str:
        return latex2mathml.converter.convert(body, display="block")

    def inline_math(self, body: str) -> str:
        return latex2mathml.converter.convert(body)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, re.sub(r"\.ipynb$", ".html", url), title)


class _Exporter(TemplateExporter):
    """nbconvert with the course's template; its own HTMLExporter would parse every page once more."""

    output_mimetype = "text/html"

    def default_filters(self) -> Iterator[tuple[str, Callable]]:
        yield from super().default_filters()
        yield "filter_data_type", DataTypeFilter(display_data_priority=[_VIEW, "text/html", "text/plain"])
        yield "highlight_code", Highlight2HTML(pygments_lexer="ipython3", parent=self)
        yield "markdown2html", _as_html


@pass_context
def _as_html(context: Context, source: str) -> str:
    return MarkdownWithMath(_Renderer(context["resources"]["headings"])).render(source)


def to_html(notebook: NotebookNode, name: str, names: list[str]) -> str:
    """返回一个网页的全部文字；notebook 的 metadata 里有能动手玩的图的状态时，图是活的。

    name：这一课的文件名，不带扩展名；names：各课的文件名，按先后，给上一课、下一课的链接用。
    """
    questions = [question for cell in notebook.cells if (question := _asked(cell)[1])]
    answerable = any(map(on_page, questions))
    cells = [_prepared(cell, answerable) for cell in notebook.cells if not _PROGRESS.match(cell.source)]
    notebook = NotebookNode({**notebook, "cells": cells})
    states = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    explorers, models, styles = _explorers({key: each["state"] for key, each in states.items()})
    around, place = [None, *names, None], names.index(name) if name in names else None
    data = {"explorers": explorers, "models": models, "homework": as_text(questions)}
    resources = {
        "title": _title(notebook),
        "count": in_words(len(names)),
        "headings": [],
        "neighbours": (None, None) if place is None else (around[place], around[place + 2]),
        "models": models,
        "binder": _binder(name),
        "css": "\n".join([css(":root"), _text("pages.css"), *styles]),
        "light": HtmlFormatter(style="vs").get_style_defs(".highlight"),
        "dark": HtmlFormatter(style="github-dark").get_style_defs(".highlight"),
        "data": json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        "script": bundle(_HERE / "pages.js"),
    }
    exporter = _Exporter(template_name="base", template_file=str(_HERE / "page.html.j2"))
    return exporter.from_notebook_node(notebook, resources)[0]


def contents(notebooks: dict[str, NotebookNode]) -> NotebookNode:
    """返回目录这一页的笔记本：每一课的名字，和它教什么。"""
    lines = ["# 卷积神经网络：从 X 和 O 开始", _text("contents.md").replace("{count}", in_words(len(notebooks)))]
    for name, notebook in notebooks.items():
        opening = notebook.cells[0].source
        learnt = re.search(r"\*\*你将学会\*\*\s+((?:- .*\n)+)", opening)
        lines += [f"## [{_title(notebook)}]({name}.ipynb)", learnt[1] if learnt else ""]
    return new_notebook(cells=[new_markdown_cell("\n\n".join(lines))])


def _asked(cell: NotebookNode) -> tuple[str, Question | None]:
    """Return what a cell is to its question, answer, check or recall, and the question; none for other cells."""
    if recalling := _RECALL.fullmatch(cell.source.strip()):
        lesson, number = map(int, recalling.groups())
        return "recall", named(recalled(lesson, empty())[number - 1])
    part, question = part_of(cell)
    return part, QUESTIONS.get(question)


def _prepared(cell: NotebookNode, answerable: bool) -> NotebookNode:
    """Turn a check cell into its question, leave out the answer cell of one that is tried on the page, and tell how.

    answerable: whether the lesson has questions that are tried on the page.
    """
    kind, question = _asked(cell)
    if question:
        text = Asked(question, "", "").html() if kind == "recall" else ""
        state = {"id": question.id, "onPage": on_page(question), "text": text}
        return NotebookNode({**cell, "metadata": NotebookNode({"question": state, "part": kind})})
    if cell.source.startswith("## 作业\n"):
        text = _text("homework.md" if answerable else "homework_elsewhere.md")
        return NotebookNode({**cell, "source": text, "metadata": NotebookNode(homework=answerable)})
    if cell.cell_type == "markdown":
        return NotebookNode({**cell, "source": _ON_RUNNING.sub("", cell.source)})
    return cell


def _explorers(states: dict[str, dict]) -> tuple[dict, dict, list[str]]:
    """Split widget states into programs, one a kind, the state of each explorer, and styles, one a kind."""
    explorers, models, styles = {}, {}, {}
    for key, state in states.items():
        if (kind := state.get("_anywidget_id")) and state.get("_layers", True):
            explorers[kind], styles[kind] = state["_esm"], state["_css"]
            host = r"_(esm|css|dom_classes|anywidget_id|model_.*|view_.*)|layout|tabbable|tooltip"
            kept = {name: value for name, value in state.items() if not re.fullmatch(host, name)}
            models[key] = {"kind": kind, "state": kept}
    return explorers, models, list(styles.values())


def _title(notebook: NotebookNode) -> str:
    return notebook.cells[0].source.splitlines()[0].removeprefix("# ")


def _binder(name: str) -> str | None:
    """Return the link that opens a lesson on Binder: the README's, but for this lesson."""
    found = re.search(r"https://mybinder\.org/v2/[^)\s]+%2F", (ROOT / "README.md").read_text("utf-8"))
    return f"{found[0]}{name}.ipynb" if found else None


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
