"""全课程共用的几张图：标准的 X、它的四个变样、一个 O，和从 X 上剪下的三个特征。"""

import numpy as np

from helpers.inputs import as_int, as_matrix

INK, PAPER = 1, -1


def _picture(drawing: str) -> np.ndarray:
    rows = drawing.split()
    picture = np.array([[INK if mark == "#" else PAPER for mark in row] for row in rows])
    picture.flags.writeable = False  # shared by every lesson: nobody may change it by accident
    return picture


def move(image: object, down: int, right: int) -> np.ndarray:
    """返回 image 下移 down 格、右移 right 格后的新图，形状不变；移出的丢掉，空出的补纸（−1）。

    image：二维数组，形状 (行数，列数)。down、right：整数，单位是格，负数表示上移、左移。
    image 不是数表、down 或 right 不是整数时报错。

    >>> move([[1, -1], [-1, -1]], 1, 1)
    array([[-1, -1],
           [-1,  1]])
    """
    image = as_matrix(image, "image")
    down, right = as_int(down, "down"), as_int(right, "right")
    height, width = image.shape
    down, right = (max(-side, min(by, side)) for by, side in [(down, height), (right, width)])
    sheet = np.pad(image, [(abs(down),) * 2, (abs(right),) * 2], constant_values=PAPER)
    top, left = abs(down) - down, abs(right) - right
    return sheet[top : top + height, left : left + width]


X = _picture("""
.........
.#.....#.
..#...#..
...#.#...
....#....
...#.#...
..#...#..
.#.....#.
.........
""")

O = _picture("""
.........
...###...
..#...#..
.#.....#.
.#.....#.
.#.....#.
..#...#..
...###...
.........
""")

TURNED_X = _picture("""
.........
..#......
..#...##.
...#.#...
....#....
...#.#...
.##...#..
......#..
.........
""")

SLANTED_X = _picture("""
.........
..#.....#
..#....#.
...#.##..
....#....
..##.#...
.#....#..
#.....#..
.........
""")

SMALL_X = _picture("""
.........
.........
..#...#..
...#.#...
....#....
...#.#...
..#...#..
.........
.........
""")

_moved_x = move(X, 1, 1)
_moved_x.flags.writeable = False

#: 另外四个 X：名字 → 9×9 的图
OTHER_XS = {"平移的 X": _moved_x, "旋转的 X": TURNED_X, "倾斜的 X": SLANTED_X, "缩小的 X": SMALL_X}

#: 三个特征，形状 (3, 3, 3)，都是从标准的 X 上剪下来的：捺、交叉、撇
FEATURES = np.stack([X[1:4, 1:4], X[3:6, 3:6], X[1:4, 5:8]])
FEATURES.flags.writeable = False
