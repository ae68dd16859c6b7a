"""What the exercises of lesson 04 share."""

from course.exercises.drawing import ONE_EXAMPLE

SHAPES = (((7,), ""), ((4, 3), ""), ((1, 5), ONE_EXAMPLE), ((2, 3, 2), "three axes"))
