"""一个进程和它的父进程一起结束：就算正在死循环里，就算停止键（SIGINT）关掉了。"""

import ctypes
import os
import signal
import sys
import threading

_PR_SET_PDEATHSIG = 1


def end_with(parent: int) -> None:
    """从此进程号是 parent 的父进程一结束，这个进程也结束；父进程已经不在了，就马上结束。"""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL))
        if os.getppid() != parent:  # it ended before the system could be told
            os._exit(1)
    else:
        threading.Thread(target=_follow, args=(parent,), daemon=True).start()


def _follow(parent: int) -> None:
    import psutil  # comes with ipykernel

    try:
        psutil.Process(parent).wait()
    except psutil.NoSuchProcess:
        pass
    os._exit(1)
