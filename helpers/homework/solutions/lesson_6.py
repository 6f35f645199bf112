"""第 6 课作业的正确写法。"""

from helpers.homework.solutions.solution import Solution

SOLUTIONS = {
    "6.1": (
        Solution(
            "每个数抽一次签，抽中的变成 0，留下的除以 1 − p",
            """\
def dropout(x, p, training, rng):
    if not training:
        return x
    kept = rng.random(x.shape) >= p
    return x * kept / (1 - p)
""",
            ("scale_one_over_p", "one_draw_for_all"),
        ),
        Solution(
            "一格一格地抽签",
            """\
def dropout(x, p, training, rng):
    result = np.array(x, dtype=float)
    if training:
        for place in np.ndindex(x.shape):
            result[place] = 0 if rng.random() < p else result[place] / (1 - p)
    return result
""",
            ("one_draw_for_all", "exact_number_dropped"),
        ),
        Solution(
            "让 rng.binomial 直接抽出 0 和 1",
            """\
def dropout(x, p, training, rng):
    kept = torch.tensor(rng.binomial(1, 1 - p, x.shape))
    return torch.tensor(x) * kept / (1 - p) if training else torch.tensor(x)
""",
            ("booleans_returned", "same_mask_every_time"),
        ),
        Solution(
            "交给 PyTorch 的 dropout",
            """\
def dropout(x, p, training, rng):
    return nn.functional.dropout(torch.tensor(x), p, training)
""",
        ),
    ),
    "6.2": (
        Solution(
            "留下的除以 1 − p，丢掉的写 0",
            "survivors = [5, 0, 15, 0, 7.5, 0]",
            ("removed", "scale_one_over_p"),
        ),
        Solution(
            "整排一起算：乘上 0 和 1，再除以 1 − p",
            "survivors = np.array([4, 8, 12, 2, 6, 10]) * [1, 0, 1, 0, 1, 0] / 0.8",
            ("removed",),
        ),
    ),
    "6.3": (
        Solution(
            "True、False，一个一个地写",
            "modes = [[True, False], [False, True], [False, True], [False, False], [True, True]]",
        ),
        Solution(
            "1 当 True，0 当 False",
            "modes = ((1, 0), (0, 1), (0, 1), (0, 0), (1, 1))",
        ),
    ),
}
