"""Neurons in a real JupyterLab and on a web page: its numbers, its hands and its manners."""

import re

import numpy as np
import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from helpers.explorers import Neurons
from tests.support.pages import ExplorerPage, in_module

CAT = "x=[1, 0, 1], weight=[[1, 1, 1]], bias=[-2.5], input_names=['尖耳朵', '胡须', '长尾巴'], output_names=['猫']"
TWO = "x=[1, 1, 0], weight=[[1, 1, 1], [1, -2, 0.5]], bias=[-0.5, -1]"
DROPOUT = "controls=['weight', 'bias', 'dropout'], p=0.5, x=[1, 3, 0, 1], mask=[1, 1, 1, 0]"
LARGEST = "x=[1] * 8, weight=np.arange(32).reshape(4, 8) / 8 - 2, bias=[-1, 0, 1, 2]"


class Page(ExplorerPage):
    """A Neurons on a page."""

    def input(self, i: int) -> Locator:
        return self.root.locator(".inputs").get_by_role("switch").nth(i)

    def neuron(self, o: int) -> Locator:
        return self.root.locator(".neuron").nth(o).get_by_role("button")

    def weight(self, name: str) -> Locator:
        return self.root.get_by_role("slider", name=f"{name}的权重")

    def lit(self) -> list[str]:
        return self.root.locator(".neuron.lit .name").all_inner_texts()

    def lines(self) -> list[list[str]]:
        classes = self.root.locator("line:not(.hit)").evaluate_all("lines => lines.map(each => each.classList.value)")
        return [each.split() for each in classes]

    def drag(self, element: Locator, right: int, down: int) -> None:
        box = element.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right, y + down, steps=4)
        self.page.mouse.up()


@pytest.fixture
def explore(open_explorer):
    return lambda settings="", **options: Page(open_explorer(f"w = Neurons({settings})\nw", **options))


@pytest.fixture
def explore_in_lab(open_cell):
    return lambda settings="", **options: Page(open_cell(f"w = Neurons({settings})\nw", **options))


# ---- numbers


def random_settings(random: np.random.Generator) -> dict:
    inputs, outputs = int(random.integers(1, 9)), int(random.integers(1, 5))
    return {
        "x": random.normal(0, 2, inputs).round(2).tolist(),
        "weight": random.normal(0, 2, (outputs, inputs)).round(2).tolist(),
        "bias": random.normal(0, 2, outputs).round(2).tolist(),
        "mask": random.integers(0, 2, inputs).tolist(),
        "p": float(random.choice([0, 0.25, 0.5, 0.9])),
        "training": bool(random.random() < 0.7),
        "input_names": [str(i) for i in range(inputs)],
        "output_names": [str(o) for o in range(outputs)],
    }


def torch_output(s: dict) -> np.ndarray:
    x, weight, bias, mask = (torch.tensor(s[name], dtype=torch.float64) for name in ("x", "weight", "bias", "mask"))
    scale = mask / (1 - s["p"]) if s["training"] and s["p"] > 0 else torch.ones_like(mask)
    return torch.nn.functional.linear(x * scale, weight, bias).numpy()


def test_400_random_settings_equal_torch_in_browser_and_python(browser):
    random = np.random.default_rng(0)
    settings = [random_settings(random) for _ in range(400)]
    call = "(module, settings) => settings.map(s => module.problem(s) || module.forward(s).output)"
    answers = in_module(browser, Neurons._esm, call, settings)
    for s, answer in zip(settings, answers, strict=True):
        expected = torch_output(s)
        np.testing.assert_allclose(answer, expected, atol=1e-12, err_msg=str(s))
        np.testing.assert_allclose(Neurons(**s).output, expected, atol=1e-12, err_msg=str(s))


