"""The digits are those that scikit-learn gives, read without it; a file that is gone or broken is said."""

import subprocess
import sys

import numpy as np
import pytest
from sklearn import datasets

from helpers import load_digits
from helpers.data import digits as module


def test_the_digits_are_scikit_learns():
    images, labels = load_digits()
    theirs = datasets.load_digits()
    np.testing.assert_array_equal(8 * (images[:, 0] + 1), theirs.images)
    np.testing.assert_array_equal(labels, theirs.target)
    assert images.dtype == np.float32


def test_scikit_learn_is_not_imported():
    code = "import sys, helpers; helpers.load_digits(); print({'sklearn', 'scipy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "set()\n"


def test_no_file_and_no_digits_are_told_in_chinese(monkeypatch, tmp_path):
    file = tmp_path / "digits.csv.gz"
    monkeypatch.setattr(module, "packaged", lambda *_: file)
    for content in (None, b"no digits"):
        if content:
            file.write_bytes(content)
        with pytest.raises(OSError, match="读不了手写的数字.*重新安装 scikit-learn"):
            load_digits()
