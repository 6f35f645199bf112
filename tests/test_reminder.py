"""On Binder the first answer brings a reminder to download the notebook; nowhere else."""

import pytest

from helpers import check


@pytest.fixture(autouse=True)
def kernel(monkeypatch):
    """Start anew, as a kernel on Binder does."""
    monkeypatch.setattr("helpers.homework.reminder._answered", [])
    monkeypatch.setenv("BINDER_REPO_URL", "https://github.com/OWNER/REPO")


def reminds(question: str, answer: object) -> bool:
    return "<button" in check(question, answer)._repr_html_()


def test_the_first_question_answered_reminds_and_keeps_reminding():
    assert not reminds("1.1", ...)
    assert reminds("1.2", 1)  # wrong, but it took work
    assert not reminds("1.4", (3, 3))
    assert reminds("1.2", 7 / 9)  # running the check again must not take the reminder away


def test_no_reminder_where_files_stay(monkeypatch):
    monkeypatch.delenv("BINDER_REPO_URL")
    monkeypatch.setenv("JUPYTERHUB_USER", "student")
    assert not reminds("1.2", 7 / 9)


def test_a_reminder_changes_neither_points_nor_outcome(monkeypatch):
    on_binder = check("1.2", 7 / 9)
    monkeypatch.delenv("BINDER_REPO_URL")
    assert on_binder.reminder and on_binder == check("1.2", 7 / 9)
    assert repr(on_binder) == "1"


def test_a_question_that_does_not_exist_reminds_of_nothing():
    assert not reminds("9.9", 1)
    assert reminds("1.2", 7 / 9)
