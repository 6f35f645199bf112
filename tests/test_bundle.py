"""Modules become one text: what they import comes first, and what is not understood is refused."""

import re
import shutil
import subprocess

import pytest

from helpers.explorers.bundle import bundle

ONE = "export const one = 1;\nexport function twice(x) {\n\treturn 2 * x;\n}\n"
TWO = 'import { one, twice } from "./one.js";\n\nexport const two = twice(one);\n'


@pytest.fixture
def write(tmp_path):
    def write_(**modules):
        for name, text in modules.items():
            (tmp_path / f"{name}.js").write_text(text, encoding="utf-8")
        return tmp_path / "main.js"

    return write_


def test_each_module_comes_once_and_before_those_that_import_it(write):
    main = 'import { two } from "./two.js";\nimport { one } from "./one.js";\nexport const three = one + two;\n'
    text = bundle(write(one=ONE, two=TWO, main=main))
    assert re.findall(r"const (\w+)", text) == ["one", "two", "three"]
    assert "import" not in text
    assert re.findall(r"export const (\w+)", text) == ["three"]


@pytest.mark.skipif(not shutil.which("node"), reason="no node on this machine")
def test_the_text_computes_what_the_modules_compute(write, tmp_path):
    main = 'import {\n\tone,\n\ttwice,\n} from "./one.js";\nimport { two } from "./two.js";\n'
    main += "export default one + twice(two);\n"
    (tmp_path / "bundled.mjs").write_text(bundle(write(one=ONE, two=TWO, main=main)), encoding="utf-8")
    code = "import('./bundled.mjs').then((module) => console.log(module.default))"
    result = subprocess.run(["node", "-e", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert result.stdout == "5\n"


REFUSED = {
    'import one from "./one.js";\n': "main.js 里的这一行合不了：import one",
    'import * as one from "./one.js";\n': "合不了：import \\*",
    'import "./one.js";\n': "合不了：import",
    'import { one } from "one";\n': "合不了：import",
    'import { one as first } from "./one.js";\n': "要导入 one as first，one.js 没有导出它",
    'import { three } from "./one.js";\n': "要导入 three，one.js 没有导出它",
    'import { main } from "./main.js";\n': "main.js 绕了一圈",
    'import { main } from "./circle.js";\n': "main.js 绕了一圈",
    'import { other } from "./default.js";\n': "default.js 里的这一行合不了：export default",
    "export { one };\n": "合不了：export { one }",
    'export * from "./one.js";\n': "合不了：export \\*",
    'import { one } from "./one.js";\nconst twice = 3;\n': "one.js 和 main.js 都定义了 twice",
    'import { one } from "./one.js";\nlet [first, twice] = [1, 2];\n': "one.js 和 main.js 都定义了 twice",
    'import { one } from "./one.js";\nasync function twice() {}\n': "one.js 和 main.js 都定义了 twice",
}


@pytest.mark.parametrize("main", REFUSED)
def test_what_it_does_not_understand_is_refused_with_the_place(write, main):
    default = "export const other = 1;\nexport default other;\n"
    circle = 'import { three } from "./main.js";\nexport const main = three;\n'
    with pytest.raises(ValueError, match=REFUSED[main]):
        bundle(write(one=ONE, default=default, circle=circle, main=main))
