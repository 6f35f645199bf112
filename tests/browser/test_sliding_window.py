"""SlidingWindow in a real JupyterLab and on a web page: its numbers, its hands and its manners."""

import re

import numpy as np
import pytest
import torch
from axe_playwright_python.sync_playwright import Axe
from nbconvert import HTMLExporter
from playwright.sync_api import Locator, expect
from traitlets import TraitError

from helpers import FEATURES, X
from helpers.explorers import SlidingWindow
from tests.support.notebooks import ROOT, read
from tests.support.pages import ExplorerPage, in_module


class Page(ExplorerPage):
    """A SlidingWindow on a page."""

    def __init__(self, notebook, cell: int = 0) -> None:
        super().__init__(notebook, cell)
        self.picture, self.kernel, self.products, self.map = self.root.get_by_role("grid", include_hidden=True).all()

    def cell(self, grid: Locator, row: int, column: int) -> Locator:
        return grid.locator(f'[data-at="{row},{column}"]')

    def marked(self, grid: Locator, name: str) -> list[str]:
        return grid.locator(f".{name}").evaluate_all("cells => cells.map(cell => cell.dataset.at)")

    def numbers(self, grid: Locator) -> list[float]:
        texts = grid.get_by_role("gridcell").all_inner_texts()
        return [float(text.replace("−", "-")) for text in texts if text]


@pytest.fixture
def explore(open_explorer):
    return lambda settings="", **options: Page(open_explorer(f"w = SlidingWindow({settings})\nw", **options))


@pytest.fixture
def explore_in_lab(open_cell):
    return lambda settings="", **options: Page(open_cell(f"w = SlidingWindow({settings})\nw", **options))


# ---- numbers


def random_settings(random: np.random.Generator) -> dict:
    def pair(low, high):
        return [int(n) for n in random.integers(low, high + 1, 2)]

    def matrix(rows, columns):
        return random.integers(-3, 4, (rows, columns)).tolist()

    return {
        "image": matrix(*pair(1, 9)),
        "kernel": matrix(*pair(1, 4)),
        "operation": str(random.choice(["mean", "sum", "max_pool", "avg_pool"])),
        "stride": pair(1, 3),
        "padding": pair(0, 3),
        "padding_mode": str(random.choice(["zeros", "reflect", "replicate", "circular"])),
        "dilation": pair(1, 3) if random.random() < 0.5 else [1, 1],
    }


def torch_map(s: dict) -> np.ndarray | None:
    """Return what torch computes, or None where torch refuses."""
    image, kernel = (torch.tensor(s[name], dtype=torch.float64)[None, None] for name in ("image", "kernel"))
    size, mode = kernel.shape[2:], {"zeros": "constant"}.get(s["padding_mode"], s["padding_mode"])
    functional = torch.nn.functional
    try:
        if s["operation"] == "max_pool":
            return functional.max_pool2d(image, size, s["stride"], s["padding"], s["dilation"])[0, 0].numpy()
        if s["operation"] == "avg_pool":
            assert s["dilation"] == [1, 1]  # torch has none
            return functional.avg_pool2d(image, size, s["stride"], s["padding"])[0, 0].numpy()
        (height, width) = s["padding"]
        padded = functional.pad(image, (width, width, height, height), mode=mode)
        total = functional.conv2d(padded, kernel, stride=s["stride"], dilation=s["dilation"])[0, 0].numpy()
        return total / (kernel.numel() if s["operation"] == "mean" else 1)
    except (RuntimeError, AssertionError):
        return None


def test_300_random_settings_equal_torch_and_helpers(browser):
    random = np.random.default_rng(0)
    settings = [random_settings(random) for _ in range(800)]
    call = "(module, settings) => settings.map(s => module.problem(s) || module.slide(s).values)"
    answers = in_module(browser, SlidingWindow._esm, call, settings)
    fitting = 0
    for s, answer in zip(settings, answers, strict=True):
        expected = torch_map(s)
        if expected is None:
            assert re.search("[\u4e00-\u9fff].*。$", str(answer)), s
            with pytest.raises(TraitError, match="[\u4e00-\u9fff].*。$"):
                SlidingWindow(**s)
        else:
            fitting += 1
            np.testing.assert_allclose(answer, expected, atol=1e-12, err_msg=str(s))
            np.testing.assert_allclose(SlidingWindow(**s).feature_map, expected, atol=1e-12, err_msg=str(s))
    assert fitting >= 300


