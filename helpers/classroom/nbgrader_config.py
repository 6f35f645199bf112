"""nbgrader 的设置：python -m helpers.classroom nbgrader 把它抄进课程文件夹。"""

from nbgrader.converters import GenerateAssignment

c = get_config()  # noqa: F821 nbgrader gives it
c.CourseDirectory.course_id = "cnn"
c.ExecutePreprocessor.timeout = 120
# the lessons are the students' version already: no solution to clear, and their pictures are there to be read
c.GenerateAssignment.preprocessors = [
    step for step in GenerateAssignment().preprocessors if step.__name__ not in ("ClearSolutions", "ClearOutput")
]
