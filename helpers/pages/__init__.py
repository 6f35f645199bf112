"""把课程做成网页：一课一个 HTML 文件，没有 Python、没有网络也能看，图能动手，作业能查。"""

from helpers.pages.folder import PageError, build

__all__ = ["PageError", "build"]
