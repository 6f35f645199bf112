"""A class of every right answer, every mistake and every damage, graded by the command, is graded as planned."""

import csv
import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from helpers.classroom.grading import Graded
from helpers.classroom.sandbox import outside as sandbox
from helpers.homework import QUESTIONS
from helpers.homework.answers import Learner
from helpers.homework.questions import BY_LESSON
from tests.support.grading import CONFINED, grade, section, text
from tests.support.submissions import DAMAGES, Handed, build, differences, hand_in, most_ways

pytestmark = pytest.mark.slow

# lesson -> how many of its submissions are damaged; none of a lesson that trains a net for each
EXTRA = {lesson: 6 for lesson, asked in BY_LESSON.items() if not any(isinstance(q.type, Learner) for q in asked)}
EXTRA |= {1: 0, 2: len(DAMAGES)}
ASKED = [question.id for lesson in EXTRA for question in BY_LESSON[lesson]]


@dataclass
class Class:
    folder: Path
    to: Path
    handed: list[Handed]
    graded: list[Graded]

    @property
    def report(self) -> str:
        return (self.to / "班级报告.html").read_text(encoding="utf-8")

    @property
    def students(self) -> set[str]:
        return {each.student for each in self.handed}


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory):
    handed = [each for lesson in EXTRA for each in build(lesson, most_ways(lesson) + EXTRA[lesson], Random(lesson))]
    handed[0].rename("=1+1")
    handed[1].rename("<img src=x onerror=alert(1)>")
    folder, to = tmp_path_factory.mktemp("交上来的"), tmp_path_factory.mktemp("成绩")
    hand_in(handed, folder)
    return Class(folder, to, handed, grade(folder, to))


def most(handed: Handed) -> int:
    return sum(QUESTIONS[question].points for question in handed.plan)


def sentence(question: str, mistake: str) -> str:
    return next(each.sentence for each in QUESTIONS[question].mistakes if each.id == mistake)


def test_a_sandbox_is_there_wherever_every_test_must_run():
    assert CONFINED or not os.environ.get("CI")


def test_the_class_holds_every_mistake_and_every_damage(graded_class):
    made = {(question, plan.mistake) for each in graded_class.handed for question, plan in each.plan.items()}
    named = {(question.id, mistake.id) for question in QUESTIONS.values() for mistake in question.mistakes}
    assert {each for each in named if each[0] in ASKED} <= made
    assert {each.damage for each in graded_class.handed} == {"", *(damage.__name__ for damage in DAMAGES)}


def test_all_is_graded_as_planned_and_nothing_is_lost(graded_class):
    graded = {(each.submission.student, each.submission.lesson): each.answers for each in graded_class.graded}
    assert len(graded) == len(graded_class.graded)
    assert differences(graded_class.handed, graded) == []


