"""运行学生写的函数：出错、停不下来、往 stderr 写东西，都不打断检查；出了错，说清楚，再反问一句。"""

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.homework.alarm import TimeUp, alarm

#: 学生的函数每一次最多算几秒
SECONDS = 10


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
