"""Files as classes hand them in: whatever name, whatever content."""

import json
from pathlib import Path

from helpers.classroom.submissions import collect


def notebook(*sources: str) -> bytes:
    return json.dumps({"cells": [{"cell_type": "code", "source": source} for source in sources]}).encode()


def put(folder: Path, name: str, data: bytes = notebook("1")) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def whose_and_which(folder: Path) -> list[tuple[str, int | None]]:
    return [(each.student, each.lesson) for each in collect(folder)]
