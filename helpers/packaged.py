"""装好的包带来的文件：照片和数字在 scikit-learn 里，字体在 zhplot 里。找得到，但不导入那个包。"""

from importlib.util import find_spec
from pathlib import Path


def packaged(package: str, inside: str, name: str) -> Path:
    """返回一个包里的文件的路径。

    package：导入时的名字；inside：文件在包里的路径；name：安装时的名字，报错时说它。没有装这个包时报错。
    """
    found = find_spec(package)
    if found is None:
        raise ModuleNotFoundError(f"没有安装 {name}，要的文件在它里面。请照 README 的命令，把课程要用的包装上。")
    return Path(found.submodule_search_locations[0], inside)


def chinese_font() -> Path:
    """返回 Noto Sans SC（OFL 许可）的字体文件，它随 zhplot 安装；导入 zhplot 会改掉 matplotlib 的设置，所以不导入。"""
    return packaged("zhplot", "fonts/NotoSansSC-Regular.ttf", "zhplot")