# ---- hands


def test_hovering_the_map_lights_the_window_and_writes_the_sum(explore):
    explorer = explore()
    explorer.cell(explorer.map, 0, 4).hover()
    assert explorer.marked(explorer.picture, "inside") == [f"{r},{c}" for r in (0, 1, 2) for c in (4, 5, 6)]
    assert explorer.marked(explorer.map, "here") == ["0,4"]
    np.testing.assert_array_equal(explorer.numbers(explorer.products), (X[0:3, 4:7] * FEATURES[0]).ravel())
    expect(explorer.sum).to_have_text(re.compile(r"^\(\(−1\)×1 \+ \(−1\)×\(−1\) .* ÷ 9 ≈ 0\.56$"))
    expect(explorer.status).to_have_text("第 0 行第 4 列：0.56")
    explorer.eventually("column", 4)


def test_hovering_the_picture_shows_the_results_it_feeds(explore):
    explorer = explore()
    explorer.cell(explorer.picture, 0, 0).hover()
    assert explorer.marked(explorer.map, "fed") == ["0,0"]
    explorer.cell(explorer.picture, 4, 4).hover()
    assert len(explorer.marked(explorer.map, "fed")) == 9
    expect(explorer.status).to_have_text("这一格是 1，参与了 9 个窗口")


def test_clicking_pixels_and_kernel_changes_the_map_and_python(explore):
    explorer = explore()
    explorer.cell(explorer.picture, 0, 0).click()
    changed = X.copy()
    changed[0, 0] = 1
    np.testing.assert_allclose(
        explorer.numbers(explorer.map), SlidingWindow(image=changed).feature_map.ravel(), atol=0.006
    )
    explorer.eventually("image", changed.tolist())
    for value in (-1, 0, 1):
        explorer.cell(explorer.kernel, 0, 0).click()
        explorer.eventually("kernel", [[value, -1, -1], [-1, 1, -1], [-1, -1, 1]])
    expect(explorer.controls.get_by_label("图片")).to_have_value("自己改的")


def test_stepping_and_playing_fill_the_map(explore):
    explorer = explore("filled=False")
    assert len(explorer.numbers(explorer.map)) == 1
    explorer.button("前进").click()
    explorer.button("前进").click()
    assert len(explorer.numbers(explorer.map)) == 3
    explorer.button("后退").click()
    assert explorer.marked(explorer.map, "here") == ["0,1"]
    explorer.button("播放").click()
    expect(explorer.cell(explorer.map, 0, 5)).not_to_be_empty()
    explorer.button("暂停").click()
    place = explorer.marked(explorer.map, "here")
    explorer.page.wait_for_timeout(700)
    assert explorer.marked(explorer.map, "here") == place
    explorer.button("填满").click()
    assert len(explorer.numbers(explorer.map)) == 49
    explorer.button("清空").click()
    assert len(explorer.numbers(explorer.map)) == 1


def test_a_step_by_hand_ends_the_play(explore):
    explorer = explore("filled=False, column=4")
    explorer.button("播放").click()
    explorer.button("后退").click()
    expect(explorer.button("播放")).to_be_visible()
    assert explorer.marked(explorer.map, "here") == ["0,3"]
    explorer.page.wait_for_timeout(700)
    assert explorer.marked(explorer.map, "here") == ["0,3"]


def test_when_every_cell_was_visited_the_button_offers_to_clear(explore):
    explorer = explore("image=[[1, -1]], kernel=[[1]], filled=False")
    expect(explorer.button("填满结果")).to_be_visible()
    explorer.button("前进").click()
    explorer.button("清空结果").click()
    assert len(explorer.numbers(explorer.map)) == 1


