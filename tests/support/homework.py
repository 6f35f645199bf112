"""What tests of the homework share."""


def own(model):
    """Make a model a student's own: check refuses the course's functions."""
    return (lambda *arguments: model(*arguments)) if callable(model) else model
