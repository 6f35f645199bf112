"""The course as web pages: opened from a folder, without Python or a network."""

import io
import json
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypdf import PdfReader

from helpers import (
    check,
    explorers,
    flatten_net,
    fully_connected_net,
    global_max_net,
    linear_net,
    make_letters,
    tiny_net,
)
from helpers.explorers import DrawingPad
from helpers.explorers.bundle import bundle
from helpers.homework import QUESTIONS
from helpers.homework.fresh import named
from helpers.homework.record import empty
from helpers.learning.asking import recalled
from helpers.lessons import in_words
from helpers.pages.homework import on_page
from tests.support.notebooks import LESSONS, ROOT, homework_cells, read
from tests.support.pages import embedded, in_module

NAMES = [lesson.stem for lesson in LESSONS]
ASKED = [question for question in QUESTIONS.values() if on_page(question)]
NET, ANSWERS = (bundle(ROOT / "helpers/pages" / name) for name in ("net.js", "answers.js"))
by_name = pytest.mark.parametrize("name", NAMES)
by_page = pytest.mark.parametrize("name", ["index", *NAMES])
by_question = pytest.mark.parametrize("question", ASKED, ids=[question.id for question in ASKED])


@pytest.fixture
def open_lesson(site, open_file):
    return lambda name, **options: open_file(site / f"{name}.html", **options)


def models(site, name) -> list[dict]:
    return list(embedded((site / f"{name}.html").read_text(encoding="utf-8"))["models"].values())


# ---- the folder


@by_page
def test_a_page_is_small_and_names_no_other_host(site, name):
    page = site / f"{name}.html"
    assert page.stat().st_size <= 600 * 1024
    text = page.read_text(encoding="utf-8")
    for address in re.findall(r"https?://[^/\"'\s]+", text):
        assert address in ("https://mybinder.org", "http://www.w3.org"), address


@by_name
def test_every_explorer_of_a_lesson_has_its_state_in_the_page(site, name):
    cells = [cell.source for cell in read(ROOT / "notebooks" / f"{name}.ipynb").cells if cell.cell_type == "code"]
    made = re.findall(rf"({'|'.join(explorers.__all__)})\(", "\n".join(cells))
    kinds = [model["kind"].rpartition(".")[2] for model in models(site, name)]
    assert sorted(kinds) == sorted(made) != []


# ---- reading


@pytest.mark.parametrize(
    ("name", "options"),
    [(name, {}) for name in ["index", *NAMES]]
    + [(name, {"width": 390, "dark": True}) for name in (NAMES[0], NAMES[5])],
)
def test_axe_finds_nothing_to_mend(open_lesson, name, options):
    page = open_lesson(name, **options).page
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()


@by_page
def test_a_page_opens_on_a_phone_and_every_explorer_lives(site, open_lesson, name):
    page = open_lesson(name, width=390, height=800).page
    expect(page.locator(".live .explorer")).to_have_count(len(models(site, name)))
    expect(page.locator(".static:visible")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    wide = "all => all.filter(each => each.scrollWidth > each.clientWidth + 1).length"
    assert page.locator(".output, .text, .code").evaluate_all(wide) == 0
    assert page.locator(".highlight").evaluate_all(
        "all => all.every(each => each.scrollWidth <= each.clientWidth || each.tabIndex === 0)"
    )
    assert page.locator("main").inner_text().count("$") == 0


@by_name
def test_a_page_tells_nobody_to_run_a_cell_or_to_answer_where_no_answer_fits(open_lesson, name):
    page = open_lesson(name).page
    text = page.locator("main").inner_text()
    assert "Shift" not in text and "没有运行过" not in text
    assert page.get_by_role("button", name="把答案存成文件").count() == (page.locator("textarea").count() > 0)
    assert ("把答案写在框里" in text) == (page.locator("textarea").count() > 0)


@by_name
def test_recalled_questions_are_answered_on_the_page(open_lesson, name):
    number = int(name[:2])
    page = open_lesson(name).page
    assert "recall(" not in page.locator("main").inner_text()
    for id in recalled(number, empty()) if number > 1 else []:
        fresh = named(id)
        form = page.locator(f'form[data-question="{id}"]')
        assert fresh.text.splitlines()[0] in page.locator("main").inner_text()
        if not on_page(fresh):
            expect(form).to_contain_text("请打开笔记本")
            continue
        for model, told in ((fresh.mistakes[0].model, fresh.mistakes[0].sentence), (fresh.right, "检查通过")):
            form.locator("textarea").fill(json.dumps(np.asarray(model).tolist()))
            form.get_by_role("button", name="检查").click()
            expect(form.locator(".feedback")).to_contain_text(told)
        assert "分）" not in form.locator(".feedback").inner_text()


def test_names_and_printed_arrays_are_not_broken_on_a_phone(open_lesson):
    lines = """all => all.map((each) => {
        const range = document.createRange();
        range.selectNodeContents(each);
        return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size;
    })"""
    page = open_lesson(NAMES[2], width=390).page
    assert set(page.locator(".text td code").evaluate_all(lines)) == {1}
    array = open_lesson(NAMES[0], width=390).page.locator(".output > pre", has_text="array(").first
    assert array.evaluate_all(lines) == [9]


def test_links_lead_from_the_contents_through_all_lessons(open_lesson):
    page = open_lesson("index").page
    page.get_by_role("link", name="第 1 课").click()
    for number in range(1, len(LESSONS) + 1):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"第 {number} 课")
        if number < len(LESSONS):
            page.get_by_role("link", name="下一课 →").click()
    page.get_by_role("link", name="← 上一课").click()
    page.get_by_role("link", name=f"全部{in_words(len(LESSONS))}课").click()
    expect(page).to_have_url(re.compile("index.html$"))


