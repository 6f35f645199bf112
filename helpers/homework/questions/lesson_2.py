"""第 2 课的作业（也是讲义的作业）：feature_map 函数、三张特征图、印错的格子，自己的卷积核，和移动以后的位置。

答案是值的题，一题一个函数：给它一组数，它算出正确的答案和每个错误想法的答案。课里的题和抽的题都从它来。
"""

from typing import NamedTuple

import numpy as np

from helpers.data.handout import PRINTED_MAPS
from helpers.data.letters import FEATURES, INK, OTHER_XS, PAPER, O, X, move
from helpers.drawing.grids import Grid, Row
from helpers.homework.answers import TOLERANCE, Detector, Positions
from helpers.homework.question import Mistake, Question
from helpers.layers.convolution import feature_map, match

_LOPSIDED = np.array([[2, -1, 0], [1, 3, -2], [0, 1, -4]])
_random = np.random.default_rng(2)
_LETTERS = np.stack([X, O, *OTHER_XS.values()])


def _any_piece(rng: np.random.Generator, height: int, width: int) -> np.ndarray:
    """Cut a piece out of a letter."""
    row, column = rng.integers(0, 10 - height), rng.integers(0, 10 - width)
    return rng.choice(_LETTERS)[row : row + height, column : column + width]


def _any_picture(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return a small picture and a kernel, of ink and paper or of other small numbers."""
    numbers = [PAPER, INK] if rng.random() < 0.3 else range(-3, 4)
    return rng.choice(numbers, (3, 4)), rng.choice(numbers, (2, rng.integers(2, 4)))


def _window_by_window(image: np.ndarray, kernel: np.ndarray, rows: int, columns: int, size: tuple) -> np.ndarray:
    """Compute the map as a loop does whose limits or window size may be wrong."""
    height, width = size
    return np.array(
        [[(image[r : r + height, c : c + width] * kernel).mean() for c in range(columns)] for r in range(rows)]
    )


def _maps_of(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Compute what the lesson's maps_of does: three maps of 7 × 7, whatever the picture and the kernel."""
    return np.stack([_window_by_window(image, feature, 7, 7, (3, 3)) for feature in FEATURES])


def _last_left_empty(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    result = feature_map(image, kernel)
    result[-1], result[:, -1] = 0, 0
    return result


def _same_size(image: np.ndarray, kernel: np.ndarray, **settings: object) -> np.ndarray:
    """Pad so that the map is as large as the picture."""
    around = [(side // 2, (side - 1) // 2) for side in kernel.shape]
    return feature_map(np.pad(image, around, **settings), kernel)


def _placed(image: np.ndarray, kernel: np.ndarray, down: int, right: int, kind: type = float) -> np.ndarray:
    """Fill a prepared table of the picture's size, and leave the rest of it 0."""
    result, found = np.zeros(image.shape, kind), feature_map(image, kernel)
    result[down : down + len(found), right : right + found.shape[1]] = found
    return result


def _columns_first(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Slide as one does who takes the row for the column."""
    rows, columns = (n - k + 1 for n, k in zip(image.shape, kernel.shape, strict=True))
    height, width = kernel.shape
    return np.array(
        [[match(image[c : c + height, r : r + width], kernel) for c in range(columns)] for r in range(rows)]
    )


def _spoiled(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    """Multiply in the picture itself, so that later windows find what earlier ones left."""
    image, (height, width) = image.astype(float), kernel.shape
    result = np.zeros_like(feature_map(image, kernel))
    for r, c in np.ndindex(result.shape):
        image[r : r + height, c : c + width] *= kernel
        result[r, c] = image[r : r + height, c : c + width].mean()
    return result


def _only(image: np.ndarray, kernel: np.ndarray, place: object, rest: float = 0) -> np.ndarray:
    """Keep the map in one place only."""
    result = np.full_like(feature_map(image, kernel), rest)
    result[place] = feature_map(image, kernel)[place]
    return result


def _by_window(image: np.ndarray, kernel: np.ndarray, number: object) -> np.ndarray:
    views = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.array([[number(window, kernel) for window in row] for row in views])


def _cosine(window: np.ndarray, kernel: np.ndarray) -> float:
    return (window * kernel).sum() / np.sqrt((window**2).sum() * (kernel**2).sum())


class _Stroke(NamedTuple):
    """A stroke to look for: its kernel, a picture of it, and in words where on the kernel ink and paper are."""

    id: str
    kernel: np.ndarray
    picture: np.ndarray
    told: str  # of its kernel where another stroke is asked
    arranged: str
    ink: str
    paper: str


def _picture(ink: object) -> np.ndarray:
    """Return a picture of 9 × 9 with ink in these places."""
    picture = np.full((9, 9), PAPER)
    picture[ink] = INK
    return picture


_LEVEL, _NINE = np.array([[-1, -1, -1], [1, 1, 1], [-1, -1, -1]]), np.arange(9)
_STROKES = {
    "横线": _Stroke(
        "horizontal", _LEVEL, _picture(np.s_[4, 2:7]), "你的卷积核找的是横线。", "放在同一行", "中间一行", "上下"
    ),
    "竖线": _Stroke(
        "vertical", _LEVEL.T, _picture(np.s_[2:7, 4]), "你的卷积核找的是竖线。", "放在同一列", "中间一列", "左右"
    ),
    "捺": _Stroke(
        "down_stroke",
        FEATURES[0],
        _picture((_NINE, _NINE)),
        "这是特征 1，它找的是捺。",
        "从左上排到右下",
        "左上到右下的三格",
        "别的格",
    ),
    "撇": _Stroke(
        "up_stroke",
        FEATURES[2],
        _picture((_NINE, _NINE[::-1])),
        "这是特征 3，它找的是撇。",
        "从右上排到左下",
        "右上到左下的三格",
        "别的格",
    ),
}
_OPPOSITES = {"横线": "竖线", "竖线": "横线", "捺": "撇", "撇": "捺"}
_SHEETS = {"白纸": _picture(np.s_[:0]), "一整片墨": _picture(np.s_[:])}
_KERNELS = np.stack([*FEATURES, _LEVEL, _LEVEL.T])


def _maps(image: np.ndarray, kernels: np.ndarray) -> Question:
    """The feature maps of a picture, one for each of three kernels."""
    maps = np.stack([feature_map(image, kernel) for kernel in kernels])
    if image is X:
        picture, listed, kind, names = "X", "FEATURES", "特征", ("特征 1 ", "特征 3")
        own, function = "你的", "feature_map"
        copied = (
            Mistake(
                id="copied_from_handout",
                sentence="这是讲义「卷积层」一节印的三张表，里面有印错的格子。",
                ask="不看讲义，让你的 feature_map 自己算一遍：哪些格子变成了负数？",
                model=[printed.values for printed in PRINTED_MAPS[1:4]],
            ),
            Mistake(
                id="copied_from_homework_pages",
                sentence="这是讲义作业页上印的三张表，里面有印错的格子。",
                ask="不看讲义，让你的 feature_map 自己算一遍：哪些格子变成了负数？",
                model=[printed.values for printed in PRINTED_MAPS[4:7]],
            ),
        )
    else:
        picture, listed, kind, names = "image", "kernels", "卷积核", ("甲", "丙")
        own, function = "", "helpers.feature_map"
        copied = ()
    return Question(
        id="2.2",
        name="three_maps",
        points=3,
        right=maps,
        by_part=True,
        mistakes=(
            Mistake(
                id="sum_instead_of_mean",
                sentence="这是乘积的和，还没有求均值，每一格都是均值的 9 倍。",
                ask="和是 7 的时候，均值是多少？",
                model=maps * 9,
            ),
            *copied,
            Mistake(
                id="matches_counted",
                sentence="你数的是吻合的格子占几分之几；不吻合的格子还要把均值往下拉。",
                ask="7 格吻合、2 格不吻合时，均值是 7/9 吗？",
                model=(maps + 1) / 2,  # matches − mismatches = 9 × mean, and the two add up to 9
            ),
            Mistake(
                id="negatives_lost",
                sentence="负数都变成了 0：这是 ReLU 之后的样子，这一题要的是 ReLU 之前的特征图。",
                ask="最小的那一格应该是多少？",
                model=np.maximum(maps, 0),
            ),
            Mistake(
                id="truncated",
                sentence="小数部分丢了，只剩 0 和 1：很可能结果存进了整数数组，也可能交来的是比较的结果（例如 == 1）。",
                ask=f"np.zeros({maps[0].shape}) 和 np.zeros_like({picture}) 的 dtype 各是什么？",
                model=maps.astype(int),
            ),
            Mistake(
                id="padded",
                sentence="你的特征图和图片一样大，说明图片四周补了一圈。这一题不补边。",
                ask=f"{image.shape[1]} 格宽的图片，3 格宽的窗口能停几个位置？",
                model=[feature_map(image, kernel, padding=1) for kernel in kernels],
            ),
            Mistake(
                id="window_jumps",
                sentence="你的窗口每次跳过 3 格。它应该一格一格地滑。",
                ask="第一个窗口从第 0 列开始，第二个从第几列开始？",
                model=maps[:, ::3, ::3],
            ),
            Mistake(
                id="order_reversed",
                sentence=f"三张图都算对了，可是顺序倒了：应该先{names[0].strip()}，最后{names[1]}。",
                ask=f"列表里的第 0 张是哪个{kind}的？",
                model=maps[::-1],
            ),
            Mistake(
                id="one_map_only",
                sentence=f"这是{names[0]}的一张。这一题要三张，放进一个列表。",
                ask=f"另外两个{kind}的特征图呢？",
                model=maps[0],
            ),
            Mistake(
                id="same_map_thrice",
                sentence=f"三张图都是{names[0]}的。每个{kind}各有一张自己的特征图。",
                ask="你的循环里，卷积核换了吗？",
                model=np.stack([maps[0]] * 3),
            ),
            Mistake(
                id="features_themselves",
                sentence=f"你交的是三个{kind}自己，还没有让它们滑过 {picture}。",
                ask=f"{kind}是 3×3，特征图是几乘几？",
                model=kernels,
            ),
        ),
        ask=f"挑不对的那一格，用手算一遍：它是哪个窗口，和哪个{kind}？",
        hints=(
            f"三个{kind}放在 {listed} 里，{listed}[0]、{listed}[1]、{listed}[2]，每个算一张。",
            f"对 {listed} 写一个循环，把 {picture} 和每个{kind}交给{own} {function}，结果收进一个列表。",
            f"第一张是 {function}({picture}, {listed}[0])。另外两张同理，三张放进一个方括号里，用英文逗号隔开。",
        ),
        draw=_any_maps,
        long=True,
        text="三个卷积核甲、乙、丙依次放在 kernels 里，让它们各自滑过 image，一次移一格，求均值。"
        "得到的三张特征图放进一个列表，按甲、乙、丙的顺序。可以用 helpers.feature_map(image, kernel)。",
        pictures=(Row(Grid(image, "image"), *map(Grid, kernels, "甲乙丙")),),
        given=f"import helpers\nimage = np.array({image.tolist()})\nkernels = np.array({kernels.tolist()})",
    )


def _any_maps(rng: np.random.Generator) -> Question:
    while True:
        image, kernels = _any_piece(rng, 5, 6), rng.choice(_KERNELS, 3, replace=False)
        if any((feature_map(image, kernel) == 1).any() for kernel in kernels):  # something is found
            return _maps(image, kernels)


def _differ(printed: np.ndarray, true: np.ndarray, difference: float = TOLERANCE) -> np.ndarray:
    return np.argwhere(abs(printed - true) > difference)


def _misprints(image: np.ndarray, kernel: np.ndarray, printed: np.ndarray) -> Question:
    """The cells of a printed map that are not what the picture and the kernel give."""
    true = feature_map(image, kernel)
    places = _differ(printed, true)
    number = printed[tuple(places[0])]
    if image is X:
        paper, none = "讲义", "印丢的是负号，所以印的数比真值大。"
        why = "你比较了两个绝对值，还是把减法的先后写反、又忘了取绝对值？"
        others = (
            Mistake(
                id="another_feature",
                sentence="你拿它和特征 1 的特征图比了。这张表是特征 2 的。",
                ask="PRINTED_MAPS[2].feature 是几？",
                model=_differ(printed, feature_map(X, FEATURES[0])),
            ),
            Mistake(
                id="table_before",
                sentence="你找的是第 2 张表的错。第 3 张表是 PRINTED_MAPS[2]，从 0 数起。",
                ask="PRINTED_MAPS[1] 是第几张？",
                model=_differ(PRINTED_MAPS[1].values, feature_map(X, FEATURES[0])),
            ),
            Mistake(
                id="table_after",
                sentence="你找的是第 4 张表的错。第 3 张表是 PRINTED_MAPS[2]，从 0 数起。",
                ask="PRINTED_MAPS[3] 是第几张？",
                model=_differ(PRINTED_MAPS[3].values, feature_map(X, FEATURES[2])),
            ),
        )
        first = "先算出特征 2 真正的特征图，再和印的表相减。差得多的格子就是印错的。"
        example = "以第 0 行为例：真值减去印的数，只有第 1、3、5 列差得多，所以这一行的错格是 (0, 1)、(0, 3)、(0, 5)。"
    else:
        paper, none = "表里", "这张表里有印错的格子。"
        why = "印的数和算出的数相减，再取绝对值：哪几格差得多？"
        others = (
            Mistake(
                id="signs_only",
                sentence="你只找到了丢了负号的格子。还有一格，正负号没有错，数印错了。",
                ask="印的数比真值小的格子，你的条件看得出来吗？",
                model=np.argwhere(printed * true < 0),
            ),
            Mistake(
                id="absolute_values_compared",
                sentence="丢了负号的格子，你一处也没找到：很可能你比较的是两个绝对值。",
                ask="−0.33 印成了 0.33，它们的绝对值差多少？",
                model=_differ(abs(printed), abs(true)),
            ),
        )
        first = "先算出真正的特征图，再和 printed 相减。差得多的格子就是印错的。"
        example = "换一个例子：真值是 −0.33…，印的是 0.33，差了 0.66，印错了；真值是 0.555…，印的是 0.55，没有印错。"
    return Question(
        id="2.3",
        name="misprints",
        points=3,
        right=places,
        type=Positions(),
        mistakes=(
            Mistake(
                id="counted_from_one",
                sentence="你的行号和列号都从 1 数起了，在这门课里它们从 0 数起。",
                ask="表里左上角的那一格，位置是什么？",
                model=places + 1,
            ),
            Mistake(
                id="row_and_column_swapped",
                sentence="你写成了 (列，行)。位置要先写行，再写列。",
                ask="printed[1, 4] 是第 1 行还是第 1 列？",
                model=places[:, ::-1],
            ),
            Mistake(
                id="truncation_counted",
                sentence=f"你把截断也算成了印错：{paper}只写两位小数，5/9 写成 0.55，差不到 0.01。",
                ask="相差多少才算印错？",
                model=_differ(printed, true, 1e-9),
            ),
            Mistake(
                id="none_found",
                sentence=f"一处也没找到。{none}",
                ask=why,
                model=[],
            ),
            Mistake(
                id="right_ones_listed",
                sentence="你列出的是印对的格子。这一题要印错的。",
                ask="把判断反过来，大于号该换成什么？",
                model=np.argwhere(abs(printed - true) <= TOLERANCE),
            ),
            *others,
            Mistake(
                id="all_of_one_number",
                sentence=f"你找的是印着 {number:.2f} 的所有格子。印着它的，有的是对的。",
                ask="怎样知道一格印得对不对：看印的数，还是和算出的数比？",
                model=np.argwhere(printed == number),
            ),
        ),
        ask="挑一个不对的位置看看：印的是几，算出来的是几，差多少？",
        hints=(
            first,
            f"{paper}把小数截成两位，所以差不到 0.01 的不算错：条件写成 abs(印的 - 真的) > 0.01。"
            "np.argwhere(条件) 给出条件成立的所有位置。",
            example,
        ),
        draw=_any_misprints,
        long=True,
        text="printed 应该是 image 和 kernel 的特征图（求均值），小数截成两位，例如 5/9 写成 0.55；可是有几格印错了。"
        "写出所有印错的位置，一个列表，每个位置是 (行，列)，从 0 数起。可以用 helpers.feature_map(image, kernel)。",
        pictures=(Row(Grid(image, "image"), Grid(kernel, "kernel"), Grid(printed, "printed")),),
        given=f"import helpers\nimage = np.array({image.tolist()})\nkernel = np.array({kernel.tolist()})\n"
        f"printed = np.array({printed.tolist()})",
    )


def _any_misprints(rng: np.random.Generator) -> Question:
    """Lose two minus signs, and print too small a number in a third cell."""
    while True:
        image, kernel = _any_piece(rng, 6, 7), rng.choice(_KERNELS)
        true = np.trunc(feature_map(image, kernel) * 100) / 100
        negative, large = np.argwhere(true < 0), np.argwhere(true > 0.11)
        if len(negative) < 2 or not len(large):
            continue
        printed, third = true.copy(), tuple(rng.choice(large))
        for place in rng.choice(negative, 2, replace=False):
            printed[tuple(place)] *= -1
        printed[third] = rng.choice([each for each in (0.11, 0.33, 0.55, 0.77) if each < true[third]])
        right = printed == true
        if printed[~right][0] in printed[right]:  # the same number is right elsewhere
            return _misprints(image, kernel, printed)


def _detector(name: str) -> Question:
    """A kernel that finds one of the strokes."""
    stroke, opposite = _STROKES[name], _STROKES[_OPPOSITES[name]]
    rivals = [each for each in _STROKES if each != name]
    one, other = (_STROKES[each] for each in rivals if each != _OPPOSITES[name])
    ink = stroke.kernel == INK
    if name in ("横线", "竖线"):
        cut = f"特征 1 是怎么来的？从 X 上剪下一小块捺。{name}也可以这样剪：想象一张只有一条{name}的图。"
        turned, which = "行和列弄反了", "在同一行，还是同一列"
        plus, rival = f"所以见到{_OPPOSITES[name]}响应一样大", _OPPOSITES[name]
    else:
        cut = f"想象一张只有一{name}的图，从上面剪下 3 行 3 列，让那一{name}穿过正中。"
        turned, which = "左右弄反了", "从左上到右下，还是从右上到左下"
        plus, rival = "所以见到横线、竖线响应更大", "横线"
    return Question(
        id="2.4",
        name=f"{stroke.id}_kernel",
        points=2,
        right=stroke.kernel,
        type=Detector(name, stroke.picture, _SHEETS | {each: _STROKES[each].picture for each in rivals}),
        mistakes=(
            Mistake(
                id=opposite.id,
                sentence=f"你的卷积核找的是{_OPPOSITES[name]}：{turned}。",
                ask=f"{name}的墨{which}？",
                model=opposite.kernel,
            ),
            Mistake(
                id="ink_only",
                sentence=f"你的卷积核只看{stroke.ink}有没有墨，不看{stroke.paper}是不是纸，所以一整片墨也同样合它的意。",
                ask=f"{name}的旁边应该是什么？你写 0 的那些格，该写几？",
                model=ink.astype(int),
            ),
            Mistake(
                id="all_ones",
                sentence="九格全一样的卷积核只会数墨有多少，看不出墨排成什么样子。",
                ask=f"{name}穿过窗口时，哪几格是墨，哪几格是纸？",
                model=[[1, 1, 1]] * 3,
            ),
            Mistake(
                id="inverted",
                sentence="正负号反了：你的卷积核找的是墨里的一条白线。",
                ask="墨是 1：想让墨对上时乘积为正，那一格该填几？",
                model=-stroke.kernel,
            ),
            _stroke_instead(one, stroke),
            Mistake(
                id="crossing",
                sentence="这是特征 2，它找的是交叉。",
                ask=f"{name}只有一笔：三个 1 应该排成什么样子？",
                model=FEATURES[1],
            ),
            _stroke_instead(other, stroke),
            Mistake(
                id="nothing",
                sentence="全是 0 的卷积核对什么都没有响应。",
                ask="你希望哪几格的墨让均值变大？",
                model=[[0, 0, 0]] * 3,
            ),
            Mistake(
                id="plus",
                sentence=f"这是一个十字：横的一行是 1，竖的一列也是 1，{plus}。",
                ask=f"{rival}上的墨，碰到你的卷积核哪几格？",
                model=[[-1, 1, -1], [1, 1, 1], [-1, 1, -1]],
            ),
            Mistake(
                id="one_dot",
                sentence=f"只有正中是 1：它找的是一个孤零零的点，不是{name}。",
                ask=f"{name}在 3×3 的窗口里，是哪几格有墨？",
                model=[[-1, -1, -1], [-1, 1, -1], [-1, -1, -1]],
            ),
        ),
        ask=f"把{name}和别的图各放到你的卷积核下面，一格一格地乘：哪一个加起来更大？",
        hints=(
            cut,
            f"{stroke.ink}是墨，写 1；{stroke.paper}是纸，写什么？",
            "墨的地方写好是这样："
            + ", ".join(f"[{', '.join('1' if cell else '?' for cell in row)}]" for row in ink)
            + "。问号处想要的是纸。",
        ),
        draw=_any_detector,
        long=True,
        text=f"写一个找{name}的卷积核，3 行 3 列。检查只看它做得到什么：见到{name}时，它的响应（特征图里最大的数）"
        f"要比见到{'、'.join([*_SHEETS, *rivals])}时都大。",
        pictures=(Row(*(Grid(_STROKES[each].picture, each) for each in (name, *rivals))),),
    )


def _stroke_instead(found: _Stroke, wanted: _Stroke) -> Mistake:
    return Mistake(id=found.id, sentence=found.told, ask=f"把三个 1 {wanted.arranged}会怎样？", model=found.kernel)


def _any_detector(rng: np.random.Generator) -> Question:
    return _detector(rng.choice(["竖线", "捺", "撇"]))


def _found(down: int, right: int, number: int) -> np.ndarray:
    """Return where a feature is found after the X was moved."""
    return np.argwhere(feature_map(move(X, down, right), FEATURES[number]) == 1)


def _way(down: int, right: int) -> str:
    """Say how the X is moved."""
    steps = [("下" if down > 0 else "上", abs(down)), ("右" if right > 0 else "左", abs(right))]
    return "、".join(f"往{side}移 {cells} 格" for side, cells in steps if cells)


def _changed(number: int) -> str:
    return f"{'加' if number > 0 else '减'} {abs(number)}" if number else "不变"


def _moved(down: int, right: int, number: int) -> Question:
    """The places of feature 1 or 3 on an X that was moved, some of them out of its map."""
    before, after, way = _found(0, 0, number), _found(down, right, number), _way(down, right)
    name, other, slope = ("捺", "撇", "左上往右下") if number == 0 else ("撇", "捺", "右上往左下")
    first, second = (tuple(place) for place in before[:2].tolist())
    outside = f"有 {len(before) - len(after)} 处到了特征图外面"
    edges = "特征图有 7 行 7 列，从 0 数起：行号和列号最小是几，最大是几？"
    if down and right:
        swapped = "行和列弄反了"
        partly = (
            Mistake(
                id="columns_not_moved",
                sentence="你只移了行，列还没有移。",
                ask=f"move(X, {down}, {right}) 里的 {right} 是什么意思？",
                model=_found(down, 0, number),
            ),
            Mistake(
                id="rows_not_moved",
                sentence="你只移了列，行还没有移。",
                ask=f"move(X, {down}, {right}) 里的 {down} 是什么意思？",
                model=_found(0, right, number),
            ),
        )
    else:
        swapped = "你移的是列，不是行" if down else "你移的是行，不是列"
        cells, line = down or right, "行号" if down else "列号"
        one = (down // abs(cells), right // abs(cells))
        partly = (
            Mistake(
                id="moved_both",
                sentence=f"行和列你都移了 {abs(cells)} 格。X 只{way}，没有{_way(right, down)}。",
                ask=f"move(X, {down}, {right}) 里的 0 是什么意思？",
                model=_found(cells, cells, number),
            ),
            Mistake(
                id="moved_one",
                sentence=f"这是{_way(*one)}的结果；这一题移 {abs(cells)} 格。",
                ask=f"每移一格，{line}{'加' if cells > 0 else '减'}几？",
                model=_found(*one, number),
            ),
        )
    return Question(
        id="2.5",
        name="moved_places",
        points=2,
        right=after,
        type=Positions(),
        mistakes=(
            Mistake(
                id="not_moved",
                sentence="这是 X 没有移动时的四处。图片移了，特征图也跟着移。",
                ask=f"{name}在图片上{way}，装得下它的窗口从第几行第几列开始？",
                model=before,
            ),
            Mistake(
                id="one_outside",
                sentence=f"四处你都移了，可是{outside}。",
                ask=edges,
                model=before + [down, right],
            ),
            Mistake(
                id="moved_right",
                sentence=f"{swapped}：这是 X {_way(right, down)}的结果（也可能位置写成了 (列，行)）。",
                ask="往下移，变的是行号还是列号？位置里哪一个写在前面？",
                model=_found(right, down, number),
            ),
            Mistake(
                id="moved_right_one_outside",
                sentence=f"{swapped}（也可能位置写成了 (列，行)）；而且{outside}。",
                ask="往下移，变的是行号还是列号？",
                model=before + [right, down],
            ),
            Mistake(
                id="moved_up",
                sentence=f"方向反了：这是 X {_way(-down, -right)}的结果。",
                ask="行号从上往下数，列号从左往右数：往下移，行号变大还是变小？往右移，列号呢？",
                model=_found(-down, -right, number),
            ),
            *partly,
            Mistake(
                id="counted_from_one",
                sentence="行和列都大了 1：很可能你从 1 数起，或者写的是窗口的正中。这里从 0 数起，写窗口的左上角。",
                ask=f"X 没有移动时，第一处写作 {first}：那是窗口的哪一格？",
                model=after + 1,
            ),
            Mistake(
                id="another_feature",
                sentence=f"这是特征 {3 - number}（{other}）的位置。这一题问的是特征 {number + 1}（{name}）。",
                ask=f"从{slope}的一笔，行号变大时，列号变大还是变小？",
                model=_found(down, right, 2 - number),
            ),
        ),
        ask=f"先只看一处：X 没有移动时，第一处是 {first}。{way}以后，这一处在哪里？",
        hints=(
            f"没有移动时，特征 {number + 1} 在 {'、'.join(str(tuple(place)) for place in before.tolist())}。"
            f"图片{way}，特征图也{way}。",
            "特征图只有 7 行 7 列，行号和列号是 0 到 6。移到外面的，就不在特征图上了：那个窗口有一部分落在图片外面。",
            f"拿第二处来看：{second} 的行号{_changed(down)}，列号{_changed(right)}，到了哪里？还在特征图里吗？"
            "别的三处照着做，出界的去掉。",
        ),
        draw=_any_moved,
        text=f"把标准的 X {way}，也就是 move(X, {down}, {right})。它在特征 {number + 1}（{name}）的特征图上，"
        "哪些格是 1.00？写成一个列表，每个位置是 (行，列)，从 0 数起。",
        pictures=(Row(Grid(X, "标准的 X"), Grid(FEATURES[number], f"特征 {number + 1}")),),
        given="from helpers import FEATURES, X, move",
    )


def _any_moved(rng: np.random.Generator) -> Question:
    while True:
        move_and_feature = (*rng.integers(-3, 4, 2).tolist(), int(rng.choice([0, 2])))
        if 0 < len(_found(*move_and_feature)) < len(_found(0, 0, 0)):  # some are left, and some are lost
            return _moved(*move_and_feature)


QUESTIONS = (
    Question(
        id="2.1",
        name="feature_map",
        points=4,
        right=feature_map,
        inputs=(
            (X, FEATURES[0]),
            (X, _LOPSIDED),
            (_random.integers(-3, 4, (5, 7)), _LOPSIDED),
            (_random.integers(-3, 4, (6, 4)), _random.integers(-3, 4, (2, 3))),
            (_random.normal(size=(8, 8)), _random.normal(size=(5, 5))),
            (_random.integers(-3, 4, (1, 6)), np.array([[2, -1]])),  # single rows: there is no image[1]
        ),
        mistakes=(
            Mistake(
                id="sum_instead_of_mean",
                sentence="你返回的是乘积的和，还没有求均值，每一格都是均值的同一个倍数。",
                ask="卷积核有几格，和就该除以几？",
                model=lambda image, kernel: feature_map(image, kernel, average=False),
            ),
            Mistake(
                id="divided_by_nine",
                sentence="你总是除以 9。卷积核不一定是 3×3，格子数会变。",
                ask="数组有多少格，可以问它自己：kernel.size 是多少？",
                model=lambda image, kernel: feature_map(image, kernel, average=False) / 9,
            ),
            Mistake(
                id="divided_by_picture",
                sentence="你除以的是整张图片的格子数。",
                ask="一个窗口里有几个乘积？",
                model=lambda image, kernel: feature_map(image, kernel, average=False) / image.size,
            ),
            Mistake(
                id="flipped_kernel",
                sentence="你把卷积核转了半圈再乘：那是数学里的卷积。CNN 里不翻转，同一位置直接相乘。",
                ask="特征 1 转半圈还是自己，换一个歪的卷积核会怎样？",
                model=lambda image, kernel: feature_map(image, kernel[::-1, ::-1]),
            ),
            Mistake(
                id="transposed_kernel",
                sentence="你把卷积核的行和列对调了。",
                ask="窗口的 [0, 1] 应该和 kernel 的哪一格相乘？",
                model=lambda image, kernel: feature_map(image, kernel.T),
            ),
            Mistake(
                id="transposed_map",
                sentence="你的特征图行和列对调了：往下滑时填的是右边的格子。",
                ask="窗口往右移一格，结果该填到特征图的哪个方向？",
                model=lambda image, kernel: feature_map(image, kernel).T,
            ),
            Mistake(
                id="matrix_product",
                sentence="你在窗口里用了矩阵乘法（@ 或 dot）。卷积是同一位置的两个数相乘。",
                ask="星号 * 和 @ 有什么不同？",
                model=lambda image, kernel: np.mean(
                    np.lib.stride_tricks.sliding_window_view(image, kernel.shape) @ kernel, axis=(2, 3)
                ),
            ),
            Mistake(
                id="matches_counted",
                sentence="你数的是相等的格子占几分之几，没有用到乘积。",
                ask="不相等的格子，在你的结果里起了什么作用？",
                model=lambda image, kernel: np.mean(
                    np.lib.stride_tricks.sliding_window_view(image, kernel.shape) == kernel, axis=(2, 3)
                ),
            ),
            Mistake(
                id="zero_one_pixels",
                sentence="你把负的像素当成了 0。在我们的图片里，纸是 −1，它也要参加相乘。",
                ask="纸对纸的格子，乘积应该是多少？",
                model=lambda image, kernel: feature_map(np.maximum(image, 0), kernel),
            ),
            Mistake(
                id="window_jumps",
                sentence="你的窗口每次跳过一整个窗口的宽度。它应该一格一格地滑。",
                ask="第一个窗口从第 0 列开始，第二个从第几列开始？",
                model=lambda image, kernel: feature_map(image, kernel, stride=kernel.shape),
            ),
            Mistake(
                id="padded",
                sentence="你在图片四周补了一圈，所以特征图没有变小。这一题不补边，窗口要整个落在图片里。",
                ask="9 格宽的图片，3 格宽的窗口能停几个位置？",
                model=lambda image, kernel: feature_map(image, kernel, padding=1),
            ),
            Mistake(
                id="one_position_short",
                sentence="你漏掉了最后一行和最后一列：位置数比「图片 − 卷积核」还要多 1。",
                ask="3 格宽的图片，3 格宽的窗口，能停 0 个位置还是 1 个？",
                model=lambda image, kernel: feature_map(image, kernel)[:-1, :-1],
            ),
            Mistake(
                id="maps_of_the_lesson",
                sentence="你用的是课文里的 maps_of：它总是算那三个特征，交给函数的 kernel 没有用到。",
                ask="换一个卷积核，你的结果会变吗？",
                model=_maps_of,
            ),
            Mistake(
                id="truncated",
                sentence="小数部分丢了：结果存进了整数数组。np.zeros_like(image) 会跟着 image 用整数。",
                ask="np.zeros((7, 7)) 和 np.zeros_like(X) 的 dtype 各是什么？",
                model=lambda image, kernel: feature_map(image, kernel).astype(int),
            ),
            Mistake(
                id="last_left_empty",
                sentence="结果的大小对了，可是最后一行和最后一列没有填：循环少走了一次。",
                ask="range(n) 走到 n − 1 就停：你的 n 是几？",
                model=_last_left_empty,
            ),
            Mistake(
                id="fixed_size",
                sentence="你的函数只认得 9×9 的图片：循环次数写死成了 7。",
                ask="循环几次，要由 image.shape 和 kernel.shape 算出来：怎么算？",
                model=lambda image, kernel: _window_by_window(image, kernel, 7, 7, kernel.shape),
            ),
            Mistake(
                id="fixed_window",
                sentence="你的函数只认得 3×3 的卷积核：窗口的大小写死成了 3。",
                ask="窗口要和卷积核一样大：kernel.shape 是什么？",
                model=lambda image, kernel: _window_by_window(
                    image, kernel, *(side - k + 1 for side, k in zip(image.shape, kernel.shape, strict=True)), (3, 3)
                ),
            ),
            Mistake(
                id="square_only",
                sentence="行数和列数用了同一个数：你的函数只对正方形的图片管用。",
                ask="image.shape 是 (行数，列数)：你两个都用到了吗？",
                model=lambda image, kernel: _window_by_window(
                    image, kernel, *[len(image) - len(kernel) + 1] * 2, kernel.shape
                ),
            ),
            Mistake(
                id="returned_after_one_window",
                sentence="只算了左上角的一个窗口，函数就 return 了。",
                ask="return 前面空了几格？它应该和最外层的 for 对齐吗？",
                model=lambda image, kernel: feature_map(image, kernel)[0, 0],
            ),
            Mistake(
                id="returned_after_one_row",
                sentence="只算了第 0 行，函数就 return 了。",
                ask="return 前面空了几格？它应该和最外层的 for 对齐吗？",
                model=lambda image, kernel: feature_map(image, kernel)[0],
            ),
            Mistake(
                id="flat",
                sentence="每个数都对，可是排成了长长的一串，没有分行。",
                ask="滑完一行以后，怎样让下一个数从新的一行开始？",
                model=lambda image, kernel: feature_map(image, kernel).ravel(),
            ),
            Mistake(
                id="kernel_ignored",
                sentence="换了卷积核，你的结果却没有变：函数里用的总是特征 1。",
                ask="函数里用的是参数 kernel，还是外面的 FEATURES[0]？",
                model=lambda image, kernel: feature_map(image, FEATURES[0]),
            ),
            Mistake(
                id="image_ignored",
                sentence="换了图片，你的结果却没有变：函数里用的总是 X。",
                ask="函数里用的是参数 image，还是外面的 X？",
                model=lambda image, kernel: feature_map(X, kernel),
            ),
            Mistake(
                id="same_size",
                sentence="结果和图片一样大：你在四周补了边（mode='same' 也会补）。这一题不补边。",
                ask="窗口碰到图片的边，就不能再往前了：一共停几个位置？",
                model=_same_size,
            ),
            Mistake(
                id="same_size_edge",
                sentence="结果和图片一样大：你在四周补上了边上的数。这一题不补边。",
                ask="窗口碰到图片的边，就不能再往前了：一共停几个位置？",
                model=lambda image, kernel: _same_size(image, kernel, mode="edge"),
            ),
            Mistake(
                id="same_size_wrapped",
                sentence="结果和图片一样大：边上的窗口接到了图片的另一边。这一题不补边。",
                ask="窗口碰到图片的边，就不能再往前了：一共停几个位置？",
                model=lambda image, kernel: _same_size(image, kernel, mode="wrap"),
            ),
            Mistake(
                id="every_overlap",
                sentence="你把只搭上一点边的窗口也算了进去（mode='full'）。这一题只要完整的窗口。",
                ask="窗口有一部分在图片外面，那里的数是什么？",
                model=lambda image, kernel: feature_map(np.pad(image, [(k - 1, k - 1) for k in kernel.shape]), kernel),
            ),
            Mistake(
                id="edge_repeated",
                sentence="你先在四周补了一圈边上的数，再滑动。这一题不补边。",
                ask="结果该有几行几列？",
                model=lambda image, kernel: feature_map(np.pad(image, 1, mode="edge"), kernel),
            ),
            Mistake(
                id="as_large_as_the_picture",
                sentence="结果的表准备成了和图片一样大，窗口到不了的地方还是 0。",
                ask="图片 9 行，窗口 3 行，窗口从上到下停几个位置？",
                model=lambda image, kernel: _placed(image, kernel, 0, 0),
            ),
            Mistake(
                id="as_large_as_the_picture_whole",
                sentence="结果的表是照着图片造的（zeros_like）：大小和图片一样，而且只放得下图片那种数。",
                ask="图片里是整数时，小数放进去会怎样？结果该有几行几列？",
                model=lambda image, kernel: _placed(image, kernel, 0, 0, image.dtype),
            ),
            Mistake(
                id="centred_in_the_picture",
                sentence="结果放在和图片一样大的表中间，四周留着 0。这一题只要中间那一块。",
                ask="窗口从上到下停几个位置？",
                model=lambda image, kernel: _placed(image, kernel, kernel.shape[0] // 2, kernel.shape[1] // 2),
            ),
            Mistake(
                id="like_the_picture",
                sentence="存结果的表用了图片的类型（dtype）：图片是整数时，小数就丢了。",
                ask="图片里的数是哪种类型？均值呢？",
                model=lambda image, kernel: feature_map(image, kernel).astype(image.dtype),
            ),
            Mistake(
                id="columns_first",
                sentence="切窗口或者存结果时，行和列用反了：第 r 行第 c 列的结果，是从第 c 行第 r 列开始的窗口算的。",
                ask="image[a, b]：a 是行号还是列号？",
                model=_columns_first,
            ),
            Mistake(
                id="largest_product",
                sentence="你取的是每个窗口里最大的乘积，不是均值。",
                ask="别的乘积哪里去了？",
                model=lambda image, kernel: _by_window(image, kernel, lambda window, kernel: (window * kernel).max()),
            ),
            Mistake(
                id="cosine",
                sentence="你除以的是两边的长度（平方和开根号），算的是余弦相似度。这一题除以格数。",
                ask="乘积的均值，分母是什么？",
                model=lambda image, kernel: _by_window(image, kernel, _cosine),
            ),
            Mistake(
                id="mean_difference",
                sentence="你算的是窗口和卷积核平均相差多少，不是乘积的均值。",
                ask="全吻合的时候，你的结果是 0 还是 1？",
                model=lambda image, kernel: _by_window(
                    image, kernel, lambda window, kernel: abs(window - kernel).mean()
                ),
            ),
            Mistake(
                id="all_features",
                sentence="你返回的是三个特征的三张图：没有用交给函数的 kernel。",
                ask="函数里的每个量，都是从参数来的吗？",
                model=lambda image, kernel: [feature_map(image, feature) for feature in FEATURES],
            ),
            Mistake(
                id="picture_spoiled",
                sentence="你把乘积写回了图片里，后面的窗口读到的就不是原来的图了。",
                ask="*= 改的是谁？乘积该放在哪里？",
                model=_spoiled,
            ),
            Mistake(
                id="rows_never_begin_anew",
                sentence="每一行的列表没有重新开始：后面的行里还留着前面的数。",
                ask="row = [] 写在哪一层循环里，每一行才从空的开始？",
                model=lambda image, kernel: (
                    [list(feature_map(image, kernel).ravel())] * len(feature_map(image, kernel))
                ),
            ),
            Mistake(
                id="only_the_last_cell",
                sentence="只有最后一格填上了：存结果的那一行缩进得不对，循环完了才存一次。",
                ask="每算出一个数，就该存一次。那一行在里面的循环里吗？",
                model=lambda image, kernel: _only(image, kernel, np.s_[-1, -1]),
            ),
            Mistake(
                id="only_the_last_cell_rest_empty",
                sentence="只有最后一格填上了，别的格还是 NaN：存结果的那一行缩进得不对，循环完了才存一次。",
                ask="每算出一个数，就该存一次。那一行在里面的循环里吗？",
                model=lambda image, kernel: _only(image, kernel, np.s_[-1, -1], np.nan),
            ),
            Mistake(
                id="made_anew_each_row",
                sentence="只有最后一行留下了：存结果的表在循环里重新造了一次，前面的行就没了。",
                ask="np.zeros(…) 写在循环外面，还是里面？",
                model=lambda image, kernel: _only(image, kernel, np.s_[-1]),
            ),
            Mistake(
                id="kernel_upside_down",
                sentence="卷积核上下颠倒了。",
                ask="切窗口和取卷积核的行，是从同一头数的吗？",
                model=lambda image, kernel: feature_map(image, kernel[::-1]),
            ),
            Mistake(
                id="kernel_mirrored",
                sentence="卷积核左右颠倒了。",
                ask="切窗口和取卷积核的列，是从同一头数的吗？",
                model=lambda image, kernel: feature_map(image, kernel[:, ::-1]),
            ),
            Mistake(
                id="sum_of_flipped",
                sentence="卷积核转了半圈（convolve2d 会转），而且求的是和，不是均值。",
                ask="翻转的卷积和互相关，这一题要哪一个？和还要除以几？",
                model=lambda image, kernel: feature_map(image, kernel[::-1, ::-1], average=False),
            ),
            Mistake(
                id="same_size_flipped",
                sentence="你补了边，还把卷积核转了半圈（convolve2d 的 mode='same' 两样都做）。",
                ask="这一题不补边，也不翻转：换 correlate2d 的哪一种 mode？",
                model=lambda image, kernel: feature_map(
                    np.pad(image, [((k - 1) // 2, k // 2) for k in kernel.shape]), kernel[::-1, ::-1]
                ),
            ),
        ),
        ask="先只看结果的 [0, 0]：它用的是图片的哪一块？用手算这一块，和你的函数一样吗？",
        hints=(
            "先算结果有几行：rows = image.shape[0] - kernel.shape[0] + 1。列数同理，用 shape[1]。",
            "用 np.zeros((rows, columns)) 准备一张空表，再用两层循环走遍每个位置，最后 return 这张表。",
            "循环里做两件事。先剪窗口：image[row:row + kernel.shape[0], column:column + kernel.shape[1]]。"
            "再和 kernel 对应相乘，求均值，填进表的 [row, column]。",
        ),
        draw=_any_picture,
        long=True,
        text="feature_map(image, kernel) 让卷积核一格一格地滑过整张图，不补边，每一处对应相乘，再求均值。",
    ),
    _maps(X, FEATURES),
    _misprints(X, FEATURES[1], PRINTED_MAPS[2].values),
    _detector("横线"),
    _moved(2, 0, 0),
)
