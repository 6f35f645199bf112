"""第 5 课的作业：max_pool2d 函数、池化后的大小、池化层的参数、平均池化的边，和什么跟着 X 挪、什么不变。

答案是值的题，一题一个函数：给它一组数，它算出正确的答案和每个错误想法的答案。课里的题和抽的题都从它来。
"""

from typing import NamedTuple

import numpy as np

from helpers.data.letters import FEATURES, X
from helpers.drawing.grids import Grid, Row
from helpers.homework.question import Mistake, Question
from helpers.layers.convolution import count_parameters, feature_map
from helpers.layers.pooling import avg_pool2d, max_pool2d, pooled_size

_random = np.random.default_rng(5)
_CORNER = np.array([[18, 0, 9, 0], [6, 12, 3, 0], [3, 6, 0, 3], [0, 0, 3, 0]])  # printed in the lesson, too


def _to_the_edge(image: np.ndarray, kernel_size: int, stride: int | None = None) -> np.ndarray:
    """Take H // stride windows, the last of which stick out and are cut off at the edge."""
    step = stride or kernel_size
    starts = [[step * i for i in range(n // step)] for n in image.shape]
    return np.array([[image[r : r + kernel_size, c : c + kernel_size].max() for c in starts[1]] for r in starts[0]])


def _every_start(image: np.ndarray, kernel_size: int, stride: int | None = None) -> np.ndarray:
    """Start a window at every step that is still in the picture, and cut off what sticks out."""
    starts = tuple(range(0, side, stride or kernel_size) for side in image.shape)
    return _pooled(image, starts, kernel_size, np.max)


def _one_apart(image: np.ndarray, kernel_size: int, stride: int | None = None) -> np.ndarray:
    """Take as many windows as there should be, each one cell from the one before."""
    rows, columns = max_pool2d(image, kernel_size, stride).shape
    return max_pool2d(image, kernel_size, 1)[:rows, :columns]


def _zeros_beyond(image: np.ndarray, kernel_size: int, stride: int | None = None) -> np.ndarray:
    short = [-(n - kernel_size) % (stride or kernel_size) for n in image.shape]
    return max_pool2d(np.pad(image, [(0, n) for n in short]), kernel_size, stride)


def _pooled(image: np.ndarray, starts: tuple[range, range], window: int, number: object) -> np.ndarray:
    """Make one number of each window, wherever and however large a student makes them."""
    return np.array([[number(image[r : r + window, c : c + window]) for c in starts[1]] for r in starts[0]])


def _starts(image: np.ndarray, kernel_size: int, stride: int) -> tuple[range, range]:
    return tuple(range(0, side - kernel_size + 1, stride) for side in image.shape)


# window and, perhaps, stride; mostly 2: with the others more mistakes show, and the draw that shows most is asked
_SETTINGS = (*[(2,)] * 6, (3,), (2, 1), (2, 3), (3, 1), (3, 2))


def _any_pooling(rng: np.random.Generator) -> tuple:
    """Return a picture with room for 2 × 3 or 3 × 2 windows, their size, and perhaps a stride."""
    settings = _SETTINGS[rng.integers(len(_SETTINGS))]
    size, step = settings[0], settings[-1]
    sides = rng.permutation([size + step, size + 2 * step])
    left_over = rng.integers(0, min(step, 2), 2)
    return rng.integers(-9, 10, sides + left_over), *settings


def _sizes(n: int, *layers: tuple[int, int]) -> list[list[int]]:
    """Give the sizes that layers of a kernel size and a stride leave of n cells, rounded down and up."""
    return [[pooled_size(n, *layer, ceil_mode=ceil) for ceil in (False, True)] for layer in layers]


def _pooled_sizes(n: int, first: int, second: int, stride: int) -> Question:
    """The sizes after a layer without a stride, which leaves cells over, and one with a stride, which leaves none."""
    right = _sizes(n, (first, first), (second, stride))
    return Question(
        id="5.2",
        name="pooled_sizes",
        points=2,
        right=right,
        by_part=True,
        mistakes=(
            Mistake(
                id="stride_one",
                sentence="甲没有写 stride，你把它当成了 1。池化的步幅默认和窗口一样大。",
                ask=f"窗口 {first} 格宽，一个挨着一个，第二个从第几列开始？",
                model=_sizes(n, (first, 1), (second, stride)),
            ),
            Mistake(
                id="always_stride_one",
                sentence=f"两层你都让窗口一格一格地滑了。甲的步幅默认和窗口一样大，乙的步幅是 {stride}。",
                ask="步幅在公式的哪里？",
                model=_sizes(n, (first, 1), (second, 1)),
            ),
            Mistake(
                id="stride_ignored",
                sentence=f"乙写了 stride={stride}，窗口一次移 {stride} 格，不是移一个窗口那么宽。",
                ask="乙的第二个窗口从第几列开始？",
                model=_sizes(n, (first, first), (second, second)),
            ),
            Mistake(
                id="reversed",
                sentence="两种取整写反了：默认是向下取整，ceil_mode=True 才向上取整。",
                ask="ceil 是天花板：向上还是向下？",
                model=np.fliplr(right),
            ),
            Mistake(
                id="floor_for_ceil",
                sentence="ceil_mode=True 的时候要向上取整，你也向下取整了。",
                ask=f"甲的最后还剩 {n % first} 列，ceil_mode=True 会拿剩下的怎么办？",
                model=[[floor, floor] for floor, _ in right],
            ),
            Mistake(
                id="ceil_for_floor",
                sentence="默认是向下取整，剩下的几格不要；你向上取整了。",
                ask=f"{n} 格里放得下几个完整的 {first} 格窗口？",
                model=[[ceil, ceil] for _, ceil in right],
            ),
            Mistake(
                id="ceil_always_one_more",
                sentence="向上取整不总是多 1：除得尽的时候，两种取整一样。",
                ask=f"乙的 ({n} − {second}) ÷ {stride} 除得尽吗？",
                model=[[floor, floor + 1] for floor, _ in right],
            ),
            Mistake(
                id="no_plus_one",
                sentence="你少加了 1：第一个窗口不用移动就有一个位置。",
                ask=f"{n} 格宽的图，{n} 格宽的窗口，能停 0 个位置还是 1 个？",
                model=np.array(right) - 1,
            ),
            Mistake(
                id="size_divided_only",
                sentence=f"你算的是 {n} ÷ 步幅。窗口要整个放得下，先减去窗口的宽，除完再加 1。",
                ask=f"乙的窗口有 {second} 格宽，最后一个窗口最晚从第几列开始？",
                model=[[n // step, -(-n // step)] for step in (first, stride)],
            ),
            Mistake(
                id="not_rounded",
                sentence="你没有取整：窗口的个数要是整数。",
                ask="哪一层除不尽？向下、向上取整各是多少？",
                model=[[(n - first) / first + 1] * 2, [(n - second) / stride + 1] * 2],
            ),
            Mistake(
                id="cells_counted",
                sentence="你写的是一共有几格，这一题只问边长。",
                ask="3×3 的结果，边长是几？",
                model=np.square(right),
            ),
        ),
        ask="把图的一边画成一排格子：窗口停在哪几格？最后放不下的那一步，算不算？",
        hints=(
            "和卷积一样：(n − kernel_size) ÷ stride，取整，再加 1。甲没有写 stride，它是几？",
            f"两种取整只在除不尽的时候不同。甲是 ({n} − {first}) ÷ {first}，乙是 ({n} − {second}) ÷ {stride}。",
            "换一个例子：7×7 的图，nn.MaxPool2d(2)。(7 − 2) ÷ 2 = 2.5，向下取整再加 1 是 3，向上取整再加 1 是 4，"
            "写成 [3, 4]。",
        ),
        draw=_any_sizes,
        text=f"一张 {n}×{n} 的图，分别经过两个层：甲是 nn.MaxPool2d({first})，"
        f"乙是 nn.MaxPool2d({second}, stride={stride})。"
        "结果的边长各是多少？每一层写两个数，先是默认的，再是加上 ceil_mode=True 的，写成 [[甲的两个], [乙的两个]]。",
    )


def _any_sizes(rng: np.random.Generator) -> Question:
    while True:
        n, first, stride = rng.integers((8, 2, 2), (25, 6, 4)).tolist()
        second = stride + int(rng.integers(1, 4))
        if n % first and (n - second) % stride == 0:
            return _pooled_sizes(n, first, second, stride)


def _layer_parameters(in_channels: int, out_channels: int, kernel_size: int, window: int, stride: int) -> Question:
    """The parameters of a layer of convolution, and of one of pooling after it."""
    square, squares = kernel_size**2, f"{window}×{window}"
    count = count_parameters(in_channels, out_channels, kernel_size)
    if in_channels == kernel_size:
        forgotten = f"卷积层少乘了一个 {in_channels}：漏的是 {in_channels} 个输入通道，或者是卷积核的一边。"
        one_side = ()
    else:
        forgotten = f"卷积层少乘了一个 {in_channels}：漏的是 {in_channels} 个输入通道。"
        one_side = (
            Mistake(
                id="one_side_forgotten",
                sentence=f"池化层对了。卷积层少乘了一个 {kernel_size}：漏的是卷积核的一边。",
                ask="一个卷积核有几行几列？",
                model=[out_channels * (in_channels * kernel_size + 1), 0],
            ),
        )
    return Question(
        id="5.3",
        name="layer_parameters",
        points=1,
        right=[count, 0],
        mistakes=(
            Mistake(
                id="pool_has_a_kernel",
                sentence=f"你给池化层算了 {squares} 个权重。池化的窗口里没有权重，它只取最大的。",
                ask="“取最大”这一步，有没有一个数可以学？",
                model=[count, window**2],
            ),
            Mistake(
                id="pool_has_a_kernel_and_bias",
                sentence=f"你给池化层算了 {squares} 个权重和一个偏置。池化两样都没有，它只取最大的。",
                ask="“取最大”这一步，有没有一个数可以学？",
                model=[count, window**2 + 1],
            ),
            Mistake(
                id="pool_has_a_kernel_per_channel",
                sentence=f"你给每个通道算了 {squares} 个权重。池化在每个通道里只取最大的，没有权重。",
                ask="“取最大”这一步，有没有一个数可以学？",
                model=[count, out_channels * window**2],
            ),
            Mistake(
                id="pool_like_a_convolution",
                sentence=f"你把池化层当成了 {out_channels} 进 {out_channels} 出的卷积层。"
                "池化不把通道混在一起，也没有权重。",
                ask="池化的输出里，第 0 个通道和输入的哪几个通道有关？",
                model=[count, count_parameters(out_channels, out_channels, window)],
            ),
            Mistake(
                id="settings_counted",
                sentence=f"{window} 和 {stride} 是我们定的设置，不是网络学出来的数。",
                ask="训练以后，kernel_size 和 stride 会变吗？",
                model=[count, 2],
            ),
            Mistake(
                id="bias_forgotten",
                sentence="池化层对了。卷积层漏了偏置：每个输出通道还有一个。",
                ask="nn.Conv2d 的 bias 默认是 True 还是 False？",
                model=[out_channels * in_channels * square, 0],
            ),
            Mistake(
                id="in_channels_forgotten",
                sentence=f"池化层对了。{forgotten}",
                ask="一个卷积核一共有几个权重？",
                model=[out_channels * (square + 1), 0],
            ),
            *one_side,
            Mistake(
                id="swapped",
                sentence="两个数写反了：先卷积层，后池化层。",
                ask="哪一层有权重？",
                model=[0, count],
            ),
            Mistake(
                id="added",
                sentence="你把两层加在一起了。这一题要分开写：先卷积层，后池化层。",
                ask="其中池化层占几个？",
                model=count,
            ),
        ),
        ask="两层分开想：每一层里，要学的数有哪几个？",
        hints=(
            f"卷积层的数法见第 3 课：每个输出通道有 {in_channels} × {kernel_size} × {kernel_size} 个权重和 1 个偏置。",
            "池化层对窗口做了什么？要做这件事，需要学什么数吗？",
            "可以问 PyTorch：sum(p.numel() for p in layer.parameters())，layer 换成那一层，例如 nn.AvgPool2d(2)。",
        ),
        draw=_any_layers,
        text=f"一个网络先是 nn.Conv2d({in_channels}, {out_channels}, {kernel_size})，"
        f"后面接着 nn.MaxPool2d({window}, stride={stride})。"
        "这两层各有几个要学的参数？写成一个列表，先卷积层，后池化层。",
    )


def _any_layers(rng: np.random.Generator) -> Question:
    in_channels, kernel_size, window, stride = rng.integers((2, 2, 2, 1), (7, 6, 5, 4)).tolist()
    return _layer_parameters(in_channels, int(rng.choice([4, 6, 8, 10, 12, 16])), kernel_size, window, stride)


def _corner_values(image: np.ndarray) -> Question:
    """The mean in the upper left corner, where four cells of the window are in the picture and five are not."""
    corner = image[:2, :2]
    total, largest = int(corner.sum()), int(corner.max())
    itself = "左上角那一格自己，也是" if image[0, 0] == largest else ""
    return Question(
        id="5.4",
        name="corner_values",
        points=2,
        right=[avg_pool2d(image, 3, 1, 1, count_include_pad=include)[0, 0] for include in (True, False)],
        by_part=True,
        mistakes=(
            Mistake(
                id="swapped",
                sentence="两个数写反了：先 count_include_pad=True，后 False。",
                ask="把补的格子也算上，除数变大还是变小？",
                model=[total / 4, total / 9],
            ),
            Mistake(
                id="always_included",
                sentence="两次你都除以 9。count_include_pad=False 的时候，补的格子不算在格数里。",
                ask="左上角的窗口里，有几格真正在图上？",
                model=[total / 9, total / 9],
            ),
            Mistake(
                id="never_included",
                sentence="两次你都除以 4。count_include_pad=True 的时候，补的格子也算在格数里。",
                ask="3×3 的窗口，连补的格子一共有几格？",
                model=[total / 4, total / 4],
            ),
            Mistake(
                id="padding_forgotten",
                sentence="你没有补边，窗口盖住了图的前三行前三列。padding=1 时，第一个窗口从补的那一圈开始。",
                ask="补了一圈以后，左上角的窗口里还有图上的哪几格？",
                model=[image[:3, :3].mean()] * 2,
            ),
            Mistake(
                id="max_for_mean",
                sentence=f"{largest} 是{itself}窗口里最大的数：最大池化才留下它。这一题求均值。",
                ask="窗口里四个数的和是多少？",
                model=[largest, largest],
            ),
            Mistake(
                id="sum_instead_of_mean",
                sentence="这是窗口里的数的和，还没有除以格数。",
                ask="两种设置，各除以几？",
                model=[total, total],
            ),
            Mistake(
                id="divided_by_border",
                sentence="count_include_pad=False 的时候，你除以了补的格数。应该除以图上的格数。",
                ask="左上角的窗口里，图上的有几格，补的有几格？",
                model=[total / 9, total / 5],
            ),
        ),
        ask="左上角的窗口里，几格在图上，几格是补的？和是几，除以几？",
        hints=(
            "在图的四周画一圈 0，再把 3×3 的窗口放到左上角。窗口里有几格在图上，几格是补的？",
            "补的是 0，所以两次的和一样，只有除数不同。",
            "换一个例子：左上角的四格都是 1，和是 4。算上补的格子，均值是 4 / 9；不算，均值是 4 / 4。你的和是多少？",
        ),
        draw=_any_corner,
        text="一张 4×4 的图 image，经过 nn.AvgPool2d(3, stride=1, padding=1)，结果左上角的那个数是多少？"
        "写两个数，放进一个列表：先是默认的，再是加上 count_include_pad=False 的。",
        pictures=(Row(Grid(image, "image")),),
        given=f"image = np.array({image.tolist()})",
    )


def _any_corner(rng: np.random.Generator) -> Question:
    while True:
        image = rng.integers(0, 19, (4, 4))
        if image[:2, :2].sum() % 9 == 0:  # no mean needs more than two decimals
            return _corner_values(image)


class _Way(NamedTuple):
    """A way to compute, in 5.5: what is done, how large the result is, and what is done to the plain feature map."""

    kind: str
    told: str
    size: str
    then: str = ""


_RIGHT = {
    "map": [False, True],
    "relu": [False, True],
    "slow_pooling": [False, True],
    "maximum": [True, False],
    "linear": [False, False],
    "pooling": [False, False],
}
_MAP = _Way("map", "和特征 1 卷积", " 7×7")
_RELU = _Way("relu", "和特征 1 卷积，再 ReLU", " 7×7", "每一格各算各的")
_MAXIMUM = _Way("maximum", "和特征 1 卷积，再取整张特征图的最大值", "一个数", "只留最大的数")
_LINEAR = _Way("linear", "81 个像素展平，交给 nn.Linear(81, 2)，权重各不相同", "两个数")
_POOLING = _Way("pooling", "和特征 1 卷积，再 nn.MaxPool2d(2)", " 3×3", "窗口一次走两格")
_AVERAGE = _Way("pooling", "和特征 1 卷积，再 nn.AvgPool2d(2)", " 3×3", "窗口一次走两格")
_SLOW = _Way("slow_pooling", "和特征 1 卷积，再 nn.MaxPool2d(3, stride=1)", " 5×5", "窗口一次走一格")
_LESSON_WAYS = (_MAP, _RELU, _MAXIMUM, _LINEAR, _POOLING)


def _same_or_moved(ways: tuple[_Way, ...]) -> Question:
    """Which of five ways, each of another kind, give the same for an X that is moved, and which give it moved."""
    names = dict(zip([way.kind for way in ways], "甲乙丙丁戊", strict=True))
    plain, maximum, pooling = names["map"], names["maximum"], names["pooling"]
    relu, linear, slow = (names.get(kind, "") for kind in ("relu", "linear", "slow_pooling"))
    moving = [name for kind, name in names.items() if _RIGHT[kind] == [False, True]]
    moving_names = "和".join(filter(None, ["、".join(moving[:-1]), moving[-1]]))
    of_size = {way.size: [names[each.kind] for each in ways if each.size == way.size] for way in ways}
    sizes = "，".join("、".join(each) + f"是{size}" for size, each in of_size.items())

    def answers(**changed: list[bool]) -> list[list[bool]]:
        return [(_RIGHT | changed)[way.kind] for way in ways]

    same, moved, neither = [True, False], [False, True], [False, False]
    convolved = [kind for kind in _RIGHT if kind != "linear"]
    mistakes = (
        Mistake(
            id="columns_swapped",
            sentence="两问很可能写反了：先写“一模一样吗”，再写“整块挪了一格吗”。",
            ask="X 挪一格，它的特征图会原地不动吗？",
            model=np.fliplr(answers()).tolist(),
        ),
        Mistake(
            id="pooling_taken_for_invariant",
            sentence="你认为 2×2 的池化以后，结果一点也不变。越过窗口边界的 1.00，会进下一个窗口。",
            ask="第 6 节里，X 下移一格，池化以后的两张小图一样吗？"
            if ways is _LESSON_WAYS
            else "一个 1.00 本来在窗口的下面一行，X 下移一格，它还在这个窗口里吗？",
            model=answers(pooling=same),
        ),
        Mistake(
            id="pooling_taken_for_equivariant",
            sentence="你认为 2×2 的池化以后，小图也跟着挪一格。步幅是 2，X 挪两格，小图才挪一格。",
            ask="特征图挪一格，小图的一格盖着特征图的几格？",
            model=answers(pooling=moved),
        ),
        Mistake(
            id="everything_is_invariant",
            sentence="你认为有卷积的做法都不怕移动，结果一点也不变。卷积的结果跟着 X 挪，取整张图的最大值才不变。",
            ask="X 挪一格，特征图里的 1.00 还在原来的格子吗？",
            model=answers(**dict.fromkeys(convolved, same)),
        ),
        Mistake(
            id="convolution_taken_for_invariant",
            sentence=f"{moving_names}，你认为一点也不变。特征还找得到，可是找到的地方跟着 X 挪了，所以两张表不一样。",
            ask="X 挪一格，特征图里的 1.00 还在原来的格子吗？",
            model=answers(map=same, relu=same, slow_pooling=same),
        ),
        Mistake(
            id="everything_moves_along",
            sentence=f"你认为有卷积的做法，结果都跟着挪。{maximum}只有一个数，没有地方可挪；"
            f"{pooling}的步幅是 2，挪不了半格。",
            ask=f"{maximum}的结果是几个数？",
            model=answers(**dict.fromkeys(convolved, moved)),
        ),
        Mistake(
            id="maximum_taken_for_equivariant",
            sentence=f"{maximum}：你认为跟着挪了。挪的是最大值的位置，{maximum}只要最大值，不要位置。",
            ask=f"{maximum}的结果是几个数？挪之前是几，挪之后是几？",
            model=answers(maximum=moved),
        ),
        Mistake(
            id="invariant_counted_as_equivariant",
            sentence=f"{maximum}的两问你都写了 True。一个数没有地方可挪，“不变”和“跟着挪”不是一回事。",
            ask=f"{maximum}的结果是几个数？它能往下挪一格吗？",
            model=answers(maximum=[True, True]),
        ),
        Mistake(
            id="relu_stops_the_move",
            sentence=f"{relu}：你认为加了 ReLU 就不跟着挪了。ReLU 一格一格地算，每一格只看自己，不管它在哪里。",
            ask="挪到下一格的数，ReLU 以后和挪之前的有什么不同？",
            model=answers(relu=neither),
        ),
        Mistake(
            id="relu_taken_for_invariant",
            sentence=f"{relu}：你认为加了 ReLU 就不变了。ReLU 只把负数变成 0，正数还在挪过的地方。",
            ask="ReLU 以后，1.00 在挪之前的格子里，还是在下一格？",
            model=answers(relu=same),
        ),
        Mistake(
            id="linear_taken_for_invariant",
            sentence=f"{linear}：你认为不变。每个权重认准一个位置，X 挪了，每个像素都换了一个权重去乘。",
            ask="第 4 课里，挪了的 X 交给全连接层，票还投得对吗？",
            model=answers(linear=same),
        ),
        Mistake(
            id="linear_taken_for_equivariant",
            sentence=f"{linear}：你认为跟着挪了。像素挪了，可是{linear}的结果是两个分数，不是一张图。",
            ask="两个分数，怎样算是往下挪了一格？",
            model=answers(linear=moved),
        ),
        Mistake(
            id="nothing_is_invariant",
            sentence=f"{maximum}：你认为变了。1.00 的位置变了，可是整张图的最大值还是 1.00。",
            ask="挪之前，特征图里最大的数是几？挪之后呢？",
            model=answers(maximum=neither),
        ),
        Mistake(
            id="every_pooling_stops_the_move",
            sentence=f"{slow}：你认为不跟着挪了。步幅是 1 的池化，窗口也一格一格地滑，X 挪一格，结果就挪一格。",
            ask=f"{slow}里相邻的两个窗口，相隔几格？",
            model=answers(slow_pooling=neither),
        ),
        Mistake(
            id="slow_pooling_taken_for_invariant",
            sentence=f"{slow}：你认为不变。1.00 挪到了下一格，看得到它的窗口也往下挪了一格。",
            ask=f"{slow}里相邻的两个窗口，相隔几格？",
            model=answers(slow_pooling=same),
        ),
    )
    return Question(
        id="5.5",
        name="same_or_moved",
        points=2,
        right=answers(),
        by_part=True,
        # what one believes of a way that is not asked shows nowhere
        mistakes=tuple(mistake for mistake in mistakes if mistake.model != answers()),
        ask="这种做法的结果是一张图，还是几个数？X 里的一个 1.00 挪到下一格，结果里哪一格会变？",
        hints=(
            f"先想结果有多大：{sizes}。只有图才能“整块挪一格”。",
            "；".join(f"{names[way.kind]}从{plain}得来，{way.then}" for way in ways if way.then) + "。",
            "甲照第 6 节：X 下移一格，特征图不同了，所以第一问是 False；整块往下挪了一格，所以第二问是 True："
            "[False, True]。戊也在第 6 节里算过。"
            if ways is _LESSON_WAYS
            else "换一个例子：把 X 的 81 个像素都乘 2。X 下移一格，结果不同了，所以第一问是 False；"
            "整块往下挪了一格，所以第二问是 True：[False, True]。",
        ),
        draw=_any_ways,
        text="标准的 X 往下挪一格，没有墨移到图外。下面五种做法，挪之前算一次，挪之后再算一次。"
        + "".join(f"做法{names[way.kind]}：{way.told}。" for way in ways)
        + "两次的结果一模一样吗？结果是整块往下挪了一格吗（移进来的那一行不比）？"
        "每种做法写两个 True 或 False，按次序写成 [[甲的两个], [乙的两个], ...]。",
    )


def _any_ways(rng: np.random.Generator) -> Question:
    pooling = (_POOLING, _AVERAGE)[rng.integers(2)]
    others = [(_RELU, _LINEAR), (_RELU, _SLOW), (_LINEAR, _SLOW)][rng.integers(3)]
    ways = (_MAP, _MAXIMUM, pooling, *others)
    return _same_or_moved(tuple(ways[i] for i in rng.permutation(5)))


QUESTIONS = (
    Question(
        id="5.1",
        name="max_pool2d",
        points=4,
        right=max_pool2d,
        inputs=(
            (feature_map(X, FEATURES[0]), 2),
            (_random.integers(-9, 10, (5, 8)), 2),
            (-_random.random((7, 10)), 3),
            (_random.normal(size=(7, 6)), 3, 2),
            (_random.normal(size=(6, 5)), 2, 1),
            (_random.normal(size=(5, 9)), 2, 3),
            (_random.integers(-9, 10, (1, 6)), 1),  # a single row: there is no feature_map[1]
        ),
        mistakes=(
            Mistake(
                id="stride_one",
                sentence="不写 stride 的时候，你让窗口一格一格地滑。池化的步幅默认和窗口一样大，窗口一个挨着一个。",
                ask="stride 是 None 的时候，它应该换成哪一个量？",
                model=lambda image, kernel_size, stride=None: max_pool2d(image, kernel_size, stride or 1),
            ),
            Mistake(
                id="stride_ignored",
                sentence="你的窗口总是跳过自己那么大，没有用到参数 stride。",
                ask="写了 stride=1 的时候，第二个窗口从第几列开始？",
                model=lambda image, kernel_size, stride=None: max_pool2d(image, kernel_size),
            ),
            Mistake(
                id="always_stride_one",
                sentence="不管 stride 是多少，你的窗口都一格一格地滑。",
                ask="第二个窗口从第几列开始？这个数和 stride 有什么关系？",
                model=lambda image, kernel_size, stride=None: max_pool2d(image, kernel_size, 1),
            ),
            Mistake(
                id="ceil_for_floor",
                sentence="剩下的几格也被你凑成了窗口，这是向上取整（ceil_mode=True）。这一题向下取整：不完整的窗口不要。",
                ask="7 格宽的图，2 格宽的窗口，一个挨着一个，放得下几个完整的？",
                model=lambda image, kernel_size, stride=None: max_pool2d(image, kernel_size, stride, ceil_mode=True),
            ),
            Mistake(
                id="zeros_beyond",
                sentence="你在右边和下边补了 0，凑成完整的窗口。这一题不补：不完整的窗口不要。",
                ask="如果剩下的几格都是负数，补的 0 会不会成了最大的？",
                model=_zeros_beyond,
            ),
            Mistake(
                id="padded_with_zeros",
                sentence="你在图的四周补了一圈 0。这一题不补边。",
                ask="图里都是负数的时候，最大的那个数会从哪里来？",
                model=lambda image, kernel_size, stride=None: max_pool2d(np.pad(image, 1), kernel_size, stride),
            ),
            Mistake(
                id="size_divided_only",
                sentence="你用边长 // 步幅当作窗口的个数，最后的窗口可能伸到图外面，只剩半个。",
                ask="5 格宽的图，3 格宽的窗口，步幅是 1，能停几个位置？",
                model=_to_the_edge,
            ),
            Mistake(
                id="every_start",
                sentence="最后的窗口伸到了图外面，只剩半个，你也算了进去。不完整的窗口不要。",
                ask="循环一直走到了最后一行吗？从第几行起，窗口就放不下了？",
                model=_every_start,
            ),
            Mistake(
                id="windows_overlap",
                sentence="窗口的个数对了，可是每个窗口只比前一个移了一格：窗口的起点忘了乘步幅。",
                ask="结果的第 1 行，窗口从图的第几行开始？",
                model=_one_apart,
            ),
            Mistake(
                id="copied_from_the_lesson",
                sentence="3 个窗口、每个 2 格，是课文里那张 7×7 的图的。换一张图、换一个窗口，就不对了。",
                ask="窗口有几个，怎样从图的形状、kernel_size 和 stride 算出来？",
                model=lambda image, kernel_size, stride=None: max_pool2d(image, 2)[:3, :3],
            ),
            Mistake(
                id="mean_for_max",
                sentence="你求的是均值，那是平均池化。这一题留下最大的。",
                ask="窗口里是 1、0、0、0 时，应该留下几？",
                model=lambda image, kernel_size, stride=None: avg_pool2d(image, kernel_size, stride),
            ),
            Mistake(
                id="min_for_max",
                sentence="你留下了最小的，这一题要最大的。",
                ask="−1 和 0，哪一个大？",
                model=lambda image, kernel_size, stride=None: -max_pool2d(-image, kernel_size, stride),
            ),
            Mistake(
                id="strongest_by_size",
                sentence="你比的是绝对值。最大池化比的是数的大小，负号也算。",
                ask="−5 和 2，哪一个大？",
                model=lambda image, kernel_size, stride=None: max_pool2d(abs(image), kernel_size, stride),
            ),
            Mistake(
                id="maximum_starts_at_zero",
                sentence="窗口里都是负数的时候，你得到 0：你的“目前最大”是从 0 开始的。",
                ask="“目前最大”从窗口里的哪个数开始，才不会错？",
                model=lambda image, kernel_size, stride=None: np.maximum(max_pool2d(image, kernel_size, stride), 0),
            ),
            Mistake(
                id="first_of_each_window",
                sentence="你留下的是每个窗口左上角的数，没有比较大小。",
                ask="窗口里的其他几个数，你看过了吗？",
                model=lambda image, kernel_size, stride=None: image[
                    : image.shape[0] - kernel_size + 1 : stride or kernel_size,
                    : image.shape[1] - kernel_size + 1 : stride or kernel_size,
                ],
            ),
            Mistake(
                id="whole_map",
                sentence="你对整张图求了最大值，只得到一个数。池化是每个窗口留一个数。",
                ask="7×7 的图，窗口是 2×2，应该留下几个数？",
                model=lambda image, kernel_size, stride=None: image.max(),
            ),
            Mistake(
                id="window_fixed",
                sentence="你的窗口总是 2×2，没有用到参数 kernel_size。",
                ask="代码里写着 2 的地方，哪些应该换成 kernel_size？",
                model=lambda image, kernel_size, stride=None: max_pool2d(image, 2, stride),
            ),
            Mistake(
                id="transposed",
                sentence="你的结果行和列对调了：往下滑时填的是右边的格子。",
                ask="窗口往右移，结果该填到哪个方向？",
                model=lambda image, kernel_size, stride=None: max_pool2d(image, kernel_size, stride).T,
            ),
            Mistake(
                id="one_position_short",
                sentence="你漏掉了最后一行和最后一列：(n − kernel_size) // stride 还要加 1。",
                ask="2 格宽的图，2 格宽的窗口，能停 0 个位置还是 1 个？",
                model=lambda image, kernel_size, stride=None: max_pool2d(image, kernel_size, stride)[:-1, :-1],
            ),
            Mistake(
                id="window_one_short",
                sentence="窗口少看了一行一列：切到 k − 1 就停了。",
                ask="image[r : r + k] 一共切出几行？",
                model=lambda image, kernel_size, stride=None: _pooled(
                    image, _starts(image, kernel_size, stride or kernel_size), kernel_size - 1 or 1, np.max
                ),
            ),
            Mistake(
                id="window_as_wide_as_the_stride",
                sentence="窗口切得和步幅一样大。窗口有多大，看 kernel_size；每次走几格，看 stride。",
                ask="stride 比 kernel_size 小的时候，相邻的窗口会重叠吗？",
                model=lambda image, kernel_size, stride=None: _pooled(
                    image, _starts(image, kernel_size, stride or kernel_size), stride or kernel_size, np.max
                ),
            ),
            Mistake(
                id="place_in_the_window",
                sentence="你给出的是最大值在窗口里的位置，不是最大值。",
                ask="argmax 和 max，各返回什么？",
                model=lambda image, kernel_size, stride=None: _pooled(
                    image, _starts(image, kernel_size, stride or kernel_size), kernel_size, np.argmax
                ),
            ),
            Mistake(
                id="always_stride_two",
                sentence="没有写 stride 的时候，你总是走 2 格。应该走 kernel_size 格。",
                ask="kernel_size 是 3 的时候，不写 stride，窗口每次走几格？",
                model=lambda image, kernel_size, stride=None: max_pool2d(image, kernel_size, stride or 2),
            ),
            Mistake(
                id="kernel_and_stride_swapped",
                sentence="窗口的大小和步幅用反了。",
                ask="哪一个参数说窗口有多大？",
                model=lambda image, kernel_size, stride=None: max_pool2d(image, stride or kernel_size, kernel_size),
            ),
            Mistake(
                id="never_overlapping",
                sentence="窗口总是一个挨着一个：stride 小的时候，它们本来会重叠。",
                ask="stride 是 2、kernel_size 是 3，第二个窗口从第几列开始？",
                model=lambda image, kernel_size, stride=None: max_pool2d(
                    image, kernel_size, max(stride or kernel_size, kernel_size)
                ),
            ),
            Mistake(
                id="only_the_highest_of_all",
                sentence="你只留下了整张图最大的一个数，别的都变成了 0。每个窗口各留自己的最大值。",
                ask="不含那个最大值的窗口，该给出什么？",
                model=lambda image, kernel_size, stride=None: max_pool2d(
                    np.where(image < image.max(), 0, image), kernel_size, stride
                ),
            ),
            Mistake(
                id="stride_one_less",
                sentence="没有写 stride 的时候，你走了 kernel_size − 1 格。",
                ask="不写 stride，窗口会重叠吗？",
                model=lambda image, kernel_size, stride=None: max_pool2d(
                    image, kernel_size, stride or kernel_size - 1 or 1
                ),
            ),
        ),
        ask="先只看结果的 [0, 0]：窗口里有哪几个数，最大的是几？下一个窗口从哪里开始？",
        hints=(
            "和作业 2.1 一样，两层循环让窗口滑过去。不同的有两处：窗口一次移 stride 格，窗口里不相乘，只取最大的。",
            "先处理默认值：if stride is None: stride = kernel_size。"
            "行数是 (feature_map.shape[0] - kernel_size) // stride + 1，列数照样算。",
            "结果的第 row 行，窗口从 row * stride 开始：feature_map[row * stride:row * stride + kernel_size, ...]，"
            "列也一样写。窗口里最大的数是 window.max()。",
        ),
        draw=_any_pooling,
        long=True,
        text="max_pool2d(image, kernel_size, stride) 是最大池化：stride 不写就是 kernel_size，不完整的窗口不要。",
    ),
    _pooled_sizes(10, 3, 4, 2),
    _layer_parameters(3, 16, 3, 3, 2),
    _corner_values(_CORNER),
    _same_or_moved(_LESSON_WAYS),
)
