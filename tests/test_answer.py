"""What all kinds of answers have in common."""

import pytest

from helpers.homework.answers.answer import short


@pytest.mark.parametrize(
    ("value", "written"),
    [(-0.0, "0"), (0, "0"), (-2.5, "−2.5"), (2 / 3, "0.6667"), (12345.678, "1.235e+04"), (-0.00004, "−4e−05")],
)
def test_a_number_is_written_with_four_digits_and_no_minus_zero(value, written):
    assert short(value) == written
