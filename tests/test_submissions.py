"""Whose a file is and which lesson it answers is told from whatever name it has; what cannot be read says why."""

import json
import os
import zipfile
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons import LESSONS

from helpers.classroom.submissions import Submission, code_cells, collect, read


def notebook(*sources: str) -> bytes:
    return json.dumps({"cells": [{"cell_type": "code", "source": source} for source in sources]}).encode()


def hand_in(folder: Path, name: str, data: bytes = notebook("1")) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def found(folder: Path) -> list[tuple[str, int | None]]:
    return [(each.student, each.lesson) for each in collect(folder)]


students = st.from_regex(r"[0-9]{6,12}[_ -]?[赵钱孙李王a-zA-Z]{1,3}", fullmatch=True)
copies = st.sampled_from(["", " (1)", "(2)", "（3）", "-副本", " - 副本", "-Copy1", " - Copy", "_copy2", "-checkpoint"])


@given(students, st.sampled_from(["_", " ", "-", ""]), st.integers(1, 7), copies, st.booleans())
def test_student_and_lesson_are_told_from_a_name(student, joint, lesson, copy, lesson_first):
    stem = LESSONS[lesson - 1].stem
    name = f"{stem}_{student}" if lesson_first else f"{student}{joint}{stem}"
    with TemporaryDirectory() as folder:
        hand_in(Path(folder), f"{name}{copy}.ipynb")
        assert found(Path(folder)) == [(student, lesson)]


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("2026001_张伟_02_Feature_Maps.IPYNB", "2026001_张伟"),
        ("2026001_张伟_02 feature maps.ipynb", "2026001_张伟"),
        ("二班/2026001_张伟/02_feature_maps.ipynb", "2026001_张伟"),
        ("二班/2026001_张伟/02_feature_maps/02_feature_maps (1).ipynb", "2026001_张伟"),
        ("02_feature_maps.ipynb", "02_feature_maps"),
    ],
)
def test_the_folder_tells_the_student_where_the_name_does_not(tmp_path, name, student):
    hand_in(tmp_path, name)
    assert found(tmp_path) == [(student, 2)]


def test_students_of_one_name_in_two_folders_are_two(tmp_path):
    hand_in(tmp_path, "一班/张伟_02_feature_maps.ipynb")
    hand_in(tmp_path, "二班/张伟_02_feature_maps.ipynb")
    assert found(tmp_path) == [("一班/张伟", 2), ("二班/张伟", 2)]


@pytest.mark.parametrize(
    ("sources", "lesson"),
    [
        (["# 作业 3.1  两个边长\ntwo_sizes = ..."], 3),
        (['check("4.2", net_numbers)'], 4),
        (["# 作业 5.1", "check('5.2', x)", "# 作业 1.1"], 5),
        (["# 作业 8.1"], None),
        (["1 + 1"], None),
    ],
)
def test_the_lesson_is_told_from_the_cells_where_the_name_does_not(tmp_path, sources, lesson):
    hand_in(tmp_path, "张伟.ipynb", notebook(*sources))
    (submission,) = collect(tmp_path)
    assert (submission.student, submission.lesson) == ("张伟", lesson)
    assert bool(submission.problem) == (lesson is None)


def test_what_is_no_notebook_of_a_student_is_left_aside(tmp_path):
    for name in ("说明.docx", ".ipynb_checkpoints/张伟_02_feature_maps-checkpoint.ipynb", "__MACOSX/._x.ipynb"):
        hand_in(tmp_path, name)
    with pytest.raises(ValueError, match="没有一个 .ipynb 文件"):
        collect(tmp_path)
    with pytest.raises(FileNotFoundError, match="找不到"):
        collect(tmp_path / "没有")


