"""第 1 课作业的正确写法。"""

from helpers.homework.solutions.solution import Solution

SOLUTIONS = {
    "1.1": (
        Solution(
            "切出左上角的窗口，和特征 1 整块相乘：numpy 会一格对一格地算",
            "corner_products = X[0:3, 0:3] * FEATURES[0]",
            ("matrix_product",),
        ),
        Solution(
            "照着两张 3×3 的表，自己把九个乘积写出来",
            "corner_products = [[-1, 1, 1], [1, 1, 1], [1, 1, 1]]",
        ),
        Solution(
            "两层循环，行号和列号相同的两格相乘",
            "corner_products = [[X[r, c] * FEATURES[0][r, c] for c in range(3)] for r in range(3)]",
            ("matrix_product", "not_in_rows"),
        ),
    ),
    "1.2": (
        Solution(
            "乘积都在手里了，让数组自己求均值",
            "corner_mean = corner_products.mean()",
            ("sum_instead_of_mean", "divided_by_side"),
        ),
        Solution(
            "8 个 1 减去 1 个 −1 是 7，一共 9 格",
            "corner_mean = 7 / 9",
            ("matches_counted",),
        ),
        Solution(
            "像讲义那样截断，留两位小数",
            "corner_mean = 0.77",
        ),
        Solution(
            "四舍五入，留两位小数",
            "corner_mean = 0.78",
        ),
        Solution(
            "用分数，一点也不丢",
            """\
import fractions
corner_mean = fractions.Fraction(7, 9)
""",
        ),
    ),
    "1.3": (
        Solution(
            "整块相乘，再求均值：窗口多大都行",
            """\
def match(window, kernel):
    return (window * kernel).mean()
""",
            ("divided_by_nine", "matrix_product"),
        ),
        Solution(
            "两层循环，乘一格加一格，最后除以格数",
            """\
def match(window, kernel):
    total = 0
    for row in range(len(kernel)):
        for column in range(len(kernel[0])):
            total = total + window[row][column] * kernel[row][column]
    return total / (len(kernel) * len(kernel[0]))
""",
            ("matrix_product",),
        ),
        Solution(
            "换成张量再乘，均值要先变成小数",
            """\
import torch

def match(window, kernel):
    return (torch.tensor(window) * torch.tensor(kernel)).double().mean()
""",
            ("truncated",),
        ),
        Solution(
            "用 einsum 一步乘了再加，除以格数",
            """\
match = lambda window, kernel: np.einsum("ij,ij->", window, kernel) / kernel.size
""",
        ),
    ),
    "1.4": (
        Solution(
            "从图上数：左上角在第 3 行、第 3 列",
            "crossing_at = (3, 3)",
        ),
        Solution(
            "让窗口滑遍 49 处，找出和特征 2 一模一样的那一处",
            "crossing_at = np.argwhere([[(X[r:r+3, c:c+3] == FEATURES[1]).all() for c in range(7)] for r in range(7)])",
            ("not_the_corner",),
        ),
        Solution(
            "位置用列表写也一样",
            "crossing_at = [3, 3]",
        ),
        Solution(
            "只有一处时，写成一串位置也行",
            "crossing_at = [(3, 3)]",
        ),
    ),
}
