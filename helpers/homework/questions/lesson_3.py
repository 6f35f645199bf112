"""第 3 课的作业：大小、形状、参数的个数，一个卷积层，一张彩色图片，两层合成一层，感受野。

答案是值的题，一题一个函数：给它一组数，它算出正确的答案和每个错误想法的答案。课里的题和抽的题都从它来。
"""

from math import ceil

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from helpers.drawing.grids import Grid, Row
from helpers.homework.answers import Conv, ConvLayer
from helpers.homework.question import Mistake, Question
from helpers.layers.convolution import count_parameters, output_size

_COUNT = {2: "两", 3: "三", 4: "四", 5: "五"}
_random = np.random.default_rng(3)

#: 算错大小的十二种想法：标识 → (一句话，一句反问，公式)
_WRONG_SIZES = {
    "plus_one_forgotten": (
        "公式最后的 +1 丢了。窗口停在起点不动，也算一个位置。",
        "图片和窗口一样大的时候，能停 0 个位置还是 1 个？",
        lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) // s,
    ),
    "padding_once": (
        "填充只算了一边。padding 是每一边补的格数，两边都要补。",
        "左边补 p 格，右边也补 p 格，宽一共多了几格？",
        lambda n, k, s, p, d: (n + p - d * (k - 1) - 1) // s + 1,
    ),
    "padding_ignored": (
        "填充没有算进去。补了边，图片就变大了，窗口能停的位置也多了。",
        "补边以后，图片有多少格？",
        lambda n, k, s, p, d: (n - d * (k - 1) - 1) // s + 1,
    ),
    "dilation_ignored": (
        "空洞没有算进去。dilation 大于 1 时，卷积核盖住的地方比它自己大。",
        "例如三格的卷积核，相邻两格间距是 2：从头到尾盖住几格？",
        lambda n, k, s, p, d: (n + 2 * p - k) // s + 1,
    ),
    "covers_k_times_d": (
        "你把盖住的格数算成了 k × d。k 格之间只有 k − 1 个间距。",
        "例如三个点排成一行，间距是 2：从第一个点到最后一个点一共占几格？",
        lambda n, k, s, p, d: (n + 2 * p - k * d) // s + 1,
    ),
    "covers_k_plus_d": (
        "你把盖住的格数算成了 k + d。间距不止一个：k 格之间有 k − 1 个。",
        "每多一格卷积核，盖住的地方多出几格？",
        lambda n, k, s, p, d: (n + 2 * p - (k + d)) // s + 1,
    ),
    "d_zeros_between": (
        "你在相邻两格之间放了 d 个空格。dilation 是间距：间距 1 就是紧挨着，中间空 d − 1 格。",
        "dilation = 1 时，卷积核中间有空格吗？",
        lambda n, k, s, p, d: (n + 2 * p - (k + (k - 1) * d)) // s + 1,
    ),
    "rounded_up": (
        "除不尽的时候你往上取整了。最后一步放不下，窗口就不走了，所以要往下取整。",
        "例如还剩 4 格，每步 3 格：能走几步？",
        lambda n, k, s, p, d: ceil((n + 2 * p - d * (k - 1) - 1) / s) + 1,
    ),
    "plus_one_inside": (
        "+1 放到了除法里面。先用步幅去除剩下的格数，得到走几步，最后再加 1。",
        "一步也走不动的时候，有几个位置？",
        lambda n, k, s, p, d: (n + 2 * p - d * (k - 1)) // s,
    ),
    "stride_ignored": (
        "步幅没有算进去：你的窗口是一格一格地滑的。",
        "每次跳得远了，能停的位置是变多还是变少？",
        lambda n, k, s, p, d: n + 2 * p - d * (k - 1),
    ),
    "only_divided": (
        "你只拿图片的大小除以步幅，没有减去卷积核盖住的格数。",
        "窗口的左边缘最远能走到哪一列？",
        lambda n, k, s, p, d: n // s,
    ),
    "padding_keeps_the_size": (
        "你认为输出总和图片一样大。补边不一定刚好抵消卷积核占掉的，步幅也会让它变小。",
        "把数代进公式：补了几格，卷积核占掉几格？",
        lambda n, k, s, p, d: n,
    ),
}


def _count(weights: float, bias: float) -> int:
    return int(weights + bias)


def _channels(photo: np.ndarray) -> np.ndarray:
    return np.moveaxis(photo, 2, 0)


def _convolve(channels: np.ndarray, weight: np.ndarray, added: bool = True, average: bool = False) -> np.ndarray:
    """Let every kernel of a row of weight meet its channel, and add the maps of a row."""
    views = sliding_window_view(channels, weight.shape[2:], axis=(1, 2))
    maps = np.einsum("chwij,ocij->ochw", views, weight)
    if average:
        maps = maps / weight[0, 0].size
    return (maps.sum(axis=1) if added else maps)[None]


def _photo_maps(photo: np.ndarray, weight: np.ndarray) -> np.ndarray:
    return _convolve(_channels(photo), weight)


