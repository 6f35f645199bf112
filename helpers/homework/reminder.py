"""Binder 关掉以后什么也不留下：学生第一次作答时，提醒他把笔记本下载下来。"""

import json
import os
from html import escape
from pathlib import Path

from helpers.homework.record import RECORD

_REMINDER = (
    '<div style="margin:8px 0 4px"><b>在 Binder 上，关掉就没了。</b>'
    '<button type="button" data-commandlinker-command="apputils:run-all-enabled"'
    ' data-commandlinker-args="{}">下载这个笔记本和学习记录</button>'
    "（或者按 Ctrl + S 保存，再用菜单：文件 → 下载）</div>"
)
_answered: list[str] = []


def download_reminder(question: str) -> str:
    """返回提醒下载的一行 HTML；不在 Binder 上，或不是这次打开以后最先作答的那道题，返回空字符串。

    question：刚刚作答的题号。
    """
    _answered.append(question)
    if question != _answered[0] or "BINDER_REPO_URL" not in os.environ:
        return ""
    return _REMINDER.format(escape(json.dumps(_save_and_download())))


def _save_and_download() -> dict[str, object]:
    """The menu's 下载 alone gives the file as it was last saved, without what was just typed, and gives one file."""
    commands = ["docmanager:save", "docmanager:download"]
    if not RECORD.path or not RECORD.path.is_relative_to(Path.home()):  # which Binder serves
        return {"commands": commands}
    commands += ["docmanager:open", "docmanager:download", "application:close"]  # it downloads what is in front
    return {"commands": commands, "args": {"path": RECORD.path.relative_to(Path.home()).as_posix()}}