def test_browser_and_python_write_the_same_sentences(browser):
    random = np.random.default_rng(1)
    settings = [random_settings(random) for _ in range(100)]
    exact = {"x": [0.1, 0.2], "weight": [[1, 1]], "bias": [-0.3], "mask": [1, 1], "p": 0.0, "training": False}
    settings.append({**exact, "input_names": ["甲", "乙"], "output_names": ["丙"]})  # just above 0 in floating point
    call = "(module, settings) => settings.map(s => s.bias.map((_, o) => module.sentence(s, o)))"
    for s, sentences in zip(settings, in_module(browser, Neurons._esm, call, settings), strict=True):
        printed = repr(Neurons(**s)).splitlines()[-len(sentences) :]
        assert printed == [f"{name}：{words}。" for name, words in zip(s["output_names"], sentences, strict=True)]


def test_what_fits_nothing_is_said_in_chinese(browser):
    good = random_settings(np.random.default_rng(2))
    changes = [{"p": 1}, {"p": -0.1}, {"p": None}, {"mask": []}, {"bias": [0] * 5}, {"weight": [[1]] * 9}]
    call = "(module, settings) => settings.map(module.problem)"
    first, *others = in_module(browser, Neurons._esm, call, [good, *({**good, **change} for change in changes)])
    assert first == ""
    for message in others[:2] + others[3:]:
        assert re.search("[\u4e00-\u9fff].*。$", message)


# ---- hands


def test_toggling_inputs_lights_the_neuron(explore):
    explorer = explore(CAT)
    assert explorer.lit() == []
    expect(explorer.sum).to_contain_text("1×1 + 0×1 + 1×1 − 2.5 = −0.5，没有超过 0，不亮")
    expect(explorer.sum).to_contain_text("得票 2，门槛 2.5（偏置 −2.5 换个正负号）：没有过门槛")
    explorer.input(1).click()
    assert explorer.lit() == ["猫"]
    expect(explorer.neuron(0)).to_have_text("亮0.5")
    expect(explorer.status).to_have_text("猫 亮")
    expect(explorer.input(1)).to_have_attribute("aria-checked", "true")
    explorer.eventually("x", [1, 1, 1])
    explorer.input(0).press("Enter")
    explorer.input(2).press("Space")
    explorer.eventually("x", [0, 1, 0])
    assert explorer.lit() == []


def test_pointing_at_a_neuron_writes_its_sum_and_its_lines_stand_out(explore):
    explorer = explore(TWO)
    for o, written in (
        (1, "1×1 + 1×(−2) + 0×0.5 − 1 = −2，没有超过 0，不亮"),
        (0, "1×1 + 1×1 + 0×1 − 0.5 = 1.5，超过 0，亮"),
    ):
        explorer.neuron(o).hover()
        expect(explorer.sum).to_contain_text(written)
        assert ["here" in each for each in explorer.lines()] == [o == 0] * 3 + [o == 1] * 3
    explorer.neuron(1).focus()
    expect(explorer.sum).to_contain_text("神经元 2：")
    assert [each[0] for each in explorer.lines()] == ["positive"] * 4 + ["negative", "positive"]
    dashes = explorer.root.locator("line:not(.hit)").evaluate_all(
        "all => all.map(e => getComputedStyle(e).strokeDasharray)"
    )
    assert [dash == "none" for dash in dashes] == [True] * 4 + [False, True]


def test_a_thicker_line_always_has_the_larger_weight(explore):
    explorer = explore(TWO)
    for o in (0, 1):
        explorer.neuron(o).focus()
        expect(explorer.root.locator(".neuron").nth(o)).to_have_class(re.compile("here"))
        styles = explorer.root.locator("line:not(.hit)").evaluate_all(
            "all => all.map(e => getComputedStyle(e)).map(s => [parseFloat(s.strokeWidth), Number(s.opacity)])"
        )
        widths, opacities = zip(*styles, strict=True)
        np.testing.assert_allclose(np.diff(np.array(widths)[[5, 0, 1, 2, 3, 4]]), [0.7, 0, 0, 0, 1.4])  # 0.5, 1 …, -2
        assert [opacity == 1 for opacity in opacities] == [o == 0] * 3 + [o == 1] * 3


