"""写文件：要么写全，要么原来的文件不动。只用标准库。"""

import os
from pathlib import Path


def write_whole(path: Path, text: str, encoding: str = "utf-8") -> None:
    """把 text 写进 path：要么写全，要么原来的文件不动。"""
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")  # another command may be writing the same
    try:
        # half a character, as in "\ud800", is nothing that a file can hold
        unfinished.write_text(text, encoding=encoding, errors="replace", newline="")
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
