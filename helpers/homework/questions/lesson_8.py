"""第 8 课的作业：混淆矩阵，九处的图，从照片上剪下字来。8.2 抽的题只问九张里的一张。"""

from collections.abc import Iterable

import numpy as np

from helpers.data.letters import PAPER, SMALL_X, X
from helpers.drawing.grids import Grid, Row
from helpers.homework.question import Mistake, Question

_random = np.random.default_rng(8)
_STEPS = (-1, 0, 1)


def _counts(answers: np.ndarray, guesses: np.ndarray, count: int) -> np.ndarray:
    table = np.zeros((count, count))
    np.add.at(table, (answers, guesses), 1)
    return table


def _by_row(table: np.ndarray) -> np.ndarray:
    return table / np.maximum(table.sum(axis=1, keepdims=True), 1)


def _confusion(answers: np.ndarray, guesses: np.ndarray, count: int) -> np.ndarray:
    return _by_row(_counts(answers, guesses, count))


def _by_column(answers: np.ndarray, guesses: np.ndarray, count: int) -> np.ndarray:
    table = _counts(answers, guesses, count)
    return table / np.maximum(table.sum(axis=0), 1)


def _once(answers: np.ndarray, guesses: np.ndarray, count: int) -> np.ndarray:
    table = np.zeros((count, count))
    table[answers, guesses] += 1
    return _by_row(table)


def _nan_where_none(answers: np.ndarray, guesses: np.ndarray, count: int) -> np.ndarray:
    table = _counts(answers, guesses, count)
    with np.errstate(invalid="ignore"):
        return table / table.sum(axis=1, keepdims=True)


def _as_many_as_seen(answers: np.ndarray, guesses: np.ndarray, count: int) -> np.ndarray:
    return _confusion(answers, guesses, max(answers.max(), guesses.max()) + 1)


def _wrong_alone(answers: np.ndarray, guesses: np.ndarray, count: int) -> np.ndarray:
    table = _counts(answers, guesses, count)
    np.fill_diagonal(table, 0)
    return _by_row(table)


def _guessed(
    rng: np.random.Generator, count: int, pictures: int, right: float, missing: int | None = None
) -> tuple[np.ndarray, np.ndarray, int]:
    """Return answers, guesses and how many classes, of which one may be missing from the answers."""
    classes = [each for each in range(count) if each != missing]
    answers = rng.choice(classes, pictures)
    guesses = np.where(rng.random(pictures) < right, answers, rng.choice(classes, pictures))
    return answers, guesses, count


def _any_guesses(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, int]:
    """Draw a few guesses of three classes; in three of four draws one class is missing."""
    return _guessed(rng, 3, int(rng.integers(6, 9)), 0.4, missing=int(rng.integers(4)))


def _moved(image: np.ndarray, steps: Iterable[int] = _STEPS, **how: object) -> np.ndarray:
    """Return the image moved down and to the right by these steps; how says what np.pad puts where it was."""
    padded, (height, width) = np.pad(image, 2, **(how or {"constant_values": PAPER})), image.shape
    return np.array([padded[2 - d : 2 - d + height, 2 - r : 2 - r + width] for d in steps for r in steps])


def _rolled(image: np.ndarray) -> np.ndarray:
    return np.array([np.roll(image, (down, right), (0, 1)) for down in _STEPS for right in _STEPS])


def _box(image: np.ndarray, ink: np.ndarray) -> tuple[slice, slice]:
    return tuple(slice(places.min(), places.max() + 1) for places in np.nonzero(ink))


def _crop(image: np.ndarray) -> np.ndarray:
    return image[_box(image, image > 0)]


def _one_short(image: np.ndarray) -> np.ndarray:
    rows, columns = np.nonzero(image > 0)
    return image[rows.min() : rows.max(), columns.min() : columns.max()]


def _with_margin(image: np.ndarray) -> np.ndarray:
    rows, columns = _box(image, image > 0)
    return image[max(rows.start - 1, 0) : rows.stop + 1, max(columns.start - 1, 0) : columns.stop + 1]


def _swapped(image: np.ndarray) -> np.ndarray:
    rows, columns = _box(image, image > 0)
    return image[columns, rows]


