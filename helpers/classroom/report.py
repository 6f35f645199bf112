"""把评好的一批作业写成老师和学生要看的：成绩表（CSV）、班级报告、每个学生一页反馈（HTML）。"""

import csv
import io
import re
import statistics
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from helpers.classroom.grading import Graded
from helpers.classroom.ideas import followed
from helpers.files import write_whole
from helpers.homework import Outcome, Question
from helpers.homework.questions import BY_LESSON
from helpers.lessons import shipped

_PAGES = Environment(loader=PackageLoader("helpers.classroom"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
_MOST = {number: sum(question.points for question in questions) for number, questions in BY_LESSON.items()}
_ENOUGH = 0.6  # of a class that has passed a question


@dataclass
class Student:
    """一个学生：graded 是第几课 → 评好的作业，page 是反馈页的文件名。"""

    name: str
    page: str
    graded: dict[int | None, Graded] = field(default_factory=dict)

    @property
    def read(self) -> dict[int, Graded]:
        """返回第几课 → 评好的作业，只要打得开的：打不开的没有评分，不是 0 分。"""
        return {number: each for number, each in self.graded.items() if not each.submission.problem}

    @property
    def answers(self) -> dict[str, Outcome]:
        """返回题号 → 结果。"""
        return {number: answer for each in self.read.values() for number, answer in each.answers.items()}

    @property
    def waits(self) -> dict[str, str]:
        """返回题号 → 要先改好的那一题。"""
        return {number: first for each in self.read.values() for number, first in each.waits.items()}

    @property
    def points(self) -> int:
        """返回总分。"""
        return sum(answer.points for answer in self.answers.values())

    @property
    def most(self) -> int:
        """返回总分的满分，只算他交了的课。"""
        return sum(answer.max_points for answer in self.answers.values())

    @property
    def mistakes(self) -> dict[str, str]:
        """返回题号 → 认出的错误，一句话。"""
        return {number: answer.message.splitlines()[0] for number, answer in self.answers.items() if answer.mistake}


@dataclass
class Common:
    """一个常见的错误：rank 是第几常见，sentence 说出它，students 是犯了它的学生。"""

    rank: int
    question: str
    sentence: str
    students: list[Student]

    @property
    def ask(self) -> str:
        """返回检查的时候反问的那一句。"""
        return self.students[0].answers[self.question].message.splitlines()[-1]


def write(graded: list[Graded], folder: Path, left_out: Sequence[str] = ()) -> str:
    """把成绩表、班级报告和反馈写进 folder，返回一段总结；left_out 是没有评的文件。"""
    students = _students(graded)
    lessons = [number for number in BY_LESSON if any(number in each.graded for each in students)]
    common = _common(students)
    (folder / "反馈").mkdir(exist_ok=True)
    for student in students:
        write_whole(folder / "反馈" / student.page, _feedback(student))
    write_whole(folder / "成绩.csv", _table(students, lessons), encoding="utf-8-sig")  # Excel knows UTF-8 by its BOM
    write_whole(folder / "班级报告.html", _report(students, lessons, common, left_out))
    unreadable = sum(bool(each.submission.problem) for each in graded)
    but = f"，其中 {unreadable} 份读不了" if unreadable else ""
    lines = [f"{len(students)} 个学生，{len(graded)} 份作业{but}。"]
    if common:
        first = common[0]
        lines.append(f"最常见的错误（{first.question}，{len(first.students)} 人）：{first.sentence}")
    return "\n".join([*lines, f"成绩表、班级报告和每个学生的反馈在 {folder} 里。"])


def _students(graded: list[Graded]) -> list[Student]:
    students, pages = {}, set()
    for each in sorted(graded, key=lambda each: (each.submission.student, each.submission.lesson or 0)):
        name = each.submission.student
        if name not in students:
            page = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name)[:60].strip(". ") or "_"
            while page.lower() in pages:
                page += "_"
            pages.add(page.lower())
            students[name] = Student(name, f"{page}.html")
        students[name].graded[each.submission.lesson] = each
    return list(students.values())


def _common(students: list[Student]) -> list[Common]:
    made = defaultdict(list)
    for student in students:
        for named in student.mistakes.items():
            made[named].append(student)
    ranked = sorted(made.items(), key=lambda each: -len(each[1]))
    return [Common(rank, *named, who) for rank, (named, who) in enumerate(ranked, 1)]


def _table(students: list[Student], lessons: list[int]) -> str:
    questions = [question for number in lessons for question in BY_LESSON[number]]
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(
        [
            "学生",
            *(f"{each.id}（{each.points} 分）" for each in questions),
            *(f"第 {number} 课（{_MOST[number]} 分）" for number in lessons),
            *("总分", "满分（交了的课）", "认出的错误", "说明"),
        ]
    )
    for student in students:
        answers = student.answers
        points = [answers[each.id].points if each.id in answers else "" for each in questions]
        points += [student.read[number].points if number in student.read else "" for number in lessons]
        total = [student.points, student.most] if student.read else ["", ""]
        mistakes = [f"{number} {sentence}" for number, sentence in student.mistakes.items()]
        notes = [_note(each) for each in student.graded.values() if each.troubles]
        writer.writerow(map(_cell, [student.name, *points, *total, " ".join(mistakes), " ".join(notes)]))
    return table.getvalue()


def _note(graded: Graded) -> str:
    submission = graded.submission
    name = f"第 {submission.lesson} 课" if submission.lesson else submission.file
    if submission.problem:
        return f"{name}：没有评分。{submission.problem}"
    return f"{name}：有没能运行的格，见班级报告。"


def _cell(value: object) -> object:
    """Keep Excel from reading a student's text as a formula, or a long number as a rounded one."""
    return f"\t{value}" if isinstance(value, str) and re.match(r"[=+@＝＋＠－\t\r-]|\d{12,}$", value) else value


def _report(students: list[Student], lessons: list[int], common: list[Common], left_out: Sequence[str]) -> str:
    summaries = [_summary(number, students) for number in lessons]
    questions = {each["id"]: each for lesson in summaries for each in lesson["questions"]}
    return _PAGES.get_template("report.html").render(
        students=students,
        lessons=summaries,
        questions=questions,
        hardest=_hardest(list(questions.values())),
        ideas=followed((student, student.answers) for student in students) if len(lessons) > 1 else [],
        shared=[each for each in common if len(each.students) > 1],
        single=[each for each in common if len(each.students) == 1],
        ranks={(student.name, each.question): each.rank for each in common for student in each.students},
        no_lesson=[(student, student.graded[None]) for student in students if None in student.graded],
        left_out=left_out,
        looks=[
            (student, each.submission)
            for student in students
            for each in student.graded.values()
            if each.submission.look
        ],
    )


def _hardest(questions: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return the few questions, the hardest first, that too many of those who handed in have not passed."""
    share = {each["id"]: len(each["who"]["passed"]) / each["read"] for each in questions if each["read"]}
    hard = [each for each in questions if share.get(each["id"], 1) < _ENOUGH]
    return sorted(hard, key=lambda each: share[each["id"]])[:3]


def _summary(number: int, students: list[Student]) -> dict[str, object]:
    """Return what the report says about one lesson."""
    handed = [student for student in students if number in student.graded]
    read = [student for student in handed if number in student.read]
    titles = shipped()[number].titles
    return {
        "name": f"第 {number} 课",
        "handed": handed,
        "unreadable": len(handed) - len(read),
        "absent": [student for student in students if number not in student.graded],
        "points": statistics.mean(student.read[number].points for student in read) if read else None,
        "most": _MOST[number],
        "questions": [_question(question, titles.get(question.id, ""), read) for question in BY_LESSON[number]],
        "troubled": [student for student in handed if student.graded[number].troubles],
        "again": [student for student in handed if student.graded[number].submission.others],
        "number": number,
    }


def _question(question: Question, title: str, read: list[Student]) -> dict[str, object]:
    """Return what the report says about one question; who has "waiting" besides what an outcome may be."""
    who, unnamed = defaultdict(list), defaultdict(list)
    for student in read:
        answer = student.answers[question.id]
        who["waiting" if question.id in student.waits else answer.status].append(student)
        if not answer.mistake and question.id not in student.waits:
            unnamed[answer.status].append(student)
    return {
        "id": question.id,
        "title": title,
        "points": question.points,
        "read": len(read),
        "who": who,
        "unnamed": unnamed,
        "judged": question.type.by_teacher,
    }


def _feedback(student: Student) -> str:
    shown = {number: Markup(each.feedback.read_text(encoding="utf-8")) for number, each in student.read.items()}
    unsaid = {number: _unsaid(each) for number, each in student.read.items()}
    return _PAGES.get_template("feedback.html").render(student=student, most=_MOST, shown=shown, unsaid=unsaid)


def _unsaid(graded: Graded) -> list[str]:
    """Return the troubles of which no answer's feedback speaks."""
    messages = "\n".join(answer.message for answer in graded.answers.values())
    return [each for each in graded.troubles if (each.partition("：")[2] or each) not in messages]  # without the cell
