"""Correct answers, as a student would write them: question -> the answer cell in several spellings.

The first spelling of each is the one that fills in the lessons. A function question has at least three.
"""

ANSWERS = {
    "1.1": (
        "corner_products = X[0:3, 0:3] * FEATURES[0]",
        "corner_products = [[-1, 1, 1], [1, 1, 1], [1, 1, 1]]",
        "corner_products = [[X[r, c] * FEATURES[0][r, c] for c in range(3)] for r in range(3)]",
    ),
    "1.2": (
        "corner_mean = corner_products.mean()",
        "corner_mean = 7 / 9",
        "corner_mean = 0.77",
        "corner_mean = 0.78",
        "import fractions\ncorner_mean = fractions.Fraction(7, 9)",
    ),
    "1.3": (
        """\
def match(window, kernel):
    return (window * kernel).mean()
""",
        """\
def match(window, kernel):
    total = 0
    for row in range(len(kernel)):
        for column in range(len(kernel[0])):
            total = total + window[row][column] * kernel[row][column]
    return total / (len(kernel) * len(kernel[0]))
""",
        """\
import torch

def match(window, kernel):
    return (torch.tensor(window) * torch.tensor(kernel)).double().mean()
""",
        """\
match = lambda window, kernel: np.einsum("ij,ij->", window, kernel) / kernel.size
""",
    ),
    "1.4": (
        "crossing_at = (3, 3)",
        "crossing_at = [3, 3]",
        "crossing_at = [(3, 3)]",
        "crossing_at = np.argwhere([[(X[r:r+3, c:c+3] == FEATURES[1]).all() for c in range(7)] for r in range(7)])",
    ),
    "2.1": (
        """\
def feature_map(image, kernel):
    rows = image.shape[0] - kernel.shape[0] + 1
    columns = image.shape[1] - kernel.shape[1] + 1
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = image[row:row + kernel.shape[0], column:column + kernel.shape[1]]
            result[row, column] = (window * kernel).mean()
    return result
""",
        """\
def feature_map(image, kernel):
    result = []
    for top in range(len(image) - len(kernel) + 1):
        line = []
        for left in range(len(image[0]) - len(kernel[0]) + 1):
            total = 0
            for i in range(len(kernel)):
                for j in range(len(kernel[0])):
                    total += image[top + i][left + j] * kernel[i][j]
            line.append(total / (len(kernel) * len(kernel[0])))
        result.append(line)
    return result
""",
        """\
def feature_map(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows * kernel).mean(axis=(2, 3))
""",
        """\
import torch

def feature_map(image, kernel):
    image, kernel = torch.tensor(image).float(), torch.tensor(kernel).float()
    return torch.nn.functional.conv2d(image[None, None], kernel[None, None])[0, 0] / kernel.numel()
""",
    ),
    "2.2": (
        "three_maps = [feature_map(X, kernel) for kernel in FEATURES]",
        "three_maps = maps",
        "three_maps = tuple(np.round(maps, 2).tolist())",
        "three_maps = np.trunc(maps * 100) / 100",
        "import torch\nthree_maps = torch.tensor(maps, dtype=torch.float32, requires_grad=True)",
    ),
    "2.3": (
        "misprints = np.argwhere(abs(PRINTED_MAPS[2].values - three_maps[1]) > 0.01)",
        "misprints = [(r, c) for c in range(7) for r in range(7) if maps[1][r, c] * PRINTED_MAPS[2].values[r, c] < 0]",
        "misprints = set(zip(*np.nonzero(abs(PRINTED_MAPS[2].values - maps[1]) > 0.01)))",
    ),
    "2.4": (
        "horizontal_kernel = [[-1, -1, -1], [1, 1, 1], [-1, -1, -1]]",
        "horizontal_kernel = np.array([[-1, -1, -1], [2, 2, 2], [-1, -1, -1]]) / 100",
        "horizontal_kernel = [[-1.0, -2.0, -1.0], [1.5, 3.0, 1.5], [-1.0, -2.0, -1.0]]",
    ),
    "3.1": (
        "two_sizes = [5, 2]",
        "two_sizes = (output_size(9, 5, 1, 2, 2), output_size(9, 5, 3, 0, 1))",
        "x = torch.zeros(1, 1, 9, 9)\n"
        "layers = [nn.Conv2d(1, 1, 5, padding=2, dilation=2), nn.Conv2d(1, 1, 5, stride=3)]\n"
        "two_sizes = [layer(x).shape[2] for layer in layers]",
    ),
    "3.2": (
        """\
def output_size(n, kernel_size, stride, padding, dilation):
    room = n + 2 * padding
    covered = dilation * (kernel_size - 1) + 1
    return (room - covered) // stride + 1
""",
        """\
def output_size(n, kernel_size, stride, padding, dilation):
    left = -padding
    count = 0
    while left + dilation * (kernel_size - 1) < n + padding:
        count = count + 1
        left = left + stride
    return count
""",
        """\
def output_size(n, kernel_size, stride, padding, dilation):
    layer = nn.Conv1d(1, 1, kernel_size, stride, padding, dilation)
    return layer(torch.zeros(1, 1, n)).shape[2]
""",
    ),
    "3.3": (
        "weight_shape = (8, 2, 3, 5)",
        "weight_shape = nn.Conv2d(4, 8, (3, 5), groups=2).weight.shape",
    ),
    "3.4": (
        """\
def count_parameters(in_channels, out_channels, kernel_size, groups, bias):
    height, width = kernel_size
    weights = out_channels * (in_channels // groups) * height * width
    return weights + out_channels if bias else weights
""",
        """\
def count_parameters(in_channels, out_channels, kernel_size, groups, bias):
    layer = nn.Conv2d(in_channels, out_channels, kernel_size, groups=groups, bias=bias)
    return sum(parameter.numel() for parameter in layer.parameters())
""",
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
    "3.5": (
        "shrink = nn.Conv2d(3, 8, kernel_size=3, stride=(2, 3), padding=1)",
        "shrink = nn.Conv2d(3, 8, (2, 3), (2, 3))",
        "shrink = nn.Conv2d(3, 8, (11, 21), bias=False)",
    ),
    "3.6": (
        """\
def photo_maps(photo, weight):
    channels = np.transpose(photo, (2, 0, 1))
    maps = []
    for kernels in weight:
        maps.append(sum(feature_map(channels[c], kernels[c], average=False) for c in range(len(channels))))
    return np.array([maps])
""",
        """\
def photo_maps(photo, weight):
    return nn.functional.conv2d(torch.tensor(photo).permute(2, 0, 1)[None], torch.tensor(weight))
""",
        """\
def photo_maps(photo, weight):
    windows = np.lib.stride_tricks.sliding_window_view(photo, weight.shape[2:], axis=(0, 1))
    return np.einsum("hwcij,ocij->ohw", windows, weight).reshape(1, len(weight), *windows.shape[:2])
""",
    ),
    "4.1": (
        """\
def linear(x, weight, bias):
    return x @ weight.T + bias
""",
        """\
def linear(x, weight, bias):
    result = []
    for sample in x:
        sums = []
        for neuron in range(len(weight)):
            total = bias[neuron]
            for i in range(len(sample)):
                total = total + sample[i] * weight[neuron][i]
            sums.append(total)
        result.append(sums)
    return result
""",
        """\
def linear(x, weight, bias):
    x, weight, bias = (torch.tensor(each, dtype=torch.float64) for each in (x, weight, bias))
    return nn.functional.linear(x, weight, bias)
""",
    ),
    "4.2": (
        "net_numbers = (36, 114)",
        "net_numbers = [4 * 3 * 3, 4 * 9 + 4 + 36 * 2 + 2]",
    ),
    "4.3": (
        "cat_neuron = (1, 1, 1, -2.5)",
        "cat_neuron = ([2, 2, 2], -5)",
        "cat_neuron = nn.Linear(3, 1)\nwith torch.no_grad():\n    cat_neuron.weight[:], cat_neuron.bias[:] = 1, -2.9",
    ),
    "4.4": (
        """\
def predict(scores):
    return scores.argmax(axis=1)
""",
        """\
def predict(scores):
    decisions = []
    for row in scores:
        best = 0
        for i in range(len(row)):
            if row[i] > row[best]:
                best = i
        decisions.append(best)
    return decisions
""",
        """\
def predict(scores):
    return torch.tensor(scores).softmax(1).max(1).indices
""",
    ),
    "4.5": (
        """\
def cross_entropy(scores, label):
    powers = np.exp(scores)
    return -np.log(powers[label] / powers.sum())
""",
        """\
def cross_entropy(scores, label):
    return nn.functional.cross_entropy(torch.tensor(scores), torch.tensor(label))
""",
        """\
def cross_entropy(scores, label):
    return -np.log(softmax([scores])[0, label])
""",
    ),
    "5.1": (
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
        """\
def max_pool2d(feature_map, kernel_size, stride=None):
    step = stride or kernel_size
    windows = np.lib.stride_tricks.sliding_window_view(feature_map, (kernel_size, kernel_size))
    return windows[::step, ::step].max(axis=(2, 3))
""",
        """\
def max_pool2d(feature_map, kernel_size, stride=None):
    return nn.MaxPool2d(kernel_size, stride)(torch.tensor(feature_map).float()[None])[0]
""",
    ),
    "5.2": (
        "pooled_sizes = [[3, 4], [4, 4]]",
        "pooled_sizes = [(10 - 3) // 3 + 1, -(-(10 - 3) // 3) + 1], [(10 - 4) // 2 + 1, (10 - 4) // 2 + 1]",
        """\
def side(**settings):
    return nn.MaxPool2d(**settings)(torch.zeros(1, 1, 10, 10)).shape[-1]

layers = [dict(kernel_size=3), dict(kernel_size=4, stride=2)]
pooled_sizes = [[side(**layer, ceil_mode=ceil) for ceil in (False, True)] for layer in layers]
""",
    ),
    "5.3": (
        "layer_parameters = [448, 0]",
        "layer_parameters = 16 * (3 * 3 * 3 + 1), 0",
        """\
layers = [nn.Conv2d(3, 16, 3), nn.MaxPool2d(3, stride=2)]
layer_parameters = [sum(p.numel() for p in layer.parameters()) for layer in layers]
""",
    ),
    "5.4": (
        "corner_values = [36 / 9, 36 / 4]",
        "corner_values = np.array([4, 9])",
        """\
corner_picture = torch.tensor([[18.0, 0, 9, 0], [6, 12, 3, 0], [3, 6, 0, 3], [0, 0, 3, 0]])[None]
layers = [nn.AvgPool2d(3, 1, 1, count_include_pad=counted) for counted in (True, False)]
corner_values = [layer(corner_picture)[0, 0, 0].item() for layer in layers]
""",
    ),
    "6.1": (
        """\
def dropout(x, p, training, rng):
    if not training:
        return x
    kept = rng.random(x.shape) >= p
    return x * kept / (1 - p)
""",
        """\
def dropout(x, p, training, rng):
    result = np.array(x, dtype=float)
    if training:
        for place in np.ndindex(x.shape):
            result[place] = 0 if rng.random() < p else result[place] / (1 - p)
    return result
""",
        """\
def dropout(x, p, training, rng):
    kept = torch.tensor(rng.binomial(1, 1 - p, x.shape))
    return torch.tensor(x) * kept / (1 - p) if training else torch.tensor(x)
""",
        """\
def dropout(x, p, training, rng):
    return nn.functional.dropout(torch.tensor(x), p, training)
""",
    ),
    "6.2": (
        "survivors = [5, 0, 15, 0, 7.5, 12.5]",
        "survivors = np.array([4, 8, 12, 2, 6, 10]) * [1, 0, 1, 0, 1, 1] / 0.8",
    ),
    "6.3": (
        "modes = [[True, False], [False, True], [False, True], [False, False], [True, True]]",
        "modes = ((1, 0), (0, 1), (0, 1), (0, 0), (1, 1))",
    ),
    "7.1": (
        """\
def build_net():
    return nn.Sequential(
        nn.Conv2d(1, 8, 3), nn.ReLU(), nn.Conv2d(8, 16, 3), nn.ReLU(),
        nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Linear(16, 2),
    )
""",
        """\
def build_net():
    return global_max_net(seed=1)
""",
        """\
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.convolution, self.decide = nn.Conv2d(1, 24, 5), nn.Linear(24, 2)

    def forward(self, x):
        return self.decide(torch.relu(self.convolution(x)).amax(dim=(2, 3)))

build_net = lambda: Net()
""",
    ),
    "7.2": ('what_they_share = "这几张多半是又大又粗的 O，边上的墨很浓，三个卷积核都响得很厉害，所以认成了 X。"',),
}
