"""这门课共用的积木：图片、卷积、数表的画法、数据集、小网络和作业检查。

from helpers import … 能取到 __all__ 里的每个名字；导入时只用到 numpy，用到网络时才装入 PyTorch。
"""

from importlib import import_module

from helpers.convolution import feature_map, match, output_size
from helpers.dataset import LABELS, SPLITS, make_letters
from helpers.grids import show_grid, show_grids, show_products
from helpers.handout import PRINTED_MAPS
from helpers.homework import Outcome, check, hint
from helpers.letters import FEATURES, OTHER_XS, O, X, move

__all__ = [
    "FEATURES",
    "LABELS",
    "NETS",
    "OTHER_XS",
    "O",
    "Outcome",
    "PRINTED_MAPS",
    "SPLITS",
    "SlidingWindow",
    "X",
    "accuracy",
    "check",
    "feature_map",
    "flatten_net",
    "fully_connected_net",
    "global_max_net",
    "hand_set_net",
    "hint",
    "linear_net",
    "make_letters",
    "match",
    "move",
    "output_size",
    "probabilities",
    "show_grid",
    "show_grids",
    "show_products",
    "tiny_net",
    "train",
]

_LATE = {  # module -> names that wait until one is asked for: ipywidgets and torch take a while to load
    "helpers.explorers": ["SlidingWindow"],
    "helpers.nets": [
        "NETS",
        "flatten_net",
        "fully_connected_net",
        "global_max_net",
        "hand_set_net",
        "linear_net",
        "tiny_net",
    ],
    "helpers.classifier": ["accuracy", "probabilities", "train"],
}


def __getattr__(name: str) -> object:
    for module, names in _LATE.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"helpers 里没有 {name}。")