def test_the_contents_of_a_lesson_lead_to_its_parts(open_lesson):
    page = open_lesson(NAMES[0], width=390).page
    page.get_by_text("这一课的目录").click()
    page.locator(".toc").get_by_role("link", name="小结").click()
    expect(page.get_by_role("heading", name="小结")).to_be_in_viewport()


# ---- on paper


MARK = """pictures => pictures.forEach((picture, i) => {
    const frame = picture.caption ? picture : document.createElement("div");
    if (frame !== picture) {
        picture.replaceWith(frame);
        frame.append(picture);
    }
    frame.style.position = "relative";
    for (const end of ["top", "bottom"])
        for (const side of ["left", "right"]) {
            const mark = document.createElement("span");
            mark.textContent = `@${i}${end[0]}${side[0]}@`;
            mark.style.cssText = `position:absolute;${end}:0;${side}:0;font:4px/4px monospace;color:#000`;
            (picture.caption ?? frame).append(mark);
        }
})"""


@by_name
def test_no_picture_is_cut_on_paper(open_lesson, name):
    """Print a mark in each corner of every picture: all four must be on one sheet, and inside it."""
    page = open_lesson(name).page
    page.emulate_media(media="print")
    pictures = page.locator(".output").locator("table, img")
    count = pictures.count()
    pictures.evaluate_all(MARK)
    seen = {}
    for sheet, printed in enumerate(PdfReader(io.BytesIO(page.pdf(format="A4"))).pages):

        def visit(text, cm, tm, *font, sheet=sheet, width=float(printed.mediabox.width)):
            for mark in re.findall(r"@(\d+)[tb][lr]@", text):
                seen.setdefault(int(mark), []).append(sheet)
                assert 0 <= tm[4] * cm[0] + cm[4] <= width

        printed.extract_text(visitor_text=visit)
    assert sorted(seen) == list(range(count))
    assert not {mark: sheets for mark, sheets in seen.items() if len(sheets) != 4 or len(set(sheets)) > 1}


# ---- the net of the drawing pad


@pytest.mark.parametrize("build", [global_max_net, flatten_net, fully_connected_net, linear_net, tiny_net])
def test_the_page_answers_as_python_does(browser, build):
    net = build(seed=1)
    pad = DrawingPad(net)
    images = make_letters(30)[0][:, 0].round(2).tolist()
    call = "(module, [layers, images]) => images.map((image) => module.answer(layers, image))"
    for image, answer in zip(images, in_module(browser, NET, call, [pad._layers, images]), strict=True):
        pad.image = image
        expected = pad._answer
        assert (answer["label"], answer["percents"]) == (expected["label"], expected["percents"])
        assert (answer["features"] is None) == (expected["features"] is None)
        for mine, theirs in zip(answer["features"] or [], expected["features"] or [], strict=True):
            assert mine == pytest.approx(theirs, abs=1e-4)


# ---- homework


def spellings(answer: object) -> list[str]:
    """Write a value as Python does and, where it can be, as rows without brackets."""
    array = np.asarray(answer)
    texts = [str(array.tolist())]
    if 0 < array.ndim <= 3 and array.size > 1:
        tables = array.reshape((-1, *array.shape[-2:])) if array.ndim > 1 else array.reshape(1, 1, -1)
        lines = ["\n".join(" ".join(map(str, row)) for row in table.tolist()) for table in tables]
        texts += ["\n\n".join(lines)] if array.ndim == 1 or array.shape[-1] > 1 else []
    return texts


def judged(page, question: str, answers: list[str]) -> list[list[str]]:
    """Return the lines of the page's feedback to each answer: it is typed and sent."""
    return page.locator(f"[data-question='{question}']").evaluate(
        """(form, answers) => answers.map((answer) => {
            form.answer.value = answer;
            form.answer.dispatchEvent(new Event("input"));
            form.requestSubmit();
            return [...form.querySelectorAll(".feedback p")].map((line) => line.textContent);
        })""",
        answers,
    )


