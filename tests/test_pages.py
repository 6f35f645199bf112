"""Making the web pages: all of them or none, and a broken lesson is named."""

import json
import shutil
import subprocess
import sys

import nbformat
import pytest
import torch
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from torch import nn

from helpers.pages import PageError, build
from helpers.pages.page import to_html
from helpers.pages.run import STATE, _needed, run, run_explorers
from helpers.training.nets import as_layers, flatten_net, global_max_net
from tests.support.notebooks import LESSONS, ROOT, read


@pytest.fixture
def lessons(tmp_path):
    """Seven lessons that run in no time."""
    folder = tmp_path / "lessons"
    folder.mkdir()
    for lesson in LESSONS:
        cells = [new_markdown_cell(f"# 第 {lesson.name[1]} 课"), new_code_cell("1 + 1", execution_count=1)]
        nbformat.write(new_notebook(cells=cells), folder / lesson.name)
    return folder


def rewrite(path, **changes) -> None:
    notebook = read(path)
    notebook.cells[1].update(changes)
    nbformat.write(notebook, path)


def test_every_lesson_becomes_a_page(lessons, tmp_path, capsys):
    build(tmp_path / "a" / "网页", stored=True, source=lessons)
    pages = sorted(path.name for path in (tmp_path / "a" / "网页").iterdir())
    assert pages == [*(f"{lesson.stem}.html" for lesson in LESSONS), "index.html"]
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["网页"]
    assert "7/7" in capsys.readouterr().err


BREAK = {
    "missing": (lambda path: path.unlink(), "第 5 课"),
    "twice": (lambda path: shutil.copy(path, path.with_name("05_again.ipynb")), "第 5 课"),
    "cut off": (lambda path: path.write_text(path.read_text()[:100]), "05_pooling.ipynb 读不了"),
    "no notebook": (lambda path: path.write_text('{"cells": 3}'), "05_pooling.ipynb 读不了"),
    "wrong": (lambda path: rewrite(path, source="1 / 0"), "05_pooling.ipynb 运行出错，ZeroDivisionError：division"),
}


@pytest.mark.parametrize("name", BREAK)
def test_a_broken_lesson_is_named_and_leaves_nothing(lessons, tmp_path, name):
    damage, said = BREAK[name]
    damage(lessons / "05_pooling.ipynb")
    with pytest.raises(PageError, match=said):
        build(tmp_path / "网页", source=lessons)
    assert list(tmp_path.iterdir()) == [lessons]


ERROR = nbformat.v4.new_output("error", ename="E", evalue="", traceback=[])


@pytest.mark.parametrize("changes", [{"execution_count": None}, {"outputs": [ERROR]}, {"source": "Neurons(y=1)"}])
def test_a_lesson_without_good_results_is_named_where_they_are_taken_as_stored(lessons, tmp_path, changes):
    rewrite(lessons / "05_pooling.ipynb", **changes)
    with pytest.raises(PageError, match="05_pooling.ipynb"):
        build(tmp_path / "网页", stored=True, source=lessons)
    assert list(tmp_path.iterdir()) == [lessons]


def test_what_is_there_is_never_overwritten(lessons, tmp_path):
    with pytest.raises(PageError, match="已经有东西了"):
        build(lessons, stored=True, source=lessons)
    with pytest.raises(PageError, match="已经有东西了"):
        build(lessons / "05_pooling.ipynb", stored=True, source=lessons)
    (tmp_path / "empty").mkdir()
    build(tmp_path / "empty", stored=True, source=lessons)
    assert (tmp_path / "empty" / "index.html").exists()


