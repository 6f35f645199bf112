"""第 1 课的作业：九个乘积、均值、match 函数，和特征 2 的位置。

答案是值的题，一题一个函数：给它一组数，它算出正确的答案和每个错误想法的答案。课里的题和抽的题都从它来。
"""

import numpy as np

from helpers.data.letters import FEATURES, O, X, move
from helpers.drawing.grids import Grid, Row
from helpers.homework.answers import Positions
from helpers.homework.question import Mistake, Question
from helpers.layers.convolution import match

_WINDOW, _KERNEL = X[0:3, 0:3], FEATURES[0]
_LOPSIDED = np.array([[2, -1, 0], [1, 3, -2], [0, 1, -4]])
_NAMES = ("捺", "交叉", "撇")  # of the features
_LETTERS = {"X": X, "O": O}
_random = np.random.default_rng(1)


def _cosine(window: np.ndarray, kernel: np.ndarray) -> float:
    return (window * kernel).sum() / np.sqrt((window**2).sum() * (kernel**2).sum())


def _told(name: str, row: int, column: int) -> str:
    return f" {name} 的第 {row} 行、第 {column} 列，也就是 {name}[{row}:{row + 3}, {column}:{column + 3}]"


def _given(window: np.ndarray, kernel: np.ndarray) -> str:
    return f"window = np.array({window.tolist()})\nkernel = np.array({kernel.tolist()})"


def _row(numbers: np.ndarray) -> str:
    return ", ".join(map(str, numbers)).replace("-", "−")


def _any_window(rng: np.random.Generator) -> tuple[str, int, int, int]:
    """Return a letter, the place of a window on it, and the number of a feature."""
    return rng.choice(list(_LETTERS)), *rng.integers(0, 7, 2).tolist(), int(rng.integers(3))


