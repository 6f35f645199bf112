"""训练以前先试一试网络：收不收得下图，给出的是不是两个分数，参数看不看得见；不合适时用一句话说清楚。"""

import traceback
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import nn

from helpers.homework.answers.answer import Unreadable
from helpers.inputs import describe
from helpers.training.classifier import evaluating

_MODULE = vars(nn.Module())


def as_net(answer: object) -> nn.Module:
    """返回 answer，它是一个网络；不是时抛出 Unreadable。"""
    if isinstance(answer, nn.Module):
        return answer
    if answer is None:
        raise Unreadable("函数返回的是 None，也就是什么都没有。", "最后一行写了 return 吗？")
    if isinstance(answer, type) and issubclass(answer, nn.Module):
        name = answer.__name__
        raise Unreadable(f"函数返回的是类 {name} 自己，还不是网络。", f"{name} 和 {name}()，哪一个是造出来的网络？")
    if isinstance(answer, (list, tuple)):
        layers = sum(isinstance(each, nn.Module) for each in answer)
        if layers > 1:
            raise Unreadable(
                f"函数返回的是一串层（{layers} 个），还没有接成一个网络。", "nn.Sequential(*这一串) 会给出什么？"
            )
        raise Unreadable(f"函数返回了 {len(answer)} 样东西，这一题只要网络一样。", "return 后面写了几个名字？")
    if callable(answer):
        raise Unreadable("函数返回的是另一个函数，还没有调用它。", "是不是少写了一对括号？")
    raise Unreadable(
        f"这一题的函数要返回一个网络，收到的是 {describe(answer)}。", "return 后面的，是 nn.Sequential(…) 吗？"
    )


def probe(net: nn.Module, images: torch.Tensor) -> None:
    """把 images 交给 net 试一试，形状 (N，1，H，W)，N 大于 1；它不能训练、不能考试时，抛出 Unreadable。"""
    if isinstance(net, nn.Sequential) and not len(net):
        raise Unreadable("nn.Sequential() 的括号里一层也没有。", "你想先用哪一种层？写在括号里了吗？")
    votes = _forward(net, images)
    _check_shape(votes, len(images))
    if not votes.isfinite().all():
        raise Unreadable("网络给出的分数里有 NaN 或无穷大。", "哪一步除以了 0，或者对负数、0 取了 log？")
    if not torch.equal(votes, _forward(net, images)):
        told = "写了 eval()，同样的图交两次，分数却不同。"
        raise Unreadable(told, "forward 里有没有每次新造的层，或者没有关掉的随机？F.dropout 的 training 写了吗？")
    alone = _forward(net, images[:1])
    if alone.shape != (1, 2):
        told = f"交给它 {len(images)} 张图，输出的形状是 {tuple(votes.shape)}；只交 1 张，却是 {tuple(alone.shape)}。"
        raise Unreadable(told, "squeeze() 会去掉每一个大小是 1 的方向：你想去掉的是哪一个？")
    if not torch.allclose(votes[:1], alone, atol=1e-4):
        told = "同一张图，单独交和一起交，分数不同：它的答案还和同时交来的别的图有关。"
        raise Unreadable(told, "forward 里有没有跨过第 0 个方向的 mean、max、softmax 或 reshape？")
    _check_parameters(net, images)


def _forward(net: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """Return what the net makes of the pictures; where it fails, say at which layer, and with what shape."""
    entered = []
    hooks = [hook for each in net.modules() for hook in _watched(each, entered)]
    try:
        with evaluating(net):
            votes = net(images.clone())
    except Exception as error:
        raise _failure(net, error, images, entered) from None
    finally:
        for hook in hooks:
            hook.remove()
    if votes is None:
        raise Unreadable("网络的 forward 没有返回东西，得到的是 None。", "forward 的最后一行写了 return 吗？")
    if not isinstance(votes, torch.Tensor):
        told = f"网络的 forward 要返回一个张量，得到的是 {describe(votes)}。"
        raise Unreadable(told, "这一层是不是返回了好几样东西，只要其中的一样？")
    return votes


def _watched(layer: nn.Module, entered: list) -> Iterator[torch.utils.hooks.RemovableHandle]:
    """Keep the layers that were entered and not yet left, with the shapes of what they got."""
    yield layer.register_forward_pre_hook(lambda layer, given: entered.append((layer, given)))
    yield layer.register_forward_hook(lambda layer, given, result: entered.pop() and None)


def _failure(net: nn.Module, error: Exception, images: torch.Tensor, entered: list) -> Unreadable:
    said = (str(error).splitlines() or [""])[0][:150]
    layer, given = entered[-1] if entered else (net, ())
    if type(layer).__module__.startswith("torch.") and not list(layer.children()) and given:
        height, width = images.shape[2:]
        told = f"{len(images)} 张 {height}×{width} 的图走到 {layer!r} 时出错，这时形状是 {_shape(given[0])}。"
        return Unreadable(f"{told}PyTorch 说：{said}", "这一层要的形状，和走到这里的形状，哪个数对不上？")
    if isinstance(error, NotImplementedError) and "forward" in said:
        return Unreadable(f"{type(layer).__name__} 里没有写 forward。", "forward(self, x) 的缩进对吗，名字拼对了吗？")
    line = _students_line(error)
    return Unreadable(
        f"网络的 forward 运行出错，{type(error).__name__}：{said}{f'（出错的这一行：{line}）' if line else ''}",
        "在这一行之前 print(x.shape)：和你想的一样吗？",
    )


def _students_line(error: Exception) -> str | None:
    ours = (Path(torch.__file__).parent, Path(__file__).parents[2])
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if not any(p in Path(f.filename).parents for p in ours)
    ]
    return frames[-1].line if frames else None


