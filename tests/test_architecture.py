"""The plan of the house: one floor above the other, no circle, small rooms, and closed doors."""

import ast
import re
from functools import cache
from graphlib import TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path
from typing import NamedTuple

import helpers
from helpers.lessons import ROOT

#: from the ground up; "helpers" is the door for students, which opens on all below it
FLOORS = [
    {"inputs", "console", "packaged", "files"},
    {"layers", "data", "drawing"},
    {"training"},
    {"explorers", "homework", "lessons"},
    {"learning"},
    {"helpers"},
    {"classroom", "pages", "doctor"},
]
LINES = 300
DATA = ("helpers.homework.questions.", "helpers.homework.solutions.")


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(path): path for path in sorted((ROOT / "helpers").rglob("*.py"))}


def part(name: str) -> str:
    """Return the part of the house that a module is in: its folder, or its own name."""
    return name.split(".")[1] if "." in name else name


def floor(name: str) -> int:
    return next(level for level, parts in enumerate(FLOORS) if part(name) in parts)


@cache
def tree(name: str) -> ast.Module:
    """Return a module's syntax, with the imports of programs that it holds as text, such as the doctor's trials."""
    found = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    if name.startswith(DATA):  # what a question holds as text is for students
        return found
    for node in [node for node in ast.walk(found) if isinstance(node, ast.Constant)]:
        if started := re.match(r"(from helpers[\w.]* )?import [\w.]+", str(node.value)):
            found.body += ast.parse(started[0]).body
    return found


class Import(NamedTuple):
    """An import of the house's own, anywhere in a module: from where, what is taken, and what it is called there."""

    source: str
    taken: str
    called: str


@cache
def imports(name: str) -> list[Import]:
    package = name if MODULES[name].name == "__init__.py" else name.rpartition(".")[0]
    found = []
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            source = ""
            if isinstance(node, ast.ImportFrom):
                source = resolve_name("." * node.level + (node.module or ""), package)
            for alias in node.names:
                called, whole = alias.asname or alias.name, f"{source}.{alias.name}".strip(".")
                if whole in MODULES:
                    found.append(Import(whole, "", called))
                elif source in MODULES:
                    found.append(Import(source, alias.name, called))
    return found


def graph() -> dict[str, set[str]]:
    found = {name: {each.source for each in imports(name)} for name in MODULES}
    found["helpers"] |= {f"helpers.{module}" for module in helpers._NAMES}
    return found


def test_every_part_has_its_floor():
    assert set(map(part, MODULES)) == set().union(*FLOORS)


def test_nothing_is_imported_from_a_floor_above():
    assert not [
        (name, source) for name, sources in graph().items() for source in sources if floor(source) > floor(name)
    ]


def test_no_module_waits_for_itself():
    TopologicalSorter(graph()).prepare()  # raises CycleError and names the circle


def test_no_two_parts_lean_on_each_other():
    parts = {}
    for name, sources in graph().items():
        parts.setdefault(part(name), set()).update(map(part, sources))
    TopologicalSorter({name: sources - {name} for name, sources in parts.items()}).prepare()


def test_a_module_can_be_read_whole():
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert not {name: count for name, count in lines.items() if count > LINES and not name.startswith(DATA)}


def private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("_")


@cache
def defined(name: str) -> set[str]:
    """Return the private names that a module gives to functions, classes, variables and attributes."""
    nodes = list(ast.walk(tree(name)))
    found = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    found |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    found |= {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    return set(filter(private, found))


def test_a_private_name_is_used_in_its_own_module_only():
    for name in MODULES:
        reads = [node for node in ast.walk(tree(name)) if isinstance(node, ast.Attribute) and private(node.attr)]
        modules = {each.called for each in imports(name) if not each.taken}
        elsewhere = set().union(*(defined(other) for other in MODULES if other != name))
        used = {each.taken for each in imports(name) if private(each.taken)}
        used |= {node.attr for node in reads if ast.unparse(node.value) in modules}
        used |= {node.attr for node in reads if node.attr in elsewhere - defined(name)}
        assert not used, f"{name} uses {used}"
