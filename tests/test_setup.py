"""What a fresh machine installs, what importing costs, and what Binder would build."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from pkgutil import iter_modules

import pytest
import yaml
from setuptools import find_packages

import helpers
from tests.support.notebooks import ROOT, read, run

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def test_only_the_nets_and_their_training_load_torch_and_nothing_loads_matplotlib():
    source = "import sys; from helpers import {}; print(*{{'torch', 'matplotlib'}} & set(sys.modules))"
    needing = {name for name in helpers.__all__ if name == "NETS" or name.endswith("_net")}
    needing |= {"accuracy", "broken_training", "probabilities", "riddle_trainings", "train"}
    assert python(source.format(", ".join(set(helpers.__all__) - needing))) == "\n"
    assert python(source.format(", ".join(needing))) == "torch\n"


def test_importing_helpers_loads_nothing_else():
    loaded = python("import sys, helpers; dir(helpers); print(*sys.modules)").split()
    assert {name for name in loaded if name.startswith("helpers")} == {"helpers"}
    assert not {"numpy", "torch", "matplotlib", "IPython", "ipywidgets"} & set(loaded)


def test_no_public_name_is_hidden_by_a_module():
    assert not set(helpers.__all__) & {module.name for module in iter_modules(helpers.__path__)}


def test_the_package_lists_its_names():
    assert dir(helpers) == helpers.__all__
    with pytest.raises(AttributeError, match="helpers 里没有 maximum。"):
        helpers.maximum  # noqa: B018


@pytest.mark.parametrize("name", ["01_convolution", "02_feature_maps"])
def test_the_first_lessons_load_neither_torch_nor_matplotlib_nor_scikit_learn(name):
    notebook = read(ROOT / "notebooks" / f"{name}.ipynb")
    source = "import sys\nprint({'torch', 'matplotlib', 'sklearn'} & set(sys.modules))"
    notebook.cells[-1].update(cell_type="code", source=source)
    notebook.cells[-1].update(outputs=[], execution_count=None)
    run(notebook)
    assert notebook.cells[-1].outputs[0].text == "set()\n"


def test_requirements_are_exact_and_installed():
    for name in ("requirements.txt", "tests/requirements.txt"):
        text = (ROOT / name).read_bytes().decode("ascii")  # pip reads it as GBK on a Chinese Windows
        for line in text.splitlines():
            package, _, version = line.partition("==")
            if not line.startswith(("-", "#")):
                assert distribution(package).version.split("+")[0] == version
    assert (ROOT / "requirements.txt").read_text().splitlines()[-1] == "-e ."


def test_every_package_of_helpers_is_installed():
    found = find_packages(str(ROOT), include=PROJECT["tool"]["setuptools"]["packages"]["find"]["include"])
    files = [
        path for path in (ROOT / "helpers").rglob("*.py") if ".".join(path.parent.relative_to(ROOT).parts) not in found
    ]
    assert found and not files


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory) -> str:
    """Return the Dockerfile that repo2docker prints for what it reads of the course."""
    course = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "binder", course / "binder")
    shutil.copy(ROOT / "requirements.txt", course)
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(course)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_binder_builds_the_course(dockerfile):
    steps = [
        r"install --yes --no-install-recommends fonts-noto-cjk",
        r"COPY --chown=\S+ src/ \$\{REPO_DIR\}/",
        r'pip install --no-cache-dir -r "binder/requirements.txt"',
        r"RUN chmod \+x binder/postBuild",
        r"RUN ./binder/postBuild",
    ]
    places = [re.search(step, dockerfile).start() for step in steps]
    assert places == sorted(places)  # pip comes after the copy, since it installs the course itself
    assert "environment-2epy-2d3-2e11-2dlinux" in dockerfile


def test_binder_installs_what_a_student_installs():
    lines = (ROOT / "binder/requirements.txt").read_text().splitlines()
    assert lines[-1] == "-r ../requirements.txt"
    assert [line.split()[0] for line in lines[:-1] if line[0] != "#"] == ["--extra-index-url", "nbgitpuller==1.3.0"]


def test_binder_brings_the_browser_storage_that_is_tested():
    python = (ROOT / "binder/runtime.txt").read_text().strip().replace("python-", "py-")
    lock = f"repo2docker/buildpacks/conda/environment.{python}-linux-64.lock"
    base = Path(distribution("jupyter-repo2docker").locate_file(lock))
    assert f"jupyter-offlinenotebook-{distribution('jupyter-offlinenotebook').version}-" in base.read_text()


def test_post_build_gives_jupyterlab_its_settings(tmp_path):
    fake = tmp_path / "python"
    fake.write_text(f"#!/bin/sh\necho {tmp_path}\n")
    fake.chmod(0o755)
    subprocess.run(["./binder/postBuild"], cwd=ROOT, check=True, env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    written = json.loads((tmp_path / "share/jupyter/lab/settings/overrides.json").read_text(encoding="utf-8"))
    assert written == json.loads((ROOT / "binder/overrides.json").read_text(encoding="utf-8"))


def test_a_hub_on_kubernetes_runs_the_image_that_the_readme_builds(tmp_path):
    blocks = (ROOT / "helpers/classroom/README.md").read_text(encoding="utf-8").lower().split("```")
    config = yaml.safe_load(next(block for block in blocks if block.startswith("yaml\n")).removeprefix("yaml\n"))
    build, push = next(block for block in blocks if "jupyter-repo2docker --no-run" in block).splitlines()[2:4]
    image = "{name}:{tag}".format(**config["singleuser"]["image"])
    assert f"--image-name {image} " in build and push == f"docker push {image}"
    home = config["hub"]["config"]["kubespawner"]["working_dir"]
    course = build.split("--target-repo-dir ")[1].split()[0]
    assert not Path(course).is_relative_to(home)  # a student's disk is mounted there, over what the image has
    shutil.copytree(ROOT / "binder", tmp_path / "binder")
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    options = build.split()[1:-1]
    command = [sys.executable, "-m", "repo2docker", "--no-build", *options, str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)


def test_scripts_have_unix_line_ends():
    for name in ("binder/postBuild", ".ci/run"):
        assert b"\r" not in (ROOT / name).read_bytes()


@pytest.mark.parametrize("command", [["check"], ["format", "--check"]], ids=["check", "format"])
def test_ruff_is_content(command):
    result = subprocess.run([sys.executable, "-m", "ruff", *command, "."], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout
