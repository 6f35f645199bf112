"""运行学生代码的进程放下它不需要的权力：bubblewrap 的墙以外，还有几件事要向系统内核说。"""

import ctypes
import os
import platform
import struct

_NOBODY = 65534
_PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 4, 22, 38
_ALLOW, _REFUSE, _NOT_THERE = 0x7FFF0000, 0x00050001, 0x00050026  # errors EPERM and ENOSYS
_CLONE_NEWUSER = 0x10000000

# memory that no limit counts (memfd_create, shmget, msgget, mq_open), other namespaces, other processes' insides;
# clone3 hides what it is asked for from this filter, and the C library then falls back to clone
_CALLS = {  # machine -> its number in linux/audit.h, clone, clone3, and what is refused
    "x86_64": (
        0xC000003E,
        56,
        435,
        (29, 68, 101, 165, 240, 248, 250, 272, 298, 308, 310, 311, 319, 321, 323, 425, 438, 447),
    ),
    "aarch64": (
        0xC00000B7,
        220,
        435,
        (194, 186, 117, 40, 180, 217, 219, 97, 241, 268, 270, 271, 279, 280, 282, 425, 438, 447),
    ),
}


def give_up_rights() -> None:
    """从此这个进程和它的副本：不是 root，不让别的进程看内存，不能再造沙盒、不受限的内存。"""
    if os.getuid() == 0:  # to be held by limits, and to see no file that others may not
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    # a submission runs as the same user: else it could open /proc/<this process>/mem and speak for the next one
    _prctl(_PR_SET_DUMPABLE, 0)
    if platform.machine() in _CALLS:
        program = _filter(*_CALLS[platform.machine()])
        steps = ctypes.create_string_buffer(program)
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        _prctl(_PR_SET_SECCOMP, 2, ctypes.byref(_Program(len(program) // 8, ctypes.addressof(steps))))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


def _prctl(option: int, *arguments: object) -> None:
    given = [ctypes.c_ulong(each) if isinstance(each, int) else each for each in (*arguments, 0, 0, 0, 0)][:4]
    if ctypes.CDLL(None, use_errno=True).prctl(option, *given):
        raise OSError(ctypes.get_errno(), "prctl")


def _filter(machine: int, clone: int, clone3: int, refused: tuple[int, ...]) -> bytes:
    """Return a program for the kernel's seccomp filter: what it answers to each system call."""
    load, same, any_of, more, answer = 0x20, 0x15, 0x45, 0x35, 0x06

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    steps = [step(load, 4), step(same, machine, yes=1), step(answer, _REFUSE), step(load, 0)]
    steps += [step(more, 0x40000000, no=1), step(answer, _REFUSE)]  # numbers of the x32 variant
    for number in refused:
        steps += [step(same, number, no=1), step(answer, _REFUSE)]
    steps += [step(same, clone3, no=1), step(answer, _NOT_THERE)]
    steps += [step(same, clone, no=3), step(load, 16), step(any_of, _CLONE_NEWUSER, no=1), step(answer, _REFUSE)]
    return b"".join([*steps, step(answer, _ALLOW)])