def _products(name: str, row: int, column: int, number: int) -> Question:
    """The window on a letter at a place, times a feature."""
    image, kernel = _LETTERS[name], FEATURES[number]
    window = image[row : row + 3, column : column + 3]
    rows = [_row(each[0]) for each in (window, kernel, window * kernel)]
    if (row, column) == (0, 0):
        here = "九个全是 1：很可能窗口取到了一段捺，例如课文里的 X[1:4, 1:4]；也可能负号在哪一步丢了。"
        other = image[1:4, 1:4]
    else:
        here = f"你的窗口很可能取到了左上角 {name}[0:3, 0:3]。"
        other = image[0:3, 0:3]
    elsewhere = (
        Mistake(
            id="another_window",
            sentence=here,
            ask=f"这一题的窗口是 {name}[{row}:{row + 3}, {column}:{column + 3}]：行和列从几数起？",
            model=other * kernel,
        ),
    )
    others = tuple(
        Mistake(
            id=("first_feature", "second_feature", "third_feature")[i],
            sentence=f"你乘的是特征 {i + 1}（{_NAMES[i]}）。这一题问的是特征 {number + 1}，它是 FEATURES[{number}]。",
            ask=f"特征从几号数起？FEATURES[{i}] 是第几个？",
            model=window * feature,
        )
        for i, feature in enumerate(FEATURES)
        if i != number
    )
    return Question(
        id="1.1",
        name="corner_products",
        points=2,
        right=window * kernel,
        by_part=True,
        mistakes=(
            Mistake(
                id="matrix_product",
                sentence="你用的是矩阵乘法（@）：一行乘一列再相加。卷积这里是同一位置的两个数相乘。",
                ask="[0, 0] 处的乘积只和哪两个数有关？",
                model=window @ kernel,
            ),
            Mistake(
                id="added",
                sentence="你把对应的两个数加了起来；这里要的是相乘。",
                ask="两个 −1 相遇说明这一格吻合：乘起来是多少，加起来又是多少？",
                model=window + kernel,
            ),
            Mistake(
                id="zero_one_pixels",
                sentence="你把纸当成了 0。在我们的图片里，纸是 −1，墨才是 1。",
                ask="纸对纸也是吻合：(−1) × (−1) 是多少？",
                model=(window > 0) * kernel,
            ),
            *elsewhere,
            Mistake(
                id="products_divided",
                sentence="每个乘积都被除以了 9。先留下九个乘积，求均值是下一题的事。",
                ask="1 乘 1 等于几？",
                model=window * kernel / 9,
            ),
            Mistake(
                id="compared",
                sentence="不吻合的格子成了 0：很可能你比较了两个数是否相等，得到的是 True 和 False。这里要相乘。",
                ask="不相等的格子，乘积是 0 还是 −1？",
                model=window == kernel,
            ),
            Mistake(
                id="not_in_rows",
                sentence="九个数都对，可是排成了一串。再排成 3 行 3 列。",
                ask="窗口有几行？每一行有几个乘积？",
                model=(window * kernel).ravel(),
            ),
            Mistake(
                id="sum_instead_of_products",
                sentence="你把九个乘积加起来了，九个数并成了一个。这一题要 3 行 3 列的九个乘积。",
                ask="相加之前，你手里的那张 3×3 的表是什么？",
                model=(window * kernel).sum(),
            ),
            Mistake(
                id="mean_instead_of_products",
                sentence="你已经求了均值，九个数并成了一个。这一题要 3 行 3 列的九个乘积。",
                ask="求均值之前，你手里的那张 3×3 的表是什么？",
                model=(window * kernel).mean(),
            ),
            *others,
            Mistake(
                id="window_alone",
                sentence="你的九个数和窗口自己一样：可能还没有乘，也可能把负负得正算成了负。",
                ask="−1 × −1 是多少？",
                model=window,
            ),
            Mistake(
                id="kernel_alone",
                sentence="你的九个数和特征自己一样，还没有和窗口相乘。",
                ask="窗口里的 9 个数，和卷积核里的 9 个数，怎样合成 9 个乘积？",
                model=kernel,
            ),
            Mistake(
                id="difference",
                sentence="你算的是相减：窗口减去特征。",
                ask="一样的两个数相减是 0，相乘呢？",
                model=window - kernel,
            ),
            Mistake(
                id="absolute_difference",
                sentence="你算的是相差多少。相差 0 才是吻合，可这一题要的是乘积。",
                ask="一样的两个数相乘，得到什么？",
                model=abs(window - kernel),
            ),
            Mistake(
                id="whole_picture",
                sentence="你的表有 9 行 9 列，是整张图片的。这一题只看左上角的一个窗口。",
                ask="窗口和卷积核一样大，是几行几列？",
                model=image * image,
            ),
        ),
        ask="先只看 [0, 0] 这一格：窗口里是几，特征里是几，乘起来是几？",
        hints=(
            "窗口和卷积核都是 3 行 3 列。乘积也是 3 行 3 列：同一位置的两个数相乘。",
            "numpy 里两个同样大小的数组相乘，写一个星号 * 就是对应相乘。",
            f"先看一行。窗口第 0 行是 {rows[0]}，特征的第 0 行是 {rows[1]}，乘积是 {rows[2]}。还有两行，照样做。",
        ),
        draw=_any_products,
        text=f"把窗口放到{_told(name, row, column)}，卷积核用特征 {number + 1}。写出九个乘积，3 行 3 列。",
        pictures=(Row(Grid(window, "窗口"), "×", Grid(kernel, f"特征 {number + 1}")),),
        given=_given(window, kernel),
    )


def _any_products(rng: np.random.Generator) -> Question:
    return _products(*_any_window(rng))


