"""DrawingPad in a real JupyterLab and on a web page: hands that draw, and answers that follow."""

import io

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Locator, expect

from helpers import LABELS, OTHER_XS, O, X, flatten_net, hand_set_net, make_photo, read_photo
from helpers.data.photo_reading import RULES, TROUBLES
from helpers.drawing.diagrams import short
from helpers.explorers import DrawingPad
from helpers.explorers.explorer import program
from tests.support.pages import ExplorerPage, in_module

INK, PAPER = 1, -1


class Page(ExplorerPage):
    """A DrawingPad on a page."""

    def __init__(self, notebook, cell: int = 0) -> None:
        super().__init__(notebook, cell)
        self.sheet, self.preset = self.root.get_by_role("grid"), self.root.get_by_role("combobox", name="图片")
        self.letter, self.note = self.root.locator(".letter"), self.root.locator(".note")
        self.features = self.root.locator(".features button")

    def pixel(self, row: int, column: int) -> Locator:
        return self.sheet.locator(f"[data-at='{row},{column}']")

    def middle(self, row: int, column: int) -> tuple[float, float]:
        box = self.pixel(row, column).bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self, *places: tuple[int, int]) -> None:
        self.page.mouse.move(*self.middle(*places[0]))
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*self.middle(*place))
        self.page.mouse.up()

    def drawn(self) -> list[list[int]]:
        shown = self.sheet.locator("[role=row]").all_inner_texts()
        return [[int(number.replace("−", "-")) for number in row.split()[1:]] for row in shown]

    def inked(self) -> list[list[int]]:
        return np.argwhere(np.array(self.drawn()) > 0).tolist()

    def framed(self) -> list[list[int]]:
        edges = {"top": (0, 0), "bottom": (0, 1), "left": (1, 0), "right": (1, 1)}
        window = np.zeros((2, 2), int)
        for name, (axis, end) in edges.items():
            places = self.sheet.locator(f".edge-{name}").evaluate_all("all => all.map(each => each.dataset.at)")
            (window[axis, end],) = {int(place.split(",")[axis]) for place in places}
        return window.tolist()


def opener(open_source):
    def open_(settings: str = "", net: str = "hand_set_net(5)", **options) -> Page:
        return Page(open_source(f"w = DrawingPad({net}, {settings})\nw", **options))

    return open_


@pytest.fixture
def explore(open_explorer):
    return opener(open_explorer)


@pytest.fixture
def explore_in_lab(open_cell):
    return opener(open_cell)


# ---- arithmetic


def test_a_stroke_has_no_gaps(browser):
    random = np.random.default_rng(0)
    pairs = random.integers(0, 32, (200, 2, 2)).tolist()
    call = "(module, pairs) => pairs.map(([from, to]) => module.stroke(from, to))"
    for (start, end), places in zip(pairs, in_module(browser, DrawingPad._esm, call, pairs), strict=True):
        path = np.array([start, *places])
        assert path[-1].tolist() == end
        assert len(path) == 1 or (abs(np.diff(path, axis=0)).max(axis=1) == 1).all()


def test_a_preset_stands_in_the_middle_of_any_sheet(browser):
    call = "(module, [picture, sizes]) => sizes.map((size) => module.centred(picture, size))"
    small, wide = in_module(browser, DrawingPad._esm, call, [X.tolist(), [[9, 9], [12, 32]]])
    assert small == X.tolist()
    expected = np.full((12, 32), PAPER)
    expected[1:10, 11:20] = X
    assert wide == expected.tolist()


# ---- hands


def test_the_mouse_draws_and_erases(explore):
    pad = explore()
    pad.drag((1, 1), (4, 4))
    assert pad.inked() == [[1, 1], [2, 2], [3, 3], [4, 4]]
    pad.eventually("image", pad.drawn())
    pad.drag((4, 4), (3, 3), (3, 6))
    assert pad.inked() == [[1, 1], [2, 2]]
    pad.pixel(0, 8).click()
    assert pad.inked() == [[0, 8], [1, 1], [2, 2]]
    pad.pixel(0, 8).click()
    assert pad.inked() == [[1, 1], [2, 2]]
    pad.page.mouse.move(*pad.middle(6, 6))  # lifted: draws no more
    pad.pixel(8, 8).click(button="right")
    assert pad.inked() == [[1, 1], [2, 2]]
    pad.eventually("image", pad.drawn())


