"""python -m helpers.pages 文件夹：把每一课做成网页，放进一个新的文件夹。"""

import argparse
from pathlib import Path

from helpers import console
from helpers.pages.folder import PageError, build


def main() -> None:
    """照命令行上写的做网页；做不成时说明原因，不留下半个文件夹。"""
    parser = argparse.ArgumentParser("python -m helpers.pages", description="把每一课做成网页，放进一个新的文件夹。")
    parser.add_argument("folder", type=Path, help="新文件夹的名字")
    arguments = parser.parse_args()
    try:
        build(arguments.folder)
    except PageError as error:
        parser.exit(1, f"{error}\n")
    print(f"做好了。用浏览器打开 {arguments.folder / 'index.html'}")


if __name__ == "__main__":
    console.run(main)
