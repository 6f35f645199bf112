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
    ast.MatMult: [ast.Mult],
    ast.USub: [ast.UAdd],
    ast.Not: [ast.UAdd],
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.And: [ast.Or],
    ast.Or: [ast.And],
}


def mutants(source: str) -> Iterator[str]:
    """Yield the source with one operator, constant, comparison, condition or name changed, two neighbours exchanged,
    or an argument or a line left out; each text once."""
    tree = ast.parse(source)
    seen, names = {ast.unparse(tree)}, _bound(tree)
    for index, node in enumerate(ast.walk(tree)):
        for change in _changes(node, names):
            edited = copy.deepcopy(tree)
            change(list(ast.walk(edited))[index])
            text = ast.unparse(ast.fix_missing_locations(edited))
            if text not in seen:
                seen.add(text)
                yield text


def _bound(tree: ast.AST) -> list[str]:
    """Return the parameters and the variables of a program, any of which may be taken for another."""
    nodes = list(ast.walk(tree))
    parameters = [node.arg for node in nodes if isinstance(node, ast.arg)]
    variables = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return list(dict.fromkeys(parameters + variables))


def _changes(node: ast.AST, names: list[str]) -> Iterator:
    if isinstance(node, (ast.BinOp, ast.BoolOp, ast.UnaryOp, ast.AugAssign)):
        yield from (_set("op", other()) for other in _OTHERS.get(type(node.op), []))
    if isinstance(node, ast.Compare):
        yield from (_set("ops", [other()]) for other in _OTHERS.get(type(node.ops[0]), []))
    if isinstance(node, ast.BinOp):
        yield _exchange("left", "right")
    if isinstance(node, ast.IfExp):
        yield _exchange("body", "orelse")
    if isinstance(node, (ast.If, ast.While)):
        yield _negate
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        yield from (_set("id", other) for other in names if other != node.id)
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield from (_set("value", node.value + step) for step in (1, -1))
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        yield _set("value", not node.value)
    if isinstance(node, ast.Slice):
        yield from (_set(end, None) for end in ("lower", "upper", "step") if getattr(node, end))
    for name in ("args", "elts", "values"):
        neighbours = getattr(node, name, None)
        if isinstance(neighbours, list):
            yield from (_swap(name, at) for at in range(len(neighbours) - 1))
    if isinstance(node, ast.Call):
        yield from (_drop(name, at) for name in ("args", "keywords") for at in range(len(getattr(node, name))))
    for name in ("body", "orelse"):
        lines = getattr(node, name, None)
        if isinstance(lines, list):
            yield from (_pass_over(name, at) for at, line in enumerate(lines) if not isinstance(line, ast.FunctionDef))


def _set(name: str, value: object):
    return lambda node: setattr(node, name, value)


def _negate(node: ast.AST) -> None:
    node.test = ast.UnaryOp(ast.Not(), node.test)


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