def _mean(name: str, row: int, column: int, number: int) -> Question:
    """The mean of these products."""
    image, kernel = _LETTERS[name], FEATURES[number]
    window = image[row : row + 3, column : column + 3]
    total = int((window * kernel).sum())
    rounded = {"rounded_too_much": round(total / 9, 1), "cut_too_short": int(total / 0.9) / 10}
    roughly = tuple(
        Mistake(
            id=id,
            sentence="只留一位小数，差得太多了。请至少写两位小数，或者直接写成分数 a / b。",
            ask="九个乘积的和是几？除以 9，写成分数是多少？",
            model=model,
        )
        for id, model in rounded.items()
        if id == "rounded_too_much" or model != rounded["rounded_too_much"]
    )
    middle = match(X[3:6, 3:6], FEATURES[0])
    elsewhere = (
        Mistake(
            id="another_window",
            sentence="5/9 是课文里正中那个窗口的均值，这一题问的是左上角的窗口。",
            ask="1.1 的九个乘积里，有几个 −1？",
            model=middle,
        ),
    )
    if (row, column) != (0, 0):
        elsewhere = ()
    return Question(
        id="1.2",
        name="corner_mean",
        points=1,
        right=match(window, kernel),
        mistakes=(
            Mistake(
                id="sum_instead_of_mean",
                sentence="这是九个乘积的和，还没有求均值。",
                ask="九个数的和，除以几才是均值？",
                model=(window * kernel).sum(),
            ),
            Mistake(
                id="matches_counted",
                sentence="你数的是吻合的格子占几分之几。不吻合的格子乘积是 −1，它会把和往下拉。",
                ask="有一格不吻合时，九个乘积的和是 8 吗？",
                model=(window == kernel).mean(),
            ),
            Mistake(
                id="divided_by_matches",
                sentence="你除以了吻合的格子数。均值要除以全部格子数，吻合的和不吻合的都算。",
                ask="窗口里一共有几格？",
                model=(window * kernel).sum() / (window == kernel).sum(),
            ),
            Mistake(
                id="divided_by_side",
                sentence="你除以了 3，那是窗口的边长，不是格子数。",
                ask="3 行 3 列，一共有几个乘积？",
                model=(window * kernel).sum() / 3,
            ),
            Mistake(
                id="divided_by_picture",
                sentence="你除以了 81，那是整张图片的格子数。",
                ask="这一步里，乘积只有窗口里的几个？",
                model=(window * kernel).sum() / 81,
            ),
            Mistake(
                id="zero_one_pixels",
                sentence="你把纸当成了 0。在我们的图片里，纸是 −1，墨才是 1。",
                ask="纸对纸的那些格，乘积是 0 还是 1？",
                model=((window > 0) * kernel).mean(),
            ),
            *elsewhere,
            *roughly,
            Mistake(
                id="truncated",
                sentence="小数部分丢了：整除 // 或者 int( ) 会把 0 到 1 之间的数都变成 0。",
                ask="单斜杠 / 和双斜杠 // 有什么不同？",
                model=int(total / 9),
            ),
            Mistake(
                id="upside_down",
                sentence=f"分子和分母反了：9 / {total} 的大小超过了 1，可均值总在 −1 和 1 之间。",
                ask="和是几，格子有几个？哪一个该在斜杠前面？",
                model=9 / total,
            ),
            Mistake(
                id="two_numbers",
                sentence=f"你写的是两个数 {total} 和 9，不是一个数。",
                ask="两个数之间是逗号，还是除号？",
                model=(total, 9),
            ),
        ),
        ask="把九个乘积写在纸上：几个 1，几个 −1，加起来是几？",
        hints=(
            "均值就是把九个乘积加起来，再除以 9。",
            "九个乘积里，几个是 1，几个是 −1？和就是 1 的个数减去 −1 的个数。",
            "换一个例子：四个乘积 1, 1, −1, 1，和是 2，均值是 2 / 4。数组自己也会求均值，写作 products.mean()。",
        ),
        draw=_any_mean,
        text="窗口和特征对应相乘，求九个乘积的均值。写成分数 a / b 或小数都可以。",
        pictures=(Row(Grid(window, "窗口"), "×", Grid(kernel, "特征")),),
        given=_given(window, kernel),
    )


def _any_mean(rng: np.random.Generator) -> Question:
    return _mean(*_any_window(rng))


