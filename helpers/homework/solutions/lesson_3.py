"""第 3 课作业的正确写法。"""

from helpers.homework.solutions.solution import Solution

SOLUTIONS = {
    "3.1": (
        Solution(
            "",
            "two_sizes = [5, 2]",
        ),
        Solution(
            "",
            "two_sizes = (output_size(9, 5, 1, 2, 2), output_size(9, 5, 3, 0, 1))",
        ),
        Solution(
            "",
            """\
x = torch.zeros(1, 1, 9, 9)
layers = [nn.Conv2d(1, 1, 5, padding=2, dilation=2), nn.Conv2d(1, 1, 5, stride=3)]
two_sizes = [layer(x).shape[2] for layer in layers]
""",
        ),
    ),
    "3.2": (
        Solution(
            "",
            """\
def output_size(n, kernel_size, stride, padding, dilation):
    room = n + 2 * padding
    covered = dilation * (kernel_size - 1) + 1
    return (room - covered) // stride + 1
""",
        ),
        Solution(
            "",
            """\
def output_size(n, kernel_size, stride, padding, dilation):
    left = -padding
    count = 0
    while left + dilation * (kernel_size - 1) < n + padding:
        count = count + 1
        left = left + stride
    return count
""",
        ),
        Solution(
            "",
            """\
def output_size(n, kernel_size, stride, padding, dilation):
    layer = nn.Conv1d(1, 1, kernel_size, stride, padding, dilation)
    return layer(torch.zeros(1, 1, n)).shape[2]
""",
        ),
    ),
    "3.3": (
        Solution(
            "",
            "weight_shape = (8, 2, 3, 5)",
        ),
        Solution(
            "",
            "weight_shape = nn.Conv2d(4, 8, (3, 5), groups=2).weight.shape",
        ),
    ),
    "3.4": (
        Solution(
            "",
            """\
def count_parameters(in_channels, out_channels, kernel_size, groups, bias):
    height, width = kernel_size
    weights = out_channels * (in_channels // groups) * height * width
    return weights + out_channels if bias else weights
""",
        ),
        Solution(
            "",
            """\
def count_parameters(in_channels, out_channels, kernel_size, groups, bias):
    layer = nn.Conv2d(in_channels, out_channels, kernel_size, groups=groups, bias=bias)
    return sum(parameter.numel() for parameter in layer.parameters())
""",
        ),
        Solution(
            "",
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
        ),
    ),
    "3.5": (
        Solution(
            "",
            "shrink = nn.Conv2d(3, 8, kernel_size=3, stride=(2, 3), padding=1)",
        ),
        Solution(
            "",
            "shrink = nn.Conv2d(3, 8, (2, 3), (2, 3))",
        ),
        Solution(
            "",
            "shrink = nn.Conv2d(3, 8, (11, 21), bias=False)",
        ),
    ),
    "3.6": (
        Solution(
            "",
            """\
def photo_maps(photo, weight):
    channels = np.transpose(photo, (2, 0, 1))
    maps = []
    for kernels in weight:
        maps.append(sum(feature_map(channels[c], kernels[c], average=False) for c in range(len(channels))))
    return np.array([maps])
""",
        ),
        Solution(
            "",
            """\
def photo_maps(photo, weight):
    return nn.functional.conv2d(torch.tensor(photo).permute(2, 0, 1)[None], torch.tensor(weight))
""",
        ),
        Solution(
            "",
            """\
def photo_maps(photo, weight):
    windows = np.lib.stride_tricks.sliding_window_view(photo, weight.shape[2:], axis=(0, 1))
    return np.einsum("hwcij,ocij->ohw", windows, weight).reshape(1, len(weight), *windows.shape[:2])
""",
        ),
    ),
}
