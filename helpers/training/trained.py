"""训练好的网络（第 7、8 课）：权重收在 trained.pt 里，所以在哪台机器上都一样。

python -m helpers.training.trained 重新训练一遍。
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import nn

from helpers.data.dataset import make_letters
from helpers.data.digits import load_digits
from helpers.data.letters import INK, PAPER
from helpers.inputs import describe
from helpers.training.classifier import train
from helpers.training.nets import digit_net, global_max_net, tiny_net

_FILE = Path(__file__).with_suffix(".pt")
_NETS = (global_max_net, tiny_net, digit_net)


def trained_net(build: Callable[[], nn.Module] = global_max_net) -> nn.Module:
    """返回课程训练好的网络，eval() 状态：课程的网络，只有 38 个参数的小网络，或者认数字的。

    build：造网络的函数，global_max_net、tiny_net 或 digit_net；别的报错。第一个看过 8,000 张图，有的笔画断了墨；
    第二个看过 500 张；认数字的看过 load_digits 的前 1,300 张。
    """
    if not any(build is each for each in _NETS):
        raise ValueError(f"训练好的只有 {'、'.join(each.__name__ for each in _NETS)}，收到的是 {describe(build)}。")
    net = build()
    net.load_state_dict(torch.load(_FILE, weights_only=True)[build.__name__])
    return net.eval()


def _skipped(images: np.ndarray) -> np.ndarray:
    """Return the pictures with up to a tenth of the ink gone from the crisp ones, as where a hand is fast."""
    rng = np.random.default_rng(0)
    crisp = (abs(images) == 1).all(axis=(1, 2, 3), keepdims=True)
    gone = rng.random(images.shape) < rng.uniform(0, 0.1, (len(images), 1, 1, 1))
    return np.where(crisp & gone & (images == INK), np.float32(PAPER), images)


def _main() -> None:
    course, tiny, digit = (build() for build in _NETS)
    images, labels = make_letters(8000)
    train(course, _skipped(images), labels, epochs=20, learning_rate=0.01)
    train(tiny, *make_letters(500), epochs=48)
    digits = (each[:1300] for each in load_digits())
    train(digit, *digits, epochs=15, batch_size=100, learning_rate=0.04)
    nets = zip(_NETS, (course, tiny, digit), strict=True)
    torch.save({build.__name__: net.state_dict() for build, net in nets}, _FILE)


if __name__ == "__main__":
    _main()
