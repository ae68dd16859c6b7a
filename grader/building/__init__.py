"""From a lesson's text to the instructor's notebook and the student's."""
