"""The report on a class: what an instructor opens before the next lecture."""
