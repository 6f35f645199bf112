"""Answer cells that did not run, in a real kernel: check says so, and never judges an older answer as new."""

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from helpers.lessons import NOTEBOOKS

STUB = "# 作业 1.3  写出 match\ndef match(window, kernel):\n    ..."
RIGHT = "# 作业 1.3  写出 match\ndef match(window, kernel):\n    return (window * kernel).mean()"
CHECK = 'check("1.3", match)'


def feedback(*sources: str) -> list[nbformat.NotebookNode]:
    """Run cells as a student does, going on after an error; return what each check showed, and the errors."""
    cells = [new_code_cell(source) for source in ("import numpy as np\nfrom helpers import check", *sources)]
    notebook = new_notebook(cells=cells)
    resources = {"metadata": {"path": NOTEBOOKS}}
    NotebookClient(notebook, kernel_name="python3", allow_errors=True, resources=resources).execute()
    return [cell.outputs for cell in notebook.cells if cell.source == CHECK]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("# 作业 1.3  写出 match\ndef match(window, kernel)\n    return 1", "语法不对"),
        ("# 作业 1.3  写出 match\ndef match(window， kernel):\n    return 1", "全角符号 ，"),
        ("# 作业 1.3  写出 match\ndef match(window, kernel):\n    return (window * kernel).mean(", "语法不对"),
        ("# 作业 1.3  写出 match\nmatch = wndow * 2", "NameError"),
        ("# 作业 1.3  写出 match\n1 / 0\ndef match(window, kernel): return 1", "除以了 0"),
        ("# 作业 1.3  写出 match\nmatch = 1 / 0", "出错的这一行：match = 1 / 0"),
    ],
)
def test_a_cell_that_did_not_run_is_told_in_chinese(answer, said):
    (first,) = feedback(answer, CHECK)
    html = first[0].data["text/html"]
    assert "答案格没有运行成功" in html and said in html and "还没作答" not in html


def test_an_older_answer_is_not_judged_as_the_new_one():
    passed, after, again = feedback(RIGHT, CHECK, RIGHT.replace("):", ")"), CHECK, RIGHT, CHECK)
    assert "检查通过" in passed[0].data["text/html"]
    assert "答案格没有运行成功" in after[0].data["text/html"] and after[0].data["text/plain"] == "0"
    assert "检查通过" in again[0].data["text/html"]


def test_an_untouched_stub_is_unanswered_and_a_missing_one_too():
    (stub,) = feedback(STUB, CHECK)
    assert "还没作答" in stub[0].data["text/html"]
    (missing,) = feedback(CHECK)
    assert "还没作答" in missing[0].data["text/html"]
    (_, leftover) = feedback(CHECK, "import sys\nassert 'match' not in dir()", CHECK)
    assert leftover[0].output_type == "execute_result"
