"""Single edits of a program's syntax tree, each of which a good question should notice."""

import ast
import copy
from collections.abc import Iterator

_OTHERS = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult, ast.FloorDiv],
    ast.FloorDiv: [ast.Div],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.And: [ast.Or],
    ast.Or: [ast.And],
}


def mutants(source: str) -> Iterator[str]:
    """Yield the source with one operator, constant, comparison or order of arguments changed, or one line dropped."""
    tree = ast.parse(source)
    for index, node in enumerate(ast.walk(tree)):
        for change in _changes(node):
            edited = copy.deepcopy(tree)
            change(list(ast.walk(edited))[index])
            yield ast.unparse(ast.fix_missing_locations(edited))


def _changes(node: ast.AST) -> Iterator:
    if isinstance(node, (ast.BinOp, ast.BoolOp)):
        yield from (_set("op", other()) for other in _OTHERS.get(type(node.op), []))
    if isinstance(node, ast.Compare):
        yield from (_set("ops", [other()]) for other in _OTHERS.get(type(node.ops[0]), []))
    if isinstance(node, ast.BinOp):
        yield _exchange("left", "right")
    if isinstance(node, ast.IfExp):
        yield _exchange("body", "orelse")
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield _set("op", ast.UAdd())
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield from (_set("value", node.value + step) for step in (1, -1))
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        yield _set("value", not node.value)
    if isinstance(node, ast.Call):
        yield from (_swap("args", at) for at in range(len(node.args) - 1))
        yield from (_drop("keywords", at) for at in range(len(node.keywords)))
    for name in ("body", "orelse"):
        lines = getattr(node, name, None)
        if isinstance(lines, list):
            yield from (_pass_over(name, at) for at, line in enumerate(lines) if not isinstance(line, ast.FunctionDef))


def _set(name: str, value: object):
    return lambda node: setattr(node, name, value)


def _exchange(one: str, other: str):
    def change(node: ast.AST) -> None:
        left, right = getattr(node, one), getattr(node, other)
        setattr(node, one, right)
        setattr(node, other, left)

    return change


def _swap(name: str, at: int):
    def change(node: ast.AST) -> None:
        items = getattr(node, name)
        items[at], items[at + 1] = items[at + 1], items[at]

    return change


def _drop(name: str, at: int):
    return lambda node: getattr(node, name).pop(at)


def _pass_over(name: str, at: int):
    return lambda node: getattr(node, name).__setitem__(at, ast.Pass())
