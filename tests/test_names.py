"""Whose a file is and which lesson it answers is told from whatever name it has."""

import zipfile
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.classroom.names import known, number_and_name, whose
from helpers.classroom.submissions import collect
from tests.support.files import notebook, put, whose_and_which
from tests.support.notebooks import LESSONS

numbers = st.from_regex(r"[A-Z]{0,2}[3-9][0-9]{4,11}", fullmatch=True)
people = st.from_regex(r"[赵钱孙李王]{1,3}|[a-z]{3,8}", fullmatch=True)
joints = st.sampled_from(["_", "-", " ", "", "＿", " - "])
copies = st.sampled_from(["", " (1)", "(2)", "（3）", "-副本", " - 副本", "-Copy1", " - Copy", "_copy2", "-checkpoint"])
hints = st.sampled_from(
    ["第{digit}课", "第{numeral}课", "作业{digit}", "第{numeral}次作业", "hw{digit}", "第0{digit}课作业"]
)
FULL_WIDTH = str.maketrans("0123456789ABCXYZ", "０１２３４５６７８９ＡＢＣＸＹＺ")


@st.composite
def spelled(draw, number: str, person: str) -> str:
    """Spell a student in one of the ways in which classes do."""
    joint, first = draw(joints), draw(st.booleans())
    first = first or number[0].isalpha() or person.isascii()  # else letters would run into each other
    name = f"{number}{joint}{person}" if first else f"{person}{joint}{number}"
    return name.translate(FULL_WIDTH) if draw(st.booleans()) else name


@st.composite
def handed_in(draw, number: str, person: str, lesson: int) -> str:
    """Name a file by a student and a lesson."""
    digits = {"digit": lesson, "numeral": "一二三四五六七"[lesson - 1]}
    told = draw(st.one_of(st.just(LESSONS[lesson - 1].stem), hints.map(lambda hint: hint.format(**digits))))
    folder = draw(st.sampled_from(["", "一班/", "二班/作业/"]))
    student = draw(spelled(number, person))
    if draw(st.booleans()) and not student[0].isdigit():
        return f"{folder}{told}_{student}{draw(copies)}.ipynb"
    joint = draw(joints) or "_" * student[-1].isascii()
    return f"{folder}{student}{joint}{told}{draw(copies)}.ipynb"


@given(st.data(), numbers, people, st.integers(1, 7))
def test_student_and_lesson_are_told_from_a_name(data, number, person, lesson):
    name = whose(PurePath(data.draw(handed_in(number, person, lesson))))
    assert (name.student, name.lesson or name.hinted) == (f"{number}_{person}", lesson)


@settings(deadline=None, max_examples=20)
@given(st.data(), st.dictionaries(numbers, people, min_size=1, max_size=4))
def test_one_number_is_one_student_and_two_are_two(data, students):
    with TemporaryDirectory() as folder:
        names = set()
        for number, person in students.items():
            for lesson in data.draw(st.sets(st.integers(1, 7), min_size=1, max_size=3)):
                names |= {data.draw(handed_in(number, person, lesson)) for _ in range(2)}
        for name in names:
            put(Path(folder), name)
        collected = collect(Path(folder))
        assert {each.student for each in collected} == {f"{number}_{person}" for number, person in students.items()}
        assert sorted(file for each in collected for file in (each.file, *each.others)) == sorted(names)
        assert not any(each.look for each in collected)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["", "甲/", "乙/"]), st.text("2016王 _-课第二作业(1)Ａa＿", max_size=14))))
def test_whatever_the_names_no_file_is_lost_and_no_number_joins_another(names):
    with TemporaryDirectory() as folder:
        files = {f"{place}{name}.ipynb" for place, name in names if name}
        for file in files:
            put(Path(folder), file)
        collected = collect(Path(folder)) if files else []
        assert sorted(file for each in collected for file in (each.file, *each.others)) == sorted(files)
        for each in collected:
            assert len({number_and_name(whose(PurePath(file)).student)[0] for file in (each.file, *each.others)}) == 1


@given(st.lists(st.from_regex("(2026|2027)_(王伟|王伟民|李娜|)", fullmatch=True)))
def test_the_students_known_by_a_number_have_one_name(students):
    shown = known(students)
    assert shown.keys() <= set(students)
    for student in students:
        number, name = number_and_name(student)
        names = {other for each, other in map(number_and_name, students) if each == number} - {""}
        assert (student in shown) == (not {"李娜"} < names)
        if student in shown:
            assert shown[student] == f"{number}_{max(names, key=len)}" if names else number


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["2026001-王小明-02_feature_maps", "2026001_王小明_04_fully_connected"], ["2026001_王小明"]),
        (["李雷_2026002_02_feature_maps", "2026002李雷04_fully_connected"], ["2026002_李雷"]),
        (["2026003_韩梅梅_第2课", "2026003_04_fully_connected"], ["2026003_韩梅梅"]),
        (["一班/2026001_王小明_第2课", "二班/2026001_王小明_改_第二课"], ["2026001_王小明_改"]),
        (["王小明/王小明_第2课", "2026001_王小明/王小明_第3课", "2026001_王小明/第4课"], ["2026001_王小明", "王小明"]),
        (["2026001_王小明/王小明_第2课", "2026001_王小明/第3课"], ["2026001_王小明"]),
        (["2026级_王伟_第2课", "2026级_王伟民_第2课"], ["2026级_王伟", "2026级_王伟民"]),
        (["3班王小明_02_feature_maps"], ["3班王小明"]),
        (["12_02_feature_maps", "13_02_feature_maps"], ["12", "13"]),
        (["吴婷作业2", "吴婷作业3", "作业1班李娜"], ["1班李娜", "吴婷"]),
        (["王小明_20261123_2026001_第2课"], ["王小明_20261123_2026001"]),
        (["李雷/Untitled1", "韩梅梅/未命名", "李娜/notebooks/第2课作业"], ["李娜", "李雷", "韩梅梅"]),
        (["Jose\u0301_02_feature_maps"], ["Jos\u00e9"]),
    ],
)
def test_who_is_told_from_names_as_classes_write_them(tmp_path, names, expected):
    for name in names:
        put(tmp_path, f"{name}.ipynb")
    collected = collect(tmp_path)
    assert sorted({each.student for each in collected}) == expected
    assert not any(each.look for each in collected)


