"""第 4 课的作业：linear 函数、一个小网络的数目、认猫的神经元，从分数到决定，和这个决定的损失。

答案是值的题，一题一个函数：给它一组数，它算出正确的答案和每个错误想法的答案。课里的题和抽的题都从它来。
"""

import numpy as np

from helpers.homework.answers import Neuron
from helpers.homework.question import Mistake, Question
from helpers.layers.convolution import count_parameters
from helpers.layers.fully_connected import cross_entropy, linear, predict, softmax

_random = np.random.default_rng(4)


def _loss(probabilities: np.ndarray, label: int) -> float:
    return -np.log(probabilities[label])


def _any_samples(rng: np.random.Generator) -> tuple:
    inputs, neurons = rng.integers(2, 4, 2)
    return rng.integers(-2, 4, (2, inputs)), rng.integers(-2, 4, (neurons, inputs)), rng.integers(-3, 4, neurons)


def _net_numbers(pictures: int, maps: int, side: int, classes: int) -> Question:
    """The size of the flattened maps of a small net, and its parameters."""
    shape, found = (pictures, 1, side, side), side - 2
    pooled, of_conv = found // 2, count_parameters(1, maps, 3)
    flat = maps * pooled**2

    def numbers(flat: int, conv: int = of_conv, bias: int = classes) -> tuple[int, int]:
        return flat, conv + flat * classes + bias

    lesson = (
        Mistake(
            id="lesson_numbers",
            sentence="147 是课文里的网络：三张 7×7 的图。这一题的网络不同。",
            ask="这一题有几张图，池化以后每张几乘几？",
            model=numbers(147),
        ),
    )
    if (pictures, maps, side, classes) != (10, 4, 9, 2):
        lesson = ()
    return Question(
        id="4.2",
        name="net_numbers",
        points=2,
        right=numbers(flat),
        by_part=True,
        mistakes=(
            Mistake(
                id="channels_forgotten",
                sentence=f"展平的时候通道数没有乘进去。{maps} 张 {pooled}×{pooled} 的图都要展平。",
                ask=f"一张图有 {pooled**2} 个数，{maps} 张一共有几个？",
                model=numbers(pooled**2),
            ),
            Mistake(
                id="before_pooling",
                sentence=f"你按池化之前的 {found}×{found} 算了。展平的是池化之后的图。",
                ask="数据走到 Flatten 的时候，每张图还有几行几列？",
                model=numbers(maps * found**2),
            ),
            Mistake(
                id="picture_flattened",
                sentence=f"你展平的是原来的图片。到 Flatten 的时候，它已经变成了 {maps} 张小图。",
                ask=f"Conv2d(1, {maps}, 3) 给出几张图？",
                model=numbers(side**2),
            ),
            Mistake(
                id="batch_flattened",
                sentence=f"你把 {pictures} 张图片也展到了一起。展平只在每张图片里面进行，批的方向留着。",
                ask=f"{pictures} 张图片，要做几个决定？flatten(0) 和 flatten(1) 有什么不同？",
                model=numbers(pictures * flat),
            ),
            Mistake(
                id="bias_forgotten",
                sentence="展平的大小对了，两层的偏置都没有数。",
                ask="Conv2d 有几个输出通道，Linear 有几个输出：各有几个偏置？",
                model=numbers(flat, conv=maps * 9, bias=0),
            ),
            Mistake(
                id="conv_bias_forgotten",
                sentence="展平的大小对了，卷积层的偏置没有数。",
                ask=f"{maps} 个输出通道，各有一个偏置：一共几个？",
                model=numbers(flat, conv=maps * 9),
            ),
            Mistake(
                id="linear_bias_forgotten",
                sentence="展平的大小对了，全连接层的偏置没有数。",
                ask=f"{classes} 个输出神经元，各有一个偏置：一共几个？",
                model=numbers(flat, bias=0),
            ),
            Mistake(
                id="linear_only",
                sentence="展平的大小对了，参数只数了全连接层。卷积层也有参数。",
                ask=f"Conv2d(1, {maps}, 3) 有几个权重、几个偏置？",
                model=numbers(flat, conv=0),
            ),
            Mistake(
                id="conv_only",
                sentence="展平的大小对了，参数只数了卷积层。全连接层也有参数。",
                ask=f"{flat} 个输入、{classes} 个输出，每个输出连着几个输入？",
                model=(flat, of_conv),
            ),
            Mistake(
                id="times_pictures",
                sentence=f"你把参数乘了图片的张数。{pictures} 张图片用的是同一个网络，参数只数一次。",
                ask="再多来一批图片，网络的参数会变多吗？",
                model=(flat, pictures * numbers(flat)[1]),
            ),
            Mistake(
                id="order_reversed",
                sentence="两个数都对，先后反了。",
                ask="题目先问的是哪一个？",
                model=numbers(flat)[::-1],
            ),
            Mistake(
                id="times_positions",
                sentence="你把卷积层的参数乘了位置数。窗口滑到哪里，用的都是同一套参数，只数一次。",
                ask=f"图片再大一倍，Conv2d(1, {maps}, 3) 的参数会变多吗？",
                model=numbers(flat, conv=of_conv * found**2),
            ),
            Mistake(
                id="only_the_first",
                sentence="你只写了一个数。这一题要两个：展平以后有几个数，和一共有几个参数。",
                ask="第二个数问的是什么？",
                model=flat,
            ),
            Mistake(
                id="size_kept",
                sentence=f"你算的是 {maps} 张 {side}×{side} 的图：卷积没有补边，池化也会缩小，图没有这么大了。",
                ask=f"3×3 的卷积核不补边，{side} 变成几？再池化呢？",
                model=numbers(maps * side**2),
            ),
            *lesson,
        ),
        ask="把形状一步一步写下来：卷积以后、池化以后、展平以后，各是什么？",
        hints=(
            f"跟着形状走：{shape} 经过 Conv2d 是什么？经过池化呢？",
            "展平只动每张图片自己的数：通道 × 高 × 宽。",
            "换一个例子：两张 5×5 的图展平是 50，Linear(50, 3) 有 50 × 3 + 3 = 153 个参数。别忘了还有卷积层的。",
        ),
        draw=_any_net,
        text=f"一批 {pictures} 张图片，形状 {shape}，依次经过 nn.Conv2d(1, {maps}, 3)，"
        f"池化（把每张 {found}×{found} 的图缩成 {pooled}×{pooled}，没有参数），nn.Flatten()，nn.Linear(?, {classes})。"
        "问号处应该填几？整个网络一共有多少个参数？写成两个数，用逗号隔开。",
    )


