"""Submissions are found in folders and zips, read in every encoding; what cannot be read says why."""

import json
import os
import zipfile
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.classroom.submissions import Submission, code_cells, collect, left_out, read
from tests.support.files import notebook, put, whose_and_which


def test_what_is_no_notebook_of_a_student_is_left_out_and_listed(tmp_path):
    (tmp_path / "收上来的").mkdir()
    litter = [".ipynb_checkpoints/张伟_02_feature_maps-checkpoint.ipynb", "__MACOSX/._x.ipynb", ".DS_Store"]
    litter += ["Thumbs.db", "二班/desktop.ini", "二班/~$王小明.docx"]
    for name in ("二班/王小明.docx", "李雷.py", *litter):
        put(tmp_path, f"收上来的/{name}")
    with zipfile.ZipFile(tmp_path / "收上来的/作业.zip", "w") as archive:
        for name in ("韩梅梅/", "韩梅梅/第2课.pdf", "__MACOSX/._第2课.pdf", "../李娜.zip"):
            archive.writestr(name, "")
    os.mkfifo(tmp_path / "收上来的/x.ipynb")
    (tmp_path / "收上来的/链接.zip").symlink_to("作业.zip")
    assert left_out(tmp_path / "收上来的") == [
        "x.ipynb",
        "二班/王小明.docx",
        "作业.zip/韩梅梅/第2课.pdf",
        "作业.zip/../李娜.zip",
        "李雷.py",
        "链接.zip",
    ]
    assert left_out(tmp_path / "收上来的/作业.zip") == ["韩梅梅/第2课.pdf", "../李娜.zip"]
    with pytest.raises(ValueError, match="没有一个 .ipynb 文件"):
        collect(tmp_path / "收上来的")


def test_what_is_neither_folder_nor_zip_is_refused(tmp_path):
    for name, problem in (("make.py", "make.py 不是文件夹，也不是 zip。$"), ("二班.zip", "没有下载完")):
        with pytest.raises(ValueError, match=problem):
            collect(put(tmp_path, name, b"PK\x03\x04"))
    with pytest.raises(FileNotFoundError, match="找不到"):
        collect(tmp_path / "没有")


def test_a_zip_is_read_where_it_lies_whatever_its_names_say(tmp_path):
    with zipfile.ZipFile(tmp_path / "二班.zip", "w") as archive:
        for name in ("张伟_02_feature_maps.ipynb", "../../李娜_02_feature_maps.ipynb", "/王芳_02_feature_maps.ipynb"):
            archive.writestr(name, notebook("1"))
    before = sorted(tmp_path.parent.rglob("*"))
    expected = [("张伟", 2), ("李娜", 2), ("王芳", 2)]
    assert whose_and_which(tmp_path / "二班.zip") == expected
    assert whose_and_which(tmp_path) == expected
    assert [read(each, tmp_path) for each in collect(tmp_path)] == [notebook("1")] * 3
    assert sorted(tmp_path.parent.rglob("*")) == before


@settings(deadline=None, max_examples=50)
@given(st.sets(st.text("王小明伟赵梅é联通", min_size=1), max_size=5), st.sampled_from(["utf-8", "gb18030"]))
@example({"José"}, "utf-8")
@example({"一伟"}, "gb18030")
def test_names_in_a_zip_are_read_in_utf_8_and_in_gbk(names, encoding):
    contents = {f"{name}.ipynb": notebook(name) for name in ("孙小", *names)}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "二班.zip"
        blanks = [f"{number:?<{len(name.encode(encoding))}}" for number, name in enumerate(contents)]
        with zipfile.ZipFile(path, "w") as archive:
            for blank, data in zip(blanks, contents.values(), strict=True):
                archive.writestr(blank, data)
        packed = path.read_bytes()
        for blank, name in zip(blanks, contents, strict=True):
            packed = packed.replace(blank.encode(), name.encode(encoding))
        path.write_bytes(packed)
        assert {each.file: read(each, path) for each in collect(path)} == contents


def test_a_broken_zip_is_reported(tmp_path):
    put(tmp_path, "二班/张伟.zip", b"PK\x03\x04")
    (submission,) = collect(tmp_path)
    assert submission.student == "张伟" and "打不开" in submission.problem


def test_the_newest_that_can_be_read_counts(tmp_path):
    for time, (mark, data) in enumerate([("", notebook("1")), (" (1)", notebook("2")), (" (2)", b"")]):
        path = put(tmp_path, f"张伟_02_feature_maps{mark}.ipynb", data)
        os.utime(path, (time, time))
    (submission,) = collect(tmp_path)
    assert code_cells(read(submission, tmp_path)) == ("2",)
    assert submission.others == ("张伟_02_feature_maps (2).ipynb", "张伟_02_feature_maps.ipynb")


def test_of_files_of_one_age_the_last_numbered_counts(tmp_path):
    for mark in ("", " (2)", " (10)"):
        path = put(tmp_path, f"张伟_02_feature_maps{mark}.ipynb", notebook(mark))
        os.utime(path, (1, 1))
    (submission,) = collect(tmp_path)
    assert submission.file == "张伟_02_feature_maps (10).ipynb"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b" \n", "文件是空的"),
        (notebook("1")[:-5], "不是完整的笔记本文件，读到第 1 行"),
        (b'{\n"cells": [\n<<<<<<< HEAD\n', "读到第 3 行"),
        (b"\xef\xbb\xbf\n<!DOCTYPE HTML>", "这是一个网页（HTML），不是笔记本"),
        (b"<html></html>", "这是一个网页（HTML），不是笔记本"),
        (b"\x89PNG\r\n\x1a\n\xff", "这是一张图片（PNG），不是笔记本"),
        (b"\xff\xd8\xff\xe0", "这是一张图片（JPG），不是笔记本"),
        (b"%PDF-1.7", "这是一个 PDF，不是笔记本"),
        (b"PK\x03\x04..word/document.xml", "这是一个 Word 文档，不是笔记本"),
        (b"PK\x03\x04..x.ipynb", "这是一个压缩包（zip），不是笔记本"),
        (b"not a notebook", "不是完整的笔记本文件"),
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
    path = put(tmp_path, "张伟.ipynb")
    with path.open("ab") as stream:
        stream.truncate(20_000_001)
    assert read(Submission("张伟", 2, PurePath(path).name, None, 0), tmp_path) is None
