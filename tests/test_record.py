"""学习记录: whole or not at all, never an error in a lesson, two notebooks at once, nothing where work is graded."""

import contextlib
import json
import multiprocessing
import os
import random
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from helpers import check
from helpers.homework import QUESTIONS
from helpers.homework import record as records
from helpers.homework.fresh import drawn
from helpers.homework.judging import judge
from helpers.homework.record import NAME, SWITCH, Record, empty, mended

ENTRY = {"得分": 0, "次数": 1, "最近": "2026-11-30"}
WORDS = ["题", "错", "回想", "想法", "你的", "次数", "得分", "又做对", "1.2", "2"]


@pytest.fixture
def record(tmp_path, monkeypatch) -> Record:
    """The record of a notebook in a folder of its own."""
    monkeypatch.setattr(records.RECORD, "path", tmp_path / NAME)
    monkeypatch.setattr(records.RECORD, "_memory", empty())
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return records.RECORD


def in_lesson(monkeypatch, number: int) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", f"/home/someone/notebooks/{number:02}_lesson.ipynb")


def test_what_is_checked_is_written_and_read_back(record):
    check("1.2", 7)
    check("1.2", 7 / 9)
    check("1.1", ...)
    stored = json.loads(record.path.read_text(encoding="utf-8"))
    today = date.today().isoformat()
    assert stored == record.read()
    assert stored["题"] == {"1.2": {"得分": 1, "次数": 2, "最近": today, "做对": today}}
    (wrong,) = stored["错"]
    assert (wrong["题"], wrong["想法"], wrong["你的"], wrong["次数"]) == ("1.2", "sum_instead_of_mean", "7", 1)
    assert wrong["又做对"] == [1]
    assert [path.name for path in record.path.parent.iterdir()] == [NAME]


def test_the_same_cell_run_again_is_no_new_mistake(record):
    for _ in range(3):
        check("1.2", 7)
    assert record.read()["错"][0]["次数"] == 1
    fresh = drawn(QUESTIONS["1.2"], 1)
    check(fresh.id, next(each.model for each in fresh.mistakes if each.id == "sum_instead_of_mean"))
    (wrong,) = record.read()["错"]
    assert (wrong["题"], wrong["次数"]) == ("1.2-1", 2)


def test_an_idea_is_mended_after_two_lessons_and_open_again_once_it_is_met(record, monkeypatch):
    in_lesson(monkeypatch, 1)
    check("1.2", 7)
    check("1.2", 7 / 9)
    check("1.2", 7 / 9)
    assert not mended(record.read()["错"][0])
    in_lesson(monkeypatch, 2)
    check("1.2-1", drawn(QUESTIONS["1.2"], 1).right)
    assert mended(record.read()["错"][0])
    assert record.read()["题"]["1.2"]["新题"] == 1
    fresh = drawn(QUESTIONS["1.2"], 2)
    check("1.2-2", next(each.model for each in fresh.mistakes if each.id == "sum_instead_of_mean"))
    assert not mended(record.read()["错"][0])


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b"[" * 100_000, b'{"\xe9\xa2\x98": {}}', None],
    ids=["empty", "cut", "list", "null", "bytes", "deep", "incomplete", "edited"],
)
def test_a_damaged_record_is_set_aside_and_said_so(record, capsys, damaged):
    if damaged is None:
        check("1.2", 7)
        damaged = record.path.read_text(encoding="utf-8").replace('"次数": 1', '"次数": "x"').encode()
    record.path.write_bytes(damaged)
    assert check("1.2", 7 / 9).status == "passed"
    assert record.read()["题"]["1.2"]["得分"] == 1
    aside = [path for path in record.path.parent.iterdir() if path.name != NAME]
    assert [path.read_bytes() for path in aside] == [damaged]
    assert aside[0].name in capsys.readouterr().out


def test_a_second_damaged_record_takes_nothing_from_the_first(record):
    for damaged in (b"one", b"two"):
        record.path.write_bytes(damaged)
        check("1.2", 1)
    assert {path.read_bytes() for path in record.path.parent.iterdir() if path.name != NAME} == {b"one", b"two"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)


