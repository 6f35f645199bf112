"""Let nbval compare what training gives by a tolerance: pytest -p tests.support.tolerance

Training gives slightly other numbers on another processor, which adds in another order. In a cell tagged "trained"
numbers may therefore differ a little; the words between them may not.
"""

import math
import re

from nbval.plugin import IPyNbCell

_NUMBER = re.compile(r"-?\d[\d,]*\.?\d*%?")
_POINTS, _SHARE = 4, 0.15  # percentage points; for anything else a share of the number, or 0.1


class Near(str):
    """A text that equals another with the same words and nearly the same numbers."""

    def __eq__(self, other: object) -> bool:
        ours, theirs = _NUMBER.findall(self), _NUMBER.findall(other)
        return _NUMBER.sub("", self).split() == _NUMBER.sub("", other).split() and all(map(_close, ours, theirs))

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


def _close(one: str, other: str) -> bool:
    percent = one.endswith("%")
    one, other = (float(each.rstrip("%").replace(",", "")) for each in (one, other))
    return abs(one - other) <= _POINTS if percent else math.isclose(one, other, rel_tol=_SHARE, abs_tol=0.1)


_sanitize = IPyNbCell.sanitize


def _sanitize_or_near(cell: IPyNbCell, text: object) -> object:
    text = _sanitize(cell, text)
    return Near(text) if isinstance(text, str) and "trained" in cell.cell.metadata.get("tags", ()) else text


IPyNbCell.sanitize = _sanitize_or_near
