"""答案是一个随机的遗忘层，要反复试，才看得出好坏。"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from helpers.homework.answers.answer import Answer, Unreadable, short, stored
from helpers.homework.answers.draws import Draws, counted
from helpers.homework.answers.numbers import Numbers
from helpers.homework.attempt import Failure


@dataclass(frozen=True)
class RandomDropout(Answer):
    """一个遗忘层，不看每次丢了哪几个，只看许多次放在一起：丢掉多少，留下的有多大，是不是各抽各的签，x 有没有被改动。

    x：交给它的数，形状 (通道数，H，W)，没有 0；batches：每一批连着试几次、每个数该以多大的机会丢掉。
    """

    x: np.ndarray
    batches: Sequence[tuple[int, float]]

    def read(self, answer: object) -> np.ndarray:
        """返回每个数被乘上了几，形状同 x，0 表示丢掉；形状不同、不是普通的数时抛出 Unreadable。"""
        got = Numbers().read(answer)
        if got.ndim == 1 and 0 < got.size < self.x.size:
            told = f"x 有 {self.x.size} 个数，你返回了 {got.size} 个。丢掉是变成 0，位置还在，不是拿走。"
            raise Unreadable(told, "丢掉的和留下的合在一起，应该有几个数？")
        if got.shape != self.x.shape:
            told = f"结果的形状要和 x 一样，是 {self.x.shape}，你的是 {got.shape}。"
            raise Unreadable(told, "return 后面的，是整个结果，还是其中的一个数？")
        if not np.isfinite(got).all():
            raise Unreadable("你的结果里有 NaN 或无穷大：除以 0 了吗？", "1 − p 会是 0 吗？你除以的是它吗？")
        return got / self.x

    def together(self, results: list[np.ndarray | Failure], changed: list[bool]) -> list[np.ndarray | Failure]:
        """返回每次调用所在的那一批里数出来的事；其中有一次出错，这一批就都是那一次的 Failure。"""
        found, start = [], 0
        for runs, chance in self.batches:
            batch = slice(start, start + runs)
            failed = [result for result in results[batch] if isinstance(result, Failure)]
            draws = None if failed else stored(counted(np.stack(results[batch]), chance, any(changed[batch])))
            found += [failed[0] if failed else draws] * runs
            start += runs
        return found

    def same(self, got: np.ndarray, want: np.ndarray) -> bool:
        """是一个对的遗忘层时返回 True；不必和 want 丢的一样。"""
        return Draws(*got.item()).right

    def like(self, got: np.ndarray, wrong: np.ndarray) -> bool:
        """丢的方式、丢掉的比例和留下的大小都和 wrong 相同时返回 True。"""
        mine, other = Draws(*got.item()), Draws(*wrong.item())
        nearly_right = other.way == "free" and other.near and other.scaled
        if mine.changed != other.changed and (other.changed or nearly_right):
            return False  # what else is wrong is said before this is
        if other.way in ("uneven", "tied") and mine.right:
            return True  # it takes more to see it in one batch than in another
        if mine.way != other.way or mine.way == "together" and mine.together != other.together:
            return False
        counts = mine.way in ("never", "free")  # how large the survivors are; else how they were drawn comes first
        if counts and not np.allclose((mine.low, mine.high), (other.low, other.high), rtol=0.02, atol=0.01):
            return False
        few = mine.way in ("same", "together")  # draws, so that the share is a matter of luck
        close = abs(mine.share - other.share) < (0.3 if few else 0.3 / mine.runs**0.5)
        return close or nearly_right and not other.fits and mine.near

    def praise(self, got: np.ndarray, tried: int) -> str:
        """返回一句话：试了几次，看了什么。"""
        return f"调用了 {tried} 次：丢掉的比例和留下的大小都对，每个数各抽各的签，x 也没有改动。"

    def evidence(self, got: np.ndarray, want: np.ndarray, reveal: bool) -> str:
        """返回数出来的事：丢掉的比例，留下的乘上了几，还有什么不对。"""
        draws = Draws(*got.item())
        wanted = f"应该在 {draws.chance:.0%} 上下" if draws.chance else "应该一个也不丢"
        about = f"试了 {draws.runs} 次，你的函数一共丢掉 {draws.share:.1%}，{wanted}"
        if draws.share == 1:
            return f"{about}；一个也没留下。"
        low, high = short(draws.low), short(draws.high)
        mine = f"乘上了 {low}" if low == high else f"乘上的数从 {low} 到 {high} 都有"
        lines = [f"{about}；留下的{mine}，应该乘 {short(draws.scale)}。", self._draws(draws)]
        if draws.changed:
            lines.append("调用以后，交给函数的 x 自己也变了。")
        return "\n".join(filter(None, lines))

    def _draws(self, draws: Draws) -> str:
        if draws.way in ("same", "repeated"):
            return f"这 {draws.runs} 次里，只有 {draws.masks} 种不同的丢法。"
        if draws.way == "together":
            shared = ("同一行的", "同一列的", "同一张图的", "各张图同一处的", "成对挨着的")
            told = "、".join(name for name, holds in zip(shared, draws.together, strict=True) if holds)
            return f"这 {draws.runs} 次里，{told}数每次都一起留下，或者一起丢掉。"
        if draws.way == "steady":
            return f"每次都正好丢掉 {round(draws.share * draws.numbers)} 个，一次也不多，一次也不少。"
        if draws.way == "uneven":
            place = ", ".join(str(index) for index in np.unravel_index(draws.uneven, self.x.shape))
            often = round(draws.runs * draws.chance)
            return f"x[{place}] 在这 {draws.runs} 次里丢掉了 {draws.there} 次，应该在 {often} 次上下。"
        if draws.way == "tied":
            which = (
                f"排成一行，相隔 {draws.apart} 个的两个数" if draws.apart else f"相隔 {draws.ago} 次，同一处的两个数"
            )
            told = f"{which}，{draws.pairs:,} 对里有 {draws.agreed:,} 对一起留下或一起丢掉"
            return f"{told}；各抽各的签，应该在 {draws.expected:,.0f} 对上下。"
        return ""
