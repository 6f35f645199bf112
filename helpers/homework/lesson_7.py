"""第 7 课的作业：一个自己的网络，和认错的图片有什么共同点。"""

from helpers.homework.forms import Words
from helpers.homework.question import Mistake, Question
from helpers.homework.trials import Learner


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
        form=Learner(limit=1400, goal=0.97),
        mistakes=(
            Mistake(
                id="too_many_parameters",
                sentence="网络太大了：参数超过了上限。",
                ask="哪一层的参数最多？用 count_parameters 数一数，能不能少几个通道？",
                model=_layers(("Flatten",), ("Linear", 81, 64), ("ReLU",), ("Linear", 64, 2)),
            ),
            Mistake(
                id="learns_places",
                sentence="你的网络学会了正中的字母，却不认得挪动过的：它连位置一起背了下来。",
                ask="全连接层之前，每张特征图留下的是哪里有特征，还是有没有特征？",
                model=_layers(("Flatten",), ("Linear", 81, 16), ("ReLU",), ("Linear", 16, 2)),
            ),
            Mistake(
                id="learns_nothing",
                sentence="连正中的字母它也没有学会。",
                ask="信息在哪一层断了？依次看每一层的输出：形状对吗，是不是全变成了一样的数？",
                model=_layers(("AdaptiveMaxPool2d", 1), ("Flatten",), ("Linear", 1, 2)),
            ),
        ),
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
        right="最没把握的几张噪声都大，笔画又细，交叉的地方断开了，所以像两段弧，网络没有找到交叉。",
        form=Words(least=20),
        mistakes=(),
        hints=(
            "先看图：笔画是粗是细，完整吗，噪声大不大，字母在正中还是在边上？",
            "再想网络：它靠哪几个特征来认？图里的这些特征，被什么盖住了？",
        ),
    ),
)