def test_a_stroke_may_leave_the_sheet_and_come_back(explore):
    pad = explore()
    x, y = pad.middle(4, 8)
    pad.page.mouse.move(*pad.middle(4, 6))
    pad.page.mouse.down()
    pad.page.mouse.move(x + 200, y)
    pad.page.mouse.move(*pad.middle(5, 8))
    pad.page.mouse.up()
    assert [4, 7] in pad.inked() and [4, 8] in pad.inked() and [5, 8] in pad.inked()
    assert np.shape(pad.drawn()) == (9, 9)


def test_one_finger_draws_and_the_page_stays(explore):
    pad = explore(width=480)
    screen = pad.page.context.new_cdp_session(pad.page)
    screen.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})

    def touch(kind: str, *pixels: tuple[int, int]) -> None:
        places = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(pad.middle(*pixel) for pixel in pixels)]
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    before = pad.root.bounding_box()
    touch("touchStart", (1, 2))
    touch("touchMove", (3, 2))
    touch("touchStart", (3, 2), (8, 8))  # a second finger, which draws nothing
    touch("touchMove", (6, 2), (7, 7))
    touch("touchEnd")
    assert pad.inked() == [[row, 2] for row in range(1, 7)]
    touch("touchStart", (1, 2))
    touch("touchEnd")
    assert pad.inked() == [[row, 2] for row in range(2, 7)]
    assert pad.root.bounding_box() == before
    assert pad.sheet.evaluate("sheet => getComputedStyle(sheet).touchAction") == "none"
    assert pad.root.evaluate("root => getComputedStyle(root).touchAction") == "auto"
    pad.eventually("image", pad.drawn())


def test_the_keyboard_draws(explore):
    pad = explore()
    press = pad.page.keyboard.press
    pad.button("清空").focus()
    press("Tab")
    expect(pad.sheet).to_be_focused()
    for key in ("Enter", "ArrowDown", "ArrowRight", "Space", "End", "Space", "Space", "Enter"):
        press(key)
    assert pad.inked() == [[0, 0], [1, 1], [8, 8]]
    assert pad.pixel(8, 8).evaluate("pixel => getComputedStyle(pixel).outlineStyle") == "dotted"
    pad.eventually("image", pad.drawn())


def test_a_screen_readers_click_draws(explore):
    pad = explore()
    pad.pixel(2, 3).evaluate("pixel => pixel.click()")
    assert pad.inked() == [[2, 3]]


def test_presets_and_the_empty_sheet(explore):
    pad = explore()
    expect(pad.note).to_have_text("还没有画")
    for name, picture in {"标准的 X": X, **OTHER_XS, "字母 O": O}.items():
        pad.preset.select_option(name)
        assert pad.drawn() == picture.tolist()
        expect(pad.note).to_have_text("网络说这是")
        expect(pad.preset).to_have_value(name)
    pad.pixel(0, 0).click()
    expect(pad.preset).to_have_value("自己画的")
    pad.button("清空").click()
    assert pad.inked() == []
    expect(pad.note).to_have_text("还没有画")
    expect(pad.status).to_have_text("还没有画。网络说这是 O，把握 99%。")
    pad.eventually("image", np.full((9, 9), PAPER).tolist())


def test_a_preset_stays_inside_a_larger_sheet(explore):
    pad = explore("image=np.full((12, 20), -1)")
    pad.preset.select_option("字母 O")
    assert np.shape(pad.drawn()) == (12, 20)
    assert len(pad.inked()) == (O == INK).sum()
    expect(pad.letter).not_to_be_empty()


# ---- answers


def test_the_answer_follows_and_is_pythons(explore):
    pad = explore("image=X")
    expect(pad.letter).to_have_text("X")
    expect(pad.root.locator(".bar")).to_have_text(["X73%", "O27%"])
    expect(pad.features).to_have_text(["通道 1强度 1投给 X4 票", "通道 0强度 1投给 X1 票", "通道 2强度 1投给 X1 票"])
    pad.preset.select_option("字母 O")
    expect(pad.letter).to_have_text("O")
    expect(pad.root.locator(".bar.best")).to_contain_text("O")
    for i, (channel, strength, vote, *_) in enumerate(DrawingPad(hand_set_net(5), image=O).features):
        letter = "O" if vote > 0 else "X"  # the answer is O
        for word in (f"通道 {channel}", f"强度 {short(strength)}", f"投给 {letter}", f"{short(abs(vote))} 票"):
            expect(pad.features.nth(i)).to_contain_text(word)


