"""第 4 课作业的正确写法。"""

from helpers.homework.solutions.solution import Solution

SOLUTIONS = {
    "4.1": (
        Solution(
            "",
            """\
def linear(x, weight, bias):
    return x @ weight.T + bias
""",
        ),
        Solution(
            "",
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
        ),
        Solution(
            "",
            """\
def linear(x, weight, bias):
    x, weight, bias = (torch.tensor(each, dtype=torch.float64) for each in (x, weight, bias))
    return nn.functional.linear(x, weight, bias)
""",
        ),
    ),
    "4.2": (
        Solution(
            "",
            "net_numbers = (36, 114)",
        ),
        Solution(
            "",
            "net_numbers = [4 * 3 * 3, 4 * 9 + 4 + 36 * 2 + 2]",
        ),
    ),
    "4.3": (
        Solution(
            "",
            "cat_neuron = (1, 1, 1, -2.5)",
        ),
        Solution(
            "",
            "cat_neuron = ([2, 2, 2], -5)",
        ),
        Solution(
            "",
            """\
cat_neuron = nn.Linear(3, 1)
with torch.no_grad():
    cat_neuron.weight[:], cat_neuron.bias[:] = 1, -2.9
""",
        ),
    ),
    "4.4": (
        Solution(
            "",
            """\
def predict(scores):
    return scores.argmax(axis=1)
""",
        ),
        Solution(
            "",
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
        ),
        Solution(
            "",
            """\
def predict(scores):
    return torch.tensor(scores).softmax(1).max(1).indices
""",
        ),
    ),
    "4.5": (
        Solution(
            "",
            """\
def cross_entropy(scores, label):
    powers = np.exp(scores)
    return -np.log(powers[label] / powers.sum())
""",
        ),
        Solution(
            "",
            """\
def cross_entropy(scores, label):
    return nn.functional.cross_entropy(torch.tensor(scores), torch.tensor(label))
""",
        ),
        Solution(
            "",
            """\
def cross_entropy(scores, label):
    return -np.log(softmax([scores])[0, label])
""",
        ),
    ),
}
