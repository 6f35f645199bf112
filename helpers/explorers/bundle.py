"""把一个 JavaScript 模块和它导入的模块合成一段文字：anywidget 和打开文件就能看的网页，都只收一段。"""

import re
from pathlib import Path

_DEFINES = r"(?:const|let|class|(?:async )?function) "
_IMPORT = re.compile(r'^import \{([\w\s,]+)\} from "(\.{1,2}/[\w./]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(rf"^export (?={_DEFINES})", re.MULTILINE)
_DEFINED = re.compile(rf"^(export )?{_DEFINES}([\[{{][^=]*|\w+)", re.MULTILINE)
_STRANGE = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


def bundle(path: Path) -> str:
    """返回模块 path 的全文，前面接上它导入的模块，每个一次，去掉 import 的行和被导入的 export。

    只懂 import { 名字 } from "./文件.js"; 和写在定义前面的 export，path 自己还可以有 export default。
    有别的写法、导入了没有的名字、两个模块定义了同一个名字、绕一圈导入自己时，抛出 ValueError。
    """
    texts = {}
    _collect(path.resolve(), texts, ())
    owners = {}
    for module, text in texts.items():
        for name in _defined(text):
            if owners.setdefault(name, module) != module:
                raise ValueError(f"{owners[name].name} 和 {module.name} 都定义了 {name}，合不到一起。")
    *imported, own = texts.values()
    return "\n".join([*(_EXPORT.sub("", text) for text in imported), own])


def _collect(path: Path, texts: dict[Path, str], importing: tuple[Path, ...]) -> None:
    """Add a module's text without its imports to texts, after those of the modules it imports."""
    if path in importing:
        raise ValueError(f"{path.name} 绕了一圈，又导入了自己。")
    source = path.read_text(encoding="utf-8")
    for names, address in _IMPORT.findall(source):
        module = (path.parent / address).resolve()
        _collect(module, texts, (*importing, path))
        for name in filter(None, re.split(r"\s*,\s*", names.strip())):
            if name not in _defined(texts[module], exported=True):
                raise ValueError(f"{path.name} 要导入 {name}，{module.name} 没有导出它。")
    text = _IMPORT.sub("", source)
    plain = _EXPORT.sub("", text)
    if not importing:
        plain = re.sub(r"^export default ", "", plain, count=1, flags=re.MULTILINE)
    if strange := _STRANGE.search(plain):
        raise ValueError(f"{path.name} 里的这一行合不了：{strange[0]}")
    texts[path] = text


def _defined(text: str, *, exported: bool = False) -> list[str]:
    """Return the names that a module defines outside its functions and classes, or only those that it exports."""
    found = _DEFINED.findall(text)
    return [name for export, names in found if export or not exported for name in re.findall(r"\w+", names)]
