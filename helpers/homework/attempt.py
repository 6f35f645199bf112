"""运行学生写的函数：出错、停不下来、往 stderr 写东西，都不打断检查；出了错，说清楚，再反问一句。"""

import contextlib
import io
import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.homework.alarm import TimeUp, alarm

#: 学生的函数每一次最多算几秒
SECONDS = 10
_CHINESE_MARKS = "，。、；：？！（）【】“”‘’"
#: 出错的种类，错误信息里的字样，和这时该反问的一句
_ASKS = (
    (TimeoutError, "", "循环的条件会变成假吗？每一圈里，哪个量在变？"),
    (RecursionError, "", "你的函数在调用它自己：它是不是和课程的函数同名，把那个盖住了？"),
    (NameError, "", "这个名字定义过吗？是拼错了，还是参数叫别的名字？"),
    (IndexError, "", "编号从 0 数起。大小是写死的，还是从形状里取的？"),
    (TypeError, "not callable", "是不是少写了乘号 *？"),
    (TypeError, "multiply sequence|tuple", "元组是好几个数：先拆开了吗？例如 height, width = kernel_size。"),
    (
        TypeError,
        "not numpy.ndarray|received an invalid combination",
        "这是 numpy 数组。先用 torch.tensor(…) 换成张量了吗？",
    ),
    (AttributeError, "ndarray", "这是 numpy 数组，不是张量，也不是列表：该用哪一种的写法？"),
    (AttributeError, "NoneType", "bias=False 时，layer.bias 是 None：分开写了吗？"),
    (RuntimeError, "Double|dtype|scalar type", "两个张量的类型相同吗？造的时候都写上 dtype=torch.float32。"),
)


@dataclass(frozen=True)
class Failure:
    """没有得到结果的一次尝试：told 说清楚出了什么事，asked 反问一句；crashed 是 False 表示只是答案的样子不对。"""

    told: str
    asked: str = ""
    crashed: bool = True


def attempt(function: object, *arguments: object, seconds: float | None = None) -> object:
    """返回 function(*arguments)；出错时返回那个错误，算了 seconds 秒还没有停也是错误，None 表示不限时。"""
    try:
        with alarm(seconds):
            return function(*arguments)
    except TimeUp as stop:
        return TimeoutError(f"算了 {seconds} 秒还没有停").with_traceback(stop.__traceback__)
    except SystemExit:
        return RuntimeError("代码里调用了 exit()")
    except Exception as error:
        return error


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """里面的代码往 stderr 写的东西都丢掉。"""
    # nbgrader takes anything on stderr for a failure, so a mere warning must not reach it
    with contextlib.redirect_stderr(io.StringIO()):
        yield


def tell(error: Exception) -> str:
    """返回一句话：出了什么错，在学生代码的哪一行。"""
    if isinstance(error, SyntaxError):  # its own traceback is in the compiler, not in what the student wrote
        line = (error.text or "").strip()
        marks = " ".join(dict.fromkeys(mark for mark in line if mark in _CHINESE_MARKS))
        if marks and "invalid" in error.msg:
            return f"语法不对：这一行有中文标点 {marks}。Python 只认英文标点，切换到英文输入法再写（这一行：{line}）"
        return f"语法不对，{type(error).__name__}：{error.msg}（出错的这一行：{line}）"
    lines = str(error).splitlines() or [""]
    return f"运行出错，{type(error).__name__}：{lines[0][:200]}{_place(error)}"


def ask(error: Exception) -> str:
    """返回看到这种错误时该反问的一句。"""
    asks = (ask for kind, words, ask in _ASKS if isinstance(error, kind) and re.search(words, str(error)))
    return next(asks, "在这一行之前，用 print 看看各个量：形状和类型，和你想的一样吗？")


def _place(error: Exception) -> str:
    """Name the line of the student's code where it went wrong: the second frame, after our own call."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"（出错的这一行：{frames[1].line}）" if len(frames) > 1 and frames[1].line else ""
