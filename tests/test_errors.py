"""What is said of code that fails, each entry by a line that a student wrote."""

import linecache
import textwrap

import numpy as np
import pytest
import torch
from torch import nn

import helpers
from helpers.homework import errors
from helpers.homework.attempt import attempt
from helpers.homework.errors import ask, tell

SPACE = {
    **{"np": np, "torch": torch, "nn": nn, "softmax": helpers.softmax, "feature_map": helpers.feature_map},
    "image": np.arange(12).reshape(3, 4),
    "kernel": np.ones((2, 2)),
    "rows": [[1, 2], [3, 4]],
    "scores": np.array([2.0, 1.0]),
    "photo": np.zeros((1, 3, 8, 8), np.float32),
    "layer": nn.Conv2d(3, 2, 3, bias=False),
    "size": (3, 5),
    "nothing": None,
    "height": 3,
}

#: a student's lines, and what is asked back
CRASHES = [
    ("def f():\n    return f()\nf()", "盖住"),
    ("image.shape()", "去掉后面的括号"),
    ("kernel.size()", "去掉后面的括号"),
    ("2(height + 1)", "少写了乘号"),
    ("feature_map[0]", "没有可以取的项"),
    ("height[0]", "没有可以取的项"),
    ("out = [[0, 0], [0, 0]]\nout[0, 1] = 3", "这是列表，不是数组"),
    ("rows[4 / 2]", "整除要写 //"),
    ("image[3 / 1]", "整除要写 //"),
    ("for i in range(6 / 2): pass", "整除要写 //"),
    ("np.zeros(3, 4)", "少了一层括号"),
    ("(1 - size) // 2", "元组是好几个数"),
    ("feature_map(image)", "收几个参数"),
    ("feature_map(image, kernel, mode=1)", "收几个参数"),
    ("layer(photo)", "这是 numpy 数组"),
    ("nothing + 1", "有一个量是 None"),
    ("nothing[0]", "有一个量是 None"),
    ("for i in range(nothing): pass", "有一个量是 None"),
    ("image.sum / 2", ".sum 要写成 .sum()"),
    ("kernel.mean[0]", ".mean 要写成 .mean()"),
    ("2 * softmax", "后面少了括号吗"),
    ("np.exp(image - max(image))", "np.argmax"),
    ("'3' + 1", "带着引号吗"),
    ("rows - 1", "列表不能像数组那样一起算"),
    ("image.permute(1, 0)", "这是 numpy 数组"),
    ("rows.sum()", "这是列表或元组"),
    ("torch.ones(2).astype(int)", "这是 PyTorch 的张量"),
    ("layer.bias.numel()", "bias=False"),
    ("nothing.sum()", "忘了写 return"),
    ("softmax(scores)[0, 1]", "方向比下标少"),
    ("image[5, 0]", "编号从 0 数起"),
    ("def f():\n    total += 1\nf()", "先用了、后赋值"),
    ("hieght + 1", "没有 hieght，有 height"),
    ("image.shpe", "没有 shpe，有 shape"),
    ("math.sqrt(2)", "math 要先导入"),
    ("qqqqqq", "这个名字定义过吗"),
    ("1 / (height - 3)", "哪个量在这组输入里是 0"),
    ("from helpers import match\nmatch(image, kernel)", "切出来的窗口是完整的吗"),
    ("feature_map(kernel, image)", "窗口比图还大"),
    ("if image > 0: pass", "数组里有许多个真假"),
    ("np.zeros((-1, 2))", "大小算成了负数"),
    ("image @ kernel", "A 的列数等于 B 的行数"),
    ("image * kernel", "两边的形状对不上"),
    ("np.array([[1, 2], [3]])", "各行长短不一"),
    ("height, width = image.shape[0:1]", "个数相同吗"),
    ("image.reshape(5, 5)", "换形状以前和以后"),
    ("helpers.X[0, 0] = 1", "抄一份"),
    ("layer(torch.zeros(1, 3, 8, 8).double())", "类型相同吗"),
    ("layer.weight[0, 0, 0, 0] = 1", "torch.no_grad()"),
    ("np.array(layer.weight)", ".detach()"),
    ("layer(torch.zeros(1, 5, 8, 8))", "in_channels 相同吗"),
    ("torch.ones(2, 3) + torch.ones(4, 5)", "哪一个方向对不上"),
    ("raise KeyError('什么')", "用 print 看看"),
]

