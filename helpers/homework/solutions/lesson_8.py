"""第 8 课作业的正确写法。"""

from helpers.homework.solutions.solution import Solution

SOLUTIONS = {
    "8.1": (
        Solution(
            "一张一张地数，再每一行除以总数",
            """\
def confusion(answers, guesses, count):
    table = np.zeros((count, count))
    for answer, guess in zip(answers, guesses):
        table[answer, guess] += 1
    totals = table.sum(axis=1, keepdims=True)
    return table / np.maximum(totals, 1)
""",
            ("counted_once", "nan_where_none"),
        ),
        Solution(
            "一格一格地填：答案是 i、说成 j 的，占几成",
            """\
def confusion(answers, guesses, count):
    table = np.zeros((count, count))
    for i in range(count):
        for j in range(count):
            if (answers == i).any():
                table[i, j] = (guesses[answers == i] == j).mean()
    return table
""",
            ("divided_by_column", "as_many_as_seen"),
        ),
        Solution(
            "bincount 一次数完",
            """\
def confusion(answers, guesses, count):
    table = np.bincount(answers * count + guesses, minlength=count * count)
    table = table.reshape(count, count)
    return table / np.maximum(table.sum(axis=1, keepdims=True), 1)
""",
        ),
    ),
    "8.2": (
        Solution(
            "两层循环，外层上下，里层左右",
            """\
def nine_places(image):
    places = []
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            places.append(move(image, down, right))
    return np.array(places)
""",
            ("columns_first", "without_itself"),
        ),
        Solution(
            "写成一行",
            """\
def nine_places(image):
    return np.array([move(image, n // 3 - 1, n % 3 - 1) for n in range(9)])
""",
        ),
        Solution(
            "四周补一圈纸，窗口停在九处",
            """\
def nine_places(image):
    height, width = image.shape
    sheet = np.pad(image, 1, constant_values=-1)
    return np.array([sheet[i:i + height, j:j + width] for i in (2, 1, 0) for j in (2, 1, 0)])
""",
            ("rolled", "filled_with_zeros"),
        ),
    ),
    "8.3": (
        Solution(
            "哪些行有墨，哪些列有墨，各取第一个和最后一个",
            """\
def crop(image):
    ink = image > 0
    rows = np.flatnonzero(ink.any(axis=1))
    columns = np.flatnonzero(ink.any(axis=0))
    return image[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1]
""",
            ("squeezed", "swapped"),
        ),
        Solution(
            "nonzero 给出每一格墨的行号和列号，取最小和最大",
            """\
def crop(image):
    rows, columns = np.nonzero(image > 0)
    return image[rows.min():rows.max() + 1, columns.min():columns.max() + 1]
""",
            ("one_short",),
        ),
        Solution(
            "从四边往里剪，直到碰到墨",
            """\
def crop(image):
    while image[0].max() <= 0:
        image = image[1:]
    while image[-1].max() <= 0:
        image = image[:-1]
    while image[:, 0].max() <= 0:
        image = image[:, 1:]
    while image[:, -1].max() <= 0:
        image = image[:, :-1]
    return image
""",
            ("square", "from_the_corner"),
        ),
    ),
}
