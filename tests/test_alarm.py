"""The alarm rings whatever SIGINT is set to, and wakes what sleeps: here, in a process of its own, and in a kernel."""

import signal
import subprocess
import sys
import threading
import time

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from helpers.homework.alarm import TimeUp, alarm
from helpers.homework.attempt import attempt
from helpers.lessons import NOTEBOOKS, ROOT


def loop():
    while True:
        pass


def sleep():
    time.sleep(300)


def wait_for_a_lock():
    lock = threading.Lock()
    lock.acquire()
    lock.acquire()


def swallow_errors():
    while True:
        try:
            time.sleep(300)
        except Exception:
            pass


def swallow_once():
    try:
        time.sleep(300)
    except BaseException:
        pass
    loop()


STUCK = [loop, sleep, wait_for_a_lock, swallow_errors, swallow_once]


@pytest.fixture(params=["timer", "thread"])
def way(request, monkeypatch):
    """Try both ways to ring; the thread's is Windows's own."""
    if request.param == "thread":
        monkeypatch.delattr(signal, "setitimer")
    return request.param


@pytest.mark.parametrize("stuck", STUCK, ids=lambda stuck: stuck.__name__)
def test_what_is_stuck_is_stopped(stuck):
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGALRM)]
    assert isinstance(attempt(stuck, seconds=0.1), TimeoutError)
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGALRM)] == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.parametrize("ignored", [signal.SIG_IGN, signal.default_int_handler], ids=["ignored", "default"])
def test_an_endless_loop_is_stopped_either_way(way, ignored):
    before = signal.signal(signal.SIGINT, ignored)
    try:
        assert isinstance(attempt(loop, seconds=0.1), TimeoutError)
        assert signal.getsignal(signal.SIGINT) is ignored
        assert attempt(lambda: 7, seconds=5) == 7
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_stop_button_pressed_by_hand_still_stops(way):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            attempt(lambda: (signal.raise_signal(signal.SIGINT), time.sleep(5)), seconds=5)
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_alarm_inside_another_leaves_it_wound():
    with pytest.raises(TimeUp), alarm(0.3) as outer:
        assert isinstance(attempt(loop, seconds=0.1), TimeoutError)
        loop()
    assert outer.rung


def test_none_means_no_limit_and_another_thread_has_none():
    with alarm(None) as clock:
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert not clock.rung
    results = []
    thread = threading.Thread(target=lambda: results.append(attempt(lambda: 7, seconds=0.001)))
    thread.start()
    thread.join()
    assert results == [7]


CLOSE_ENDS = """
import signal, sys, time
if sys.argv[1] == "thread":
    del signal.setitimer
from helpers.homework import alarm, attempt
alarm._AGAIN = 0.001
for step in range(400):
    result = attempt.attempt(lambda: time.sleep(0.001), seconds=0.0008 + step * 1e-6)
    assert result is None or isinstance(result, TimeoutError)
    time.sleep(0.0015)
"""


@pytest.mark.parametrize("way", ["timer", "thread"])
def test_it_never_rings_late(way):
    """However close a function's end is to the ring, nothing is raised after attempt has returned."""
    done = subprocess.run([sys.executable, "-c", CLOSE_ENDS, way], cwd=ROOT, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stderr.decode()


CHECKS = """
import sys, time
from helpers import check
def match(window, kernel):
    {}
import helpers.homework.judging as judging
judging.SECONDS = 0.3
print(check("1.3", match).message)
"""


@pytest.mark.parametrize("stuck", ["while True: pass", "time.sleep(300)"])
def test_a_background_process_checks_what_is_stuck(stuck):
    """A shell ignores SIGINT in what it starts with &."""
    shell = ["sh", "-c", 'trap "" INT; exec "$@"', "sh", sys.executable, "-c", CHECKS.format(stuck)]
    done = subprocess.run(shell, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120)
    assert "还没有停" in done.stdout, done.stderr


@pytest.mark.parametrize("stuck", ["while True: pass", "time.sleep(300)"])
def test_a_kernel_checks_what_is_stuck_and_lives_on(stuck):
    cells = [new_code_cell(CHECKS.format(stuck)), new_code_cell("print(6 * 7)")]
    notebook = new_notebook(cells=cells)
    client = NotebookClient(notebook, kernel_name="python3", timeout=120, resources={"metadata": {"path": NOTEBOOKS}})
    client.execute()
    assert "还没有停" in notebook.cells[0].outputs[0].text
    assert notebook.cells[1].outputs[0].text == "42\n"


def test_a_stuck_function_is_not_tried_on_every_input(monkeypatch):
    from helpers import check

    monkeypatch.setattr("helpers.homework.judging.SECONDS", 0.1)
    calls = []

    def feature_map(image, kernel):
        calls.append(image.shape)
        loop()

    assert check("2.1", feature_map).status == "error"
    assert len(calls) == 1
