"""第 7 课的作业：一个自己的网络，认错的图，训练一轮的函数，从曲线看毛病，改好一个训练。"""

from collections.abc import Callable

from helpers.data.faults import FAULTS, RIDDLE
from helpers.homework.answers import Learner, TrainingLoop, Words
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

#: 训练一轮的一种正确写法
LOOP = """\
def train_one_epoch(net, images, labels, optimizer):
    net.train()
    total = 0
    for chosen in torch.randperm(len(images)).split(20):
        loss = nn.functional.cross_entropy(net(images[chosen]), labels[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(chosen)
    return total / len(images)
"""
_STEP = """\
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
"""
_END = """\
        total += loss.item() * len(chosen)
    return total / len(images)
"""


def _written(*edits: str) -> Callable:
    """Return the loop as one writes it who has another idea: pairs of what is right and what stands there instead."""
    source = LOOP
    for right, instead in zip(edits[::2], edits[1::2], strict=True):
        assert right in source, right
        source = source.replace(right, instead)

    def train_one_epoch(net: object, images: object, labels: object, optimizer: object) -> object:
        import torch

        space = {"torch": torch, "nn": torch.nn}
        exec(source, space)
        return space["train_one_epoch"](net, images, labels, optimizer)

    return train_one_epoch


_SPLIT, _LABELS = "torch.randperm(len(images)).split(20)", "labels[chosen])"
_LOOP_MISTAKES = tuple(
    Mistake(id=name, sentence=sentence, ask=ask, model=_written(*edits))
    for name, sentence, ask, *edits in (
        (
            "net_not_used",
            "交给你的网络，一张图也没有看过。你训练的是别的网络。",
            "函数里用的 net，是参数里的那一个，还是你新造的？",
            "    net.train()",
            "    net = nn.Sequential(nn.Flatten(), nn.Linear(81, 2))",
        ),
        (
            "evaluating",
            "训练的时候，网络在 eval() 状态：遗忘层不忘了。",
            "eval() 是考试用的。训练以前该写哪一个？",
            "net.train()",
            "net.eval()",
        ),
        (
            "added",
            "梯度没有清：每一步的梯度，都是到现在为止所有小批的梯度加在一起。",
            "backward() 是把新的梯度换上去，还是加上去？",
            "        optimizer.zero_grad()\n",
            "",
        ),
        (
            "cleared_first",
            "算好的梯度，还没有用就清掉了：step() 的时候没有梯度，参数一动也不动。",
            "zero_grad() 和 step() 之间，隔着哪一行？",
            _STEP,
            "        loss.backward()\n        optimizer.zero_grad()\n        optimizer.step()\n",
        ),
        (
            "step_first",
            "先挪了一步，才算梯度：挪的时候，手里没有这一批的梯度。",
            "backward() 和 step()，哪一个要用到另一个的结果？",
            _STEP,
            "        optimizer.zero_grad()\n        optimizer.step()\n        loss.backward()\n",
        ),
        (
            "no_backward",
            "没有算梯度：loss.backward() 一次也没有做，优化器不知道往哪里挪。",
            "梯度是哪一行算出来的？",
            "        loss.backward()\n",
            "",
        ),
        (
            "no_step",
            "梯度算了，交给你的优化器却一步也没有挪。",
            "参数是哪一行改的？用的是参数里的 optimizer 吗？",
            "        optimizer.step()\n",
            "",
        ),
        (
            "only_looked",
            "只算了损失，没有算梯度，也没有挪：这是考试，不是训练。",
            "训练的一步有哪几件事？",
            _STEP,
            "",
        ),
        (
            "stayed",
            "图洗了牌，标签没有跟着洗：图和标签对不上了。",
            "第 chosen 张图的标签，是第几个标签？",
            f"chosen in {_SPLIT}",
            f"number, chosen in enumerate({_SPLIT})",
            _LABELS,
            "labels[20 * number : 20 * number + len(chosen)])",
        ),
        (
            "softmax",
            "做了两遍 softmax：cross_entropy 收的是分数，softmax 由它自己做。",
            "交给 cross_entropy 的，应该是分数还是概率？",
            "net(images[chosen])",
            "net(images[chosen]).softmax(dim=1)",
        ),
        (
            "summed",
            "一小批的损失你求了和，没有求均值：梯度大了 20 倍，最后不满的一批又只大 10 倍。",
            "cross_entropy 不另外设置时，给出的是和还是均值？",
            _LABELS,
            'labels[chosen], reduction="sum")',
        ),
        (
            "all_at_once",
            "所有的图一步就看完了，没有分成小批。",
            "split 里的数，是每一批几张，还是分成几批？",
            "split(20)",
            "split(len(images))",
        ),
        (
            "one_by_one",
            "每一步只看一张图，一小批应该有 20 张。",
            "split 里的数，是每一批几张，还是分成几批？",
            "split(20)",
            "split(1)",
        ),
        (
            "other_size",
            "每一小批不是 20 张。（最后一批不满，是可以的。）",
            "50 张图，每批 20 张，各批是几张？",
            "split(20)",
            "split(10)",
        ),
        (
            "last_batch_lost",
            "最后不满的一小批丢掉了：有几张图，这一轮没有看。",
            "50 张图，每批 20 张，第三批有几张？",
            "split(20)",
            "split(20)[:-1]",
        ),
        (
            "first_batch_only",
            "只看了一小批就结束了：return 很可能写在了循环里面。",
            "return 前面有几个空格？它属于 for 吗？",
            _END,
            "        return loss.item()\n",
        ),
        (
            "same_batch",
            "每一步看的都是同一批图，别的图没有看过。",
            "循环一次，chosen 变了吗？",
            f"for chosen in {_SPLIT}:",
            "for chosen in [torch.randperm(len(images))[:20]] * 3:",
        ),
        (
            "several_epochs",
            "每张图看了不止一次。一轮，就是每张图正好看一次；训练几轮，由调用它的人决定。",
            "函数里有几个 for？",
            _SPLIT,
            f"[each for _ in range(3) for each in {_SPLIT}]",
        ),
        (
            "not_shuffled",
            "没有洗牌：每一轮的次序都是 0、1、2……",
            "哪个函数给出一个随机的排列？",
            "torch.randperm(len(images))",
            "torch.arange(len(images))",
        ),
        (
            "same_shuffle",
            "洗了牌，可是每一轮洗成同样的次序：种子在函数里又定了一遍。",
            "种子定下以后，randperm 给出的排列会变吗？",
            "    total = 0",
            "    torch.manual_seed(0)\n    total = 0",
        ),
        (
            "nothing",
            "训练对了，可是什么也没有返回。",
            "最后一行写了 return 吗？",
            "    return total / len(images)\n",
            "",
        ),
        (
            "tensor",
            "训练对了，返回的却是还记着账的张量：一轮一轮攒下来，内存会越用越多。",
            "怎样从只有一个数的张量里取出那个数？",
            "loss.item()",
            "loss",
        ),
        (
            "not_a_number",
            "训练对了，返回的却不是一个数。",
            "题目要返回几个数？",
            _END,
            "    return net, optimizer\n",
        ),
        (
            "last_batch",
            "训练对了，返回的却只是最后一小批的损失。",
            "前面几批的损失，你记下来了吗？",
            _END,
            "    return loss.item()\n",
        ),
        (
            "sum_of_batches",
            "训练对了，返回的是各批损失的和，没有求均值。",
            "一共有几张图？每一批的损失，是几张图的均值？",
            _END,
            "        total += loss.item()\n    return total\n",
        ),
        (
            "mean_of_batches",
            "训练对了，返回的是各批损失的均值。最后一批只有 10 张，却和 20 张的算得一样重；要的是每张图的平均。",
            "每一批的损失乘上几，才是这一批所有图的损失的和？",
            _END,
            "        total += loss.item()\n    return total / len(torch.randperm(len(images)).split(20))\n",
        ),
        (
            "sum_of_pictures",
            "训练对了，返回的是所有图的损失的和，忘了除以张数。",
            "平均损失是和除以几？",
            "total / len(images)",
            "total",
        ),
    )
)
_LOOP_ASK = "照训练的一步查：取一小批图和标签，算损失，清梯度，算梯度，挪一步，记下损失。你少了哪一件？"
_NUMBERS = {fault: number for number, fault in enumerate(FAULTS)}
_RIDDLE = [_NUMBERS[fault] for fault in RIDDLE.values()]