def test_the_window_of_a_feature_is_framed(explore):
    pad = explore("image=X")
    expect(pad.features).to_have_count(3)
    expect(pad.letter).to_have_text("X")
    assert pad.framed() == [[3, 5], [3, 5]]
    pad.features.nth(1).hover()
    assert pad.framed() == [[1, 3], [1, 3]]
    pad.features.nth(2).focus()
    assert pad.framed() == [[1, 3], [5, 7]]
    expect(pad.features.nth(2)).to_have_attribute("aria-pressed", "true")
    expect(pad.features.nth(1)).to_have_attribute("aria-pressed", "false")
    colours = (
        pad.features.nth(2)
        .locator(".window span")
        .evaluate_all("all => all.map(each => getComputedStyle(each).backgroundColor)")
    )
    ink = pad.pixel(1, 7).evaluate("pixel => getComputedStyle(pixel).backgroundColor")
    assert np.argwhere([colour == ink for colour in colours]).flatten().tolist() == [2, 4, 6]


def test_a_busy_kernel_stops_no_hand_and_no_old_answer_stays(explore_in_lab):
    pad = explore_in_lab("image=X")
    expect(pad.letter).to_have_text("X")
    pad.keep_busy(5)
    pad.drag((8, 0), (8, 8))
    assert len(pad.inked()) == 9 + (X == INK).sum()
    assert pad.note.inner_text() == "正在算…"
    assert pad.letter.inner_text() == pad.status.inner_text() == ""
    assert pad.root.locator(".bar").all_inner_texts() == ["X", "O"]
    assert not any(button.is_visible() for button in pad.features.all())
    assert pad.sheet.locator("[class*=edge]").count() == 0
    assert pad.still_busy()
    expect(pad.note).to_have_text("网络说这是", timeout=10_000)
    pad.eventually("image", pad.drawn())
    expect(pad.letter).to_have_text(pad.get("label"))


def test_the_answer_is_announced_once_the_hand_rests(explore):
    pad = explore()
    pad.status.evaluate(
        """live => {
            window.said = [];
            const listen = () => live.textContent && window.said.push(live.textContent);
            new MutationObserver(listen).observe(live, { childList: true });
        }"""
    )
    mouse = pad.page.mouse
    mouse.move(*pad.middle(4, 0))
    mouse.down()
    mouse.move(*pad.middle(4, 8))
    expect(pad.note).to_have_text("网络说这是")
    pad.page.wait_for_timeout(1000)
    assert pad.page.evaluate("said") == []
    mouse.up()
    expect(pad.status).to_contain_text("网络说这是")
    assert len(pad.page.evaluate("said")) == 1
    pad.features.nth(1).hover()
    pad.page.wait_for_timeout(1000)
    assert len(pad.page.evaluate("said")) == 1


def test_a_net_without_global_max_pooling_answers_all_the_same(explore):
    pad = explore("image=O", net="flatten_net()")
    expect(pad.letter).to_have_text(DrawingPad(flatten_net(), image=O).label)
    expect(pad.root.locator(".features p")).to_contain_text("没有全局最大池化")
    assert pad.sheet.locator("[class*=edge]").count() == 0


def test_pictures_go_to_the_browser_and_come_back(explore_in_lab):
    pad = explore_in_lab()
    pad.python("seen = []; w.observe(lambda change: seen.append(change['name']), ['image', 'label', 'features'])")
    pad.python("w.image = X")
    assert pad.drawn() == X.tolist()
    expect(pad.letter).to_have_text("X")
    assert pad.get("label") == "X"
    assert pad.get("chance") == pytest.approx(1 / (1 + np.exp(-1)), abs=1e-6)
    assert [feature[0] for feature in pad.get("features")] == [1, 0, 2]
    assert pad.python("import json; print(json.dumps(sorted(set(seen))))") == ["features", "image", "label"]
    pad.python("w.image = make_letters(1)[0][0, 0]")
    expect(pad.note).to_have_text("网络说这是")
    pad.python("w.image = np.full((32, 9), -1)")
    expect(pad.sheet.locator("[role=row]")).to_have_count(32)
    pad.pixel(31, 8).click()
    pad.eventually("image", [[PAPER] * 9] * 31 + [[PAPER] * 8 + [INK]])


def test_a_second_view_follows_the_first(explore_in_lab):
    pad = explore_in_lab()
    pad.start("w")
    second = Page(pad.notebook, cell=1)
    pad.pixel(4, 4).click()
    expect(second.pixel(4, 4)).to_have_text("1")
    expect(second.note).to_have_text("网络说这是")
    second.pixel(4, 4).click()
    expect(pad.pixel(4, 4)).to_have_text("−1")


def test_a_reopened_notebook_goes_on(explore_in_lab):
    pad = explore_in_lab()
    pad.pixel(4, 4).click()
    pad.eventually("image", pad.drawn())
    pad.reopen()
    again = Page(pad.notebook)
    assert again.inked() == [[4, 4]]
    expect(again.note).to_have_text("网络说这是")