def test_equals_is_kept_for_what_is_exact(explore_in_lab):
    explorer = explore_in_lab("image=[[1, 2]], kernel=[[1]], controls=[]")
    for image, written in {"[[1, 2]]": "= 1", "[[0.25, 2]]": "= 0.25", "[[0.333, 2]]": "≈ 0.33"}.items():
        explorer.python(f"w.image = {image}")
        expect(explorer.sum).to_have_text(re.compile(f"{re.escape(written)}$"))


def test_sizes_that_change_together_are_drawn_once_all_have_arrived(explore_in_lab):
    explorer = explore_in_lab("controls=[]")
    explorer.python("with w.hold_trait_notifications(): w.image, w.kernel = [[3, 4]], [[1, 2]]")
    expect(explorer.cell(explorer.map, 0, 0)).to_have_text("5.50")


def test_a_new_kernel_hides_the_results_again(explore):
    explorer = explore("filled=False")
    for place in ((0, 0), (0, 1), (0, 2)):
        explorer.cell(explorer.map, *place).hover()
    assert len(explorer.numbers(explorer.map)) == 3
    explorer.controls.get_by_label("卷积核").select_option("特征 2：交叉")
    expect(explorer.cell(explorer.map, 0, 0)).to_be_empty()
    assert len(explorer.numbers(explorer.map)) == 1


def test_places_set_from_python_are_filled_in_too(explore_in_lab):
    explorer = explore_in_lab("filled=False")
    for place in ("w.row = 2", "w.column = 5", "w.row = 4"):
        explorer.python(place)
    assert len(explorer.numbers(explorer.map)) == 4


def test_long_numbers_fit_their_cells(explore):
    explorer = explore("kernel=FEATURES[0] * 100.5, image=X * 12.5, operation='sum'")
    for grid in (explorer.picture, explorer.products, explorer.map):
        for cell in grid.get_by_role("gridcell").all():
            assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth + 1")


def test_a_busy_kernel_drops_no_frame_of_play(explore_in_lab):
    explorer = explore_in_lab()
    explorer.keep_busy(4)
    explorer.button("播放").click()
    explorer.page.wait_for_timeout(2400)
    assert explorer.still_busy()
    assert len(explorer.numbers(explorer.map)) >= 5  # one in 450 ms


def test_keyboard_alone_does_everything(explore):
    explorer = explore("controls=['presets', 'stride']")
    press = explorer.page.keyboard.press
    explorer.root.get_by_role("combobox").first.focus()
    press("ArrowDown")
    explorer.eventually("row", 0)
    explorer.root.get_by_role("combobox").first.focus()
    press("ArrowUp")
    for _ in range(4):  # kernel preset, stride's height and width, picture
        press("Tab")
    expect(explorer.picture).to_be_focused()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        press(key)
    expect(explorer.cell(explorer.picture, 1, 1)).to_have_text("−1")
    press(" ")
    expect(explorer.cell(explorer.picture, 1, 1)).to_have_text("1")
    for key in ("e", "Shift+Enter", "Control+e"):  # no key but Enter and space edits
        press(key)
    expect(explorer.cell(explorer.picture, 1, 1)).to_have_text("1")
    press("Tab")
    expect(explorer.kernel).to_be_focused()
    press("Enter")
    expect(explorer.cell(explorer.kernel, 0, 0)).to_have_text("−1")
    press("Tab")
    press("Tab")
    expect(explorer.map).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        press(key)
    assert explorer.marked(explorer.map, "here") == ["2,0"]
    press("End")
    expect(explorer.status).to_have_text(re.compile("^第 6 行第 6 列："))
    active = explorer.map.get_attribute("aria-activedescendant")
    assert explorer.page.locator(f'[id="{active}"]').get_attribute("data-at") == "6,6"
    outline = explorer.map.evaluate("grid => getComputedStyle(grid).outlineStyle")
    assert outline == "solid"
    press("Tab")
    expect(explorer.sum).to_be_focused()
    press("Tab")
    expect(explorer.button("后退")).to_be_focused()