def test_every_question_is_on_its_page_once(open_lesson):
    for lesson in LESSONS:
        page = open_lesson(lesson.stem).page
        shown = page.locator("form.question").evaluate_all("forms => forms.map((form) => form.dataset.question)")
        number = int(lesson.stem[:2])
        again = recalled(number, empty()) if number > 1 else []
        assert shown == [*again, *homework_cells(read(lesson), "check")]
        answerable = [question for question in shown if on_page(named(question))]
        assert page.locator("form.question textarea").count() == len(answerable)
        assert page.get_by_role("link", name="在 Binder 上打开这一课").count() == len(shown) - len(answerable)


@by_question
def test_the_page_says_what_check_says(open_lesson, question):
    right = np.array(question.right)
    models = [question.right, *(mistake.model for mistake in question.mistakes)]
    models += [right + 0.009, right + 40, right.ravel()[:1], np.zeros((2, 3, 4, 5)), 12345.678, [0.00004, 5]]
    page = open_lesson(next(name for name in NAMES if name.startswith(f"0{question.id[0]}"))).page
    named = set()
    for model in models:
        outcome = check(question.id, np.array(model).tolist())
        title = {"passed": "✓ 检查通过", "wrong": "✗ 还不对"}[outcome.status]
        head = f"{title}（{outcome.points} / {outcome.max_points} 分）"
        for feedback in judged(page, question.id, spellings(model)):
            assert feedback[0] == head, model
            if "把你的答案 print 出来" in outcome.message:  # of another kind: the page tells no Python
                assert len(feedback) == 2 and outcome.message.startswith(feedback[1])
            else:
                assert feedback[1:] == outcome.message.splitlines()
        named.add(outcome.mistake)
    assert named >= {mistake.id for mistake in question.mistakes}


def test_answers_are_read_as_a_student_writes_them(browser):
    same = {
        "[]": ["7/8", " 7 / 8 ", "= 7÷8", "x = 7/8", "０。８７５", "1 - 1/8", "(7)/(8)", "2**-3 * 7", "14//2/8。"],
        "[2]": ["1, -2", "1 -2", "1，−2", "(1, -2)", "[1,-2]", "1、-2", "1 1-3", "[1, -2,]", "[ 1 -2]", "1 —2"],
        "[1,2]": ["((1, -2),)", "(1, -2),", "[[1, -2]]"],
        "[2,2]": [
            "1 -2\n3 4",
            "[[1,-2],[3,4]]",
            "[1 - 0, -2], [3, 4]",
            "(1,-2) (3,4)",
            "（1，−2）、（3，4）",
            "1 -2\r\n3 4\n",
            "1 -2; 3 4",
            "+ 1 -2\n3 4",
            "[[ 1 -2]\n [ 3  4]]",
            "[1. -2.]\n[3. 4.]",
        ],
        "[3,2]": ["1 0\n0 1\n1 1", "True False\nFALSE true\n真 真", "是 否\n错 对\nT T", "[[True False][假 对][1 1]]"],
    }
    values = {"[]": [0.875], "[2]": [1, -2], "[1,2]": [1, -2], "[2,2]": [1, -2, 3, 4], "[3,2]": [1, 0, 0, 1, 1, 1]}
    cases = [(text, shape) for shape, texts in same.items() for text in texts]
    call = "(module, texts) => texts.map((text) => module.read(text))"
    for (text, shape), got in zip(cases, in_module(browser, ANSWERS, call, [text for text, _ in cases]), strict=True):
        assert (json.dumps(got["shape"]).replace(" ", ""), got["values"]) == (shape, values[shape]), text


def test_what_cannot_be_read_is_said_in_chinese(browser):
    texts = ["X @ X", "[1, 2", "1 2]", "1 +", "[1, 2] + 1", "1 / 0", "1 2\n3", "print(5)", "１２三", "--", "0x"]
    question = {"form": "Numbers", "right": {"shape": [], "values": [1]}, "mistakes": [], "points": 1}
    call = "(module, [question, texts]) => texts.map((text) => module.judge(question, text))"
    for text, outcome in zip(texts, in_module(browser, ANSWERS, call, [question, texts]), strict=True):
        assert outcome["status"] == "wrong", text
        (line,) = outcome["lines"]
        assert re.search("[\u4e00-\u9fff].*。$|？$", line), text


