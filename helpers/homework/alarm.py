"""闹钟：里面的代码到了时间还没有停，就叫停它；停止键（SIGINT）关没关掉都响，睡着的、等着锁的也叫得醒。"""

import _thread
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType

_AGAIN = 1  # seconds: what swallowed one ring is rung at again


class TimeUp(BaseException):
    """到时间了；学生写的 except Exception 接不住它。"""


class alarm:
    """里面的代码过了 seconds 秒还没有停，就在那里抛出 TimeUp；None 表示不限时。不在主线程里时也不限。

    rung 说它响过没有。
    """

    # A class, since a generator may be rung at before it gets to its own finally, and then never stops.

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds if threading.current_thread() is threading.main_thread() else None
        self.rung = self._on = False

    def __enter__(self) -> "alarm":
        if self.seconds is not None:
            wind = _wind_timer if hasattr(signal, "setitimer") else _wind_thread
            self._stop = wind(self._ring, self.seconds)
            self._on = True
        return self

    def __exit__(self, *_: object) -> None:
        self._on = False
        if self.seconds is not None:
            self._stop()

    def _ring(self, signum: int, frame: FrameType | None) -> None:
        """Stop what is running, unless it has just ended: __exit__ begins, and would not get to its end."""
        if self._on and not (frame and frame.f_code is alarm.__exit__.__code__):
            self.rung = True
            raise TimeUp


def _wind_timer(ring: Callable, seconds: float) -> Callable[[], None]:
    """Let the system's own timer ring: its signal wakes what sleeps, and nobody ignores it by accident."""
    start, handler = time.monotonic(), signal.signal(signal.SIGALRM, ring)
    left, again = signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN)

    def stop() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if left:  # an alarm around this one
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - start), 0.001), again)

    return stop


def _wind_thread(ring: Callable, seconds: float) -> Callable[[], None]:
    """Let a thread press the stop button, where there is no timer (Windows)."""
    done, pressed = threading.Event(), threading.Event()

    def interrupted(signum: int, frame: FrameType | None) -> None:
        if not pressed.is_set():
            raise KeyboardInterrupt  # somebody's own Ctrl+C
        ring(signum, frame)

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
        done.set()
        presser.join()
        signal.signal(signal.SIGINT, handler)

    return stop