def test_weights_and_biases_are_dragged(explore):
    explorer = explore(TWO)
    explorer.drag(explorer.weight("输入 1到神经元 1"), 0, -24)
    explorer.eventually("weight", [[2.5, 1, 1], [1, -2, 0.5]])
    explorer.drag(explorer.weight("输入 1到神经元 1"), -16, 0)
    explorer.eventually("weight", [[1.5, 1, 1], [1, -2, 0.5]])
    explorer.drag(explorer.root.get_by_role("slider", name="神经元 2的偏置"), 0, 300)
    explorer.eventually("bias", [-0.5, -5])


def test_a_line_is_dragged_by_any_part_of_it(explore):
    explorer = explore("weight=[[1, 1]]")
    box = explorer.root.locator("line.hit").nth(1).bounding_box()  # rises from input 2 to the neuron
    explorer.page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.3 * box["height"])
    explorer.page.mouse.down()
    explorer.page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.3 * box["height"] + 16)
    explorer.page.mouse.up()
    expect(explorer.weight("输入 2到神经元 1")).to_be_focused()
    explorer.eventually("weight", [[1, 0]])


def test_keyboard_alone_does_everything(explore):
    explorer = explore(CAT)
    press = explorer.page.keyboard.press
    explorer.input(0).focus()
    press("Space")
    for _ in range(3):
        press("Tab")
    slider = explorer.weight("尖耳朵到猫")
    expect(slider).to_be_focused()
    for key, value in {
        "ArrowUp": 1.5,
        "ArrowLeft": 1,
        "Home": -5,
        "ArrowDown": -5,
        "ArrowRight": -4.5,
        "End": 5,
    }.items():
        press(key)
        expect(slider).to_have_attribute("aria-valuenow", f"{value}")
    press("Control+ArrowDown")
    press("e")
    expect(slider).to_have_attribute("aria-valuetext", "5")
    for _ in range(3):
        press("Tab")
    expect(explorer.neuron(0)).to_be_focused()
    assert explorer.neuron(0).evaluate("disc => getComputedStyle(disc).outlineStyle") == "solid"
    press("Tab")
    press("ArrowUp")
    press("Tab")
    expect(explorer.sum).to_be_focused()
    explorer.eventually("bias", [-2])
    assert explorer.get("weight") == [[5, 1, 1]]
    assert explorer.get("x") == [0, 0, 1]


def test_a_large_weight_from_python_widens_the_range(explore):
    explorer = explore("weight=[[7.5, 0]]")
    slider = explorer.weight("输入 2到神经元 1")
    slider.press("End")
    expect(slider).to_have_attribute("aria-valuenow", "8")


def test_what_may_not_be_changed_is_no_slider(explore):
    explorer = explore(f"{CAT}, controls=[]")
    assert explorer.root.get_by_role("slider").count() == 0
    expect(explorer.root.locator(".weight").first).to_have_text("1")


def test_dropout_is_drawn_written_out_and_switched_off(explore):
    explorer = explore(DROPOUT)
    expect(explorer.input(3)).to_have_class(re.compile("dropped"))
    expect(explorer.input(3)).to_contain_text("丢掉")
    expect(explorer.input(1)).to_contain_text("3×2 = 6")
    expect(explorer.status).to_have_text("丢掉 1 个，共 4 个；留下的 ×1/(1−0.5)，就是 ×2。神经元 1 亮")
    assert ["dropped" in each for each in explorer.lines()] == [False, False, False, True]
    expect(explorer.sum).to_contain_text("2×1 + 6×1 + 0×1 + 0×1 + 0 = 8")
    mode = explorer.controls.get_by_role("switch")
    mode.click()
    expect(mode).to_have_text("评估（eval）")
    expect(explorer.sum).to_contain_text("1×1 + 3×1 + 0×1 + 1×1 + 0 = 5")
    expect(explorer.button("重抽一次")).to_be_disabled()
    assert explorer.root.locator(".dropped").count() == 0
    explorer.eventually("training", False)


