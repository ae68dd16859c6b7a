"""Right answers to the exercises in the styles in which people write them, a module a lesson.

The tests ask that no check refuses one; a class to try grading on writes with them.
"""
