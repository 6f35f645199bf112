"""Correct answers, as a student would write them: question -> the answer cell in several spellings.

The first spelling of each is the one that fills in the lessons. A function question has at least three.
"""

ANSWERS = {
    "1.1": (
        "corner_products = X[0:3, 0:3] * FEATURES[0]",
        "corner_products = [[-1, 1, 1], [1, 1, 1], [1, 1, 1]]",
        "corner_products = [[X[r, c] * FEATURES[0][r, c] for c in range(3)] for r in range(3)]",
    ),
    "1.2": (
        "corner_mean = corner_products.mean()",
        "corner_mean = 7 / 9",
        "corner_mean = 0.77",
        "corner_mean = 0.78",
        "import fractions\ncorner_mean = fractions.Fraction(7, 9)",
    ),
    "1.3": (
        """\
def match(window, kernel):
    return (window * kernel).mean()
""",
        """\
def match(window, kernel):
    total = 0
    for row in range(len(kernel)):
        for column in range(len(kernel[0])):
            total = total + window[row][column] * kernel[row][column]
    return total / (len(kernel) * len(kernel[0]))
""",
        """\
import torch

def match(window, kernel):
    return (torch.tensor(window) * torch.tensor(kernel)).double().mean()
""",
        """\
match = lambda window, kernel: np.einsum("ij,ij->", window, kernel) / kernel.size
""",
    ),
    "1.4": (
        "crossing_at = (3, 3)",
        "crossing_at = [3, 3]",
        "crossing_at = [(3, 3)]",
        "crossing_at = np.argwhere([[(X[r:r+3, c:c+3] == FEATURES[1]).all() for c in range(7)] for r in range(7)])",
    ),
    "2.1": (
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
        """\
def feature_map(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).mean(axis=(2, 3))
""",
        """\
import torch

def feature_map(image, kernel):
    image, kernel = torch.tensor(image).float(), torch.tensor(kernel).float()
    return torch.nn.functional.conv2d(image[None, None], kernel[None, None])[0, 0] / kernel.numel()
""",
    ),
    "2.2": (
        "three_maps = [feature_map(X, kernel) for kernel in FEATURES]",
        "three_maps = maps",
        "three_maps = tuple(np.round(maps, 2).tolist())",
        "three_maps = np.trunc(maps * 100) / 100",
        "import torch\nthree_maps = torch.tensor(maps, dtype=torch.float32, requires_grad=True)",
    ),
    "2.3": (
        "misprints = np.argwhere(abs(PRINTED_MAPS[2].values - three_maps[1]) > 0.01)",
        "misprints = [(r, c) for c in range(7) for r in range(7) if maps[1][r, c] * PRINTED_MAPS[2].values[r, c] < 0]",
        "misprints = set(zip(*np.nonzero(abs(PRINTED_MAPS[2].values - maps[1]) > 0.01)))",
    ),
    "2.4": (
        "horizontal_kernel = [[-1, -1, -1], [1, 1, 1], [-1, -1, -1]]",
        "horizontal_kernel = np.array([[-1, -1, -1], [2, 2, 2], [-1, -1, -1]]) / 100",
        "horizontal_kernel = [[-1.0, -2.0, -1.0], [1.5, 3.0, 1.5], [-1.0, -2.0, -1.0]]",
    ),
}
