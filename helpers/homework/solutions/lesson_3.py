"""第 3 课作业的正确写法。"""

from helpers.homework.solutions.solution import Solution

SOLUTIONS = {
    "3.1": (
        Solution(
            "照公式手算两遍",
            "two_sizes = [5, 2]",
        ),
        Solution(
            "把两种设置交给 output_size",
            "two_sizes = (output_size(9, 5, 1, 2, 2), output_size(9, 5, 3, 0, 1))",
            ("padding_once", "plus_one_inside"),
        ),
        Solution(
            "造出这两层，看看它们把 9×9 变成多大",
            """\
picture = torch.zeros(1, 1, 9, 9)
two_layers = [nn.Conv2d(1, 1, 5, padding=2, dilation=2), nn.Conv2d(1, 1, 5, stride=3)]
two_sizes = [layer(picture).shape[2] for layer in two_layers]
""",
            ("rounded_up", "dilation_ignored"),
        ),
    ),
    "3.2": (
        Solution(
            "补边后的格数，减去盖住的格数，除以步幅，再加最开始的一个位置",
            """\
def output_size(n, kernel_size, stride, padding, dilation):
    room = n + 2 * padding
    covered = dilation * (kernel_size - 1) + 1
    return (room - covered) // stride + 1
""",
            ("brackets_forgotten", "covers_k_times_d"),
        ),
        Solution(
            "从最左边开始，一步一步地滑，数一数能停几处",
            """\
def output_size(n, kernel_size, stride, padding, dilation):
    left = -padding
    count = 0
    while left + dilation * (kernel_size - 1) < n + padding:
        count = count + 1
        left = left + stride
    return count
""",
            ("plus_one_forgotten", "plus_one_inside", "rounded_up"),
        ),
        Solution(
            "造一个一维的卷积层，问它结果有多长",
            """\
def output_size(n, kernel_size, stride, padding, dilation):
    layer = nn.Conv1d(1, 1, kernel_size, stride, padding, dilation)
    return layer(torch.zeros(1, 1, n)).shape[2]
""",
            ("not_rounded", "padding_once"),
        ),
    ),
    "3.3": (
        Solution(
            "8 个输出通道，每个只看 4 / 2 = 2 个输入通道，卷积核高 3 宽 5",
            "weight_shape = (8, 2, 3, 5)",
            ("groups_ignored",),
        ),
        Solution(
            "造出这一层，问它的权重",
            "weight_shape = nn.Conv2d(4, 8, (3, 5), groups=2).weight.shape",
            ("in_channels_first", "kernel_first"),
        ),
    ),
    "3.4": (
        Solution(
            "每个输出通道的权重相乘，再乘输出通道数，有偏置就每个加 1",
            """\
def count_parameters(in_channels, out_channels, kernel_size, groups, bias):
    height, width = kernel_size
    weights = out_channels * (in_channels // groups) * height * width
    return weights + out_channels if bias else weights
""",
            ("one_bias_in_all", "square_kernel"),
        ),
        Solution(
            "造出这一层，数它每组参数有几个数",
            """\
def count_parameters(in_channels, out_channels, kernel_size, groups, bias):
    layer = nn.Conv2d(in_channels, out_channels, kernel_size, groups=groups, bias=bias)
    return sum(parameter.numel() for parameter in layer.parameters())
""",
            ("bias_always", "groups_ignored"),
        ),
        Solution(
            "一组一组、一个通道一个通道地数",
            """\
def count_parameters(in_channels, out_channels, kernel_size, groups, bias):
    total = 0
    for group in range(groups):
        for out in range(out_channels // groups):
            for kernel in range(in_channels // groups):
                total += np.prod(kernel_size)
            if bias:
                total += 1
    return total
""",
            ("one_bias_per_kernel", "bias_divided_by_groups"),
        ),
    ),
    "3.5": (
        Solution(
            "3×3 的窗口补一圈，高走 2 格，宽走 3 格",
            "shrink = nn.Conv2d(3, 8, kernel_size=3, stride=(2, 3), padding=1)",
            ("padding_forgotten", "height_and_width_swapped"),
        ),
        Solution(
            "窗口和步幅都是 2×3，正好铺满，不重叠",
            "shrink = nn.Conv2d(3, 8, (2, 3), (2, 3))",
            ("square_window",),
        ),
        Solution(
            "窗口大到只剩 10 个位置：20 − 11 + 1，30 − 21 + 1",
            "shrink = nn.Conv2d(3, 8, (11, 21), bias=False)",
            ("one_short",),
        ),
    ),
    "3.6": (
        Solution(
            "把通道换到最前面，每个通道用自己的卷积核，结果相加",
            """\
def photo_maps(photo, weight):
    channels = np.transpose(photo, (2, 0, 1))
    maps = []
    for kernels in weight:
        maps.append(sum(feature_map(channels[c], kernels[c], average=False) for c in range(len(channels))))
    return np.array([maps])
""",
            ("reshape_instead_of_permute", "one_kernel_for_all_channels"),
        ),
        Solution(
            "把照片排成 (1, C, H, W)，交给 PyTorch",
            """\
def photo_maps(photo, weight):
    return nn.functional.conv2d(torch.tensor(photo).permute(2, 0, 1)[None], torch.tensor(weight))
""",
            ("batch_forgotten", "channels_not_added"),
        ),
        Solution(
            "一次取出所有窗口，用 einsum 把通道和格子一起加起来",
            """\
def photo_maps(photo, weight):
    windows = np.lib.stride_tricks.sliding_window_view(photo, weight.shape[2:], axis=(0, 1))
    return np.einsum("hwcij,ocij->ohw", windows, weight).reshape(1, len(weight), *windows.shape[:2])
""",
            ("last_channel_only",),
        ),
    ),
    "3.7": (
        Solution(
            "从全是 0 的 3×3 开始，第二层的每个数，让第一层的卷积核挪到一处",
            """\
first, one_kernel = np.array([[1, 2], [0, -1]]), np.zeros((3, 3))
for down, right, value in [(0, 0, 3), (0, 1, 0), (1, 0, 1), (1, 1, -2)]:
    one_kernel[down : down + 2, right : right + 2] += value * first
""",
            ("overwritten", "side_by_side"),
        ),
        Solution(
            "手算：九格各有哪几个乘积",
            "one_kernel = [[3, 6, 0], [1, -3, -4], [0, -1, 2]]",
            ("multiplied_cell_by_cell",),
        ),
        Solution(
            "请 PyTorch 算：给两层一张只有一点墨的图，它的结果就是合成的卷积核转了 180°",
            """\
kernel_1, kernel_2 = torch.tensor([[[[1.0, 2], [0, -1]]]]), torch.tensor([[[[3.0, 0], [1, -2]]]])
dot = torch.zeros(1, 1, 5, 5)
dot[0, 0, 2, 2] = 1
one_kernel = nn.functional.conv2d(nn.functional.conv2d(dot, kernel_1), kernel_2)[0, 0].flip(0, 1)
""",
            ("both_flipped",),
        ),
    ),
    "3.8": (
        Solution(
            "每多一层，多出（卷积核 − 1）× 前面各层步幅的积",
            "two_fields = [1 + 2 + 2 + 2, 1 + 2 + 4 * 2]",
            ("sizes_added", "stride_ignored"),
        ),
        Solution(
            "倒着推：最后一层的窗口在上一层从第几行到第几行",
            """\
def rows(layers):
    seen = 1
    for kernel_size, stride in reversed(layers):
        seen = (seen - 1) * stride + kernel_size
    return seen

two_fields = rows([(3, 1)] * 3), rows([(3, 2), (5, 1)])
""",
            ("five_steps_of_two",),
        ),
        Solution(
            "做实验：结果的一个数，对图片求梯度，不是 0 的行就是看得到的行",
            """\
def rows(*layers):
    with torch.enable_grad():
        picture = torch.zeros(1, 1, 31, 31, requires_grad=True)
        net = nn.Sequential(*layers)
        for layer in net:
            nn.init.ones_(layer.weight)
        result = net(picture)[0, 0]
        result[len(result) // 2, 0].backward()
    return int((picture.grad[0, 0].abs().sum(dim=1) > 0).sum())

two_fields = [
    rows(*(nn.Conv2d(1, 1, 3, bias=False) for _ in range(3))),
    rows(nn.Conv2d(1, 1, 3, stride=2, bias=False), nn.Conv2d(1, 1, 5, bias=False)),
]
""",
            ("stride_ignored",),
        ),
    ),
}