def test_the_command_says_what_is_wrong_in_one_line(tmp_path):
    (tmp_path / "mine").write_text("")
    command = [sys.executable, "-m", "helpers.pages", str(tmp_path / "mine"), "--stored"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr.splitlines() == [f"{tmp_path / 'mine'} 已经有东西了。换一个名字，或者先把它删掉。"]


@pytest.mark.parametrize(
    ("sources", "needed"),
    [
        (["a = 1", "b = 2", "f(a)"], {0, 2}),
        (
            ["a = 1", "b = 2\nprint(a)\nfor i in a:\n    print(i)", "c = 3\nfor j in b:\n    print(c.pop())", "b"],
            {1, 3},
        ),
        (["a = 1", "a = 2", "a"], {1, 2}),
        (["a = 1", "a = a + 1", "a"], {0, 1, 2}),
        (["a = []", "b = []\nfor i in range(3):\n    b.append(i)", "i = 5", "b"], {1, 3}),
        (["import numpy as np", "def f(x):\n    return np.sin(x)", "x = 1", "f(2)"], {0, 1, 3}),
        (["i = 1", "a = [i for i in range(3)]", "a"], {1, 2}),
        (["a, b = 1, 2", "c = lambda a: a", "c(b)"], {0, 1, 2}),
        (["from helpers import X, O", "X = X + 1", "O"], {0, 2}),
    ],
)
def test_a_cell_needs_those_that_make_what_it_uses(sources, needed):
    assert _needed([new_code_cell(source) for source in sources], len(sources) - 1) == needed


def test_text_formulas_code_and_outputs_become_html():
    cells = [
        new_markdown_cell("# 一课\n\n$$\\frac{1}{2}$$ 和 $x$，[下一课](02_b.ipynb)\n\n## 一节 `nn`"),
        new_code_cell(
            "print('<b>')",
            outputs=[
                nbformat.v4.new_output("stream", text="<b>\n"),
                nbformat.v4.new_output("execute_result", {"text/plain": "</script>"}),
            ],
        ),
    ]
    page = to_html(new_notebook(cells=cells), "01_a", ["01_a", "02_b"])
    assert page.count("<math") == 2 and "<mfrac>" in page and "$" not in page.split("<main>")[1].split("</main>")[0]
    assert "&lt;b&gt;" in page and "&lt;/script&gt;" in page
    assert page.count('href="02_b.html"') == 2 and "← 上一课" not in page
    assert '<li><a href="#part-1">一节 <code>nn</code></a></li>' in page


EXPLORERS = """from helpers import *
from torch import nn
{}"""


@pytest.mark.parametrize("made", ["SlidingWindow(stride=2)", "Neurons(x=[1])", "DrawingPad(hand_set_net(5), image=X)"])
def test_a_kernel_and_the_stored_way_give_an_explorer_the_same_state(made):
    states = []
    for how in (run, run_explorers):
        notebook = new_notebook(cells=[new_code_cell(EXPLORERS.format(made))])
        how(notebook)
        found = [each["state"] for each in notebook.metadata.widgets[STATE]["state"].values()]
        (state,) = (json.loads(json.dumps(state)) for state in found if "_esm" in state)
        states.append({name: value for name, value in state.items() if name != "layout"})
    assert states[0] == states[1]


def test_a_net_the_page_cannot_run_leaves_the_static_picture():
    strange = "DrawingPad(nn.Sequential(nn.Flatten(), nn.Linear(81, 2), nn.Sigmoid()))"
    for made, live in ((strange, 0), ("DrawingPad(tiny_net())", 1)):
        notebook = new_notebook(cells=[new_markdown_cell("# 一页"), new_code_cell(EXPLORERS.format(made))])
        run_explorers(notebook)
        page = to_html(notebook, "page", [])
        assert page.count('class="live"') == live
        assert page.count('class="static"') == 1 and "网络说：" in page


def test_layers_are_told_exactly_or_not_at_all():
    net = global_max_net()
    layers = as_layers(net)
    assert [layer["kind"] for layer in layers] == [
        type(layer).__name__ for layer in net if not isinstance(layer, nn.Dropout)
    ]
    assert torch.equal(torch.tensor(layers[2]["weight"]), net[2].weight)
    assert as_layers(flatten_net())[0]["padding"] == [1, 1]
    strange = [nn.Conv2d(2, 2, 3, groups=2), nn.Conv2d(1, 1, 3, dilation=2), nn.Conv2d(1, 1, 3, padding_mode="reflect")]
    strange += [nn.Conv2d(1, 1, 3, padding="same"), nn.Conv2d(1, 1, 3, bias=False), nn.Linear(2, 2, bias=False)]
    strange += [nn.MaxPool2d(2, ceil_mode=True), nn.AdaptiveMaxPool2d(2), nn.Flatten(0), nn.Sigmoid(), nn.Identity()]
    for layer in strange:
        assert as_layers(nn.Sequential(layer)) is None, layer
    assert as_layers(nn.ReLU()) is None
