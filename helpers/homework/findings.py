"""清单以外看得出的事，怎样说：笔记本和网页说的是同样的话，都从这里来。话里花括号的地方，由找到的数来填。"""

import re
from typing import NamedTuple


class Finding(NamedTuple):
    """看得出的一件事：id 是它的名字，sentence 说出它，ask 反问一句。"""

    id: str
    sentence: str
    ask: str

    def filled(self, **told: object) -> "Finding":
        """返回填好的 Finding：{名字} 换成 told 里的值，没有给的名字先留着。"""
        sentence, ask = (re.sub(r"\{(\w+)\}", lambda hole: str(told.get(hole[1], hole[0])), text) for text in self[1:])
        return self._replace(sentence=sentence, ask=ask)


#: 和正确的结果比，话里花括号的地方怎样说；和只有前一个想法时的结果比，哪些数对就不知道了
RIGHT = {"right": "正确结果", "rest": "，其余都对", "whole": "数都对，"}
ALONE = {"right": "前面那样算出的结果", "rest": "", "whole": ""}
#: 答案是函数时，多问的话；别的题，答案可能是手写的，就不问
CODE = {"loop": "循环从几到几？", "kept": "return 写在循环里了吗？结果在每一圈里都存下了吗？"}
ORDER = "哪一步换了次序？"

#: 名字 → 怎样说；一个公式就说得清的关系不在这里，在 relations.py
FINDINGS = {
    each.id: each
    for each in (
        Finding("extra_axes", "{whole}形状不对：外面多了 {extra} 层。", "取 [{zeros}]，会剩下什么？"),
        Finding("right_numbers_other_shape", "{whole}形状不对。", "少了哪个方向，或者多了哪个方向？"),
        Finding("another_order", "{whole}次序不对。", ORDER),
        Finding("axes_in_another_order", "{whole}方向（轴）的次序不对。", ORDER),
        Finding("parts_in_another_order", "{whole}几张的先后不对。", "第一张该是哪一个卷积核的？"),
        Finding("scaled", "你的每个数都正好是{right}的 {times} 倍。", "{times} 从哪里来？多乘了、少除了什么？"),
        Finding("off_by", "你的每个数都正好比{right}{side} {far}。", "这个 {far} 从哪里来？多加了、少加了什么？"),
        Finding("scaled_and_moved", "你的每个数都正好是{right}乘 {slope}，再加 {start}。", "多做了哪两步？"),
        Finding(
            "not_yet_one_number",
            "你的结果是一排数，它们的和才是{right}。",
            "用了 Python 的 sum(…) 吗？它只把各行加在一起；要把表里的数全加起来，写 .sum()，行吗？",
        ),
        Finding("moved_by_one", "整个结果往{side}错开了一格。", "从 0 数起，还是从 1 数起？"),
        Finding(
            "larger",
            "{right}整张都在你的结果里面，可是外面多出了几行几列：你的是 {mine}，要的是 {wanted}。",
            "多出来的那几格，窗口在哪里？它整个在图里面吗？",
        ),
        Finding("pair", "很可能两个想法叠在一起。{mistakes}", "{ask}"),
        Finding("composed", "很可能两个想法叠在一起。{mistakes}另外，{relation}", "{ask}"),
        Finding("some_sheets", "只有{which}不对，别的都对。", "这里算的，和对的那几张比，哪一步不同？"),
        Finding(
            "another_sheet", "只有{which}不对，别的都对：你在这里又交了第 {other} 张的图。", "这里该用哪一个卷积核？"
        ),
        Finding("related_sheets", "只有{which}不对，别的都对。看{which}：{relation}", "{ask}"),
        Finding("one_edge_wrong", "别的都对，只有{side}不对。", "算到那里了吗？算到那里时，窗口还完整吗？"),
        Finding("border_wrong", "里面都对，只有最边上一圈不对。", "窗口碰到边的时候，算的是什么？"),
        Finding("negatives_wrong", "正确结果是负数的地方都不对，别的都对。", "负数到哪一步变了样？"),
        Finding("some_missing", "你给的位置都对，只是没有找全。", "其余的格子也都一一比过了吗？"),
        Finding("some_extra", "该有的位置都在里面，只是多了几处。", "多出来的几处，凭什么也算？"),
        Finding("half_a_position", "{good}对了，{other}不对。", "{other}是从哪里数起的？"),
        Finding("all_moved", "每一个位置都错开了同样的几格。", "行和列从 0 数起了吗？"),
    )
}
