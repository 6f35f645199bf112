"""The photograph: the tower, as dark as it is, read without the package that brings it."""

import subprocess
import sys

import numpy as np
import pytest

from helpers import feature_map, load_photo, packaged
from helpers.data import photo as module


def test_the_sky_is_bright_and_the_tower_is_dark():
    photo = load_photo()
    assert photo.shape == (120, 100) and abs(photo).max() <= 1
    assert photo[:20, :20].max() < 0 < np.median(photo[60:70, 30:70])


def test_horizontal_edges_are_in_the_roofs_and_upright_ones_in_the_columns():
    photo, across = load_photo(), np.array([[-3] * 3, [0] * 3, [3] * 3])
    roofs, columns = (np.maximum(feature_map(photo, kernel), 0) for kernel in (across, across.T))
    eave, gallery = np.s_[34:38, 20:70], np.s_[56:64, 10:85]
    assert roofs[eave].mean() > 2 * columns[eave].mean()
    assert columns[gallery].mean() > 2 * roofs[gallery].mean()


def test_scikit_learn_is_not_imported():
    code = "import sys, helpers; helpers.load_photo(); print({'sklearn', 'scipy', 'matplotlib'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


def test_no_package_no_file_and_no_picture_are_told_in_chinese(monkeypatch, tmp_path):
    file = tmp_path / "china.jpg"
    monkeypatch.setattr(module, "packaged", lambda *_: file)
    with pytest.raises(OSError, match="读不了照片.*重新安装 scikit-learn"):
        load_photo()
    file.write_text("no picture")
    with pytest.raises(OSError, match="读不了照片.*重新安装 scikit-learn"):
        load_photo()
    monkeypatch.undo()
    monkeypatch.setattr(packaged, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="没有安装 scikit-learn"):
        load_photo()
