"""The documents: links and commands that lead somewhere, terms that are valid, steps that end green."""

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_markdown_cell

from helpers.lessons import lessons
from tests.support.notebooks import LESSONS, ROOT
from tests.test_architecture import MODULES

STUDENT, TEACHER = ROOT / "README.md", ROOT / "helpers/classroom/README.md"
AUTHOR, ENGINEER = ROOT / "helpers/homework/README.md", ROOT / ".github/CONTRIBUTING.md"
DOCUMENTS = {str(path.relative_to(ROOT)): path for path in (STUDENT, TEACHER, AUTHOR, ENGINEER)}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WORKFLOW = ROOT / ".github/workflows/tests.yml"
by_document = pytest.mark.parametrize("path", DOCUMENTS.values(), ids=DOCUMENTS)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)\n```$", text(path), re.MULTILINE | re.DOTALL)


def anchors(path: Path) -> set[str]:
    """Return the names that GitHub gives to the headings of a document."""
    headings = re.findall(r"^#+ (.*)", text(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@by_document
def test_links_lead_somewhere(path):
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", text(path), flags=re.DOTALL)
    for target in re.findall(r"\]\((?!https://)([^)]+)\)", prose):
        name, _, anchor = target.partition("#")
        there = path.parent / name if name else path
        assert there.exists(), target
        assert not anchor or anchor in anchors(there), target


@pytest.mark.parametrize("path", [*DOCUMENTS.values(), *LESSONS, *MODULES.values()], ids=lambda path: path.name)
def test_what_is_named_is_there(path):
    for module in re.findall(r"-m ((?:helpers|tests)[\w.]*)", text(path)):
        assert find_spec(module), module
    for name in re.findall(r"(?:helpers|tests|notebooks|binder|\.ci|\.github)/[\w/.]+\.\w+", text(path), re.ASCII):
        assert (ROOT / name).exists(), name


def test_the_course_is_open_within_a_screen():
    top = text(STUDENT).partition("\n![")[0]
    commands = [command for command in (*blocks(STUDENT, "bash"), *blocks(STUDENT, "bat")) if "jupyter lab" in command]
    assert len(commands) == 2 and all(command in top for command in commands)
    assert "https://mybinder.org/v2/" in top


def test_every_reader_has_a_door():
    for path in (TEACHER, AUTHOR, ENGINEER):
        assert f"]({path.relative_to(ROOT).as_posix()})" in text(STUDENT)


def test_the_engineers_door_shows_the_house_and_every_measurement():
    packages = [path.parent.relative_to(ROOT).as_posix() for path in (ROOT / "helpers").glob("*/__init__.py")]
    benchmarks = [f"tests.benchmarks.{path.stem}" for path in (ROOT / "tests/benchmarks").glob("measure_*.py")]
    assert packages and benchmarks
    assert [name for name in packages + benchmarks if name not in text(ENGINEER)] == []


def test_every_lesson_is_in_the_students_table():
    for lesson in lessons().values():
        assert f"](notebooks/{lesson.path.name}) |" in text(STUDENT)


# what the package needs, and under which terms it comes


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name)[0]).lower()


def imported() -> set[str]:
    """Return the installed distributions that helpers imports, anywhere in it."""
    found = set()
    for path in MODULES.values():
        for node in ast.walk(ast.parse(text(path))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module.split(".")[0])
    owners = packages_distributions()
    return {normal(owners[name][0]) for name in found - {*sys.stdlib_module_names, "helpers"}}


def test_what_helpers_imports_is_declared_and_nothing_else():
    declared = [*PROJECT["dependencies"], *sum(PROJECT["optional-dependencies"].values(), [])]
    unimported = {"ipywidgets", "scikit-learn", "zhplot"}  # anywidget's base; only its photo and only its font are used
    assert {normal(name) for name in declared} == imported() | unimported


def test_versions_are_said_in_requirements_alone():
    assert not [name for name in PROJECT["dependencies"] if re.search(r"[<=>~!]", name)]


def test_the_terms_agree():
    citation = yaml.safe_load(text(ROOT / "CITATION.cff"))
    assert (citation["license"], citation["version"]) == (PROJECT["license"], PROJECT["version"])
    assert text(ROOT / "LICENSE").startswith(f"{PROJECT['license']} License\n")
    assert "CC BY-SA 4.0" in text(STUDENT) and "SIL Open Font License" in text(STUDENT)


# what GitHub reads


def tool(name: str, *arguments: object) -> None:
    command = shutil.which(name, path=str(Path(sys.executable).parent))
    done = subprocess.run([command, *map(str, arguments)], capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("github-workflows", ".github/workflows/*.yml"),
        ("github-issue-forms", ".github/ISSUE_TEMPLATE/*.yml"),
        ("citation-file-format", "CITATION.cff"),
    ],
)
def test_files_are_what_their_readers_expect(schema, pattern):
    tool("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *ROOT.glob(pattern))


def test_the_workflow_is_safe_and_pins_its_actions():
    tool("zizmor", "--offline", "--no-progress", WORKFLOW)


def test_the_workflow_runs_the_commands_of_the_readme():
    (job,) = yaml.safe_load(text(WORKFLOW))["jobs"].values()
    told = [*blocks(STUDENT, "bash"), *blocks(STUDENT, "bat")]
    ran = [step["run"] for step in job["steps"] if "run" in step and not step["run"].startswith("sudo")]
    assert [run for run in ran if run not in told] == [
        "python3 -m venv .venv && .venv/bin/python -m pip install -r binder/requirements.txt"  # as it advises on Linux
    ]
    assert {run for run in told if "jupyter lab" not in run} <= set(ran)


def test_the_workflow_is_quick_on_a_push_and_runs_everything_once_a_week():
    workflow = yaml.safe_load(text(WORKFLOW))
    (job,) = workflow["jobs"].values()
    when = workflow[True]  # on, as YAML reads it
    assert "push" in when and when["schedule"]
    quick = "${{ github.event_name != 'schedule' && '-m \"not slow\"' || '' }}"
    assert job["env"]["PYTEST_ADDOPTS"] == quick
    assert {name.split("-")[0] for name in job["strategy"]["matrix"]["system"]} == {"ubuntu", "windows", "macos"}
    assert PROJECT["requires-python"] == f">={job['strategy']['matrix']['python'][0]}"


# what an author is told to do


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """Return a copy of the course in which the author's handbook has been followed: a question, and a mistake."""
    copy = tmp_path_factory.mktemp("author") / "course"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build"))
    question, answer, check, solution, mistake, _ = blocks(AUTHOR, "python")
    questions = copy / "helpers/homework/questions/lesson_1.py"
    before_end(questions, ")", question)
    before_end(copy / "helpers/homework/solutions/lesson_1.py", "}", solution)
    lesson = copy / "notebooks/01_convolution.ipynb"
    notebook = nbformat.read(lesson, as_version=4)
    copied = [cell.metadata for cell in notebook.cells if "nbgrader" in cell.metadata][-2:]
    cells = [new_markdown_cell(blocks(AUTHOR, "markdown")[0])]
    for source, metadata, name in ((answer, copied[0], "answer_1_5"), (check, copied[1], "check_1_5")):
        cells.append(new_code_cell(source, metadata=metadata | {"nbgrader": metadata["nbgrader"] | {"grade_id": name}}))
    cells[-1].metadata.nbgrader.points = 1
    last = max(place for place, cell in enumerate(notebook.cells) if "nbgrader" in cell.metadata)
    notebook.cells[last + 1 : last + 1] = cells
    nbformat.write(notebook, lesson)
    places = text(questions).rpartition("        ),\n        ask=")
    questions.write_text(f"{places[0]}{mistake}\n{places[1]}{places[2]}", encoding="utf-8")
    return copy


def before_end(path: Path, bracket: str, addition: str) -> None:
    start, end, nothing = text(path).rpartition(f"\n{bracket}\n")
    assert end and not nothing
    path.write_text(f"{start}\n{addition}{end}", encoding="utf-8")


def run_in(course: Path, command: str) -> subprocess.CompletedProcess:
    line = shlex.split(command.replace(".venv/bin/python", shlex.quote(sys.executable)))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    environment |= {"PYTHONPATH": str(course), "PYTEST_ADDOPTS": "-n 0 -p no:cacheprovider"}
    return subprocess.run(line, cwd=course, env=environment, capture_output=True, encoding="utf-8")


@pytest.mark.slow
def test_a_question_added_as_the_handbook_says_ends_green(course):
    commands = [line for block in blocks(AUTHOR, "bash") for line in block.splitlines()]
    rerun, question, mistake = [
        line for line in commands if "01_convolution.ipynb" in line or line.endswith('-k "1.5"')
    ]
    for command in (rerun, question, mistake):
        done = run_in(course, command)
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert " passed" in done.stdout
    with (course / "notebooks/01_convolution.ipynb").open(encoding="utf-8") as stored:
        assert "还没作答</b>（0 / 1 分）" in stored.read()
