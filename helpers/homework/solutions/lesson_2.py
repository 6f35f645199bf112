"""第 2 课作业的正确写法。"""

from helpers.homework.solutions.solution import Solution

SOLUTIONS = {
    "2.1": (
        Solution(
            "",
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
        ),
        Solution(
            "",
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
        ),
        Solution(
            "",
            """\
def feature_map(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).mean(axis=(2, 3))
""",
        ),
        Solution(
            "",
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
            "",
            "three_maps = [feature_map(X, kernel) for kernel in FEATURES]",
        ),
        Solution(
            "",
            "three_maps = maps",
        ),
        Solution(
            "",
            "three_maps = tuple(np.round(maps, 2).tolist())",
        ),
        Solution(
            "",
            "three_maps = np.trunc(maps * 100) / 100",
        ),
        Solution(
            "",
            """\
import torch
three_maps = torch.tensor(maps, dtype=torch.float32, requires_grad=True)
""",
        ),
    ),
    "2.3": (
        Solution(
            "",
            "misprints = np.argwhere(abs(PRINTED_MAPS[2].values - three_maps[1]) > 0.01)",
        ),
        Solution(
            "",
            """\
printed = PRINTED_MAPS[2].values
misprints = [(r, c) for c in range(7) for r in range(7) if maps[1][r, c] * printed[r, c] < 0]
""",
        ),
        Solution(
            "",
            "misprints = set(zip(*np.nonzero(abs(PRINTED_MAPS[2].values - maps[1]) > 0.01)))",
        ),
    ),
    "2.4": (
        Solution(
            "",
            "horizontal_kernel = [[-1, -1, -1], [1, 1, 1], [-1, -1, -1]]",
        ),
        Solution(
            "",
            "horizontal_kernel = np.array([[-1, -1, -1], [2, 2, 2], [-1, -1, -1]]) / 100",
        ),
        Solution(
            "",
            "horizontal_kernel = [[-1.0, -2.0, -1.0], [1.5, 3.0, 1.5], [-1.0, -2.0, -1.0]]",
        ),
    ),
}
