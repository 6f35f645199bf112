"""把运行学生代码的进程关进沙盒（bubblewrap）：没有网络，只读得到 Python 和课程，只写得了自己的临时文件夹。"""

import json
import os
import platform
import shutil
import signal
import site
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.lessons import ROOT

_PATIENCE = 10  # seconds beyond a submission's own, before its host is taken for stopped
_DISK = 100_000_000  # bytes of the sandbox's temporary folder, which lies in memory


@dataclass(frozen=True)
class Limits:
    """一份作业的限度：confined 是不是关进沙盒，seconds、cell_seconds 是整份和每格最多几秒，memory 是再用几字节内存。"""

    confined: bool = True
    seconds: float = 120
    cell_seconds: float = 20
    memory: int = 1 << 30


def require() -> None:
    """这台电脑上的沙盒不能用时抛出 RuntimeError，说明为什么、怎么办。"""
    if not shutil.which("bwrap"):
        why = "需要 Linux 和 bubblewrap：sudo apt-get install bubblewrap"
    elif (tried := subprocess.run([*_walls(), "true"], stderr=subprocess.PIPE, env={})).returncode:
        why = f"bubblewrap 说：{tried.stderr.decode(errors='replace').strip()}"
    else:
        return
    raise RuntimeError(
        f"这台电脑（{platform.node()}）上不能用沙盒（{why}），学生的代码会和你自己的程序一样，能读写你的文件、能上网。\n"
        "信得过这些作业的话，在命令后面加上 --unconfined 再运行。"
    )


def run(lesson: int, cells: tuple[str, ...], limits: Limits) -> list[object]:
    """返回运行一份作业时看到的：每一项是一条记录，最后一项说明怎样结束的。

    cells：从上到下的代码格。每个线程有一个讲完了一课的进程，一份接一份地用。
    """
    host = getattr(_own, "host", None)
    if host is None or (host.lesson, host.limits) != (lesson, limits) or not host.alive():
        if host:
            host.close()
        host = _own.host = _Server(lesson, limits)
    return list(host.run(cells))


def stop_all() -> None:
    """结束这个进程里起过的所有运行学生代码的进程。"""
    for host in list(_hosts):
        host.close()


_own = threading.local()
_hosts = weakref.WeakSet()


class _Server:
    """A running server, from outside."""

    def __init__(self, lesson: int, limits: Limits) -> None:
        self.lesson, self.limits = lesson, limits
        command = [sys.executable, "-m", "helpers.classroom.sandbox.inside", str(lesson), str(limits.memory)]
        environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"}
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        if limits.confined:
            require()
            command = [*_walls(), *command]
        else:
            environment = {**os.environ, **environment, "PATH": os.environ.get("PATH", "")}
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            env=environment,
            cwd=ROOT,
            start_new_session=True,  # Ctrl+C is for the teacher's command alone
        )
        _hosts.add(self)
        if self._line() != b'="ready"\n':
            self.log.seek(0)
            raise RuntimeError(f"运行学生代码的进程没有起来：\n{self.log.read().decode(errors='replace')[-2000:]}")

    def alive(self) -> bool:
        return self.process.poll() is None

    def run(self, cells: tuple[str, ...]) -> Iterator[object]:
        limits = self.limits
        job = {"cells": cells, "seconds": limits.seconds, "cell_seconds": limits.cell_seconds}
        watch = threading.Timer(limits.seconds + _PATIENCE, self.kill)  # should it stop its own host
        watch.start()
        try:
            self.process.stdin.write(b"\n" + json.dumps(job).encode() + b"\n")
            self.process.stdin.flush()
            while line := self._line():
                try:
                    record = json.loads(line[1:])
                except (ValueError, RecursionError):
                    continue  # only a forger writes such a line
                yield record
                if line.startswith(b"="):
                    return
                if line.startswith(b"!"):
                    break  # its last: it leaves
            else:
                yield "killed"
        except BrokenPipeError:
            yield "killed"
        finally:
            watch.cancel()
        self.close()

    def _line(self) -> bytes:
        return self.process.stdout.readline()

    def kill(self) -> None:
        if self.alive():
            if hasattr(os, "killpg"):  # as root, bubblewrap may not end what it started: that is nobody by now
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def close(self) -> None:
        self.kill()
        self.process.wait()


def _walls() -> list[str]:
    """Return the bubblewrap command that a program's own command follows."""
    walls = [shutil.which("bwrap"), "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    walls += [
        "--unshare-cgroup-try",
        "--die-with-parent",
        "--as-pid-1",
    ]  # nothing in the sandbox can kill or stop its first process
    if os.getuid() == 0:  # the server becomes nobody; a user without rights needs a namespace of his own
        walls += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        walls += ["--unshare-user"]
    walls += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--size", str(_DISK), "--tmpfs", "/tmp"]
    # after /tmp, where the course itself may lie
    readable = ["/usr", sys.prefix, sys.base_prefix, site.getusersitepackages(), ROOT / "helpers", ROOT / "notebooks"]
    for path in dict.fromkeys(Path(each) for each in readable if os.path.exists(each)):
        for parent in reversed(path.parents[:-1]):
            walls += ["--perms", "0755", "--dir", str(parent)]
        walls += ["--ro-bind", str(path), str(path)]
    for name in ("bin", "lib", "lib64"):
        path = Path("/", name)
        if path.is_symlink():
            walls += ["--symlink", os.readlink(path), str(path)]
        elif path.exists():
            walls += ["--ro-bind", str(path), str(path)]
    return [*walls, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]