def _squeezed(image: np.ndarray) -> np.ndarray:
    """Take out every row and column without ink, those inside the letter, too."""
    ink = image > 0
    return image[ink.any(axis=1)][:, ink.any(axis=0)]


def _from_the_corner(image: np.ndarray) -> np.ndarray:
    rows, columns = _box(image, image > 0)
    return image[: rows.stop, : columns.stop]


def _square(image: np.ndarray) -> np.ndarray:
    places = np.nonzero(image > 0)
    first, last = min(each.min() for each in places), max(each.max() for each in places)
    return image[first : last + 1, first : last + 1]


def _written(*rows: str) -> np.ndarray:
    """Return a picture: ink is #, + - 0 are greys that are no ink, ' * are."""
    shades = {"#": 1, "*": 0.5, "'": 0.1, "0": 0, "-": -0.1, "+": -0.4, ".": -1}
    return np.array([[shades[mark] for mark in row] for row in rows])


_NINE_MISTAKES = (
    Mistake(
        id="rolled",
        sentence="移出一边的，从另一边又回来了：np.roll 是转圈。移出的该丢掉，空出的补纸。",
        ask="X 往左移一格，最左边的一列去了哪里？",
        model=_rolled,
    ),
    Mistake(
        id="filled_with_zeros",
        sentence="空出来的格，你补了 0。纸是 −1，0 是一半墨一半纸的灰。",
        ask="新图的底色，该和原来的纸一样吗？",
        model=lambda image: _moved(image, constant_values=0),
    ),
    Mistake(
        id="filled_with_ink",
        sentence="空出来的格，你补了 1，也就是墨。该补纸，纸是 −1。",
        ask="1 是墨还是纸？",
        model=lambda image: _moved(image, constant_values=1),
    ),
    Mistake(
        id="edge_repeated",
        sentence="空出来的格，你抄了边上的一行一列。该补纸，纸是 −1。",
        ask="纸边上的笔画，移开以后会多出一截吗？",
        model=lambda image: _moved(image, mode="edge"),
    ),
    Mistake(
        id="columns_first",
        sentence="九张都对，次序不对：你先换列、再换行。题目说先行后列，里层的循环是 right。",
        ask="第 1 张（从 0 数起）该是上移 1 格、左右不动，还是左移 1 格、上下不动？",
        model=lambda image: _moved(image)[[0, 3, 6, 1, 4, 7, 2, 5, 8]],
    ),
    Mistake(
        id="other_way_round",
        sentence="九张都对，次序倒过来了：down、right 从 −1 到 1，−1 是上移、左移。",
        ask="第 0 张该移到左上，还是右下？",
        model=lambda image: _moved(image)[::-1],
    ),
    Mistake(
        id="without_itself",
        sentence="少了不动的那一张：down 和 right 都是 0，也算一处。",
        ask="−1、0、1 各配 −1、0、1，一共几对？",
        model=lambda image: np.delete(_moved(image), 4, axis=0),
    ),
    Mistake(
        id="zero_to_two",
        sentence="你从 0 移到了 2：range(3) 是 0、1、2。题目要 −1、0、1。",
        ask="range(-1, 2) 是哪几个数？",
        model=lambda image: _moved(image, range(3)),
    ),
    Mistake(
        id="last_left_out",
        sentence="少了 1：range(-1, 1) 只有 −1 和 0，不包括最后一个。",
        ask="range(-1, 2) 是哪几个数？",
        model=lambda image: _moved(image, (-1, 0)),
    ),
    Mistake(
        id="never_moved",
        sentence="九张都和原来的一样，没有移动。",
        ask="move(image, down, right) 返回的新图，用上了吗？",
        model=lambda image: np.array([image] * 9),
    ),
    Mistake(
        id="one_row",
        sentence="你只往右下角的方向移：down 和 right 总是一样。九张要两个数各自换。",
        ask="用一层循环，还是两层循环？",
        model=lambda image: _moved(image)[::4],
    ),
)


