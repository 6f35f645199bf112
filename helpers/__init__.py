"""这门课共用的积木：图片、卷积、数表的画法、数据集、小网络和作业检查。

from helpers import … 能取到 __all__ 里的每个名字；导入时只用到 numpy，用到网络时才装入 PyTorch。
"""

from importlib import import_module

from helpers.convolution import count_parameters, feature_map, match, output_size
from helpers.dataset import LABELS, make_letters
from helpers.diagrams import show_channels
from helpers.dropout import dropout
from helpers.fully_connected import cross_entropy, linear, predict, softmax
from helpers.grids import show_grid, show_grids, show_products
from helpers.handout import PRINTED_MAPS
from helpers.homework import Outcome, check, hint
from helpers.letters import FEATURES, OTHER_XS, O, X, move
from helpers.pooling import avg_pool2d, max_pool2d

__all__ = [
    "COMPARISON",
    "DrawingPad",
    "FEATURES",
    "LABELS",
    "LiveCurve",
    "NETS",
    "Neurons",
    "O",
    "OTHER_XS",
    "Outcome",
    "PRINTED_MAPS",
    "SlidingWindow",
    "X",
    "accuracy",
    "avg_pool2d",
    "check",
    "count_parameters",
    "cross_entropy",
    "dropout",
    "feature_map",
    "flatten_net",
    "fully_connected_net",
    "global_max_net",
    "hand_set_net",
    "hint",
    "linear",
    "linear_net",
    "make_letters",
    "match",
    "max_pool2d",
    "move",
    "output_size",
    "predict",
    "probabilities",
    "show_channels",
    "show_grid",
    "show_grids",
    "show_pictures",
    "show_products",
    "show_runs",
    "show_seeds",
    "show_sizes",
    "softmax",
    "tiny_net",
    "train",
]

_LATE = {  # module -> names that wait until one is asked for: ipywidgets and torch take a while to load
    "helpers.explorers": ["DrawingPad", "Neurons", "SlidingWindow"],
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
    "helpers.comparison": ["COMPARISON"],
    "helpers.pictures": ["show_pictures"],
    "helpers.plots": ["LiveCurve", "show_runs", "show_seeds", "show_sizes"],
}


def __getattr__(name: str) -> object:
    """Load what takes a while only when it is asked for."""
    for module, names in _LATE.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"helpers 里没有 {name}。")
