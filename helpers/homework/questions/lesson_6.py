"""第 6 课的作业：dropout 函数、留下的数有多大，和 train、eval、no_grad 各用在哪里。

答案是值的题，一题一个函数：给它一组数或几件事，它算出正确的答案和每个错误想法的答案。课里的题和抽的题都从它来。
"""

from collections.abc import Callable

import numpy as np

from helpers.drawing.grids import Grid, Row
from helpers.homework.answers import RandomDropout
from helpers.homework.question import Mistake, Question
from helpers.layers.regularization import dropout

_X = np.round(np.random.default_rng(6).uniform(1, 9, (8, 5, 5)), 1)
# How often, p, training. A draw rounded to one decimal is as good as another where p is 0.35, one of ten digits where
# it is 0.1; so both are tried.
_TRIED = ((100, 0.35, True), (100, 0.1, True), (10, 0.35, False))

#: p → numbers of which this many are one step, so that what is left of them is whole
_STEPS = {0.2: 4, 0.25: 3, 0.3: 7, 0.7: 3, 0.75: 1, 0.8: 1}

_NAMES = "甲乙丙丁戊"

#: the two switches of each kind of task: train(), and inside no_grad()
_SWITCHES = {
    "train": [True, False],
    "check": [False, True],
    "use": [False, True],
    "gradient": [False, False],
    "open": [True, True],
}
_TASKS = {
    "训练一步：算损失，算梯度，更新参数。": "train",
    "换一批图，接着训练：再算损失，再更新参数。": "train",
    "训练一步，可是只更新最后一个全连接层的参数。": "train",
    "训练到一半，停下来，用没训练过的图算一次准确率。": "check",
    "训练了 10 步，停下来，算一次验证集上的损失，再接着训练。": "check",
    "训练到一半，停下来，数一数训练用的图认对了几张。": "check",
    "训练完了，认一张新图，只要答案。": "use",
    "训练都做完了，打开测试集，考最后一次。": "use",
    "把训练好的网络放在网页上，别人画一个字，它说出是什么。": "use",
    "认一张新图，一个也不能丢；可是后面还要用到梯度。": "gradient",
    "想知道改哪一个像素，分数变得最快：要用梯度，一个也不能丢。": "gradient",
    "同一张图算两遍梯度，看两遍是不是一样；一个也不能丢。": "gradient",
    "让遗忘层开着，把同一张图认 100 遍，看答案稳不稳，不要梯度。": "open",
    "让遗忘层开着，把同一张图认 100 遍，求 100 次分数的平均，不要梯度。": "open",
    "让遗忘层开着，交给它一千个 1，数一数丢了几个，不要梯度。": "open",
}


def _when_training(change: Callable) -> Callable:
    """Give a dropout that does something else while training, and nothing at other times."""
    return lambda x, p, training, rng: change(x, p, rng) if training else x * 1.0


def _masked(shape_of: Callable) -> Callable:
    """Give a dropout that draws less often than there are numbers: once for each place of a smaller shape."""
    return _when_training(lambda x, p, rng: x * (rng.random(shape_of(x)) >= p) / (1 - p))


def _every_other() -> Callable:
    """Give a dropout that draws at every other call, and else drops what it dropped before."""
    last = []

    def dropout(x: np.ndarray, p: float, rng: np.random.Generator) -> np.ndarray:
        if last:
            return x * last.pop() / (1 - p)
        last.append(rng.random(x.shape) >= p)
        return x * last[0] / (1 - p)

    return _when_training(dropout)


def _in_place(x: np.ndarray, p: float, rng: np.random.Generator) -> np.ndarray:
    x[rng.random(x.shape) < p] = 0
    x /= 1 - p
    return x


def _in_couples(x: np.ndarray, p: float, rng: np.random.Generator) -> np.ndarray:
    kept = rng.random(x.shape) >= p
    kept[..., 1::2] = kept[..., :-1:2]
    return x * kept / (1 - p)


def _tied(x: np.ndarray, p: float, rng: np.random.Generator) -> np.ndarray:
    kept = rng.random(x.shape) >= p
    kept[:, 2:] = kept[:, :3]
    return x * kept / (1 - p)


def _first_spared(x: np.ndarray, p: float, rng: np.random.Generator) -> np.ndarray:
    kept = rng.random(x.shape) >= p
    kept[:, 0, 0] = True
    return x * kept / (1 - p)