def _one_place(image: np.ndarray, number: int) -> Question:
    """One of the nine pictures, asked by its number; mistakes that give the same picture as another are left out."""
    right = _moved(image)[number]
    answers = {each: each.model(image)[number : number + 1] for each in _NINE_MISTAKES}
    found = [right.tobytes(), *(answer.tobytes() for answer in answers.values())]
    return Question(
        id="8.2",
        name="one_place",
        points=3,
        right=right,
        mistakes=tuple(
            Mistake(
                id=each.id,
                sentence="很可能是这样：" + each.sentence.removeprefix("九张都对，").removeprefix("九张都"),
                ask=each.ask,
                model=answer[0],
            )
            for each, answer in answers.items()
            if len(answer) and found.count(answer.tobytes()) == 1
        ),
        ask=f"第 {number} 张的 down 和 right 各是几？",
        hints=(
            "次序是先行后列：第 0、1、2 张上移一格，第 3、4、5 张上下不动，第 6、7、8 张下移一格。",
            "每三张里，依次是左移一格、左右不动、右移一格。",
            "移出去的丢掉；空出来的那一行、那一列，写 −1。",
        ),
        text="把 image 挪到九处，一处一张：down 从 −1 到 1，每个 down 里 right 从 −1 到 1，先行后列。"
        f"移出的丢掉，空出的补纸（−1）。第 {number} 张（从 0 数起）是什么样的？写成一张数表，大小和 image 一样。",
        pictures=(Row(Grid(image, "image")),),
        given=f"image = np.array({image.tolist()})",
    )


def _any_place(rng: np.random.Generator) -> Question:
    """Draw a picture that moves, and of a few the one that tells most mistakes apart."""
    number = int(rng.choice([0, 1, 2, 3, 5, 6, 7, 8]))
    shape = [(2, 3), (3, 2), (3, 3)][rng.integers(3)]
    few = [_one_place(rng.choice([-1, 1], shape), number) for _ in range(3)]
    return max(few, key=lambda each: len(each.mistakes))


def _any_letter(rng: np.random.Generator) -> tuple[np.ndarray]:
    """Draw a few cells of ink, black and dark grey, on a sheet of 4×5 with some light grey outside of them."""
    height, width = [(2, 3), (3, 2), (2, 4), (4, 2), (3, 3)][rng.integers(5)]
    top, left = rng.integers(5 - height), rng.integers(6 - width)
    image = np.where(rng.random((4, 5)) < 0.2, -0.4, -1)
    letter = image[top : top + height, left : left + width]
    letter[rng.random(letter.shape) < 0.3] = 1
    letter[0, rng.integers(width)] = letter[rng.integers(height), 0] = rng.choice([1, 0.5])
    letter[-1, rng.integers(width)] = letter[rng.integers(height), -1] = rng.choice([1, 0.5])
    return (image,)


