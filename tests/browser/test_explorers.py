"""What holds of every explorer's program and of the tools that judge it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from helpers import explorers
from tests.support.notebooks import ROOT

EXPLORERS = ROOT / "helpers/explorers"


@pytest.mark.parametrize("name", explorers.__all__)
def test_a_module_asks_nobody(name):
    text = getattr(explorers, name)._esm.replace("http://www.w3.org/2000/svg", "")
    text = re.sub(r"/\*\*.*?\*/", "", text, flags=re.DOTALL)  # types are told as imports, in comments
    assert "export default" in text
    assert not re.search(r"https?:|import |import\(|fetch\(|eval\(", text)


def test_programs_are_small():
    sizes = {path.name: len(path.read_bytes()) for path in EXPLORERS.glob("*.js")}
    assert set(sizes) >= {"explorer.js", "numbers.js"}
    assert max(sizes.values()) <= 24 * 1024
    assert max(len(getattr(explorers, name)._esm.encode()) for name in explorers.__all__) <= 40 * 1024
    assert max(len(path.read_text(encoding="utf-8").splitlines()) for path in EXPLORERS.glob("*.py")) <= 250


def test_axe_sees_a_fault(browser):
    page = browser.new_page()
    page.set_content("<div class=explorer><button></button></div>")
    assert Axe().run(page, context=".explorer").violations_count > 0
    page.close()