def test_each_draw_drops_with_the_chance_p(explore):
    explorer = explore("x=[1] * 8, controls=['dropout'], p=0.75")
    again, dropped = explorer.button("重抽一次"), explorer.root.locator(".input.dropped")
    counts = []
    for _ in range(40):
        again.click()
        counts.append(dropped.count())
    assert len(set(counts)) > 1
    assert 0.6 < np.mean(counts) / 8 < 0.9  # 0.75, and 6 standard errors of 320 inputs
    explorer.eventually(
        "mask",
        [
            0 if drop else 1
            for drop in explorer.root.locator(".input").evaluate_all(
                "all => all.map(each => each.classList.contains('dropped'))"
            )
        ],
    )


def test_a_bad_chance_is_refused_and_the_picture_kept(explore):
    explorer = explore(DROPOUT)
    chance, before = explorer.controls.get_by_label("丢掉的概率"), explorer.sum.inner_text()
    for bad in ("1", "-1", ""):
        chance.fill(bad)
        chance.press("Tab")
        expect(explorer.root.get_by_role("alert")).to_have_text("丢掉的概率 p 要在 0 和 1 之间，可以是 0，不能是 1。")
    assert explorer.sum.inner_text() == before
    chance.fill("0.8")
    chance.press("Tab")
    expect(explorer.root.get_by_role("alert")).to_be_empty()
    explorer.eventually("p", 0.8)


def test_a_busy_kernel_stops_no_hand(explore_in_lab):
    explorer = explore_in_lab(CAT)
    explorer.keep_busy(5)
    explorer.input(1).click()
    assert explorer.lit() == ["猫"]
    explorer.weight("胡须到猫").press("Home")
    expect(explorer.sum).to_contain_text("1×1 + 1×(−5) + 1×1 − 2.5 = −5.5，没有超过 0，不亮")
    assert explorer.still_busy()


SETTINGS = {
    "x": ("[0.5, 0, 2]", [0.5, 0, 2]),
    "weight": ("np.full((1, 3), -3)", [[-3, -3, -3]]),
    "bias": ("[4]", [4]),
    "input_names": ("['甲', '乙', '丙']", ["甲", "乙", "丙"]),
    "output_names": ("['丁']", ["丁"]),
    "p": ("0.5", 0.5),
    "training": ("False", False),
    "mask": ("[0, 1, 1]", [0, 1, 1]),
}


def test_each_trait_goes_to_the_browser_and_comes_back(explore_in_lab):
    explorer = explore_in_lab()
    for trait, (source, value) in SETTINGS.items():
        explorer.python(f"w.{trait} = {source}")
        assert explorer.get(trait) == value
    expect(explorer.sum).to_contain_text("丁：0.5×(−3) + 0×(−3) + 2×(−3) + 4 = −3.5")
    explorer.python("w.training = True")
    expect(explorer.sum).to_contain_text("0×(−3) + 0×(−3) + 4×(−3) + 4 = −8")
    expect(explorer.input(0)).to_contain_text("甲")
    explorer.python("seen = []; w.observe(lambda change: seen.append(change['name']), ['x', 'output'])")
    explorer.input(1).click()
    explorer.eventually("x", [0.5, 1, 2])
    assert explorer.python("import json; print(json.dumps(sorted(set(seen))))") == ["output", "x"]