def test_the_keyboard_answers_and_asks_for_hints(open_lesson):
    page = open_lesson(NAMES[0]).page
    form = page.locator("[data-question='1.2']")
    form.get_by_label("1.2 的答案").focus()
    page.keyboard.type("7")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(form.locator(".feedback")).to_contain_text("这是九个乘积的和，还没有求均值。")
    page.keyboard.press("Tab")
    for number in (1, 2, 3):
        page.keyboard.press("Enter")
        expect(form.locator(".hints p")).to_have_count(number)
    expect(form.get_by_role("button", name="给一条提示")).to_be_disabled()
    form.get_by_label("1.2 的答案").fill("")
    form.get_by_role("button", name="检查").click()
    expect(form.locator(".feedback")).to_contain_text("还没作答")


def test_no_right_answer_stands_in_the_page(site):
    text = (site / f"{NAMES[0]}.html").read_text(encoding="utf-8")
    for mistake in QUESTIONS["1.1"].mistakes:
        assert mistake.sentence not in text


# ---- what a student typed


@pytest.fixture
def first(open_lesson):
    return open_lesson(NAMES[0]).page


def answer(page, question: str):
    return page.get_by_label(f"{question} 的答案")


def test_answers_stay_when_the_page_is_closed(first):
    answer(first, "1.2").fill("7/9")
    first.reload()
    expect(answer(first, "1.2")).to_have_value("7/9")
    expect(answer(first, "1.1")).to_have_value("")


def test_answers_are_saved_to_a_file_and_come_back_on_another_machine(site, first, open_lesson, tmp_path):
    answer(first, "1.1").fill("1 1 1\n1 1 1\n1 1 1")
    first.goto((site / f"{NAMES[2]}.html").as_uri())
    answer(first, "3.1").fill("5, 2")
    with first.expect_download() as download:
        first.get_by_role("button", name="把答案存成文件").click()
    assert download.value.suggested_filename == "我的答案.json"
    download.value.save_as(tmp_path / "mine.json")
    other = open_lesson(NAMES[0]).page
    answer(other, "1.2").fill("0.5")
    choose(other, tmp_path / "mine.json")
    expect(other.locator(".file p")).to_have_text("读入了 2 题的答案：1.1、3.1。")
    expect(answer(other, "1.1")).to_have_value("1 1 1\n1 1 1\n1 1 1")
    expect(answer(other, "1.2")).to_have_value("0.5")
    other.goto((site / f"{NAMES[2]}.html").as_uri())
    expect(answer(other, "3.1")).to_have_value("5, 2")


def choose(page, path) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="读入存下的答案").click()
    chooser.value.set_files(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"course": "cnn-course", "ans', "这个文件读不了"),
        ("", "这个文件读不了"),
        ("[1, 2]", "没有这门课的答案"),
        ("null", "没有这门课的答案"),
        ('{"course": "another", "answers": {"1.1": "2"}}', "没有这门课的答案"),
        ('{"course": "cnn-course", "answers": {"1.1": 2}}', "没有这门课的答案"),
        ('{"course": "cnn-course", "answers": 5}', "没有这门课的答案"),
        ('{"course": "cnn-course"}', "没有这门课的答案"),
    ],
)
def test_a_broken_file_is_named_and_nothing_is_lost(first, tmp_path, content, said):
    answer(first, "1.1").fill("mine")
    (tmp_path / "broken.json").write_text(content)
    choose(first, tmp_path / "broken.json")
    expect(first.locator(".file p")).to_contain_text(said)
    expect(answer(first, "1.1")).to_have_value("mine")
    first.reload()
    expect(answer(first, "1.1")).to_have_value("mine")


@pytest.mark.parametrize("agreed", [True, False])
def test_an_answer_is_only_replaced_when_the_student_agrees(first, tmp_path, agreed):
    asked = []

    def reply(dialog):
        asked.append(dialog.message)
        dialog.accept() if agreed else dialog.dismiss()

    first.on("dialog", reply)
    answer(first, "1.1").fill("mine")
    saved = {"course": "cnn-course", "answers": {"1.1": "theirs", "1.2": "7"}}
    (tmp_path / "saved.json").write_text(json.dumps(saved))
    with first.expect_event("dialog"):
        choose(first, tmp_path / "saved.json")
    expect(answer(first, "1.1")).to_have_value("theirs" if agreed else "mine")
    expect(answer(first, "1.2")).to_have_value("7" if agreed else "")
    assert len(asked) == 1 and asked[0].startswith("1.1 ")


def test_where_the_browser_keeps_nothing_the_page_still_works(open_lesson, site):
    page = open_lesson("index").page
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error(); } })")
    page.goto((site / f"{NAMES[0]}.html").as_uri())
    answer(page, "1.2").fill("7/9")
    expect(page.locator(".file p")).to_contain_text("存成文件")
    page.locator("[data-question='1.2']").get_by_role("button", name="检查").click()
    expect(page.locator("[data-question='1.2'] .feedback")).to_contain_text("检查通过")