def _any_net(rng: np.random.Generator) -> Question:
    return _net_numbers(*rng.integers((2, 3, 6, 2), (21, 9, 15, 6)).tolist())


#: what a drawn neuron recognises: three features of its own, and one that it has not
_THINGS = {
    "鸟": (("羽毛", "翅膀", "尖嘴"), "四条腿"),
    "鱼": (("鱼鳞", "鱼鳍", "鱼尾"), "羽毛"),
    "花": (("花瓣", "花蕊", "叶子"), "眼睛"),
    "自行车": (("车轮", "车把", "脚踏板"), "发动机"),
    "房子": (("屋顶", "门", "窗"), "车轮"),
}
_FOUND = ("一样也没有", "一样", "两样", "三样")
_ALWAYS = Mistake(
    id="always_lit",
    sentence="不管找到什么，你的神经元都亮。偏置是不是忘了写负号？",
    ask="一样也没找到时，和就是偏置：它应该大于 0 吗？",
    model=(1, 1, 1, 2.5),
)
_NONE_FOUND = Mistake(
    id="none_found",
    sentence="一样也没找到的时候，它才亮。权重的正负号反了。",
    ask="找到一样特征，应该让和变大还是变小？",
    model=(-1, -1, -1, 0.5),
)


def _neuron(
    thing: str,
    features: tuple[str, ...],
    wanted: str,
    right: tuple[float, ...],
    mistakes: tuple[Mistake, ...],
    hints: tuple[str, ...],
) -> Question:
    """A neuron that recognises a thing by its features: lit where what is wanted is found."""
    return Question(
        id="4.3",
        name="cat_neuron",
        points=3,
        right=right,
        type=Neuron(features),
        mistakes=mistakes,
        ask="三样特征，找到和没找到一共有八种情况：每一种的和是几，比 0 大吗？",
        hints=hints,
        draw=_any_neuron,
        text=f"三个输入依次是{'、'.join(features)}，找到了是 1，没找到是 0。"
        f"设计一个认{thing}的神经元：{wanted}，它才亮。写出三个权重和一个偏置，一共四个数，用逗号隔开。",
    )