SETTINGS = {
    "image": ("np.ones((4, 6))", np.ones((4, 6)).tolist()),
    "kernel": ("[[1, 2], [3, 4], [5, 6]]", [[1, 2], [3, 4], [5, 6]]),
    "operation": ("'max_pool'", "max_pool"),
    "stride": ("(1, 2)", [1, 2]),
    "padding": ("1", [1, 1]),
    "padding_mode": ("'reflect'", "reflect"),
    "dilation": ("(1, 2)", [1, 2]),
    "row": ("3", 3),
    "column": ("2", 2),
    "filled": ("False", False),
}


def test_each_trait_goes_to_the_browser_and_comes_back(explore_in_lab):
    explorer = explore_in_lab("controls=[]")
    handle = explorer.root.evaluate_handle("root => root")
    for trait, (source, value) in SETTINGS.items():
        explorer.python(f"w.{trait} = {source}")
        assert explorer.get(trait) == value
    assert handle.evaluate("root => root.isConnected")
    expect(explorer.root.locator("figcaption").last).to_have_text(re.compile("^结果 .*最大池化"))
    expected = np.array(explorer.get("feature_map"))
    assert explorer.map.get_by_role("gridcell").count() == expected.size
    assert explorer.marked(explorer.map, "here") == ["3,2"]
    explorer.python("seen = []; w.observe(lambda change: seen.append(change['name']), ['image', 'feature_map', 'row'])")
    explorer.cell(explorer.picture, 1, 1).click()
    explorer.cell(explorer.map, 0, 0).hover()
    for _ in range(20):
        if len(seen := explorer.python("import json; print(json.dumps(sorted(set(seen))))")) == 3:
            break
    assert seen == ["feature_map", "image", "row"]


def test_controls_change_the_settings(explore):
    explorer = explore()
    explorer.controls.get_by_label("运算").select_option("乘积求和")
    explorer.controls.get_by_label("步幅，高").fill("2")
    explorer.controls.get_by_label("步幅，高").press("Tab")
    explorer.controls.get_by_label("填充，宽").fill("1")
    explorer.controls.get_by_label("填充，宽").press("Tab")
    explorer.controls.get_by_label("补什么").select_option("从另一边接")
    explorer.controls.get_by_label("卷积核").select_option("扁的 1×3")
    explorer.eventually("kernel", [[-1, 1, -1]])
    expected = SlidingWindow(
        operation="sum", stride=(2, 1), padding=(0, 1), padding_mode="circular", kernel=[[-1, 1, -1]]
    )
    assert explorer.numbers(explorer.map) == expected.feature_map.ravel().tolist()


def test_settings_that_fit_nothing_say_so_and_keep_the_picture(explore):
    explorer = explore()
    before = explorer.numbers(explorer.map)
    explorer.controls.get_by_label("空洞，宽").fill("9")
    explorer.controls.get_by_label("空洞，宽").press("Tab")
    expect(explorer.root.get_by_role("alert")).to_have_text("窗口放不下：宽要 19 格，图片补边后只有 9 格。")
    assert explorer.numbers(explorer.map) == before
    explorer.controls.get_by_label("步幅，宽").fill("")
    explorer.controls.get_by_label("步幅，宽").press("Tab")
    expect(explorer.root.get_by_role("alert")).to_have_text("步幅的宽要是不小于 1 的整数。")
    explorer.eventually("dilation", [1, 1])
    explorer.controls.get_by_label("填充，高").fill("1")
    explorer.controls.get_by_label("填充，高").press("Tab")
    expect(explorer.root.get_by_role("alert")).to_be_empty()
    explorer.eventually("padding", [1, 0])


def test_a_second_view_follows_the_first(explore_in_lab):
    explorer = explore_in_lab()
    explorer.start("w")
    second = Page(explorer.notebook, cell=1)
    explorer.cell(explorer.map, 5, 5).hover()
    assert second.marked(second.map, "here") == ["5,5"]
    second.cell(second.picture, 0, 0).click()
    expect(explorer.cell(explorer.picture, 0, 0)).to_have_text("1")


def test_a_reopened_notebook_goes_on(explore_in_lab):
    explorer = explore_in_lab()
    explorer.cell(explorer.map, 2, 2).hover()
    explorer.eventually("row", 2)
    explorer.reopen()
    again = Page(explorer.notebook)
    assert again.marked(again.map, "here") == ["2,2"]


