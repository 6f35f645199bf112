"""第 7 课的作业：一个自己的网络，和认错的图片有什么共同点。"""

from helpers.homework.answers import Learner, Words
from helpers.homework.question import Mistake, Question


def _layers(*names_and_settings: tuple) -> object:
    """Return a function that builds these layers, and loads torch only then."""

    def build() -> object:
        from torch import nn

        return nn.Sequential(*(getattr(nn, name)(*settings) for name, *settings in names_and_settings))

    return build


_EYES = ("Conv2d", 1, 8, 3), ("ReLU",), ("Conv2d", 8, 16, 3), ("ReLU",)

QUESTIONS = (
    Question(
        id="7.1",
        name="build_net",
        points=5,
        right=_layers(*_EYES, ("AdaptiveMaxPool2d", 1), ("Flatten",), ("Linear", 16, 2)),
        inputs=((),),
        type=Learner(limit=1400, goal=0.97),
        mistakes=(
            Mistake(
                id="too_many_parameters",
                sentence="网络太大了：参数超过了上限。",
                ask="哪一层的参数最多？用 count_parameters 数一数，能不能少几个通道？",
                model=_layers(("Flatten",), ("Linear", 81, 64), ("ReLU",), ("Linear", 64, 2)),
            ),
            Mistake(
                id="learns_places",
                sentence="你的网络学会了正中的字母，挪动过的却认不好：它的答案还和位置有关，或者把特征冲淡了。",
                ask="全连接层之前，每张特征图留下的是每个位置的数、平均的数，还是最大的一个数？",
                model=_layers(("Flatten",), ("Linear", 81, 16), ("ReLU",), ("Linear", 16, 2)),
            ),
            Mistake(
                id="softmax_before_loss",
                sentence="网络的最后多了一个 Softmax。训练用的交叉熵自己会做 softmax，这样就做了两遍。",
                ask="网络应该给出分数，还是可能性？",
                model=_layers(*_EYES, ("AdaptiveMaxPool2d", 1), ("Flatten",), ("Linear", 16, 2), ("Softmax", 1)),
            ),
            Mistake(
                id="learns_nothing",
                sentence="连正中的字母它也没有学会。",
                ask="信息在哪一层断了？依次看每一层的输出：形状对吗，是不是全变成了一样的数？",
                model=_layers(("AdaptiveMaxPool2d", 1), ("Flatten",), ("Linear", 1, 2)),
            ),
        ),
        ask="方向对吗？对的话，卷积核再多几个，或者多一层卷积，会怎样？",
        hints=(
            "卷积层的参数不多，位置也不要紧。要当心的是后面的全连接层：它有几个输入？",
            "全局最大池化 nn.AdaptiveMaxPool2d(1) 让每张特征图只留一个最大值，接着展平，全连接层就只有几个输入。",
            "课程的网络是这样接的：卷积、ReLU、卷积、ReLU、全局最大池化、展平、全连接。你可以换通道数、卷积核的大小，"
            "只要参数不超过 1,400 个。",
        ),
    ),
    Question(
        id="7.2",
        name="what_they_share",
        points=2,
        right="认错的多半是又大又粗的 O。小网络只看三个最大值，粗粗的边也会让找斜线的卷积核响得很厉害，所以当成了 X。",
        type=Words(least=20),
        ask="你看到了什么？和一般的图比，有什么不同？",
        mistakes=(),
        hints=(
            "先看图：笔画是粗是细，完整吗，噪声大不大，字母在正中还是在边上？",
            "再想网络：它只有三个卷积核，各取最大值。又粗又浓的一段边，会让找斜线的卷积核响多大？",
        ),
    ),
)