def _crossing(down: int, right: int) -> Question:
    """The place of feature 2 on an X that was moved."""
    name, image, at = "image" if down or right else "X", move(X, down, right), (3 + down, 3 + right)
    if down or right:
        more = (
            Mistake(
                id="row_and_column_swapped",
                sentence="你写成了 (列，行)。位置要先写行，再写列。",
                ask="往下移，变的是行号还是列号？位置里哪一个写在前面？",
                model=at[::-1],
            ),
            Mistake(
                id="not_moved",
                sentence="(3, 3) 是 X 没有移动时的位置。图移了，找到的位置也跟着移。",
                ask="X 移动以后，两笔在哪里相交？",
                model=(3, 3),
            ),
            Mistake(
                id="moved_back",
                sentence="方向反了：下移、右移，行号和列号变大；上移、左移才变小。",
                ask="行号从上往下数：往下移，行号变大还是变小？",
                model=(3 - down, 3 - right),
            ),
        )
    else:
        more = (
            Mistake(
                id="down_stroke",
                sentence="(1, 1) 处吻合的是特征 1（捺）。特征 2 是交叉。",
                ask="两笔在 X 的哪里相交？",
                model=(1, 1),
            ),
            Mistake(
                id="up_stroke",
                sentence="(1, 5) 处吻合的是特征 3（撇）。特征 2 是交叉。",
                ask="两笔在 X 的哪里相交？",
                model=(1, 5),
            ),
        )
    centre, corner = (at[0] + 1, at[1] + 1), (at[0] + 2, at[1] + 2)
    return Question(
        id="1.4",
        name="crossing_at",
        points=2,
        right=at,
        type=Positions(),
        mistakes=(
            Mistake(
                id="not_the_corner",
                sentence=f"{centre} 是窗口正中的那一格，也是从 1 数起时的左上角。位置用窗口的左上角表示，从 0 数起。",
                ask=f"中心在 {centre} 的 3×3 窗口，左上角在哪里？",
                model=centre,
            ),
            Mistake(
                id="lower_right_corner",
                sentence=f"{corner} 是窗口右下角的那一格。位置用窗口的左上角表示。",
                ask="从右下角往上退两行、往左退两列，是哪里？",
                model=corner,
            ),
            *more,
        ),
        ask="把左上角在这里的窗口打印出来，和特征 2 一格一格地比：九格都一样吗？",
        hints=(
            "特征 2 是两笔相交的样子。X 上只有一个地方两笔相交。",
            f"用你的 match 去试：match({name}[r:r+3, c:c+3], FEATURES[1]) 等于 1 的地方就是，r 是行，c 是列。",
            f"例如 match({name}[1:4, 1:4], FEATURES[1]) 试的是左上角在 (1, 1) 的窗口。"
            "可以用两层循环，把 7×7 个位置都试一遍。",
        ),
        draw=_any_crossing,
        text=f"图是移动过的 X：move(X, {down}, {right})。特征 2 在哪里完全吻合？写出窗口左上角的位置（行，列）。",
        pictures=(Row(Grid(image, "移动过的 X"), Grid(FEATURES[1], "特征 2")),),
        given=f"from helpers import FEATURES, X, move\nimage = move(X, {down}, {right})",
    )


def _any_crossing(rng: np.random.Generator) -> Question:
    return _crossing(*rng.integers(-3, 4, 2).tolist())


