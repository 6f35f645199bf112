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
from helpers.pages.run import STATE, run
from helpers.training.nets import as_layers, flatten_net, global_max_net
from tests.support.notebooks import LESSONS, ROOT, read
from tests.support.pages import FIRST, embedded, page_of


@pytest.fixture
def lessons(tmp_path):
    """Make lessons that run in no time."""
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
    build(tmp_path / "a" / "网页", lessons)
    pages = sorted(path.name for path in (tmp_path / "a" / "网页").iterdir())
    assert pages == [*(f"{lesson.stem}.html" for lesson in LESSONS), "index.html"]
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["网页"]
    assert f"{len(LESSONS)}/{len(LESSONS)}" in capsys.readouterr().err


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
        build(tmp_path / "网页", lessons)
    assert list(tmp_path.iterdir()) == [lessons]


def test_what_is_there_is_never_overwritten(lessons, tmp_path):
    with pytest.raises(PageError, match="已经有东西了"):
        build(lessons, lessons)
    with pytest.raises(PageError, match="已经有东西了"):
        build(lessons / "05_pooling.ipynb", lessons)
    (tmp_path / "empty").mkdir()
    build(tmp_path / "empty", lessons)
    assert (tmp_path / "empty" / "index.html").exists()


def test_the_command_says_what_is_wrong_in_one_line(tmp_path):
    (tmp_path / "mine").write_text("")
    command = [sys.executable, "-m", "helpers.pages", str(tmp_path / "mine")]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr.splitlines() == [f"{tmp_path / 'mine'} 已经有东西了。换一个名字，或者先把它删掉。"]


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


@pytest.mark.parametrize("made", ["SlidingWindow(stride=2)", "Neurons(x=[1])", "DrawingPad(hand_set_net(5), image=X)"])
def test_the_tests_make_the_page_of_an_explorer_as_a_kernel_does(made):
    notebook = new_notebook(cells=[new_markdown_cell("# 一页"), new_code_cell(f"{FIRST}\n{made}")])
    run(notebook)
    (expected,), (model,) = (
        embedded(page)["models"].values() for page in (to_html(notebook, "page", []), page_of(made))
    )
    assert model == expected


def test_a_net_the_page_cannot_run_leaves_the_static_picture():
    strange = "from torch import nn\nDrawingPad(nn.Sequential(nn.Flatten(), nn.Linear(81, 2), nn.Sigmoid()))"
    for made, live in ((strange, 0), ("DrawingPad(tiny_net())", 1)):
        page = page_of(made)
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


def test_nothing_in_the_data_of_a_page_ends_its_script():
    notebook = new_notebook(cells=[new_markdown_cell("# 一页"), new_code_cell("")])
    state = {"_anywidget_id": "x", "_esm": "", "_css": "", "words": "</script><b>"}
    notebook.metadata.widgets = {STATE: {"state": {"m": {"state": state}}}}
    page = to_html(notebook, "page", [])
    data = page.split('id="lesson">')[1].split("</script>")[0]
    assert json.loads(data)["models"]["m"]["state"]["words"] == "</script><b>"