def _same_size(photo: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Pad so that the maps are as large as the photo, as padding='same' does."""
    around = [((side - 1) // 2, side // 2) for side in weight.shape[2:]]
    return _photo_maps(np.pad(photo, [*around, (0, 0)]), weight)


def _merged(first: np.ndarray, second: np.ndarray, overwrite: bool = False) -> list:
    """Return the one kernel that does what two do one after the other; overwrite: of the places shared, the last."""
    one = np.zeros(np.add(first.shape, second.shape) - 1, int)
    for (row, column), value in np.ndenumerate(second):
        place = one[row : row + len(first), column : column + first.shape[1]]
        place[:] = value * first if overwrite else place + value * first
    return one.tolist()


def _minus(number: int) -> str:
    return str(number).replace("-", "−")


def _signed(number: int) -> str:
    """Write a number to stand after a sign."""
    return f"({_minus(number)})" if number < 0 else str(number)


def _sizes(*settings: tuple[int, int, int, int, int]) -> Question:
    """The sizes that two settings give, with the same picture and the same kernel."""
    right = [output_size(*each) for each in settings]
    whole = tuple((1, 1, size, size) for size in right)
    n, k = settings[0][:2]
    first, second = (f"stride={s}, padding={p}, dilation={d}" for *_, s, p, d in settings)
    return Question(
        id="3.1",
        name="two_sizes",
        points=2,
        right=right,
        by_part=True,
        mistakes=(
            *(
                # two numbers cannot always tell two ideas apart
                Mistake(
                    id=name, sentence=f"很可能是这样：{sentence}", ask=ask, model=[formula(*each) for each in settings]
                )
                for name, (sentence, ask, formula) in _WRONG_SIZES.items()
            ),
            Mistake(
                id="order_reversed",
                sentence="两个数都对，先后反了。",
                ask="题目的第一种设置，步幅是几？",
                model=right[::-1],
            ),
            Mistake(
                id="whole_shapes",
                sentence="你写的是两个完整的形状。这一题只要两个边长。",
                ask=f"{whole[0]} 里，哪一个是边长？",
                model=whole,
            ),
            Mistake(
                id="heights_and_widths",
                sentence="每个边长你写了两遍（高和宽）。结果是方的，一层只写一个数。",
                ask="两个层，一共要几个数？",
                model=tuple((size, size) for size in right),
            ),
        ),
        ask="画一排格子：补边以后有几格，窗口盖住几格，每步走几格？",
        hints=(
            "先算图片补边以后有几格，再算卷积核连空洞一共盖住几格。",
            "盖住的格数是 dilation × (kernel_size − 1) + 1。补边后的格数减去它，就是窗口还能往前走的格数。",
            "换一个例子：10 格，kernel_size=3，stride=2，padding=1，dilation=1。补边后 12 格，盖住 3 格，还能走 9 格，"
            "每步 2 格走 4 步，起点也算，一共 5 个位置。",
        ),
        draw=_any_sizes,
        text=f"图片 {n}×{n}，卷积核 {k}×{k}。第一种设置是 {first}，第二种是 {second}。"
        "结果各有几行？写成两个数，用逗号隔开。",
    )


def _any_sizes(rng: np.random.Generator) -> Question:
    """Search, since few settings tell all the wrong formulas apart: one stride is 1, the other wide."""
    while True:
        n, k = rng.integers((8, 4), (17, 7)).tolist()
        near, wide = rng.integers((1, 1, 2), (2, 4, 4)), rng.integers((3, 0, 1), (5, 4, 3))
        settings = [(n, k, *each.tolist()) for each in rng.permutation([near, wide])]
        wrong = {tuple(formula(*each) for each in settings) for *_, formula in _WRONG_SIZES.values()}
        if min(map(min, wrong)) > 0 and len(wrong) == len(_WRONG_SIZES):
            return _sizes(*settings)


def _any_setting(rng: np.random.Generator) -> tuple:
    return tuple(rng.integers((30, 3, 1, 1, 1), (60, 10, 5, 6, 4)).tolist())


def _shape(ins: int, outs: int, height: int, width: int, groups: int) -> Question:
    """The shape of the weights of a layer with groups."""
    group = ins // groups
    share = "一半" if groups == 2 else f"{_COUNT[groups]}分之一"
    split = f"{ins} 个输入通道分成{_COUNT[groups]}组，每组几个？"
    return Question(
        id="3.3",
        name="weight_shape",
        points=1,
        right=(outs, group, height, width),
        mistakes=(
            Mistake(
                id="groups_ignored",
                sentence=f"分组没有算进去。groups={groups} 时，每个卷积核只看{share}的输入通道。",
                ask=split,
                model=(outs, ins, height, width),
            ),
            Mistake(
                id="groups_divide_both",
                sentence="两个通道数你都除了。分组让每个卷积核少看几个输入通道，输出通道一个也不少。",
                ask=f"这一层还是要给出 {outs} 张特征图：需要几套卷积核？",
                model=(outs // groups, group, height, width),
            ),
            Mistake(
                id="groups_divide_out",
                sentence="你除的是输出通道。分组以后，少的是每个卷积核要看的输入通道。",
                ask="一个卷积核，要和它那一组的几个输入通道相遇？",
                model=(outs // groups, ins, height, width),
            ),
            Mistake(
                id="in_channels_first",
                sentence="你把输入通道写在了最前面。权重的第一个数是输出通道，全连接层也是这样。",
                ask="layer.weight[0] 是算哪一张输出用的？",
                model=(group, outs, height, width),
            ),
            Mistake(
                id="in_channels_first_groups_ignored",
                sentence="顺序反了，分组也没有算：权重先写输出通道，再写每一组的输入通道。",
                ask="layer.weight[0] 是算哪一张输出用的？它要看几个输入通道？",
                model=(ins, outs, height, width),
            ),
            Mistake(
                id="kernel_first",
                sentence="你把卷积核的高和宽写在了最前面。有的程序库这样排，PyTorch 把它们放在最后。",
                ask="layer.weight[0] 是算哪一张输出用的？",
                model=(height, width, group, outs),
            ),
            Mistake(
                id="kernel_first_groups_ignored",
                sentence="卷积核的高和宽要放在最后，分组也没有算进去。",
                ask=split,
                model=(height, width, ins, outs),
            ),
            Mistake(
                id="height_and_width_swapped",
                sentence="卷积核的高和宽反了。元组总是先写高，再写宽。",
                ask=f"kernel_size={height, width} 的卷积核有几行？",
                model=(outs, group, width, height),
            ),
            Mistake(
                id="height_and_width_swapped_groups_ignored",
                sentence="卷积核的高和宽反了，分组也没有算进去。",
                ask=f"kernel_size={height, width} 的卷积核有几行？{split}",
                model=(outs, ins, width, height),
            ),
            Mistake(
                id="in_channels_forgotten",
                sentence="少了输入通道。每个输出通道，对它那一组的每个输入通道都有一个卷积核。",
                ask="一张输出图要由几张输入图算出来？",
                model=(outs, height, width),
            ),
            Mistake(
                id="square_kernel",
                sentence=f"你把卷积核当成了方的。kernel_size={height, width} 是高 {height}、宽 {width}。",
                ask="四个数的最后两个，先高后宽，各是几？",
                model=(outs, group, height, height),
            ),
            Mistake(
                id="picture_shape",
                sentence="第一个数写成了 1，像图片的形状 (N, C, H, W)。权重的第一个数是输出通道。",
                ask="这一层有几个输出通道？",
                model=(1, outs, height, width),
            ),
            Mistake(
                id="digits_run_together",
                sentence="四个数连成了一个数，中间要有逗号。",
                ask="形状有几个方向，就写几个数：用什么隔开？",
                model=int(f"{outs}{group}{height}{width}"),
            ),
        ),
        ask="四个数依次是输出通道、每一组的输入通道、高、宽：你写的每一个，各是哪一个？",
        hints=(
            "权重的形状有四个数：输出通道，每一组的输入通道，卷积核的高，卷积核的宽。",
            "分组时，只有第二个数要除以 groups。",
            "换一个例子：nn.Conv2d(6, 9, (1, 7), groups=3) 的权重形状是 (9, 2, 1, 7)。",
        ),
        draw=_any_shape,
        text=f"nn.Conv2d({ins}, {outs}, kernel_size={height, width}, groups={groups}) 的权重是什么形状？"
        "写成四个数的元组。",
    )


def _any_shape(rng: np.random.Generator) -> Question:
    groups, ins, outs = rng.integers((2, 2, 2), (5, 5, 6)).tolist()  # ins, outs: of each group
    return _shape(groups * ins, groups * outs, *rng.integers(2, 8, 2).tolist(), groups)


def _any_layer(rng: np.random.Generator) -> tuple:
    groups, ins, outs = rng.integers((1, 1, 2), (4, 4, 5)).tolist()  # ins, outs: of each group
    kernel_size = tuple(rng.permutation(np.arange(2, 6))[:2].tolist())  # never square
    return groups * ins, groups * outs, kernel_size, groups, bool(rng.integers(2))


def _shrink(ins: int, outs: int, side: int, *strides: int) -> Question:
    """The layer that makes pictures this square: one stride is 2, the other 3."""
    height, width = (stride * side for stride in strides)
    short, long = "高宽" if strides == (2, 3) else "宽高"
    before, after = (1, ins, height, width), (1, outs, side, side)
    return Question(
        id="3.5",
        name="shrink",
        points=2,
        right=Conv(ins, outs, 3, stride=strides, padding=1),
        type=ConvLayer(ins, (height, width)),
        mistakes=(
            Mistake(
                id="channels_swapped",
                sentence="输入通道和输出通道写反了。nn.Conv2d 先写收几个，再写给几个。",
                ask=f"图片的形状是 {before}：哪一个数是通道？",
                model=Conv(outs, ins, 3, stride=strides, padding=1),
            ),
            Mistake(
                id="batch_taken_for_channels",
                sentence=f"你把第一个数 1 当成了通道。形状是 (N, C, H, W)：1 是图片的张数，{ins} 才是通道。",
                ask=f"{before} 里，哪一个数是 C？",
                model=Conv(1, outs, 3, stride=strides, padding=1),
            ),
            Mistake(
                id="height_and_width_swapped",
                sentence="步幅的高和宽反了。元组总是先写高，再写宽。",
                ask=f"高从 {height} 变成 {side}，宽从 {width} 变成 {side}：哪一个方向要跳得更远？",
                model=Conv(ins, outs, 3, stride=strides[::-1], padding=1),
            ),
            Mistake(
                id="one_stride_of_two",
                sentence=f"两个方向的步幅都是 2，{short}对了，{long}只减到一半。两个方向要用不同的步幅。",
                ask=f"{long}从 {3 * side} 变成 {side}，要每次跳几格？",
                model=Conv(ins, outs, 3, stride=2, padding=1),
            ),
            Mistake(
                id="one_stride_of_three",
                sentence=f"两个方向的步幅都是 3，{long}对了，{short}却减得太多。两个方向要用不同的步幅。",
                ask=f"{short}从 {2 * side} 变成 {side}，要每次跳几格？",
                model=Conv(ins, outs, 3, stride=3, padding=1),
            ),
            Mistake(
                id="stride_forgotten",
                sentence="高和宽都没有变小：步幅还是 1。",
                ask=f"哪个参数能让输出的{short}减半？",
                model=Conv(ins, outs, 3, padding=1),
            ),
            Mistake(
                id="padding_forgotten",
                sentence=f"步幅对了，{short}却少了一格：卷积核的边占掉了位置。",
                ask="补几圈，能把它补回来？",
                model=Conv(ins, outs, 3, stride=strides),
            ),
            Mistake(
                id="stride_swapped",
                sentence=f"步幅的高和宽反了：{strides[::-1]} 是高走 {strides[1]} 格、宽走 {strides[0]} 格。",
                ask=f"{height} 行变 {side} 行，{width} 列变 {side} 列：哪一边该走得快？",
                model=Conv(ins, outs, strides[::-1], strides[::-1]),
            ),
            Mistake(
                id="square_window",
                sentence="你的窗口是方的，而这张图不是：高和宽少掉的格数不同。",
                ask=f"{height} 行变 {side} 行少几行？{width} 列变 {side} 列少几列？",
                model=Conv(ins, outs, side + 1),
            ),
            Mistake(
                id="one_short",
                sentence=f"窗口小了一格：n − k + 1 要等于 {side}。",
                ask=f"{height} − k + 1 = {side}，k 是几？",
                model=Conv(ins, outs, (height - side, width - side)),
            ),
            Mistake(
                id="side_taken_for_channels",
                sentence=f"输出通道写成了 {side}，那是结果的边长。",
                ask=f"{after} 里，哪一个数是通道？",
                model=Conv(ins, side, (height - side + 1, width - side + 1)),
            ),
        ),
        ask=f"一边一边地算：{height} 行经过你的层变成几行，{width} 列变成几列？",
        hints=(
            f"通道看形状的第二个数：{ins} 变成 {outs}。高和宽用步幅来缩小。",
            f"{short}从 {2 * side} 到 {side} 要减半，{long}从 {3 * side} 到 {side} 要减到三分之一，"
            "所以步幅是一个元组 (高，宽)。",
            f"先选定 kernel_size=3：{short} {2 * side}，步幅 2，不补边时是 ({2 * side} − 3) // 2 + 1 = {side - 1}。"
            "少了一格，补边能不能补回来？",
        ),
        draw=_any_shrink,
        text=f"造一个 nn.Conv2d，把形状 {before} 的一批图片变成 {after}。",
        given="from torch import nn",
    )


def _any_shrink(rng: np.random.Generator) -> Question:
    return _shrink(*rng.integers((2, 4, 5), (5, 17, 21)).tolist(), *rng.permutation([2, 3]).tolist())


def _any_photo(rng: np.random.Generator) -> tuple:
    return rng.integers(-2, 4, (*rng.permutation([2, 3]), 2)), rng.integers(-2, 3, (2, 2, 2, 2))


def _one_kernel(first: np.ndarray, second: np.ndarray) -> Question:
    """The one kernel that does what these two do one after the other."""
    right = _merged(first, second)
    corner, across, below = map(_minus, second.ravel()[:3])
    a, b = map(_signed, first[0])
    return Question(
        id="3.7",
        name="one_kernel",
        points=2,
        right=right,
        mistakes=(
            Mistake(
                id="multiplied_cell_by_cell",
                sentence="你很可能把两个卷积核对应的格子乘了起来。第二层的每个数，乘的是挪开了的一整个第一层卷积核。",
                ask="第二层的卷积核盖住第一层的四个数，它们的窗口合在一起盖住几行几列？",
                model=(first * second).tolist(),
            ),
            Mistake(
                id="added_cell_by_cell",
                sentence="你把两个卷积核对应的格子加了起来。那是两层并排、结果相加，不是一层接一层。",
                ask="第二层收到的是图片，还是第一层的结果？",
                model=(first + second).tolist(),
            ),
            Mistake(
                id="matrix_product",
                sentence="你算的是矩阵乘法（@）。卷积核合起来不是行乘列：第二层每挪一格，乘上整个第一层卷积核，再加起来。",
                ask="合成的卷积核，左上角的一格只和哪两个数有关？",
                model=(first @ second).tolist(),
            ),
            Mistake(
                id="matrix_product_reversed",
                sentence="你算的是矩阵乘法（@），而且第二层在前。卷积核合起来不是行乘列。",
                ask="合成的卷积核，左上角的一格只和哪两个数有关？",
                model=(second @ first).tolist(),
            ),
            Mistake(
                id="side_by_side",
                sentence="你的四块没有重叠：每块都挪开了两格。第二层的窗口只隔一格，所以四块要叠在一起，重叠的格子相加。",
                ask="第二层相邻的两个数，乘的是隔几格的两个窗口？",
                model=np.kron(second, first).tolist(),
            ),
            Mistake(
                id="side_by_side_reversed",
                sentence="你拿第一层的每个数去乘整个第二层，而且四块没有重叠。相邻的窗口只隔一格，重叠的格子要相加。",
                ask="第二层相邻的两个数，乘的是隔几格的两个窗口？",
                model=np.kron(first, second).tolist(),
            ),
            Mistake(
                id="second_flipped",
                sentence="你把第二层的卷积核转了 180° 再用。nn.Conv2d 不翻转：右下角的数乘的是右下的窗口。",
                ask=f"第二层左上角的 {corner}，乘的是哪一个窗口的结果？",
                model=_merged(first, second[::-1, ::-1]),
            ),
            Mistake(
                id="first_flipped",
                sentence="你把第一层的卷积核转了 180° 再用。nn.Conv2d 不翻转，挪过去就行。",
                ask=f"第一层左上角的 {_minus(first[0, 0])}，乘的是窗口的哪一格？",
                model=_merged(first[::-1, ::-1], second),
            ),
            Mistake(
                id="both_flipped",
                sentence="合成的卷积核整个转了 180°。nn.Conv2d 不翻转。",
                ask="图片左上角的一格，乘过第一层的哪个数、第二层的哪个数？",
                model=_merged(first[::-1, ::-1], second[::-1, ::-1]),
            ),
            Mistake(
                id="rows_and_columns_swapped",
                sentence="行和列反了：挪的时候，你把第二层的行当成了列。",
                ask=f"第二层右上角的 {across}，让第一层往右挪，还是往下挪？",
                model=_merged(first, second.T),
            ),
            Mistake(
                id="averaged",
                sentence="你求了均值。nn.Conv2d 只求和，不除以个数。",
                ask="nn.Conv2d 把乘积都加起来以后，还要再除吗？",
                model=(np.array(right) / 4).tolist(),
            ),
            Mistake(
                id="relu_between",
                sentence="你在中间把负数变成了 0。题目说没有 ReLU；有了它，就没有哪一个卷积核能代替两层。",
                ask="题目里，两层中间有什么？",
                model=_merged(np.maximum(first, 0), second),
            ),
            Mistake(
                id="overwritten",
                sentence="重叠的格子，你只留了最后一次的数，前面的丢了。写 +=，不写 =。",
                ask="正中的一格，四块都盖到了，它该是几个数的和？",
                model=_merged(first, second, overwrite=True),
            ),
        ),
        ask=f"把第一层的卷积核乘上 {corner}，放在左上角；再乘上 {below}，往下挪一格。重叠的格子各是几加几？",
        hints=(
            "第二层有 2×2 = 4 个数，每个数让第一层的卷积核挪到一处。两个 2×2 合起来是 3×3。",
            "从全是 0 的 3×3 开始。第二层的 (i, j) 处是 v，就把 v 乘第一层的卷积核，加到第 i 行第 j 列开始的 2×2 上。",
            f"左上角只有 {corner} × {a} = {_minus(right[0][0])}；"
            f"它右边是 {corner} × {b} + {_signed(second[0, 1])} × {a} = {_minus(right[0][1])}。其余七格照样算。",
        ),
        draw=_any_kernels,
        text="两层卷积，没有偏置，中间也没有 ReLU：第一层的卷积核是 first，第二层的是 second。"
        "它们合起来等于哪一个卷积核？写成一张数表。",
        pictures=(Row(Grid(first, "第一层 first"), Grid(second, "第二层 second")),),
        given=f"first = np.array({first.tolist()})\nsecond = np.array({second.tolist()})",
    )


def _any_kernels(rng: np.random.Generator) -> Question:
    return _one_kernel(*(rng.choice([-2, -1, 1, 3, 4], (2, 2), replace=False) for _ in range(2)))


def _fields(k: int, layers: int, a: int, stride: int, b: int) -> Question:
    """The fields of a stack of k×k, and of a×a with a stride and b×b after it."""
    fewer = (layers - 1) * (k - 1) + 1
    right = [fewer + k - 1, a + (b - 1) * stride]
    starts = "、".join(str(stride * each) for each in range(b))
    return Question(
        id="3.8",
        name="two_fields",
        points=2,
        right=right,
        by_part=True,
        mistakes=(
            Mistake(
                id="sizes_added",
                sentence="你把各层卷积核的大小加了起来。相邻的窗口是重叠的，每多一层，只多出卷积核减 1 格。",
                ask=f"两层 {k}×{k} 看得到几行？是 {2 * k} 行吗？",
                model=[layers * k, a + b],
            ),
            Mistake(
                id="sizes_multiplied",
                sentence="你把各层卷积核的大小乘了起来。相邻的窗口是重叠的，每多一层只多出一点点。",
                ask=f"两层 {k}×{k} 看得到几行？是 {k * k} 行吗？",
                model=[k**layers, a * b],
            ),
            Mistake(
                id="last_layer_only",
                sentence="你只看了最后一层。它的窗口看的是上一层的数，那些数又各看着一片图片。",
                ask="最后一层的一个窗口里，每个数在图片上看得到几行？",
                model=[k, b],
            ),
            Mistake(
                id="stride_ignored",
                sentence=f"第一种对了；第二种，步幅没有算进去。第一层相邻的两个数，在图片上的窗口隔着 {stride} 格。",
                ask=f"第二层的窗口有 {b} 行，第一个和最后一个在图片上隔几格？",
                model=[right[0], a + b - 1],
            ),
            Mistake(
                id="stride_multiplies_all",
                sentence=f"第一种对了；第二种，你把步幅乘到了整片上。步幅只让窗口隔得远，窗口自己还是 {a} 行。",
                ask=f"第二层的 {b} 行，中间有几个间隔？每个间隔 {stride} 格，再加上最后一个窗口的几行？",
                model=[right[0], (a + b - 1) * stride],
            ),
            Mistake(
                id="five_steps_of_two",
                sentence=f"第一种对了；第二种，{b} 个数之间只有 {b - 1} 个间隔，你算了 {b} 个。",
                ask=f"{b} 个点排成一行，中间有几个间隔？",
                model=[right[0], a + b * stride],
            ),
            Mistake(
                id="stride_of_the_wrong_layer",
                sentence=f"第一种对了；第二种，你让第一层窗口里的 {a} 行隔开了。步幅是窗口之间的距离，窗口里面还挨着。",
                ask="第一层的一个窗口，盖住图片的几行？",
                model=[right[0], (a - 1) * stride + b],
            ),
            Mistake(
                id="outputs_counted",
                sentence=f"第一种很可能只算了{_COUNT[layers - 1]}层："
                f"{_COUNT[layers - 1]}层是 {fewer}，{_COUNT[layers]}层再多 {k - 1}。",
                ask=f"第{_COUNT[layers]}层的窗口有 {k} 行，每行各看得到 {fewer} 行，隔一格一个：合起来是几行？",
                model=[fewer, right[1]],
            ),
            Mistake(
                id="order_reversed",
                sentence="两个数都对，先后反了。",
                ask="题目的第一种，有几层？",
                model=right[::-1],
            ),
        ),
        ask="最后一层的一个窗口，第一行和最后一行各看得到图片的哪几行？",
        hints=(
            "一层一层地倒着想：最后一层的窗口有几行，上一层的那几个数，各看得到图片的哪几行？",
            f"步幅都是 1 的时候，每多一层 {k}×{k}，就多看到 {k - 1} 行：{k}，{2 * k - 1}，……",
            f"第二种：第二层的窗口盖住第一层的 {b} 个数，它们在图片上的窗口从第 {starts} 行开始，每个 {a} 行。",
        ),
        draw=_any_fields,
        text=f"最后的一个数，看得到图片上几行？第一种网络：{_COUNT[layers]}层 {k}×{k} 的卷积，步幅都是 1。"
        f"第二种：先一层 {a}×{a}、步幅 {stride}，再一层 {b}×{b}、步幅 1。两种各写一个数，用逗号隔开。",
    )


def _any_fields(rng: np.random.Generator) -> Question:
    return _fields(*rng.integers((2, 3, 2, 2, 3), (6, 6, 6, 4, 7)).tolist())


QUESTIONS = (
    _sizes((9, 5, 1, 2, 2), (9, 5, 3, 0, 1)),
    Question(
        id="3.2",
        name="output_size",
        points=3,
        right=output_size,
        inputs=(
            (9, 5, 1, 2, 2),
            (9, 5, 3, 0, 1),
            (10, 3, 4, 0, 1),
            (12, 4, 3, 1, 3),
            (6, 1, 1, 0, 1),
            (20, 7, 2, 3, 1),
        ),
        mistakes=(
            *(
                Mistake(id=name, sentence=sentence, ask=ask, model=formula)
                for name, (sentence, ask, formula) in _WRONG_SIZES.items()
            ),
            Mistake(
                id="brackets_forgotten",
                sentence="分子没有加括号：先算的是除法，只有最后的 1 被除了。",
                ask="a − b // c 里，先算减法还是先算除法？",
                model=lambda n, k, s, p, d: n + 2 * p - d * (k - 1) - 1 // s + 1,
            ),
            Mistake(
                id="not_rounded",
                sentence="除不尽的时候你留下了小数。位置数是整数，要往下取整。",
                ask="单斜杠 / 和双斜杠 // 有什么不同？",
                model=lambda n, k, s, p, d: (n + 2 * p - d * (k - 1) - 1) / s + 1,
            ),
            Mistake(
                id="rounded_to_nearest",
                sentence="你四舍五入了。剩下的格数不够一整步，窗口就不走，所以总是往下取整。",
                ask="例如还剩 7 格，每步 4 格：能走几步？",
                model=lambda n, k, s, p, d: round((n + 2 * p - d * (k - 1) - 1) / s) + 1,
            ),
            Mistake(
                id="stride_and_dilation_swapped",
                sentence="步幅和空洞用反了：除以的是 dilation，乘上的是 stride。",
                ask="窗口每次走几格，是哪个参数？卷积核里面隔几格，又是哪个？",
                model=lambda n, kernel_size, stride, padding, dilation: (
                    (n + 2 * padding - stride * (kernel_size - 1) - 1) // dilation + 1
                ),
            ),
            Mistake(
                id="gaps_only",
                sentence="你只减去了空格，没有减去卷积核自己的格：盖住的是 d × (k − 1) + 1 格。",
                ask="dilation 是 1 的时候，卷积核盖住几格？你的式子给出几格？",
                model=lambda n, kernel_size, stride, padding, dilation: (
                    (n + 2 * padding - (kernel_size - 1) * (dilation - 1) - 1) // stride + 1
                ),
            ),
            Mistake(
                id="plus_for_minus_one",
                sentence="盖住的格数少减了：你写的是 + 1，应该是 − 1。",
                ask="盖住的格数是 d × (k − 1) + 1，整个减去它，括号去掉以后 + 1 变成什么？",
                model=lambda n, kernel_size, stride, padding, dilation: (
                    (n + 2 * padding - dilation * (kernel_size - 1) + 1) // stride + 1
                ),
            ),
            Mistake(
                id="padded_after",
                sentence="填充加在了最后的结果上。应该先把图片补大，再数位置。",
                ask="例如步幅是 2，补一圈会多出几个位置？",
                model=lambda n, kernel_size, stride, padding, dilation: (
                    (n - dilation * (kernel_size - 1) - 1) // stride + 1 + 2 * padding
                ),
            ),
            Mistake(
                id="kernel_and_stride_swapped",
                sentence="卷积核的大小和步幅用反了。",
                ask="除以的该是哪一个：窗口有多大，还是每次走几格？",
                model=lambda n, kernel_size, stride, padding, dilation: (
                    (n + 2 * padding - dilation * (stride - 1) - 1) // kernel_size + 1
                ),
            ),
        ),
        ask="画一排格子，数一数窗口能停的位置：和你的函数给出的一样吗？",
        hints=(
            "分三步写：补边后的格数、卷积核连空洞盖住的格数、窗口能走几步。",
            "补边后是 n + 2 * padding，盖住的是 dilation * (kernel_size - 1) + 1。两者相减，是还能往前走的格数。",
            "走几步用整除 //：例如还能走 7 格，每步 4 格，7 // 4 是 1 步。起点也是一个位置，所以最后加 1。",
        ),
        draw=_any_setting,
        text="边长是 n 的图，卷积以后的边长是 output_size(n, kernel_size, stride, padding, dilation)。",
    ),
    _shape(4, 8, 3, 5, 2),
    Question(
        id="3.4",
        name="count_parameters",
        points=3,
        right=count_parameters,
        inputs=(
            (3, 8, (3, 5), 1, True),
            (1, 3, (3, 3), 1, False),
            (4, 10, (3, 3), 2, True),
            (6, 12, (5, 5), 6, True),
            (6, 9, (1, 7), 3, False),
            (5, 5, (2, 2), 1, True),
        ),
        mistakes=(
            Mistake(
                id="bias_forgotten",
                sentence="偏置没有数进去。bias=True 时，每个输出通道还有一个偏置。",
                ask="假如有 8 个输出通道，一共几个偏置？",
                model=lambda i, o, k, g, b: _count(o * i * k[0] * k[1] / g, 0),
            ),
            Mistake(
                id="bias_always",
                sentence="bias=False 时没有偏置，你还是数了。",
                ask="函数里哪一处用到了 bias？",
                model=lambda i, o, k, g, b: _count(o * i * k[0] * k[1] / g, o),
            ),
            Mistake(
                id="one_bias_in_all",
                sentence="你一共只数了一个偏置。每个输出通道都有自己的一个。",
                ask="两张不同的输出图，要加同一个数吗？",
                model=lambda i, o, k, g, b: _count(o * i * k[0] * k[1] / g, b),
            ),
            Mistake(
                id="one_bias_per_in_channel",
                sentence="你按输入通道数了偏置。偏置是最后加到每张输出图上的，所以按输出通道数。",
                ask="偏置加在求和之前，还是求和之后？",
                model=lambda i, o, k, g, b: _count(o * i * k[0] * k[1] / g, b * i),
            ),
            Mistake(
                id="one_bias_per_weight",
                sentence="你给每个权重都配了一个偏置。偏置在全部相加之后才加，一张输出图只有一个。",
                ask="算出一个输出的数，要加几次偏置？",
                model=lambda i, o, k, g, b: _count(o * i * k[0] * k[1] / g * (1 + b), 0),
            ),
            Mistake(
                id="one_bias_per_kernel",
                sentence="你给每个卷积核都配了一个偏置。一张输出图由好几个卷积核合起来，只加一个偏置。",
                ask="几个输入通道的结果先相加，偏置再加几次？",
                model=lambda i, o, k, g, b: _count(o * i * k[0] * k[1] / g, b * o * i / g),
            ),
            Mistake(
                id="one_bias_per_pixel",
                sentence="你按窗口的格数给了偏置，每个像素一个。一个输出通道的所有位置，共用一个偏置。",
                ask="窗口滑到别处，加的偏置会变吗？",
                model=lambda i, o, k, g, b: _count(o * i * k[0] * k[1] / g, b * o * k[0] * k[1]),
            ),
            Mistake(
                id="bias_divided_by_groups",
                sentence="你把偏置也按组分了。分组不减少输出通道，偏置一个也不少。",
                ask="分了组，输出图会变少吗？",
                model=lambda i, o, k, g, b: _count(o * i * k[0] * k[1] / g, b * o / g),
            ),
            Mistake(
                id="in_channels_forgotten",
                sentence="输入通道没有乘进去。每个输出通道，对它那一组的每个输入通道都有一个卷积核。",
                ask="彩色图片有三个通道，一个输出通道需要几个卷积核？",
                model=lambda i, o, k, g, b: _count(o * k[0] * k[1], b * o),
            ),
            Mistake(
                id="out_channels_forgotten",
                sentence="输出通道没有乘进去。每多一张输出图，就多一套卷积核。",
                ask="假如几个输出通道共用一套卷积核，几张图会有什么不同？",
                model=lambda i, o, k, g, b: _count(i * k[0] * k[1] / g, b * o),
            ),
            Mistake(
                id="one_side_of_the_kernel",
                sentence="卷积核你只数了一边。高 × 宽才是它的格数。",
                ask="例如 3 行 5 列的卷积核，有几个数？",
                model=lambda i, o, k, g, b: _count(o * i * k[0] / g, b * o),
            ),
            Mistake(
                id="square_kernel",
                sentence="你把卷积核都当成了正方形。高和宽可以不一样。",
                ask="例如 kernel_size=(3, 5) 有几个数？是 9 个吗？",
                model=lambda i, o, k, g, b: _count(o * i * k[0] ** 2 / g, b * o),
            ),
            Mistake(
                id="groups_ignored",
                sentence="分组没有算进去。分组以后，每个卷积核只看 in_channels / groups 个输入通道。",
                ask="分了组，参数应该变多还是变少？",
                model=lambda i, o, k, g, b: _count(o * i * k[0] * k[1], b * o),
            ),
            Mistake(
                id="groups_divide_both",
                sentence="两个通道数你都除以了 groups，数的只是一组。每一组都有自己的参数，几组要加起来。",
                ask="一组的参数数好了，一共有几组？",
                model=lambda i, o, k, g, b: _count((o / g) * (i / g) * k[0] * k[1], b * o),
            ),
            Mistake(
                id="groups_multiply",
                sentence="你乘以了 groups。分组让每个卷积核看得更少，参数也就更少。",
                ask="每个卷积核看的输入通道，是变多还是变少？",
                model=lambda i, o, k, g, b: _count(o * i * k[0] * k[1] * g, b * o),
            ),
            Mistake(
                id="depthwise_keeps_the_count",
                sentence="groups 和 in_channels 相等时，你认为输出通道也得和它一样多。"
                "其实可以是它的几倍：每个输入通道各生出几张图。",
                ask="例如 6 个输入通道，每个生出 2 张图，一共几个卷积核？",
                model=lambda i, o, k, g, b: (
                    _count(i * k[0] * k[1], b * i) if g == i > 1 else count_parameters(i, o, k, g, b)
                ),
            ),
            Mistake(
                id="kernel_sides_added",
                sentence="卷积核的高和宽要相乘，你相加了。",
                ask="例如 3 行 5 列，一共有几格？",
                model=lambda in_channels, out_channels, kernel_size, groups, bias: (
                    out_channels * (in_channels // groups) * sum(kernel_size) + out_channels * bias
                ),
            ),
            Mistake(
                id="shape_instead_of_count",
                sentence="你返回的是权重的形状，还没有乘起来。",
                ask="一个形状里一共有几个数，怎样算？",
                model=lambda in_channels, out_channels, kernel_size, groups, bias: (
                    out_channels,
                    in_channels // groups,
                    *kernel_size,
                ),
            ),
            Mistake(
                id="weights_and_biases_apart",
                sentence="权重和偏置的个数要加成一个数，你返回了两个。",
                ask="return 后面的逗号，该换成什么？",
                model=lambda in_channels, out_channels, kernel_size, groups, bias: (
                    out_channels * (in_channels // groups) * kernel_size[0] * kernel_size[1],
                    out_channels,
                ),
            ),
            Mistake(
                id="kernels_counted",
                sentence="你数的是有几个 2D 的卷积核，没有数每个里面有几格。",
                ask="例如一个 3×5 的卷积核，里面有几个权重？",
                model=lambda in_channels, out_channels, kernel_size, groups, bias: in_channels * out_channels // groups,
            ),
            Mistake(
                id="tensors_counted",
                sentence="你数的是参数有几组（权重一组，偏置一组），不是有几个数。",
                ask="parameters() 里的每一组，有几个数，问它的哪个方法？",
                model=lambda in_channels, out_channels, kernel_size, groups, bias: 1 + bias,
            ),
            Mistake(
                id="one_bias_per_group_of_weights",
                sentence="你给每一个 2D 的卷积核都加了一个偏置，而且不管 bias 是不是 False。",
                ask="偏置是加在哪里的：每个卷积核，还是每张输出图？",
                model=lambda in_channels, out_channels, kernel_size, groups, bias: (
                    out_channels * (in_channels // groups) * (kernel_size[0] * kernel_size[1] + 1)
                ),
            ),
        ),
        ask="权重和偏置分开数：每张输出图用几个卷积核，每个有几格，偏置又有几个？",
        hints=(
            "先数权重：权重的形状是（输出通道，每一组的输入通道，高，宽），四个数乘起来。",
            "kernel_size 是 (高，宽)：height, width = kernel_size 把它拆开。除以 groups 用整除 //，得到的还是整数。",
            "再数偏置：bias 是 True 时，每个输出通道一个。例如 nn.Conv2d(2, 4, (3, 3)) 有 4 × 2 × 3 × 3 = 72 个权重和"
            " 4 个偏置，一共 76 个。",
        ),
        draw=_any_layer,
        text="count_parameters(in_channels, out_channels, kernel_size, groups, bias) 是一个 nn.Conv2d 的参数个数。",
    ),
    _shrink(3, 8, 10, 2, 3),
    Question(
        id="3.6",
        name="photo_maps",
        points=3,
        right=_photo_maps,
        inputs=(
            (_random.normal(size=(5, 7, 3)), _random.normal(size=(2, 3, 3, 2))),
            (_random.normal(size=(6, 6, 3)), _random.normal(size=(3, 3, 3, 3))),
            (_random.normal(size=(4, 6, 2)), _random.normal(size=(4, 2, 1, 3))),
        ),
        mistakes=(
            Mistake(
                id="reshape_instead_of_permute",
                sentence="你用 reshape 把通道挪到了前面。reshape 只是把同样的一串数重新排行，像素全混在一起了；"
                "要对调方向，用 np.transpose。",
                ask="photo[0, 0] 的几个数，挪动以后还在同一个位置吗？",
                model=lambda photo, weight: _convolve(photo.reshape(photo.shape[2], *photo.shape[:2]), weight),
            ),
            Mistake(
                id="batch_forgotten",
                sentence="数都对，只是少了最前面的那个 1：结果的形状要是 (1, out_channels, H, W)。",
                ask="nn.Conv2d 的输入和输出，第一个数说的是什么？",
                model=lambda photo, weight: _photo_maps(photo, weight)[0],
            ),
            Mistake(
                id="one_map_per_in_channel",
                sentence="你给每个输入通道各留了一张图。各个通道的结果要加起来，合成一张。",
                ask="weight 有几行，输出就有几张图：每一张是怎样合起来的？",
                model=lambda photo, weight: np.concatenate(_convolve(_channels(photo), weight, added=False)[0])[None],
            ),
            Mistake(
                id="channels_not_added",
                sentence="各个输入通道的图还没有加起来，所以多了一个方向。它们要合成一张。",
                ask="weight[0] 里有几个卷积核？它们一共应该给出几张图？",
                model=lambda photo, weight: _convolve(_channels(photo), weight, added=False),
            ),
            Mistake(
                id="last_channel_only",
                sentence="最后只剩下了一个通道的结果：循环里是不是写了 =，而不是 +=？",
                ask="每个通道的图，是换掉前一张，还是加到前一张上？",
                model=lambda photo, weight: _convolve(_channels(photo)[-1:], weight[:, -1:]),
            ),
            Mistake(
                id="first_output_only",
                sentence="你只用了 weight[0]，只得到一张图。weight 有几行，就有几张输出图。",
                ask="weight[1] 是算哪一张输出用的？",
                model=lambda photo, weight: _photo_maps(photo, weight[:1]),
            ),
            Mistake(
                id="one_kernel_for_all_channels",
                sentence="每个通道你用的都是同一个卷积核。每个通道有自己的：weight[i, c]。",
                ask="weight[0, 0] 和 weight[0, 1] 各和哪个通道相遇？",
                model=lambda photo, weight: _convolve(
                    _channels(photo), np.repeat(weight[:, :1], weight.shape[1], axis=1)
                ),
            ),
            Mistake(
                id="channels_averaged",
                sentence="你对各个通道求了平均。Conv2d 把它们加起来，不除以通道数。",
                ask="例如两个通道的结果是 2 和 4，输出应该是 6 还是 3？",
                model=lambda photo, weight: _photo_maps(photo, weight) / photo.shape[2],
            ),
            Mistake(
                id="mean_instead_of_sum",
                sentence="你在窗口里求了均值。第 2 课的 feature_map 求均值，Conv2d 只求和。",
                ask="feature_map 的哪个参数能让它只求和？",
                model=lambda photo, weight: _convolve(_channels(photo), weight, average=True),
            ),
            Mistake(
                id="everything_averaged",
                sentence="窗口里和通道之间你都求了平均。Conv2d 两处都只求和。",
                ask="一个输出的数，是几个乘积的和？",
                model=lambda photo, weight: _convolve(_channels(photo), weight, average=True) / photo.shape[2],
            ),
            Mistake(
                id="weight_order",
                sentence="你把 weight 的前两个方向弄反了：第一个是输出通道，第二个是输入通道。",
                ask="weight[0] 里的几个卷积核，是算同一张输出的，还是看同一个输入的？",
                model=lambda photo, weight: _convolve(_channels(photo), weight.swapaxes(0, 1)),
            ),
            Mistake(
                id="first_channel_only",
                sentence="你只用了第 0 个通道。其余的通道也要卷积，再加起来。",
                ask="photo 有几个通道？",
                model=lambda photo, weight: _convolve(_channels(photo)[:1], weight[:, :1]),
            ),
            Mistake(
                id="height_and_width_swapped",
                sentence="通道挪到了前面，可是高和宽也对调了。.T 和 np.transpose(photo, (2, 1, 0)) 把三个方向倒过来。",
                ask="(2, 0, 1) 和 (2, 1, 0)，哪一个让高还在宽的前面？",
                model=lambda photo, weight: _convolve(photo.T, weight),
            ),
            Mistake(
                id="channels_last",
                sentence="结果的通道放在了最后。PyTorch 把通道放在高和宽的前面。",
                ask="形状 (1, out_channels, H, W) 里，第二个数是什么？",
                model=lambda photo, weight: np.moveaxis(_photo_maps(photo, weight), 1, 3),
            ),
            Mistake(
                id="flipped_kernel",
                sentence="你把卷积核转了半圈再乘。CNN 里不翻转。",
                ask="窗口的左上角，应该和卷积核的哪一格相乘？",
                model=lambda photo, weight: _photo_maps(photo, weight[:, :, ::-1, ::-1]),
            ),
            Mistake(
                id="same_size",
                sentence="结果和照片一样大：你补了边。这一题不补边。",
                ask="窗口在照片里停几个位置？",
                model=_same_size,
            ),
            Mistake(
                id="grey_first",
                sentence="你先把照片和卷积核各变成了灰的（求均值），再卷积。每个通道要用自己的卷积核，再相加。",
                ask="红的通道和红的卷积核相遇，绿的和绿的：先相乘还是先求均值？",
                model=lambda photo, weight: _convolve(photo.mean(axis=2)[None], weight.mean(axis=1, keepdims=True)),
            ),
            Mistake(
                id="rows_taken_for_channels",
                sentence="你把照片的前几行当成了通道。这里的照片是 (高，宽，通道)，通道在最后。",
                ask="photo[0] 的形状是什么？哪一个方向是通道？",
                model=lambda photo, weight: _convolve(photo[: weight.shape[1]], weight),
            ),
            Mistake(
                id="outputs_added",
                sentence="几张输出图加到了一起，只剩一张。通道要相加，输出图各是各的。",
                ask="weight 的哪一个方向是输出，哪一个是输入通道？",
                model=lambda photo, weight: _photo_maps(photo, weight).sum(axis=1, keepdims=True),
            ),
        ),
        ask="先只看结果的 [0, 0, 0, 0]：它用到 photo 的哪几格？乘的是交给你的 weight，还是层自己带的权重？",
        hints=(
            "先把通道挪到最前面：np.transpose(photo, (2, 0, 1))。现在 channels[c] 是第 c 个通道，一张普通的图。",
            "一张输出：每个通道和自己的卷积核做 feature_map(channels[c], weight[0, c], average=False)，再加起来。"
            "每个 weight[i] 这样做一遍。",
            "也可以全交给 PyTorch：x = torch.tensor(np.transpose(photo, (2, 0, 1)))，再补上最前面的 1；"
            "nn.functional.conv2d(x, torch.tensor(weight)) 就是不带偏置的 Conv2d。",
        ),
        draw=_any_photo,
        long=True,
        text="photo_maps(photo, weight) 把（高，宽，通道）的照片交给没有偏置的 nn.Conv2d，"
        "返回 (1, out_channels, H, W) 的结果；weight 的形状是（输出通道，输入通道，高，宽）。",
    ),
    _one_kernel(np.array([[1, 2], [0, -1]]), np.array([[3, 0], [1, -2]])),
    _fields(3, 3, 3, 2, 5),
)
