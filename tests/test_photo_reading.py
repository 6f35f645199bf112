"""From a photo to a small picture: letters are read, and what went wrong with a photo is said."""

import io

import numpy as np
import pytest
from PIL import Image

from helpers import LABELS, accuracy, make_photo, photo_steps, read_photo
from helpers.training.trained import trained_net


@pytest.mark.parametrize("first", [0, 1000])
def test_of_two_hundred_photos_the_net_reads_nearly_all(first):
    labels = np.arange(200) % len(LABELS)
    small = [read_photo(make_photo(LABELS[label], seed=first + i)) for i, label in enumerate(labels)]
    assert accuracy(trained_net(), np.array(small)[:, None], labels) >= 0.97


def test_each_step_is_a_picture_from_paper_to_ink():
    steps = photo_steps(make_photo("O", seed=1), size=12)
    assert [*steps] == ["变灰", "找墨", "剪下", "缩小"]
    assert steps["变灰"].shape == steps["找墨"].shape == (180, 240)
    assert steps["缩小"].shape == (12, 12)
    assert all(-1 <= step.min() < step.max() <= 1 for step in steps.values())
    cut = steps["剪下"] > 0
    assert all(edge.any() for edge in (cut[0], cut[-1], cut[:, 0], cut[:, -1]))


def written(*boxes: tuple[int, int, int, int], paper: int = 200, ink: int = 60) -> np.ndarray:
    photo = np.full((120, 160), paper)
    for top, left, bottom, right in boxes:
        photo[top:bottom, left:right] = ink
    return photo


def test_a_letter_stands_upright_in_the_middle_and_keeps_its_shape():
    tall = read_photo(written((20, 30, 90, 40)))
    assert (tall > 0).sum(axis=0).tolist() == [0, 0, 0, 0, 7, 0, 0, 0, 0]
    wide = read_photo(written((70, 50, 80, 120)))
    np.testing.assert_allclose(wide, tall.T, atol=0.01)


@pytest.mark.parametrize(
    ("photo", "said"),
    [
        (written(), "找不到字"),
        (written((40, 40, 80, 44), ink=190), "找不到字"),
        (written((40, 40, 80, 44), paper=20, ink=5), "太暗了"),
        (written((40, 20, 80, 24), (40, 100, 80, 104)), "有 2 个字"),
        (written((10, 70, 30, 74), (50, 70, 70, 74), (90, 70, 110, 74)), "有 3 个字"),
        (np.full((1, 1), 200), "找不到字"),
        (200 - 150 * np.kron(np.eye(15, dtype=int), np.pad([[1]], (7, 8))), "找不到字"),  # many dots, no letter
        (np.hstack([np.full((120, 40), 120), np.full((120, 120), 200)]), "从照片的一边"),
        (make_photo("X") / 255, "乘以 255"),
    ],
)
def test_what_went_wrong_is_said(photo, said):
    with pytest.raises(ValueError, match=said):
        read_photo(photo)


def test_a_speck_is_no_letter():
    clean, speck = (read_photo(written((30, 60, 90, 66), (30, 60, 36, 110), *more)) for more in ([], [(5, 5, 8, 8)]))
    np.testing.assert_array_equal(clean, speck)


def as_file(photo: np.ndarray, turned: bool = False) -> bytes:
    """Return the photo as a camera stores it, that of a phone held upright turned."""
    file, picture = io.BytesIO(), Image.fromarray(photo)
    exif = Image.Exif()
    if turned:
        picture, exif[0x0112] = picture.transpose(Image.Transpose.ROTATE_90), 6  # 6: turn clockwise to see it
    picture.save(file, "PNG", exif=exif)
    return file.getvalue()


def test_a_photo_is_taken_from_whatever_holds_it(tmp_path):
    photo = make_photo("X", seed=2)
    file = tmp_path / "照片.png"
    file.write_bytes(as_file(photo))
    grey = np.array(Image.fromarray(photo).convert("L"))
    clear = Image.fromarray(photo).convert("RGBA")
    clear.putalpha(Image.fromarray(255 - grey))  # as a drawing program stores it: ink on nothing
    ink = np.where(np.asarray(clear)[..., 3:] > 90, clear, 0).astype(np.uint8)
    assert read_photo(as_file(ink)).shape == (9, 9)
    for given in (file, str(file), file.read_bytes(), memoryview(file.read_bytes()), as_file(photo, True), grey):
        np.testing.assert_array_equal(read_photo(given), read_photo(photo))


def test_a_missing_file_and_one_that_is_no_photo_are_told_apart(tmp_path):
    with pytest.raises(ValueError, match="没有找到文件 x.jpg"):
        read_photo("x.jpg")
    (tmp_path / "x.heic").write_bytes(b"heic")
    with pytest.raises(ValueError, match="JPEG"):
        read_photo(tmp_path / "x.heic")