def _exactly(x: np.ndarray, p: float, rng: np.random.Generator) -> np.ndarray:
    order = rng.permutation(x.size).reshape(x.shape)
    return x * (order >= round(p * x.size)) / (1 - p)


def _survivors(x: np.ndarray, draws: np.ndarray, p: float) -> Question:
    """What is left of six numbers. One draw is p itself, and one lies between p and a half."""
    q = round(1 - p, 2)
    kept, lowest = draws >= p, np.sort(draws)
    fewer, more = int(6 * p), int(6 * p) + 1
    top = draws.argmax()
    largest = f"签是 {draws[top]:g}，比 {p:g} 大：丢还是留？"
    between = next(draw for draw in draws if draw != p and (draw > p) != (draw > 0.5))
    shown = int(np.flatnonzero(draws == lowest[lowest > p][0])[0])
    scaled = f"{x[shown]} / {q:g} = {x[shown] / q:g}"
    return Question(
        id="6.2",
        name="survivors",
        points=2,
        right=x * kept / q,
        by_part=True,
        mistakes=(
            Mistake(
                id="scale_forgotten",
                sentence="丢得对，可是留下的没有放大。",
                ask=f"p = {p:g}，留下的要除以几？",
                model=x * kept,
            ),
            Mistake(
                id="p_as_chance_to_keep",
                sentence="你把 p 当成了留下的机会：留下了签小于 p 的，除以的也是 p。p 是丢掉的机会。",
                ask=f"p = {p:g} 时，一个数被丢掉的机会是多少，留下的呢？",
                model=x * ~kept / p,
            ),
            Mistake(
                id="dropped_and_kept_swapped",
                sentence="丢掉的和留下的反了：签小于 p 的要丢掉。",
                ask=largest,
                model=x * ~kept / q,
            ),
            Mistake(
                id="dropped_and_kept_swapped_and_not_scaled",
                sentence="丢掉的和留下的反了，留下的也没有放大：签小于 p 的要丢掉，留下的要除以 1 − p。",
                ask=largest,
                model=x * ~kept,
            ),
            Mistake(
                id="scale_one_over_p",
                sentence="留下的，你除以了 p。应该除以留下的机会，1 − p。",
                ask=f"留下的机会是 {q:g}。乘上 {q:g}，再除以 {p:g}，平均起来是原来的几倍？",
                model=x * kept / p,
            ),
            Mistake(
                id="scaled_down",
                sentence="留下的，你乘以了 1 − p，越乘越小。应该除以 1 − p。",
                ask="丢掉一些以后，要让平均值不变，留下的该变大还是变小？",
                model=x * kept * q,
            ),
            Mistake(
                id="scaled_by_p",
                sentence="留下的，你乘以了 p。应该除以留下的机会，1 − p。",
                ask="丢掉一些以后，要让平均值不变，留下的该变大还是变小？",
                model=x * kept * p,
            ),
            Mistake(
                id="scale_one_plus_p",
                sentence=f"留下的，你乘以了 1 + p。平均起来是 {q:g} × {1 + p:g} = {q * (1 + p):g}，还不到原来。",
                ask=f"{q:g} 乘以几，正好是 1？",
                model=x * kept * (1 + p),
            ),
            Mistake(
                id="doubled",
                sentence="留下的，你乘以了 2。放大几倍只看 p，不看这次碰巧丢了几个；p = 0.5 时才乘 2。",
                ask=f"p = {p:g} 时，1 ÷ (1 − p) 是多少？",
                model=x * kept * 2,
            ),
            Mistake(
                id="boundary_dropped",
                sentence=f"只有签正好是 {p:g} 的那一个不对：小于 p 的才丢掉，等于 p 的留下。",
                ask=f"kept = draws >= p：{p:g} >= {p:g} 是 True 还是 False？",
                model=x * (draws > p) / q,
            ),
            Mistake(
                id="boundary_dropped_and_not_scaled",
                sentence=f"签正好是 {p:g} 的，你也丢掉了；留下的没有放大。小于 p 的才丢掉，留下的要除以 1 − p。",
                ask=f"p = {p:g}，留下的要除以几？",
                model=x * (draws > p),
            ),
            *(
                Mistake(
                    id=id,
                    sentence=f"你丢的是签最小的 {count} 个。很可能你算了 6 × {p:g} = {6 * p:g}，凑成了 {count} 个。"
                    "丢几个，要看每个数自己的签。",
                    ask=f"有几个签小于 {p:g}？",
                    model=x * (draws > lowest[count - 1]) / q,
                )
                for id, count in (("exact_number_dropped", fewer), ("two_dropped", more))
            ),
            Mistake(
                id="compared_with_one_minus_p",
                sentence=f"很可能你留下了签小于 1 − p 的，也就是小于 {q:g} 的。这门课说好了，签小于 p 的丢掉。",
                ask=largest,
                model=x * (draws < q) / q,
            ),
            Mistake(
                id="half_as_p",
                sentence=f"很可能你拿签和 0.5 比了。这一题 p = {p:g}。",
                ask=f"签是 {between:g}，比 {p:g} {'大' if between > p else '小'}：丢还是留？",
                model=x * (draws >= 0.5) / q,
            ),
            Mistake(
                id="half_as_p_everywhere",
                sentence=f"很可能你用的是 p = 0.5：拿签和 0.5 比，留下的乘以了 2。这一题 p = {p:g}。",
                ask=f"签是 {between:g}，比 {p:g} {'大' if between > p else '小'}：丢还是留？",
                model=x * (draws >= 0.5) * 2,
            ),
            Mistake(
                id="removed",
                sentence="你把丢掉的数拿走了。丢掉是变成 0，位置还在。",
                ask="进去六个数，出来应该是几个？",
                model=x[kept] / q,
            ),
            Mistake(
                id="removed_and_not_scaled",
                sentence="你把丢掉的数拿走了，留下的也没有放大。丢掉是变成 0，位置还在。",
                ask="进去六个数，出来应该是几个？",
                model=x[kept],
            ),
            Mistake(
                id="eval_instead",
                sentence="这是 eval 的时候：一个也没丢。这一题是训练的时候。",
                ask=f"哪几个签小于 {p:g}？",
                model=x,
            ),
            Mistake(
                id="all_scaled",
                sentence="六个数你都放大了，可是一个也没丢。",
                ask=f"哪几个签小于 {p:g}？",
                model=x / q,
            ),
            Mistake(
                id="scaled_instead_of_dropped",
                sentence="签小于 p 的，你也留下了，只是没有放大。它们要变成 0。",
                ask="丢掉的数，结果应该是几？",
                model=np.where(kept, x / q, x),
            ),
            Mistake(
                id="multiplied_by_the_draws",
                sentence="你把每个数乘上了它的签。签只用来和 p 比：小于 p 的丢掉，别的留下。",
                ask=f"签是 {draws[top]:g} 的那个数，丢还是留？",
                model=x * draws,
            ),
            Mistake(
                id="mask_returned",
                sentence="这是留不留的表（1 和 0），还没有乘上那六个数，也没有放大。",
                ask=f"第 {top} 个数是 {x[top]}，留下了：结果应该是几？",
                model=1 * kept,
            ),
            Mistake(
                id="mask_scaled_returned",
                sentence="这是留不留的表除以了 1 − p，还没有乘上那六个数。",
                ask=f"第 {top} 个数是 {x[top]}，留下了：结果应该是几？",
                model=kept / q,
            ),
        ),
        ask="一个一个地看：它的签比 p 小吗？留下的，除以了几？",
        hints=(
            f"一个一个地看：签小于 {p:g} 的，变成 0；别的留下。",
            f"留下的都除以 1 − {p:g}，也就是 {q:g}。",
            f"第 {shown} 个数是 {x[shown]}，签是 {draws[shown]:g}，不小于 {p:g}，留下：{scaled}。其余五个照样做。",
        ),
        draw=_any_survivors,
        text=f"六个数 x 各抽了一个签 draws。遗忘层（Dropout）正在训练，丢掉的概率 p = {p:g}。"
        "经过遗忘层以后，是哪六个数？写成一个列表。",
        pictures=(Row(Grid(x[None], "六个数"), Grid(draws[None], "它们的签")),),
        given=f"x = np.array({x.tolist()})\ndraws = np.array({draws.tolist()})\np = {p:g}",
    )


