"""Which tests are slow, in which order they run, and what hypothesis may expect of a busy machine."""

import pytest
from hypothesis import settings

from tests.support.notebooks import read, trains

settings.register_profile("course", deadline=None, print_blob=True)
settings.load_profile("course")


@pytest.hookimpl(tryfirst=True)  # before -m looks at the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    training = {path for path in {item.path for item in items} if path.suffix == ".ipynb" and trains(read(path))}
    for item in items:
        if item.path in training:
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: not item.get_closest_marker("slow"))  # so that no worker waits for them at the end
