"""Binder 关掉以后什么也不留下：学生第一次作答时，提醒他把笔记本下载下来。"""

import json
import os
from html import escape

# the menu's 下载 alone gives the file as it was last saved, without what was just typed
_SAVE_AND_DOWNLOAD = {"commands": ["docmanager:save", "docmanager:download"]}
_REMINDER = (
    '<div style="margin:8px 0 4px"><b>在 Binder 上，关掉就没了。</b>'
    '<button type="button" data-commandlinker-command="apputils:run-all-enabled"'
    f' data-commandlinker-args="{escape(json.dumps(_SAVE_AND_DOWNLOAD))}">下载这个笔记本</button>'
    "（或者按 Ctrl + S 保存，再用菜单：文件 → 下载）</div>"
)
_answered: list[str] = []


def download_reminder(question: str) -> str:
    """返回提醒下载的一行 HTML；不在 Binder 上，或不是这次打开以后最先作答的那道题，返回空字符串。

    question：刚刚作答的题号。
    """
    _answered.append(question)
    return _REMINDER if question == _answered[0] and "BINDER_REPO_URL" in os.environ else ""
