"""可以动手摆弄的图：画在浏览器里，跟得上手；Python 这边能设置、读取和观察它。"""

from helpers.explorers.drawing_pad import DrawingPad
from helpers.explorers.neurons import Neurons
from helpers.explorers.sliding_window import SlidingWindow

__all__ = ["DrawingPad", "Neurons", "SlidingWindow"]