def _any_survivors(rng: np.random.Generator) -> Question:
    """Draw so that one drops another number of them who takes p for a half, for 1 − p, or for a share of the six."""
    p = float(rng.choice(list(_STEPS)))
    percent = round(100 * p)
    if p < 0.5:
        parts = (1, percent, 3), (percent + 1, 50, 1), (101 - percent, 100, 1)
    else:
        parts = (1, 100 - percent, 1), (51, percent, 1), (percent + 1, 100, 3)
    draws = [percent]
    for low, high, count in parts:
        draws.extend(low + rng.choice(high - low, count, replace=False))
    return _survivors(_STEPS[p] * (1 + rng.permutation(9)[:6]), rng.permutation(draws) / 100, p)


def _modes(tasks: tuple[str, ...]) -> Question:
    """Which switches five tasks need, one of each kind."""
    kinds = [_TASKS[task] for task in tasks]
    named = dict(zip(kinds, _NAMES, strict=True))
    apart = f"{named['gradient']}和{named['open']}"

    def changed(change: Callable, *only: str) -> list[list[bool]]:
        """Change the two switches of all the tasks, or of some kinds alone."""
        switches = [(kind, _SWITCHES[kind]) for kind in kinds]
        return [change(*each) if kind in (only or kinds) else each for kind, each in switches]

    return Question(
        id="6.3",
        name="modes",
        points=2,
        right=[_SWITCHES[kind] for kind in kinds],
        by_part=True,
        mistakes=(
            Mistake(
                id="eval_taken_for_no_grad",
                sentence="第一列都对，第二列却总是和它相反：很可能你把 eval() 当成了 no_grad()。它管的只是丢不丢。",
                ask=f"{named['gradient']}要算梯度，可是不想丢任何数：两个开关各该怎样？",
                model=changed(lambda train, _: [train, not train]),
            ),
            Mistake(
                id="one_switch",
                sentence=f"第二列都对，第一列却总是和第二列相反：很可能你把两个开关当成了一个。{apart}要分开拨。",
                ask=f"{named['gradient']}要梯度，可是不想丢任何数：两个开关各该怎样？",
                model=changed(lambda _, no_grad: [not no_grad, no_grad]),
            ),
            Mistake(
                id="always_training",
                sentence="你从头到尾都用 train()。这样考试的时候也在丢，同一张图，这次和下次答案可能不同。",
                ask="认一张新图的时候，希望遗忘层丢数吗？",
                model=changed(lambda _, no_grad: [True, no_grad]),
            ),
            Mistake(
                id="never_training",
                sentence="你从头到尾都用 eval()。这样遗忘层从来不丢，等于没有它。",
                ask="哪几件事，要遗忘层开着？",
                model=changed(lambda _, no_grad: [False, no_grad]),
            ),
            Mistake(
                id="train_and_eval_swapped",
                sentence="第一列反了：train() 是开着遗忘层，eval() 是关掉它。",
                ask="训练的时候，遗忘层开还是关？",
                model=changed(lambda train, no_grad: [not train, no_grad]),
            ),
            Mistake(
                id="no_grad_swapped",
                sentence="第二列反了：no_grad() 是不记梯度，要算梯度的时候不能用它。",
                ask=f"{named['train']}要用梯度来更新参数：能写在 no_grad() 里面吗？",
                model=changed(lambda train, no_grad: [train, not no_grad]),
            ),
            Mistake(
                id="columns_swapped",
                sentence="两列写反了：先写 train()，再写 no_grad()。",
                ask=f"{named['train']}是训练：第一个数该是 True 还是 False？",
                model=changed(lambda train, no_grad: [no_grad, train]),
            ),
            Mistake(
                id="validation_while_training",
                sentence=f"{named['check']}用了 train()。停下来算成绩，也是考试，考的时候不丢。",
                ask="遗忘层开着的时候，算出来的成绩会偏好还是偏差？",
                model=changed(lambda _, no_grad: [True, no_grad], "check"),
            ),
            Mistake(
                id="kept_open_forgotten",
                sentence=f"{named['open']}写成了 eval()。题目要让遗忘层开着，只有 train() 的时候它才丢。",
                ask="eval() 的时候，同一张图认 100 遍，会有几种答案？",
                model=changed(lambda _, no_grad: [False, no_grad], "open"),
            ),
            Mistake(
                id="gradient_forgotten",
                sentence=f"{named['gradient']}放在了 no_grad() 里面，后面就没有梯度可用了。",
                ask="no_grad() 里面，梯度还记不记？",
                model=changed(lambda train, _: [train, True], "gradient"),
            ),
            Mistake(
                id="no_grad_only_without_dropout",
                sentence=f"{named['open']}没有放在 no_grad() 里面。遗忘层开着，不等于要梯度。",
                ask=f"{named['open']}要梯度吗？",
                model=changed(lambda train, _: [train, False], "open"),
            ),
            Mistake(
                id="dropped_where_gradients_are_kept",
                sentence=f"{named['gradient']}用了 train()。要梯度，不等于要丢：题目说一个也不能丢。",
                ask="eval() 以后，梯度还记不记？",
                model=changed(lambda _, no_grad: [True, no_grad], "gradient"),
            ),
            Mistake(
                id="validation_without_no_grad",
                sentence=f"{named['check']}没有放在 no_grad() 里面。只算成绩，不更新参数，用不着梯度。",
                ask="算成绩的时候，哪一步要用梯度？",
                model=changed(lambda train, _: [train, False], "check"),
            ),
            Mistake(
                id="always_no_grad",
                sentence=f"你五件事都放在了 no_grad() 里面。这样{named['train']}没有梯度，就不能更新参数。",
                ask="哪几件事要用梯度？",
                model=changed(lambda train, _: [train, True]),
            ),
            Mistake(
                id="never_no_grad",
                sentence="你一次也没有用 no_grad()。答案不会错，只是白白记下用不着的梯度，又慢又占内存。",
                ask="哪几件事用不着梯度？",
                model=changed(lambda train, _: [train, False]),
            ),
        ),
        ask="这件事要丢吗？要梯度吗？两个问题分开想。",
        hints=(
            "两个开关分开想。第一列只问：要不要丢？第二列只问：要不要梯度？要梯度的，写 False。",
            f"{named['train']}要丢，也要梯度，所以是 [True, False]。",
            f"换一件事想想：不训练，一个也不丢，也不要梯度，是 [False, True]。{apart}各有一处和它不同。",
        ),
        draw=_any_modes,
        text="下面五件事，各该怎么拨 train() 和 no_grad() 这两个开关？每件事写两个 True 或 False："
        "先写用不用 train()（False 就是用 eval()），再写要不要放在 no_grad() 里面。"
        "五件事按次序写成一个列表：[[甲的两个], [乙的两个], ...]。\n"
        + "\n".join("：".join(each) for each in zip(_NAMES, tasks, strict=True)),
    )