def _shape(given: object) -> object:
    return tuple(given.shape) if isinstance(given, torch.Tensor) else describe(given)


def _check_shape(votes: torch.Tensor, count: int) -> None:
    shape = tuple(votes.shape)
    if shape == (count, 2):
        return
    told = f"交给它 {count} 张图，输出的形状要是 ({count}, 2)，得到的是 {shape}。"
    if len(shape) == 4:
        raise Unreadable(f"{told}这还是特征图。", "特征图怎样变成两个分数？展平和全连接层都写了吗？")
    if shape in ((count,), (count, 1)):
        raise Unreadable(f"{told}每张图只有一个数。", "交叉熵要 X 一个分数，O 一个分数：最后一层该有几个输出？")
    if len(shape) == 2 and shape[0] == count:
        raise Unreadable(f"{told}每张图有 {shape[1]} 个数。", "这一题只有 X 和 O 两种：最后一层该有几个输出？")
    if not shape or shape[0] != count:
        raise Unreadable(f"{told}张数那个方向变了。", "flatten、view、reshape 以后，第 0 个方向还是张数吗？")
    raise Unreadable(told, "最后一层的输出，形状是什么？")


def _check_parameters(net: nn.Module, images: torch.Tensor) -> None:
    seen = {id(parameter) for parameter in net.parameters()}
    for layer in net.modules():
        for name, value in vars(layer).items():
            if name not in _MODULE and (hidden := _hidden(value, seen)):
                told = f"self.{name} 是普通的列表或字典，里面有 {hidden} 层，PyTorch 看不见：parameters() 里没有它们。"
                raise Unreadable(told, "换成 nn.ModuleList 或 nn.Sequential，parameters() 里会多出什么？")
    if not seen:
        told = "网络里一个参数也没有，没有东西可学。"
        raise Unreadable(told, "有权重的层，写成 self.名字 = nn.…(…) 了吗？写在类外面的，PyTorch 看不见。")
    if not any(parameter.requires_grad for parameter in net.parameters()):
        raise Unreadable("每个参数的 requires_grad 都是 False，一个也学不了。", "是哪一行把它们冻住的？")
    training = net.training
    with torch.enable_grad():
        learns = net.eval()(images).requires_grad
    net.train(training)
    if not learns:
        told = "网络给出的分数不带梯度，训练改不了它的参数。"
        raise Unreadable(told, "forward 里有没有 no_grad()、detach()、item()，或者换成了 numpy 再换回来？")


def _hidden(value: object, seen: set[int]) -> int:
    """Count the layers in a list or a dictionary whose parameters the net does not know of."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    layers = [each for each in inside if isinstance(each, nn.Module)]
    return sum(any(id(parameter) not in seen for parameter in layer.parameters()) for layer in layers)


def keeps_places(net: nn.Module, images: torch.Tensor) -> bool:
    """返回网络最后还看不看特征在哪里：把最后的特征图上下左右翻过来，分数变了就是 True；没有特征图也是 True。"""
    maps = []

    def note(layer: nn.Module, given: tuple, result: object) -> None:
        if isinstance(result, torch.Tensor) and result.ndim == 4 and result[0, 0].numel() > 1:
            maps.append(layer)

    hooks = [layer.register_forward_hook(note) for layer in net.modules()]
    votes = _forward(net, images)
    for hook in hooks:
        hook.remove()
    if not maps:
        return True
    hook = maps[-1].register_forward_hook(lambda layer, given, result: result.flip((2, 3)))
    turned = _forward(net, images)
    hook.remove()
    return not torch.allclose(votes, turned, atol=1e-4)
