"""第 7 课作业的正确写法。"""

from helpers.homework.solutions.solution import Solution

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
}
