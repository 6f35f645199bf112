"""第 7 课的比较：五个网络看过不同的训练图以后，10 个种子各认对多少；由 tests/benchmarks/measure_classifier.py 算好。"""

import json
from pathlib import Path

_STORED = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))

#: 训练图 → {网络的名字：10 个种子各认对百分之几}；考的是 10,000 张没见过的、挪动过的图
COMPARISON: dict[str, dict[str, list[float]]] = {
    case: {name: each["right"] for name, each in nets.items()} for case, nets in _STORED.items()
}

#: 训练图 → {网络的名字：学习率}；三个里在验证集上最好的一个
RATES: dict[str, dict[str, float]] = {
    case: {name: each["rate"] for name, each in nets.items()} for case, nets in _STORED.items()
}
