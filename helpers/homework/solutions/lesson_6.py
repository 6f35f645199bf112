"""第 6 课作业的正确写法。"""

from helpers.homework.solutions.solution import Solution

SOLUTIONS = {
    "6.1": (
        Solution(
            "",
            """\
def dropout(x, p, training, rng):
    if not training:
        return x
    kept = rng.random(x.shape) >= p
    return x * kept / (1 - p)
""",
        ),
        Solution(
            "",
            """\
def dropout(x, p, training, rng):
    result = np.array(x, dtype=float)
    if training:
        for place in np.ndindex(x.shape):
            result[place] = 0 if rng.random() < p else result[place] / (1 - p)
    return result
""",
        ),
        Solution(
            "",
            """\
def dropout(x, p, training, rng):
    kept = torch.tensor(rng.binomial(1, 1 - p, x.shape))
    return torch.tensor(x) * kept / (1 - p) if training else torch.tensor(x)
""",
        ),
        Solution(
            "",
            """\
def dropout(x, p, training, rng):
    return nn.functional.dropout(torch.tensor(x), p, training)
""",
        ),
    ),
    "6.2": (
        Solution(
            "",
            "survivors = [5, 0, 15, 0, 7.5, 0]",
        ),
        Solution(
            "",
            "survivors = np.array([4, 8, 12, 2, 6, 10]) * [1, 0, 1, 0, 1, 0] / 0.8",
        ),
    ),
    "6.3": (
        Solution(
            "",
            "modes = [[True, False], [False, True], [False, True], [False, False], [True, True]]",
        ),
        Solution(
            "",
            "modes = ((1, 0), (0, 1), (0, 1), (0, 0), (1, 1))",
        ),
    ),
}
