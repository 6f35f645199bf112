"""这门课共用的积木：图片、卷积、数表的画法和作业检查。

from helpers import … 能取到 __all__ 里的每个名字；导入时只用到 numpy。
"""

from helpers.convolution import count_parameters, feature_map, match, output_size
from helpers.dropout import dropout
from helpers.fully_connected import cross_entropy, linear, predict, softmax
from helpers.grids import show_grid, show_grids, show_products
from helpers.handout import PRINTED_MAPS
from helpers.homework import Outcome, check, hint
from helpers.letters import FEATURES, OTHER_XS, O, X, move
from helpers.networks import show_channels
from helpers.plots import show_runs
from helpers.pooling import avg_pool2d, max_pool2d

__all__ = [
    "FEATURES",
    "Neurons",
    "OTHER_XS",
    "O",
    "Outcome",
    "PRINTED_MAPS",
    "SlidingWindow",
    "X",
    "avg_pool2d",
    "check",
    "count_parameters",
    "cross_entropy",
    "dropout",
    "feature_map",
    "hint",
    "linear",
    "match",
    "max_pool2d",
    "move",
    "output_size",
    "predict",
    "show_channels",
    "show_grid",
    "show_grids",
    "show_products",
    "show_runs",
    "softmax",
]


def __getattr__(name: str) -> object:
    """Load the explorers when one is asked for: ipywidgets takes a while."""
    if name in ("Neurons", "SlidingWindow"):
        from helpers import explorers

        return getattr(explorers, name)
    raise AttributeError(f"helpers 里没有 {name}。")
