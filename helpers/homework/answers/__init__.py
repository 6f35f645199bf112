"""答案的种类，一个文件一种；加一种，就是加一个文件，再写进这里。"""

from helpers.homework.answers.answer import Answer, Unreadable
from helpers.homework.answers.conv_layer import Conv, ConvLayer
from helpers.homework.answers.detector import Detector
from helpers.homework.answers.learner import Learner
from helpers.homework.answers.neuron import Neuron
from helpers.homework.answers.numbers import TOLERANCE, Numbers
from helpers.homework.answers.positions import Positions
from helpers.homework.answers.random_dropout import RandomDropout
from helpers.homework.answers.training_loop import TrainingLoop
from helpers.homework.answers.words import Words

__all__ = [
    "TOLERANCE",
    "Answer",
    "Conv",
    "ConvLayer",
    "Detector",
    "Learner",
    "Neuron",
    "Numbers",
    "Positions",
    "RandomDropout",
    "TrainingLoop",
    "Unreadable",
    "Words",
]
