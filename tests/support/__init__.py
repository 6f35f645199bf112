"""What tests share. Kernels that they start keep no record of learning beside the lessons, and see none."""

import os

os.environ.setdefault("CNN_COURSE_NO_RECORD", "1")
