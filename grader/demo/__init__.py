"""A class to try grading on: submissions as they are in life, with what each must earn."""
