"""Tests of the student's folder, of Jupyter as backprop lab starts it, and of the wheel."""
