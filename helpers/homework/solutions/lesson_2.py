"""第 2 课作业的正确写法。"""

from helpers.homework.solutions.solution import Solution

SOLUTIONS = {
    "2.1": (
        Solution(
            "先算结果有几行几列，再用两层循环填满它",
            """\
def feature_map(image, kernel):
    rows = image.shape[0] - kernel.shape[0] + 1
    columns = image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = image[row:row + kernel.shape[0], column:column + kernel.shape[1]]
            result[row, column] = (window * kernel).mean()
    return result
""",
            ("fixed_size", "square_only", "truncated"),
        ),
        Solution(
            "四层循环，一格一格地乘了再加：最啰嗦，也最看得清",
            """\
def feature_map(image, kernel):
    result = []
    for top in range(len(image) - len(kernel) + 1):
        line = []
        for left in range(len(image[0]) - len(kernel[0]) + 1):
            total = 0
            for i in range(len(kernel)):
                for j in range(len(kernel[0])):
                    total += image[top + i][left + j] * kernel[i][j]
            line.append(total / (len(kernel) * len(kernel[0])))
        result.append(line)
    return result
""",
            ("fixed_window", "truncated"),
        ),
        Solution(
            "一次取出所有窗口，整批相乘，再求均值",
            """\
def feature_map(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).mean(axis=(2, 3))
""",
            ("one_position_short", "window_jumps"),
        ),
        Solution(
            "让 PyTorch 的卷积求和，再除以格数",
            """\
import torch

def feature_map(image, kernel):
    image, kernel = torch.tensor(image).float(), torch.tensor(kernel).float()
    return torch.nn.functional.conv2d(image[None, None], kernel[None, None])[0, 0] / kernel.numel()
""",
        ),
    ),
    "2.2": (
        Solution(
            "用自己的 feature_map，三个特征各算一张",
            "three_maps = [feature_map(X, kernel) for kernel in FEATURES]",
            ("same_map_thrice", "order_reversed"),
        ),
        Solution(
            "课文里已经算过的三张图",
            "three_maps = maps",
            ("copied_from_handout",),
        ),
        Solution(
            "留两位小数，写成嵌套的列表",
            "three_maps = tuple(np.round(maps, 2).tolist())",
        ),
        Solution(
            "像讲义那样截断成两位小数",
            "three_maps = np.trunc(maps * 100) / 100",
        ),
        Solution(
            "换成 PyTorch 的张量",
            """\
import torch
three_maps = torch.tensor(maps, dtype=torch.float32, requires_grad=True)
""",
        ),
    ),
    "2.3": (
        Solution(
            "印的数和算的数相差超过 0.01 的格子，就是印错的",
            "misprints = np.argwhere(abs(PRINTED_MAPS[2].values - three_maps[1]) > 0.01)",
            ("counted_from_one", "row_and_column_swapped", "truncation_counted"),
        ),
        Solution(
            "符号相反的格子：丢掉的正是负号",
            """\
third = PRINTED_MAPS[2].values
misprints = [(r, c) for c in range(7) for r in range(7) if maps[1][r, c] * third[r, c] < 0]
""",
            ("truncation_counted",),
        ),
        Solution(
            "同第一种，写成一组 (行，列)",
            "misprints = set(zip(*np.nonzero(abs(PRINTED_MAPS[2].values - maps[1]) > 0.01)))",
            ("counted_from_one",),
        ),
    ),
    "2.4": (
        Solution(
            "中间一行是 1，上下两行是 −1：正中有墨、上下是纸，才响",
            "horizontal_kernel = [[-1, -1, -1], [1, 1, 1], [-1, -1, -1]]",
            ("ink_only", "all_ones"),
        ),
        Solution(
            "整体放大缩小，不改变它找什么",
            "horizontal_kernel = np.array([[-1, -1, -1], [2, 2, 2], [-1, -1, -1]]) / 100",
        ),
        Solution(
            "每格的轻重可以不同，只要横着的一行比别处大",
            "horizontal_kernel = [[-1.0, -2.0, -1.0], [1.5, 3.0, 1.5], [-1.0, -2.0, -1.0]]",
        ),
    ),
    "2.5": (
        Solution(
            "原来的四处都往下移 2 格，(7, 5) 在特征图外面，去掉",
            "moved_places = [(3, 1), (4, 2), (6, 4)]",
            ("not_moved", "one_outside"),
        ),
        Solution(
            "写成一句：行号加 2，超过 6 的不要",
            "moved_places = [(r + 2, c) for r, c in [(1, 1), (2, 2), (4, 4), (5, 5)] if r + 2 <= 6]",
            ("one_outside", "moved_right"),
        ),
        Solution(
            "用课文的函数算一遍，看想得对不对",
            "moved_places = np.argwhere(maps_of(move(X, 2, 0))[0] == 1)",
            ("counted_from_one", "another_feature"),
        ),
    ),
}