def _at_least(least: int, thing: str, features: tuple[str, ...]) -> Question:
    """Lit where at least so many of the three are found; the printed one wants all."""
    wanted = {1: "至少找到一样", 2: "至少找到两样", 3: "三样都找到"}[least]
    few, enough = _FOUND[least - 1], _FOUND[least]
    right = (1, 1, 1, 0.5 - least)
    thresholds = {
        1: Mistake(
            id="any_instead_of_all",
            sentence="只要找到一样，你的神经元就亮：这是“任意一个”（OR）。"
            f"我们要的是{wanted}{'（AND）' if least == 3 else ''}。",
            ask="只有一票的时候，和应该过门槛吗？偏置该往哪边调？",
            model=(1, 1, 1, -0.5),
        ),
        2: Mistake(
            id="two_are_enough",
            sentence="找到两样，你的神经元就亮了。门槛还低了一点。"
            if least == 3
            else "找到两样，你的神经元才亮。门槛还高了一点。",
            ask=f"{few}和{enough}之间，门槛该放在哪里？",
            model=(1, 1, 1, -1.5),
        ),
        3: Mistake(
            id="all_three_needed",
            sentence=f"三样都找到，你的神经元才亮：这是“全部”（AND）。我们要的是{wanted}。",
            ask=f"{few}和{enough}之间，门槛该放在哪里？",
            model=(1, 1, 1, -2.5),
        ),
    }
    mistakes = (
        *(mistake for count, mistake in thresholds.items() if count != least),
        _ALWAYS,
        Mistake(
            id="never_lit",
            sentence="三样都找到了，你的神经元还是不亮：门槛太高。和要超过 0 才亮，等于 0 不算。",
            ask="三票加上你的偏置，是多少？",
            model=(1, 1, 1, -3),
        ),
        Mistake(
            id="inverted",
            sentence=f"正好反了：{wanted}时它不亮，其余的时候都亮。权重和偏置的正负号都反了。",
            ask="找到一样特征，应该让和变大还是变小？",
            model=tuple(-number for number in right),
        ),
        *((_NONE_FOUND,) if least > 1 else ()),  # else it is the inverted one
        Mistake(
            id="one_ignored",
            sentence=f"有一样特征你没有用到：另外两样{'里找到一样' if least == 1 else '找到了'}，它就亮。",
            ask="三个权重里，哪一个太小了？",
            model=(1, 1, 0, 0.5 - min(least, 2)),
        ),
        Mistake(
            id="one_decides",
            sentence="只有一样特征说了算，另外两样找没找到都一样。",
            ask="三样特征一样重要，三个权重之间该是什么关系？",
            model=(1, 0, 0, -0.5),
        ),
    )
    example = "−1.5。找到一样是 1 − 1.5 < 0，找到两样是 2 − 1.5 > 0。"
    if least == 2:  # whose bias it would be
        example = "−0.5。一样也没有是 −0.5 < 0，找到一样是 1 − 0.5 > 0。"
    hints = (
        f"先给三个权重都写 1：每找到一样，和就多 1。找到{enough}是几？{few}呢？",
        f"神经元在和超过 0 的时候亮。偏置要让{few}的时候不超过 0，{enough}的时候超过 0。",
        f"看两样特征的例子：权重 1, 1，偏置 {example}",
    )
    return _neuron(thing, features, wanted, right, mistakes, hints)