def test_a_zip_is_read_where_it_lies_whatever_its_names_say(tmp_path):
    with zipfile.ZipFile(tmp_path / "二班.zip", "w") as archive:
        for name in ("张伟_02_feature_maps.ipynb", "../../李娜_02_feature_maps.ipynb", "/王芳_02_feature_maps.ipynb"):
            archive.writestr(name, notebook("1"))
    before = sorted(tmp_path.parent.rglob("*"))
    expected = [("张伟", 2), ("李娜", 2), ("王芳", 2)]
    assert found(tmp_path / "二班.zip") == expected
    assert found(tmp_path) == expected
    assert [read(each, tmp_path) for each in collect(tmp_path)] == [notebook("1")] * 3
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_a_broken_zip_is_reported(tmp_path):
    hand_in(tmp_path, "二班/张伟.zip", b"PK\x03\x04")
    (submission,) = collect(tmp_path)
    assert submission.student == "张伟" and "打不开" in submission.problem


def test_the_newest_that_can_be_read_counts(tmp_path):
    for time, (mark, data) in enumerate([("", notebook("1")), (" (1)", notebook("2")), (" (2)", b"")]):
        path = hand_in(tmp_path, f"张伟_02_feature_maps{mark}.ipynb", data)
        os.utime(path, (time, time))
    (submission,) = collect(tmp_path)
    assert code_cells(read(submission, tmp_path)) == ("2",)
    assert submission.others == ("张伟_02_feature_maps (2).ipynb", "张伟_02_feature_maps.ipynb")


def test_of_files_of_one_age_the_last_numbered_counts(tmp_path):
    for mark in ("", " (2)", " (10)"):
        path = hand_in(tmp_path, f"张伟_02_feature_maps{mark}.ipynb", notebook(mark))
        os.utime(path, (1, 1))
    (submission,) = collect(tmp_path)
    assert submission.file == "张伟_02_feature_maps (10).ipynb"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b" \n", "文件是空的"),
        (notebook("1")[:-5], "不是完整的笔记本文件，读到第 1 行"),
        (b'{\n"cells": [\n<<<<<<< HEAD\n', "读到第 3 行"),
        (b"<html></html>", "不是完整的笔记本文件"),
        (b"\x89PNG\r\n\x00\xff", "不是完整的笔记本文件"),
        (b"[1]", "不是笔记本文件"),
        (b"{}", "没有单元格"),
        (b'{"cells": 3}', "没有单元格"),
        (b'{"cells": ["x"]}', "没有单元格"),
        (b'{"cells": [{"cell_type": "code", "source": 3}]}', "没有单元格"),
        (b'{"cells": [{"cell_type": "code"}]}', "没有单元格"),
        (b'{"cells": [{"cell_type": "code", "source": [3]}]}', "没有单元格"),
        (b"[" * 100_000, "笔记本"),
        (None, "文件超过 20 MB"),
    ],
)
def test_what_cannot_be_read_says_why(data, problem):
    with pytest.raises(ValueError, match=problem):
        code_cells(data)


@given(st.binary())
def test_no_bytes_break_the_reader(data):
    try:
        assert isinstance(code_cells(data), tuple)
    except ValueError as error:
        assert str(error).endswith("。")


@given(st.lists(st.text(), max_size=3), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]), st.booleans())
def test_code_is_read_in_every_encoding_and_spelling(sources, encoding, in_lines):
    cells = [{"cell_type": "code", "source": [*source] if in_lines else source} for source in sources]
    data = json.dumps({"cells": [{"cell_type": "markdown", "source": "课文"}, *cells]}, ensure_ascii=False)
    try:
        encoded = data.encode(encoding)
    except UnicodeEncodeError:  # half of a pair
        return
    assert code_cells(encoded) == tuple(sources)


def test_a_file_too_large_is_not_read(tmp_path):
    path = hand_in(tmp_path, "张伟.ipynb")
    with path.open("ab") as stream:
        stream.truncate(20_000_001)
    assert read(Submission("张伟", 2, PurePath(path).name, None, 0), tmp_path) is None