def test_what_names_nobody_is_graded_and_shown_to_the_teacher(tmp_path):
    names = ["Untitled", "未命名1", "02_feature_maps", "02_feature_maps (1)", "04_fully_connected", "第二课作业"]
    for name in names:
        put(tmp_path, f"{name}.ipynb")
    collected = collect(tmp_path)
    assert {each.student for each in collected} == set(names)
    assert all("没有姓名和学号" in each.look for each in collected)


def test_one_number_with_two_names_is_two_students_shown_to_the_teacher(tmp_path):
    for name in ("2026001_王小明_02_feature_maps", "2026001-李娜-02_feature_maps", "2026002_李雷_02_feature_maps"):
        put(tmp_path, f"{name}.ipynb")
    looks = {each.student: each.look for each in collect(tmp_path)}
    assert not looks.pop("2026002_李雷")
    assert looks.keys() == {"2026001_王小明", "2026001_李娜"}
    assert all("号码 2026001 下有不同的名字" in look for look in looks.values())


def test_files_that_only_share_a_folder_are_shown_to_the_teacher(tmp_path):
    for name in ("二班/02_feature_maps", "二班/02_feature_maps (1)", "张伟/02_feature_maps"):
        put(tmp_path, f"{name}.ipynb")
    looks = {each.student: each.look for each in collect(tmp_path)}
    assert "当作一个人交了几次" in looks.pop("二班")
    assert looks == {"张伟": ""}


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("2026001_张伟_02_Feature_Maps.IPYNB", "2026001_张伟"),
        ("2026001_张伟_02 feature maps.ipynb", "2026001_张伟"),
        ("二班/2026001_张伟/02_feature_maps.ipynb", "2026001_张伟"),
        ("二班/2026001_张伟/02_feature_maps/02_feature_maps (1).ipynb", "2026001_张伟"),
        ("第二课/2026001-张伟-作业2/Untitled.ipynb", "2026001_张伟"),
        ("02_feature_maps.ipynb", "02_feature_maps"),
    ],
)
def test_the_folder_tells_the_student_where_the_name_does_not(tmp_path, name, student):
    put(tmp_path, name)
    assert whose_and_which(tmp_path) == [(student, 2)]


def test_the_zip_tells_the_student_where_no_name_in_it_does(tmp_path):
    with zipfile.ZipFile(tmp_path / "2026001_张伟.zip", "w") as archive:
        archive.writestr("notebooks/02_feature_maps.ipynb", notebook("1"))
    assert whose_and_which(tmp_path) == [("2026001_张伟", 2)]
    assert whose_and_which(tmp_path / "2026001_张伟.zip") == [("02_feature_maps", 2)]


def test_students_of_one_name_in_two_folders_are_two(tmp_path):
    put(tmp_path, "张伟_02_feature_maps.ipynb")
    put(tmp_path, "一班/张伟_02_feature_maps.ipynb")
    put(tmp_path, "二班/张伟_02_feature_maps.ipynb")
    assert whose_and_which(tmp_path) == [("一班/张伟", 2), ("二班/张伟", 2), ("张伟", 2)]


@pytest.mark.parametrize(
    ("sources", "lesson"),
    [
        (["# 作业 3.1  两个边长\ntwo_sizes = ..."], 3),
        (['check("4.2", net_numbers)'], 4),
        (["# 作业 5.1", "check('5.2', x)", "# 作业 1.1"], 5),
        ([f"# 作业 {len(LESSONS) + 1}.1"], None),
        (["1 + 1"], None),
    ],
)
def test_the_lesson_is_told_from_the_cells_where_the_name_does_not(tmp_path, sources, lesson):
    put(tmp_path, "张伟.ipynb", notebook(*sources))
    (submission,) = collect(tmp_path)
    assert (submission.student, submission.lesson) == ("张伟", lesson)
    assert bool(submission.problem) == (lesson is None)


def test_the_cells_are_believed_before_the_words_of_a_name(tmp_path):
    put(tmp_path, "吴婷作业2.ipynb", notebook("# 作业 4.1"))
    put(tmp_path, "李娜作业2.ipynb", b"")
    assert whose_and_which(tmp_path) == [("李娜", 2), ("吴婷", 4)]
