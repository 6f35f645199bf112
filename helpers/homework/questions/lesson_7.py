"""第 7 课的作业：一个自己的网络，认错的图，训练一轮的函数，从曲线看毛病，改好一个训练。

7.3 抽的题不要写函数：给一段有毛病的代码，问是哪一种毛病。7.4 抽的题不画曲线，用话说曲线的样子。
"""

from collections.abc import Callable

import numpy as np

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


def _source(*edits: str) -> str:
    """Return the loop as one writes it who has another idea: pairs of what is right and what stands there instead."""
    source = LOOP
    for right, instead in zip(edits[::2], edits[1::2], strict=True):
        assert right in source, right
        source = source.replace(right, instead)
    return source


def _written(*edits: str) -> Callable:
    """Return the function that this source defines."""
    source = _source(*edits)

    def train_one_epoch(net: object, images: object, labels: object, optimizer: object) -> object:
        import torch

        space = {"torch": torch, "nn": torch.nn}
        exec(source, space)
        return space["train_one_epoch"](net, images, labels, optimizer)

    return train_one_epoch


_SPLIT, _LABELS = "torch.randperm(len(images)).split(20)", "labels[chosen])"
#: an idea: its id, what is said of it, what is asked, and how the loop is written by who has it
_LOOP_IDEAS = (
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
        "train_forgotten",
        "没有写 net.train()：交给你的网络还在考试的状态（eval），训练的时候遗忘层也不忘了。",
        "交来的网络可能正在 eval()：训练以前，要用哪一行拨回来？",
        "    net.train()\n",
        "",
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
        "step_once",
        "step() 一轮只走了一步：有几个小批，就该走几步。",
        "step() 前面有几个空格？它写在循环外面了吗？",
        "        optimizer.step()\n",
        "",
        "    return total",
        "    optimizer.step()\n    return total",
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
_LOOP_MISTAKES = tuple(
    Mistake(id=name, sentence=sentence, ask=ask, model=_written(*edits)) for name, sentence, ask, *edits in _LOOP_IDEAS
)

#: an idea of the loop → what comes of it, and how one sees it in the code
_EFFECTS = {
    "net_not_used": ("交给它的网络，一张图也没有看过：训练的是另一个网络", "函数里会另造一个网络"),
    "evaluating": ("训练的时候，网络在 eval() 状态，遗忘层不忘", "开头会写 net.eval()"),
    "train_forgotten": ("网络是什么状态交来的，就什么状态训练：遗忘层可能不忘", "不会有 net.train()"),
    "added": ("算出来的梯度一直没有清，和以前各批的加在一起", "循环里会有 backward() 和 step()，没有 zero_grad()"),
    "cleared_first": ("梯度刚算好就清掉了，挪的时候没有梯度", "zero_grad() 会夹在 backward() 和 step() 之间"),
    "step_first": ("先挪了一步，才算这一批的梯度", "step() 会写在 backward() 的前面"),
    "no_backward": ("没有算梯度，就去挪", "循环里会有 step()，没有 backward()"),
    "no_step": ("梯度算了，却一步也没有挪", "循环里会有 backward()，没有 step()"),
    "step_once": ("一轮只挪了一步，不是每批一步", "step() 会写在循环的后面"),
    "only_looked": ("只算了损失，没有算梯度，也没有挪", "循环里 backward() 和 step() 都不会有"),
    "stayed": ("图洗了牌，标签没有跟着洗：图和标签对不上", "取标签的时候，不会照 chosen 取"),
    "softmax": ("做了两遍 softmax", "交给 cross_entropy 的会是概率，不是分数"),
    "summed": ("一小批的损失是和，不是均值：梯度大了许多倍", "cross_entropy 里会写 reduction"),
    "all_at_once": ("所有的图一步就看完了，没有分成小批", "每一批的张数会是 len(images)"),
    "one_by_one": ("每一步只看一张图", "split 里的数会是 1"),
    "other_size": ("每一小批只有 10 张，不是 20 张", "split 里的数会是 10"),
    "last_batch_lost": ("最后的一小批丢掉了，有几张图没有看", "切好的小批后面会写 [:-1]"),
    "first_batch_only": ("只看了一小批就结束了", "return 会缩进在循环里面"),
    "same_batch": ("每一步看的都是同一批图，别的图没有看过", "循环一次又一次，chosen 都不会变"),
    "several_epochs": ("每张图看了不止一次", "所有的图会循环好几遍"),
    "not_shuffled": ("没有洗牌，次序总是 0、1、2……", "不会有 randperm"),
    "same_shuffle": ("洗了牌，可是每一轮洗成同样的次序", "函数里会又定一遍种子"),
    "nothing": ("训练对了，可是什么也没有返回", "不会有 return"),
    "tensor": ("训练对了，返回的却是还记着账的张量", "加进 total 的会是 loss，不是 loss.item()"),
    "not_a_number": ("训练对了，返回的却是网络和优化器", "return 后面会是 net 和 optimizer"),
    "last_batch": ("训练对了，返回的却只是最后一小批的损失", "循环以后，返回的会是 loss.item()"),
    "sum_of_batches": ("训练对了，返回的却是各批平均损失的和", "加进 total 的没有乘张数，返回的会是 total 自己"),
    "mean_of_batches": (
        "训练对了，返回的平均里，不满的一批却和满的一样重",
        "加进 total 的没有乘张数，返回时会除以批数",
    ),
    "sum_of_pictures": ("训练对了，返回的却是所有图的损失的和", "加进 total 的乘了张数，返回的会是 total 自己"),
}

#: an idea of the loop → what may be said of it, too, by who looks closely: it is not among what one chooses from
_ALSO_TRUE = {
    "net_not_used": {"train_forgotten", "added", "cleared_first", "no_step"},
    "evaluating": {"train_forgotten"},
    "train_forgotten": {"evaluating"},
    "step_first": {"cleared_first"},
    "no_step": {"cleared_first"},
    "all_at_once": {"first_batch_only", "last_batch", "sum_of_batches", "mean_of_batches"},
    "first_batch_only": {"last_batch_lost", "same_batch", "last_batch", "sum_of_batches", "mean_of_batches"},
    "same_batch": {"first_batch_only", "last_batch_lost", "several_epochs"},
}
_CHOICES = 6
_LOOP_ASK = "照训练的一步查：取一小批图和标签，算损失，清梯度，算梯度，挪一步，记下损失。你少了哪一件？"
_NUMBERS = {fault: number for number, fault in enumerate(FAULTS)}

#: a fault → what its two curves look like, whatever the seed
_CURVES = {
    "没有毛病": "两条都从 0.7 上下降下来；验证集的比训练集的平稳，多半也低一点，最后在 0.05 和 0.2 之间。",
    "没有清梯度": "训练集的起初还降过一点，后来又升回去，最后几轮平均在 0.7 以上；验证集的最后比第 1 轮还高。",
    "先挪后算": "训练集的在 0.6 和 0.9 之间抖；验证集的是一条直线，打印出来，24 个数一模一样。",
    "标签错位": "训练集的慢慢降了一点，最后几轮平均还在 0.5 以上；验证集的没有降下去，每一轮都在 0.6 以上。",
    "没有洗牌": "训练集的第 1 轮特别高，在 0.9 以上，第 2 轮就不到 0.7；后来两条都降下来，验证集的最后不到 0.4。",
    "学习率太大": "第 1 轮，两条都超过了一万；后来掉下来许多，可是再也没有低过 0.6。",
    "学习率太小": "训练集的在 0.6 和 0.9 之间抖；验证集的像一条直线，打印出来，每一轮都小一点点，24 轮不到 0.001。",
    "考试没有 eval()": "两条都降下来，最后不到 0.4；验证集的也一抖一抖，最后几轮平均比训练集的还高。",
    "做了两遍 softmax": "两条都降下来，可是停在 0.4 上下，一次也没有低过 0.31；验证集的平稳一些。",
    "验证集混进训练": "两条都降下来；验证集的每一轮都比训练集的低，最后不到 0.05，训练集的那时还在 0.1 以上。",
    "权重全是 0": "两条都是平的，24 轮都是 0.69，训练集的也不抖。",
    "只有 10 张图": "训练集的抖得厉害，前后两轮能差 0.2 以上；验证集的平稳得多，最后还在 0.5 上下。",
}

#: one who takes a fault for another: id, fault → what it is taken for, sentence and what is asked
_TAKEN = (
    (
        "zeros_taken_for_a_small_rate",
        {"权重全是 0": "学习率太小"},
        "{name}：你认为是学习率太小。学习率再小，遗忘层还在忘，训练集的曲线会抖；{name}的两条是平的。",
        "权重全是 0 的网络，不管看见什么图，两个分数是多少？忘掉几个 0，分数会变吗？",
    ),
    (
        "zeros_taken_for_no_step",
        {"权重全是 0": "先挪后算"},
        "{name}：你认为是先挪后算。参数一动不动的时候，遗忘层还在忘，训练集的曲线会抖；{name}的两条是平的。",
        "权重全是 0 的网络，忘掉几个 0，分数会变吗？",
    ),
    (
        "labels_taken_for_few_pictures",
        {"标签错位": "只有 10 张图", "只有 10 张图": "标签错位"},
        "{name}你看反了。标签错位的，验证集的损失降不下去；只有 10 张图的还慢慢降了一些。",
        "{name}的验证集曲线，哪一条降了一些，哪一条没有？",
    ),
    (
        "leak_taken_for_health",
        {"验证集混进训练": "没有毛病"},
        "{name}：你认为没有毛病。没有毛病的验证集，损失最后也在 0.05 以上；{name}的几乎是 0，好得不像话。",
        "和“没有毛病”的比：谁的验证集曲线更低？为什么会低成这样？",
    ),
    (
        "added_taken_for_a_large_rate",
        {"没有清梯度": "学习率太大"},
        "{name}：你认为是学习率太大。学习率是 10，第一轮就飞出图外了；{name}先降下来，后来才越走越乱。",
        "梯度一直加下去，是开头的步子大，还是后来的步子大？",
    ),
    (
        "few_pictures_taken_for_health",
        {"只有 10 张图": "没有毛病"},
        "{name}：你认为没有毛病。没有毛病的验证集降到了 0.2 以下，{name}的还在 0.5 上下，训练集的也抖得厉害。",
        "每一轮只看一批图，训练集的曲线会更稳，还是更抖？",
    ),
    (
        "softmax_taken_for_health",
        {"做了两遍 softmax": "没有毛病"},
        "{name}：你认为没有毛病。{name}的两条停在 0.4 上下；没有毛病的验证集降到了 0.2 以下。",
        "概率最多是 1 和 0。把 1 和 0 当成分数，再做一遍 softmax，最多是多少？它的损失呢？",
    ),
)
_TAKEN_IN_WORDS = (
    (
        "labels_taken_for_added",
        {"标签错位": "没有清梯度"},
        "{name}：你认为是没有清梯度。没有清梯度的越走越乱，训练集的会升回 0.7 以上；{name}的慢慢降了一点。",
        "标签错开了一张，网络在训练集上还背得下一些吗？在验证集上呢？",
    ),
    (
        "no_step_taken_for_a_small_rate",
        {"先挪后算": "学习率太小"},
        "{name}：你认为是学习率太小。学习率再小，参数也动一点点；{name}的验证集，24 个数一模一样。",
        "参数动了一点点，验证集的损失会一点也不变吗？",
    ),
    (
        "small_rate_taken_for_no_step",
        {"学习率太小": "先挪后算"},
        "{name}：你认为是先挪后算。参数一动也不动，验证集的 24 个数就一模一样；{name}的每一轮都小一点点。",
        "验证集的损失小了一点点，参数动过没有？",
    ),
    (
        "no_shuffling_taken_for_health",
        {"没有洗牌": "没有毛病"},
        "{name}：你认为没有毛病。没有毛病的，第 1 轮和瞎猜差不多；{name}的训练集，第 1 轮特别高。",
        "一连看了三批 X，忽然来的全是 O：这时的损失会怎样？",
    ),
    (
        "large_rate_taken_for_added",
        {"学习率太大": "没有清梯度"},
        "{name}：你认为是没有清梯度。没有清梯度的，后来才越走越乱；{name}的第 1 轮就飞出去了。",
        "梯度一直加下去，是开头的步子大，还是后来的步子大？",
    ),
    (
        "dropout_at_the_test_taken_for_health",
        {"考试没有 eval()": "没有毛病"},
        "{name}：你认为没有毛病。没有毛病的验证集平稳，多半也低一点；{name}的一抖一抖，最后还高一点。",
        "算验证集的时候，遗忘层还在忘：曲线会怎样？",
    ),
    (
        "health_taken_for_a_leak",
        {"没有毛病": "验证集混进训练"},
        "{name}：你认为是验证集混进训练。混进了训练的，验证集的损失几乎是 0；{name}的只是低一点，因为考试时不忘。",
        "混进了训练的图，网络会背下来：它们的损失会是多少？",
    ),
)


def _any_loop(rng: np.random.Generator) -> Question:
    """Show the loop that one idea makes, and ask which of six things comes of it."""
    sources = {name: _source(*edits) for name, _, _, *edits in _LOOP_IDEAS}
    shown = str(rng.choice(list(sources)))
    others = [name for name in sources if name not in {shown, *_ALSO_TRUE.get(shown, ())}]
    ideas = rng.permutation([shown, *rng.choice(others, _CHOICES - 1, replace=False)]).tolist()
    numbered = {name: number for number, name in enumerate(ideas, start=1)}
    mistakes = tuple(
        Mistake(
            id=name,
            sentence=f"第 {number} 种是“{_EFFECTS[name][0]}”。那样的话，{_EFFECTS[name][1]}；这段代码不是这样。",
            ask="从上到下读一遍，每一行做什么？哪一行和正确的写法不同，或者少了哪一行？",
            model=number,
        )
        for name, number in numbered.items()
        if name != shown
    )
    choices = "\n".join(f"{number} {_EFFECTS[name][0]}" for name, number in numbered.items())
    return Question(
        id="7.3",
        name="effect",
        points=4,
        right=numbered[shown],
        mistakes=mistakes,
        ask=f"六种里选一种，写它的编号，1 到 {_CHOICES}。代码里，哪一行和正确的写法不同？",
        hints=(
            "循环里照训练的一步查：取一小批图和标签，算损失，清梯度，算梯度，挪一步，记下损失。",
            "循环外面也要查：开头是训练还是考试的状态，图怎样洗牌、怎样切成小批，最后返回什么。",
            "一种一种地问：要是这样，代码会怎样写？和给你的代码比一比。",
        ),
        text="下面的函数想训练一轮：把图洗牌，切成 20 张一批，每一批走一步，返回每张图的平均损失。"
        f"它有一处毛病，是哪一种？写出编号。\n{choices}",
        given=sources[shown].replace("train_one_epoch", "faulty_epoch").rstrip(),
    )


def _six_faults(faults: tuple[str, ...]) -> Question:
    """Which fault each of six trainings has: those of the lesson by their curves, others by what is said of them."""
    names = dict(zip(faults, RIDDLE, strict=True))
    drawn = faults != tuple(RIDDLE.values())
    told = "\n".join("：".join((name, _CURVES[fault])) for fault, name in names.items())
    numbers = "\n".join(f"{number} {fault} | {FAULTS[fault]}" for fault, number in _NUMBERS.items())
    mistakes = []
    for id, taken, sentence, ask in _TAKEN + (_TAKEN_IN_WORDS if drawn else ()):
        if set(taken) <= set(faults):
            name = "和".join(names[fault] for fault in faults if fault in taken)
            model = [_NUMBERS[taken.get(fault, fault)] for fault in faults]
            mistakes.append(Mistake(id=id, sentence=sentence.format(name=name), ask=ask.format(name=name), model=model))
    hints = (
        "先看验证集的曲线：哪一张是平的，哪一张几乎到 0，哪一张先降后升，哪一张降不下去？",
        "平的是权重全是 0；几乎到 0、好得不像话的是验证集混进训练；先降后升的是没有清梯度；降不下去的是标签错位。",
        "两遍 softmax 以后，损失最少是 −log(e / (e + 1))，约 0.31：停在 0.4 上下的就是。",
        "剩下的一张，训练集的曲线抖得最厉害：一轮只有一批图。",
    )
    if drawn:
        hints = (
            "先找最好认的：有没有哪一次，曲线是平的，或者第 1 轮高得出奇，或者验证集好得不像话？",
            "再问曲线为什么抖：训练的时候，遗忘层在忘；考试的时候它不忘，除非没有写 eval()。",
            "两遍 softmax 以后，损失最少约 0.31；梯度一直加下去，步子越走越大；一轮只有一批图，每轮的损失就差得多。",
        )
    return Question(
        id="7.4",
        name="six_faults",
        points=3,
        right=[_NUMBERS[fault] for fault in faults],
        by_part=True,
        mistakes=tuple(mistakes),
        ask=f"{'一次一次' if drawn else '一张一张'}地看：训练集的损失降到哪里，停在哪里？"
        "验证集的在它上面还是下面，差多少？",
        hints=hints,
        draw=_any_faults,
        long=True,
        text="甲到己是六次训练，各训练 24 轮，网络里有遗忘层。下面说的是损失的两条曲线；瞎猜的损失是 0.69。"
        f"各是哪一种毛病，还是没有毛病？从甲到己，写出六个编号。\n{told}\n编号：\n{numbers}",
    )


def _any_faults(rng: np.random.Generator) -> Question:
    return _six_faults(tuple(rng.permutation(list(FAULTS))[: len(RIDDLE)].tolist()))


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
        draw=_any_loop,
    ),
    _six_faults(tuple(RIDDLE.values())),
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
