"""第 7 课作业的正确写法。"""

from helpers.homework.questions.lesson_7 import LOOP
from helpers.homework.solutions.solution import Solution

_EPOCH = (
    Solution(
        "照训练的一步，四行；损失乘上张数攒起来",
        LOOP,
        ("added", "mean_of_batches"),
    ),
    Solution(
        "请 PyTorch 的 DataLoader 洗牌、切小批；先清梯度也一样",
        """\
def train_one_epoch(net, images, labels, optimizer):
    net.train()
    together = torch.utils.data.TensorDataset(images, labels)
    total = 0
    for some, answers in torch.utils.data.DataLoader(together, batch_size=20, shuffle=True):
        optimizer.zero_grad()
        loss = nn.CrossEntropyLoss(reduction="sum")(net(some), answers)
        (loss / len(some)).backward()
        optimizer.step()
        total += loss.item()
    return total / len(images)
""",
        ("stayed", "last_batch_lost"),
    ),
    Solution(
        "先把图和标签一起洗好，再一段一段地取；用完梯度马上清",
        """\
def train_one_epoch(net, images, labels, optimizer):
    order = torch.randperm(len(images))
    images, labels = images[order], labels[order]
    net.train()
    losses = []
    for start in range(0, len(images), 20):
        scores = net(images[start : start + 20])
        each = nn.functional.cross_entropy(scores, labels[start : start + 20], reduction="none")
        each.mean().backward()
        optimizer.step()
        optimizer.zero_grad()
        losses += each.tolist()
    return sum(losses) / len(losses)
""",
        ("stayed", "tensor"),
    ),
)

SOLUTIONS = {
    "7.1": (
        Solution(
            "课程的网络：两层卷积，全局最大池化，再投票",
            """\
def build_net():
    return nn.Sequential(
        nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Conv2d(8, 16, 3), nn.ReLU(),
        nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(16, 2),
    )
""",
            ("learns_places", "softmax_before_loss"),
        ),
        Solution(
            "用课程的函数造一个，种子不同",
            """\
def build_net():
    return global_max_net(seed=1)
""",
        ),
        Solution(
            "自己写一个类：大一点的卷积核，forward 里取每张图的最大值",
            """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.convolution, self.decide = nn.Conv2d(1, 24, 5), nn.Linear(24, 2)

    def forward(self, x):
        return self.decide(torch.relu(self.convolution(x)).amax(dim=(2, 3)))

build_net = lambda: Net()
""",
            ("learns_places",),
        ),
    ),
    "7.2": (
        Solution(
            "先说图有什么共同点，再说三个卷积核为什么会认错",
            'what_they_share = "认错的 X 又细又歪，没有端正的“×”，找交叉的卷积核不响；认错的 O 粗，它反而响。"',
        ),
    ),
    "7.3": _EPOCH,
    "7.4": (
        Solution(
            "一张一张地看：训练集降到哪里，验证集在上面还是下面",
            "six_faults = [3, 8, 10, 9, 1, 11]",
            ("labels_taken_for_few_pictures", "leak_taken_for_health"),
        ),
        Solution(
            "写名字，再查它是第几个",
            """\
from_figure = ["标签错位", "做了两遍 softmax", "权重全是 0", "验证集混进训练", "没有清梯度", "只有 10 张图"]
six_faults = [list(FAULTS).index(each) for each in from_figure]
""",
        ),
    ),
    "7.5": tuple(way._replace(source=way.source.replace("train_one_epoch", "mended_epoch")) for way in _EPOCH),
}
