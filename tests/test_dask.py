"""The same class graded through a Dask cluster, as for a whole university."""

import subprocess
import sys
from pathlib import Path

import pytest
from dask.distributed import LocalCluster

from tests.support.notebooks import ROOT, lesson_2

pytestmark = pytest.mark.slow

WRONG = "def feature_map(image, kernel):\n    return image"


def grade(folder: Path, to: Path, *options: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "helpers.classroom", "grade", str(folder), "--to", str(to), *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    for number in range(6):
        text = lesson_2(f"# {number}", q2_1=WRONG if number % 2 else "feature_map = ...")
        path = tmp_path / "returned" / f"{number}_02_feature_maps.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (path.parent / "9_02_feature_maps.ipynb").write_text("damaged")
    return path.parent


def cluster(workers: int) -> LocalCluster:
    return LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None)


def test_a_cluster_gives_the_same_results(folder, tmp_path):
    with cluster(2) as two:
        assert grade(folder, tmp_path / "far", "--scheduler", two.scheduler_address).returncode == 0
    assert grade(folder, tmp_path / "near").returncode == 0
    far, near = (
        {path.relative_to(to): path.read_bytes() for path in to.rglob("*") if path.is_file()}
        for to in (tmp_path / "far", tmp_path / "near")
    )
    assert far == near
    assert len(far) == 2 * 7 + 7 + 2


def test_a_worker_without_walls_runs_nothing(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    with cluster(1) as one:
        done = grade(folder, tmp_path / "to", "--scheduler", one.scheduler_address)
    assert done.returncode == 1
    assert "上不能用沙盒" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_cluster_that_is_not_there(folder, tmp_path):
    done = grade(folder, tmp_path / "to", "--scheduler", "tcp://127.0.0.1:9")
    assert done.returncode == 1
    assert "tcp://127.0.0.1:9 没有回答" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_cluster_without_workers(folder, tmp_path):
    with cluster(0) as none:
        done = grade(folder, tmp_path / "to", "--scheduler", none.scheduler_address)
    assert done.returncode == 1
    assert "没有 worker" in done.stderr
