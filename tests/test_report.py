"""What the pages of the teacher and of each student say, where an answer waits for another, nothing is said twice."""

import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from helpers.classroom.grading import Grader
from helpers.classroom.ideas import IDEAS, followed
from helpers.classroom.report import write
from helpers.classroom.sandbox.outside import Limits
from helpers.classroom.submissions import collect, left_out
from helpers.homework import Outcome
from helpers.homework.questions import BY_LESSON, QUESTIONS
from helpers.homework.solutions import SOLUTIONS
from tests.support.files import put
from tests.support.grading import grade, section, text
from tests.support.notebooks import LESSONS, homework_cells, read

EVERY_POINT = sum(question.points for question in BY_LESSON[2])
SYNTAX = "def {}(image, kernel)\n    return image"
TIMES = "def feature_map(image, kernel):\n    import helpers\n    return {} * helpers.feature_map(image, kernel)"
FOLLOWING = {
    "passed": {},
    "untouched": dict.fromkeys(question.id for question in BY_LESSON[2]),
    "chain": {"2.1": SYNTAX.format("feature_map"), "2.3": "misprints = list(three_maps)"},
    "helper": {"2.1": "1 / 0\ndef half(x): ...\ndef feature_map(image, kernel): ...", "2.2": "three_maps = half(X)"},
    "inside": {"2.1": "def feature_map(image, kernel):\n    return misprints * 1", "2.3": "misprints = 1 / 0"},
    "own": {"2.2": "three_maps = [three_maps]", "2.4": "horizontal_kernel = nowhere"},
    "double": {"2.1": TIMES.format(2)},
    "triple": {"2.1": TIMES.format(3)},
    "late": {"2.1": SOLUTIONS["2.3"][0].source, "2.2": "three_maps = maps", "2.3": SOLUTIONS["2.1"][0].source},
}


@pytest.fixture(scope="module")
def following(tmp_path_factory):
    """Give by name what became of a few who handed in lesson 2, and their pages without the spaces."""
    folder, to = tmp_path_factory.mktemp("几个"), tmp_path_factory.mktemp("他们的成绩")
    for name, sources in FOLLOWING.items():
        notebook = read(LESSONS[1])
        for question, cell in homework_cells(notebook, "answer").items():
            cell.source = sources.get(question, SOLUTIONS[question][0].source) or cell.source
        if name == "own":
            notebook.cells.insert(2, new_code_cell("1 / 0"))
        nbformat.write(notebook, folder / f"{name}_02_feature_maps.ipynb")
    (folder / "lost_02_feature_maps.ipynb").write_bytes(b"")
    graded = {each.submission.student: each for each in grade(folder, to)}
    pages = {path.stem: text(path.read_text(encoding="utf-8")) for path in (to / "反馈").iterdir()}
    return graded, pages, (to / "班级报告.html").read_text(encoding="utf-8")


def test_an_error_that_another_question_made_says_so(following):
    graded, _, report = following
    assert {name: each.waits for name, each in graded.items()} == {
        **dict.fromkeys(["passed", "untouched", "double", "triple", "late", "lost"], {}),
        "chain": {"2.2": "2.1", "2.3": "2.2"},
        "helper": {"2.2": "2.1", "2.3": "2.2"},
        "inside": {"2.1": "2.3", "2.2": "2.3"},
        "own": {"2.3": "2.2"},
    }
    told = "这一题用到 2.1 的 {}，它还没有写好：先改 2.1，再运行这一格。"
    assert graded["chain"].answers["2.2"].message == told.format("feature_map")
    assert graded["helper"].answers["2.2"].message == told.format("half")
    assert f"作业 2.2 的答案格：{told.format('half')}" in graded["helper"].troubles
    assert "NameError" in graded["own"].answers["2.2"].message
    for name, each in graded.items():
        assert all(each.answers[number].status == "error" for number in each.waits), name
    row = section(report, "每个学生").partition("chain")[2]
    earned = EVERY_POINT - sum(QUESTIONS[number].points for number in ("2.1", "2.2", "2.3"))
    assert row.split()[:8] == [str(earned), "/", str(EVERY_POINT), "!", "等", "2.1", "等", "2.2"]


def test_what_no_list_holds_is_named_and_counted_too(following):
    graded, pages, report = following
    for name, times in (("double", 2), ("triple", 3)):
        answer = graded[name].answers["2.1"]
        told = f"你的每个数都正好是正确结果的 {times} 倍。"
        assert answer.mistake == "scaled" and answer.message.startswith(told)
        assert told in pages[name] and re.search(rf"{told}<br>.*？</blockquote>", report)


def test_a_page_opens_with_how_it_went_and_says_nothing_twice(following):
    graded, pages, _ = following
    assert f"一共 {EVERY_POINT} / {EVERY_POINT} 分。全部通过。" in re.sub(r"\s+", " ", pages["passed"])
    assert '还没有作答。不会开头的话，先在笔记本里运行  hint("2.1")' in pages["untouched"]
    assert "改对了就懂了" in pages["chain"] and "全部通过" not in pages["chain"]
    assert "一共" not in pages["lost"] and "2.1" not in pages["lost"]
    for name, page in pages.items():
        assert "答案格" not in page, name
    assert len(graded["own"].troubles) == 4
    assert re.search(r"第 \d+ 个代码格：运行出错，ZeroDivisionError", pages["own"])


def test_the_report_lists_what_was_left_out_and_whose_name_to_look_at(tmp_path):
    put(tmp_path, "收上来的/未命名.ipynb", b"")
    put(tmp_path, "收上来的/李雷 <b>.docx")
    graded = Grader(tmp_path / "收上来的", tmp_path, Limits()).grade(collect(tmp_path / "收上来的"), None, 1)
    write(graded, tmp_path, left_out(tmp_path / "收上来的"))
    page = (tmp_path / "班级报告.html").read_text(encoding="utf-8")
    assert "<li>李雷 &lt;b&gt;.docx</li>" in page.partition("没有评的文件")[2]
    assert "未命名.ipynb：文件名和文件夹里都没有姓名和学号" in page.partition("名字要你看一眼的")[2]


def test_ideas_are_followed_over_a_term():
    right = {q.id: Outcome("passed", "", q.points, q.points) for lesson in (1, 2) for q in BY_LESSON[lesson]}
    named = {number: Outcome("wrong", "", 0, 1, "sum_instead_of_mean") for number in ("1.2", "2.1")}
    both = Outcome("wrong", "", 0, 1, "padded+sum_instead_of_mean")
    only_first = {number: answer for number, answer in right.items() if number.startswith("1.")}
    students = {
        "mended": right | {"1.2": named["1.2"]},
        "still": right | named,
        "two at once": right | {"1.2": named["1.2"], "2.1": both},
        "unseen": only_first | {"1.2": named["1.2"]},
        "never": right,
    }
    (found,) = followed(students.items())
    assert found.name == IDEAS["sum_instead_of_mean"]
    assert (found.mended, found.still, found.unseen) == (["mended"], ["still", "two at once"], ["unseen"])


def test_an_idea_of_a_term_is_asked_for_in_more_than_one_lesson():
    for idea in IDEAS:
        lessons = {q.id.split(".")[0] for q in QUESTIONS.values() for mistake in q.mistakes if mistake.id == idea}
        assert len(lessons) > 1, idea
