"""运行一课：结果和能动手玩的图的状态都留下来，网页要用。"""

from nbclient import NotebookClient
from nbformat import NotebookNode

from helpers.lessons import NOTEBOOKS

#: 笔记本元数据里，各个图的状态放在这个名字下面
STATE = "application/vnd.jupyter.widget-state+json"


def run(notebook: NotebookNode) -> None:
    """从头到尾运行一课，结果和能动手玩的图的状态都留在 notebook 里；有一格出错就抛出那个错误。"""
    NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=600,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],  # else its warnings run into the progress bar
        resources={"metadata": {"path": NOTEBOOKS}},
    ).execute()
