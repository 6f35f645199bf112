"""第 5 课作业的正确写法。"""

from helpers.homework.solutions.solution import Solution

SOLUTIONS = {
    "5.1": (
        Solution(
            "先算结果的大小，再用两层循环，每个窗口取最大",
            """\
def max_pool2d(feature_map, kernel_size, stride=None):
    if stride is None:
        stride = kernel_size
    rows = (feature_map.shape[0] - kernel_size) // stride + 1
    columns = (feature_map.shape[1] - kernel_size) // stride + 1
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            top, left = row * stride, column * stride
            result[row, column] = feature_map[top:top + kernel_size, left:left + kernel_size].max()
    return result
""",
            ("windows_overlap", "size_divided_only"),
        ),
        Solution(
            "四层循环，一格一格地比",
            """\
def max_pool2d(feature_map, kernel_size, stride=None):
    step = stride or kernel_size
    result = []
    for top in range(0, len(feature_map) - kernel_size + 1, step):
        line = []
        for left in range(0, len(feature_map[0]) - kernel_size + 1, step):
            best = feature_map[top][left]
            for i in range(kernel_size):
                for j in range(kernel_size):
                    best = max(best, feature_map[top + i][left + j])
            line.append(best)
        result.append(line)
    return result
""",
            ("first_of_each_window",),
        ),
        Solution(
            "一次取出所有窗口，隔 stride 个取一个，再求最大",
            """\
def max_pool2d(feature_map, kernel_size, stride=None):
    step = stride or kernel_size
    windows = np.lib.stride_tricks.sliding_window_view(feature_map, (kernel_size, kernel_size))
    return windows[::step, ::step].max(axis=(2, 3))
""",
            ("one_position_short", "stride_ignored"),
        ),
        Solution(
            "交给 PyTorch 的 MaxPool2d",
            """\
def max_pool2d(feature_map, kernel_size, stride=None):
    return nn.MaxPool2d(kernel_size, stride)(torch.tensor(feature_map).float()[None])[0]
""",
        ),
    ),
    "5.2": (
        Solution(
            "照公式手算，除不尽的地方一个往下取，一个往上取",
            "pooled_sizes = [[3, 4], [4, 4]]",
        ),
        Solution(
            "把向下取整和向上取整都写成算式",
            "pooled_sizes = [(10 - 3) // 3 + 1, -(-(10 - 3) // 3) + 1], [(10 - 4) // 2 + 1, (10 - 4) // 2 + 1]",
            ("not_rounded", "ceil_always_one_more"),
        ),
        Solution(
            "造出这几层，看看它们的结果有多大",
            """\
def side(**settings):
    return nn.MaxPool2d(**settings)(torch.zeros(1, 1, 10, 10)).shape[-1]

settings = [dict(kernel_size=3), dict(kernel_size=4, stride=2)]
pooled_sizes = [[side(**each, ceil_mode=ceil) for ceil in (False, True)] for each in settings]
""",
            ("reversed", "stride_one"),
        ),
    ),
    "5.3": (
        Solution(
            "卷积层 16 × (27 + 1) 个，池化层没有要学的",
            "layer_parameters = [448, 0]",
            ("settings_counted",),
        ),
        Solution(
            "把每个卷积核的权重和偏置写成算式",
            "layer_parameters = 16 * (3 * 3 * 3 + 1), 0",
            ("in_channels_forgotten", "bias_forgotten"),
        ),
        Solution(
            "造出这两层，数它们的参数",
            """\
two_layers = [nn.Conv2d(3, 16, 3), nn.MaxPool2d(3, stride=2)]
layer_parameters = [sum(p.numel() for p in layer.parameters()) for layer in two_layers]
""",
            ("pool_has_a_kernel", "bias_forgotten"),
        ),
    ),
    "5.4": (
        Solution(
            "窗口里四个数的和是 36：补的边也算，除以 9；不算，除以 4",
            "corner_values = [36 / 9, 36 / 4]",
            ("padding_forgotten", "max_for_mean"),
        ),
        Solution(
            "算好以后，写成数组",
            "corner_values = np.array([4, 9])",
        ),
        Solution(
            "造出两个 AvgPool2d，只差 count_include_pad",
            """\
corner_picture = torch.tensor([[18.0, 0, 9, 0], [6, 12, 3, 0], [3, 6, 0, 3], [0, 0, 3, 0]])[None]
pools = [nn.AvgPool2d(3, 1, 1, count_include_pad=counted) for counted in (True, False)]
corner_values = [pool(corner_picture)[0, 0, 0].item() for pool in pools]
""",
            ("never_included", "swapped"),
        ),
    ),
    "5.5": (
        Solution(
            "卷积和 ReLU 跟着挪，全局最大值不变，另外两种都不是",
            "same_or_moved = [[False, True], [False, True], [True, False], [False, False], [False, False]]",
            ("columns_swapped",),
        ),
        Solution(
            "1 当 True，0 当 False",
            "same_or_moved = ((0, 1), (0, 1), (1, 0), (0, 0), (0, 0))",
        ),
        Solution(
            "挪之前、挪之后各算一次再比；丙和丁不是图，第二问直接写 False",
            """\
pair = [torch.tensor(feature_map(letter, FEATURES[0]))[None] for letter in (X, move(X, 1, 0))]
same_or_moved = []
for step in (nn.Identity(), nn.ReLU(), nn.AdaptiveMaxPool2d(1), nn.MaxPool2d(2)):
    here, there = step(pair[0]), step(pair[1])
    is_map = here.numel() > 1
    same_or_moved.append([torch.equal(here, there), is_map and torch.equal(here[:, :-1], there[:, 1:])])
pixels = [torch.tensor(letter).float().reshape(81) for letter in (X, move(X, 1, 0))]
scores = nn.Linear(81, 2)
same_or_moved.insert(3, [torch.equal(scores(pixels[0]), scores(pixels[1])), False])
""",
            ("relu_stops_the_move", "pooling_taken_for_invariant", "linear_taken_for_invariant"),
        ),
    ),
}