# ---- manners


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_to_mend(explore, dark):
    explorer = explore("padding=1, filled=False", dark=dark)
    explorer.button("前进").click()
    for width in (1200, 480):
        explorer.page.set_viewport_size({"width": width, "height": 1400})
        result = Axe().run(explorer.page, context=".explorer")
        assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("width", [1200, 480])
def test_the_page_never_jumps(explore_in_lab, width):
    explorer = explore_in_lab(width=width)
    height = explorer.root.bounding_box()["height"]
    for change in (
        "w.padding = 3",
        "w.image = np.ones((32, 32))",
        "w.stride = 3",
        "w.padding = 1; w.operation = 'max_pool'",
        "w.padding = 0; w.kernel = [[1]]; w.image = [[1, -1]]",
        "w.image = np.ones((9, 20)); w.kernel = np.ones((5, 5))",
    ):
        explorer.python(change)
        assert explorer.root.bounding_box()["height"] == height
    for box in explorer.root.locator("figure:visible").all():
        inside = box.bounding_box()["width"]
        assert box.evaluate("figure => figure.scrollWidth") <= inside + 1


@pytest.mark.parametrize("width", [1200, 850, 800])
def test_window_and_result_stand_side_by_side_on_a_projector(explore_in_lab, width):
    explorer = explore_in_lab("padding=1, image=np.eye(7)", width=width)
    picture, result = explorer.picture.bounding_box(), explorer.map.bounding_box()
    assert picture["y"] == pytest.approx(result["y"], abs=1)
    assert picture["x"] + picture["width"] < explorer.kernel.bounding_box()["x"]
    assert result["x"] + result["width"] <= explorer.root.bounding_box()["x"] + explorer.root.bounding_box()["width"]
    assert explorer.root.evaluate("root => root.scrollWidth <= root.clientWidth")


@pytest.mark.parametrize("width", [1200, 800])
def test_the_frame_touches_no_number(explore_in_lab, width):
    settings = "image=feature_map(X, FEATURES[0]), operation='max_pool', kernel=np.ones((2, 2)), stride=2"
    explorer = explore_in_lab(settings, width=width)
    rooms = explorer.picture.locator(".inside").evaluate_all(
        """cells => cells.map(cell => {
            const [words, box] = [document.createRange(), cell.getBoundingClientRect()];
            words.selectNodeContents(cell);
            return (box.width - words.getBoundingClientRect().width) / 2;
        })"""
    )
    assert len(rooms) == 4 and min(rooms) >= 3.5  # px, of the border and the frame


def test_large_pictures_stay_usable(explore):
    explorer = explore("image=np.tile([[1, -1], [-1, 1]], (16, 16)), padding=1")
    explorer.map.focus()
    explorer.page.keyboard.press("End")
    assert explorer.marked(explorer.map, "here") == ["31,31"]
    explorer.cell(explorer.picture, 5, 5).click()
    assert explorer.get("image")[4][4] == -1


# ---- other hosts


def test_it_lives_in_notebook_7_too(explore_in_lab):
    explorer = explore_in_lab()
    explorer.open_in_notebook_7()
    again = Page(explorer.notebook)
    again.cell(again.map, 3, 3).hover()
    assert again.marked(again.map, "here") == ["3,3"]
    again.map.focus()
    again.page.keyboard.press("ArrowUp")
    assert again.marked(again.map, "here") == ["2,3"]


def test_a_page_without_scripts_shows_the_static_picture(browser, tmp_path):
    lesson = ROOT / "notebooks/02_feature_maps.ipynb"
    page_text, _ = HTMLExporter().from_filename(str(lesson))
    (tmp_path / "lesson.html").write_text(page_text, encoding="utf-8")
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto((tmp_path / "lesson.html").as_uri())
    uses = sum("SlidingWindow(" in cell.source for cell in read(lesson).cells)
    assert page.get_by_text("结果：乘积求均值").count() == uses > 0
    assert "widget-view" not in page_text
    context.close()
