"""第 1 课作业的正确写法。"""

from helpers.homework.solutions.solution import Solution

SOLUTIONS = {
    "1.1": (
        Solution(
            "",
            "corner_products = X[0:3, 0:3] * FEATURES[0]",
        ),
        Solution(
            "",
            "corner_products = [[-1, 1, 1], [1, 1, 1], [1, 1, 1]]",
        ),
        Solution(
            "",
            "corner_products = [[X[r, c] * FEATURES[0][r, c] for c in range(3)] for r in range(3)]",
        ),
    ),
    "1.2": (
        Solution(
            "",
            "corner_mean = corner_products.mean()",
        ),
        Solution(
            "",
            "corner_mean = 7 / 9",
        ),
        Solution(
            "",
            "corner_mean = 0.77",
        ),
        Solution(
            "",
            "corner_mean = 0.78",
        ),
        Solution(
            "",
            """\
import fractions
corner_mean = fractions.Fraction(7, 9)
""",
        ),
    ),
    "1.3": (
        Solution(
            "",
            """\
def match(window, kernel):
    return (window * kernel).mean()
""",
        ),
        Solution(
            "",
            """\
def match(window, kernel):
    total = 0
    for row in range(len(kernel)):
        for column in range(len(kernel[0])):
            total = total + window[row][column] * kernel[row][column]
    return total / (len(kernel) * len(kernel[0]))
""",
        ),
        Solution(
            "",
            """\
import torch

def match(window, kernel):
    return (torch.tensor(window) * torch.tensor(kernel)).double().mean()
""",
        ),
        Solution(
            "",
            """\
match = lambda window, kernel: np.einsum("ij,ij->", window, kernel) / kernel.size
""",
        ),
    ),
    "1.4": (
        Solution(
            "",
            "crossing_at = (3, 3)",
        ),
        Solution(
            "",
            "crossing_at = [3, 3]",
        ),
        Solution(
            "",
            "crossing_at = [(3, 3)]",
        ),
        Solution(
            "",
            "crossing_at = np.argwhere([[(X[r:r+3, c:c+3] == FEATURES[1]).all() for c in range(7)] for r in range(7)])",
        ),
    ),
}
