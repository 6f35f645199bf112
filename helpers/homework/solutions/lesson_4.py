"""第 4 课作业的正确写法。"""

from helpers.homework.solutions.solution import Solution

SOLUTIONS = {
    "4.1": (
        Solution(
            "矩阵乘法：x 的每一行和 weight 的每一行对应相乘再加",
            """\
def linear(x, weight, bias):
    return x @ weight.T + bias
""",
            ("bias_added_every_time",),
        ),
        Solution(
            "三层循环，一个样本、一个神经元、一个输入地算",
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
            ("transposed",),
        ),
        Solution(
            "换成张量，交给 PyTorch 的 linear",
            """\
def linear(x, weight, bias):
    x, weight, bias = (torch.tensor(each, dtype=torch.float64) for each in (x, weight, bias))
    return nn.functional.linear(x, weight, bias)
""",
            ("weight_as_in_out",),
        ),
    ),
    "4.2": (
        Solution(
            "池化以后有 4 张 3×3 的图；参数是卷积层的 40 个加全连接层的 74 个",
            "net_numbers = (36, 114)",
            ("before_pooling",),
        ),
        Solution(
            "把每一项都写成算式",
            "net_numbers = [4 * 3 * 3, 4 * 9 + 4 + 36 * 2 + 2]",
            ("channels_forgotten", "conv_bias_forgotten"),
        ),
    ),
    "4.3": (
        Solution(
            "三样各投一票，门槛定在 2.5：三样都有才过得去",
            "cat_neuron = (1, 1, 1, -2.5)",
            ("any_instead_of_all", "two_are_enough"),
        ),
        Solution(
            "票和门槛一起加倍，结果不变",
            "cat_neuron = ([2, 2, 2], -5)",
        ),
        Solution(
            "造一个 nn.Linear，把权重和偏置写进去",
            """\
cat_neuron = nn.Linear(3, 1)
with torch.no_grad():
    cat_neuron.weight[:], cat_neuron.bias[:] = 1, -2.9
""",
        ),
    ),
    "4.4": (
        Solution(
            "argmax 沿着每一行，直接给出最大值的编号",
            """\
def predict(scores):
    return scores.argmax(axis=1)
""",
            ("along_columns", "zero_to_beat"),
        ),
        Solution(
            "每一行从第 0 类开始比，遇到更高的就换",
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
            ("whole_table", "two_classes_only"),
        ),
        Solution(
            "softmax 不改变谁最高，再取编号",
            """\
def predict(scores):
    return torch.tensor(scores).softmax(1).max(1).indices
""",
            ("chances_instead_of_class",),
        ),
    ),
    "4.5": (
        Solution(
            "先做 softmax，正确那一类取对数，再变号",
            """\
def cross_entropy(scores, label):
    powers = np.exp(scores)
    return -np.log(powers[label] / powers.sum())
""",
            ("softmax_forgotten", "minus_forgotten"),
        ),
        Solution(
            "PyTorch 的 cross_entropy，收的就是分数",
            """\
def cross_entropy(scores, label):
    return nn.functional.cross_entropy(torch.tensor(scores), torch.tensor(label))
""",
            ("softmax_twice", "divided_by_the_sum_of_scores"),
        ),
        Solution(
            "用课文里的 softmax，取出正确的那一类",
            """\
def cross_entropy(scores, label):
    return -np.log(softmax([scores])[0, label])
""",
            ("always_the_first_class", "highest_instead_of_label"),
        ),
    ),
}