def _taken_for(**others: str) -> list[int]:
    """Return the answer of one who takes a fault for another."""
    return [_NUMBERS[others.get(name, fault)] for name, fault in RIDDLE.items()]


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
    Question(
        id="7.3",
        name="train_one_epoch",
        points=4,
        right=_written(),
        inputs=(("net", "images", "labels", "optimizer"),),
        type=TrainingLoop(),
        mistakes=_LOOP_MISTAKES,
        ask=_LOOP_ASK,
        hints=(
            "先写 net.train()，再照第 4 节，用 torch.randperm(len(images)).split(20) 把编号洗牌、切成小批。",
            "循环里是训练的一步，四行：算损失，optimizer.zero_grad()，loss.backward()，optimizer.step()。",
            "每一批的 loss 是均值：total += loss.item() * len(chosen)，循环以后再除以 len(images)。",
        ),
    ),
    Question(
        id="7.4",
        name="six_faults",
        points=3,
        right=_RIDDLE,
        by_part=True,
        mistakes=(
            Mistake(
                id="zeros_taken_for_a_small_rate",
                sentence="丙你认为是学习率太小。学习率再小，遗忘层还在忘，训练集的曲线会抖；丙的两条是平的。",
                ask="权重全是 0 的网络，不管看见什么图，两个分数是多少？忘掉几个 0，分数会变吗？",
                model=_taken_for(丙="学习率太小"),
            ),
            Mistake(
                id="zeros_taken_for_no_step",
                sentence="丙你认为是先挪后算。参数一动不动的时候，遗忘层还在忘，训练集的曲线会抖；丙的两条是平的。",
                ask="权重全是 0 的网络，忘掉几个 0，分数会变吗？",
                model=_taken_for(丙="先挪后算"),
            ),
            Mistake(
                id="labels_taken_for_few_pictures",
                sentence="甲和己你看反了。标签错位的，验证集的损失降不下去；只有 10 张图的还慢慢降了一些。",
                ask="甲和己的验证集曲线，开头和末尾各是多少？",
                model=_taken_for(甲="只有 10 张图", 己="标签错位"),
            ),
            Mistake(
                id="leak_taken_for_health",
                sentence="丁你认为没有毛病。没有毛病的验证集，损失最后是 0.2 上下；丁的几乎是 0，好得不像话。",
                ask="和第 6 节“没有毛病”的那张比：谁的验证集曲线更低？为什么会低成这样？",
                model=_taken_for(丁="没有毛病"),
            ),
            Mistake(
                id="added_taken_for_a_large_rate",
                sentence="戊你认为是学习率太大。学习率是 10，第一轮就飞出图外了；戊先降下来，后来才越走越乱。",
                ask="梯度一直加下去，是开头的步子大，还是后来的步子大？",
                model=_taken_for(戊="学习率太大"),
            ),
            Mistake(
                id="few_pictures_taken_for_health",
                sentence="己你认为没有毛病。没有毛病的验证集降到了 0.2 上下，己的还在 0.5 以上，训练集的也抖得厉害。",
                ask="每一轮只看一批图，训练集的曲线会更稳，还是更抖？",
                model=_taken_for(己="没有毛病"),
            ),
            Mistake(
                id="softmax_taken_for_health",
                sentence="乙你认为没有毛病。乙的两条停在 0.4 上下；没有毛病的验证集降到了 0.2 上下。",
                ask="概率最多是 1 和 0。把 1 和 0 当成分数，再做一遍 softmax，最多是多少？它的损失呢？",
                model=_taken_for(乙="没有毛病"),
            ),
        ),
        ask="一张一张地看：训练集的损失降到哪里，停在哪里？验证集的在它上面还是下面，差多少？",
        hints=(
            "先看验证集的曲线：哪一张是平的，哪一张几乎到 0，哪一张先降后升，哪一张降不下去？",
            "平的是权重全是 0；几乎到 0、好得不像话的是验证集混进训练；先降后升的是没有清梯度；降不下去的是标签错位。",
            "两遍 softmax 以后，损失最少是 −log(e / (e + 1))，约 0.31：停在 0.4 上下的就是。",
            "剩下的一张，训练集的曲线抖得最厉害：一轮只有一批图。",
        ),
    ),
    Question(
        id="7.5",
        name="mended_epoch",
        points=3,
        right=_written(),
        inputs=(("net", "images", "labels", "optimizer"),),
        type=TrainingLoop(),
        mistakes=_LOOP_MISTAKES,
        ask=_LOOP_ASK,
        hints=(
            "一共四处。一行一行地问：这一行做什么，该在谁的前面？",
            "两处在循环里：小批里的图和标签对得上吗？梯度是在用以前清的，还是用以后清的？",
            "另外两处：开头的状态是训练还是考试；返回的是哪几批的损失。",
        ),
    ),
)
