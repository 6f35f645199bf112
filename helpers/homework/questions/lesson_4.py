"""第 4 课的作业：linear 函数、一个小网络的数目、认猫的神经元，从分数到决定，和这个决定的损失。"""

import numpy as np

from helpers.homework.answers import Neuron
from helpers.homework.question import Mistake, Question
from helpers.layers.convolution import count_parameters
from helpers.layers.fully_connected import cross_entropy, linear, predict, softmax

_random = np.random.default_rng(4)

_CONV = count_parameters(1, 4, 3)
_MAPS = 4 * 7 * 7  # the numbers in the maps of 4.2, before pooling


def _net(flat: int, conv: int = _CONV, bias: int = 2) -> tuple[int, int]:
    """Return the two answers of 4.2 for one who flattens to this many numbers."""
    return flat, conv + flat * 2 + bias


def _loss(probabilities: np.ndarray, label: int) -> float:
    return -np.log(probabilities[label])


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
                ask="偏置是 −2.5 时，和应该变大还是变小？",
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
                ask="和是 −0.5 时，linear 应该返回多少？",
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
                ask="三个输入各投一票，一共是 3 票还是 1 票？",
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
    ),
    Question(
        id="4.2",
        name="net_numbers",
        points=2,
        right=_net(4 * 3 * 3),
        by_part=True,
        mistakes=(
            Mistake(
                id="channels_forgotten",
                sentence="展平的时候通道数没有乘进去。4 张 3×3 的图都要展平。",
                ask="一张图有 9 个数，4 张一共有几个？",
                model=_net(3 * 3),
            ),
            Mistake(
                id="before_pooling",
                sentence="你按池化之前的 7×7 算了。展平的是池化之后的图。",
                ask="数据走到 Flatten 的时候，每张图还有几行几列？",
                model=_net(_MAPS),
            ),
            Mistake(
                id="picture_flattened",
                sentence="你展平的是原来的图片。到 Flatten 的时候，它已经变成了 4 张小图。",
                ask="Conv2d(1, 4, 3) 给出几张图？",
                model=_net(9 * 9),
            ),
            Mistake(
                id="batch_flattened",
                sentence="你把 10 张图片也展到了一起。展平只在每张图片里面进行，批的方向留着。",
                ask="10 张图片，要做几个决定？flatten(0) 和 flatten(1) 有什么不同？",
                model=_net(10 * 36),
            ),
            Mistake(
                id="bias_forgotten",
                sentence="展平的大小对了，两层的偏置都没有数。",
                ask="Conv2d 有几个输出通道，Linear 有几个输出：各有几个偏置？",
                model=_net(36, conv=4 * 9, bias=0),
            ),
            Mistake(
                id="conv_bias_forgotten",
                sentence="展平的大小对了，卷积层的偏置没有数。",
                ask="4 个输出通道，各有一个偏置：一共几个？",
                model=_net(36, conv=4 * 9),
            ),
            Mistake(
                id="linear_bias_forgotten",
                sentence="展平的大小对了，全连接层的偏置没有数。",
                ask="两个输出神经元，各有一个偏置：一共几个？",
                model=_net(36, bias=0),
            ),
            Mistake(
                id="linear_only",
                sentence="展平的大小对了，参数只数了全连接层。卷积层也有参数。",
                ask="Conv2d(1, 4, 3) 有几个权重、几个偏置？",
                model=_net(36, conv=0),
            ),
            Mistake(
                id="conv_only",
                sentence="展平的大小对了，参数只数了卷积层。全连接层也有参数。",
                ask="36 个输入、2 个输出，每个输出连着几个输入？",
                model=(36, _CONV),
            ),
            Mistake(
                id="times_pictures",
                sentence="你把参数乘了图片的张数。10 张图片用的是同一个网络，参数只数一次。",
                ask="再多来一批图片，网络的参数会变多吗？",
                model=(36, 10 * _net(36)[1]),
            ),
            Mistake(
                id="order_reversed",
                sentence="两个数都对，先后反了。",
                ask="题目先问的是哪一个？",
                model=_net(36)[::-1],
            ),
            Mistake(
                id="times_positions",
                sentence="你把卷积层的参数乘了位置数。窗口滑到哪里，用的都是同一套参数，只数一次。",
                ask="图片再大一倍，Conv2d(1, 4, 3) 的参数会变多吗？",
                model=_net(36, conv=_CONV * 49),
            ),
            Mistake(
                id="only_the_first",
                sentence="你只写了一个数。这一题要两个：展平以后有几个数，和一共有几个参数。",
                ask="第二个数问的是什么？",
                model=36,
            ),
            Mistake(
                id="size_kept",
                sentence="你算的是 4 张 9×9 的图：卷积没有补边，池化也会缩小，图没有这么大了。",
                ask="3×3 的卷积核不补边，9 变成几？再池化呢？",
                model=(4 * 9 * 9, _net(4 * 9 * 9)[1]),
            ),
            Mistake(
                id="lesson_numbers",
                sentence="147 是课文里的网络：三张 7×7 的图。这一题的网络不同。",
                ask="这一题有几张图，池化以后每张几乘几？",
                model=(147, 336),
            ),
        ),
        ask="把形状一步一步写下来：卷积以后、池化以后、展平以后，各是什么？",
        hints=(
            "跟着形状走：(10, 1, 9, 9) 经过 Conv2d 是什么？经过池化呢？",
            "展平只动每张图片自己的数：通道 × 高 × 宽。",
            "换一个例子：两张 5×5 的图展平是 50，Linear(50, 3) 有 50 × 3 + 3 = 153 个参数。别忘了还有卷积层的。",
        ),
    ),
    Question(
        id="4.3",
        name="cat_neuron",
        points=3,
        right=(1, 1, 1, -2.5),
        type=Neuron(("尖耳朵", "胡须", "长尾巴")),
        mistakes=(
            Mistake(
                id="any_instead_of_all",
                sentence="只要找到一样，你的神经元就亮：这是“任意一个”（OR）。我们要的是三样都找到（AND）。",
                ask="只有一票的时候，和应该过门槛吗？偏置该往哪边调？",
                model=(1, 1, 1, -0.5),
            ),
            Mistake(
                id="two_are_enough",
                sentence="找到两样，你的神经元就亮了。门槛还低了一点。",
                ask="两票和三票之间，门槛该放在哪里？",
                model=(1, 1, 1, -1.5),
            ),
            Mistake(
                id="always_lit",
                sentence="不管找到什么，你的神经元都亮。偏置是不是忘了写负号？",
                ask="一样也没找到时，和就是偏置：它应该大于 0 吗？",
                model=(1, 1, 1, 2.5),
            ),
            Mistake(
                id="never_lit",
                sentence="三样都找到了，你的神经元还是不亮：门槛太高。和要超过 0 才亮，等于 0 不算。",
                ask="三票加上你的偏置，是多少？",
                model=(1, 1, 1, -3),
            ),
            Mistake(
                id="inverted",
                sentence="正好反了：三样都找到时它不亮，其余的时候都亮。权重和偏置的正负号都反了。",
                ask="找到一样特征，应该让和变大还是变小？",
                model=(-1, -1, -1, 2.5),
            ),
            Mistake(
                id="none_found",
                sentence="一样也没找到的时候，它才亮。权重的正负号反了。",
                ask="找到一样特征，应该让和变大还是变小？",
                model=(-1, -1, -1, 0.5),
            ),
            Mistake(
                id="one_ignored",
                sentence="有一样特征你没有用到：另外两样找到了，它就亮。",
                ask="三个权重里，哪一个太小了？",
                model=(1, 1, 0, -1.5),
            ),
            Mistake(
                id="one_decides",
                sentence="只有一样特征说了算，另外两样找没找到都一样。",
                ask="每样特征都必不可少时，三个权重之间该是什么关系？",
                model=(1, 0, 0, -0.5),
            ),
        ),
        ask="三样特征，找到和没找到一共有八种情况：每一种的和是几，比 0 大吗？",
        hints=(
            "先给三个权重都写 1：每找到一样，和就多 1。三样都找到是几？两样呢？",
            "神经元在和超过 0 的时候亮。偏置要让两样的时候不超过 0，三样的时候超过 0。",
            "看两样特征的例子：权重 1, 1，偏置 −1.5。找到一样是 1 − 1.5 < 0，找到两样是 2 − 1.5 > 0。",
        ),
    ),
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
                ask="−4 和 0.5，哪一类更可能？",
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
                ask="−1 和 −3 里，哪个更高？",
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
                ask="一行里两个分数都小于 0 时，该选哪一类？",
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
                sentence="你直接对分数取了对数（还取了绝对值），没有先做 softmax。",
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
    ),
)
