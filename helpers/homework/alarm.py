"""闹钟：里面的代码到了时间还没有停，就叫停它；停止键（SIGINT）关没关掉都响，睡着的、等着锁的也叫得醒。"""

import _thread
import contextlib
import signal
import threading
import time
from collections.abc import Iterator

_AGAIN = 1  # seconds: what swallowed one ring is rung at again


class TimeUp(BaseException):
    """到时间了；学生写的 except Exception 接不住它。"""


class Alarm:
    """一个闹钟；rung 说它响过没有。"""

    def __init__(self) -> None:
        self.rung = self._off = False

    def ring(self, *_: object) -> None:
        """叫停正在运行的代码；系统收到信号时调用它。"""
        if not self._off:
            self.rung = True
            raise TimeUp

    def switch_off(self) -> None:
        """从此不再响。"""
        self._off = True


@contextlib.contextmanager
def alarm(seconds: float | None) -> Iterator[Alarm]:
    """里面的代码过了 seconds 秒还没有停，就在那里抛出 TimeUp；None 表示不限时。不在主线程里时也不限。"""
    clock = Alarm()
    if seconds is None or threading.current_thread() is not threading.main_thread():
        yield clock
        return
    wound = _by_timer(clock, seconds) if hasattr(signal, "setitimer") else _by_thread(clock, seconds)
    with wound:
        yield clock


@contextlib.contextmanager
def _by_timer(clock: Alarm, seconds: float) -> Iterator[None]:
    """Let the system's own timer ring: its signal wakes what sleeps, and nobody ignores it by accident."""
    start, handler = time.monotonic(), signal.signal(signal.SIGALRM, clock.ring)
    left, again = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)

    def stop() -> None:
        clock.switch_off()
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if left:  # an alarm around this one
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - start), 0.001), again)

    try:
        yield
    finally:
        _surely(stop)


@contextlib.contextmanager
def _by_thread(clock: Alarm, seconds: float) -> Iterator[None]:
    """Let a thread press the stop button, where there is no timer (Windows)."""
    done, pressed = threading.Event(), threading.Event()

    def interrupted(*_: object) -> None:
        if not pressed.is_set():
            raise KeyboardInterrupt  # somebody's own Ctrl+C
        clock.ring()

    def press() -> None:
        wait = seconds
        while not done.wait(wait):
            pressed.set()
            _thread.interrupt_main()
            wait = _AGAIN

    handler = signal.signal(signal.SIGINT, interrupted)
    presser = threading.Thread(target=press, daemon=True)
    presser.start()

    def stop() -> None:
        clock.switch_off()
        done.set()
        presser.join()
        signal.signal(signal.SIGINT, handler)

    try:
        yield
    finally:
        _surely(stop)


def _surely(stop) -> None:
    """Stop, also when it rings just then: it does not ring twice so soon."""
    try:
        stop()
    except TimeUp:
        stop()