# ---- manners


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_to_mend(explore, dark):
    pad = explore("image=X", dark=dark)
    expect(pad.letter).to_have_text("X")
    for width in (1200, 480):
        pad.page.set_viewport_size({"width": width, "height": 1400})
        result = Axe().run(pad.page, context=".explorer")
        assert result.violations_count == 0, result.generate_report()


@pytest.mark.parametrize("width", [1200, 480])
def test_the_page_never_jumps_and_never_scrolls_sideways(explore_in_lab, width):
    pad = explore_in_lab(width=width)
    height = pad.root.bounding_box()["height"]
    for change in ("w.image = X", "w.image = -X", "w.image = np.full((32, 32), -0.25)"):
        pad.python(change)
        assert pad.root.bounding_box()["height"] == height
        assert pad.root.evaluate("root => root.scrollWidth <= root.clientWidth")
        for button in pad.features.all():
            assert button.evaluate("each => each.scrollWidth <= each.clientWidth + 1")


# ---- photos


def brightness(photo: np.ndarray) -> list[list[int]]:
    """Return the photo as grey as both programs make it, small enough to be shrunk by neither."""
    picture = Image.fromarray(photo).convert("L")
    picture.thumbnail((RULES["longest"],) * 2)
    return np.asarray(picture).tolist()


def test_the_browser_reads_photos_as_python_does(browser):
    greys = [brightness(make_photo(letter, seed)) for seed in range(20) for letter in LABELS]
    call = "(module, [greys, rules]) => greys.map((grey) => module.read(grey, 9, rules))"
    theirs = in_module(browser, program("photo.js"), call, [greys, RULES])
    for grey, picture in zip(greys, theirs, strict=True):
        np.testing.assert_allclose(picture, read_photo(grey), atol=0.05)  # PIL rounds to 256 steps between


def written(*boxes: tuple[int, int, int, int], paper: int = 200, ink: int = 60) -> np.ndarray:
    photo = np.full((120, 160, 3), paper, np.uint8)
    for top, left, bottom, right in boxes:
        photo[top:bottom, left:right] = ink
    return photo


TROUBLE = {
    "nothing": written(),
    "dark": written((40, 40, 80, 44), paper=20, ink=5),
    "several": written((40, 20, 80, 24), (40, 100, 80, 104)),
}


@pytest.mark.parametrize("name", TROUBLE)
def test_the_browser_says_what_python_says(browser, name):
    call = """(module, [grey, rules]) => {
        try { return module.read(grey, 9, rules); } catch (error) { return [error.message, error.count]; }
    }"""
    trouble, count = in_module(browser, program("photo.js"), call, [brightness(TROUBLE[name]), RULES])
    with pytest.raises(ValueError) as caught:
        read_photo(TROUBLE[name])
    assert trouble == name and str(caught.value) == TROUBLES[name].format(count=count)


def as_file(photo: np.ndarray) -> dict:
    file = io.BytesIO()
    Image.fromarray(photo).save(file, "JPEG")
    return {"name": "照片.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_a_photo_lands_on_the_sheet_where_a_hand_can_mend_it(explore):
    pad, photo = explore(net="trained_net()"), make_photo("O", seed=1)
    pad.root.get_by_label("照片").set_input_files(as_file(photo))
    expect(pad.letter).to_have_text("O")
    drawn = np.array(pad.get("image"))
    assert (abs(drawn - read_photo(photo)) < 0.2).mean() > 0.9  # the browser shrinks photos in its own way
    pad.pixel(0, 0).click()
    assert pad.get("image")[0][0] == INK


def test_a_bad_photo_says_why_and_leaves_the_sheet_as_it_was(explore):
    pad = explore()
    pad.pixel(4, 4).click()
    pad.root.get_by_label("照片").set_input_files(as_file(TROUBLE["several"]))
    expect(pad.root.get_by_role("alert")).to_have_text(TROUBLES["several"].format(count=2))
    assert pad.inked() == [[4, 4]]
    pad.root.get_by_label("照片").set_input_files({"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    expect(pad.root.get_by_role("alert")).to_have_text(TROUBLES["unreadable"])
    pad.root.get_by_label("照片").set_input_files(as_file(make_photo("X", seed=1)))
    expect(pad.root.get_by_role("alert")).to_have_text("")


def test_a_photo_is_read_in_jupyterlab(explore_in_lab):
    pad = explore_in_lab(net="trained_net()")
    pad.root.get_by_label("照片").set_input_files(as_file(make_photo("X", seed=3)))
    expect(pad.letter).to_have_text("X")
    assert pad.get("label") == "X"
