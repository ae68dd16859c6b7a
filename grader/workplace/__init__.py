"""Where a student works: on copies of the lessons, in a folder of their own."""