#: what Python cannot read, and what is said of it
UNREADABLE = [
    ("def f(x)\n    return x", "少了冒号"),
    ("a = (1, 2", "只有左边，没有右边"),
    ("a = [1, 2))", "括号不成对"),
    ("a = 'x", "引号只有左边"),
    ("a = [1 2]", "少了逗号"),
    ("a = 2 (3) 4", "Python 读不懂它（invalid syntax）"),
    ("if a = 3: pass", "两个等号 =="),
    ("a + 1 = 3", "不能是算式"),
    ("print 'a'", "print 的后面要有括号"),
    ("a =\u3000 3", "看不见的符号"),
    ("def f(x):\nreturn x", "要缩进四格"),
    ("a = 1\n  b = 2", "多缩进了几格"),
    ("def f():\n    a\n  b", "对不齐"),
    ("return 3", "return 不在函数里面"),
    ("a = 01", "不能写 0"),
    ("a = 3x", "数字的后面直接跟着字母"),
    ("a = 3 − 2", "要写成 -。"),
    ("a = 3 × 2", "要写成 *。"),
    ("a = （1, 2)", "全角符号 （。"),
    ("a = “字”", "全角符号 “。"),
]


def crash(source: str) -> Exception:
    """Run lines as the body of a student's function."""
    text = "def answer():\n" + textwrap.indent(source, "    ") + "\n"
    linecache.cache["<answer>"] = len(text), None, text.splitlines(keepends=True), "<answer>"
    space = {**SPACE, "helpers": helpers}
    exec(compile(text, "<answer>", "exec"), space)
    error = attempt(space["answer"])
    assert isinstance(error, Exception)
    return error


def unreadable(source: str) -> SyntaxError:
    with pytest.raises(SyntaxError) as caught:
        compile(source, "<answer>", "exec")
    return caught.value


@pytest.mark.parametrize(("source", "asked"), CRASHES)
def test_a_crash_is_asked_about_by_what_it_means(source, asked):
    assert asked in ask(crash(source))


def test_every_question_about_a_crash_has_its_line():
    reached = {ask(crash(source)) for source, _ in CRASHES} | {ask(TimeoutError())}
    assert {asked for *_, asked in errors._ASKS} <= reached


@pytest.mark.parametrize(("source", "told"), UNREADABLE)
def test_what_python_cannot_read_is_told_in_chinese(source, told):
    error = unreadable(source)
    assert told in tell(error) and "语法不对" in tell(error)
    assert ask(error) == ask(SyntaxError())


def test_every_word_about_the_syntax_has_its_line():
    told = [tell(unreadable(source)) for source, _ in UNREADABLE]
    assert all(any(words in each for each in told) for _, words in errors._SYNTAX)


def failing(source: str, *arguments: object) -> Exception:
    """Run a student's function, the last thing that these lines make."""
    linecache.cache["<answer>"] = len(source), None, source.splitlines(keepends=True), "<answer>"
    space = dict(SPACE)
    exec(compile(source, "<answer>", "exec"), space)
    return attempt(list(space.values())[-1], *arguments)


def test_a_parameter_that_is_none_is_named():
    pool = "def pool(image, size, stride=None):\n    return {}"
    for line in ("image.shape[0] // stride", "list(range(0, 9, stride))", "feature_map(image, size, stride=stride)"):
        assert "stride 没有写的时候是 None" in ask(failing(pool.format(line), SPACE["image"], SPACE["kernel"])), line
    other = pool.format("nothing + size")
    assert "哪个函数忘了写 return" in ask(failing(other, SPACE["image"], 2)), "another None than the parameter"


def test_the_line_is_that_of_the_cell_not_of_ipython():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell()
    result = shell.run_cell("import numpy as np\nhalf = 1 / 0\n", silent=True)
    assert "half = 1 / 0" in tell(result.error_in_exec)
    result = shell.run_cell("def f(a):\n    return a.shape()\n\nx = f(np.ones(2))\n", silent=True)
    assert "x = f(np.ones(2))" in tell(result.error_in_exec)


def test_marks_inside_a_string_are_not_blamed():
    assert "全角" not in tell(unreadable("print('你好，') 3"))