def _two_without(thing: str, features: tuple[str, ...], strange: str) -> Question:
    """Lit where two are found and the strange one is not."""
    one, other = (feature for feature in features if feature != strange)
    wanted = f"{one}和{other}都找到，{strange}没找到"
    right = (*(-1 if feature == strange else 1 for feature in features), -1.5)
    # an answer is a mistake in whatever order its inputs are, so each sentence holds in every order
    mistakes = (
        Mistake(
            id="any_instead_of_all",
            sentence=f"只要找到一样，你的神经元就亮：这是“任意一个”（OR）。我们要的是{wanted}。",
            ask="只有一票的时候，和应该过门槛吗？偏置该往哪边调？",
            model=(1, 1, 1, -0.5),
        ),
        Mistake(
            id="two_are_enough",
            sentence=f"不管是哪两样，找到两样，你的神经元就亮了。{strange}不该帮它过门槛。",
            ask=f"找到{strange}，应该让和变大还是变小？",
            model=(1, 1, 1, -1.5),
        ),
        Mistake(
            id="all_three_needed",
            sentence=f"三样都找到，你的神经元才亮。可是有{strange}的时候，它不该亮。",
            ask=f"找到{strange}，应该让和变大还是变小？",
            model=(1, 1, 1, -2.5),
        ),
        _ALWAYS,
        Mistake(
            id="never_lit",
            sentence="不管找到什么，你的神经元都不亮：门槛太高。和要超过 0 才亮，等于 0 不算。",
            ask=f"只有{one}和{other}的时候，两票加上你的偏置，是多少？",
            model=(1, 1, -1, -2),
        ),
        Mistake(
            id="inverted",
            sentence="八种情况里，只有一种它不亮，别的都亮：很可能权重和偏置的正负号都反了。",
            ask=f"找到{one}，应该让和变大还是变小？",
            model=tuple(-number for number in right),
        ),
        _NONE_FOUND,
        Mistake(
            id="one_ignored",
            sentence="有一样特征你没有用到：另外两样找到了，它就亮。",
            ask=f"{one}、{other}和{strange}，哪一样没有用到？它的权重该是正的，还是负的？",
            model=(1, 1, 0, -1.5),
        ),
        Mistake(
            id="one_decides",
            sentence="只有一样特征说了算，另外两样找没找到都一样。",
            ask=f"{one}和{other}都要找到，只靠一个权重行吗？",
            model=(1, 0, 0, -0.5),
        ),
        Mistake(
            id="one_is_enough",
            sentence="只找到一样的时候，你的神经元有时也亮：门槛还低了一点。",
            ask=f"只找到{one}的时候，和应该过门槛吗？偏置该往哪边调？",
            model=(1, 1, -2, -0.5),
        ),
        Mistake(
            id="third_unused",
            sentence="你的神经元只看两样特征：有其中一样，又没有另一样，它就亮。",
            ask="剩下的那样特征，找到和没找到，结果该一样吗？",
            model=(1, 0, -1, -0.5),
        ),
        Mistake(
            id="wrong_one_against",
            sentence=f"反对票投错了：不该有的是{strange}。",
            ask="三个权重的先后，和三样特征的先后一样吗？",
            model=(*right[1:3], right[0], -1.5),
        ),
    )
    hints = (
        f"{one}和{other}各投一票，{strange}投一张反对票。反对票的权重是正的还是负的？",
        f"偏置要让{one}和{other}都找到的时候和超过 0，只找到一样的时候不超过 0。再看三样都找到的时候：不超过 0 吗？",
        "看两样特征的例子：要有第一样，没有第二样。权重 1, −1，偏置 −0.5：只有第一样是 1 − 0.5 > 0，"
        "两样都有是 1 − 1 − 0.5 < 0。",
    )
    return _neuron(thing, features, wanted, right, mistakes, hints)