def _any_modes(rng: np.random.Generator) -> Question:
    """Draw one task of each kind: with two of a kind, two ideas together would be like a third."""
    tasks = [rng.choice([task for task, kind in _TASKS.items() if kind == wanted]) for wanted in _SWITCHES]
    return _modes(tuple(rng.permutation(tasks).tolist()))


QUESTIONS = (
    Question(
        id="6.1",
        name="dropout",
        points=4,
        right=dropout,
        inputs=tuple(
            (_X, p, training, np.random.default_rng([count, seed, int(10 * p)]))
            for count, p, training in _TRIED
            for seed in range(count)
        ),
        type=RandomDropout(_X, tuple((count, p if training else 0) for count, p, training in _TRIED)),
        mistakes=(
            Mistake(
                id="p_as_chance_to_keep",
                sentence="你把 p 当成了留下的机会，除以的也是 p。在 PyTorch 和这门课里，p 是丢掉的机会。",
                ask="p = 0.1 时，100 个数里大约丢掉几个？",
                model=_when_training(lambda x, p, rng: x * (rng.random(x.shape) < p) / p),
            ),
            Mistake(
                id="dropped_and_kept_swapped",
                sentence="该丢的留下了，该留的丢掉了：判断的方向反了。",
                ask="抽到的数在 0 和 1 之间：小于 p 的机会是多少？",
                model=_when_training(lambda x, p, rng: x * (rng.random(x.shape) < p) / (1 - p)),
            ),
            Mistake(
                id="dropped_and_kept_swapped_and_not_scaled",
                sentence="该丢的留下了，该留的丢掉了，留下的也没有放大。",
                ask="抽到的数在 0 和 1 之间：小于 p 的机会是多少？",
                model=_when_training(lambda x, p, rng: x * (rng.random(x.shape) < p)),
            ),
            Mistake(
                id="scale_forgotten",
                sentence="丢得对，可是留下的没有放大。这样平均起来，每个数都变小了。",
                ask="丢掉三成，平均只剩七成：要乘以几，才和原来一样？",
                model=_when_training(lambda x, p, rng: x * (rng.random(x.shape) >= p)),
            ),
            Mistake(
                id="scale_one_over_p",
                sentence="留下的，你除以了 p。应该除以留下的机会，1 − p。",
                ask="p = 0.1 时只丢掉一成，留下的要放大到 10 倍吗？",
                model=_when_training(lambda x, p, rng: x * (rng.random(x.shape) >= p) / p),
            ),
            Mistake(
                id="always_doubled",
                sentence="你总是乘以 2。2 是 p = 0.5 时的倍数，p 换了，就要重算。",
                ask="p = 0.1 时，留下的要乘以几？",
                model=_when_training(lambda x, p, rng: x * (rng.random(x.shape) >= p) * 2),
            ),
            Mistake(
                id="always_half",
                sentence="你总是丢掉一半，没有用到 p。",
                ask="p = 0.1 时，100 个数里大约丢掉几个？",
                model=_when_training(lambda x, p, rng: x * (rng.random(x.shape) >= 0.5) / 0.5),
            ),
            Mistake(
                id="scaled_down",
                sentence="留下的，你乘以了 1 − p，越乘越小。应该除以 1 − p。",
                ask="丢掉一些以后，要让平均值不变，留下的该变大还是变小？",
                model=_when_training(lambda x, p, rng: x * (rng.random(x.shape) >= p) * (1 - p)),
            ),
            Mistake(
                id="scale_one_plus_p",
                sentence="留下的，你乘以了 1 + p。丢掉一成，剩下九成，再大一成是 0.9 × 1.1 = 0.99，还不到原来。",
                ask="0.9 乘以几，正好是 1？",
                model=_when_training(lambda x, p, rng: x * (rng.random(x.shape) >= p) * (1 + p)),
            ),
            Mistake(
                id="scale_over_one_plus_p",
                sentence="留下的，你除以了 1 + p，越除越小。应该除以留下的机会，1 − p。",
                ask="丢掉的机会是 p，留下的机会是多少？",
                model=_when_training(lambda x, p, rng: x * (rng.random(x.shape) >= p) / (1 + p)),
            ),
            Mistake(
                id="sign_flipped",
                sentence="留下的都变了正负号：除以的应该是 1 − p，不是 p − 1。",
                ask="p = 0.1 时，p − 1 是正的还是负的？",
                model=_when_training(lambda x, p, rng: x * (rng.random(x.shape) >= p) / (p - 1)),
            ),
            Mistake(
                id="scale_square_root",
                sentence="留下的，你除以了 1 − p 的平方根。这样平均起来还是变小了：要除以 1 − p 自己。",
                ask="平均只剩 1 − p，乘以几才回到 1？",
                model=_when_training(lambda x, p, rng: x * (rng.random(x.shape) >= p) / (1 - p) ** 0.5),
            ),
            Mistake(
                id="coin_instead_of_p",
                sentence="放大得对，可是不管 p 是多少，你都丢掉一半左右。",
                ask="你的签是不是只有 0 和 1 两种？p = 0.1 时，100 个数里应该丢掉几个？",
                model=_when_training(lambda x, p, rng: x * rng.integers(0, 2, x.shape) / (1 - p)),
            ),
            Mistake(
                id="normal_draws",
                sentence="p = 0.1 时你也丢掉了一半多。很可能你的签是 rng.normal 抽的，一半是负数。",
                ask="rng.random 和 rng.normal 抽出来的数，各在什么范围里？",
                model=_when_training(lambda x, p, rng: x * (rng.normal(size=x.shape) >= p) / (1 - p)),
            ),
            Mistake(
                id="scaled_in_eval_too",
                sentence="training 是 False 的时候，你也除以了 1 − p。一个也没丢，就不该放大。",
                ask="training 是 False 时，结果和 x 应该有什么不同？",
                model=lambda x, p, training, rng: dropout(x, p, training, rng) if training else x / (1 - p),
            ),
            Mistake(
                id="scaled_down_in_eval",
                sentence="你在训练时不放大，到 training 是 False 时才乘 1 − p。最早的论文这样做，现在都在训练时放大。",
                ask="哪一种做法，用起来更省事？",
                model=lambda x, p, training, rng: x * (rng.random(x.shape) >= p) if training else x * (1 - p),
            ),
            Mistake(
                id="scaled_down_in_eval_too",
                sentence="训练时你已经除以了 1 − p，到 training 是 False 时又乘 1 − p：补了两次。",
                ask="training 是 False 时，结果和 x 应该有什么不同？",
                model=lambda x, p, training, rng: dropout(x, p, True, rng) if training else x * (1 - p),
            ),
            Mistake(
                id="zeros_in_eval",
                sentence="training 是 False 的时候，你的结果全是 0。这时一个也不丢，原样返回。",
                ask="考试的时候把数都丢掉，网络还看得见什么？",
                model=lambda x, p, training, rng: dropout(x, p, True, rng) if training else x * 0,
            ),
            Mistake(
                id="drops_in_eval",
                sentence="training 是 False 的时候，你也在丢。",
                ask="参数 training 用在你函数的哪一行？",
                model=lambda x, p, training, rng: dropout(x, p, True, rng),
            ),
            Mistake(
                id="train_and_eval_swapped",
                sentence="training 是 True 时你原样返回，是 False 时反而在丢：写反了。",
                ask="if 后面的条件，应该是 training 还是 not training？",
                model=lambda x, p, training, rng: dropout(x, p, not training, rng),
            ),
            Mistake(
                id="never_drops",
                sentence="你的函数总是原样返回，一个也没丢。",
                ask="training 是 True 的时候，应该走到哪一行？",
                model=lambda x, p, training, rng: x * 1.0,
            ),
            Mistake(
                id="scaled_but_never_drops",
                sentence="你除以了 1 − p，可是一个也没丢。",
                ask="你拿来和 p 比的是什么：签，还是 x 自己？",
                model=_when_training(lambda x, p, rng: x / (1 - p)),
            ),
            Mistake(
                id="multiplied_by_the_draws",
                sentence="一个也没丢，每个数乘上的倍数却各不相同，在 0 和 1 之间：很可能你乘上的是签自己。",
                ask="签要和谁比一比，才变成“留”或“丢”？",
                model=_when_training(lambda x, p, rng: x * rng.random(x.shape)),
            ),
            Mistake(
                id="multiplied_by_the_draws_and_scaled",
                sentence="一个也没丢，每个数乘上的倍数却各不相同：很可能你乘上的是签自己，再除以了 1 − p。",
                ask="签要和谁比一比，才变成“留”或“丢”？",
                model=_when_training(lambda x, p, rng: x * rng.random(x.shape) / (1 - p)),
            ),
            Mistake(
                id="all_dropped",
                sentence="training 是 True 的时候，你的结果全是 0，一个也没留下。",
                ask="“留”和“丢”的表里，有没有 True？乘起来以前，print 出来看看？",
                model=_when_training(lambda x, p, rng: x * 0),
            ),
            Mistake(
                id="shuffled",
                sentence="一个也没丢，每个数乘上的倍数却各不相同：很可能你打乱了次序。丢掉是变成 0，位置都不动。",
                ask="rng.permutation 和 rng.random 各给出什么？",
                model=_when_training(lambda x, p, rng: rng.permutation(x.ravel()).reshape(x.shape)),
            ),
            Mistake(
                id="exact_number_dropped",
                sentence="你每次丢掉的个数都一样多。每个数要各抽各的签，丢几个每次不一定。",
                ask="抛 10 次硬币，每次都正好 5 个正面吗？",
                model=_when_training(_exactly),
            ),
            Mistake(
                id="same_mask_every_time",
                sentence="每次丢掉的都是同样那几个。每次调用都要重新抽签，签从参数 rng 里来。",
                ask="你的签是从 rng 里抽的吗？是每次调用都抽，还是只抽过一次，或者每次都从同一个种子开始？",
                model=_when_training(lambda x, p, rng: dropout(x, p, True, np.random.default_rng(0))),
            ),
            Mistake(
                id="one_draw_for_all",
                sentence="每次要么全丢，要么全留：一次调用只抽了一个签。每个数要各抽各的。",
                ask="rng.random() 和 rng.random(x.shape) 各给出几个数？",
                model=_masked(lambda x: ()),
            ),
            Mistake(
                id="whole_maps_dropped",
                sentence="同一张图的数总是一起留下，或者一起丢掉，那是 nn.Dropout2d。这一题每个数各抽各的签。",
                ask="x 的形状是 (8, 5, 5) 时，要抽几次签？",
                model=_masked(lambda x: (len(x), 1, 1)),
            ),
            Mistake(
                id="one_draw_per_row",
                sentence="同一行的数总是一起留下，或者一起丢掉。每个数要各抽各的签。",
                ask="x 的形状是 (8, 5, 5) 时，你抽了几个签？应该抽几个？",
                model=_masked(lambda x: (*x.shape[:2], 1)),
            ),
            Mistake(
                id="one_draw_per_column",
                sentence="同一列的数总是一起留下，或者一起丢掉。每个数要各抽各的签。",
                ask="x 的形状是 (8, 5, 5) 时，你抽了几个签？应该抽几个？",
                model=_masked(lambda x: (x.shape[0], 1, x.shape[2])),
            ),
            Mistake(
                id="one_mask_for_all_maps",
                sentence="8 张图丢掉的总是同样的位置：签只抽了一张图的，各张图共用了。",
                ask="rng.random((5, 5)) 抽几个签？x 里有几个数？",
                model=_masked(lambda x: x.shape[1:]),
            ),
            Mistake(
                id="one_row_of_draws",
                sentence="每一行丢掉的总是同样的几列，每张图也一样：签只抽了一行的。",
                ask="rng.random(5) 抽几个签？x 里有几个数？",
                model=_masked(lambda x: x.shape[-1:]),
            ),
            Mistake(
                id="neighbours_together",
                sentence="挨着的两个数，总是一起留下，或者一起丢掉：两个数合用了一个签。",
                ask="x 里有几个数，就要抽几个签：你抽了几个？",
                model=_when_training(_in_couples),
            ),
            Mistake(
                id="every_other_mask_repeated",
                sentence="有的调用丢掉的，和另一次一个不差：不是每次都重新抽签。",
                ask="每次调用，都走到了抽签的那一行吗？",
                model=_every_other(),
            ),
            Mistake(
                id="place_spared",
                sentence="有的位置不是以 p 的机会丢掉的：下面举的这一个，差得太多了，不是碰巧。",
                ask="你的循环走到了每一个位置吗？每个位置和 p 比的都是自己的签吗？",
                model=_when_training(_first_spared),
            ),
            Mistake(
                id="draws_depend",
                sentence="丢掉的比例对，可是签不是各抽各的：有的数和别的数同去同留得太多，或者太少。",
                ask="每个数的签，都是新抽的吗？有没有哪几个合用了签，或者把签抄给了别人？",
                model=_when_training(_tied),
            ),
            Mistake(
                id="chance_a_little_off",
                sentence="放大得对，每个数也各抽各的签，可是丢掉的机会不是 p，只是差得不多。抽了这么多次，不是碰巧。",
                ask="抽到的签和谁比？它正好是 p 吗？签是不是取整过？",
                model=_when_training(lambda x, p, rng: x * (rng.random(x.shape) >= p + 0.05) / (1 - p)),
            ),
            Mistake(
                id="x_changed",
                sentence="结果都对，可是你的函数把 x 自己也改了：调用以后，别人手里的 x 就不是原来的了。",
                ask="x[…] = 0 和 x *= … 改的是谁？怎样写，结果才是一个新的数组？",
                model=_when_training(_in_place),
            ),
            Mistake(
                id="mask_returned",
                sentence="你返回的是留不留的表（1 和 0），还没有乘上 x。",
                ask="留下的那些数，原来是多少？",
                model=_when_training(lambda x, p, rng: (rng.random(x.shape) >= p) / (1 - p)),
            ),
            Mistake(
                id="booleans_returned",
                sentence="你返回的是留不留的表（True 和 False），还没有乘上 x，也没有放大。",
                ask="留下的那些数，原来是多少？",
                model=_when_training(lambda x, p, rng: rng.random(x.shape) >= p),
            ),
        ),
        ask="同样的 x，多调用几次：每次丢掉几个，留下的各是原来的几倍？",
        hints=(
            "先处理简单的：training 是 False 时，直接 return x。",
            "rng.random(x.shape) 给每个数抽一个 0 到 1 之间的签。签小于 p 的丢掉，其余的留下：kept = 签 >= p。",
            "kept 是 True 和 False 的表，乘起来就是 1 和 0。例如 np.array([3, 5]) * np.array([True, False]) 是 [3, 0]。"
            "最后别忘了除以 1 − p。",
        ),
    ),
    # More are dropped than p·n, and one draw is p itself.
    _survivors(np.array([4, 8, 12, 2, 6, 10]), np.array([0.37, 0.15, 0.91, 0.08, 0.2, 0.11]), 0.2),
    _modes(
        (
            "训练一步：算损失，算梯度，更新参数。",
            "训练到一半，停下来，用没训练过的图算一次准确率。",
            "训练完了，认一张新图，只要答案。",
            "认一张新图，一个也不能丢；可是后面还要用到梯度。",
            "让遗忘层开着，把同一张图认 100 遍，看答案稳不稳，不要梯度。",
        )
    ),
)