def test_other_sizes_from_python_are_drawn(explore_in_lab):
    explorer = explore_in_lab(CAT)
    explorer.python(
        "with w.hold_trait_notifications(): w.x, w.weight, w.bias = np.ones(8), np.ones((4, 8)), np.arange(4) - 9"
    )
    expect(explorer.root.locator(".input")).to_have_count(8)
    expect(explorer.root.locator("line.positive:not(.hit)")).to_have_count(32)
    assert explorer.lit() == ["神经元 3", "神经元 4"]


def test_a_second_view_follows_the_first(explore_in_lab):
    explorer = explore_in_lab(CAT)
    explorer.start("w")
    second = Page(explorer.notebook, cell=1)
    explorer.input(1).click()
    expect(second.neuron(0)).to_have_text("亮0.5")
    second.weight("胡须到猫").press("ArrowDown")
    expect(explorer.neuron(0)).to_have_text("不亮0")


def test_a_reopened_notebook_goes_on(explore_in_lab):
    explorer = explore_in_lab(CAT)
    explorer.input(1).click()
    explorer.eventually("x", [1, 1, 1])
    explorer.reopen()
    again = Page(explorer.notebook)
    assert again.lit() == ["猫"]


# ---- manners


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_to_mend(explore, dark):
    explorer = explore(DROPOUT, dark=dark)
    for width in (1200, 480):
        explorer.page.set_viewport_size({"width": width, "height": 1400})
        result = Axe().run(explorer.page, context=".explorer")
        assert result.violations_count == 0, result.generate_report()
    colours = explorer.root.evaluate(
        """root => [...root.querySelectorAll('.neurons-key i')].map(each => getComputedStyle(each).borderTopColor)
            .concat(getComputedStyle(root.querySelector('.input .disc')).backgroundColor)"""
    )
    *lines, paper = (luminance(colour) for colour in colours)
    for line in lines:
        assert (max(line, paper) + 0.05) / (min(line, paper) + 0.05) >= 3


def luminance(colour: str) -> float:
    channels = [int(channel) / 255 for channel in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize("width", [1200, 480])
def test_the_page_never_jumps_and_never_scrolls_sideways(explore_in_lab, width):
    explorer = explore_in_lab(DROPOUT, width=width)
    height = explorer.root.bounding_box()["height"]
    for change in (
        "w.p = 0",
        "w.input_names = ['一个长得写不下的名字'] * 4; w.output_names = ['另一个长得写不下的名字']",
        "w.weight = [[-4.25, 4.75, 100.5, -99.25]]",
        f"new = Neurons({LARGEST})",
        "with w.hold_trait_notifications(): w.x, w.weight, w.bias = new.x, new.weight, new.bias",
        "w.p = 0.3",
    ):
        explorer.python(change)
        assert explorer.root.bounding_box()["height"] == height
        assert explorer.root.evaluate("root => root.scrollWidth <= root.clientWidth")
        assert explorer.root.locator(".neurons-stage").evaluate("stage => stage.scrollHeight <= stage.clientHeight + 1")
    for note in explorer.root.locator(".note, .bias").all():
        assert note.evaluate("note => note.scrollWidth <= note.clientWidth + 1")


@pytest.mark.parametrize("width", [1200, 800, 480])
def test_the_legend_is_not_printed_over_the_sum(explore_in_lab, width):
    explorer = explore_in_lab(CAT, width=width)
    key, words = explorer.root.locator(".neurons-key"), explorer.root.locator(".neurons-key > span").last
    expect(words).to_contain_text("线越粗，权重的绝对值越大。")
    end = words.evaluate("words => words.getBoundingClientRect().bottom")
    assert end <= explorer.sum.bounding_box()["y"]
    assert key.evaluate("key => key.scrollHeight <= key.clientHeight + 1")


def test_it_lives_in_notebook_7_too(explore_in_lab):
    explorer = explore_in_lab(CAT)
    explorer.open_in_notebook_7()
    again = Page(explorer.notebook)
    again.input(1).click()
    assert again.lit() == ["猫"]
    again.weight("胡须到猫").press("ArrowDown")
    assert again.lit() == []