QUESTIONS = (
    Question(
        id="8.1",
        name="confusion",
        points=4,
        right=_confusion,
        inputs=(
            (np.array([0, 0, 0, 1, 1]), np.array([0, 0, 1, 1, 0]), 2),
            (np.array([0, 1, 2, 2, 1, 2, 2]), np.array([0, 2, 2, 0, 2, 2, 0]), 3),
            _guessed(_random, 10, 200, 0.8),
            _guessed(_random, 5, 60, 0.5),
            _guessed(_random, 4, 30, 0.6, missing=1),
            _guessed(_random, 6, 40, 0.7, missing=5),
        ),
        mistakes=(
            Mistake(
                id="counts",
                sentence="你数的是张数。这一题要的是几成：每一行再除以这一行的总数。",
                ask="第 0 行的数加起来，该是多少？",
                model=_counts,
            ),
            Mistake(
                id="swapped",
                sentence="行和列反了：你把网络说的当成行，正确答案当成列。",
                ask="第 i 行的图，有什么是相同的？",
                model=lambda answers, guesses, count: _confusion(guesses, answers, count),
            ),
            Mistake(
                id="turned_over",
                sentence="数算对了，可是放反了：第 i 行第 j 列放的是答案为 j、说成 i 的那个数。",
                ask="正确答案是行号，还是列号？",
                model=lambda answers, guesses, count: _confusion(answers, guesses, count).T,
            ),
            Mistake(
                id="divided_by_column",
                sentence="你除以的是每一列的总数：那是网络说成 j 的里面，真是 i 的几成。这里要除以每一行的总数。",
                ask="sum(axis=0) 和 sum(axis=1)，哪一个把一行的数加起来？keepdims=True 写了吗？",
                model=_by_column,
            ),
            Mistake(
                id="divided_by_all",
                sentence="你除以的是总张数。这一题每一行除以这一行的总数，也就是这个答案有几张。",
                ask="第 0 行的数加起来，该是多少？",
                model=lambda answers, guesses, count: _counts(answers, guesses, count) / len(answers),
            ),
            Mistake(
                id="counted_once",
                sentence="同一格不管出现几次，你都只算了一次。table[answers, guesses] += 1 遇到重复的位置，只加一次。",
                ask="用循环一张一张地加，同一格会加几次？",
                model=_once,
            ),
            Mistake(
                id="marked",
                sentence="出现过的格你都写成了 1。要数张数（+= 1，不是 = 1），再除以每一行的总数。",
                ask="答案是 2、网络说 0 的有两张，那一格该先数到几？",
                model=lambda answers, guesses, count: (_counts(answers, guesses, count) > 0).astype(int),
            ),
            Mistake(
                id="diagonal",
                sentence="你只交出了对角线：每一种认对几成。题目要整张表，认错的也在里面。",
                ask="结果的形状该是几行几列？",
                model=lambda answers, guesses, count: np.diag(_confusion(answers, guesses, count)),
            ),
            Mistake(
                id="nan_where_none",
                sentence="有的答案一张图也没有，你用 0 除以 0，得到了 NaN。题目说这一行全是 0。",
                ask="这一行的总数是 0 的时候，除以几，结果还是 0？",
                model=_nan_where_none,
            ),
            Mistake(
                id="as_many_as_seen",
                sentence="你的表只有出现过的那么大。有几种答案，要看 count：最后一种可能一张也没有。",
                ask="count 是 6 的时候，表是几行几列？",
                model=_as_many_as_seen,
            ),
            Mistake(
                id="wrong_alone",
                sentence="认对的你没有数进去，对角线上都是 0。认对几成，也在这张表里。",
                ask="答案是 3，网络也说 3，该加在哪一格？",
                model=_wrong_alone,
            ),
            Mistake(
                id="right_alone",
                sentence="你只数了认对的。认错的也要数：认成了什么，就在哪一列。",
                ask="答案是 3，网络说 5，该加在哪一格？",
                model=lambda answers, guesses, count: np.diag(np.diag(_confusion(answers, guesses, count))),
            ),
        ),
        ask="只有一张图，答案是 2，网络说 0：表里哪一格是 1？",
        hints=(
            "先数，再除。从 count×count 的全 0 表开始，一张图一张图地，在 [答案，网络说的] 那一格加 1。",
            "table.sum(axis=1, keepdims=True) 是每一行的总数，形状 (count, 1)，可以直接拿来除。",
            "总数是 0 的那一行，除以 1。np.maximum 取两个数里大的那个。",
        ),
        draw=_any_guesses,
        text="confusion(answers, guesses, count) 的第 i 行第 j 列，是答案为 i 的图里，网络说成 j 的占几成；"
        "一张也没有的答案，那一行全是 0。",
    ),
    Question(
        id="8.2",
        name="nine_places",
        points=3,
        right=_moved,
        inputs=(
            (X,),
            (_random.choice([-1, 1], (4, 7)),),
            (_random.uniform(-1, 1, (6, 3)),),
            (np.ones((3, 4)),),
        ),
        mistakes=_NINE_MISTAKES,
        ask="右移 1 格、上下不动的那一张，排在第几？",
        hints=(
            "move(image, down, right) 会移动一张图。down 和 right 各取 −1、0、1。",
            "两层循环：外层 down，里层 right，每次把 move 的结果放进列表。",
            "return np.array([move(image, down, right) for down in (-1, 0, 1) for right in ……])，补上最后的。",
        ),
        draw=_any_place,
    ),
    Question(
        id="8.3",
        name="crop",
        points=3,
        right=_crop,
        inputs=(
            (SMALL_X,),
            (_written("......", "..##..", ".#.#..", "......"),),
            (_written("...+.....", ".+..#..++", "+.*#.....", "....+....", ".....#...", ".+......."),),
            (_written("..", "..", "#.", "#.", ".."),),
            (_written("........", ".#...#..", "........", ".#...#..", "........"),),
            (_written("#..#", "....", "..*."),),
            (_written("..0....", "..'..-.", ".......", "-..#'.0", "...0..."),),
        ),
        mistakes=(
            Mistake(
                id="one_short",
                sentence="少了最后一行和最后一列：切片 a:b 不包括第 b 个。",
                ask="墨在第 2 到第 5 行，切片该怎样写？",
                model=_one_short,
            ),
            Mistake(
                id="rows_alone",
                sentence="你只剪了上下，左右没有剪。",
                ask="哪些列有墨，怎样知道？",
                model=lambda image: image[_box(image, image > 0)[0]],
            ),
            Mistake(
                id="columns_alone",
                sentence="你只剪了左右，上下没有剪。",
                ask="哪些行有墨，怎样知道？",
                model=lambda image: image[:, _box(image, image > 0)[1]],
            ),
            Mistake(
                id="swapped",
                sentence="行和列反了：你用有墨的列去剪行，用有墨的行去剪列。",
                ask="any(axis=1) 问的是每一行，还是每一列？",
                model=_swapped,
            ),
            Mistake(
                id="squeezed",
                sentence="字里面空着的行、列，你也去掉了，字变了形。只剪外面的空白，第一处墨和最后一处墨之间的都留着。",
                ask="“二”的两横中间，有墨吗？该不该留？",
                model=_squeezed,
            ),
            Mistake(
                id="grey_counted",
                sentence="浅灰的格你也当成了墨。墨是大于 0 的格，−0.4 还是纸。",
                ask="你的条件是 image > 0，还是 image != -1？",
                model=lambda image: image[_box(image, image > -1)],
            ),
            Mistake(
                id="black_alone",
                sentence="你只认最黑的（等于 1），深灰的墨漏掉了。墨是大于 0 的格。",
                ask="0.5 是墨吗？",
                model=lambda image: image[_box(image, image == 1)],
            ),
            Mistake(
                id="with_margin",
                sentence="四周多留了一圈纸。要紧紧地贴着墨剪。",
                ask="剪下来的第 0 行，有墨吗？",
                model=_with_margin,
            ),
            Mistake(
                id="from_the_corner",
                sentence="左边和上边没有剪：你从第 0 行、第 0 列开始。",
                ask="第一处墨在第几行、第几列？",
                model=_from_the_corner,
            ),
            Mistake(
                id="to_the_corner",
                sentence="右边和下边没有剪：你一直取到了最后一行、最后一列。",
                ask="最后一处墨在第几行、第几列？",
                model=lambda image: image[_box(image, image > 0)[0].start :, _box(image, image > 0)[1].start :],
            ),
            Mistake(
                id="square",
                sentence="行和列你用了同样的范围。上下和左右要分开找。",
                ask="有墨的行从几到几，有墨的列从几到几？",
                model=_square,
            ),
            Mistake(
                id="ink_alone",
                sentence="image[image > 0] 只取出墨的数，排成一排，图没有了。",
                ask="要的是哪几个数：第一行、最后一行、第一列、最后一列？",
                model=lambda image: image[image > 0],
            ),
            Mistake(
                id="where_ink_is",
                sentence="你返回的是哪些格有墨（True 和 False），不是剪下来的图。",
                ask="知道了墨在哪里，怎样从 image 里切出那一块？",
                model=lambda image: (image > 0).astype(int),
            ),
        ),
        ask="有墨的行，第一行是几，最后一行是几？列呢？",
        hints=(
            "ink = image > 0 说出哪些格是墨。ink.any(axis=1) 说出哪些行有墨，ink.any(axis=0) 说出哪些列有墨。",
            "np.flatnonzero(ink.any(axis=1)) 是有墨的行号：第一个是 [0]，最后一个是 [-1]。列也一样。",
            "image[第一行 : 最后一行 + 1, 第一列 : 最后一列 + 1]。别忘了 + 1。",
        ),
        draw=_any_letter,
        text="crop(image) 紧贴着墨把字剪下来；大于 0 的格是墨。",
    ),
)