@given(JSON, JSON, JSON)
def test_whatever_the_file_holds_no_lesson_stops(tmp_path_factory, done, wrong, recalled):
    record = Record(tmp_path_factory.mktemp("record") / NAME)
    record.path.write_text(json.dumps({"题": done, "错": wrong, "回想": recalled}), encoding="utf-8")
    question = QUESTIONS["1.2"]
    record.change(lambda found: records.note(found, question, judge(question, 7), 7, 1))
    assert record.read()["题"]["1.2"]["次数"] >= 1
    assert any(each["想法"] == "sum_instead_of_mean" for each in record.read()["错"])


def test_where_nothing_can_be_written_it_is_kept_in_memory(record, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(record, "path", tmp_path / "gone" / NAME)
    check("1.2", 7)
    check("1.2", 7 / 9)
    assert record.read()["题"]["1.2"]["次数"] == 2
    assert capsys.readouterr().out.count("关掉就没了") == 1


def test_a_write_that_is_cut_off_loses_nothing(record, monkeypatch):
    random_ = random.Random(5)
    write_text = Path.write_text

    def cut(path: Path, text: str, **options: object) -> int:
        write_text(path, text[: random_.randrange(len(text))], **options)
        raise random_.choice([OSError("no space"), KeyboardInterrupt()])

    for number in range(1000):
        place = record.path
        with monkeypatch.context() as patch, contextlib.suppress(KeyboardInterrupt):
            patch.setattr(Path, "write_text", cut)
            check("1.2", 1000 + number)
        record.path = place
        assert not place.exists() or json.loads(place.read_text(encoding="utf-8"))["题"]["1.2"]["次数"] == number
        check("1.2", number)
    assert record.read()["题"]["1.2"]["次数"] == 1000
    assert [path.name for path in place.parent.iterdir()] == [NAME]


def write(path: Path, times: int, ready: object = None) -> None:
    record = Record(path)
    for number in range(times):
        record.change(lambda found, number=number: found["题"].update({f"{os.getpid()}-{number}": ENTRY}))
        if ready and not number:
            ready.set()


def test_two_notebooks_at_once(tmp_path):
    both = [multiprocessing.get_context("spawn").Process(target=write, args=(tmp_path / NAME, 100)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert len(Record(tmp_path / NAME).read()["题"]) == 200


def test_a_kernel_killed_while_it_writes_leaves_a_whole_file(tmp_path):
    context, before = multiprocessing.get_context("spawn"), 0
    for number in range(5):
        ready = context.Event()
        process = context.Process(target=write, args=(tmp_path / NAME, 100_000, ready))
        process.start()
        assert ready.wait(60)
        time.sleep(0.02 * number)
        process.kill()
        process.join()
        found = len(json.loads((tmp_path / NAME).read_text(encoding="utf-8"))["题"])
        assert found > before
        before = found


@pytest.mark.parametrize(("variable", "kept"), [(None, True), ("NBGRADER_EXECUTION", False), (SWITCH, False)])
def test_a_notebook_keeps_a_record_but_not_where_it_is_graded(tmp_path, monkeypatch, variable, kept):
    monkeypatch.delenv(SWITCH, raising=False)
    if variable:
        monkeypatch.setenv(variable, "autograde")
    cells = ["from helpers import check, recall", 'check("1.2", 7)', "recall(2, 1, 3)"]
    notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
    NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": tmp_path}}).execute()
    assert [path.name for path in tmp_path.iterdir()] == ([NAME] if kept else [])


def test_a_year_is_small(record):
    """Every idea met, with the longest answer, every question drawn a hundred times, every lesson recalled."""
    with_all = empty()
    for question in QUESTIONS.values():
        with_all["题"][question.id] = {**ENTRY, "做对": ENTRY["最近"], "新题": 100}
        for mistake in question.mistakes:
            records._wrong(with_all, question, mistake.id, "形" * records._LONGEST, ENTRY["最近"])
            with_all["错"][-1]["又做对"] = [1, 2]
    with_all["回想"] = {str(lesson): ["1.2-100"] * 3 for lesson in range(2, 9)}
    record.change(lambda found: found.update(with_all))
    assert record.path.stat().st_size <= 400_000
    usual = [each for number, each in enumerate(with_all["错"]) if number % 4 == 0]  # 150 different ideas in a year
    record.change(lambda found: found.update(错=usual))
    assert record.path.stat().st_size <= 200_000
