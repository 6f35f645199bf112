"""运行一课：整课，或者只运行能摸的图要用到的几格。"""

import ast
import contextlib
import io

from ipywidgets import Widget
from ipywidgets.embed import dependency_state
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_output

from helpers import explorers
from helpers.lessons import NOTEBOOKS

#: 笔记本元数据里，各个图的状态放在这个名字下面
STATE = "application/vnd.jupyter.widget-state+json"


def run(notebook: NotebookNode) -> None:
    """从头到尾运行一课，结果和能摸的图的状态都留在 notebook 里；有一格出错就抛出那个错误。"""
    NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=600,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],  # else its warnings run into the progress bar
        resources={"metadata": {"path": NOTEBOOKS}},
    ).execute()


def run_explorers(notebook: NotebookNode) -> None:
    """只运行能摸的图和它们要用到的格子，把图的状态放进 notebook；别的结果照存下的不动。"""
    # a stored output holds no state: a trained net alone is larger than what a notebook may still grow
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    making = [i for i, cell in enumerate(code) if _names(cell.source)[1] & set(explorers.__all__)]
    needed = sorted(set().union(*(_needed(code, i) for i in making)))
    namespace, widgets = {}, []
    with contextlib.redirect_stdout(io.StringIO()):
        for i in needed:
            shown = _run_cell(code[i].source, namespace)
            if isinstance(shown, Widget):
                widgets.append(shown)
                code[i].outputs = [new_output("display_data", shown._repr_mimebundle_()[0])]
    states = dependency_state(widgets, drop_defaults=False) if widgets else {}
    notebook.metadata.widgets = {STATE: {"state": states}}


def _run_cell(source: str, namespace: dict) -> object:
    """Run a cell, and return the value of its last line, as a notebook does."""
    statements = _parsed(source)
    last = statements.pop() if isinstance(statements[-1], ast.Expr) else None
    exec(compile(ast.Module(statements, []), "<cell>", "exec"), namespace)
    return last and eval(compile(ast.Expression(last.value), "<cell>", "eval"), namespace)


class _Unprinted(ast.NodeTransformer):
    """Drops prints, and loops that only print: what they need, such as a trained net, may take long to make."""

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        printing = isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "print"
        return ast.copy_location(ast.Pass(), node) if printing else node

    def visit_For(self, node: ast.For) -> ast.stmt:
        self.generic_visit(node)
        idle = all(isinstance(statement, ast.Pass) for statement in node.body)
        return ast.copy_location(ast.Pass(), node) if idle else node


def _parsed(source: str) -> list[ast.stmt]:
    return _Unprinted().visit(ast.parse(source)).body


def _needed(cells: list[NotebookNode], target: int) -> set[int]:
    """Return the cells that a cell needs: walk back, and take each that binds a name still wanted."""
    needed, wanted = {target}, _names(cells[target].source)[1]
    for i in reversed(range(target)):
        bound, used = _names(cells[i].source)
        if bound & wanted:
            needed.add(i)
            wanted = (wanted - bound) | used
    return needed


def _names(source: str) -> tuple[set[str], set[str]]:
    """Return the names that a cell binds and those that it takes from the cells before it."""
    bound, used = set(), set()
    for statement in _parsed(source):
        nodes = list(ast.walk(statement))
        names = [node for node in nodes if isinstance(node, ast.Name)]
        stored = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
        stored |= {node.asname or node.name for node in nodes if isinstance(node, ast.alias)}
        own = stored | {node.arg for node in nodes if isinstance(node, ast.arg)}
        if isinstance(statement, ast.Assign):  # x = x + 1 takes the x from before
            own = {name.id for node in nodes if isinstance(node, ast.comprehension) for name in _inside(node.target)}
        used |= {node.id for node in names if isinstance(node.ctx, ast.Load)} - own - bound
        bound |= {statement.name} if isinstance(statement, ast.FunctionDef) else stored
    return bound, used


def _inside(target: ast.expr) -> list[ast.Name]:
    return [node for node in ast.walk(target) if isinstance(node, ast.Name)]