def test_the_table_opens_in_chinese_excel(graded_class):
    data = (graded_class.to / "成绩.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(data.decode("utf-8-sig").splitlines())
    points = {row[0].strip("\t"): dict(zip(header, row, strict=True)) for row in rows}
    assert len(rows) == len(points) and points.keys() == graded_class.students
    for row in rows:
        assert not re.match("[=+@-]", row[0])
    for student in graded_class.students:
        handed = [each for each in graded_class.handed if each.student == student]
        read = [each for each in handed if not each.problem]
        plan = {question: planned for each in read for question, planned in each.plan.items()}
        for question in ASKED:
            given = points[student][f"{question}（{QUESTIONS[question].points} 分）"]
            assert given == (str(plan[question].points) if question in plan else "")
        totals = {f"第 {each.lesson} 课（{most(each)} 分）": str(each.points) for each in read}
        assert {name: given for name, given in points[student].items() if name.startswith("第 ") and given} == totals
        assert points[student]["总分"] == (str(sum(each.points for each in read)) if read else "")
        assert points[student]["满分（交了的课）"] == (str(sum(map(most, read))) if read else "")
        for question, planned in plan.items():
            assert (
                not planned.mistake
                or f"{question} {sentence(question, planned.mistake)}" in points[student]["认出的错误"]
            )
        for each in handed:
            assert each.problem in points[student]["说明"]


def test_the_report_says_the_commonest_mistakes_first_and_what_to_say_about_each(graded_class):
    made = Counter(  # two ways to have one idea are one mistake
        (question, sentence(question, plan.mistake))
        for each in graded_class.handed
        for question, plan in each.plan.items()
        if plan.mistake
    )
    page = section(graded_class.report, "最常见的错误")
    read = Counter(question for each in graded_class.handed if not each.problem for question in each.plan)
    counts = [int(count) for count in re.findall(r"人里有 (\d+) 人", page)]
    assert counts == sorted(made.values(), reverse=True)
    assert counts[0] > counts[-1]
    for (question, told), count in made.items():
        asks = "|".join(re.escape(each.ask) for each in QUESTIONS[question].mistakes if each.sentence == told)
        found = rf"{question} [^\n]+：{read[question]} 人里有 {count} 人\s+{re.escape(told)}\s+({asks})"
        assert re.search(found, page)
    single = sum(count == 1 for count in made.values())
    assert f"只有一个人的错误（{single} 种）" in page
    absent = [
        len(graded_class.students) - sum(each.lesson == lesson for each in graded_class.handed) for lesson in EXTRA
    ]
    assert graded_class.report.count("是谁（") == sum(count > 8 for count in [*made.values(), *absent])


def test_the_report_names_those_whose_idea_is_unknown(graded_class):
    page = section(graded_class.report, "最常见的错误").partition("没认出想法的")[2]
    told = dict(re.findall(r"(\d\.\d)\s*：(.*?)\n\s*(?=\d\.\d|$)", page, re.DOTALL))
    for question in QUESTIONS:
        left = Counter(
            each.plan[question].status
            for each in graded_class.handed
            if question in each.plan and not each.problem and not each.plan[question].mistake
        )
        assert (f"另有 {left['wrong']} 人不对" in told.get(question, "")) == bool(left["wrong"])
        assert (f"{left['error']} 人出错" in told.get(question, "")) == bool(left["error"])


def test_the_report_begins_with_what_fewest_have_passed(graded_class):
    read = [each for each in graded_class.handed if not each.problem]
    statuses = {q: [each.plan[q].status for each in read if q in each.plan] for q in ASKED}
    shares = {question: each.count("passed") / len(each) for question, each in statuses.items()}
    lowest = sorted((question for question in shares if shares[question] < 0.6), key=shares.get)[:3]
    said = [f"{q} （{len(statuses[q])} 人里 {statuses[q].count('passed')} 人通过）" for q in lowest]
    assert f"明天先讲：  {' 、 '.join(said)}。".replace(" ", "") in text(graded_class.report).replace(" ", "")


def test_what_cannot_be_read_counts_in_no_average(graded_class):
    page = section(graded_class.report, "各课")
    for lesson in EXTRA:
        handed = [each for each in graded_class.handed if each.lesson == lesson]
        read = [each.points for each in handed if not each.problem]
        unread = rf"（{len(handed) - len(read)} 份打不开）\s+" if len(handed) > len(read) else ""
        mean = re.escape(f"{sum(read) / len(read):.1f} / {most(handed[0])}")
        assert re.search(rf"第 {lesson} 课\s+{len(handed)}\s+{unread}{mean}", page)


def test_the_report_says_who_has_not_answered_and_what_could_not_be_run(graded_class):
    unanswered, failed = section(graded_class.report, "还没作答的"), section(graded_class.report, "没能运行的")
    for each in graded_class.handed:
        for question, plan in each.plan.items():
            listed = re.search(rf"{question} [^\n]*　(.*?)(?=\d\.\d |$)", unanswered, re.DOTALL)
            assert (plan.status == "unanswered") == bool(listed and each.student in listed[1])
        if each.problem:
            assert re.search(re.escape(each.student) + rf"[^。]*{each.problem}", failed)
        if each.troubled:
            assert each.student in failed


def test_the_report_names_those_who_handed_in_several_times(graded_class):
    again = section(graded_class.report, "交了几次的")
    for each in graded_class.handed:
        if each.older:
            assert each.student in again


def test_every_student_has_a_page_that_the_report_leads_to(graded_class):
    pages = {text(page.read_text(encoding="utf-8")): page for page in (graded_class.to / "反馈").iterdir()}
    assert len(pages) == len(graded_class.students)
    for each in graded_class.handed:
        (page,) = [page for page in pages if page.lstrip().startswith(f"{each.student} 的作业")]
        for question, plan in each.plan.items():
            if plan.mistake:
                mistake = next(m for m in QUESTIONS[question].mistakes if m.id == plan.mistake)
                assert mistake.sentence in page and mistake.ask in page
        assert page.count("还没有评分，不是 0 分") == sum(
            bool(other.problem) for other in graded_class.handed if other.student == each.student
        )
        assert each.problem in page


def test_the_pages_ask_nothing_of_the_network_and_run_nothing_a_student_wrote(graded_class):
    for path in [graded_class.to / "班级报告.html", *(graded_class.to / "反馈").iterdir()]:
        page = path.read_text(encoding="utf-8")
        assert not re.search(r"<(script|link|iframe|img)\b|https?:|\burl\(|@import|<b>粗", page)
        for link in re.findall(r'href="([^"]*)"', page):
            assert re.match("#|%E5%8F%8D|反馈/", link), link


def test_what_is_graded_is_not_run_again_but_what_changed_is(graded_class, monkeypatch):
    ran = []
    monkeypatch.setattr(sandbox, "run", lambda lesson, cells, limits: ran.append(cells) or ["done"])
    again = grade(graded_class.folder, graded_class.to)
    assert (ran, again) == ([], graded_class.graded)
    changed = next(each for each in graded_class.handed if not each.damage)
    changed.answers[-1].source += "\n# 改了"
    hand_in([changed], graded_class.folder)
    grade(graded_class.folder, graded_class.to)
    assert len(ran) == 1
