"""学生的代码出了错时说的话：tell 说出了什么错、在哪一行，ask 按错误的意思反问一句。"""

import builtins
import difflib
import re
import traceback
from pathlib import Path
from types import FrameType

import numpy as np

_SIGNS = {"−": "-", "–": "-", "—": "-", "×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "²": "**2", "√": "np.sqrt"}
_LONGEST = 200  # characters of an error's own words
_FUNCTION = r"'(function|method|builtin_function_or_method)'"  # as Python calls what was not called
#: 出错的种类，错误信息里的字样，出错那一行里的字样，和这时该反问的一句
_ASKS: tuple[tuple[type[BaseException], str, str, str], ...] = (
    (TimeoutError, "", "", "循环的条件会变成假吗？每一圈里，哪个量在变？"),
    (RecursionError, "", "", "你的函数在调用它自己：它是不是和课程的函数同名，把那个盖住了？"),
    (
        TypeError,
        "'NoneType'|NoneType 类型",
        "",
        "有一个量是 None：哪个函数忘了写 return，或者把 print 的结果存了下来？",
    ),
    (TypeError, "not callable", r"\.(size|shape|ndim|T)\(\)", "size、shape 是量，不是函数：去掉后面的括号，行吗？"),
    (TypeError, "not callable", "", "括号前面的东西不是函数：是少写了乘号 *，还是这个名字被别的值盖住了？"),
    (TypeError, f"operand.*{_FUNCTION}", "", "有一个量是函数，还没有调用它：后面少了括号吗？"),
    (TypeError, "not subscriptable", "", "方括号前面的东西里没有可以取的项：它是函数，还是一个数？"),
    (
        TypeError,
        "list indices",
        r"\[[^\]]+,",
        "这是列表，不是数组：写成 [i][j]，或者先造一个数组，行吗？",
    ),
    (TypeError, "indices must be integers", "", "下标要是整数：它是用 / 算出来的吗？整除要写 //。"),
    (TypeError, "interpreted as an integer", "", "这里要整数：用 / 算出的是小数，整除要写 //，行吗？"),
    (
        TypeError,
        "as a data type",
        "",
        "形状要写成一个元组，例如 np.zeros((height, width))：少了一层括号吗？",
    ),
    (TypeError, "multiply sequence|'tuple'", "", "元组是好几个数：先拆开了吗？例如 height, width = kernel_size。"),
    (TypeError, "positional argument|keyword argument", "", "这个函数收几个参数，次序是什么？你给了几个？"),
    (
        TypeError,
        "not numpy.ndarray|invalid combination",
        "",
        "这是 numpy 数组：先用 torch.tensor(…) 换成张量了吗？",
    ),
    (TypeError, "'str'|concatenate str", "", "有一个量是文字：它带着引号吗？"),
    (TypeError, "'list'|concatenate list", "", "列表不能像数组那样一起算：先用 np.array(…) 换成数组了吗？"),
    (AttributeError, "ndarray", "", "这是 numpy 数组，不是张量，也不是列表：该用哪一种的写法？"),
    (AttributeError, "'list'|'tuple'", "", "这是列表或元组，没有数组的写法：先用 np.array(…) 换成数组了吗？"),
    (AttributeError, "Tensor", "", "这是 PyTorch 的张量，不是 numpy 数组：两边的写法不同，该用哪一种？"),
    (AttributeError, "NoneType", "bias", "bias=False 时，layer.bias 是 None：分开写了吗？"),
    (AttributeError, "NoneType", "", "点号前面是 None：哪个函数忘了写 return？"),
    (IndexError, "too many indices", "", "它的方向比下标少：一排数只用一个下标，一张表用两个。它是哪一种？"),
    (IndexError, "only integers", "", "下标要是整数：它是用 / 算出来的吗？整除要写 //。"),
    (IndexError, "", "", "编号从 0 数起。大小是写死的，还是从形状里取的？"),
    (UnboundLocalError, "", "", "这个名字在函数里先用了、后赋值：循环以前，给它一个开头的值了吗？"),
    (NameError, "", "", "这个名字定义过吗？是拼错了，还是参数叫别的名字？"),
    (ZeroDivisionError, "", "", "除以了 0：哪个量在这组输入里是 0？"),
    (ValueError, "一格对一格", "", "切出来的窗口是完整的吗？循环走到哪里就该停？"),
    (ValueError, "窗口放不下", "", "窗口比图还大：参数的次序反了吗？"),
    (
        ValueError,
        "truth value",
        r"(?<![.\w])(max|min)\(",
        "Python 的 max(…)、min(…) 不会比较一张表：要最大的数，写 .max()；要它的位置，写 np.argmax(…)。你要的是哪一个？",
    ),
    (ValueError, "truth value", "", "数组里有许多个真假，不能直接放进 if：要一个一个地看，还是用乘法一起算？"),
    (ValueError, "negative dimensions", "", "大小算成了负数：两个参数的次序反了吗？"),
    (ValueError, "matmul|core dimension", "", "A @ B 要 A 的列数等于 B 的行数：哪一个该转置（.T）？"),
    (
        ValueError,
        "broadcast",
        "",
        "两边的形状对不上：各是什么形状？该用 @，还是先切出一样大的窗口？",
    ),
    (
        ValueError,
        "inhomogeneous|array element",
        "",
        "各行长短不一，或者一格里放了一排数：每一圈存下的是几个数？",
    ),
    (ValueError, "unpack", "", "等号左边的名字和右边的数，个数相同吗？"),
    (ValueError, "reshape|into shape", "", "换形状以前和以后，数的个数相同吗？"),
    (ValueError, "read-only", "", "课程的图不能改：先用 .copy() 抄一份了吗？"),
    (RuntimeError, "Double|dtype|scalar type", "", "两个张量的类型相同吗？造的时候都写上 dtype=torch.float32。"),
    (RuntimeError, "leaf Variable|in-place", "", "直接改权重时，写在 with torch.no_grad(): 里面了吗？"),
    (RuntimeError, "requires grad", "", "带着梯度的张量，先用 .detach() 取出数来了吗？"),
    (RuntimeError, "channels", "", "图的形状是 (N, C, H, W) 吗？C 和层的 in_channels 相同吗？"),
    (RuntimeError, "size of|shapes? |must match|same size", "", "两个张量的形状各是什么？哪一个方向对不上？"),
)
#: 语法错误的英文原话里的字样，和它的意思
_SYNTAX = (
    ("expected ':'", "少了冒号。"),
    ("was never closed", "有一个括号只有左边，没有右边。"),
    ("unmatched|does not match opening", "括号不成对：多了一个右括号，或者左右是两种。"),
    ("unterminated", "引号只有左边，没有右边。"),
    ("forgot a comma", "两样东西之间很可能少了逗号，或者少了乘号 *。"),
    ("cannot assign", "等号的左边要是变量的名字，不能是算式；比较相等要写两个等号 ==。"),
    ("Maybe you meant '=='", "比较相等要写两个等号 ==，一个等号是给变量赋值。"),
    ("Missing parentheses", "print 的后面要有括号。"),
    ("non-printable", "这一行有一个看不见的符号，例如全角空格：把空白的地方删掉，用英文输入法重打。"),
    ("expected an indented block", "冒号下面的一行要缩进四格。"),
    ("unexpected indent", "这一行比上面多缩进了几格。"),
    ("unindent does not match", "这一行的缩进和上面哪一行都对不齐。"),
    ("'return' outside function", "return 不在函数里面：它前面的缩进没有了吗？"),
    ("leading zeros", "整数的前面不能写 0。"),
    ("invalid decimal literal", "数字的后面直接跟着字母：名字不能用数字开头，两个量相乘要写 *。"),
)
_OURS = Path(__file__).parent
_MODULES = {"math", "np", "numpy", "torch", "nn", "scipy", "random", "plt", "F"}


def tell(error: Exception) -> str:
    """返回一句话：出了什么错，在学生代码的哪一行。"""
    if isinstance(error, SyntaxError):  # its own traceback is in the compiler, not in what the student wrote
        return f"语法不对：{_syntax(error)}（出错的这一行：{(error.text or '').strip()}）"
    lines = str(error).splitlines() or [""]
    where = f"（出错的这一行：{line}）" if (line := _line(error)) else ""
    return f"运行出错，{type(error).__name__}：{lines[0][:_LONGEST]}{where}"


def ask(error: Exception) -> str:
    """返回看到这种错误时该反问的一句。"""
    if isinstance(error, SyntaxError):
        return "从左往右读这一行：每个括号、引号、逗号和冒号，都在它的位置上吗？"
    line, words = _line(error), str(error)
    if near := _nearest(error) or _brackets(error) or _argument(error):
        return near
    asks = (
        asked
        for kind, said, written, asked in _ASKS
        if isinstance(error, kind) and re.search(said, words) and re.search(written, line)
    )
    return next(asks, "在这一行之前，用 print 看看各个量：形状和类型，和你想的一样吗？")


def _syntax(error: SyntaxError) -> str:
    """Say in Chinese what Python says of a line that it cannot read."""
    if character := re.search(r"invalid character '(.)'", error.msg):
        sign = character[1]
        if sign in _SIGNS:
            return f"Python 不认识 {sign}，要写成 {_SIGNS[sign]}。"
        return f"这一行有中文标点或别的全角符号 {sign}。Python 只认英文标点，切换到英文输入法再写。"
    told = (told for words, told in _SYNTAX if re.search(words, error.msg))
    return next(told, f"Python 读不懂它（{error.msg}）。")


def _nearest(error: Exception) -> str:
    """Name what a misspelt name is nearest to, or the import that it lacks."""
    name = getattr(error, "name", None)
    if not isinstance(error, (NameError, AttributeError)) or isinstance(error, UnboundLocalError) or not name:
        return ""
    if isinstance(error, NameError) and name in _MODULES:
        return f"{name} 要先导入：写过 import {name} 这样的一行吗？"
    if isinstance(error, AttributeError) and hasattr(np.ndarray, name):
        return ""  # well spelt, for another kind of thing
    known = dir(error.obj) if isinstance(error, AttributeError) else _names(error)
    near = difflib.get_close_matches(name, [each for each in known if not each.startswith("_")], 1, 0.75)
    return f"没有 {name}，有 {near[0]}：是拼错了吗？" if near else ""


def _brackets(error: Exception) -> str:
    """Name the method in the line whose brackets are missing."""
    uncalled = re.search(_FUNCTION, str(error)) and re.findall(r"\.(\w+)\b(?!\s*[.(])", _line(error))
    names = [name for name in uncalled or () if callable(getattr(np.ndarray, name, None))]
    return f"少了括号：.{names[0]} 要写成 .{names[0]}() 吗？" if names and isinstance(error, TypeError) else ""


def _argument(error: Exception) -> str:
    """Name the parameter of the student's function that is None where it went wrong."""
    frame = _frame(error)
    if frame is None or "None" not in str(error):
        return ""
    code, written = frame.f_code, re.findall(r"\w+", _line(error))
    names = [name for name in code.co_varnames[: code.co_argcount] if name in written]
    empty = [name for name in names if frame.f_locals.get(name, ...) is None]
    return f"{empty[0]} 没有写的时候是 None：先换成该用的数了吗？" if empty else ""


def _names(error: NameError) -> list[str]:
    """Return the names that could be used where it went wrong."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return [*frames[-1].f_locals, *frames[-1].f_globals, *dir(builtins)] if frames else []


def _line(error: Exception) -> str:
    """Return the line of the student's code where it went wrong."""
    frames = zip(traceback.walk_tb(error.__traceback__), traceback.extract_tb(error.__traceback__), strict=True)
    mine = _frame(error)
    return next((told.line or "" for (frame, _), told in frames if frame is mine), "")


def _frame(error: Exception) -> FrameType | None:
    """Return the first frame of the student's code: after our own calls, and those of IPython, which runs a cell."""
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    paths = ((frame, Path(frame.f_code.co_filename)) for frame in frames)
    return next((frame for frame, path in paths if _OURS not in path.parents and "IPython" not in path.parts), None)