def _any_neuron(rng: np.random.Generator) -> Question:
    thing = str(rng.choice(list(_THINGS)))
    own, strange = _THINGS[thing]
    own = rng.permutation(own).tolist()
    if rng.integers(2):
        return _two_without(thing, tuple(rng.permutation([*own[:2], strange]).tolist()), strange)
    return _at_least(int(rng.integers(1, 4)), thing, tuple(own))


def _any_scores(rng: np.random.Generator) -> tuple:
    return (rng.choice(np.arange(-12, 7), (4, 3), replace=False),)  # no two equal: one is the highest


def _any_loss(rng: np.random.Generator) -> tuple:
    # an odd number of halves each, so that neither a score nor their sum is 0, and has a logarithm
    return rng.choice(np.arange(-5, 8, 2), 3, replace=False) / 2, int(rng.integers(3))


QUESTIONS = (
    Question(
        id="4.1",
        name="linear",
        points=3,
        right=linear,
        inputs=(
            (np.array([[1, 0, 1]]), np.array([[1, 1, 1], [2, -1, 0]]), np.array([-2.5, 0.5])),
            (_random.normal(size=(3, 3)), _random.normal(size=(3, 3)), _random.normal(size=3)),
            (_random.normal(size=(4, 5)), _random.normal(size=(2, 5)), _random.normal(size=2)),
            (_random.normal(size=(2, 3)), _random.normal(size=(6, 3)), _random.normal(size=6)),
        ),
        mistakes=(
            Mistake(
                id="weight_as_in_out",
                sentence="你把 weight 当成了 (in_features, out_features)。nn.Linear 的权重每一行是一个神经元，"
                "要先转置再相乘。",
                ask="weight[0] 里的几个数，是同一个神经元的，还是同一个输入的？",
                model=lambda x, weight, bias: x @ weight + bias,
            ),
            Mistake(
                id="bias_forgotten",
                sentence="偏置没有加上。",
                ask="函数收了三个参数，哪一个还没用到？",
                model=lambda x, weight, bias: x @ weight.T,
            ),
            Mistake(
                id="bias_subtracted",
                sentence="你减去了偏置。门槛已经写成了负的偏置，这里只要相加。",
                ask="偏置是负数时，和应该变大还是变小？",
                model=lambda x, weight, bias: x @ weight.T - bias,
            ),
            Mistake(
                id="bias_before_weight",
                sentence="你先加偏置，再乘权重。应该先加权求和，最后加偏置。",
                ask="偏置要不要和权重相乘？",
                model=lambda x, weight, bias: (x + bias) @ weight.T,
            ),
            Mistake(
                id="transposed",
                sentence="行和列对调了：你的结果每一行是一个神经元。应该每一行是一个样本。",
                ask="x 有几行，结果就该有几行：你的有几行？",
                model=lambda x, weight, bias: (x @ weight.T + bias).T,
            ),
            Mistake(
                id="bias_added_every_time",
                sentence="偏置被加了好几次：每个乘积都加了一次。应该先把乘积加起来，最后只加一次。",
                ask="一个神经元有几个偏置？",
                model=lambda x, weight, bias: x @ weight.T + bias * x.shape[1],
            ),
            Mistake(
                id="activated",
                sentence="负的结果都变成了 0：你多做了一步 ReLU。linear 只管加权求和。",
                ask="例如和是 −0.5，linear 应该返回多少？",
                model=lambda x, weight, bias: np.maximum(x @ weight.T + bias, 0),
            ),
            Mistake(
                id="lit_or_not",
                sentence="你返回的是亮不亮。linear 要的是和本身，亮不亮是下一步的事。",
                ask="在和 0 比较之前，你手里的数是多少？",
                model=lambda x, weight, bias: x @ weight.T + bias > 0,
            ),
            Mistake(
                id="mean_instead_of_sum",
                sentence="你对乘积求了均值。神经元只求和。",
                ask="例如三个输入各投一票，一共是 3 票还是 1 票？",
                model=lambda x, weight, bias: x @ weight.T / x.shape[1] + bias,
            ),
            Mistake(
                id="first_row_only",
                sentence="你只算了第一个样本。x 的每一行都是一个样本。",
                ask="x 有几行？",
                model=lambda x, weight, bias: x[0] @ weight.T + bias,
            ),
            Mistake(
                id="softmaxed",
                sentence="你多做了一步 softmax。linear 返回的是分数，不是概率。",
                ask="每一行的和都是 1 吗？分数需要这样吗？",
                model=lambda x, weight, bias: softmax(x @ weight.T + bias),
            ),
            Mistake(
                id="samples_as_columns",
                sentence="你写的是 weight @ x.T：每一行是一个神经元，每一列才是一个样本，偏置就加错了方向。",
                ask="结果的每一行该是一个样本：x 和 weight，谁在前面？",
                model=lambda x, weight, bias: weight @ x.T + bias,
            ),
        ),
        ask="先只看结果的 [0, 0]：它用到 x 的哪一行？乘的是交给你的 weight，还是层自己带的权重？",
        hints=(
            "先想一个样本、一个神经元：对应相乘，加起来，再加这个神经元的偏置。",
            "每个样本（x 的每一行）都要遇到每个神经元（weight 的每一行）：用两层循环，或者一个矩阵乘法。",
            "矩阵乘法 x @ weight.T 的第 [i, j] 个数，正是 x 的第 i 行和 weight 的第 j 行对应相乘再相加。最后还差什么？",
        ),
        draw=_any_samples,
        text="linear(x, weight, bias) 同 nn.Linear：x 的一行是一个样本，weight 的一行是一个神经元。",
    ),
    _net_numbers(10, 4, 9, 2),
    _at_least(3, "猫", ("尖耳朵", "胡须", "长尾巴")),
    Question(
        id="4.4",
        name="predict",
        points=1,
        right=predict,
        inputs=(
            (np.array([[1.0, 2.0], [-3.0, -1.0], [0.5, -4.0]]),),
            (np.array([[0.2, -9.0, 3.0], [-7.0, -1.0, -2.0], [5.0, 4.0, -6.0], [-1.0, 0.5, 0.1]]),),
        ),
        mistakes=(
            Mistake(
                id="strongest_by_absolute_value",
                sentence="你按绝对值挑了最大的。很大的负数是很强的反对票，不是赞成票。",
                ask="例如 −4 和 0.5，哪一类更可能？",
                model=lambda scores: abs(scores).argmax(axis=1),
            ),
            Mistake(
                id="lowest",
                sentence="你挑了分数最低的一类。",
                ask="argmin 和 argmax，哪一个找最大？",
                model=lambda scores: scores.argmin(axis=1),
            ),
            Mistake(
                id="along_columns",
                sentence="你在竖着比：拿同一类在不同样本里的分数比。应该在每个样本自己的一行里比。",
                ask="argmax(axis=0) 和 argmax(axis=1) 各给出几个数？",
                model=lambda scores: scores.argmax(axis=0),
            ),
            Mistake(
                id="whole_table",
                sentence="你在整张表里只挑了一个。每个样本都要有一个决定。",
                ask="scores 有几行，就该有几个决定：你给了几个？",
                model=lambda scores: scores.argmax(),
            ),
            Mistake(
                id="first_row_only",
                sentence="你只给了第一行的决定。return 是不是写在了循环里面？",
                ask="scores 有几行，就该有几个决定：你给了几个？",
                model=lambda scores: scores[0].argmax(),
            ),
            Mistake(
                id="two_classes_only",
                sentence="你只比了前两类。类别可以不止两个。",
                ask="一行里有三个分数时，你的函数看了第三个吗？",
                model=lambda scores: scores[:, :2].argmax(axis=1),
            ),
            Mistake(
                id="zero_to_beat",
                sentence="一整行都是负数的时候，你的函数挑错了：比较不该从 0 开始，应该从这一行的第一个分数开始。",
                ask="例如 −1 和 −3 里，哪个更高？",
                model=lambda scores: np.where(scores.max(axis=1) > 0, scores.argmax(axis=1), 0),
            ),
            Mistake(
                id="score_instead_of_class",
                sentence="你返回的是最高的分数。这里要的是它是第几类。",
                ask="max 和 argmax 有什么不同？",
                model=lambda scores: scores.max(axis=1),
            ),
            Mistake(
                id="chances_instead_of_class",
                sentence="你返回的是 softmax 的概率。再往前一步：哪一类的概率最大？",
                ask="一行里最大的那个数，是第几个？",
                model=softmax,
            ),
            Mistake(
                id="counted_from_one",
                sentence="你从 1 数起了。第一类是第 0 类。",
                ask="scores[0, 0] 是哪一类的分数？",
                model=lambda scores: scores.argmax(axis=1) + 1,
            ),
            Mistake(
                id="above_zero",
                sentence="你说的是每个分数大不大于 0，不是哪一类最高。",
                ask="一行里的分数都小于 0 时，该选哪一类？",
                model=lambda scores: (scores > 0).astype(int),
            ),
            Mistake(
                id="whole_order",
                sentence="你给出了每一行从小到大的次序。这一题只要最高的那一个的编号。",
                ask="排好以后，最高的在哪一头？只取它，怎样写？",
                model=lambda scores: np.argsort(scores, axis=1),
            ),
        ),
        ask="只看第一行：分数最高的是哪一个，从 0 数起，它是第几类？",
        hints=(
            "一行一行地看：这一行里最大的数排在第几个？从 0 数起。",
            "np.argmax 给出最大的数的位置。axis=1 让它在每一行里各找一次。",
            "例如 np.argmax([[3, 8, 5]], axis=1) 是 [1]：8 最大，它是第 1 个。",
        ),
        draw=_any_scores,
        text="predict(scores) 说出每个样本的分数哪一类最高；scores 的一行是一个样本。",
    ),
    Question(
        id="4.5",
        name="cross_entropy",
        points=2,
        right=cross_entropy,
        inputs=(
            (np.array([2.0, 0.5]), 0),
            (np.array([2.0, 0.5]), 1),
            (np.array([-1.0, 3.0, 0.2]), 2),
            (np.array([4.0, -2.0, 1.0]), 0),
        ),
        mistakes=(
            Mistake(
                id="softmax_twice",
                sentence="你做了两遍 softmax。nn.CrossEntropyLoss 自己会做 softmax，要直接把分数交给它。",
                ask="交给损失之前，分数已经变成概率了吗？",
                model=lambda scores, label: cross_entropy(softmax(scores), label),
            ),
            Mistake(
                id="minus_forgotten",
                sentence="少了一个负号。概率小于 1，它的对数是负的，前面加上负号，损失才是正的。",
                ask="错得越厉害，损失应该越大还是越小？",
                model=lambda scores, label: -cross_entropy(scores, label),
            ),
            Mistake(
                id="chance_instead_of_loss",
                sentence="这是正确类别的概率，还没有取对数。",
                ask="概率是 1 的时候，损失应该是几？",
                model=lambda scores, label: softmax(scores)[label],
            ),
            Mistake(
                id="softmax_forgotten",
                sentence="你只取了分数，没有做 softmax：损失是正确类别的概率取对数，再变号。",
                ask="别的类别的分数，影响损失吗？",
                model=lambda scores, label: -scores[label],
            ),
            Mistake(
                id="one_minus_chance",
                sentence="你用 1 减去了概率。交叉熵用的是负的对数：很有把握却错了的时候，它会很大。",
                ask="概率接近 0 的时候，你的损失是多少？−log 呢？",
                model=lambda scores, label: 1 - softmax(scores)[label],
            ),
            Mistake(
                id="logarithm_to_base_two",
                sentence="你用了以 2 为底的对数。PyTorch 用自然对数 np.log。",
                ask="np.log 和 np.log2 差多少倍？",
                model=lambda scores, label: _loss(softmax(scores), label) / np.log(2),
            ),
            Mistake(
                id="logarithm_to_base_ten",
                sentence="你用了以 10 为底的对数。PyTorch 用自然对数 np.log。",
                ask="np.log 和 np.log10 差多少倍？",
                model=lambda scores, label: _loss(softmax(scores), label) / np.log(10),
            ),
            Mistake(
                id="highest_instead_of_label",
                sentence="你取的是概率最大的类别。损失要看正确的类别，不管它是不是最大。",
                ask="网络猜错的时候，你的损失会变大吗？",
                model=lambda scores, label: _loss(softmax(scores), scores.argmax()),
            ),
            Mistake(
                id="always_the_first_class",
                sentence="你总是取第 0 类，没有看 label。",
                ask="label 在你的函数里用到了吗？",
                model=lambda scores, label: cross_entropy(scores, 0),
            ),
            Mistake(
                id="label_counted_from_one",
                sentence="你取了前面一类：label 是从 0 数起的，不用再减 1。",
                ask="label 是 0 的时候，正确的是哪一类？",
                model=lambda scores, label: cross_entropy(scores, (label - 1) % len(scores)),
            ),
            Mistake(
                id="divided_by_the_sum_of_scores",
                sentence="你直接拿分数除以分数的和。softmax 要先取 e 的那么多次方，再除。",
                ask="分数有正有负，它们的和可能是 0：还能除吗？",
                model=lambda scores, label: -np.log(abs(scores[label] / scores.sum())),
            ),
            Mistake(
                id="all_classes",
                sentence="你给每一类都算了一个。损失只是一个数：正确类别的那一个。",
                ask="label 在你的函数里用到了吗？",
                model=lambda scores, label: -np.log(softmax(scores)),
            ),
            Mistake(
                id="logarithm_of_the_score",
                sentence="你直接对分数取了对数，没有先做 softmax。",
                ask="分数是负的时候，它的对数是什么？概率会是负的吗？",
                model=lambda scores, label: -np.log(abs(scores[label])),
            ),
            Mistake(
                id="score_forgotten",
                sentence="你只算了所有 exp 的和的对数，正确那一类的分数没有减去。",
                ask="换一个 label，你的结果变吗？",
                model=lambda scores, label: np.log(np.exp(scores).sum()),
            ),
            Mistake(
                id="both_sides",
                sentence="你把 −log(1 − p) 也加上了：那是两类各判一次的写法。这里只看正确的那一类。",
                ask="定义里有几个对数？",
                model=lambda scores, label: (
                    -np.log(softmax([scores])[0, label]) - np.log(1 - softmax([scores])[0, label])
                ),
            ),
            Mistake(
                id="squared_error",
                sentence="你算的是平方误差：softmax 和标准答案（一个 1，其余是 0）相差的平方。交叉熵用的是对数。",
                ask="很有把握却错了，平方误差最大是几？交叉熵呢？",
                model=lambda scores, label: ((softmax([scores])[0] - np.eye(len(scores))[label]) ** 2).sum(),
            ),
            Mistake(
                id="sigmoid",
                sentence="你用的是 sigmoid，只看了正确那一类自己的分数。softmax 要和别的类比。",
                ask="别的类的分数变高，你的结果变吗？它应该变吗？",
                model=lambda scores, label: np.log(1 + np.exp(-scores[label])),
            ),
        ),
        ask="一步一步地打印：softmax 以后是什么，label 那一类是几，取了对数又是几？",
        hints=(
            "先把分数变成概率：课程的 softmax(scores)。再取出正确类别的那一个。",
            "概率取自然对数 np.log，再变号。",
            "例如概率是 0.5，损失是 −np.log(0.5)，约 0.69。你要先算出 label 那一类的概率。",
        ),
        draw=_any_loss,
        text="cross_entropy(scores, label) 同 nn.CrossEntropyLoss：scores 是一个样本的分数，label 是正确的类别。",
    ),
)
