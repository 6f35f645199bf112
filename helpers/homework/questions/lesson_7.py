"""第 7 课的作业：一个自己的网络，和认错的图片有什么共同点。"""

from helpers.homework.answers import Learner, Words
from helpers.homework.question import Mistake, Question


def _layers(*names_and_settings: tuple) -> object:
    """Return a function that builds these layers, and loads torch only then."""

    def build() -> object:
        from torch import nn

        return nn.Sequential(*(getattr(nn, name)(*settings) for name, *settings in names_and_settings))

    return build


def _frozen() -> object:
    """Return a net whose first layer, the larger part of it, is not trained."""
    net = _layers(("Flatten",), ("Linear", 81, 1), ("ReLU",), ("Linear", 1, 2))()
    net[1].requires_grad_(False)
    return net


_EYES = ("Conv2d", 1, 8, 3), ("ReLU",), ("Conv2d", 8, 16, 3), ("ReLU",)

QUESTIONS = (
    Question(
        id="7.1",
        name="build_net",
        points=5,
        right=_layers(*_EYES, ("AdaptiveMaxPool2d", 1), ("Flatten",), ("Linear", 16, 2)),
        inputs=((),),
        type=Learner(limit=1400, goal=0.95),
        mistakes=(
            Mistake(
                id="too_many_parameters",
                sentence="网络太大了：参数超过了上限。",
                ask="最多的那一层，个数是哪几个数乘出来的？哪一个可以小一些？",
                model=_layers(("Flatten",), ("Linear", 81, 64), ("ReLU",), ("Linear", 64, 2)),
            ),
            Mistake(
                id="softmax_before_loss",
                sentence="网络给出的已经是概率：没有负数，加起来是 1。交叉熵自己会做 softmax，这样就做了两遍。",
                ask="最后一层应该给出分数，还是概率？",
                model=_layers(*_EYES, ("AdaptiveMaxPool2d", 1), ("Flatten",), ("Linear", 16, 2), ("Softmax", 1)),
            ),
            Mistake(
                id="learns_places",
                sentence="同样的字母，放在正中认得，挪开就认错：它的答案还和位置有关。",
                ask="全连接层之前，每张特征图留下的是每个位置的数，还是一个数？",
                model=_layers(("Flatten",), ("Linear", 81, 2)),
            ),
            Mistake(
                id="misses_at_the_edge",
                sentence="同样的字母，放在正中认得，挪开就认错。把最后的特征图翻过来，分数却不变：问题在前面的卷积和池化。",
                ask="最后的特征图有多大？字母挪到边上时，窗口还滑得到吗？步幅、填充各是多少？",
                model=_layers(
                    *(("Conv2d", 1, 12, 3), ("ReLU",), ("Conv2d", 12, 10, 3, 2), ("ReLU",)),
                    *(("AdaptiveMaxPool2d", 1), ("Flatten",), ("Linear", 10, 2)),
                ),
            ),
            Mistake(
                id="parameters_that_stay",
                sentence="训练以后，一大半的参数一点也没有变：训练改不到它们。",
                ask="这些层在 forward 里用到了吗？它们的 requires_grad 是 True 吗？",
                model=_frozen,
            ),
            Mistake(
                id="the_same_for_all",
                sentence="不管看见哪张图，网络给出的分数都一样。",
                ask="依次看每一层的输出：从哪一层起，两张不同的图变成了一样的数？",
                model=_layers(("Flatten",), ("Linear", 81, 1), ("Softmax", 1), ("Linear", 1, 2)),
            ),
            Mistake(
                id="learns_nothing",
                sentence="连正中的字母它也没有学会。",
                ask="信息在哪一层断了？依次看每一层的输出：形状对吗，还分得出两张不同的图吗？",
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
        right="认错的 X 笔画细，又小又歪，中间没有交成端正的“×”，找交叉的卷积核不怎么响；认错的 O 多半粗，墨挤在一起的"
        "地方，那个卷积核反而响了。小网络只有三个 3×3 的卷积核，各取最大值，看不到整个字母。",
        type=Words(least=20),
        mistakes=(),
        ask="你看到了什么？和一般的图比，有什么不同？",
        hints=(
            "先看图，X 和 O 分开看：笔画是粗是细，字母是正是歪？X 的两笔在中间是怎样交的？",
            "再想网络：它只有三个 3×3 的卷积核，各取最大值。第一个像“交叉”：哪些 X 里它不响，哪些 O 里它反而响？",
        ),
    ),
)
