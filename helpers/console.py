"""命令往终端、文件和管道写中文：写不了中文的编码换成 UTF-8；读的一方先走了，就安静地结束。只用标准库。"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable


def run(main: Callable[[], object]) -> None:
    """运行一条命令 main，用它返回的数（或者它自己的 SystemExit）退出。"""
    for stream in (sys.stdout, sys.stderr):
        chinese = "中".encode(stream.encoding, "ignore")
        stream.reconfigure(encoding=stream.encoding if chinese else "utf-8", errors="replace")
    try:
        code = _code(main)
        sys.stdout.flush()
    except BrokenPipeError:  # as in: python -m helpers.doctor | head -1
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains once more at its end
        code = 1
    sys.exit(code)


def _code(main: Callable[[], object]) -> object:
    try:
        return main()
    except SystemExit as end:
        return end.code
