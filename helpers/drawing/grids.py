"""把数表画成带颜色的格子：不靠图像，没有字体问题，没运行过的笔记本里也看得见，读屏软件也能念。"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Self

import numpy as np

from helpers.drawing.colours import EMPTY, HEADER, INK, as_hex, coloured
from helpers.inputs import as_int, as_list, as_matrix, describe

_CELL = 28  # px
_LARGEST = 32  # rows or columns: more would be a wall of numbers


@dataclass(frozen=True, eq=False)
class Grid:
    """一张数表的画法：values 是形状 (行数，列数) 的数，NaN 画成空格；caption 是标题。

    window：窗口的 (各行，各列)，用粗框圈出；有空洞的窗口，行和列是隔着的。
    marked：一串 (行，列)，打 ✗ 标出这些格子；note：标题下的小字。
    """

    values: np.ndarray
    caption: str
    window: tuple[range, range] | None = None
    marked: frozenset[tuple[int, int]] = frozenset()
    note: str = ""

    @classmethod
    def checked(cls, values: object, caption: str, window: object = None, marked: Iterable = ()) -> Self:
        """返回检查过的 Grid；values 不是数表、太大，或窗口、标记超出数表时报错。"""
        values = as_matrix(values, "values", allow_nan=True)
        if max(values.shape) > _LARGEST:
            raise ValueError(f"数表最多画 {_LARGEST} 行 {_LARGEST} 列，收到的形状是 {values.shape}。")
        if not isinstance(caption, str):
            raise TypeError(f"caption（标题）要是文字，收到的是 {describe(caption)}。")
        if window is not None:
            window = _as_window(window, values.shape)
        cells = (_as_position(cell, values.shape) for cell in as_list(marked, "marked"))
        return cls(values, caption, window, frozenset(cells))

    @property
    def _whole(self) -> bool:
        known = self.values[~np.isnan(self.values)]
        return bool(np.all(known == np.rint(known)))

    def _number(self, value: float) -> str:
        if np.isnan(value):
            return ""
        return f"{value:z.0f}" if self._whole else f"{value:z.2f}"  # z: no −0

    def _notes(self) -> list[str]:
        notes = [self.note] if self.note else []
        if self.window:
            rows, columns = map(_places, self.window)
            notes.append(f"框出行 {rows}、列 {columns}")
        if self.marked:
            notes.append(f"✗ 标出 {len(self.marked)} 格")
        return notes

    def text(self) -> str:
        """返回纯文字的数表：标题一行，每行数各占一行。"""
        rows = [[self._number(value) or "." for value in row] for row in self.values]
        for row, column in self.marked:
            rows[row][column] += "✗"
        width = max(len(number) for row in rows for number in row)
        title = "，".join([self.caption, *self._notes()])
        return "\n".join([title, *(" ".join(number.rjust(width) for number in row) for row in rows)])

    def html(self) -> str:
        """返回 HTML 表格：有标题、行号和列号，样式写在格子里，未受信任的笔记本也照样显示。"""
        limit = max(1.0, float(np.nanmax(np.abs(self.values), initial=0)))
        width = _CELL if self._whole else _CELL + (22 if self.marked else 12)
        columns = "".join(_header("col", index, f"width:{width}px") for index in range(self.values.shape[1]))
        rows = "\n".join(
            f"<tr>{_header('row', index, f'height:{_CELL}px')}"
            + "".join(self._cell(index, column, limit) for column in range(self.values.shape[1]))
            + "</tr>"
            for index in range(self.values.shape[0])
        )
        notes = "".join(f"<br><small>{note}</small>" for note in self._notes())
        # colours on thead and tbody, not on the table: the caption keeps the colour of the theme
        return (
            "<table style='border-collapse:separate;border-spacing:1px;margin:0;font-size:12px'>"
            f"<caption style='padding:4px 0;text-align:center'>{escape(self.caption)}{notes}</caption>"
            f"<thead style='color:{INK}'><tr><td></td>{columns}</tr></thead>"
            f"<tbody style='color:{INK}'>{rows}</tbody></table>"
        )

    def _cell(self, row: int, column: int, limit: float) -> str:
        value = self.values[row, column]
        colour, number = as_hex(coloured(value, limit)), self._number(value).replace("-", "−")
        if (row, column) in self.marked:
            number = f"{number}<b>✗</b>"
        elif value > 0:
            number = f"<b>{number}</b>"  # the sign is seen without colour, too
        style = "padding:0;text-align:center"
        if np.isnan(value):
            style += f";outline:1px solid {EMPTY}"
        if (row, column) in self.marked:
            style += f";outline:2px solid {INK}"
        for side in self._frame(row, column):
            style += f";border-{side}:3px solid {INK}"
        return f"<td bgcolor={colour} style='{style}'>{number}</td>"

    def _frame(self, row: int, column: int) -> list[str]:
        if not self.window:
            return []
        rows, columns = self.window
        if row not in rows or column not in columns:
            return []
        edges = {"top": row - 1 not in rows, "bottom": row + 1 not in rows}
        edges |= {"left": column - 1 not in columns, "right": column + 1 not in columns}
        return [side for side, here in edges.items() if here]


def _places(places: range) -> str:
    return f"{places[0]}–{places[-1]}" if places.step == 1 else "、".join(map(str, places))


def _header(scope: str, index: int, size: str) -> str:
    style = f"background:{HEADER};padding:0 6px;text-align:center;font-weight:normal;{size}"
    return f"<th scope={scope} style='{style}'>{index}</th>"


def _as_position(cell: object, shape: tuple[int, int]) -> tuple[int, int]:
    try:
        row, column = cell
    except (TypeError, ValueError):
        raise ValueError(f"位置要写成 (行，列)，收到的是 {describe(cell)}。") from None
    row, column = as_int(row, "行号", 0), as_int(column, "列号", 0)
    if row >= shape[0] or column >= shape[1]:
        raise ValueError(f"位置 ({row}, {column}) 超出了数表：它有 {shape[0]} 行 {shape[1]} 列，都从 0 数起。")
    return row, column


def _as_window(window: object, shape: tuple[int, int]) -> tuple[range, range]:
    try:
        row, column, height, width = window
    except (TypeError, ValueError):
        raise ValueError(f"window 要写成 (行，列，高，宽)，收到的是 {describe(window)}。") from None
    row, column = _as_position((row, column), shape)
    height, width = as_int(height, "窗口的高", 1), as_int(width, "窗口的宽", 1)
    _as_position((row + height - 1, column + width - 1), shape)
    return range(row, row + height), range(column, column + width)


class Row:
    """并排的几张数表，中间可以夹文字（×、=）；窄屏上自动换行，文字跟着它后面的那张表。"""

    def __init__(self, *parts: Grid | str) -> None:
        self.parts = parts

    def __repr__(self) -> str:
        return "\n\n".join(part.text() if isinstance(part, Grid) else part for part in self.parts)

    def _repr_html_(self) -> str:
        line = "display:flex;align-items:center;gap:8px 20px"
        groups = f"<div style='{line}'>"
        for part in self.parts:
            if isinstance(part, Grid):
                groups += f"{part.html()}</div><div style='{line}'>"
            else:
                groups += f"<span style='font-size:16px'>{escape(part)}</span>"
        return f"<div style='{line};flex-wrap:wrap;padding:4px 0'>{groups}</div></div>"


def _show(*parts: Grid | str) -> None:
    from IPython.display import display  # slow to load outside a notebook

    display(Row(*parts))


def show_grid(values: object, caption: str, *, window: object = None, marked: Iterable = ()) -> None:
    """把一张数表画成带颜色的格子，显示在这一格的下面。

    values：形状 (行数，列数)，最多 32×32，NaN 画成空格；caption：标题。
    window：(行，列，高，宽)，用粗框圈出一个窗口；marked：一串 (行，列)，打 ✗ 标出这些格子。
    不是数表、太大，或窗口、标记超出数表时报错。
    """
    _show(Grid.checked(values, caption, window, marked))


def show_grids(captioned: Mapping[str, object], *, windows: Iterable | None = None) -> None:
    """把几张数表并排画出来，方便比较。

    captioned：标题 → 数表；windows：每张数表一个窗口 (行，列，高，宽)，或 None。错误同 show_grid。
    """
    if not isinstance(captioned, Mapping) or not captioned:
        raise TypeError(f"show_grids 要的是 {{标题：数表}}，收到的是 {describe(captioned)}。")
    windows = [None] * len(captioned) if windows is None else as_list(windows, "windows")
    if len(windows) != len(captioned):
        raise ValueError(f"有 {len(captioned)} 张数表，windows 也要有 {len(captioned)} 个，收到了 {len(windows)} 个。")
    pairs = zip(captioned.items(), windows, strict=True)
    _show(*(Grid.checked(values, caption, window) for (caption, values), window in pairs))


def show_products(image: object, kernel: object, row: int, column: int) -> None:
    """画出一个窗口的全部计算：图片上圈出窗口，窗口 × 卷积核 = 乘积，再求均值。

    image：形状 (H, W)；kernel：形状 (kH, kW)；row、column：窗口左上角的行和列，从 0 数起。
    不是数表、窗口超出图片时报错。
    """
    image, kernel = as_matrix(image, "image"), as_matrix(kernel, "kernel")
    height, width = kernel.shape
    picture = Grid.checked(image, "图片", (row, column, height, width))
    window = image[row : row + height, column : column + width]
    products = window * kernel
    total, mean = f"{products.sum():zg}".replace("-", "−"), f"{products.mean():z.2f}".replace("-", "−")
    equals = "=" if np.isclose(products.mean(), round(products.mean(), 2), rtol=0, atol=1e-9) else "≈"
    note = f"均值：{total} ÷ {products.size} {equals} {mean}"
    _show(picture, Grid(window, "窗口"), "×", Grid(kernel, "卷积核"), "=", Grid(products, "乘积", note=note))