QUESTIONS = (
    _products("X", 0, 0, 0),
    _mean("X", 0, 0, 0),
    Question(
        id="1.3",
        name="match",
        points=3,
        right=match,
        inputs=(
            (_WINDOW, _KERNEL),
            (X[3:6, 3:6], _KERNEL),
            (_random.integers(-3, 4, (3, 3)), _LOPSIDED),
            (_random.integers(-3, 4, (2, 4)), _random.integers(-3, 4, (2, 4))),
            (_random.integers(-3, 4, (5, 5)), _random.integers(-3, 4, (5, 5))),
            (_random.normal(size=(3, 2)), _random.normal(size=(3, 2))),
            (np.array([[3]]), np.array([[-2]])),  # a single row: there is no kernel[1]
        ),
        mistakes=(
            Mistake(
                id="sum_instead_of_mean",
                sentence="你返回的是乘积的和，还没有求均值。",
                ask="卷积核有几格，和就该除以几：这个数在代码里怎么得到？",
                model=lambda window, kernel: (window * kernel).sum(),
            ),
            Mistake(
                id="divided_by_nine",
                sentence="你总是除以 9。卷积核不一定是 3×3，格子数会变。",
                ask="数组有多少格，可以问它自己：kernel.size 是多少？",
                model=lambda window, kernel: (window * kernel).sum() / 9,
            ),
            Mistake(
                id="divided_by_side",
                sentence="你除以的是卷积核的一条边长，不是格子数。",
                ask="3 行 3 列，一共有几个乘积？",
                model=lambda window, kernel: (window * kernel).sum() / len(kernel),
            ),
            Mistake(
                id="matches_counted",
                sentence="你数的是相等的格子占几分之几，没有用到乘积。",
                ask="2 和 3 不相等，乘积却是 6：数格子看得出来吗？",
                model=lambda window, kernel: (window == kernel).mean(),
            ),
            Mistake(
                id="matches_minus_mismatches",
                sentence="数格子的办法只在每个数都是 1 或 −1 时才对。这里的数可以是别的，要真的相乘。",
                ask="2 和 3 不相等，乘积却是 6：数格子看得出来吗？",
                model=lambda window, kernel: 2 * (window == kernel).mean() - 1,
            ),
            Mistake(
                id="outer_variables",
                sentence="换了输入，你的结果却总是 1：函数里用的是课文里留下的变量，不是它的参数。",
                ask="函数里的名字，和括号里的 window、kernel 一样吗？",
                model=lambda window, kernel: 1.0,
            ),
            Mistake(
                id="products_returned",
                sentence="你返回的是整张乘积表，还差一步：求均值。",
                ask="怎样把一张表变成一个数？",
                model=lambda window, kernel: window * kernel,
            ),
            Mistake(
                id="returned_too_early",
                sentence="只算了第一个乘积，函数就 return 了。",
                ask="return 前面空了几格？它应该和最外层的 for 对齐吗？",
                model=lambda window, kernel: window[0, 0] * kernel[0, 0],
            ),
            Mistake(
                id="divided_by_matches",
                sentence="你除以了乘积为正的格子数。均值要除以全部格子数。",
                ask="乘积为负的格子，也是求均值的一员吗？",
                model=lambda window, kernel: (window * kernel).sum() / (window * kernel > 0).sum(),
            ),
            Mistake(
                id="matrix_product",
                sentence="你用的是矩阵乘法（@ 或 dot）。卷积这里是同一位置的两个数相乘。",
                ask="星号 * 和 @ 有什么不同？",
                model=lambda window, kernel: (window @ kernel).mean(),
            ),
            Mistake(
                id="zero_one_pixels",
                sentence="你把负的像素当成了 0。在我们的图片里，纸是 −1，它也要参加相乘。",
                ask="纸对纸的格子，乘积应该是多少？",
                model=lambda window, kernel: (np.maximum(window, 0) * kernel).mean(),
            ),
            Mistake(
                id="flipped_kernel",
                sentence="你把卷积核转了半圈再乘。CNN 里不翻转，同一位置直接相乘。",
                ask="window[0, 0] 应该和 kernel 的哪一格相乘？",
                model=lambda window, kernel: (window * kernel[::-1, ::-1]).mean(),
            ),
            Mistake(
                id="sum_of_flipped",
                sentence="卷积核转了半圈（convolve2d 会转），而且求的是和，不是均值。",
                ask="翻转的卷积和互相关，这一题要哪一个？和还要除以几？",
                model=lambda window, kernel: (window * kernel[::-1, ::-1]).sum(),
            ),
            Mistake(
                id="transposed",
                sentence="你的行和列对调了：window 的 [行，列] 乘上了 kernel 的 [列，行]。",
                ask="window[0, 1] 应该和 kernel 的哪一格相乘？",
                model=lambda window, kernel: (window * kernel.T).mean(),
            ),
            Mistake(
                id="truncated",
                sentence="小数部分丢了：int( ) 只留下整数。",
                ask="均值 7/9 变成了多少？",
                model=lambda window, kernel: int((window * kernel).mean()),
            ),
            Mistake(
                id="floor_division",
                sentence="小数部分丢了：双斜杠 // 是整除，只留下整数。",
                ask="单斜杠 / 和双斜杠 // 有什么不同？",
                model=lambda window, kernel: (window * kernel).sum() // kernel.size,
            ),
            Mistake(
                id="added",
                sentence="你把窗口和卷积核相加了，再求均值。吻合要看的是乘积。",
                ask="1 和 1 吻合，−1 和 −1 也吻合：相加分得出来吗，相乘呢？",
                model=lambda window, kernel: (window + kernel).mean(),
            ),
            Mistake(
                id="own_kernel",
                sentence="你用的是外面的特征，不是交给函数的 kernel：换一个卷积核，结果就不对。",
                ask="函数里的每个量，都是从参数来的吗？",
                model=lambda window, kernel: (window * _KERNEL).mean(),
            ),
            Mistake(
                id="mean_of_columns",
                sentence="你对每一列各求了一个均值，交回来的是一排数。",
                ask="mean(axis=0) 和 mean() 有什么不同？",
                model=lambda window, kernel: (window * kernel).mean(axis=0),
            ),
            Mistake(
                id="mean_of_rows",
                sentence="你对每一行各求了一个均值，交回来的是一排数。",
                ask="mean(axis=1) 和 mean() 有什么不同？",
                model=lambda window, kernel: (window * kernel).mean(axis=1),
            ),
            Mistake(
                id="sum_and_mean",
                sentence="你交回来两个数：和，还有均值。这一题只要均值。",
                ask="return 后面有逗号吗？",
                model=lambda window, kernel: ((window * kernel).sum(), (window * kernel).mean()),
            ),
            Mistake(
                id="cosine",
                sentence="你除以的是两边的长度（平方和开根号），算的是余弦相似度。这一题除以格数。",
                ask="九个乘积的均值，分母是什么？",
                model=_cosine,
            ),
            Mistake(
                id="correlation",
                sentence="你算的是相关系数：先减了均值。这一题不减。",
                ask="定义里有减去均值这一步吗？",
                model=lambda window, kernel: np.corrcoef(window.ravel(), kernel.ravel())[0, 1],
            ),
            Mistake(
                id="divided_by_size_of_kernel_values",
                sentence="你除以的是卷积核各数绝对值的和，不是格数。卷积核里的数不一定都是 ±1。",
                ask="卷积核有几格？",
                model=lambda window, kernel: (window * kernel).sum() / abs(kernel).sum(),
            ),
            Mistake(
                id="divided_by_kernel_sum",
                sentence="你除以的是卷积核各数的和，不是格数。",
                ask="卷积核有几格？各数的和又是几？",
                model=lambda window, kernel: (window * kernel).sum() / kernel.sum(),
            ),
            Mistake(
                id="mean_difference",
                sentence="你算的是平均相差多少。差越小越吻合，可这一题要的是乘积的均值。",
                ask="全吻合的时候，你的结果是 0 还是 1？",
                model=lambda window, kernel: abs(window - kernel).mean(),
            ),
            Mistake(
                id="one_minus_difference",
                sentence="你用 1 减去了平均相差的一半。只有 ±1 的时候它像，换成别的数就不对。",
                ask="题目里说的是相乘，还是相减？",
                model=lambda window, kernel: 1 - abs(window - kernel).mean() / 2,
            ),
            Mistake(
                id="squared_difference",
                sentence="你算的是平方差的均值。差越小越吻合，可这一题要的是乘积的均值。",
                ask="全吻合的时候，你的结果是 0 还是 1？",
                model=lambda window, kernel: ((window - kernel) ** 2).mean(),
            ),
            Mistake(
                id="means_multiplied",
                sentence="你先各求均值，再相乘。应该先一格一格地相乘，再求均值。",
                ask="窗口里的数换个位置，你的结果变吗？它应该变吗？",
                model=lambda window, kernel: window.mean() * kernel.mean(),
            ),
            Mistake(
                id="median",
                sentence="你取的是乘积的中位数，不是均值。",
                ask="mean 和 median，哪一个把每个乘积都算进去？",
                model=lambda window, kernel: np.median(window * kernel),
            ),
            Mistake(
                id="largest_product",
                sentence="你取的是最大的一个乘积，不是均值。",
                ask="别的乘积哪里去了？",
                model=lambda window, kernel: (window * kernel).max(),
            ),
            Mistake(
                id="first_row_and_column_skipped",
                sentence="第 0 行和第 0 列没有乘进去：循环从 1 开始了。",
                ask="range(1, n) 从几开始？",
                model=lambda window, kernel: (window * kernel)[1:, 1:].sum() / kernel.size,
            ),
            Mistake(
                id="last_row_and_column_skipped",
                sentence="最后一行和最后一列没有乘进去：循环早停了一步。",
                ask="range(n − 1) 的最后一个数是几？",
                model=lambda window, kernel: (window * kernel)[:-1, :-1].sum() / kernel.size,
            ),
        ),
        ask="拿 2 行 2 列的窗口和卷积核试一试：四个乘积各是几，均值是几，你的函数给出几？",
        hints=(
            "函数要做的两步，你在 1.1 和 1.2 里都做过了：先对应相乘，再求均值。",
            "最后一行要写 return，把均值交出来；只写 print 的话，别人拿不到它。",
            "先写第一步：products = window * kernel。第二步对 products 求均值，再 return。",
        ),
        draw=lambda rng: tuple(rng.integers(-3, 4, (2, *[rng.integers(2, 4)] * 2))),
        text="match(window, kernel) 把窗口和卷积核对应相乘，返回乘积的均值。",
    ),
    _crossing(0, 0),
)
