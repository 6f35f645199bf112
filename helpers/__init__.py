"""这门课共用的积木：图片、卷积、数表的画法、数据集、小网络和作业检查。

from helpers import … 能取到 __all__ 里的每个名字；用到一个名字，才装入它所在的模块。
"""

from importlib import import_module

_NAMES = {  # module -> its public names; none may be called as a module is, or importing that module would hide it
    "training.broken": ["broken_training", "riddle_trainings"],
    "training.classifier": ["accuracy", "probabilities", "train"],
    "data.comparison": ["COMPARISON"],
    "layers.convolution": ["count_parameters", "feature_map", "match", "output_size"],
    "data.dataset": ["LABELS", "make_letters"],
    "data.digits": ["load_digits"],
    "drawing.diagrams": ["show_channels"],
    "explorers": ["DrawingPad", "Neurons", "SlidingWindow"],
    "learning.asking": ["again", "recall"],
    "learning.overview": ["mistakes", "progress"],
    "layers.fully_connected": ["cross_entropy", "linear", "predict", "softmax"],
    "drawing.grids": ["show_grid", "show_grids", "show_products"],
    "data.faults": ["FAULTS"],
    "data.handout": ["PRINTED_MAPS"],
    "data.hanzi": ["HANZI", "make_hanzi"],
    "homework": ["Outcome", "check", "hint", "solution"],
    "data.letters": ["FEATURES", "OTHER_XS", "O", "X", "move"],
    "data.made_photo": ["make_photo"],
    "training.nets": [
        "NETS",
        "digit_net",
        "flatten_net",
        "fully_connected_net",
        "global_max_net",
        "hand_set_net",
        "linear_net",
        "pooled_net",
        "tiny_net",
    ],
    "data.photo": ["load_photo"],
    "data.photo_reading": ["photo_steps", "read_photo"],
    "drawing.pictures": ["show_pictures"],
    "drawing.plots": ["LiveCurve", "show_runs", "show_seeds", "show_sizes", "show_trainings"],
    "training.trained": ["trained_net"],
    "layers.pooling": ["avg_pool2d", "max_pool2d"],
    "layers.regularization": ["dropout"],
}
_MODULES = {name: module for module, names in _NAMES.items() for name in names}

__all__ = sorted(_MODULES)


def __getattr__(name: str) -> object:
    """Load a name's module only when the name is asked for: torch and ipywidgets take a while."""
    if name not in _MODULES:
        raise AttributeError(f"helpers 里没有 {name}。")
    return getattr(import_module(f"helpers.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    """List the public names, loaded or not, for those who press Tab."""
    return __all__
