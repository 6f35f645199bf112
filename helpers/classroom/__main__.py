"""给老师的命令：python -m helpers.classroom grade 文件夹"""

import argparse
import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

from helpers import console
from helpers.classroom.course import links, write_answers, write_nbgrader
from helpers.classroom.grading import Grader
from helpers.classroom.report import write
from helpers.classroom.sandbox import outside
from helpers.classroom.sandbox.outside import Limits
from helpers.classroom.submissions import collect, left_out
from helpers.lessons import changed


def main(arguments: list[str] | None = None) -> None:
    """运行一条命令；出了错，说一句话，用 1 退出。"""
    options = _parser().parse_args(arguments)
    try:
        options.command(options)
    except BrokenPipeError:
        raise  # the reader has gone: there is nobody to tell
    except (OSError, ValueError, RuntimeError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("\n停下了。评完的都留着，再运行同一条命令就接着评。")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m helpers.classroom", description="给老师的命令。")
    commands = parser.add_subparsers(required=True, metavar="命令")
    command = commands.add_parser("grade", help="评一个文件夹（或 zip）里收上来的笔记本")
    command.set_defaults(command=_grade)
    command.add_argument("folder", type=Path, metavar="文件夹", help="收上来的笔记本，或者装着它们的 zip")
    command.add_argument("--to", type=Path, metavar="文件夹", help="成绩写到哪里；不写就在旁边的“…_成绩”")
    command.add_argument("--workers", type=_positive, default=os.cpu_count(), metavar="N", help="同时运行几份")
    command.add_argument("--seconds", type=_positive, default=120, metavar="秒", help="一份最多运行几秒，默认 120")
    command.add_argument("--scheduler", metavar="地址", help="用 Dask 集群来评，例如 tcp://10.0.0.1:8786")
    command.add_argument("--unconfined", action="store_true", help="不用沙盒，学生的代码能做你能做的一切")
    command = commands.add_parser("answers", help="写出每一课的答案，给老师自己看")
    command.set_defaults(command=lambda options: write_answers(options.folder))
    command.add_argument("folder", type=Path, metavar="文件夹", help="写到哪里；不要放进发给学生的文件夹")
    command = commands.add_parser("nbgrader", help="写一个 nbgrader 的课程文件夹")
    command.set_defaults(command=_nbgrader)
    command.add_argument("folder", type=Path, metavar="文件夹", help="写到哪里")
    command = commands.add_parser("links", help="写出打开课程的链接：Binder、nbgitpuller、JupyterHub")
    command.set_defaults(command=_links)
    command.add_argument("repository", metavar="网址", help="课程所在的仓库，例如 https://github.com/OWNER/REPO")
    command.add_argument("--hub", metavar="网址", help="你们的 JupyterHub，例如 https://hub.example.edu")
    return parser


def _nbgrader(options: argparse.Namespace) -> None:
    first = write_nbgrader(options.folder)[0]
    command = f"nbgrader generate_assignment {first}"
    print(f"写好了，一课一份作业。接着在 {options.folder} 里运行 {command}，以后的各步照 nbgrader 的文档。")


def _links(options: argparse.Namespace) -> None:
    for name, addresses in links(options.repository, options.hub).items():
        print(name, *addresses, sep="\n")


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"要是一个大于 0 的整数，收到的是 {text}。")
    return int(text)


def _grade(options: argparse.Namespace) -> None:
    confined = not options.unconfined
    if confined and not options.scheduler:  # there, each machine looks for itself
        outside.require()
    submissions = collect(options.folder)
    to = options.to or options.folder.with_name(f"{options.folder.stem}_成绩")
    store = to / "记录"
    store.mkdir(parents=True, exist_ok=True)
    if differences := changed():
        print(*differences, "不要紧，评分照发下去的课。", sep="\n")
        print("如果是特意改的，新的一版已经发给学生，就先运行 python -m helpers.lessons，再评一次。")
    limits = Limits(confined, options.seconds, options.seconds / 6)
    with _executor(options) as (executor, ahead):
        graded = Grader(options.folder, store, limits).grade(submissions, executor, ahead)
    print(write(graded, to, left_out(options.folder)))


@contextlib.contextmanager
def _executor(options: argparse.Namespace) -> Iterator[tuple[Executor, int]]:
    """Give what runs several submissions at once, and how many it should have at hand."""
    if options.scheduler:
        try:
            from dask.distributed import Client
        except ImportError:
            raise RuntimeError("--scheduler 需要 Dask：python -m pip install distributed") from None
        try:
            client = Client(options.scheduler, set_as_default=False, timeout=10)
        except OSError:
            raise RuntimeError(f"{options.scheduler} 没有回答。这是 Dask 的 scheduler 的地址吗？它在运行吗？") from None
        with client:
            threads = sum(client.nthreads().values())
            if not threads:
                raise RuntimeError(f"{options.scheduler} 那里还没有 worker。先起几个：dask worker {options.scheduler}")
            executor = client.get_executor(pure=False)
            try:
                yield executor, 2 * threads
            finally:
                executor.shutdown(wait=False)
        return
    executor = ThreadPoolExecutor(options.workers)
    try:
        yield executor, 2 * options.workers
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second one must not interrupt the tidying up
        raise
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        outside.stop_all()


if __name__ == "__main__":
    console.run(main)
